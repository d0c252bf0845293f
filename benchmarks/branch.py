"""Branches: several commits, perhaps by several people, that reach the release line by one merge."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from benchmarks.side import combined, differences

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from benchmarks.chance import Chance
    from benchmarks.editor import Editor
    from benchmarks.line import Line
    from benchmarks.people import Person
    from benchmarks.sheet import Sheet
    from benchmarks.side import Edits, Side

__all__ = ["Branch", "Work"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Work:
    """Something that somebody sets out to do to documents."""

    title: str
    edits: Mapping[str, Callable[[Side], Sheet | None]]
    """For each document how it is to stand, worked out from how it stands on the side where it is done."""
    plain: bool = False
    """Whether it only revises texts, so that somebody else may do the same meanwhile."""

    leaves_text: bool = True
    """Whether there is something to improve afterwards."""

    def on(self, side: Side) -> Edits:
        """How the documents stand once it is done there."""
        return {document: make(side) for document, make in self.edits.items()}


@dataclass(kw_only=True, slots=True)
class Branch:
    """A branch that is open; nobody else changes its documents meanwhile, except one that is contested."""

    number: int
    work: Work
    people: Sequence[Person]
    side: Side
    polishing: int
    """How many more commits improve the text before it is merged."""
    base: dict[str, Sheet | None]
    """How its documents stood on the line when it began or last took the line in."""
    waiting: list[str]
    """Documents that it has not yet edited."""
    taken_in: int
    """The entry of the line that it began from or last took in."""
    contested: bool = False
    writers: dict[str, list[Person]] = field(default_factory=dict)

    @property
    def done(self) -> bool:
        """Whether it is ready to be merged."""
        return not self.waiting and not self.polishing

    def advance(self, line: Line, editor: Editor, chance: Chance) -> None:
        """One more commit on the branch."""
        if self.waiting:
            # Some people commit file by file, others everything at once.
            now = self.waiting[:] if chance.happens(0.5) else self.waiting[:1]
            self.waiting = self.waiting[len(now) :]
            edits: Edits = {document: self.work.edits[document](self.side) for document in now}
        else:
            self.polishing -= 1
            standing = [sheet for document in self.work.edits if (sheet := self.side.sheets.get(document))]
            sheet = chance.one_of(standing)
            edits = {sheet.id: editor.polished(sheet)}
        people = [chance.one_of(self.people), *(chance.some_of(self.people, 1) if chance.happens(0.1) else [])]
        changes = self.side.accept(edits, line.blob)
        line.commit_beside(self.side, changes, people, f"Work on {', '.join(edits)}")
        self._note(edits, people)

    def update(self, line: Line, chance: Chance) -> None:
        """The branch takes in what the line has meanwhile."""
        edits, written = self._combined(line.side)
        before = self.side
        self.side = line.side.fork()
        self.side.accept(edits, line.blob)
        changes = differences(before.tree, self.side.tree)
        self.side.tip = before.tip
        people = [chance.one_of(self.people)]
        title = f"Merge branch 'main' into work-{self.number}"
        line.commit_beside(self.side, changes, people, title, merged=line.side.tip)
        self._note(written, people)
        self.base = {document: line.side.sheets.get(document) for document in self.base}
        self.taken_in = line.side.tip

    def merged(self, line: Line, merger: Person, correct: Callable[[Edits], Edits]) -> Edits:
        """How its documents stand on the line once it is merged.

        Whoever merges it does what is still waiting, and corrects what they choose to, in the merge commit itself.
        """
        edits, written = self._combined(line.side)
        rest: Edits = {document: self.work.edits[document](line.side) for document in self.waiting}
        corrections = correct(edits)
        self._note([*written, *rest, *(document for document in corrections if document not in written)], [merger])
        return edits | rest | corrections

    def _combined(self, line: Side) -> tuple[Edits, list[str]]:
        """How its documents stand once both sides are one, and those of which neither side had the text."""
        edits: Edits = {}
        written: list[str] = []
        for document, base in self.base.items():
            if document in self.waiting:
                continue
            mine, theirs = self.side.sheets.get(document), line.sheets.get(document)
            if mine is not None and base is not None and theirs is not None and theirs is not base:
                mine, new = combined(base, theirs, mine)
                written += [document] if new else []
            edits[document] = mine
        return edits, written

    def _note(self, documents: Iterable[str], people: Sequence[Person]) -> None:
        for document in documents:
            self.writers.setdefault(document, []).extend(people)
