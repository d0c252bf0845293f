"""The control fields of a document: what its front matter says about it."""

from __future__ import annotations

from dataclasses import field
from enum import Enum
from typing import TYPE_CHECKING

from qms_docs.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from qms_docs.model.days import Period

__all__ = ["Change", "ChangeClass", "Confidentiality", "Header", "Obsolescence", "TranslationSource"]


class ChangeClass(Enum):
    """How much a revision changes for the people who work by the document."""

    MAJOR = "major"
    """What people do changes."""
    MINOR = "minor"
    """What people do changes in a detail."""
    EDITORIAL = "editorial"
    """Only the wording changes: a typing error, a clearer sentence."""


class Confidentiality(Enum):
    """Who may read a document."""

    PUBLIC = "public"
    """Anybody."""
    INTERNAL = "internal"
    """The people of the organization."""
    RESTRICTED = "restricted"
    """Some people only; its text is on no site."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Change:
    """What a revision changes and why."""

    kind: ChangeClass | None = None
    summary: str | None = None
    reason: str | None = None
    request: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Obsolescence:
    """The withdrawal of a document from use, which is itself a revision."""

    day: date | None = None
    successor: str | None = None
    successor_stated: bool = False
    """Whether the block names a successor or says `null`."""
    reason: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class TranslationSource:
    """The document and the revision that a translation was made from."""

    document: str
    revision: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Header:
    """The control fields of one text; a field that is absent or cannot be read is None or empty."""

    id: str
    title: str | None = None
    type: str | None = None
    revision: str | None = None
    owner: str | None = None
    effective: date | None = None
    effective_unreadable: bool = False
    """Whether an effective date is stated in a form that cannot be read; such a text never takes effect."""
    change: Change | None = None
    applies_to: tuple[str, ...] = ()
    process: str | None = None
    department: str | None = None
    clauses: tuple[str, ...] = ()
    principles: tuple[str, ...] = ()
    review: Period | None = None
    supersedes: tuple[str, ...] = ()
    draft: bool = False
    obsolete: Obsolescence | None = None
    confidentiality: Confidentiality = Confidentiality.INTERNAL
    language: str | None = None
    translation_of: TranslationSource | None = None
    unreadable: frozenset[str] = field(default=frozenset(), compare=False, repr=False)
    """Fields that are there, but misspelt or in a form that cannot be read; nested ones as `change.class`."""
    lines: Mapping[str, int] = field(default_factory=dict, compare=False, repr=False)
    """Line in the file of each field that is present; nested fields and list items as `change.class`, `clauses.0`."""
    spelling: Mapping[str, str] = field(default_factory=dict, compare=False, repr=False)
    """The organization's own name of a contract field, where the policy maps it."""

    def line(self, *names: str) -> int:
        """The line of the first of these fields that is present, else 1."""
        return next((self.lines[name] for name in names if name in self.lines), 1)

    def spelt(self, name: str) -> str:
        """The name under which the file carries the field."""
        return self.spelling.get(name, name)
