"""Roles that policy, organization and approvals name, and that nobody defines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qms_docs.model.approval import Shortfall
from qms_docs.model.organization import ALL_STAFF
from qms_docs.model.policy import OWNER
from qms_docs.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qms_docs.model.document import Document
    from qms_docs.model.manual import Manual

__all__ = ["NamedRole", "roles_of_approvals", "unknown_roles"]


@dataclass(frozen=True, kw_only=True, slots=True)
class NamedRole:
    """A role that a file names in a field."""

    role: str
    path: str
    line: int
    field: str
    document: str | None = None


def unknown_roles(manual: Manual) -> Iterator[NamedRole]:
    """The undefined roles that people hold, and those whose approval the policy asks for."""
    return (each for each in (*_held(manual), *_asked_for(manual)) if _is_unknown(each, manual))


def _held(manual: Manual) -> Iterator[NamedRole]:
    """The roles that people hold; a list that cannot be read in full has no lines that could be told."""
    path, lines = f"{manual.policy.records}/organization.yml", manual.organization.lines
    for person in manual.organization.people.values():
        for number, held in enumerate(person.roles):
            line = lines.get(f"people.{person.id}.roles.{number}.role", 1)
            yield NamedRole(role=held.role, path=path, line=line, field="role")


def _asked_for(manual: Manual) -> Iterator[NamedRole]:
    """The roles whose approval the policy asks for."""
    for kind in manual.policy.types.values():
        for field, requirements in (("approvals", kind.approvals), ("editorial", kind.editorial or ())):
            for number, each in enumerate(requirements):
                if each.role != OWNER:
                    line = manual.policy.lines.get(f"types.{kind.id}.{field}.{number}.role", 1)
                    yield NamedRole(role=each.role, path="qms.yml", line=line, field=f"types.{kind.id}.{field}")


def roles_of_approvals(document: Document, manual: Manual) -> Iterator[NamedRole]:
    """The undefined roles in which somebody approved a document; what was defined once and held is in order."""
    for revision in document.in_play(manual.as_of):
        for each in revision.approvals:
            if each.shortfall is Shortfall.NO_AUTHORITY and not revision.before_control:
                record = each.record
                named = NamedRole(
                    role=record.role,
                    path=record.path,
                    line=record.line("role"),
                    field="role",
                    document=record.document,
                )
                if _is_unknown(named, manual):
                    yield named


def _is_unknown(named: NamedRole, manual: Manual) -> bool:
    """Whether there is an organization that defines roles, and not this one."""
    roles = manual.organization.roles
    return roles is not None and named.role not in roles and named.role != ALL_STAFF
