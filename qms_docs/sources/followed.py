"""The beginning of a line of which is known what came of it, in as few words as its next entries need.

What documents became is told by the traces. Of an entry is kept what is asked again for every manual: which it is, what
it did to the policy, to people and approvals, and to records.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from qms_docs.model.organization import ORGANIZATION_FILES
from qms_docs.sources.history import Accepted
from qms_docs.sources.readings import POLICY
from qms_docs.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from qms_docs.sources.history import Traced
    from qms_docs.sources.log import Commit, FileChange

__all__ = ["Followed", "in_few_words"]

_APPROVALS = "/approvals/"


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


def in_few_words(line: Sequence[Accepted], folders: tuple[str, ...]) -> list[Accepted]:
    """The entries of a whole line, with the `folders` of records that any policy names."""
    return [_in_few_words(each, folders) for each in line]


def _in_few_words(accepted: Accepted, folders: tuple[str, ...]) -> Accepted:
    changes = tuple(change for change in accepted.changes if _is_asked_again(change.path, folders))
    # A policy that names another folder makes other files records.
    of_records = any(change.path == POLICY or change.path.startswith(folders) for change in changes)
    brought = tuple(_of_records(one, folders) for one in accepted.brought) if of_records else ()
    return Accepted(accepted.entry, changes, brought)


def _is_asked_again(path: str, folders: tuple[str, ...]) -> bool:
    return path == POLICY or path.startswith(folders) or path.endswith(ORGANIZATION_FILES) or _APPROVALS in path


def _of_records(commit: Commit, folders: tuple[str, ...]) -> Commit:
    """The commit with what it did to records alone."""
    changes = {
        parent: [change for change in listed if change.path.startswith(folders)]
        for parent, listed in commit.changes.items()
    }
    return commit._replace(changes=changes)
