"""Where everybody in a story keeps a key and writes approvals."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from support.approvals import Signer, record_of
from support.texts import organization_file

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

__all__ = ["Desk"]


@dataclass(frozen=True, slots=True)
class Desk:
    """People by their names; a key is made when it is first needed."""

    folder: Path

    def signer(self, name: str) -> Signer:
        """The key of somebody, or of something."""
        file = self.folder / name.lower().replace(" ", "-")
        return Signer(file) if file.exists() else Signer.make(file)

    def organization(self, people: Mapping[str, Sequence[str] | Mapping[str, object]]) -> str:
        """The list of people with their roles; each has a key from 2024 on."""
        listed: dict[str, Mapping[str, object]] = {}
        for name, stated in people.items():
            facts: dict[str, object] = dict(stated) if isinstance(stated, dict) else {"roles": stated}
            listed[name] = {"keys": [{"key": self.signer(name).public, "from": "2024-01-01"}], **facts}
        return organization_file(listed)

    def approval(
        self,
        text: str,
        by: str,
        role: str,
        at: str,
        *,
        revision: int = 1,
        key: str | None = "",
        importer: str | None = None,
        **stated: object,
    ) -> dict[str, str]:
        """The file of an approval at its path, signed with the person's own key.

        `key` is whose key signs instead, or None for nobody's; the key of an `importer` signs below the source.
        """
        person = by.lower().replace(" ", ".")
        signer = None if key is None else self.signer(key or by)
        vouching = None if importer is None else self.signer(importer)
        told = {"name": by, "at": at, "signer": signer, "importer": vouching, **stated}
        # The role stands in the file alone, not in its name.
        written = record_of(text, person, revision=revision, role=role, **told)
        return {path.replace(f".{role}.yml", ".yml"): content for path, content in written.items()}
