"""Who was who through time: the organization that an approval may rest on (settled.md 15, document-control.md 6)."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING

from qms_docs.model.candidate import Trust
from qms_docs.model.organization import Organization
from qms_docs.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from qms_docs.keeping.store import Drawer
    from qms_docs.sources.history import Accepted
    from qms_docs.sources.policies import PolicyHistory

__all__ = ["OrganizationHistory", "People", "read_organizations"]

_FILE = "organization.yml"
_REGULAR = ("100644", "100755")


@dataclass(slots=True)
class People:
    """The organizations that files state, by object id; each is read when it is asked for, and once."""

    read: Callable[[str], bytes]
    kept: Drawer[str, tuple[Organization | None]]

    def of(self, blob: str) -> Organization | None:
        """The organization; None where the file cannot be read."""
        return self.kept.find(blob, lambda: (_people(self.read(blob)),))[0]


def _people(content: bytes) -> Organization | None:
    # What was read before needs no parser.
    from qms_docs.sources.organization import read_people

    return read_people(content, "")[0]


@dataclass(frozen=True, slots=True)
class OrganizationHistory:
    """The files that stated the organization one after the other, each from its entry on."""

    people: People
    entries: tuple[int, ...]
    """Numbers of the entries that brought another file, or took it away."""
    blobs: tuple[str | None, ...]

    def trust(self, entry: int) -> Trust:
        """What the approvals that an entry brought may rest on: the organization before it.

        The first entry in which an organization stands vouches for itself.
        """
        if self.entries and self.entries[0] == entry:
            return Trust(organization=self._after(0), founding=True)
        before = bisect_right(self.entries, entry - 1) - 1
        now = bisect_right(self.entries, entry) - 1
        return Trust(organization=self._after(before), brought=self._after(now) if now != before else None)

    def file(self, entry: int) -> str | None:
        """The object id of the file that states the organization which the approvals of an entry rest on."""
        first = bool(self.entries) and self.entries[0] == entry
        place = 0 if first else bisect_right(self.entries, entry - 1) - 1
        for blob in reversed(self.blobs[: place + 1]):
            if blob is None or self.people.of(blob) is not None:
                return blob
        return None

    def _after(self, place: int) -> Organization:
        """The organization of a file, or the last readable one before it; where no file stands it has nobody."""
        for blob in reversed(self.blobs[: place + 1]):
            if blob is None:
                break
            organization = self.people.of(blob)
            if organization is not None:
                return organization
        return Organization()


def read_organizations(line: Sequence[Accepted], policies: PolicyHistory, people: People) -> OrganizationHistory:
    """The files at `organization.yml` in the folder of records that each entry's policy names."""
    entries: list[int] = []
    blobs: list[str | None] = []
    standing: dict[str, str | None] = {}
    current: str | None = None
    for accepted in line:
        # Nothing but a change of the policy moves the folder.
        if not accepted.changes:
            continue
        for change in accepted.changes:
            if change.path.endswith(_FILE):
                standing[change.path] = change.new_blob if change.new_mode in _REGULAR else None
        blob = standing.get(f"{policies.reads(accepted.entry.number).records}/{_FILE}") if standing else None
        if blob != current:
            entries.append(accepted.entry.number)
            blobs.append(blob)
            current = blob
    return OrganizationHistory(people, tuple(entries), tuple(blobs))
