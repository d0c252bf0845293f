"""The invented people: who held which role and which key when, and what the list of them said on a day."""

from __future__ import annotations

from dataclasses import field
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from qms_docs.starting.demo.keys import DemoKey
from qms_docs.starting.demo.manuscripts import StoryError
from qms_docs.values import dataclass
from qms_docs.writing.record_text import scalar

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

__all__ = ["Colleague", "Held", "People"]

_AHEAD = timedelta(days=30)
"""How long before it begins or ends something stands in the list already."""
_ALL_STAFF = "all-staff"


@dataclass(frozen=True, kw_only=True, slots=True)
class Held:
    """A role or a key, and from when to when a person has it."""

    what: str
    since: date
    until: date | None = None

    def on(self, day: date) -> bool:
        """Whether it is held on the day."""
        return self.since <= day and (self.until is None or day <= self.until)


@dataclass(frozen=True, kw_only=True, slots=True)
class Colleague:
    """Somebody who works or worked there."""

    id: str
    name: str
    emails: tuple[str, ...]
    account: str | None
    roles: tuple[Held, ...]
    keys: tuple[Held, ...] = ()
    """Numbered, because the keys themselves are worked out from the seed."""

    def holds(self, role: str, day: date) -> bool:
        """Whether the person holds the role on the day; whoever holds any is one of all staff."""
        return any(each.on(day) and role in (each.what, _ALL_STAFF) for each in self.roles)

    def key(self, day: date) -> Held | None:
        """The key that the person signs with on the day."""
        return next((each for each in self.keys if each.on(day)), None)


@dataclass(frozen=True, kw_only=True, slots=True)
class People:
    """Everybody, by id, with the titles of the roles."""

    seed: int
    titles: Mapping[str, str]
    everybody: Mapping[str, Colleague] = field(default_factory=dict)

    @classmethod
    def told(cls, story: Mapping[str, Any], seed: int, further_roles: Iterable[str]) -> People:
        """The people of the story; a role that the story does not know is held by the managing director."""
        titles = dict(story["roles"])
        unknown = [each for each in dict.fromkeys(further_roles) if each not in titles and each != _ALL_STAFF]
        titles |= {each: each.replace("-", " ").capitalize() for each in unknown}
        everybody = {}
        for each, facts in story["people"].items():
            roles = tuple(_held(given, "role") for given in facts["roles"])
            if any(held.what == "managing-director" for held in roles):
                roles += tuple(Held(what=role, since=roles[0].since) for role in unknown)
            everybody[each] = Colleague(
                id=each,
                name=facts["name"],
                emails=tuple(facts["emails"]),
                account=facts.get("account"),
                roles=roles,
                keys=tuple(_held(given, "key") for given in facts.get("keys", ())),
            )
        return cls(seed=seed, titles=titles, everybody=everybody)

    def __getitem__(self, person: str) -> Colleague:
        """The person with this id."""
        return self.everybody[person]

    def holding(self, role: str, day: date) -> list[Colleague]:
        """Who holds a role on a day, in the order of the story."""
        return [each for each in self.everybody.values() if each.holds(role, day)]

    def secret(self, person: Colleague, day: date) -> DemoKey:
        """The key with which a person signs on the day."""
        held = person.key(day)
        if held is None:
            raise StoryError(f"{person.name} has no key on {day}.")
        return DemoKey.derived(self.seed, f"{person.id} {held.what}")

    def file(self, day: date) -> str:
        """`records/organization.yml` as it says on a day who is who, with what is announced for the next weeks."""
        return "".join(self._lines(day + _AHEAD))

    def _lines(self, known: date) -> Iterator[str]:
        yield "# Who is who, and the only place with names. Everybody in this file is made up.\n"
        yield "# `from` and `until` are inclusive; the role all-staff is built in and is not listed.\n"
        yield "roles:\n"
        for role, title in self.titles.items():
            yield f"  {role}: {{title: {scalar(title, braces=True)}}}\n"
        yield "people:\n"
        for person in sorted(self.everybody.values(), key=lambda each: each.id):
            if any(each.since <= known for each in person.roles):
                yield from self._person(person, known)

    def _person(self, person: Colleague, known: date) -> Iterator[str]:
        yield f"  {person.id}:\n    name: {person.name}\n    emails: [{', '.join(person.emails)}]\n"
        if person.account:
            yield f"    forges: {{github: {person.account}}}\n"
        yield "    roles:\n"
        for held in person.roles:
            if held.since <= known:
                yield f"      - {{role: {held.what}, {_stretch(held, known)}}}\n"
        keys = [each for each in person.keys if each.since <= known]
        if keys:
            yield "    keys:\n"
        for held in keys:
            line = DemoKey.derived(self.seed, f"{person.id} {held.what}").public.line
            yield f"      - {{key: {line}, {_stretch(held, known)}}}\n"


def _held(given: Mapping[str, Any], name: str) -> Held:
    return Held(what=str(given[name]), since=given["from"], until=given.get("until"))


def _stretch(held: Held, known: date) -> str:
    ended = held.until is not None and held.until <= known
    return f"from: {held.since}" + (f", until: {held.until}" if ended else "")
