"""The approvals that files state: found along the release line, each in its first form (settled.md 17)."""

from __future__ import annotations

from collections import Counter
from dataclasses import field, replace
from functools import cached_property
from typing import TYPE_CHECKING

from qms_docs.model.finding import Fault, FaultKind
from qms_docs.sources.approval_forms import ApprovalFiles, ApprovalForm, departures
from qms_docs.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from qms_docs.model.approval import ApprovalRecord
    from qms_docs.model.document import Entry
    from qms_docs.model.records.history import Alteration, LostApproval
    from qms_docs.sources.history import Accepted
    from qms_docs.sources.log import FileChange
    from qms_docs.sources.policies import PolicyHistory

__all__ = ["ApprovalFiles", "ApprovalHistory", "ApprovalStep", "approval_steps", "misplaced", "read_approvals"]

_FOLDER = "/approvals/"
_ENDINGS = (".yml", ".yaml")
_REGULAR = ("100644", "100755")
_SYMLINK = "120000"
_MOST = 200
"""Files for one revision: far more than people who approve it, and few enough to be read at once."""


@dataclass(frozen=True, slots=True)
class ApprovalStep:
    """An entry that changed files which may be approvals, or the folder in which they are."""

    entry: Entry
    changed: tuple[FileChange, ...]
    folder: str


@dataclass(frozen=True, kw_only=True)
class ApprovalHistory:
    """Every approval that came onto the line, and what is wrong with the files that stand."""

    records: tuple[ApprovalRecord, ...] = ()
    """In the order of the line."""
    faults: tuple[Fault, ...] = ()
    altered: tuple[Alteration, ...] = ()
    """Approvals that no longer say what they said first."""
    lost: tuple[LostApproval, ...] = ()
    """Approvals that stand nowhere any more."""
    certain: bool = True
    """Whether everything was there that had to be read, so that another run would read the same."""

    @cached_property
    def by_document(self) -> dict[str, list[ApprovalRecord]]:
        """The records by document."""
        found: dict[str, list[ApprovalRecord]] = {}
        for record in self.records:
            found.setdefault(record.document, []).append(record)
        return found

    @cached_property
    def by_revision(self) -> dict[tuple[str, str], list[ApprovalRecord]]:
        """The records by document and number."""
        found: dict[tuple[str, str], list[ApprovalRecord]] = {}
        for record in self.records:
            found.setdefault((record.document, record.revision), []).append(record)
        return found


def approval_steps(line: Sequence[Accepted], policies: PolicyHistory) -> tuple[ApprovalStep, ...]:
    """The entries of a line that have to do with approvals."""
    steps: list[ApprovalStep] = []
    before = ""
    for accepted in line:
        # Nothing but a change of the policy moves the folder.
        if before and not accepted.changes:
            continue
        changed = [each for each in accepted.changes if _FOLDER in each.path and each.path.lower().endswith(_ENDINGS)]
        folder = f"{policies.reads(accepted.entry.number).records}{_FOLDER}"
        if changed or folder != before:
            steps.append(ApprovalStep(accepted.entry, tuple(changed), folder))
            before = folder
    return tuple(steps)


def read_approvals(steps: Sequence[ApprovalStep], files: ApprovalFiles) -> ApprovalHistory:
    """The approvals of a line in their first form without a fault, and the faults of those that stand at its end.

    A file is known by its path below `approvals/` in the folder of records, wherever that folder moves.
    """
    followed = _followed(steps)
    counted = _counted(followed.forms)
    files.learn(form.blob for form in counted if form.mode in _REGULAR)
    first: dict[str, ApprovalRecord] = {}
    paths: dict[str, str] = {}
    origins: dict[str, ApprovalForm] = {}
    for form in counted:
        paths[form.key] = form.path
        if form.key in first or form.mode not in _REGULAR:
            continue
        record = files.of(form.blob).record
        if record is not None and misplaced(form.key, record) is None:
            first[form.key], origins[form.key] = replace(record, entry=form.entry), form
    altered, lost = departures(first, origins, followed.standing, files)
    records = _each_once(replace(record, path=paths[key]) for key, record in first.items())
    return ApprovalHistory(
        records=tuple(records),
        faults=tuple(_faults(followed.standing, counted, files)),
        altered=tuple(altered),
        lost=tuple(lost),
    )


def misplaced(key: str, record: ApprovalRecord) -> str | None:
    """What a file should be called that does not stand where it says; None where it does.

    `key` is its path below the folder of approvals.
    """
    folder = f"{record.document}/{record.revision}"
    names = (f"{folder}/{record.person}.yml", f"{folder}/{record.person}.{record.role}.yml")
    return None if key in names else " or ".join(f"approvals/{each}" for each in names)


@dataclass(slots=True)
class _Followed:
    """Files below the folder of approvals: every form that stood, and those that stand in the end by their path."""

    forms: list[ApprovalForm] = field(default_factory=list)
    standing: dict[str, ApprovalForm] = field(default_factory=dict)


def _followed(steps: Sequence[ApprovalStep]) -> _Followed:
    followed = _Followed()
    everywhere: dict[str, tuple[str, str]] = {}
    before = ""
    for step in steps:
        for change in step.changed:
            if change.new_mode is None:
                everywhere.pop(change.path, None)
            else:
                everywhere[change.path] = change.new_mode, change.new_blob or ""
        folder = step.folder
        paths: Iterable[str] = [each.path for each in step.changed]
        if folder != before:
            # With another folder of records other files become approvals.
            paths, before, followed.standing = sorted(everywhere), folder, {}
        for path in paths:
            followed.standing.pop(path, None)
            if path.startswith(folder) and path in everywhere:
                form = ApprovalForm(step.entry, path.removeprefix(folder), path, *everywhere[path])
                followed.forms.append(form)
                followed.standing[path] = form
    return followed


def _counted(forms: Sequence[ApprovalForm]) -> list[ApprovalForm]:
    """The forms of the files that are read: of each revision only so many."""
    found: Counter[str] = Counter()
    allowed: dict[str, bool] = {}
    for form in forms:
        if form.key not in allowed:
            folder = form.key.rpartition("/")[0]
            found[folder] += 1
            allowed[form.key] = found[folder] <= _MOST
    return [form for form in forms if allowed[form.key]]


def _each_once(records: Iterable[ApprovalRecord]) -> Iterator[ApprovalRecord]:
    """The records in the order of the line; one that was only given another name is the same approval."""
    seen: set[tuple[object, ...]] = set()
    for each in sorted(records, key=lambda one: one.entry.number):
        said = (
            *(each.document, each.revision, each.digest, each.person, each.role, each.meaning, each.at_written),
            *(each.signature, each.source),
        )
        if said not in seen:
            seen.add(said)
            yield each


def _faults(
    standing: dict[str, ApprovalForm], counted: Sequence[ApprovalForm], files: ApprovalFiles
) -> Iterator[Fault]:
    read = {form.key for form in counted}
    for path, form in sorted(standing.items()):
        if form.mode == _SYMLINK:
            fact = "This approval is a symbolic link, and what it says could change without a change of the file."
            yield _fault(FaultKind.UNREADABLE, path, fact, "Put the file itself here.")
        elif form.key not in read:
            fact = f"There are more than {_MOST} approvals of one revision, and this one is not read."
            yield _fault(FaultKind.UNREADABLE, path, fact, "Keep one file for each person and role.")
        elif form.mode in _REGULAR:
            reading = files.of(form.blob)
            yield from (replace(fault, path=path) for fault in reading.faults)
            proper = misplaced(form.key, reading.record) if reading.record else None
            if proper is not None:
                fact = f"The path does not agree with what the approval says: expected {proper}."
                yield _fault(FaultKind.WRONG_TYPE, path, fact, "Rename the file, or correct what it says.")


def _fault(kind: FaultKind, path: str, fact: str, remedy: str) -> Fault:
    return Fault(kind=kind, path=path, line=1, fact=fact, remedy=remedy)
