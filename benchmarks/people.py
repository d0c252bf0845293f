"""The forty people who write the manual, under all the names and addresses that they commit with."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

__all__ = ["PEOPLE", "ROLES", "SECOND_ROLE", "Identity", "Person", "mailmap", "organization_file"]

ROLES = (
    *("managing-director", "quality-manager", "purchasing-manager", "production-manager", "sales-manager"),
    *("design-engineer", "buyer", "sales-coordinator", "assembler", "test-technician", "service-technician"),
    *("storekeeper", "internal-auditor", "planner"),
)

_FIRST = (
    *("Ann", "Bjørn", "Cid", "Dagny", "Eva", "Fritjof", "Gro", "Håkon", "Ida", "Jürgen", "Kai", "Liv", "Mona", "Nils"),
    *("Ole", "Per", "Qi", "Ragna", "Siv", "Tor", "Unn", "Vera", "Wim", "Xenia", "Yngve", "Zoë", "Åse", "Øystein"),
    *("Ädam", "Benoît", "Chloé", "Dušan", "Łucja", "Måns", "Renée", "Søren", "Tilde", "Umut", "Viggo", "Wanda"),
)
_LAST = ("Berg", "Dahl", "Lund", "Nes", "Moen", "Vik", "Haug", "Aas", "Bakke", "Sand", "Eide", "Strand", "Lie")
_PLAIN = str.maketrans("øåüëÅØÄîéšŁ", "oaueAOAiesL")
_OFFSETS = (60, 120, 0, 60, 330, -300, 60, 540)
"""Minutes by which somebody's clock is ahead of UTC, so that local days and UTC days differ."""


@dataclass(frozen=True, slots=True)
class Identity:
    """A name and an address as a commit carries them."""

    name: str
    email: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Person:
    """Somebody who writes, with the identities that the mailmap takes for this person; the proper one comes first."""

    id: str
    identities: tuple[Identity, ...]
    role: str
    offset: int

    @property
    def proper(self) -> Identity:
        """The name and address that stand for the person."""
        return self.identities[0]


def _person(number: int) -> Person:
    first, last = _FIRST[number], _LAST[number % len(_LAST)]
    short = first.translate(_PLAIN).lower()
    proper = Identity(f"{first} {last}", f"{short}.{last.lower()}@example.com")
    others: list[Identity] = []
    if number % 5 == 0:
        others.append(Identity(f"{first} {last}", f"{short}@old.example.org"))
    if number % 5 in {1, 2}:
        others.append(Identity(short, f"{short.title()}@Workshop.example.com"))
    if number % 8 == 3:  # noqa: PLR2004 - every eighth person also writes at the computer of the hall
        others.append(Identity(f"{first[0]}. {last}", "hall@example.com"))
    role, offset = ROLES[number % len(ROLES)], _OFFSETS[number % len(_OFFSETS)]
    return Person(id=f"{short}.{last.lower()}", identities=(proper, *others), role=role, offset=offset)


PEOPLE = tuple(_person(number) for number in range(len(_FIRST)))

SECOND_ROLE = {person.id: "quality-manager" for number, person in enumerate(PEOPLE) if number % 5 == 4}  # noqa: PLR2004 - every fifth
"""By person: the role that somebody holds besides, so that a few of the writers can approve in the place of others."""


def mailmap() -> str:
    """Which identities are one person, in the forms that gitmailmap(5) knows."""
    lines = ["# Proper names and addresses."]
    for person in PEOPLE:
        proper = f"{person.proper.name} <{person.proper.email}>"
        for other in person.identities[1:]:
            # An address that people share says nothing without the name beside it.
            name = f"{other.name} " if other.email.startswith("hall@") else ""
            lines.append(f"{proper} {name}<{other.email}>")
    return "\n".join(lines) + "\n"


def organization_file(since: date, keys: Mapping[str, str]) -> str:
    """The `organization.yml` with everybody's role from a day on, and with the keys of those who approve, by person."""
    lines = ["# Everybody in this file is made up.", "roles:"]
    lines += [f"  {role}: {{title: {role.replace('-', ' ').capitalize()}}}" for role in ROLES]
    lines.append("people:")
    for person in PEOPLE:
        emails = dict.fromkeys(each.email for each in person.identities if not each.email.startswith("hall@"))
        lines += [
            f"  {person.id}:",
            f"    name: {person.proper.name}",
            f"    emails: [{', '.join(emails)}]",
            "    roles:",
            f"      - {{role: {person.role}, from: {since}}}",
        ]
        if person.id in keys:
            besides = SECOND_ROLE.get(person.id)
            lines += [f"      - {{role: {besides}, from: {since}}}"] if besides else []
            lines += ["    keys:", f"      - {{key: {keys[person.id]}, from: {since}}}"]
    return "\n".join(lines) + "\n"
