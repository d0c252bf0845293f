"""A small manual whose documents are approved with real keys, and the manifest of a publication of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import pytest

from qms_docs.reports.manifest import manifest_json
from qms_docs.views.manifest import manifest_of
from support import Signer, Story, document, organization_file, record_of
from support.manuals import opened

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from qms_docs.model.problem import Verification
    from support import Clone

    Keep = Callable[..., Path]

PATH = "procedures/purchasing.md"
FIRST = document("SOP-004")
SECOND = document("SOP-004", 2, body="Three people check.\n")
APPROVED = {"approvals": [{"role": "quality-manager"}], "evidence": "signed"}
PUBLISHED_ON = "2026-06-01"


@dataclass(frozen=True, kw_only=True, slots=True)
class Approver:
    """Somebody with a key and the role that approves."""

    name: str
    signer: Signer
    role: str = "quality-manager"

    @property
    def key(self) -> Path:
        """The file of the private key."""
        return self.signer.file

    @property
    def line(self) -> str:
        """The public key."""
        return self.signer.public

    def approval(self, text: str, revision: int = 1, *, on: str) -> dict[str, str]:
        """The file of a signed approval of this text, by its path."""
        person = self.name.lower().replace(" ", ".")
        at = f"{on}T09:00:00+00:00"
        return record_of(text, person, revision=revision, name=self.name, at=at, signer=self.signer)


@pytest.fixture(scope="session")
def cid(tmp_path_factory: pytest.TempPathFactory) -> Approver:
    """The quality manager, who writes no documents."""
    return Approver(name="Cid Dahl", signer=Signer.make(tmp_path_factory.mktemp("keys") / "cid"))


@pytest.fixture
def begun(cid: Approver) -> Callable[[], Story]:
    """Tells the beginning: a policy that asks for signed approvals, and who is who."""

    def begin() -> Story:
        story = Story()
        story.policy("2026-01-01", {"types": {"procedure": APPROVED, "free": {}}})
        people = {
            "Ann Berg": ["author"],
            cid.name: {"roles": [cid.role], "keys": [{"key": cid.line, "from": "2025-01-01"}]},
        }
        story.entry("2026-01-02", {"records/organization.yml": organization_file(people)})
        return story

    return begin


@pytest.fixture
def story(begun: Callable[[], Story], cid: Approver) -> Story:
    """A document with two approved revisions, one in review, and one that needs no approval."""
    told = begun()
    told.entry("2026-01-05", {PATH: FIRST})
    told.entry("2026-01-07", cid.approval(FIRST, on="2026-01-06"))
    told.entry("2026-02-01", {PATH: SECOND, "procedures/free.md": document("SOP-010", type="free")})
    told.entry("2026-02-03", cid.approval(SECOND, 2, on="2026-02-02"))
    told.entry("2026-03-01", {"procedures/stores.md": document("SOP-020")})
    return told


@pytest.fixture
def keep(tmp_path: Path) -> Keep:
    """Writes the manifest of a repository to a file, as it was published on a day."""

    def kept(clone: Clone, name: str = "kept.json", *, on: str = PUBLISHED_ON, previous: str | None = None) -> Path:
        with opened(clone, on) as source:
            content = manifest_json(manifest_of(source.manual(date.fromisoformat(on)), previous))
        path = tmp_path / name
        path.write_bytes(content)
        return path

    return kept


def problems_of(verification: Verification) -> list[tuple[str, str]]:
    """Code and fact of each problem."""
    return [(each.code, each.what) for each in verification.problems]
