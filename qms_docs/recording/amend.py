"""An amendment: what a field of a record is to say from now on, while the field itself stays."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qms_docs.failures import RefusedError, WrongUseError
from qms_docs.recording.flow import flow
from qms_docs.rules.likeness import nearest_name
from qms_docs.sources.records.amending import NoSuchFieldError, apply_amendments, value_at
from qms_docs.sources.records.plan import ListPlan, Plan, ScalarPlan, find_plan, record_plan
from qms_docs.sources.records.reader import Reader
from qms_docs.sources.yaml_nodes import lines_of
from qms_docs.sources.yaml_text import Node, YamlFaultError, YamlScalar, plain, read_yaml
from qms_docs.values import dataclass

if TYPE_CHECKING:
    from datetime import date

    from qms_docs.recording.standing_record import StandingRecord

__all__ = ["Wish", "amended", "value_of"]

_FIXED = ("id", "amendments")


@dataclass(frozen=True, kw_only=True, slots=True)
class Wish:
    """What somebody amends."""

    field: str
    new: str
    """An empty text stands for nothing."""
    reason: str
    by: str
    on: date


def amended(standing: StandingRecord, wish: Wish) -> bytes:
    """The file with the amendment at the end of its list; every other byte is as it was.

    Raises RefusedError where the field does not exist or has the value already, and where it cannot be written.
    """
    node, _ = apply_amendments(standing.fields, Reader(lines_of(standing.fields)))
    plan = _plan_of(standing, wish.field)
    try:
        old = value_at(node, wish.field)
    except NoSuchFieldError:
        raise RefusedError(f"{standing.kept.id} has nothing at {wish.field}. Nothing was written.") from None
    new = value_of(plan, wish.new, "--new")
    if plain(old) == plain(new):
        raise RefusedError(f"{standing.kept.id}: {wish.field} says that already. Nothing was written.")
    words = {"on": wish.on.isoformat(), "by": wish.by, "reason": wish.reason, "field": wish.field}
    stated = ", ".join(f"{name}: {flow(YamlScalar(text, 1, quoted=True))}" for name, text in words.items())
    content = standing.with_amendment(f"{{{stated}, old: {flow(old)}, new: {flow(new)}}}")
    standing.read(content)
    return content


def value_of(plan: Plan, text: str, option: str) -> Node | None:
    """What somebody typed, as the field takes it: a single value as the characters, anything else as YAML."""
    if not text.strip():
        return None
    if isinstance(plan, ScalarPlan):
        return YamlScalar(text.strip(), 1, quoted=True)
    try:
        node = read_yaml(text)
    except YamlFaultError as error:
        raise WrongUseError(f"{option} cannot be read: {error.fact}. Write a list as [one, two].") from error
    if isinstance(plan, ListPlan) and isinstance(node, YamlScalar) and not plan.or_one:
        raise WrongUseError(f"{option} is a list: write it as [{text.strip()}].")
    return node


def _plan_of(standing: StandingRecord, field: str) -> Plan:
    """What may stand at a path with dots."""
    whole = record_plan(standing.kept.kind)
    if field.partition(".")[0] in _FIXED:
        raise RefusedError(f"{standing.kept.id}: {field} is never amended. Nothing was written.")
    plan = find_plan(whole, field)
    if plan is None:
        like = nearest_name(field, list(whole.fields))
        hint = f" Did you mean {like}?" if like else ""
        raise RefusedError(f"{standing.kept.id} has no field {field} that could be amended.{hint} Nothing was written.")
    return plan
