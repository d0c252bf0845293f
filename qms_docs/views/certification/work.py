"""Two challenges: who does all of this, and how it is changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qms_docs.model.organization import ALL_STAFF
from qms_docs.values import dataclass
from qms_docs.views.certification.seen import ids
from qms_docs.views.certification.stage import Fact, NextThing, Stage, Standing, fact
from qms_docs.views.words import counted, listed

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from qms_docs.model.records.history import KeptRecord
    from qms_docs.views.certification.seen import Seen

__all__ = ["Load", "change_challenge", "resource_challenge"]

_STATUS = "status/index.md"
_MOST_NAMED = 5
_MOST_LOADED = 3


@dataclass(frozen=True, kw_only=True, slots=True)
class Load:
    """What one role or person has to do."""

    owner: str
    title: str
    overdue: int
    due: int
    waiting: int


def resource_challenge(seen: Seen, loads: Sequence[Load]) -> Stage:
    """Whether everything that is to be done has somebody, by the duties of everybody who has some."""
    vacant = _vacant(seen)
    late = sorted((each for each in loads if each.overdue), key=lambda each: (-each.overdue, each.title, each.owner))
    begun = bool(loads or seen.manual.organization.roles)
    attention = bool(vacant or late)
    return Stage(
        id="resource-allocation",
        says="Everything that is to be done has somebody who has the time for it.",
        standing=Standing.ATTENTION if attention else Standing.IN_HAND if begun else Standing.NOT_BEGUN,
        rule="In hand while nothing is overdue, and each role that owns something is held by somebody.",
        facts=tuple(_resource_facts(seen, loads, late, vacant)),
        next=_resource_next(seen, late, vacant),
        page=_STATUS,
    )


def _resource_facts(seen: Seen, loads: Sequence[Load], late: Sequence[Load], vacant: Sequence[str]) -> Iterator[Fact]:
    overdue, due, waiting = (sum(getattr(each, name) for each in loads) for name in ("overdue", "due", "waiting"))
    whose = counted(len(loads), "role or person", "roles and people")
    if loads:
        yield fact(f"{counted(overdue, 'duty', 'duties')} overdue, {due} due, {waiting} waiting, for {whose}.")
    else:
        yield fact("Nothing is overdue, due or waiting.")
    for each in late[:_MOST_LOADED]:
        yield fact(f"{each.title}: {each.overdue} overdue, {each.due} due.")
    who = seen.manual.organization
    people = counted(len(who.people), "person", "people")
    yield fact(f"{counted(len(who.roles or ()), 'role')} and {people} are listed in organization.yml.")
    if vacant:
        names = [who.role_title(each) for each in vacant[:_MOST_NAMED]]
        names += [f"{len(vacant) - _MOST_NAMED} more"] if len(vacant) > _MOST_NAMED else []
        yield fact(f"Held by nobody, and owner of documents, processes or records: {listed(names)}.")


def _resource_next(seen: Seen, late: Sequence[Load], vacant: Sequence[str]) -> NextThing | None:
    place = f"{seen.manual.policy.records}/organization.yml"
    if not seen.manual.organization.roles:
        return NextThing(what=f"Say in {place} which roles there are, and who holds them.")
    if vacant:
        return NextThing(what=f"Say in {place} who holds the role {seen.manual.organization.role_title(vacant[0])}.")
    if late:
        whose = f" --for {late[0].owner}" if late[0].owner else ""
        what = f"Look at what is overdue for {late[0].title}: {late[0].overdue}."
        return NextThing(what=what, command=f"qms status{whose}", page=_STATUS)
    return None


def _vacant(seen: Seen) -> list[str]:
    """The roles that own something on the day and that nobody holds."""
    who = seen.manual.organization
    owners = {each.header.owner for one in seen.in_force if (each := one.effective(seen.day)) is not None}
    owners |= {each.owner for each in (who.processes or {}).values()}
    owners |= {each.record.owner for each in seen.records if not each.is_closed(seen.day)}
    held = {each.role for person in who.people.values() for each in person.roles if each.held_on(seen.day)}
    return sorted(each for each in who.roles or {} if each in owners and each not in held | {ALL_STAFF})


def change_challenge(seen: Seen, waiting: int) -> Stage:
    """Whether changes are thought through, approved and announced; `waiting` approvals are missing."""
    requests, standing = seen.of_kind("change-request"), seen.unclosed("change-request")
    late = [each for each in standing if seen.is_overdue(each)]
    coming = [each.id for each in seen.documents if each.announced(seen.day) is not None]
    begun = bool(requests or coming or waiting)
    return Stage(
        id="change-management",
        says="Changes are thought through before they are made, approved, and announced to those whom they concern.",
        standing=Standing.ATTENTION if late else Standing.IN_HAND if begun else Standing.NOT_BEGUN,
        rule="In hand while no change request is overdue.",
        facts=(
            fact(
                f"{len(standing)} of {counted(len(requests), 'change request')} not closed, {len(late)} overdue."
                if requests
                else "There is no change request.",
                ids(standing),
            ),
            fact(f"{counted(len(coming), 'document')} with a revision that takes effect later.", coming),
            fact(f"{counted(waiting, 'approval')} waited for."),
        ),
        next=_change_next(requests, standing, late, waiting),
    )


def _change_next(
    requests: Sequence[KeptRecord], standing: Sequence[KeptRecord], late: Sequence[KeptRecord], waiting: int
) -> NextThing | None:
    if late:
        first = late[0]
        what = f"Go on with the change request {first.id} {first.record.title}, which is overdue."
        return NextThing(what=what, thing=first.id)
    if waiting:
        what = "Approve what waits for it, or say why not."
        return NextThing(what=what, command="qms approvals pending", page=_STATUS)
    if standing:
        first = standing[0]
        what = f"Go on with the change request {first.id} {first.record.title}, which is {first.record.status}."
        return NextThing(what=what, thing=first.id)
    if not requests:
        what = "Record the next larger change before it is made."
        return NextThing(what=what, command="qms record new change-request")
    return None
