"""Departures from what is asked: faults met while reading, and findings of rules."""

from __future__ import annotations

from dataclasses import field
from enum import Enum
from typing import TYPE_CHECKING

from qms_docs.values import dataclass

if TYPE_CHECKING:
    from datetime import date

__all__ = ["Basis", "Fault", "FaultKind", "Finding", "Report", "Severity"]


class Severity(Enum):
    """What a finding does to the outcome."""

    ERROR = "error"
    """The manual is not in order."""
    WARNING = "warning"
    """Somebody should look at it."""


class Basis(Enum):
    """Where a rule comes from."""

    STANDARD = "S"
    """The standard asks for it."""
    PRACTICE = "P"
    """Good practice."""
    POLICY = "O"
    """The organization's own policy asks for it."""

    @property
    def words(self) -> str:
        """The basis in words."""
        return {"S": "the standard asks for it", "P": "good practice", "O": "the organization's own policy"}[self.value]


class FaultKind(Enum):
    """What is wrong with something that was read."""

    UNREADABLE = "unreadable"
    """The file or block cannot be parsed."""
    UNKNOWN_FIELD = "unknown field"
    """A field that nobody knows."""
    WRONG_TYPE = "wrong type"
    """A value of the wrong type or form."""
    TYPED_LIFECYCLE = "typed lifecycle"
    """A fact that is typed though it is worked out."""
    MISSING = "missing"
    """A required field that is absent or empty."""
    NO_POLICY = "no policy"
    """There is no `qms.yml`."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Fault:
    """Something that reading a file brought to light; `line` counts from 1."""

    kind: FaultKind
    path: str
    line: int
    fact: str
    remedy: str
    document: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Finding:
    """A departure from one rule, at one place."""

    code: str
    rule: str
    severity: Severity
    path: str | None
    line: int
    document: str | None
    fact: str
    remedy: str
    about: str | None = field(default=None, compare=False)
    """What is at fault, where the words of the fact may change though it is still the same fault."""
    permitted_until: date | None = None

    @property
    def place(self) -> str:
        """The place as `path:line`, or the release line where no file is at fault."""
        return f"{self.path}:{self.line}" if self.path else "release line"

    @property
    def sentence(self) -> str:
        """The finding on one line: place, code, fact and remedy."""
        return f"{self.place}: {self.code} {self.fact} {self.remedy}".rstrip()


@dataclass(frozen=True, kw_only=True, slots=True)
class Report:
    """What checking a manual brought to light, sorted by path, line and code."""

    commit: str | None
    as_of: date
    dirty: bool
    documents: int
    records: int
    entries: int
    findings: tuple[Finding, ...]
    since: str | None = None
    """What the manual is compared with, where only the findings are named that a change brings."""
    known: int = 0
    """How many findings are left out because they were there before the change."""

    @property
    def errors(self) -> tuple[Finding, ...]:
        """Findings that say that the manual is not in order."""
        return tuple(each for each in self._counting if each.severity is Severity.ERROR)

    @property
    def warnings(self) -> tuple[Finding, ...]:
        """Findings that somebody should look at."""
        return tuple(each for each in self._counting if each.severity is Severity.WARNING)

    @property
    def _counting(self) -> tuple[Finding, ...]:
        return tuple(each for each in self.findings if each.permitted_until is None)
