"""Approvals as people and jobs write them, with real keys made by ssh-keygen."""

from __future__ import annotations

import hashlib
import re
import subprocess
import textwrap
from dataclasses import dataclass
from typing import TYPE_CHECKING

from qms_docs.signing.ssh_keygen import sign
from qms_docs.signing.statement import NAMESPACE, Statement
from support.texts import organization_file
from support.yaml_text import yaml_text

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

__all__ = ["Keys", "Signer", "approval", "digest_of", "record_of"]


@dataclass(frozen=True, slots=True)
class Signer:
    """A private key in a file."""

    file: Path

    @classmethod
    def make(cls, file: Path) -> Signer:
        """A new key, as ssh-keygen makes it."""
        subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "", "-f", file], check=True)
        return cls(file)

    @property
    def public(self) -> str:
        """The public key as one line."""
        return " ".join(self.file.with_suffix(".pub").read_text(encoding="ascii").split()[:2])

    def sign(self, statement: Statement) -> str:
        """The signature of a statement of approval."""
        return sign(statement.bytes, self.file, NAMESPACE)


def digest_of(text: str | bytes, files: Mapping[str, bytes] | None = None) -> str:
    """The digest of a document and of the files that it shows, by their names in it (document-control.md 5)."""
    content = text.encode() if isinstance(text, str) else text
    listing = [f"{hashlib.sha256(content).hexdigest()}  {_id_of(text)}\n"]
    listing += [f"{hashlib.sha256(data).hexdigest()}  {name}\n" for name, data in sorted((files or {}).items())]
    return "qms1:" + hashlib.sha256("".join(listing).encode()).hexdigest()


@dataclass(frozen=True, kw_only=True, slots=True)
class Keys:
    """A key for each of the people, and one for the job that records reviews."""

    ann: Signer
    cid: Signer
    eva: Signer
    old: Signer
    job: Signer

    def people(self) -> dict[str, dict[str, object]]:
        """Ann writes; Cid and Eva approve; Ole has left, and so has his key."""
        return {
            "Ann Berg": {"roles": ["quality-manager"], "keys": [{"key": self.ann.public, "from": "2025-01-01"}]},
            "Cid Dahl": {
                "roles": ["quality-manager"],
                "forges": {"github": "ciddahl"},
                "keys": [{"key": self.cid.public, "from": "2025-01-01"}],
            },
            "Eva Lund": {
                "roles": ["purchasing-manager"],
                "keys": [{"key": self.eva.public, "from": "2025-01-01"}],
            },
            "Ole Vik": {
                "roles": [{"role": "quality-manager", "from": "2025-01-01", "until": "2026-03-10"}],
                "keys": [{"key": self.old.public, "from": "2025-01-01", "until": "2026-03-10"}],
            },
        }

    def organization(self, **changes: Mapping[str, object]) -> str:
        """The text of `organization.yml`; changes are of people, by their first name."""
        people = self.people()
        for first_name, change in changes.items():
            name = next(each for each in people if each.lower().startswith(first_name))
            people[name] |= change
        importer = f"importers:\n  reviews:\n    keys:\n      - {{key: {self.job.public}, from: 2025-01-01}}\n"
        return organization_file(people) + importer


def approval(
    text: str | bytes,
    person: str = "cid.dahl",
    *,
    name: str = "Cid Dahl",
    revision: object = 1,
    role: str = "quality-manager",
    at: str = "2026-03-02T10:00:00+00:00",
    signer: Signer | None = None,
    importer: Signer | None = None,
    files: Mapping[str, bytes] | None = None,
    source: Mapping[str, object] | None = None,
    **fields: object,
) -> str:
    """The file of an approval; a signer signs its statement, an importer the same statement below its source."""
    digest = digest_of(text, files)
    stated = {"document": _id_of(text), "revision": str(revision), "digest": digest, "person": person}
    stated |= {"role": role, "meaning": "approved", "at": at}
    stated |= {name: str(value) for name, value in fields.items() if value is not None}
    stated = {name: value for name, value in stated.items() if fields.get(name, value) is not None}
    written = "".join(f"{field}: {value}\n" for field, value in stated.items())
    if signer is not None:
        written += _block("signature", signer.sign(_statement(stated, name)))
    if source is not None:
        inner = yaml_text(source)
        if importer is not None:
            inner += _block("signature", importer.sign(_statement(stated, name)))
        written += "source:\n" + textwrap.indent(inner, "  ")
    return written


def record_of(
    text: str | bytes, person: str = "cid.dahl", *, revision: object = 1, role: str | None = None, **stated: object
) -> dict[str, str]:
    """The file of an approval at its path; with a role in its name where one is given."""
    told = {} if role is None else {"role": role}
    written = approval(text, person, revision=revision, **told, **stated)  # type: ignore[arg-type]
    ending = "" if role is None else f".{role}"
    return {f"records/approvals/{_id_of(text)}/{revision}/{person}{ending}.yml": written}


def _statement(stated: Mapping[str, str], name: str) -> Statement:
    return Statement(
        document=stated["document"],
        revision=stated["revision"],
        digest=stated["digest"],
        meaning=stated["meaning"],
        person=stated["person"],
        name=name,
        role=stated["role"],
        at=stated["at"],
    )


def _block(field: str, text: str) -> str:
    return f"{field}: |\n" + textwrap.indent(text, "  ")


def _id_of(text: str | bytes) -> str:
    content = text.encode() if isinstance(text, str) else text
    found = re.search(rb"^id: (\S+)", content, re.MULTILINE)
    assert found, "the text has no id"
    return found[1].decode()
