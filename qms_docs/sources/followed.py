"""The beginning of a line of which is known what came of it, in as few words as its next entries need.

What documents became is told by the traces. Of an entry is kept what is asked again for every manual: which it is, what
it did to the policy, to people and approvals, and to records.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

from qms_docs.model.document import Entry
from qms_docs.model.organization import ORGANIZATION_FILES
from qms_docs.sources.history import Accepted, Traced
from qms_docs.sources.readings import POLICY

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from qms_docs.sources.log import Commit, FileChange

__all__ = ["Condensed", "Followed", "condensed", "expanded"]

_APPROVALS = "/approvals/"
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Followed:
    """What is known of the entries of a line up to a commit, and of the commit whose history they are."""

    commit: str
    entries: Sequence[Accepted]
    """They tell nothing of documents."""
    traced: Traced

    @property
    def number(self) -> int:
        """How many entries were followed."""
        return len(self.entries)

    def reads_otherwise(self, changes: Iterable[FileChange]) -> bool:
        """Whether these changes bring a policy, by which other files of the earlier entries may come to matter."""
        return any(change.path == POLICY for change in changes)


@dataclass(frozen=True, slots=True)
class Condensed:
    """Entries as they are kept: in columns, because there are very many."""

    commits: tuple[str, ...]
    days: tuple[int, ...]
    seconds: tuple[int, ...]
    """After 1970; those of a commit that claims a time which no calendar holds are not looked at."""
    odd: dict[int, datetime | None]
    """By number the time of such a commit."""
    merges: tuple[bool, ...]
    told: dict[int, tuple[tuple[FileChange, ...], tuple[Commit, ...]]]
    """By number what an entry changed that is asked again, and the commits that it brought to the records."""


def condensed(line: Sequence[Accepted], folders: tuple[str, ...]) -> Condensed:
    """The entries of a whole line, with the `folders` of records that any policy names."""
    entries = [each.entry for each in line]
    told: dict[int, tuple[tuple[FileChange, ...], tuple[Commit, ...]]] = {}
    for number, each in enumerate(line):
        changes = tuple(change for change in each.changes if _is_asked_again(change.path, folders))
        if changes:
            # A policy that names another folder makes other files records.
            of_records = any(change.path == POLICY or change.path.startswith(folders) for change in changes)
            told[number] = changes, tuple(_of_records(one, folders) for one in each.brought) if of_records else ()
    return Condensed(
        commits=tuple(entry.commit or "" for entry in entries),
        days=tuple(entry.day.toordinal() for entry in entries),
        seconds=tuple(_seconds(entry.committed_at) for entry in entries),
        odd={
            each.number: each.committed_at for each in entries if not each.committed_at or each.committed_at.microsecond
        },
        merges=tuple(entry.merge for entry in entries),
        told=told,
    )


def expanded(kept: Condensed) -> list[Accepted]:
    """The entries again."""
    line: list[Accepted] = []
    of_day: dict[int, date] = {}
    nothing: tuple[tuple[FileChange, ...], tuple[Commit, ...]] = ((), ())
    columns = zip(kept.commits, kept.days, kept.seconds, kept.merges, strict=True)
    for number, (commit, ordinal, seconds, merge) in enumerate(columns):
        day = of_day.get(ordinal) or of_day.setdefault(ordinal, date.fromordinal(ordinal))
        committed_at = kept.odd[number] if number in kept.odd else _EPOCH + timedelta(seconds=seconds)
        entry = Entry(number=number, commit=commit, day=day, committed_at=committed_at, merge=merge)
        line.append(Accepted(entry, *kept.told.get(number, nothing)))
    return line


def _seconds(moment: datetime | None) -> int:
    return 0 if moment is None else (moment - _EPOCH) // timedelta(seconds=1)


def _is_asked_again(path: str, folders: tuple[str, ...]) -> bool:
    return path == POLICY or path.startswith(folders) or path.endswith(ORGANIZATION_FILES) or _APPROVALS in path


def _of_records(commit: Commit, folders: tuple[str, ...]) -> Commit:
    """The commit with what it did to records alone."""
    changes = {
        parent: [change for change in listed if change.path.startswith(folders)]
        for parent, listed in commit.changes.items()
    }
    return commit._replace(changes=changes)
