"""The release line and the ways in which a change gets onto it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from typing import TYPE_CHECKING

from benchmarks.founding import DEPARTMENTS
from benchmarks.people import PEOPLE, Identity, Person
from benchmarks.side import Side
from benchmarks.stream import BRANCH, LINE, Signature

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from benchmarks.approval import Approval, GivenApproval
    from benchmarks.approvers import Approvers
    from benchmarks.chance import Chance
    from benchmarks.sheet import Sheet
    from benchmarks.side import Changes, Edits
    from benchmarks.stream import Stream
    from benchmarks.truth import Truth

__all__ = ["Acceptance", "Clock", "Line"]

_MOMENT = timedelta(minutes=3)
"""How long before a commit the approvals in it are given; less than its author needs to write it."""
_FORGE = Identity("Forge", "noreply@forge.example.com")


class Clock:
    """The time at which things happen; it reaches its end with the last commit."""

    def __init__(self, chance: Chance, start: datetime, end: datetime) -> None:
        """It stands at the start."""
        self._chance = chance
        self._end = end
        self.now = start

    def tick(self, left: int) -> datetime:
        """The next moment, when so many commits are still to come."""
        rest = self._end - self.now
        step = min(rest / left * (0.2 + 1.6 * self._chance.share()), rest * 0.9)
        self.now += timedelta(seconds=max(1, int(step.total_seconds())))
        return self.now


@dataclass(kw_only=True, slots=True)
class Acceptance:
    """A change that is ready for the line: what it brings, who made it, and how."""

    title: str
    edits: Edits = field(default_factory=dict)
    changes: Changes = field(default_factory=dict)
    """What changes in the files; worked out from the documents where it is not given."""
    approvals: Sequence[Approval] = ()
    """Approvals of what was issued before."""
    author: Person
    co_authors: Sequence[Person] = ()
    writers: Mapping[str, Sequence[Person]] = field(default_factory=dict)
    """Who wrote each document on a branch."""
    merged: int | None = None
    """The tip of the branch that is merged."""
    written: timedelta = timedelta(minutes=7)
    """How long before the commit its author wrote it."""
    behind: timedelta = timedelta()
    """How far the committer's clock is slow."""
    committer: Person | None = None
    """Who put the commit of another onto the line."""
    by_forge: bool = False
    """Whether somebody pressed a button, so that the forge is the committer."""
    patient: bool = False
    """Whether approvals of what it issues may come later."""


class Line:
    """The release line of the corpus, with everything that is written so far."""

    def __init__(  # noqa: PLR0913, PLR0917 - everything that an entry of the line has to do with
        self, stream: Stream, truth: Truth, chance: Chance, clock: Clock, total: int, approvers: Approvers | None = None
    ) -> None:
        """Nothing is written yet; the corpus will have so many commits. Without approvers nothing is approved."""
        self._stream = stream
        self._truth = truth
        self._chance = chance
        self._clock = clock
        self.approvers = approvers
        self.left = total
        """How many commits are still to be written."""
        folders = {department: names[0] for department, (_, names) in DEPARTMENTS.items()}
        self.side = Side(tip=0, folders=folders, sheets={}, tree={})

    @property
    def now(self) -> datetime:
        """The moment of the last commit."""
        return self._clock.now

    @property
    def blob(self) -> Callable[[bytes], int]:
        """Gives the mark of bytes."""
        return self._stream.blob

    def found(self, files: Mapping[str, bytes]) -> None:
        """The first commit, with which document control begins."""
        self.files("Begin document control", files, PEOPLE[0])

    def files(self, title: str, files: Mapping[str, bytes], author: Person) -> None:
        """A commit of files that are no controlled documents."""
        changes: Changes = {path: self.blob(content) for path, content in files.items()}
        self.accept(Acceptance(title=title, changes=self.side.write(changes), author=author))

    def accept(self, acceptance: Acceptance) -> None:
        """The next entry of the line."""
        changes = acceptance.changes or self.side.accept(acceptance.edits, self.blob)
        wrote = [acceptance.author, *acceptance.co_authors]
        writers = {document: acceptance.writers.get(document, wrote) for document in acceptance.edits}
        before, when = self._clock.now, self._clock.tick(self.left)
        # An approval is given when the text is there, even one of this very commit, and after the revision before.
        given = self._given(acceptance, writers, max(before, when - _MOMENT))
        changes |= self.side.write({each.approval.path: self.blob(each.content) for each in given})
        # Nobody commits an approval before the time that it names.
        committed = when if given else when - acceptance.behind
        parents = [mark for mark in (self.side.tip, acceptance.merged) if mark]
        author = self._signature(acceptance.author, committed - acceptance.written)
        committer = self._signature(acceptance.committer or acceptance.author, committed)
        if acceptance.by_forge:
            committer = Signature(_FORGE, committed)
        message = self._message(acceptance.title, acceptance.co_authors)
        self.side.tip = self._stream.commit(LINE, parents, (author, committer), message, changes)
        self.left -= 1
        self._truth.accept(self.side.tip, committed, self._standing(acceptance.edits), writers)
        self._truth.approve(given)

    def approve(self, approvals: Sequence[Approval]) -> None:
        """A commit of somebody who approves what has been issued before."""
        documents = ", ".join(approval.document for approval in approvals)
        self.accept(Acceptance(title=f"Approve {documents}", approvals=approvals, author=approvals[0].person))

    def move_folder(self, department: str, name: str, author: Person) -> None:
        """A commit that gives the folder of a department another name."""
        changes = self.side.move_folder(department, name)
        moved = [sheet for sheet in self.side.sheets.values() if sheet.place.department == department]
        title = f"Rename the folder of {department} to {name}"
        edits: Edits = {sheet.id: sheet for sheet in moved}
        self.accept(Acceptance(title=title, edits=edits, changes=changes, author=author))

    def commit_beside(
        self, side: Side, changes: Changes, people: Sequence[Person], title: str, merged: int | None = None
    ) -> None:
        """A commit on a branch, by the first of the people with the help of the others."""
        author, *helpers = people
        when = self._clock.tick(self.left)
        signatures = (self._signature(author, when - timedelta(minutes=2)), self._signature(author, when))
        parents = [mark for mark in (side.tip, merged) if mark]
        side.tip = self._stream.commit(BRANCH, parents, signatures, self._message(title, helpers), changes)
        self.left -= 1

    def _given(
        self, acceptance: Acceptance, writers: Mapping[str, Sequence[Person]], at: datetime
    ) -> list[GivenApproval]:
        """The approvals that come with an entry: those that it is about, or those of what it issues."""
        if self.approvers is None:
            return []
        approvals = acceptance.approvals or self.approvers.asked(acceptance.edits.values(), writers)
        if acceptance.patient and approvals:
            approvals = self.approvers.divided(list(approvals))
        return [self.approvers.given(approval, at) for approval in approvals]

    def _message(self, title: str, co_authors: Sequence[Person]) -> str:
        """The message of a commit, with a trailer for each co-author."""
        word = "Co-authored-by" if self._chance.happens(0.8) else "Co-Authored-By"
        trailers = [f"{word}: {who.name} <{who.email}>\n" for who in map(self._identity, co_authors)]
        return f"{title}\n" + ("\n" + "".join(trailers) if trailers else "")

    def _signature(self, person: Person, when: datetime) -> Signature:
        return Signature(self._identity(person), when.astimezone(timezone(timedelta(minutes=person.offset))))

    def _identity(self, person: Person) -> Identity:
        return person.proper if self._chance.happens(0.7) else self._chance.one_of(person.identities)

    def _standing(self, edits: Edits) -> dict[str, tuple[str, Sheet] | None]:
        return {document: (self.side.path(sheet), sheet) if sheet else None for document, sheet in edits.items()}
