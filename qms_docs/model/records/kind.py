"""What a type of record is: where it stands, in which states it can be, what it needs to reach them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from qms_docs.values import dataclass

if TYPE_CHECKING:
    from datetime import date

    from qms_docs.model.manual import Manual
    from qms_docs.model.records.parts import Action, Effectiveness
    from qms_docs.model.records.record import Record

__all__ = ["Day", "Gate", "Lack", "RecordKind", "State", "actions_due", "effectiveness_due", "final"]

EVERYWHERE = ("caused_by", "evidence", "follows")
"""Links that records of every type may have."""


@dataclass(frozen=True, slots=True)
class State:
    """A state, with a sentence about who is in it."""

    name: str
    says: str
    final: bool = False
    """Whether the record is closed in it."""


def final(name: str, says: str) -> State:
    """A state in which a record is closed."""
    return State(name, says, final=True)


@dataclass(frozen=True, kw_only=True, slots=True)
class Lack:
    """Something that a state needs and that is not there."""

    what: str
    """A sentence."""
    field: str = "status"
    """The field at fault, as a path with dots; where it is missing the finding stands at what would hold it."""
    code: str = "RC104"
    path: str | None = None
    """Another file than that of the record, where the fault is there."""
    line: int = 1
    """The line in that other file."""
    remedy: str | None = None
    """What to do about it, without the full stop; None where it follows from what is missing."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Day:
    """A day by which something is to happen."""

    on: date
    field: str
    what: str
    """A clause that follows “was to be”, such as `answered`."""
    path: str | None = None
    line: int = 1


Gate = Callable[[Any, "Manual"], "Iterator[Lack]"]
"""What a record lacks for the state in which it is; the first argument is a record of the type."""


def _never(_: Any) -> date | None:  # noqa: ANN401 - a record of whatever type
    return None


def _no_days(_: Any, __: Manual) -> Iterator[Day]:  # noqa: ANN401 - as above
    return iter(())


@dataclass(frozen=True, kw_only=True, slots=True)
class RecordKind:
    """A type of record."""

    name: str
    """Singular, as `nonconformity`."""
    title: str
    prefix: str
    folder: str
    """Below the folder of records."""
    value: type[Record]
    says: str
    """What it is for, in one sentence."""
    states: tuple[State, ...] = ()
    links: tuple[str, ...] = ()
    """Kinds of links that it may have beside those that every record may have."""
    gates: tuple[Gate, ...] = ()
    days: Callable[[Any, Manual], Iterator[Day]] = _no_days
    """The days that matter in the state in which a record is, `due` apart."""
    closes: Callable[[Any], date | None] = _never
    """The day from which on a record without states is closed."""
    due_in: tuple[str, ...] | None = None
    """States in which `due` matters; every one that is not final where it is None."""
    ends: tuple[str, ...] = ()
    """Final states that `qms record close` may choose by itself, the first whose gates are met."""
    many: str = ""
    """The title of several of them, where that is not made with an s."""
    columns: tuple[str, ...] = ()
    """What its register shows beside what every record has: fields, or properties of the value."""

    def __reduce__(self) -> tuple[Callable[[str], RecordKind | None], tuple[str]]:
        """Where records are kept the type is named: there is one of each."""
        from qms_docs.model.records.kinds import kind_named  # noqa: PLC0415 - which gathers all types

        return kind_named, (self.name,)

    @property
    def plural(self) -> str:
        """The title of several of them."""
        if self.many:
            return self.many
        return f"{self.title[:-1]}ies" if self.title.endswith("y") else f"{self.title}s"

    @property
    def link_kinds(self) -> tuple[str, ...]:
        """The kinds of links that a record of the type may have."""
        return tuple(sorted((*EVERYWHERE, *self.links)))

    @property
    def state_names(self) -> tuple[str, ...]:
        """The names of the states, in their order."""
        return tuple(each.name for each in self.states)

    @property
    def final_states(self) -> tuple[str, ...]:
        """The states in which a record is closed."""
        return tuple(each.name for each in self.states if each.final)

    def from_on(self, state: str) -> tuple[str, ...]:
        """The state and those behind it."""
        names = self.state_names
        return names[names.index(state) :]

    def next_after(self, status: str | None) -> str | None:
        """The state that a record is to reach next; None where it is closed, or has no states.

        States in which something ends otherwise than it should, such as rejected, are nobody's next.
        """
        if status not in self.state_names or self.is_final(status):
            return None
        behind = self.from_on(status or "")[1:]
        return next((each for each in behind if each in self.ends or not self.is_final(each)), (*self.ends, None)[0])

    def is_final(self, status: str | None) -> bool:
        """Whether a record in the state is closed."""
        return any(each.final and each.name == status for each in self.states)


def actions_due(actions: tuple[Action, ...], field: str = "actions") -> Iterator[Day]:
    """The days of the actions that are still to be done."""
    for number, action in enumerate(actions):
        if action.is_open and action.due is not None:
            yield Day(on=action.due, field=f"{field}.{number}.due", what=f"done: {action.what or 'an action'}")


def effectiveness_due(look: Effectiveness | None, field: str = "effectiveness") -> Iterator[Day]:
    """The day by which somebody is to say whether it has worked, as long as nobody has."""
    if look is not None and look.result is None and look.due is not None:
        yield Day(on=look.due, field=f"{field}.due", what="judged for its effectiveness")
