"""What people do to documents: write, revise, draft, move and withdraw them."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from benchmarks.founding import DEPARTMENTS, PICTURES
from benchmarks.people import ROLES
from benchmarks.prose import Prose
from benchmarks.sheet import Change, Place, Sheet, Withdrawal

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date

    from benchmarks.chance import Chance
    from benchmarks.sheet import Kind
    from benchmarks.side import Side

__all__ = ["Editor"]

_CLAUSES = ("4.4", "5.3", "6.1", "7.1.5", "7.2", "7.5", "8.1", "8.2.3", "8.4", "8.5.1", "8.5.2", "8.6", "8.7", "9.1.1")
_CLASSES = (("minor", 0.5), ("major", 0.25), ("editorial", 0.25))
_SUMMARIES = {
    "major": ("The procedure is arranged anew.", "Another role decides.", "A step is added, and a record with it."),
    "minor": ("A limit is stated more exactly.", "The record is kept elsewhere.", "One paragraph is clearer."),
    "editorial": ("Typing errors are corrected.", "A role has a new name.", "Wording only."),
}


class Editor:
    """Makes a new sheet of a document from the one that stands; the place of a file is taken only once at a time."""

    def __init__(self, chance: Chance, referable: Callable[[], Sequence[Sheet]], *, few: bool) -> None:
        """`referable` names the documents that others may refer to for good; there may be few documents."""
        self._few = few
        self._chance = chance
        self.prose = Prose(chance)
        self._referable = referable
        self._taken: set[tuple[str, str]] = set()
        self._free: list[Place] = []

    def created(self, document: str, kind: Kind, side: Side) -> Sheet:
        """A new document; now and then one that had revisions before it came into the manual."""
        title, department = self.prose.title(), self._chance.one_of(list(DEPARTMENTS))
        owner = DEPARTMENTS[department][0]
        roles = [owner, *self._chance.some_of(ROLES, 3)]
        return Sheet(
            id=document,
            kind=kind,
            place=self._place(side, department, title),
            title=title,
            owner=owner,
            revision=self._chance.between(2, 9) if self._chance.happens(0.05) else 1,
            clauses=self._clauses(document),
            applies_to=tuple(self._chance.some_of(ROLES, self._chance.between(0, 3))),
            department=department if self._chance.happens(0.9) else None,
            blocks=self._body(title, roles),
            crlf=self._chance.happens(0.05),
        )

    def _clauses(self, document: str) -> tuple[str, ...]:
        """Two by chance, and by its number one of the seven main clauses, so that together they leave none out.

        Where there are few documents, each names all seven.
        """
        main = range(4, 11) if self._few else (4 + int(document.rpartition("-")[2]) % 7,)
        return tuple(f"iso9001:2015#{number}" for number in (*self._chance.some_of(_CLAUSES, 2), *main))

    def revised(self, sheet: Sheet, *, kind: str | None = None, effective: date | None = None) -> Sheet:
        """The next revision; of a draft, that draft is issued."""
        change = sheet.change if sheet.draft else self._change(kind)
        return replace(
            sheet,
            revision=sheet.revision if sheet.draft else sheet.revision + 1,
            change=change,
            effective=effective,
            draft=False,
            blocks=self._edited(sheet.blocks),
            crlf=sheet.crlf != self._chance.happens(0.01),
        )

    def drafted(self, sheet: Sheet) -> Sheet:
        """A draft of the next revision, or another text of a draft that stands already."""
        if sheet.draft:
            return self.polished(sheet)
        return replace(self.revised(sheet), draft=True)

    def polished(self, sheet: Sheet) -> Sheet:
        """Another text under the same number, while nobody has accepted it."""
        return replace(sheet, blocks=self._edited(sheet.blocks))

    def rewritten(self, sheet: Sheet, side: Side) -> Sheet:
        """The next revision, in which nearly every line is new, title and file name included."""
        title = self.prose.title()
        roles = self._chance.some_of(ROLES, 3)
        return replace(self.renamed(self.revised(sheet), side, title), title=title, blocks=self._body(title, roles))

    def renamed(self, sheet: Sheet, side: Side, title: str | None = None) -> Sheet:
        """The same text under another name in the same folder."""
        return replace(sheet, place=self._place(side, sheet.place.department, title or self.prose.title()))

    def relocated(self, sheet: Sheet, side: Side) -> Sheet:
        """The next revision, in which the document goes to another department."""
        department = self._chance.one_of([each for each in DEPARTMENTS if each != sheet.place.department])
        moved = replace(self.revised(sheet, kind="editorial"), place=self._place(side, department, sheet.title))
        return replace(moved, department=department) if sheet.department else moved

    def withdrawn(self, sheet: Sheet, today: date, *, at_once: bool) -> Sheet:
        """The revision that takes the document out of use."""
        day = today if at_once else today + timedelta(days=self._chance.between(0, 90))
        others = self._referable()
        successor = self._chance.one_of(others).id if others and self._chance.happens(0.6) else None
        withdrawal = Withdrawal(day=day, successor=successor, reason="Nobody works by it any more.")
        return replace(self.revised(sheet, kind="major"), withdrawal=withdrawal)

    def release(self, place: Place) -> None:
        """Nothing stands at the place any more, and another document may take it."""
        self._free.append(place)

    def _place(self, side: Side, department: str, title: str) -> Place:
        """A place for a title; now and then that of another document which has gone from there."""
        for place in self._free if self._chance.happens(0.4) else ():
            if place.department == department and not side.holds(place):
                self._free.remove(place)
                return place
        stem = title if self._chance.happens(0.03) else title.lower().replace(" ", "-")
        name, copies = f"{stem}.md", 1
        # On some disks names that differ in case alone are the same.
        while (department, name.lower()) in self._taken:
            copies += 1
            name = f"{stem}-{copies}.md"
        self._taken.add((department, name.lower()))
        return Place(department, name)

    def _change(self, kind: str | None) -> Change:
        kind = kind or self._chance.weighed(_CLASSES)
        return Change(kind=kind, summary=self._chance.one_of(_SUMMARIES[kind]), reason=self.prose.reason())

    def _body(self, title: str, roles: Sequence[str]) -> tuple[str, ...]:
        shown = [self._picture() for _ in range(self._chance.between(1, 2))] if self._chance.happens(0.25) else []
        return self.prose.body(title, [role.replace("-", " ") for role in roles], shown, self._references())

    def _edited(self, blocks: tuple[str, ...]) -> tuple[str, ...]:
        """Another text; that an edit undoes the one before it, or writes the same sentence again, does not count."""
        edited = blocks
        while edited == blocks:
            for _ in range(self._chance.between(1, 3)):
                edited = self.prose.edited(edited)
        if "## References" in edited and self._chance.happens(0.2) and (references := self._references()):
            edited = (*edited[:-1], "\n".join(f"- {each}" for each in references))
        return edited

    def _picture(self) -> str:
        path = self._chance.one_of(list(PICTURES)).removeprefix("procedures/")
        return f"![How the steps follow each other](../{path})"

    def _references(self) -> list[str]:
        chosen = self._chance.some_of(self._referable()[-40:], self._chance.between(0, 4))
        return [self._reference(sheet) for sheet in chosen]

    def _reference(self, sheet: Sheet) -> str:
        anchor = self._chance.weighed((("", 0.7), ("#scope", 0.3)))
        return f"[[{sheet.id}]]" if self._chance.happens(0.2) else f"[{sheet.title}]({sheet.id}{anchor})"
