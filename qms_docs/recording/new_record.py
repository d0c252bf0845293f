"""A new record, begun: what its state needs is there, and nothing else."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from qms_docs.failures import WrongUseError
from qms_docs.model.records.history import KeptRecord
from qms_docs.model.records.needs import lacking
from qms_docs.recording.amend import value_of
from qms_docs.recording.new_text import new_text
from qms_docs.rules.likeness import nearest_name
from qms_docs.sources.records.amending import NoSuchFieldError, with_value
from qms_docs.sources.records.plan import ListPlan, Plan, ScalarPlan, find_plan, record_plan
from qms_docs.sources.records.record import read_record
from qms_docs.sources.yaml_text import YamlMapping

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from qms_docs.model.manual import Manual
    from qms_docs.model.records.kind import Lack, RecordKind
    from qms_docs.model.records.record import Record

__all__ = ["Draft", "choices_of", "given_values", "is_askable", "says"]


class Draft:
    """A record that is being put together."""

    def __init__(
        self,
        kind: RecordKind,
        values: Mapping[str, str],
        preface: Sequence[str] = (),
        notes: Mapping[str, str] | None = None,
    ) -> None:
        """`values` are those of fields by their path with dots, an id among them; raises as `set` does.

        `preface` and `notes` are comments for the file.
        """
        self.kind = kind
        self._preface = preface
        self._notes = notes or {}
        self._fields = YamlMapping({}, {}, 1)
        for name, text in values.items():
            self.set(name, text)

    def set(self, name: str, text: str) -> None:
        """The field has the value.

        Raises WrongUseError for a field that the type does not have, and for a value of the wrong form.
        """
        node = value_of(_plan_of(self.kind, name), text, f"--set {name}=")
        before = self._fields
        try:
            self._fields = with_value(before, name, node, 1)
        except NoSuchFieldError:
            raise WrongUseError(f"{name} is no field of the type {self.kind.name}. Nothing was written.") from None
        reading = read_record(self.text.encode(), page=False, fallback=self.kind.name)
        start = (f"Field `{name}`", f"Field `{name}.", f"The field `{name}.")
        wrong = next((fault.fact for fault in reading.faults if fault.fact.startswith(start)), None)
        if wrong is not None:
            self._fields = before
            raise WrongUseError(f"{wrong} Nothing was written.")

    @property
    def text(self) -> str:
        """The file."""
        return new_text(self.kind, self._fields.items, self._preface, self._notes)

    @property
    def record(self) -> Record:
        """What the file says."""
        record = read_record(self.text.encode(), page=False, fallback=self.kind.name).record
        assert record is not None  # noqa: S101 - the id is given before anything is asked
        return record

    def lacks(self, manual: Manual, path: str) -> list[Lack]:
        """What the state needs besides."""
        record = self.record
        kept = KeptRecord(record=record, kind=self.kind, path=path, entries=())
        book = replace(manual.records, kept=tuple(sorted((*manual.records.kept, kept), key=lambda each: each.id)))
        return list(lacking(record, self.kind, replace(manual, record_book=book)))


def given_values(kind: RecordKind, given: Sequence[str]) -> dict[str, str]:
    """The values of `KEY=VALUE` by their keys; an empty one is none.

    Raises WrongUseError for what is none, stands there twice, or is no field.
    """
    found: dict[str, str] = {}
    for each in given:
        name, sign, value = each.partition("=")
        name = name.strip()
        if not sign or not name:
            raise WrongUseError(f"--set {each} is not KEY=VALUE. Nothing was written.")
        if name in found:
            raise WrongUseError(f"--set {name} is given twice. Nothing was written.")
        _plan_of(kind, name)
        found[name] = value
    return {name: value for name, value in found.items() if value.strip()}


def is_askable(kind: RecordKind, path: str) -> bool:
    """Whether the value of a field can be typed on one line: a single value, or a list of such."""
    plan = find_plan(record_plan(kind), path)
    return isinstance(plan, ScalarPlan) or (isinstance(plan, ListPlan) and isinstance(plan.item, ScalarPlan))


def choices_of(kind: RecordKind, path: str) -> tuple[str, ...]:
    """The values among which somebody chooses; none where anything may be typed."""
    plan = find_plan(record_plan(kind), path)
    return tuple(plan.form.schema.get("enum", ())) if isinstance(plan, ScalarPlan) else ()  # type: ignore[arg-type]


def says(kind: RecordKind, path: str) -> str:
    """What a field is, in one sentence."""
    whole = record_plan(kind)
    field = whole.fields.get(path)
    if field is not None:
        expected = "" if not isinstance(field.plan, ListPlan) else " (a list such as [one, two])"
        return f"{field.about.says}{expected}"
    return path


def _plan_of(kind: RecordKind, path: str) -> Plan:
    whole = record_plan(kind)
    plan = find_plan(whole, path)
    if plan is None:
        like = nearest_name(path, list(whole.fields))
        hint = f"Did you mean {like}?" if like else f"`qms schema {kind.name}` shows the fields."
        raise WrongUseError(f"A record of the type {kind.name} has no field {path}. {hint} Nothing was written.")
    return plan
