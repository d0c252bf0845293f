"""The life of a manual: which documents come, change and go, until the last commit is written."""

from __future__ import annotations

from bisect import insort
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from benchmarks.branch import Work
from benchmarks.founding import DEPARTMENTS
from benchmarks.ideas import Ideas
from benchmarks.line import Acceptance
from benchmarks.manual import Manual
from benchmarks.people import PEOPLE
from benchmarks.plan import FEW, Duty, Task, plan
from benchmarks.records.desk import Desk
from benchmarks.records.firm import begin_everything

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from benchmarks.approval import Approval
    from benchmarks.chance import Chance
    from benchmarks.line import Line
    from benchmarks.people import Person
    from benchmarks.plan import Size
    from benchmarks.sheet import Sheet
    from benchmarks.side import Side

__all__ = ["Life"]

_OPEN_AT_ONCE = 6
_CREATED_AT_ONCE = 3
_LONGEST_REBASE = 3
_PATIENT = 12
"""With so many commits to spare there is room for whatever one of them leaves to be approved."""
_NAMED = 4
"""So many records are named in the message of a commit."""
_ALWAYS_POSSIBLE = {Task.CREATE, Task.DRAFT, Task.INTRODUCE, Task.MOVE, Task.RESTORE}


class Life:
    """Decides commit by commit what happens, so that every duty is done when the last commit is written."""

    def __init__(self, line: Line, chance: Chance, size: Size, last_day: date) -> None:
        """Nothing but the founding has happened."""
        self._desk: Desk | None = None
        self._line = line
        self._chance = chance
        self._last_day = last_day
        self._total, self._documents = size.commits, size.documents
        self._duties = plan(size, chance)
        doomed = {duty.document for duty in self._duties if duty.task in {Task.WITHDRAW, Task.RETIRE}}
        self._manual = Manual(line, chance, doomed, few=size.documents < FEW)
        self._ideas = Ideas(self._manual, chance)
        self._reviews: dict[str, str] = {}

    def desk(self, since: date) -> Desk:
        """From a day on records are kept too, at this desk."""
        self._desk = Desk(self._chance, self._last_day, self._manual.issued)
        begin_everything(self._desk, self._documents, since, self._last_day)
        return self._desk

    def live(self) -> None:
        """Everything happens."""
        while self._line.left:
            spare = self._line.left - len(self._duties) - len(self._manual.branches) - self._reserved
            self._manual.patient = spare > _PATIENT
            if spare <= 0:
                self._settle()
            elif self._waiting and self._chance.happens(0.2):
                self._approve()
            elif self._desk and self._desk.has_work(self._manual.today) and self._chance.happens(0.2):
                self._record(self._desk.work(self._manual.today, self._chance.between(1, 6)))
            elif duty := self._due():
                self._perform(duty)
            elif self._manual.branches and self._chance.happens(0.5):
                self._manual.go_on(self._chance.one_of(self._manual.branches))
            else:
                self._begin(spare)

    @property
    def _waiting(self) -> list[list[Approval]]:
        """Approvals that are still to come."""
        return self._line.approvers.waiting if self._line.approvers else []

    @property
    def _reserved(self) -> int:
        """The commits that approvals and records still need in any case."""
        return len(self._waiting) + (self._desk is not None)

    @property
    def _written(self) -> int:
        return self._total - self._line.left

    def _somebody(self) -> Person:
        return self._chance.one_of(PEOPLE)

    def _settle(self) -> None:
        """One of the things is brought to its end that would be left undone."""
        if self._manual.branches:
            self._manual.close(self._manual.branches[0])
        elif self._waiting:
            self._approve()
        elif self._duties:
            self._perform(next(duty for duty in self._duties if self._is_possible(duty)), in_haste=True)
        elif self._desk:
            self._record(self._desk.finish(self._manual.today))

    def _approve(self) -> None:
        """Somebody approves what waits longest."""
        self._line.approve(self._waiting.pop(0))

    def _record(self, files: dict[str, bytes]) -> None:
        """Records are brought up to date."""
        names = sorted({path.rpartition("/")[2].partition(".")[0] for path in files})
        rest = f" and {len(names) - _NAMED} more" if len(names) > _NAMED else ""
        if files:
            self._line.files(f"Record {', '.join(names[:_NAMED])}{rest}", files, self._somebody())
        else:
            self._review()

    # What somebody sets out to do

    def _begin(self, spare: int) -> None:
        """Somebody sets out to do something; where nothing is at hand, a document is reviewed."""
        may_branch = spare > 1 and len(self._manual.branches) < _OPEN_AT_ONCE
        ways: list[tuple[Callable[[], bool], float]] = [
            (lambda: self._take(self._manual.directly, self._ideas.any()), 0.3),
            (lambda: self._take(self._manual.by_squash, self._ideas.any()), 0.22),
            (lambda: self._take(self._manual.on_branch, self._ideas.any(dated=False)), 0.25 if may_branch else 0),
            (lambda: self._take(self._manual.directly, self._ideas.exchange_of_names()), 0.01),
            (self._revise_by_rebase, 0.05 if spare > _LONGEST_REBASE else 0),
            (self._contest, 0.06),
            (self._delete_by_mistake, 0.01 if spare > 1 else 0),
            (lambda: False, 0.03),
        ]
        if not self._chance.weighed(ways)():
            self._review()

    def _take(self, way: Callable[[Work], None], work: Work | None) -> bool:
        """The work goes its way to the line; whether there was any."""
        if work:
            way(work)
        return work is not None

    def _revise_by_rebase(self) -> bool:
        ideas = [self._ideas.any() for _ in range(self._chance.between(2, _LONGEST_REBASE))]
        works = [work for work in ideas if work]
        self._manual.by_rebase(works)
        return bool(works)

    def _contest(self) -> bool:
        """A document on which a branch works is changed on the line meanwhile."""
        for branch in self._manual.branches:
            if branch.work.plain and not branch.contested:
                branch.contested = True
                idea = self._ideas.new_name if self._chance.happens(0.3) else self._ideas.revision
                self._manual.directly(idea(next(iter(branch.base))))
                return True
        return False

    def _delete_by_mistake(self) -> bool:
        """A file goes by mistake and comes back after a few commits."""
        sheet = self._manual.free_sheet()
        if sheet is None:
            return False
        gone = Acceptance(title=f"Tidy up {sheet.id}", edits={sheet.id: None}, author=self._somebody())
        self._manual.accept(gone)
        due = self._written + self._chance.between(0, 3)
        back = Duty(due=due, task=Task.RESTORE, document=sheet.id, sheet=sheet)
        insort(self._duties, back, key=lambda duty: duty.due)
        return True

    def _review(self) -> None:
        """Somebody reviews a document and keeps it, or edits the home page where there is none to review."""
        sheet, person = self._manual.free_sheet(), self._somebody()
        if sheet is None or sheet.draft:
            words = self._manual.editor.prose.paragraph()
            home = f"---\ncontrolled: false\ntitle: Home\n---\n# Quality manual\n\n{words}\n"
            self._line.files("Say more on the home page", {"procedures/index.md": home.encode()}, person)
            return
        register = self._reviews.get(sheet.id, "date,by,revision,outcome,comment\n")
        self._reviews[sheet.id] = f"{register}{self._manual.today},{person.id},{sheet.revision},keep,\n"
        content = {f"records/reviews/{sheet.id}.csv": self._reviews[sheet.id].encode()}
        self._line.files(f"Review {sheet.id}", content, person)

    # Duties

    def _due(self) -> Duty | None:
        """The first duty that is due and possible."""
        for duty in self._duties:
            if duty.due > self._written:
                return None
            if self._is_possible(duty):
                return duty
        return None

    def _is_possible(self, duty: Duty) -> bool:
        if duty.task in _ALWAYS_POSSIBLE:
            return True
        sheet = self._manual.standing(duty.document)
        if sheet is None or self._manual.is_taken(duty.document):
            return False
        return duty.task is not Task.REMOVE or sheet.withdrawal is not None

    def _perform(self, duty: Duty, *, in_haste: bool = False) -> None:
        """A duty is done, in haste by one commit."""
        self._duties.remove(duty)
        ways = (self._manual.directly, self._manual.by_squash, self._manual.on_branch)
        way = ways[0] if in_haste else self._chance.one_of(ways)
        match duty.task:
            case Task.MOVE:
                self._line.move_folder(duty.department, DEPARTMENTS[duty.department][1][1], self._somebody())
            case Task.RESTORE:
                title = f'Revert "Tidy up {duty.document}"'
                back = Acceptance(title=title, edits={duty.document: duty.sheet}, author=self._somebody())
                self._manual.accept(back)
            case Task.ANNOUNCE:
                self._manual.settled.add(duty.document)
                self._manual.directly(self._ideas.dated_revision(duty.document, self._day_to_come()))
            case Task.CREATE:
                way(self._creation(duty))
            case Task.DRAFT | Task.INTRODUCE:
                way(self._late_creation(duty))
            case Task.WITHDRAW | Task.RETIRE:
                way(self._withdrawal(duty))
            case Task.REMOVE:
                edits = {duty.document: lambda _side: None}
                way(Work(title=f"Remove {duty.document}", edits=edits, leaves_text=False))

    def _creation(self, duty: Duty) -> Work:
        """A new document, perhaps together with others that are due as well."""
        others = [each for each in self._duties if each.task is Task.CREATE and each.due <= self._written]
        together = [duty, *others[: self._chance.between(0, _CREATED_AT_ONCE - 1)]]
        self._duties = [each for each in self._duties if each not in together]
        # A document that will be withdrawn is issued at once.
        drafts = {each.document for each in together if self._chance.happens(0.08)} - self._manual.doomed
        names = ", ".join(each.document for each in together)
        edits = {each.document: self._creating(each, draft=each.document in drafts) for each in together}
        return Work(title=f"Introduce {names}", edits=edits)

    def _late_creation(self, duty: Duty) -> Work:
        """A new document that is not in force by the last day and stays as it is: a draft, or one that is announced."""
        self._manual.settled.add(duty.document)
        draft = duty.task is Task.DRAFT
        creating = self._creating(duty, draft=draft, effective=None if draft else self._day_to_come())
        return Work(title=f"Prepare {duty.document}", edits={duty.document: creating})

    def _creating(self, duty: Duty, *, draft: bool, effective: date | None = None) -> Callable[[Side], Sheet]:
        def creating(side: Side) -> Sheet:
            sheet = self._manual.editor.created(duty.document, duty.kind, side)
            return replace(sheet, draft=draft, effective=effective)

        return creating

    def _withdrawal(self, duty: Duty) -> Work:
        at_once = duty.task is Task.RETIRE

        def withdrawn(side: Side) -> Sheet:
            sheet = side.sheets[duty.document]
            return self._manual.editor.withdrawn(sheet, self._manual.today, at_once=at_once)

        return Work(title=f"Withdraw {duty.document}", edits={duty.document: withdrawn})

    def _day_to_come(self) -> date:
        """A day after the last of the corpus."""
        return self._last_day + timedelta(days=self._chance.between(30, 540))
