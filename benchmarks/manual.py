"""The manual as its people work on it: who may change what at the moment, and how a change is accepted."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from benchmarks.branch import Branch, Work
from benchmarks.editor import Editor
from benchmarks.line import Acceptance
from benchmarks.people import PEOPLE

if TYPE_CHECKING:
    from collections.abc import Sequence
    from collections.abc import Set as AbstractSet
    from datetime import date

    from benchmarks.chance import Chance
    from benchmarks.line import Line
    from benchmarks.people import Person
    from benchmarks.sheet import Sheet
    from benchmarks.side import Edits

__all__ = ["Manual"]

_REFERABLE = 60
"""How many of the newest documents others refer to."""
_ATTEMPTS = 20
"""How often somebody looks for a document on which nobody else works."""


class Manual:
    """The release line with the branches that are open, and the ways from an idea to an entry."""

    def __init__(self, line: Line, chance: Chance, doomed: AbstractSet[str], *, few: bool = False) -> None:
        """Nothing is written; the doomed documents will be withdrawn, so that nobody may refer to them."""
        self.line = line
        self.editor = Editor(chance, self.referable, few=few)
        self.branches: list[Branch] = []
        self.doomed = doomed
        self.patient = False
        """Whether approvals may come after the texts, since there is time for them."""
        self.settled: set[str] = set()
        """Documents that stay as they are to the end."""
        self._chance = chance
        self._branches_begun = 0
        self._ids: list[str] = []
        self._pillars: list[str] = []
        self._known: set[str] = set()
        self._kept: set[str] = set()

    @property
    def today(self) -> date:
        """The day of the last commit."""
        return self.line.now.date()

    def standing(self, document: str) -> Sheet | None:
        """How a document stands on the line; None where it does not."""
        return self.line.side.sheets.get(document)

    def is_taken(self, document: str) -> bool:
        """Whether a branch works on a document, or its approvals are still to come."""
        awaits = self.line.approvers is not None and self.line.approvers.awaits(document)
        return awaits or any(document in branch.base for branch in self.branches)

    def referable(self) -> list[Sheet]:
        """Documents that have been issued and will stay in use."""
        return [sheet for document in self._pillars[-_REFERABLE:] if (sheet := self.standing(document))]

    def issued(self) -> list[Sheet]:
        """The same, as far as they stand as issued at the moment."""
        return [sheet for sheet in self.referable() if not sheet.draft]

    def free_sheet(self) -> Sheet | None:
        """Some document in use on which nobody works; None where it is hard to find one."""
        for _ in range(_ATTEMPTS if self._ids else 0):
            sheet = self.standing(self._chance.one_of(self._ids))
            if sheet and not sheet.withdrawal and sheet.id not in self.settled and not self.is_taken(sheet.id):
                return sheet
        return None

    def directly(self, work: Work) -> None:
        """Somebody commits it onto the line."""
        helpers = self._people(1) if self._chance.happens(0.1) else []
        behind = timedelta(hours=self._chance.between(1, 20) if self._chance.happens(0.02) else 0)
        edits = work.on(self.line.side)
        self.accept(Acceptance(title=work.title, edits=edits, author=self._person(), co_authors=helpers, behind=behind))

    def by_squash(self, work: Work) -> None:
        """A pull request whose commits become one, with its other authors named in the message."""
        self._branches_begun += 1
        self.accept(
            Acceptance(
                title=f"{work.title} (#{self._branches_begun})\n\n* First attempt\n* After review",
                edits=work.on(self.line.side),
                author=self._person(),
                co_authors=self._people(self._chance.between(0, 3)),
                written=timedelta(hours=self._chance.between(1, 200)),
                by_forge=True,
            )
        )

    def by_rebase(self, works: Sequence[Work]) -> None:
        """A pull request whose commits are made anew on the line, one after the other."""
        author, committer = self._person(), self._person()
        written = timedelta(hours=self._chance.between(30, 200))
        for work in works:
            edits = work.on(self.line.side)
            self.accept(Acceptance(title=work.title, edits=edits, author=author, committer=committer, written=written))

    def on_branch(self, work: Work) -> None:
        """Somebody begins a branch with a first commit."""
        self._branches_begun += 1
        side = self.line.side.fork()
        branch = Branch(
            number=self._branches_begun,
            work=work,
            people=self._people(self._chance.between(1, 3)),
            side=side,
            polishing=self._chance.between(0, 3) if work.leaves_text else 0,
            base={document: self.standing(document) for document in work.edits},
            waiting=list(work.edits),
            taken_in=side.tip,
        )
        self.branches.append(branch)
        branch.advance(self.line, self.editor, self._chance)

    def go_on(self, branch: Branch) -> None:
        """The next commit of a branch: more work, a merge of the line into it, or its own merge into the line."""
        moved_on = self.line.side.tip != branch.taken_in
        if branch.done or (branch.waiting and self._chance.happens(0.05)):
            self.close(branch)
        elif moved_on and self._chance.happens(0.12):
            branch.update(self.line, self._chance)
        else:
            branch.advance(self.line, self.editor, self._chance)

    def close(self, branch: Branch) -> None:
        """A branch is merged, finished or not."""
        merger = self._person()
        # Where no number is new, there is no text that could still be corrected.
        edits = branch.merged(self.line, merger, self._correction if branch.work.leaves_text else lambda _edits: {})
        self.branches.remove(branch)
        self.accept(
            Acceptance(
                title=f"Merge pull request #{branch.number} from work-{branch.number}\n\n{branch.work.title}",
                edits=edits,
                author=merger,
                writers=branch.writers,
                merged=branch.side.tip,
                by_forge=self._chance.happens(0.5),
            )
        )

    def accept(self, acceptance: Acceptance) -> None:
        """An entry of the line; a name that a document has left is free for others.

        That of a document which no longer stands is not: its page stays, with a notice.
        """
        before = {document: self.standing(document) for document in acceptance.edits}
        dated = any(sheet and sheet.effective for sheet in acceptance.edits.values())
        # Nothing else happens to a document until it is approved, and a day that is promised is not missed.
        acceptance.patient = self.patient and not dated and not any(map(self.is_taken, acceptance.edits))
        self.line.accept(acceptance)
        after = {sheet.place for sheet in acceptance.edits.values() if sheet}
        for document, sheet in before.items():
            if sheet and acceptance.edits[document] and sheet.place not in after:
                self.editor.release(sheet.place)
        for document, sheet in acceptance.edits.items():
            if document not in self._known:
                self._known.add(document)
                self._ids.append(document)
            unsuited = any(document in group for group in (self.doomed, self.settled, self._kept))
            if sheet and not sheet.draft and not unsuited:
                self._kept.add(document)
                self._pillars.append(document)

    def _correction(self, edits: Edits) -> Edits:
        """What is corrected in a merge commit itself: seldom anything."""
        texts = [sheet for sheet in edits.values() if sheet]
        if not texts or self._chance.happens(0.96):
            return {}
        sheet = self._chance.one_of(texts)
        return {sheet.id: self.editor.polished(sheet)}

    def _person(self) -> Person:
        return self._chance.one_of(PEOPLE)

    def _people(self, count: int) -> list[Person]:
        return self._chance.some_of(PEOPLE, count)
