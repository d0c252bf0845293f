"""How each type of record is read: worked out once from the annotations of its value."""

from __future__ import annotations

import types
from collections.abc import Mapping
from dataclasses import fields
from functools import cache
from typing import TYPE_CHECKING, Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints

from qms_docs.model.records.about import About, OrOne
from qms_docs.model.records.forms import Form, record_form
from qms_docs.model.records.parts import Amendment, Link, Part
from qms_docs.values import dataclass

if TYPE_CHECKING:
    from qms_docs.model.records.kind import RecordKind

__all__ = [
    "AmendmentsPlan",
    "FieldPlan",
    "GroupPlan",
    "LinksPlan",
    "ListPlan",
    "MapPlan",
    "Plan",
    "ScalarPlan",
    "choice",
    "find_plan",
    "group_plan",
    "record_plan",
]


@dataclass(frozen=True, slots=True)
class ScalarPlan:
    """One value."""

    form: Form


@dataclass(frozen=True, slots=True)
class ListPlan:
    """A list of values."""

    item: Plan
    or_one: bool = False
    """Whether its only item may stand without brackets."""


@dataclass(frozen=True, slots=True)
class MapPlan:
    """Values by names that the author chooses."""

    item: Plan


@dataclass(frozen=True, slots=True)
class LinksPlan:
    """Typed links, each `{kind: target}`."""

    kinds: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AmendmentsPlan:
    """The amendments, which are read before everything else."""


@dataclass(frozen=True, slots=True)
class FieldPlan:
    """A field of a group."""

    name: str
    """As the file spells it."""
    attribute: str
    plan: Plan
    about: About


@dataclass(frozen=True, slots=True)
class GroupPlan:
    """A group of fields."""

    value: type[Any]
    fields: Mapping[str, FieldPlan]


Plan = ScalarPlan | ListPlan | MapPlan | LinksPlan | AmendmentsPlan | GroupPlan


def find_plan(plan: Plan, path: str) -> Plan | None:
    """What may stand at a path with dots; None where nothing may."""
    current: Plan | None = plan
    for step in path.split("."):
        if isinstance(current, GroupPlan):
            current = current.fields[step].plan if step in current.fields else None
        elif isinstance(current, ListPlan):
            current = current.item if step.isascii() and step.isdigit() else None
        else:
            current = current.item if isinstance(current, MapPlan) else None
    return current


def choice(values: tuple[str, ...]) -> Form:
    """The form of a value that is one of these."""
    known = {value: value for value in values}
    return Form(expected=f"one of: {', '.join(values)}", parse=known.get, schema={"enum": list(values)})


@cache
def record_plan(kind: RecordKind) -> GroupPlan:
    """How a record of the type is read: its states, links and ids are its own."""
    plan = group_plan(kind.value)
    own = dict(plan.fields)
    own["id"] = _with(own["id"], ScalarPlan(record_form(kind.prefix)))
    own["links"] = _with(own["links"], LinksPlan(kind.link_kinds))
    if kind.states:
        own["status"] = _with(own["status"], ScalarPlan(choice(kind.state_names)))
    else:
        del own["status"]
    return GroupPlan(kind.value, own)


def group_plan(value: type[Any]) -> GroupPlan:
    """How a group of fields is read; a name that is a word of Python ends with an underscore there."""
    if value not in _GROUPS:
        _GROUPS[value] = _group(value)
    return _GROUPS[value]


_GROUPS: dict[type[Any], GroupPlan] = {}


def _group(value: type[Any]) -> GroupPlan:
    hints = get_type_hints(value, include_extras=True)
    found: dict[str, FieldPlan] = {}
    for field in fields(value):
        if "derived" in field.metadata:
            continue
        base, extras = _parts(hints[field.name])
        about = next(each for each in extras if isinstance(each, About))
        plan = _plan(base, or_one=any(isinstance(each, OrOne) for each in extras), form=_form(extras))
        name = field.name.removesuffix("_")
        found[name] = FieldPlan(name, field.name, plan, about)
    return GroupPlan(value, found)


def _with(field: FieldPlan, plan: Plan) -> FieldPlan:
    return FieldPlan(field.name, field.attribute, plan, field.about)


def _parts(hint: object) -> tuple[object, tuple[object, ...]]:
    """A type without its annotations, and these; `| None` is taken off."""
    extras: tuple[object, ...] = ()
    while True:
        if get_origin(hint) is Annotated:
            hint, *more = get_args(hint)
            extras = (*extras, *more)
        elif get_origin(hint) in (Union, types.UnionType):
            hint = next(each for each in get_args(hint) if each is not type(None))
        else:
            return hint, extras


def _form(extras: tuple[object, ...]) -> Form | None:
    return next((each for each in extras if isinstance(each, Form)), None)


def _plan(hint: object, *, or_one: bool = False, form: Form | None = None) -> Plan:
    if form is not None:
        return ScalarPlan(form)
    origin = get_origin(hint)
    if origin is Literal:
        return ScalarPlan(choice(get_args(hint)))
    if origin is tuple:
        return _list(get_args(hint)[0], or_one=or_one)
    if origin is not None and issubclass(origin, Mapping):
        return MapPlan(_inner(get_args(hint)[1]))
    if isinstance(hint, type) and issubclass(hint, Part):
        return group_plan(hint)
    return ScalarPlan(choice(()))


def _list(hint: object, *, or_one: bool) -> Plan:
    if hint is Link:
        return LinksPlan(())
    return AmendmentsPlan() if hint is Amendment else ListPlan(_inner(hint), or_one)


def _inner(hint: object) -> Plan:
    base, extras = _parts(hint)
    return _plan(base, form=_form(extras))
