"""What comes to somebody's mind: revisions, drafts and new names of documents on which nobody else works."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from benchmarks.branch import Work

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from benchmarks.chance import Chance
    from benchmarks.manual import Manual
    from benchmarks.sheet import Sheet
    from benchmarks.side import Side

__all__ = ["Ideas"]


class Ideas:
    """Finds work that can be done now."""

    def __init__(self, manual: Manual, chance: Chance) -> None:
        """Ideas are about the documents of a manual as they stand at the moment."""
        self._manual = manual
        self._editor = manual.editor
        self._chance = chance

    def any(self, *, dated: bool = True) -> Work | None:
        """Something to do to some document; None where everything is taken.

        A date from which a revision is to hold can only be given where it is accepted at once.
        """
        sheet = self._manual.free_sheet()
        if sheet is None:
            return None
        issued = not sheet.draft
        ideas: list[tuple[Callable[[str], Work], float]] = [
            (self.revision, 0.7),
            (self.dated_revision, 0.08 if dated else 0),
            (self.revision_of_several, 0.1 if issued else 0),
            # A document that will be withdrawn is not drafted any more.
            (self.draft, 0.5 if sheet.draft else 0 if sheet.id in self._manual.doomed else 0.07),
            (self.new_name, 0.05),
            (self.new_department, 0.03 if issued else 0),
            (self.new_text, 0.03 if issued else 0),
        ]
        return self._chance.weighed(ideas)(sheet.id)

    def revision(self, document: str) -> Work:
        """The next revision; of a draft, its issue."""
        return Work(title=f"Revise {document}", edits={document: self._revising(document)}, plain=True)

    def dated_revision(self, document: str, effective: date | None = None) -> Work:
        """A revision that takes effect on a later day."""
        effective = effective or self._manual.today + timedelta(days=self._chance.between(25, 90))
        return Work(title=f"Revise {document} from {effective}", edits={document: self._revising(document, effective)})

    def revision_of_several(self, document: str) -> Work:
        """One change that makes a revision of several documents."""
        others = [self._manual.free_sheet() for _ in range(2)]
        documents = dict.fromkeys([document, *(each.id for each in others if each and not each.draft)])
        return Work(title=f"Revise {', '.join(documents)}", edits={each: self._revising(each) for each in documents})

    def draft(self, document: str) -> Work:
        """A text that stands on the line without being issued."""
        return self._work("Draft", document, lambda sheet, _side: self._editor.drafted(sheet))

    def new_name(self, document: str) -> Work:
        """Another file name for the same bytes."""
        return replace(self._work("Rename", document, self._editor.renamed), leaves_text=False)

    def new_department(self, document: str) -> Work:
        """A revision that belongs to another department."""
        return self._work("Move", document, self._editor.relocated)

    def new_text(self, document: str) -> Work:
        """A revision with another title, text and file name."""
        return self._work("Rewrite", document, self._editor.rewritten)

    def exchange_of_names(self) -> Work | None:
        """Two documents trade places, so that each path goes on with the other's id."""
        one, other = self._manual.free_sheet(), self._manual.free_sheet()
        if one is None or other is None or one.id == other.id:
            return None
        edits: dict[str, Callable[[Side], Sheet | None]] = {
            one.id: lambda _side: replace(one, place=other.place),
            other.id: lambda _side: replace(other, place=one.place),
        }
        return Work(title=f"Swap the names of {one.id} and {other.id}", edits=edits)

    def _work(self, verb: str, document: str, make: Callable[[Sheet, Side], Sheet]) -> Work:
        return Work(title=f"{verb} {document}", edits={document: lambda side: make(side.sheets[document], side)})

    def _revising(self, document: str, effective: date | None = None) -> Callable[[Side], Sheet]:
        return lambda side: self._editor.revised(side.sheets[document], effective=effective)
