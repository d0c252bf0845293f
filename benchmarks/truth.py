"""What is true of a corpus, written down while its history is told, whatever git or qms will make of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, timedelta
from typing import TYPE_CHECKING, TypedDict

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from benchmarks.approval import GivenApproval
    from benchmarks.people import Person
    from benchmarks.sheet import Sheet

__all__ = ["ApprovalTruth", "DocumentTruth", "ManualTruth", "RecordTruth", "RevisionTruth", "Truth"]


class AuthorTruth(TypedDict):
    """An author under the proper name and address."""

    name: str
    email: str


class ApprovalTruth(TypedDict):
    """Who has approved a revision in which role and when, with the entry that brought the approval."""

    person: str
    role: str
    at: str
    commit: str
    path: str


class RevisionTruth(TypedDict):
    """A revision with the entry of the release line that issued it."""

    number: str
    issued_on: str
    effective_on: str
    commit: str
    path: str
    authors: list[AuthorTruth]
    approved_on: str | None
    """The day on which the last approval came that it needs; None where it needs none."""
    approvals: list[ApprovalTruth]


class DocumentTruth(TypedDict):
    """A document with its revisions, the lowest first, and what holds for it on the last day of the corpus."""

    id: str
    path: str
    standing: bool
    state: str
    """draft | approved | effective | obsolete: that of the revision in force, or of the latest where none is."""
    in_force: str | None
    draft: str | None
    """The number of a text that stands as a draft."""
    revisions: list[RevisionTruth]


class RecordTruth(TypedDict):
    """A record as it stands on the last day of the corpus."""

    id: str
    type: str
    path: str
    state: str
    opened: str
    closed_on: str | None
    due: dict[str, str]
    """The days by which something is still to happen, by the path of the field that names them."""
    entries: int
    """The rows of its series."""


class ManualTruth(TypedDict):
    """Everything that is true of a corpus on the day of its last commit."""

    as_of: str
    commit: str
    commits: int
    entries: int
    documents: list[DocumentTruth]
    records: list[RecordTruth]


@dataclass(kw_only=True, slots=True)
class _Issue:
    """The entry that brought the text of a revision, and the approvals of it."""

    sheet: Sheet
    path: str
    mark: int
    day: date
    authors: tuple[Person, ...]
    approved_on: date | None = None
    """The day of the latest approval; nothing is left without the others in the end."""
    approvals: list[tuple[int, GivenApproval]] = field(default_factory=list)

    @property
    def effective_on(self) -> date:
        delayed = (self.approved_on or self.day) + timedelta(days=self.sheet.kind.delay)
        return max(delayed, self.sheet.effective or delayed)


@dataclass(slots=True)
class _Life:
    """One document from its first text on."""

    path: str = ""
    standing: bool = False
    draft: int | None = None
    issues: dict[int, _Issue] = field(default_factory=dict)


class Truth:
    """Follows the release line entry by entry."""

    def __init__(self) -> None:
        """No entry has been accepted."""
        self._lives: dict[str, _Life] = {}
        self._entries = 0
        self._tip = 0
        self.day = date.min
        """The UTC day of the last entry, never earlier than that of one before it."""

    def accept(
        self,
        mark: int,
        committed: datetime,
        brought: Mapping[str, tuple[str, Sheet] | None],
        authors: Mapping[str, Iterable[Person]],
    ) -> None:
        """An entry and the documents that stand otherwise after it: where and how, or no longer at all."""
        self._entries += 1
        self._tip = mark
        self.day = max(self.day, committed.astimezone(UTC).date())
        for document, standing in brought.items():
            life = self._lives.setdefault(document, _Life())
            life.standing = standing is not None
            life.draft = None
            if standing is None:
                continue
            life.path, sheet = standing
            if sheet.draft:
                life.draft = sheet.revision
            elif sheet.revision not in life.issues:
                who = tuple(dict.fromkeys(authors[document]))
                life.issues[sheet.revision] = _Issue(sheet=sheet, path=life.path, mark=mark, day=self.day, authors=who)

    def approve(self, given: Iterable[GivenApproval]) -> None:
        """The last entry has brought approvals."""
        for each in given:
            issue = self._lives[each.approval.document].issues[each.approval.revision]
            issue.approved_on = self.day
            issue.approvals.append((self._tip, each))

    def told(self, ids: Mapping[int, str], commits: int, records: list[RecordTruth]) -> ManualTruth:
        """The whole truth, with the names that git has given to the commits."""
        return {
            "as_of": str(self.day),
            "commit": ids[self._tip],
            "commits": commits,
            "entries": self._entries,
            "documents": [self._document(each, life, ids) for each, life in sorted(self._lives.items())],
            "records": records,
        }

    def _document(self, document: str, life: _Life, ids: Mapping[int, str]) -> DocumentTruth:
        begun = [number for number, issue in life.issues.items() if issue.effective_on <= self.day]
        in_force = max(begun, default=None)
        return {
            "id": document,
            "path": life.path,
            "standing": life.standing,
            "state": self._state(life.issues, in_force),
            "in_force": None if in_force is None else str(in_force),
            "draft": None if life.draft is None else str(life.draft),
            "revisions": [_revision(number, issue, ids) for number, issue in sorted(life.issues.items())],
        }

    def _state(self, issues: Mapping[int, _Issue], in_force: int | None) -> str:
        if in_force is None:
            return "approved" if issues else "draft"
        issue = issues[in_force]
        withdrawal = issue.sheet.withdrawal
        withdrawn = withdrawal is not None and max(withdrawal.day, issue.effective_on) <= self.day
        return "obsolete" if withdrawn else "effective"


def _revision(number: int, issue: _Issue, ids: Mapping[int, str]) -> RevisionTruth:
    return {
        "number": str(number),
        "issued_on": str(issue.day),
        "effective_on": str(issue.effective_on),
        "commit": ids[issue.mark],
        "path": issue.path,
        "authors": [{"name": each.proper.name, "email": each.proper.email} for each in issue.authors],
        "approved_on": str(issue.approved_on) if issue.approved_on else None,
        "approvals": sorted((_approval(mark, each, ids) for mark, each in issue.approvals), key=_path),
    }


def _path(approval: ApprovalTruth) -> str:
    return approval["path"]


def _approval(mark: int, given: GivenApproval, ids: Mapping[int, str]) -> ApprovalTruth:
    approval = given.approval
    return {
        "person": approval.person.id,
        "role": approval.role,
        "at": given.at,
        "commit": ids[mark],
        "path": approval.path,
    }
