"""How the files stand on one side: on the release line, or on a branch."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from benchmarks.sheet import Change

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from benchmarks.sheet import Place, Sheet

__all__ = ["Changes", "Edits", "Side", "combined", "differences"]

_BOTH = Change(kind="minor", summary="Two changes are brought together.", reason="Both were made at the same time.")

Changes = dict[str, "int | None"]
"""The mark of the bytes at each path that changes; None where the file goes away."""

Edits = dict[str, "Sheet | None"]
"""How documents stand after a change, by id; None where one no longer stands."""


@dataclass(kw_only=True, slots=True)
class Side:
    """Folders, documents and files at the tip of a branch."""

    tip: int
    folders: dict[str, str]
    """The name of each department's folder."""
    sheets: dict[str, Sheet]
    tree: dict[str, int]

    def fork(self) -> Side:
        """A side of its own that begins as this one is."""
        return replace(self, folders=dict(self.folders), sheets=dict(self.sheets), tree=dict(self.tree))

    def path(self, sheet: Sheet) -> str:
        """Where a document stands on this side."""
        return self._path(sheet.place)

    def holds(self, place: Place) -> bool:
        """Whether a file stands at a place on this side."""
        return self._path(place) in self.tree

    def _path(self, place: Place) -> str:
        return f"procedures/{self.folders[place.department]}/{place.name}"

    def accept(self, edits: Mapping[str, Sheet | None], blob: Callable[[bytes], int]) -> Changes:
        """The documents stand as edited, and that is what it changes in the files."""
        gone = [self.path(sheet) for document in edits if (sheet := self.sheets.get(document))]
        changes: Changes = dict.fromkeys(gone)
        for document, sheet in edits.items():
            if sheet is None:
                del self.sheets[document]
            else:
                self.sheets[document] = sheet
                changes[self.path(sheet)] = blob(sheet.content())
        return self.write(changes)

    def move_folder(self, department: str, name: str) -> Changes:
        """The folder of a department has another name, and all its documents stand there."""
        moved = [sheet for sheet in self.sheets.values() if sheet.place.department == department]
        marks = [self.tree[self.path(sheet)] for sheet in moved]
        changes: Changes = dict.fromkeys(self.path(sheet) for sheet in moved)
        self.folders[department] = name
        changes.update({self.path(sheet): mark for sheet, mark in zip(moved, marks, strict=True)})
        return self.write(changes)

    def write(self, changes: Changes) -> Changes:
        """The files are as the changes leave them; those that change nothing are left out."""
        real = {path: mark for path, mark in changes.items() if self.tree.get(path) != mark}
        for path, mark in real.items():
            if mark is None:
                del self.tree[path]
            else:
                self.tree[path] = mark
        return real


def differences(before: Mapping[str, int], after: Mapping[str, int]) -> Changes:
    """What turns one tree into another."""
    changes: Changes = {path: None for path in before if path not in after}
    changes.update({path: mark for path, mark in after.items() if before.get(path) != mark})
    return changes


def combined(base: Sheet, line: Sheet, branch: Sheet) -> tuple[Sheet, bool]:
    """A document that both sides may have changed since the base, and whether that took a text that neither side has.

    A revision of the same number on both sides cannot stay: the branch's text becomes the revision after the line's.
    """
    place = branch.place if branch.place != base.place else line.place
    if line.content() == base.content():
        return replace(branch, place=place), False
    return replace(branch, place=place, revision=line.revision + 1, change=_BOTH), True
