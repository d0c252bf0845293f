"""What changed between two texts of a document: its control fields, its words, the files that it shows."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING

from qms_docs.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Mapping

    from qms_docs.model.document import LineText, ShownFile, Text
    from qms_docs.model.header import Header
    from qms_docs.model.text_parts import TextParts

__all__ = ["Comparison", "FieldChange", "FileChange", "FileFate", "Side", "compare"]

_LABELS = {
    "id": "Id",
    "title": "Title",
    "type": "Type",
    "revision": "Revision",
    "owner": "Owner",
    "effective": "Effective date",
    "change.class": "Class of the change",
    "change.summary": "Summary of the change",
    "change.reason": "Reason of the change",
    "change.request": "Request for the change",
    "applies_to": "Applies to",
    "process": "Process",
    "department": "Department",
    "clauses": "Clauses",
    "principles": "Principles",
    "review": "Review interval",
    "supersedes": "Supersedes",
    "status": "Status",
    "obsolete.date": "Obsolete from",
    "obsolete.superseded_by": "Successor",
    "obsolete.reason": "Reason for the withdrawal",
    "confidentiality": "Confidentiality",
    "language": "Language",
    "translation_of": "Translation of",
}


class FileFate(Enum):
    """What became of a file that a text shows or attaches."""

    CHANGED = "changed"
    """Other bytes stand under its name."""
    ADDED = "added"
    """The earlier text did not show it."""
    REMOVED = "removed"
    """The later text does not show it any more."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Side:
    """One of the two texts."""

    number: str | None
    """The number of its revision; None for the text of the work tree."""
    text: Text
    fields: Mapping[str, str] | None
    """What the front matter states, by the contract's name where it has one; None where it cannot be read."""
    head: str
    """The lines of the front matter."""
    body: str
    """The text below the front matter."""
    excess: str | None
    """What the text has more of than can be drawn in good time."""

    @classmethod
    def of(cls, number: str | None, text: LineText, parts: TextParts) -> Side:
        """A text with its parts."""
        return cls(
            number=number,
            text=text.text,
            fields=parts.fields and _in_words_of_the_contract(parts.fields, text.header),
            head=parts.head,
            body=parts.body,
            excess=parts.excess,
        )

    @property
    def name(self) -> str:
        """What the text is called in a sentence."""
        return "the work tree" if self.number is None else f"revision {self.number}"


@dataclass(frozen=True, kw_only=True, slots=True)
class FieldChange:
    """A field of the front matter that says something else; None where the text lacks it."""

    field: str
    label: str
    """The field in the words that people read."""
    before: str | None
    after: str | None


@dataclass(frozen=True, kw_only=True, slots=True)
class FileChange:
    """A file that a text shows or attaches, with the SHA-256 of its bytes on either side."""

    name: str
    """The destination as written in the text."""
    fate: FileFate
    before: str | None
    after: str | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Comparison:
    """Two texts of a document side by side."""

    id: str
    before: Side
    after: Side
    fields: tuple[FieldChange, ...]
    """In the order of the later text, what was taken out at the end."""
    head_only: bool
    """Whether the front matter was written differently and says the same."""
    files: tuple[FileChange, ...]
    """Sorted by name."""

    @property
    def same(self) -> bool:
        """Whether the two texts and their files are the same bytes."""
        return self.before.text == self.after.text

    @property
    def fields_beside_change(self) -> tuple[FieldChange, ...]:
        """The fields without the revision's number and what it says of its own change, where those are told anyway."""
        return tuple(each for each in self.fields if each.field != "revision" and not each.field.startswith("change."))

    @property
    def published_fields(self) -> tuple[FieldChange, ...]:
        """The same without fields of the organization's own, which may say what is not for every reader."""
        return tuple(each for each in self.fields_beside_change if each.field in _LABELS)

    @property
    def words_changed(self) -> bool:
        """Whether the text below the front matter reads differently."""
        return self.before.body.splitlines() != self.after.body.splitlines()


def compare(document: str, before: Side, after: Side) -> Comparison:
    """What changed from one text to another."""
    fields = tuple(_field_changes(before.fields or {}, after.fields or {}))
    return Comparison(
        id=document,
        before=before,
        after=after,
        fields=fields,
        head_only=not fields and before.head != after.head,
        files=_file_changes(before.text.files, after.text.files),
    )


def _in_words_of_the_contract(fields: Mapping[str, str], header: Header) -> Mapping[str, str]:
    """The fields under the names that everybody knows, where the organization calls them otherwise."""
    names = {foreign: name for name, foreign in header.spelling.items() if "." not in name}
    split = {name: name.partition(".") for name in fields}
    return {f"{names.get(top, top)}{dot}{rest}": fields[name] for name, (top, dot, rest) in split.items()}


def _field_changes(before: Mapping[str, str], after: Mapping[str, str]) -> list[FieldChange]:
    names = [*after, *(name for name in before if name not in after)]
    return [
        FieldChange(field=name, label=_LABELS.get(name, name), before=before.get(name), after=after.get(name))
        for name in names
        if before.get(name) != after.get(name)
    ]


def _file_changes(before: tuple[ShownFile, ...], after: tuple[ShownFile, ...]) -> tuple[FileChange, ...]:
    old, new = ({each.name: each.sha256 for each in files} for files in (before, after))
    return tuple(
        FileChange(name=name, fate=_fate(name in old, name in new), before=old.get(name), after=new.get(name))
        for name in sorted(old.keys() | new.keys())
        if old.get(name) != new.get(name)
    )


def _fate(stood: bool, stands: bool) -> FileFate:  # noqa: FBT001 - the two sides
    if stood and stands:
        return FileFate.CHANGED
    return FileFate.ADDED if stands else FileFate.REMOVED
