"""The text of a new record: what is known, what its state needs, and what comes later as comments."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qms_docs.model.records.about import ALWAYS
from qms_docs.recording.block import block, is_long
from qms_docs.recording.flow import flow
from qms_docs.sources.records.plan import GroupPlan, ListPlan, ScalarPlan, record_plan
from qms_docs.sources.yaml_text import YamlScalar
from qms_docs.writing.record_text import scalar

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from qms_docs.model.records.kind import RecordKind
    from qms_docs.sources.records.plan import FieldPlan
    from qms_docs.sources.yaml_text import Node

__all__ = ["new_text"]

_COLUMN = 33
_QUIET = ("id", "title", "opened", "hold", "principles", "confidentiality", "attachments", "amendments", "closed_on")
"""Fields about which a new record says nothing: they speak for themselves, or nobody types them at the beginning."""


def new_text(
    kind: RecordKind, values: Mapping[str, Node], preface: Iterable[str] = (), notes: Mapping[str, str] | None = None
) -> str:
    """The file; every value is read back as it was given.

    `preface` are comments at its head, `notes` comments behind fields, by their path with dots.
    """
    plan = record_plan(kind)
    lines = [f"# {kind.title}: {kind.says[:1].lower()}{kind.says[1:]}"]
    if kind.states:
        states = ", ".join(f"{each.name} (final)" if each.final else each.name for each in kind.states)
        lines.append(f"# States: {states}.")
    lines += [f"# {each}" for each in preface]
    for name in plan.fields:
        if name in values:
            lines += _lines(plan.fields[name], values[name], notes or {})
    later = [_later(each) for name, each in plan.fields.items() if name not in values and name not in _QUIET]
    if later:
        lines += ["# What is known later, without the sign at the beginning of the line:", *later]
    return "".join(f"{line}\n" for line in lines)


def _lines(field: FieldPlan, value: Node, notes: Mapping[str, str]) -> Iterator[str]:
    """A field, over several lines where it would not fit on one or is told with notes."""
    if is_long(value) or any(each.startswith(f"{field.name}.") for each in notes):
        yield from block(field.name, value, notes)
    else:
        yield _line(field, value)


def _line(field: FieldPlan, value: Node) -> str:
    single = isinstance(value, YamlScalar) and value.text
    text = f"{field.name}: {scalar(value.text) if single and isinstance(value, YamlScalar) else flow(value)}"
    says = "" if field.name in _QUIET else _choices(field)
    return f"{text:<{_COLUMN}}# {says}" if says else text


def _choices(field: FieldPlan) -> str:
    expected = field.plan.form.expected if isinstance(field.plan, ScalarPlan) else ""
    return expected if expected.startswith("one of") else ""


def _later(field: FieldPlan) -> str:
    needed = field.about.needed
    when = f" Needed for: {', '.join(needed)}." if needed and needed != ALWAYS else ""
    choices = _choices(field)
    told = f" ({choices})" if choices else ""
    start = f"# {field.name}:{_shape(field)}"
    return f"{start:<{_COLUMN - 1}} # {field.about.says.removesuffix('.')}{told}.{when}"


def _shape(field: FieldPlan) -> str:
    """How a value that is no single one is written."""
    plan = field.plan
    if isinstance(plan, ListPlan) and isinstance(plan.item, GroupPlan):
        return f" [{{{', '.join(f'{name}: ' for name in plan.item.fields).strip()}}}]"
    if isinstance(plan, GroupPlan):
        return f" {{{', '.join(f'{name}: ' for name in plan.fields).strip()}}}"
    return " []" if isinstance(plan, ListPlan) else ""
