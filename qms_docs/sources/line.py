"""The release line: which commits are accepted changes, and what each of them brought in (document-control.md 4)."""

from __future__ import annotations

from dataclasses import field, replace
from datetime import date
from heapq import heappop, heappush
from typing import TYPE_CHECKING

from qms_docs.failures import CannotCheckError
from qms_docs.model.document import Entry
from qms_docs.progress import counted
from qms_docs.sources.history import Accepted
from qms_docs.sources.log import Commit, parse_log
from qms_docs.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping, Sequence

    from qms_docs.keeping.store import Drawer
    from qms_docs.sources.followed import Followed
    from qms_docs.sources.git import Repository

__all__ = ["Position", "ReleaseLine", "arranged", "find_position", "past_position", "read_line"]

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


@dataclass(slots=True)
class ReleaseLine:
    """The accepted changes in their order, and the commits that are proposed beyond them."""

    entries: Sequence[Accepted]
    """Those that were followed already tell nothing of documents any more."""
    proposed: tuple[Commit, ...]
    followed: Followed | None = None
    """What came of the first entries; None where each of them tells everything."""
    _read: Callable[[], Mapping[str, Commit]] = dict
    _commits: Mapping[str, Commit] = field(default_factory=dict)
    _whole: ReleaseLine | None = None

    @property
    def commits(self) -> Mapping[str, Commit]:
        """Every commit that the line and what is checked out are made of, by its id."""
        if not self._commits:
            self._commits = self._read()
        return self._commits

    def whole(self, position: Position) -> ReleaseLine:
        """The line to that position, in which every entry tells everything."""
        if self.followed is None:
            return self
        if self._whole is None:
            self._whole = arranged(self.commits, position)
        return self._whole

    def ending_at(self, position: Position, now: Position) -> ReleaseLine:
        """The line to another position in its history; it ends `now` where it was read to."""
        if position.tip == position.head == now.tip:
            return replace(self, proposed=(), _whole=None)
        return arranged(self.commits, position)


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


def read_line(
    repository: Repository, position: Position, kept: Drawer[str, Commit], followed: Followed | None = None
) -> ReleaseLine:
    """The whole line up to its tip, by one `git log` over the commits that are not kept yet.

    A commit never changes, so that what is kept of one holds in whatever history it stands. Where what is `followed`
    already is the beginning of the line, only the commits after it are read.
    """
    line = _after(repository, position, followed) if followed is not None else None
    if line is None:
        return arranged(_commits(repository, position, kept), position)
    line._read = lambda: _commits(repository, position, kept)  # noqa: SLF001 - made by this module alone
    return line


def arranged(by_id: Mapping[str, Commit], position: Position) -> ReleaseLine:
    """The line up to its tip, from the commits of tip and head, by their ids."""
    spine = _spine(by_id, position.tip, "")
    assert spine is not None  # noqa: S101 - every commit is known
    seen: set[str] = set()
    entries = list(_accepted(spine, by_id, seen, 0, date.min))
    proposed = () if position.head in seen else _brought(by_id[position.head], by_id, seen)
    return ReleaseLine(tuple(entries), proposed, _commits=by_id)


def _after(repository: Repository, position: Position, followed: Followed) -> ReleaseLine | None:
    """The line that goes on from what is followed; None where that is no beginning of it, or is read otherwise now."""
    ends = (position.tip, position.head)
    fresh: dict[str, Commit] = {}
    if set(ends) != {followed.commit}:
        log = parse_log(counted(repository.log(ends, without=[followed.commit]), "Reading the history"))
        fresh = {commit.id: commit for commit in log}
    spine = _spine(fresh, position.tip, followed.commit)
    if spine is None:
        return None
    seen: set[str] = set()
    last = followed.entries[-1].entry
    entries = list(_accepted(spine, fresh, seen, last.number + 1, last.day))
    if any(followed.reads_otherwise(each.changes) for each in entries):
        return None
    # Whatever is not among them had come before.
    known = position.head in seen or position.head not in fresh
    proposed = () if known else _brought(fresh[position.head], fresh, seen)
    return ReleaseLine((*followed.entries, *entries), proposed, followed)


def _spine(by_id: Mapping[str, Commit], tip: str, end: str) -> list[Commit] | None:
    """The commits on the first parents of a tip, up to the one before `end`; None where they do not lead there."""
    spine: list[Commit] = []
    step = tip
    while step != end:
        commit = by_id.get(step)
        if commit is None:
            return None
        spine.append(commit)
        step = commit.first_parent
    return spine[::-1]


def _accepted(
    spine: Sequence[Commit], by_id: Mapping[str, Commit], seen: set[str], number: int, day: date
) -> Iterator[Accepted]:
    """The entries of these commits, of which the first one has that number and comes after that day."""
    for place, commit in enumerate(spine, number):
        committed_at = commit.committed_at
        day = max(day, committed_at.date())
        brought = _brought(commit, by_id, seen)
        merge = len(commit.parents) > 1
        entry = Entry(number=place, commit=commit.id, day=day, committed_at=committed_at, merge=merge)
        yield Accepted(entry, commit.accepted, brought)


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
    if all(parent in seen or parent not in by_id for parent in commit.parents):
        seen.add(commit.id)
        return (commit,)
    fresh: list[Commit] = []
    waiting = [commit.id]
    children: dict[str, int] = {}
    while waiting:
        each = waiting.pop()
        if each not in seen and each in by_id:
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
