"""Who is who: the roles, people and processes of the organization."""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING

from qms_docs.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from qms_docs.model.document import Author

__all__ = [
    "ALL_STAFF",
    "ORGANIZATION_FILES",
    "Importer",
    "Key",
    "Organization",
    "Person",
    "Process",
    "Role",
    "RoleHeld",
]

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

    def held_on(self, day: date) -> bool:
        """Whether the day lies between the two."""
        return self.since <= day and (self.until is None or day <= self.until)


@dataclass(frozen=True, kw_only=True, slots=True)
class Key:
    """A public SSH key that a person holds from a day until a day, both inclusive."""

    key: str
    """As OpenSSH writes it, without a comment: `ssh-ed25519 AAAA...`."""
    since: date
    until: date | None = None

    def held_on(self, day: date) -> bool:
        """Whether the day lies between the two."""
        return self.since <= day and (self.until is None or day <= self.until)


@dataclass(frozen=True, kw_only=True, slots=True)
class Person:
    """Somebody who holds roles in the organization."""

    id: str
    name: str
    emails: tuple[str, ...] = ()
    forges: Mapping[str, str] = field(default_factory=dict)
    roles: tuple[RoleHeld, ...] = ()
    keys: tuple[Key, ...] = ()

    def holds(self, role: str, day: date) -> bool:
        """Whether the person has the role on the day; everybody with a role belongs to all staff."""
        return any(each.held_on(day) for each in self.roles if role in (each.role, ALL_STAFF))

    def roles_on(self, day: date) -> frozenset[str]:
        """Every role of which `holds` is true on the day."""
        held = [each.role for each in self.roles if each.held_on(day)]
        return frozenset([*held, ALL_STAFF] if held else ())

    def commits_as(self, email: str) -> bool:
        """Whether it is one of the person's addresses, in whatever case it is written."""
        return email.lower() in {each.lower() for each in self.emails}

    def wrote(self, authors: Iterable[Author]) -> bool:
        """Whether the person is one of the authors, by an address before or after `.mailmap`."""
        return any(self.commits_as(each) for author in authors for each in author.addresses)

    def has_account(self, forge: str, user: str) -> bool:
        """Whether it is the person's account on a forge; no forge tells accounts apart by their case."""
        return self.forges.get(forge, "").lower() == user.lower() != ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Importer:
    """A CI job that may record reviews of a forge."""

    id: str
    title: str
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
    importers: Mapping[str, Importer] = field(default_factory=dict)
    processes: Mapping[str, Process] | None = None
    """None where the repository has no `processes.yml`."""
    gone: frozenset[str] = frozenset()
    """Names of its two files that once stood in the repository and stand there no more."""
    lines: Mapping[str, int] = field(default_factory=dict, compare=False, repr=False)
    """Line of each field of `organization.yml`, as `people.ann.berg.roles.0.role`."""
    process_lines: Mapping[str, int] = field(default_factory=dict, compare=False, repr=False)
    """Line of each field of `processes.yml`, as `processes.0.owner`."""
    former: frozenset[str] = frozenset()
    """Ids of roles, people and processes that its files defined once, whether they still do or not."""

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
