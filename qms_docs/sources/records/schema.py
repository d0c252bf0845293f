"""JSON Schemas of records, rows and registers, for editors that complete and check while somebody types."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from qms_docs.model.records.about import ALWAYS
from qms_docs.model.records.kinds import KINDS
from qms_docs.model.records.record import ENVELOPE
from qms_docs.model.records.registers import REGISTERS
from qms_docs.model.records.series import SERIES
from qms_docs.sources.records.amending import AMENDMENT
from qms_docs.sources.records.plan import (
    AmendmentsPlan,
    FieldPlan,
    GroupPlan,
    LinksPlan,
    ListPlan,
    MapPlan,
    Plan,
    ScalarPlan,
    group_plan,
    record_plan,
)
from qms_docs.sources.schemas.editors import NOTHING, Schema, titled

if TYPE_CHECKING:
    from collections.abc import Callable

    from qms_docs.model.records.kind import RecordKind
    from qms_docs.model.records.series import SeriesKind

__all__ = ["SCHEMAS"]

_DRAFT = "https://json-schema.org/draft/2020-12/schema"
_OWN: Schema = {"^x-": {"description": "A field of your own."}}
_LIST = "Expected a list such as [one, two]."
_GROUP = "Expected a group of fields, each as `name: value` on a line of its own."
_EXAMPLE_LINK = {"caused_by": "NC-2026-003"}


def _of_record(kind: RecordKind) -> Schema:
    parts: dict[str, Schema] = {}
    plan = record_plan(kind)
    required = [name for name, field in plan.fields.items() if name in ENVELOPE or field.about.needed == ALWAYS]
    schema = _object(plan, kind.title, kind.says, required, parts)
    conditions = [each for state in kind.state_names if (each := _for_state(plan, state))]
    if conditions:
        schema["allOf"] = conditions
    return _whole(schema, parts)


def _for_state(plan: GroupPlan, state: str) -> Schema | None:
    """What a state needs; a list that may be empty has to be there all the same."""
    needed = [name for name, field in plan.fields.items() if state in field.about.needed]
    if not needed:
        return None
    when = {"properties": {"status": {"const": state}}, "required": ["status"]}
    return {"if": when, "then": {"required": needed}}


def _of_row(kind: SeriesKind) -> Schema:
    """One row, whose cells are all text; an empty one is none."""
    plan = group_plan(kind.row)
    required = [name for name, field in plan.fields.items() if field.about.needed]
    schema = _object(plan, titled(kind.row.__name__), kind.says, required, {})
    for name, field in schema["properties"].items():
        if name not in required:
            field["anyOf"] = [*field["anyOf"][:-1], {"const": ""}]
    return _whole(schema, {})


def _of_register(name: str) -> Schema:
    value = next(value for known, value in REGISTERS.values() if known == name)
    plan, parts = group_plan(value), dict[str, Schema]()
    says = (value.__doc__ or "").split(": ", 1)[-1]
    schema = _object(plan, titled(value.__name__), says[:1].upper() + says[1:], list(plan.fields), parts)
    return _whole(schema, parts)


def _whole(schema: Schema, parts: dict[str, Schema]) -> Schema:
    return {"$schema": _DRAFT, **schema, **({"$defs": parts} if parts else {})}


def _object(plan: GroupPlan, title: str, says: str, required: list[str], parts: dict[str, Schema]) -> Schema:
    fields = {
        name: _field(field, parts, needed=name in required and not field.about.may_be_empty)
        for name, field in plan.fields.items()
    }
    return {
        "title": title,
        "description": says,
        "type": "object",
        "properties": fields,
        "required": required,
        "additionalProperties": False,
        "patternProperties": _OWN,
    }


def _field(field: FieldPlan, parts: dict[str, Schema], *, needed: bool) -> Schema:
    says = field.about.says
    said: Schema = {
        "title": re.sub(r"[0-9]", "", titled(field.name)),
        "description": says.replace("`", ""),
        "markdownDescription": says,
        "anyOf": [_schema(field.plan, parts), *([] if needed else [NOTHING])],
    }
    example = _example(field.plan)
    return said if example is None else {**said, "examples": [example]}


def _schema(plan: Plan, parts: dict[str, Schema]) -> Schema:
    if isinstance(plan, ScalarPlan):
        message = f"Expected {plan.form.expected}."
        told = {"patternErrorMessage": message} if "pattern" in plan.form.schema else {}
        return {**plan.form.schema, "errorMessage": message, **told}
    if isinstance(plan, ListPlan):
        items = _schema(plan.item, parts)
        several = {"type": "array", "items": items, "errorMessage": _LIST}
        return {"anyOf": [several, items]} if plan.or_one else several
    if isinstance(plan, LinksPlan):
        return _links(plan)
    if isinstance(plan, MapPlan):
        return {"type": "object", "additionalProperties": _schema(plan.item, parts), "errorMessage": _GROUP}
    return _part(
        AMENDMENT if isinstance(plan, AmendmentsPlan) else plan, parts, several=isinstance(plan, AmendmentsPlan)
    )


def _links(plan: LinksPlan) -> Schema:
    """One kind and its target each."""
    target = {"type": "string", "errorMessage": "Expected the id of a record or document, or a file."}
    one = {
        "type": "object",
        "properties": dict.fromkeys(plan.kinds, target),
        "additionalProperties": False,
        "minProperties": 1,
        "maxProperties": 1,
        "errorMessage": "Expected one kind and its target, such as {caused_by: NC-2026-003}.",
    }
    return {"type": "array", "items": one, "errorMessage": _LIST}


def _part(plan: GroupPlan, parts: dict[str, Schema], *, several: bool) -> Schema:
    name = plan.value.__name__.lstrip("_")
    if name not in parts:
        parts[name] = {}
        required = [each for each, field in plan.fields.items() if field.about.needed == ALWAYS]
        says = (plan.value.__doc__ or "").split("\n", maxsplit=1)[0]
        parts[name] = _object(plan, titled(name), says, required, parts)
        parts[name]["errorMessage"] = _GROUP
        if plan is AMENDMENT:
            parts[name]["properties"] |= _OLD_AND_NEW
            parts[name]["required"].append("new")
    reference = {"$ref": f"#/$defs/{name}"}
    return {"type": "array", "items": reference, "errorMessage": _LIST} if several else reference


_OLD_AND_NEW: Schema = {
    name: {"title": name.capitalize(), "description": says, "markdownDescription": says, "examples": ["In words."]}
    for name, says in (("old", "What the field says."), ("new", "What it is to say from now on."))
}


def _example(plan: Plan) -> object:
    if isinstance(plan, ScalarPlan):
        return plan.form.example
    if isinstance(plan, ListPlan):
        inner = _example(plan.item)
        return None if inner is None else inner if plan.or_one else [inner]
    if isinstance(plan, MapPlan):
        return {"quality": 4} if isinstance(plan.item, ScalarPlan) else None
    return [_EXAMPLE_LINK] if isinstance(plan, LinksPlan) else None


def _maker(make: Callable[[Any], Schema], what: object) -> Callable[[], Schema]:
    return lambda: make(what)


SCHEMAS: dict[str, Callable[[], Schema]] = {
    **{kind.name: _maker(_of_record, kind) for kind in KINDS},
    **{kind.name: _maker(_of_row, kind) for kind in SERIES},
    **{name: _maker(_of_register, name) for name, _ in REGISTERS.values()},
}
"""By name; each is made when it is asked for."""
