"""The release line of the demo: what stands on it, and the ways in which a change gets there."""

from __future__ import annotations

from dataclasses import field
from datetime import timedelta
from typing import TYPE_CHECKING

from qms_docs.starting.demo.clock import local
from qms_docs.starting.demo.stream import Signature
from qms_docs.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

    from qms_docs.starting.demo.people import Colleague
    from qms_docs.starting.demo.stream import Stream

__all__ = ["Accepted", "Branch", "Line"]

_MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, kw_only=True, slots=True)
class Accepted:
    """A change that becomes one commit on the line."""

    title: str
    author: Colleague
    moment: datetime
    files: Mapping[str, bytes | None]
    written: datetime | None = None
    """When its author made it, where that was earlier."""
    helpers: Sequence[Colleague] = ()
    on_forge: bool = False
    """Whether a button put it there."""


@dataclass(slots=True)
class Branch:
    """Commits beside the line."""

    tip: int
    now: datetime
    files: dict[str, bytes | None] = field(default_factory=dict)
    """What they change."""


class Line:
    """The release line; dates on it never run backwards."""

    def __init__(self, stream: Stream) -> None:
        """Nothing stands on it yet."""
        self._stream = stream
        self._entries: list[tuple[datetime, int, frozenset[str]]] = []
        """Moment, commit and changed files of each entry."""
        self.files: dict[str, bytes] = {}
        """What stands on it now."""

    def after(self, moment: datetime) -> datetime:
        """The moment, or the first one at which the line can go on."""
        if self._entries and self._entries[-1][0] >= moment:
            return local(self._entries[-1][0] + _MINUTE)
        return moment

    def accept(self, accepted: Accepted) -> datetime:
        """The next entry, of one commit; when that is."""
        moment = self.after(accepted.moment)
        author = signature(accepted.author, min(accepted.written or moment, moment))
        committer = _forge(moment) if accepted.on_forge else signature(accepted.author, moment)
        message = _message(accepted.title, accepted.helpers)
        commit = self._stream.commit(self._parents(), (author, committer), message, accepted.files)
        self._put(commit, moment, accepted.files)
        return moment

    def branch(self, moment: datetime, paths: Iterable[str]) -> Branch:
        """A branch that begins at the moment, from an entry that already had what was done to these files."""
        mine = frozenset(paths)
        for place in range(len(self._entries) - 1, -1, -1):
            begun, commit, changed = self._entries[place]
            if begun <= moment or changed & mine:
                return Branch(commit, max(moment, local(begun + _MINUTE)))
        raise LookupError("A branch begins on a line that has an entry.")

    def commit_beside(
        self, branch: Branch, title: str, author: Colleague, moment: datetime, files: Mapping[str, bytes | None]
    ) -> datetime:
        """A commit on a branch."""
        moment = branch.now = max(moment, local(branch.now + _MINUTE))
        signatures = signature(author, moment), signature(author, moment)
        branch.tip = self._stream.commit([branch.tip], signatures, f"{title}\n", files, beside=True)
        branch.files |= files
        return moment

    def merge(self, branch: Branch, title: str, merger: Colleague, moment: datetime) -> datetime:
        """An entry that takes in a branch as it is."""
        moment = self.after(max(moment, local(branch.now + _MINUTE)))
        signatures = signature(merger, moment), _forge(moment)
        parents = [*self._parents(), branch.tip]
        self._put(self._stream.commit(parents, signatures, f"{title}\n", branch.files), moment, branch.files)
        return moment

    def _parents(self) -> list[int]:
        return [self._entries[-1][1]] if self._entries else []

    def _put(self, commit: int, moment: datetime, files: Mapping[str, bytes | None]) -> None:
        self._entries.append((moment, commit, frozenset(files)))
        for path, content in files.items():
            if content is None:
                del self.files[path]
            else:
                self.files[path] = content


def signature(person: Colleague, moment: datetime) -> Signature:
    """The person at a moment."""
    return Signature(name=person.name, email=person.emails[0], at=moment)


def _forge(moment: datetime) -> Signature:
    return Signature(name="Forge", email="noreply@forge.example.com", at=moment)


def _message(title: str, helpers: Sequence[Colleague]) -> str:
    trailers = "".join(f"Co-authored-by: {each.name} <{each.emails[0]}>\n" for each in helpers)
    return f"{title}\n" + (f"\n{trailers}" if trailers else "")
