"""Files of the repository as they were read, by their bytes; what reads them is loaded with the first fresh one."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from qms_docs.values import dataclass

if TYPE_CHECKING:
    from qms_docs.keeping.store import Drawer, Store
    from qms_docs.model.finding import Fault
    from qms_docs.model.organization import Organization
    from qms_docs.sources.readings import OrganizationFiles, PolicyReading

__all__ = ["KeptReadings"]


@dataclass(frozen=True, slots=True)
class KeptReadings:
    """Reads the files that say what a manual is made of, each state of them once."""

    store: Store

    def policy(self, content: bytes | None) -> PolicyReading:
        """What a `qms.yml` states; one that cannot be read is read in every run."""
        kept: Drawer[bytes, PolicyReading] = self.store.drawer("policies")
        name = _name(content)
        known = kept.get(name)
        if known is None:
            from qms_docs.sources.policy import read_policy

            known = read_policy(content)
            if known.refusal is None:
                kept.put(name, known)
        return known

    def organization(self, files: OrganizationFiles) -> tuple[Organization, tuple[Fault, ...]]:
        """The organization, and what is wrong with its files."""
        kept: Drawer[bytes, tuple[Organization, tuple[Fault, ...]]] = self.store.drawer("organizations")

        def read() -> tuple[Organization, tuple[Fault, ...]]:
            from qms_docs.sources.organization import read_organization

            return read_organization(files)

        return kept.find(_name(files.records.encode(), files.organization, files.processes), read)


def _name(*contents: bytes | None) -> bytes:
    hashed = [b"-" if each is None else hashlib.sha256(each).digest() for each in contents]
    return hashlib.sha256(b"".join(hashed)).digest()
