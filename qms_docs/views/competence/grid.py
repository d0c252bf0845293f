"""Competence as a grid: what each role has to know, and how many of its holders do."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from qms_docs.model.policy import Audience
from qms_docs.values import dataclass
from qms_docs.views.competence.need import Knowing, Need, Subject
from qms_docs.views.competence.needs import needs_of
from qms_docs.views.competence.seen import asks_anything
from qms_docs.views.publication import Access, access_to

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from qms_docs.model.manual import Manual
    from qms_docs.views.published_records import PublishedRecords

__all__ = ["Competence", "Count", "PersonView", "RoleView", "competence"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Count:
    """How many people stand how with something."""

    known: int = 0
    lacking: int = 0
    """Missing, late or expired."""
    late: int = 0
    other: int = 0
    """Of whom nothing is asked, and those of whom the site says nothing."""

    @property
    def people(self) -> int:
        """All of them."""
        return self.known + self.lacking + self.other

    @property
    def in_words(self) -> str:
        """The numbers, such as `3 of 4`."""
        asked = self.known + self.lacking
        if not asked:
            return "not asked" if self.other else "nobody"
        return f"{self.known} of {asked}"


@dataclass(frozen=True, kw_only=True, slots=True)
class PersonView:
    """One person with everything that the person has to know."""

    id: str
    name: str
    roles: tuple[tuple[str, str], ...]
    """Ids and titles of the roles for which something is asked."""
    count: Count
    needs: tuple[Need, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class RoleView:
    """One role with what its holders have to know."""

    id: str
    title: str
    count: Count
    subjects: tuple[tuple[Subject, Count], ...]
    people: tuple[tuple[str, str, Count], ...]
    """Id, name and numbers of each holder, those who lack most first."""
    lacking: tuple[tuple[str, ...], ...]
    """For each subject the names of those who lack it."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Competence:
    """Who has to know what, and who does."""

    subjects: tuple[Subject, ...]
    roles: tuple[RoleView, ...]
    people: tuple[PersonView, ...]
    cells: tuple[tuple[Count | None, ...], ...]
    """For each subject the numbers by role; None where the role need not know it."""
    count: Count
    vacant: tuple[str, ...]
    """Titles of roles that have to know something and that nobody holds."""
    restricted: int
    """How many documents in force the site says nothing of."""


def competence(manual: Manual, published: PublishedRecords | None = None) -> Competence | None:
    """The grid on the day of the manual; None where nobody has to know anything, and on a public site.

    Who knows what is nobody's business outside the organization, with or without names.
    """
    if published is not None and manual.policy.site.audience is Audience.PUBLIC:
        return None
    needs = needs_of(manual, published)
    if not needs and not asks_anything(manual):
        return None
    return _Grid(manual, needs).whole(_restricted(manual) if published is not None else 0)


def _restricted(manual: Manual) -> int:
    standing = (each for each in manual.standing if each.effective(manual.as_of) is not None)
    return sum(access_to(manual, each) is not Access.TEXT for each in standing)


class _Grid:
    def __init__(self, manual: Manual, needs: Sequence[Need]) -> None:
        self.manual = manual
        self.needs = needs
        self.subjects = tuple(dict.fromkeys(each.subject for each in needs))
        self.by_role: dict[str, dict[Subject, list[Need]]] = {}
        self.by_person: dict[str, list[Need]] = {}
        for each in needs:
            self.by_person.setdefault(each.person, []).append(each)
            for role in each.roles:
                self.by_role.setdefault(role, {}).setdefault(each.subject, []).append(each)

    def whole(self, restricted: int) -> Competence:
        who = self.manual.organization
        order = sorted(self.by_role, key=lambda each: (who.role_title(each).casefold(), each))
        counts = {role: {name: _count(each) for name, each in self.by_role[role].items()} for role in order}
        return Competence(
            subjects=self.subjects,
            roles=tuple(self.role(each, counts[each]) for each in order),
            people=tuple(self.person(each) for each in sorted(self.by_person, key=self._by_name)),
            cells=tuple(tuple(counts[role].get(subject) for role in order) for subject in self.subjects),
            count=_count(self.needs),
            vacant=self.vacant(),
            restricted=restricted,
        )

    def role(self, role: str, counts: dict[Subject, Count]) -> RoleView:
        needs = self.by_role[role]
        of_person: dict[str, list[Need]] = {}
        for group in needs.values():
            for each in group:
                of_person.setdefault(each.person, []).append(each)
        people = [(name, self.name(name), _count(group)) for name, group in of_person.items()]
        return RoleView(
            id=role,
            title=self.manual.organization.role_title(role),
            count=_count([each for group in needs.values() for each in group]),
            subjects=tuple(counts.items()),
            people=tuple(sorted(people, key=lambda each: (-each[2].lacking, each[1].casefold(), each[0]))),
            lacking=tuple(
                tuple(sorted(self.name(each.person) for each in needs[subject] if each.knowing.lacks))
                for subject in counts
            ),
        )

    def person(self, person: str) -> PersonView:
        needs = sorted(self.by_person[person], key=lambda each: not each.knowing.lacks)
        roles = dict.fromkeys(role for each in needs for role in each.roles)
        who = self.manual.organization
        return PersonView(
            id=person,
            name=self.name(person),
            roles=tuple((role, who.role_title(role)) for role in roles),
            count=_count(needs),
            needs=tuple(needs),
        )

    def name(self, person: str) -> str:
        return self.manual.organization.people[person].name

    def _by_name(self, person: str) -> tuple[str, str]:
        return self.name(person).casefold(), person

    def vacant(self) -> tuple[str, ...]:
        """Roles that requirements or documents in force name, and that nobody holds."""
        required = self.manual.records.requirements
        named = {each.role for each in (required.requirements if required else ()) if each.role}
        for document in self.manual.standing:
            current = document.effective(self.manual.as_of)
            named |= set(current.header.applies_to) if current else set()
        who = self.manual.organization
        return tuple(sorted(who.role_title(each) for each in named - set(self.by_role) if each in (who.roles or ())))


def _count(needs: Iterable[Need]) -> Count:
    number = Counter(each.knowing for each in needs)
    lacking = sum(count for knowing, count in number.items() if knowing.lacks)
    known = number[Knowing.KNOWN] + number[Knowing.WAIVED]
    other = sum(number.values()) - known - lacking
    return Count(known=known, lacking=lacking, late=number[Knowing.LATE], other=other)
