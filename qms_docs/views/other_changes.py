"""What a change does beside controlled documents: policy, people, processes, records, pages, files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qms_docs.values import dataclass
from qms_docs.views.words import day_in_words, listed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from qms_docs.model.change import Change
    from qms_docs.model.organization import Organization, Person, RoleHeld
    from qms_docs.model.policy import DocumentType, Policy, Requirement

__all__ = ["OtherChange", "other_changes"]

_POLICY = "qms.yml"
_CHANGED = "changed"
_FIELDS = {
    "organization": "name of the organization",
    "standards": "standards in use",
    "release_branch": "release branch",
    "control_from": "first day of document control",
    "documents": "folders of documents",
    "records": "folder of records",
    "scheme": "numbering of revisions",
    "audit_cycle": "audit cycle",
    "site": "readers and age of the site",
    "vocabulary": "names of fields",
    "retention": "retention of records",
}
_OF_TYPES = {
    "title": "title",
    "pattern": "form of ids",
    "sections": "sections",
    "evidence": "evidence",
    "independent": "authors as approvers",
    "retrain": "classes that ask for an acknowledgement",
    "review": "review interval",
    "delay": "effective day",
    "request_required": "change requests",
    "acknowledge": "time for acknowledging",
}


@dataclass(frozen=True, kw_only=True, slots=True)
class OtherChange:
    """A part of the repository that changes, with what is different, in clauses."""

    what: str
    path: str | None = None
    """The one file that it is; None where it is several."""
    details: tuple[str, ...] = ()


def other_changes(change: Change) -> Iterator[OtherChange]:
    """A line for each of them, what decides about approvals first."""
    fates = _fates(change)
    before, after = change.before, change.after
    records = after.policy.records
    single = (
        (_POLICY, "The policy", tuple(_policy(before.policy, after.policy))),
        (
            f"{records}/organization.yml",
            "People and roles",
            tuple(_who_is_who(before.organization, after.organization)),
        ),
        (f"{records}/processes.yml", "The processes", ()),
        ("mkdocs.yml", "The settings of the site", ()),
    )
    for path, what, details in single:
        fate = fates.pop(path, None)
        if fate is not None:
            yield OtherChange(what=what, path=path, details=details if fate == _CHANGED else (fate, *details))
    for what, paths in _groups(change, fates).items():
        if paths:
            yield OtherChange(what=what, details=tuple(f"{fates[path]} {path}" for path in paths))


def _fates(change: Change) -> dict[str, str]:
    """What became of each file that is not a document, nor an approval or a file of one; by path."""
    before, after = change.before, change.after
    apart = {*before.by_path, *after.by_path}
    apart |= {shown.path for manual in (before, after) for each in manual.standing for shown in each.latest.text.files}
    apart |= {each.path for manual in (before, after) for each in manual.approvals}
    found: dict[str, str] = {}
    for path in sorted(before.paths | after.paths):
        if path in apart or (path in before.paths and before.blobs.get(path) == after.blobs.get(path)):
            continue
        found[path] = _CHANGED if path in before.paths and path in after.paths else "new"
        if path not in after.paths:
            found[path] = "removed"
    return found


def _groups(change: Change, paths: Iterable[str]) -> dict[str, list[str]]:
    pages = {each.path for manual in (change.before, change.after) for each in manual.pages}
    groups: dict[str, list[str]] = {"Records": [], "Pages that are not controlled": [], "Other files": []}
    for path in paths:
        if path.startswith(f"{change.after.policy.records}/"):
            groups["Records"].append(path)
        elif path in pages:
            groups["Pages that are not controlled"].append(path)
        else:
            groups["Other files"].append(path)
    return groups


def _policy(before: Policy, after: Policy) -> Iterator[str]:
    """What the policy says otherwise."""
    yield from (words for field, words in _FIELDS.items() if getattr(before, field) != getattr(after, field))
    for name in sorted(before.types.keys() | after.types.keys()):
        old, new = before.types.get(name), after.types.get(name)
        if old is None or new is None:
            yield f"type {name} {'added' if old is None else 'removed'}"
        elif old != new:
            yield f"type {name}: {listed(tuple(_type(old, new)))}"


def _type(before: DocumentType, after: DocumentType) -> Iterator[str]:
    for words, old, new in (
        ("approvals", before.approvals, after.approvals),
        ("approvals of editorial changes", before.editorial, after.editorial),
    ):
        if old != new:
            yield f"{words} ({_roles(old)} before, {_roles(new)} after)"
    yield from (words for field, words in _OF_TYPES.items() if getattr(before, field) != getattr(after, field))


def _roles(requirements: tuple[Requirement, ...] | None) -> str:
    if requirements is None:
        return "as for any change"
    return listed([each.role for each in requirements]) or "none"


def _who_is_who(before: Organization, after: Organization) -> Iterator[str]:
    """Who comes and goes, and whose roles and keys change."""
    old, new = before.roles or {}, after.roles or {}
    for role in sorted(old.keys() | new.keys()):
        if role not in old or role not in new:
            yield f"role {role} {'removed' if role in old else 'added'}"
        elif before.role_title(role) != after.role_title(role):
            yield f"role {role} is called {after.role_title(role)}"
    for name in sorted(before.people.keys() | after.people.keys()):
        yield from _person(before.people.get(name), after.people.get(name))
    if before.importers != after.importers:
        yield "jobs that may record reviews"


def _person(before: Person | None, after: Person | None) -> Iterator[str]:
    if before is None or after is None:
        known = after or before
        if known is not None:
            roles = listed([_role(each) for each in known.roles])
            yield f"{known.name} {'added' if after else 'removed'}{f' ({roles})' if roles else ''}"
        return
    changes = [f"has {_role(each)}" for each in after.roles if each not in before.roles]
    changes += [f"no longer has {_role(each)}" for each in before.roles if each not in after.roles]
    changes += ["another key"] if before.keys != after.keys else []
    changes += ["other addresses or accounts"] if _known_by(before) != _known_by(after) else []
    changes += [f"was called {before.name}"] if before.name != after.name else []
    if changes:
        yield f"{after.name}: {', '.join(changes)}"


def _known_by(person: Person) -> tuple[object, ...]:
    return person.emails, sorted(person.forges.items())


def _role(held: RoleHeld) -> str:
    until = f" until {day_in_words(held.until)}" if held.until else ""
    return f"the role {held.role} from {day_in_words(held.since)}{until}"
