"""Who is who: the roles, people and processes of the organization."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

__all__ = ["ALL_STAFF", "ORGANIZATION_FILES", "Key", "Organization", "Person", "Process", "Role", "RoleHeld"]

ALL_STAFF = "all-staff"
"""The built-in role of everybody who holds a role on the day."""

ORGANIZATION_FILES = ("organization.yml", "processes.yml")
"""Who is who, and which processes there are; in the folder of records."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Role:
    """A function in the organization, such as the quality manager."""

    id: str
    title: str


@dataclass(frozen=True, kw_only=True, slots=True)
class RoleHeld:
    """A role that a person holds from a day until a day, both inclusive."""

    role: str
    since: date
    until: date | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Key:
    """A public SSH key that a person holds from a day until a day, both inclusive."""

    key: str
    since: date
    until: date | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Person:
    """Somebody who holds roles in the organization."""

    id: str
    name: str
    emails: tuple[str, ...] = ()
    forges: Mapping[str, str] = field(default_factory=dict)
    roles: tuple[RoleHeld, ...] = ()
    keys: tuple[Key, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Process:
    """A process of the quality management system and the role that owns it."""

    id: str
    title: str
    owner: str | None = None
    inputs_from: tuple[str, ...] = ()
    outputs_to: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()
    measures: tuple[str, ...] = ()
    risks: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Organization:
    """Everybody and everything that documents refer to by id."""

    roles: Mapping[str, Role] | None = None
    """None where the repository has no `organization.yml`, so that no role can be looked up."""
    people: Mapping[str, Person] = field(default_factory=dict)
    processes: Mapping[str, Process] | None = None
    """None where the repository has no `processes.yml`."""
    gone: frozenset[str] = frozenset()
    """Names of its two files that once stood in the repository and stand there no more."""

    def role_title(self, role: str) -> str:
        """The title of a role, or its id where the role is not listed."""
        if role == ALL_STAFF:
            return "All staff"
        known = (self.roles or {}).get(role)
        return known.title if known else role

    def process_title(self, process: str) -> str:
        """The title of a process, or its id where the process is not listed."""
        known = (self.processes or {}).get(process)
        return known.title if known else process
