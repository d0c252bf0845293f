"""Every text that a file of the demo ever had, worked out backwards from the one that it has now."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from qms_docs.starting.demo.sweeps import SWEEPS, flat_path
from qms_docs.values import dataclass
from qms_docs.writing.record_text import scalar

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from qms_docs.starting.demo.story import Change, Revised

__all__ = ["FileNow", "Issue", "StoryError", "issues_of", "stripped"]

_FOLDERS = "folders"
"""The sweep with which the folders of the departments came."""


class StoryError(Exception):
    """The story tells something that does not fit the documents; the message says where."""


@dataclass(frozen=True, kw_only=True, slots=True)
class FileNow:
    """A file as it stands at the end of the story."""

    id: str
    """The id of a document, or the path of another file."""
    path: str
    text: str
    controlled: bool
    """Whether it is a document; it stands here without number and change."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Issue:
    """What one change makes of one file."""

    document: str
    revised: Revised
    number: int
    """Of the revision; 0 for a file that is no document."""
    path: str
    vacated: str | None
    """The path that it leaves."""
    base: str
    """The text without number and change."""
    same_text: bool
    """Whether the file only moved."""

    @property
    def text(self) -> str:
        """The text as it is issued."""
        return numbered(self.base, self.number, self.revised) if self.number else self.base


def issues_of(changes: Sequence[Change], files: Sequence[FileNow]) -> list[list[Issue]]:
    """What each change makes of which files, in the order of the changes.

    Raises StoryError where an edit does not fit, or a document is revised before it is there.
    """
    issues: list[list[Issue]] = [[] for _ in changes]
    known = {each.id for each in files}
    for number, change in enumerate(changes):
        unknown = [each.document for each in change.revises if each.document not in known]
        if unknown:
            raise StoryError(f"{change.day} {change.title}: there is no {unknown[0]}.")
        issues[number] = []
    for file in files:
        for place, issue in _life(file, changes):
            issues[place].append(issue)
    return issues


def _life(file: FileNow, changes: Sequence[Change]) -> list[tuple[int, Issue]]:
    """The issues of one file with the places of their changes, from the first to the last."""
    events = _events(file, changes)
    found: list[tuple[int, Issue]] = []
    path, text = file.path, file.text
    for place, revised in reversed(events):
        before = (path, text) if revised.begins else _undone(path, text, revised, changes[place])
        issue = Issue(
            document=file.id,
            revised=revised,
            number=0,
            path=path,
            vacated=before[0] if before[0] != path else None,
            base=text,
            same_text=before[1] == text and not revised.begins,
        )
        path, text = before
        if not issue.same_text or issue.vacated:
            found.insert(0, (place, issue))
    return _counted(found, changes) if file.controlled else found


def _events(file: FileNow, changes: Sequence[Change]) -> list[tuple[int, Revised]]:
    """What happens to a file; sweeps find documents that were there, and are not withdrawn in that change or before."""
    events: list[tuple[int, Revised]] = []
    withdrawn = False
    for place, change in enumerate(changes):
        for revised in change.revises:
            if revised.document == file.id:
                if events and revised.begins:
                    raise StoryError(f"{change.day} {change.title}: {file.id} begins twice.")
                events.append((place, revised))
                withdrawn = withdrawn or any("\nobsolete:" in edit.now for edit in revised.edits)
        sweep = change.sweep
        if sweep and events and file.controlled and not withdrawn and file.id not in sweep.not_yet:
            events.append((place, replace(sweep.like, document=file.id)))
    if not events or not events[0][1].begins:
        raise StoryError(f"{file.id} does not begin anywhere in the story.")
    return events


def _undone(path: str, text: str, revised: Revised, change: Change) -> tuple[str, str]:
    """Path and text as they were before."""
    if revised.sweep:
        return (flat_path(path) if revised.sweep == _FOLDERS else path), SWEEPS[revised.sweep](text)
    for edit in reversed(revised.edits):
        count = text.count(edit.now)
        if count != 1:
            where = f"{change.day} {change.title}: {revised.document}"
            raise StoryError(f"{where}: what the edit brings stands there {count} times, and not once: “{edit.now}”.")
        text = text.replace(edit.now, edit.was)
    return revised.before or path, text


def _counted(found: list[tuple[int, Issue]], changes: Sequence[Change]) -> list[tuple[int, Issue]]:
    """With the numbers of the revisions; a document that only moves keeps its own, and has the change of before."""
    counted: list[tuple[int, Issue]] = []
    for place, issue in found:
        before = counted[-1][1] if counted else None
        if before and issue.same_text:
            counted.append((place, replace(issue, number=before.number, revised=before.revised)))
            continue
        if not issue.revised.summary or not issue.revised.reason:
            where = f"{changes[place].day} {changes[place].title}"
            raise StoryError(f"{where}: nothing says what changes in {issue.document}, and why.")
        counted.append((place, replace(issue, number=before.number + 1 if before else 1)))
    return counted


def stripped(text: str) -> str:
    """A starter document without number and change, which the story gives anew."""
    head, _, body = text.removeprefix("---\n").partition("\n---\n")
    kept, dropping = [], False
    for line in head.split("\n"):
        if not line.startswith((" ", "-")):
            dropping = line.partition(":")[0] in {"revision", "change", "effective"}
        if not dropping:
            kept.append(line)
    return "---\n" + "\n".join(kept) + "\n---\n" + body


def numbered(base: str, number: int, revised: Revised) -> str:
    """The text with its number, the day on which it is to take effect, and what changed."""
    head, _, body = base.removeprefix("---\n").partition("\n---\n")
    lines = []
    for line in head.split("\n"):
        lines.append(line)
        if line.startswith("type:"):
            lines.append(f"revision: {number}")
        if line.startswith("owner:"):
            lines.extend(_said(revised))
    return "---\n" + "\n".join(lines) + "\n---\n" + body


def _said(revised: Revised) -> list[str]:
    effective: Mapping[str, object] = {"effective": revised.effective} if revised.effective else {}
    lines = [f"{name}: {value}" for name, value in effective.items()]
    lines += ["change:", f"  class: {revised.kind}"]
    lines += [f"  summary: {scalar(revised.summary)}", f"  reason: {scalar(revised.reason)}"]
    return lines + ([f"  request: {revised.request}"] if revised.request else [])
