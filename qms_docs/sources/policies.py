"""The policy through time: which one read a text, and which one judged a revision (settled.md 5 and 15)."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from qms_docs.model.lifecycle import Judge
from qms_docs.model.policy import DocumentType, Policy
from qms_docs.sources.readings import POLICY, PolicyReading
from qms_docs.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from qms_docs.model.document import Entry, LineText
    from qms_docs.model.numbering import Scheme
    from qms_docs.sources.log import FileChange

__all__ = ["PolicyHistory", "read_policies"]


@dataclass(frozen=True, slots=True)
class PolicyHistory:
    """The policy after each entry, and the entry with which document control began."""

    after: tuple[Policy, ...]
    """By entry; the policy of defaults where none was stated."""
    began: int | None
    """The number of the first entry in which `qms.yml` stands."""
    latest: PolicyReading
    """The last state of `qms.yml`, which may be unreadable or absent."""
    first_stated: Policy | None
    """The first policy that could be read."""

    def reads(self, entry: int) -> Policy:
        """The policy whose folders and words hold for reading the texts of an entry."""
        return self._reading(self.after[entry])

    def readers(self, entries: Iterable[int]) -> list[Policy]:
        """Every policy that reads the texts of any of these entries, each once."""
        found = {id(policy): policy for policy in map(self.after.__getitem__, entries)}.values()
        return list({id(policy): policy for policy in map(self._reading, found)}.values())

    def judges(self, entry: int) -> Policy:
        """The policy of the entry before; for the entry that brought the first policy, that one."""
        before = self.after[entry - 1] if entry else None
        return before if before is not None and before.stated else self.after[entry]

    def _reading(self, policy: Policy) -> Policy:
        return policy if policy.stated else self.first_stated or policy

    def grounds(self, line: Sequence[Entry]) -> Callable[[int], object]:
        """Everything by which the texts of an entry of that number are read and judged."""
        controlled = self._controlled_from(line)

        @cache
        def of(entry: int) -> object:
            return self.judges(entry), self.after[entry], self.reads(entry), entry < controlled

        return of

    def judge(self, line: Sequence[Entry]) -> Judge:
        """What judges the revisions of a line."""
        controlled = self._controlled_from(line)

        def type_of(text: LineText) -> DocumentType | None:
            number = text.entry.number
            return self.judges(number).type_of(text.header) or self.after[number].type_of(text.header)

        def brought_its_type(text: LineText) -> bool:
            return self.judges(text.entry.number).type_of(text.header) is None

        def scheme_of(entry: Entry) -> Scheme:
            return self.judges(entry.number).scheme

        def before_control(entry: Entry) -> bool:
            return entry.number < controlled

        return Judge(
            type_of=type_of, scheme_of=scheme_of, before_control=before_control, brought_its_type=brought_its_type
        )

    def _controlled_from(self, line: Sequence[Entry]) -> int:
        """The number of the first entry under control; control that has begun is not put off by a later policy."""
        if self.began is None:
            return 0
        for entry in line[self.began :]:
            policy = self.judges(entry.number)
            since = (policy if policy.stated else self.first_stated or policy).control_from
            if since is None or entry.day >= since:
                return entry.number
        return len(line)


def read_policies(changes: Sequence[Sequence[FileChange]], read: Callable[[str], PolicyReading]) -> PolicyHistory:
    """The policies of a line, from the changes of its entries; an unreadable one is replaced by the last readable.

    `read` gives what a `qms.yml` states, by its object id.
    """
    after: list[Policy] = []
    current = Policy()
    began: int | None = None
    latest = PolicyReading(current, ())
    for number, each in enumerate(changes):
        for change in each:
            if change.path != POLICY:
                continue
            latest = PolicyReading(Policy(), ()) if change.new_blob is None else read(change.new_blob)
            if change.new_blob is not None:
                began = number if began is None else began
                current = latest.policy or current
        after.append(current)
    return PolicyHistory(tuple(after), began, latest, next((each for each in after if each.stated), None))
