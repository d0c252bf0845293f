"""The documents in use by department, by process and by type."""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING

from qms_docs.values import dataclass
from qms_docs.views.publication import DocumentReference, readable_documents, reference_to
from qms_docs.views.words import status_in_words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import date

    from qms_docs.model.document import Document
    from qms_docs.model.header import Header
    from qms_docs.model.manual import Manual

__all__ = [
    "Group",
    "Member",
    "by_department",
    "by_process",
    "by_type",
    "department_title",
    "group_anchor",
    "type_title",
]


@dataclass(frozen=True, kw_only=True, slots=True)
class Member:
    """A document as a line of a group."""

    document: DocumentReference
    revision: str | None
    status: str
    status_in_words: str
    effective_on: date | None
    owner: str | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Group:
    """Documents that belong together, with facts about what they belong to."""

    anchor: str
    title: str
    facts: tuple[tuple[str, str], ...]
    """A name and what there is to say, such as `Owner` and `Purchasing manager`."""
    members: tuple[Member, ...]


def by_department(manual: Manual, *, named: bool = False) -> tuple[Group, ...]:
    """The documents by department, those without one last; where these are only `named`, without documents."""
    return _grouped(manual, lambda header: header.department, department_title, "No department stated", named=named)


def by_type(manual: Manual, *, named: bool = False) -> tuple[Group, ...]:
    """The documents by type, in the order of the policy; where these are only `named`, without documents."""
    found = _grouped(
        manual, lambda header: header.type, lambda name: type_title(manual, name), "No type stated", named=named
    )
    order = {group_anchor(name): place for place, name in enumerate(manual.policy.types)}
    return tuple(sorted(found, key=lambda group: order.get(group.anchor, len(order))))


def by_process(manual: Manual, *, named: bool = False) -> tuple[Group, ...]:
    """The documents by process, with what is known of each; where these are only `named`, without documents."""
    who = manual.organization
    found = {
        group.anchor: group
        for group in _grouped(
            manual, lambda header: header.process, who.process_title, "No process stated", named=named
        )
    }
    processes = who.processes or {}
    groups: list[Group] = []
    for name, process in processes.items():
        facts = (
            ("Owner", who.role_title(process.owner) if process.owner else ""),
            ("Gets its input from", _parties(manual, process.inputs_from)),
            ("Hands its output to", _parties(manual, process.outputs_to)),
            ("Measured by", "; ".join(process.measures)),
        )
        anchor = group_anchor(name)
        members = found.pop(anchor).members if anchor in found else ()
        said = tuple(fact for fact in facts if fact[1])
        groups.append(Group(anchor=anchor, title=process.title, facts=said, members=members))
    return (*groups, *found.values())


def group_anchor(name: str) -> str:
    """The anchor of a group: its name, or for a name that is no plain word, one that no other group has."""
    if re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9-]*", name):
        return name
    return f"{slug}-{hashlib.sha256(name.encode()).hexdigest()[:8]}" if (slug := _slug(name)) else "none"


def type_title(manual: Manual, name: str) -> str:
    """The title of a type, or its id where the policy does not know it."""
    kind = manual.policy.types.get(name)
    return kind.title if kind else name


def department_title(name: str) -> str:
    """A department as people write it: `document-control` is Document control."""
    words = name.replace("-", " ").replace("_", " ")
    return words[:1].upper() + words[1:]


def _slug(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-") or ("group" if name else "")


def _parties(manual: Manual, names: Iterable[str]) -> str:
    processes = manual.organization.processes or {}
    return ", ".join(processes[name].title if name in processes else name for name in names)


def _grouped(
    manual: Manual,
    name_of: Callable[[Header], str | None],
    title_of: Callable[[str], str],
    without: str,
    *,
    named: bool,
) -> tuple[Group, ...]:
    found: dict[str, list[Document]] = {}
    for document in readable_documents(manual):
        header = _header(manual, document)
        if header is not None:
            found.setdefault(name_of(header) or "", []).append(document)
    return tuple(
        Group(
            anchor=group_anchor(name),
            title=title_of(name) if name else without,
            facts=(),
            members=() if named else tuple(_member(manual, each) for each in found[name]),
        )
        for name in sorted(found, key=lambda name: (not name, title_of(name) if name else ""))
    )


def _header(manual: Manual, document: Document) -> Header | None:
    """The header of what is in use or to come; None for what is obsolete or only a draft."""
    day = manual.as_of
    if document.is_obsolete(day):
        return None
    if manual.preview and document.vanished_by is None:
        return document.latest.header
    shown = document.shown(day)
    return shown.header if shown else None


def _member(manual: Manual, document: Document) -> Member:
    day, who = manual.as_of, manual.organization
    shown = document.shown(day)
    header = _header(manual, document)
    owner = header.owner if header else None
    return Member(
        document=reference_to(manual, document),
        revision=shown.number if shown else None,
        status=document.status(shown, day).value if shown else "draft",
        status_in_words=status_in_words(document, shown, day, who) if shown else "Draft: not issued.",
        effective_on=shown.effective_on if shown else None,
        owner=who.role_title(owner) if owner else None,
    )
