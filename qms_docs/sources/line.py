"""The release line: which commits are accepted changes, and what each of them brought in (document-control.md 4)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from heapq import heappop, heappush
from typing import TYPE_CHECKING

from qms_docs.failures import CannotCheckError
from qms_docs.model.document import Entry
from qms_docs.progress import counted
from qms_docs.sources.log import Commit, FileChange, parse_log

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from qms_docs.keeping.store import Drawer
    from qms_docs.sources.git import Repository

__all__ = ["LineEntry", "Position", "ReleaseLine", "arranged", "find_position", "past_position", "read_line"]

_ORIGIN = "refs/remotes/origin/"
_DEFAULT_BRANCH = "main"
_MOST_ENDS = 200
"""Branches of which git is told that their commits are known."""


@dataclass(frozen=True, slots=True)
class Position:
    """Where the release line ends, and what is checked out beside it."""

    tip: str
    """The last entry of the line."""
    head: str
    """The commit that is checked out."""
    branch: str | None
    """The release branch; None where HEAD's own history is the line."""
    at_end: bool = True
    """Whether what is checked out is the end of the line, and no branch beside it and no entry of the past."""


@dataclass(frozen=True, slots=True)
class LineEntry:
    """An entry of the line with the commits that it brought in, oldest first, itself the last."""

    entry: Entry
    commit: Commit
    brought: tuple[Commit, ...]

    @property
    def changes(self) -> list[FileChange]:
        """What the entry changed on the line."""
        return self.commit.accepted


@dataclass(frozen=True, slots=True)
class ReleaseLine:
    """The accepted changes in their order, and the commits that are proposed beyond them."""

    entries: tuple[LineEntry, ...]
    proposed: tuple[Commit, ...]
    commits: Mapping[str, Commit]
    """Every commit that was read, by its id."""


def find_position(repository: Repository, configured: str | None) -> Position:
    """Where the release line ends (settled.md 3).

    Raises CannotCheckError where the configured branch exists nowhere.
    """
    head = repository.head()
    name = configured or _DEFAULT_BRANCH
    if repository.branch() == name:
        return Position(head, head, name)
    tip = repository.reference(f"refs/heads/{name}") or repository.reference(f"{_ORIGIN}{name}")
    if tip is None:
        if configured is not None:
            raise CannotCheckError(
                f"The release branch `{name}` that qms.yml names exists neither here nor as origin/{name}.",
                f"Fetch it with `git fetch origin {name}`, or correct `release_branch` in qms.yml.",
            )
        return Position(head, head, None)
    # Not git's merge base, which may lie beside the line: in a branch that was merged, or in one of several bases.
    base = repository.last_shared(tip, head)
    if base is None:
        raise CannotCheckError(
            f"What is checked out has no history in common with the release branch `{name}`.",
            f"Check out a branch that was made from `{name}`.",
        )
    if repository.branch() is None and base == tip and _continues(repository, tip, head, name):
        return Position(head, head, name)
    return Position(base, head, name, at_end=False)


def _continues(repository: Repository, tip: str, head: str, name: str) -> bool:
    """Whether a detached HEAD is the line itself, some entries on, and not a branch or a proposal of somebody."""
    if tip == head:
        return True
    release = {f"refs/heads/{name}", f"{_ORIGIN}{name}", f"{_ORIGIN}HEAD"}
    others = [
        each for each in repository.references_to(head) if each not in release and not each.startswith("refs/tags/")
    ]
    return not others and repository.is_first_parent_ancestor(tip, head)


def past_position(repository: Repository, line: ReleaseLine, position: Position, commit: str) -> Position:
    """Where the line would end, were a commit checked out that what is checked out has in its history."""
    if position.branch is None or any(each.entry.commit == commit for each in line.entries):
        return Position(commit, commit, position.branch)
    tip = repository.last_shared(position.tip, commit)
    # A history of its own, which a branch took in, shares no entry with the line.
    return Position(tip or commit, commit, position.branch, at_end=tip is None)


def read_line(repository: Repository, position: Position, kept: Drawer[str, Commit]) -> ReleaseLine:
    """The whole line up to its tip, by one `git log` over the commits that are not kept yet.

    A commit never changes, so that what is kept of one holds in whatever history it stands.
    """
    return arranged(_commits(repository, position, kept), position)


def arranged(by_id: Mapping[str, Commit], position: Position) -> ReleaseLine:
    """The line up to its tip, from the commits of tip and head, by their ids."""
    spine: list[Commit] = []
    step: str | None = position.tip
    while step:
        spine.append(by_id[step])
        step = by_id[step].first_parent
    seen: set[str] = set()
    entries: list[LineEntry] = []
    day = date.min
    for number, commit in enumerate(reversed(spine)):
        committed_at = commit.committed_at
        day = max(day, committed_at.date())
        brought = _brought(commit, by_id, seen)
        merge = len(commit.parents) > 1
        entry = Entry(number=number, commit=commit.id, day=day, committed_at=committed_at, merge=merge)
        entries.append(LineEntry(entry, commit, brought))
    proposed = () if position.head in seen else _brought(by_id[position.head], by_id, seen)
    return ReleaseLine(tuple(entries), proposed, by_id)


def _commits(repository: Repository, position: Position, kept: Drawer[str, Commit]) -> Mapping[str, Commit]:
    """Every commit that the line and what is checked out are made of."""
    ends = (position.tip, position.head)
    known = dict(kept.values())
    if not _whole(ends, known):
        fresh = parse_log(counted(repository.log(ends, without=_ends(known)), "Reading the history"))
        known |= {commit.id: commit for commit in fresh}
        if not _whole(ends, known):
            # What is kept lacks something that it was thought to have.
            fresh = parse_log(counted(repository.log(ends), "Reading the history"))
            known = {commit.id: commit for commit in fresh}
        for commit in fresh:
            kept.put(commit.id, commit)
    return known


def _whole(ends: Collection[str], known: Mapping[str, Commit]) -> bool:
    """Whether every commit from these on, back to the first, is known."""
    waiting, seen = list(ends), set(ends)
    while waiting:
        commit = known.get(waiting.pop())
        if commit is None:
            return False
        fresh = [parent for parent in commit.parents if parent not in seen]
        seen.update(fresh)
        waiting += fresh
    return True


def _ends(known: Mapping[str, Commit]) -> list[str]:
    """The commits that no other known one follows; few, because what is left out of a log is named to git."""
    parents = {parent for commit in known.values() for parent in commit.parents}
    latest = sorted((commit for commit in known.values() if commit.id not in parents), key=lambda one: one.committed)
    return [commit.id for commit in latest[-_MOST_ENDS:]]


def _brought(commit: Commit, by_id: Mapping[str, Commit], seen: set[str]) -> tuple[Commit, ...]:
    """The commits that became part of the line with this one, oldest first: parents before children, else by date."""
    if all(parent in seen for parent in commit.parents):
        seen.add(commit.id)
        return (commit,)
    fresh: list[Commit] = []
    waiting = [commit.id]
    children: dict[str, int] = {}
    while waiting:
        each = waiting.pop()
        if each not in seen:
            seen.add(each)
            fresh.append(by_id[each])
            waiting.extend(by_id[each].parents)
    brought = {each.id for each in fresh}
    for one in fresh:
        for parent in one.parents:
            children[parent] = children.get(parent, 0) + 1
    return tuple(reversed(_newest_first(commit, by_id, brought, children)))


def _newest_first(
    last: Commit, by_id: Mapping[str, Commit], among: Collection[str], children: dict[str, int]
) -> list[Commit]:
    """The order of `git log --date-order`; of two with one date, the one that is found first."""
    ordered: list[Commit] = []
    free = [(-last.committed, 0, last.id)]
    found = 0
    while free:
        commit = by_id[heappop(free)[2]]
        ordered.append(commit)
        for parent in commit.parents:
            children[parent] -= 1
            if parent in among and not children[parent]:
                found += 1
                heappush(free, (-by_id[parent].committed, found, parent))
    return ordered
