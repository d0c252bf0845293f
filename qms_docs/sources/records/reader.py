"""From the nodes of a file to the values of a record; what does not fit becomes a fault, the rest stays usable."""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING, Any

from qms_docs.model.finding import Fault, FaultKind
from qms_docs.model.records.forms import Refers
from qms_docs.model.records.parts import Link
from qms_docs.model.records.record import Naming
from qms_docs.sources.fields import got, nearest
from qms_docs.sources.records.plan import GroupPlan, LinksPlan, ListPlan, MapPlan, Plan, ScalarPlan
from qms_docs.sources.yaml_text import Node, YamlMapping, YamlScalar, YamlSequence, plain
from qms_docs.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

__all__ = ["Reader"]

_EVIDENCE = "evidence"
_LIST = "a list such as [one, two]"
_GROUP = "a group of fields"


@dataclass(slots=True)
class Reader:
    """Reads one file; gathers what is wrong and what is named."""

    lines: Mapping[str, int]
    """Line of each field by its path with dots."""
    faults: list[Fault] = field(default_factory=list)
    names: list[Naming] = field(default_factory=list)
    faulty: set[str] = field(default_factory=set)

    def group(self, plan: GroupPlan, node: YamlMapping, path: str = "") -> dict[str, Any]:
        """The values of a group by their attributes; fields that are absent or wrong are left out."""
        values: dict[str, Any] = {}
        for name, value in node.items.items():
            known = plan.fields.get(name)
            place = f"{path}{name}"
            if known is not None:
                read = self._value(known.plan, value, place)
                if read is not None:
                    values[known.attribute] = read
            elif not name.startswith("x-"):
                self.unknown(place, name, plan.fields)
        return values

    def unknown(self, place: str, name: str, known: Iterable[str]) -> None:
        """A name that nobody knows."""
        like = nearest(name, list(known))
        guess = f"Did you mean `{like}`? " if like else ""
        remedy = f"{guess}Correct the name or take the field out; names of your own begin with `x-`."
        if like:
            outer = place.rpartition(".")[0]
            self.faulty.add(f"{outer}.{like}" if outer else like)
        self._fault(FaultKind.UNKNOWN_FIELD, place, f"The field `{place}` is not known.", remedy)

    def wrong(self, place: str, value: object, expected: str) -> None:
        """A value of another form."""
        self.faulty.add(place)
        fact = f"Field `{place}`: got {got(value)}, expected {expected}."
        self._fault(FaultKind.WRONG_TYPE, place, fact, "Correct the value.")

    def _fault(self, kind: FaultKind, place: str, fact: str, remedy: str) -> None:
        self.faults.append(Fault(kind=kind, path="", line=self.line(place), fact=fact, remedy=remedy))

    def line(self, place: str) -> int:
        """The line of a field, or of what holds it."""
        while place:
            if place in self.lines:
                return self.lines[place]
            place = place.rpartition(".")[0]
        return 1

    def _value(self, plan: Plan, node: Node, place: str) -> Any:  # noqa: ANN401 - of the type of the field
        if isinstance(node, YamlScalar) and node.is_null:
            return None
        if isinstance(plan, ScalarPlan):
            return self.scalar(plan.form.parse, plan.form.expected, plan.form.refers, node, place)
        if isinstance(plan, ListPlan):
            return self._list(plan, node, place)
        if isinstance(plan, LinksPlan):
            return self._links(plan.kinds, node, place)
        if isinstance(plan, MapPlan):
            return self._map(plan.item, node, place)
        return self._group(plan, node, place) if isinstance(plan, GroupPlan) else None

    def scalar(self, parse: Any, expected: str, refers: Refers | None, node: Node, place: str) -> Any:  # noqa: ANN401 - as above
        """One value, and what it names."""
        value = parse(node.text) if isinstance(node, YamlScalar) else None
        if value is None:
            self.wrong(place, plain(node), expected)
        elif refers is not None:
            self._name(refers, node.text, place)  # type: ignore[union-attr]
        return value

    def _name(self, refers: Refers, name: str, place: str) -> None:
        self.names.append(Naming(refers=refers, name=name, field=place, key=f"{refers.value}: {name}"))

    def _list(self, plan: ListPlan, node: Node, place: str) -> tuple[Any, ...] | None:
        if plan.or_one and isinstance(node, YamlScalar):
            only = self._value(plan.item, node, place)
            return None if only is None else (only,)
        if not isinstance(node, YamlSequence):
            self.wrong(place, plain(node), _LIST)
            return None
        read = (self._item(plan.item, item, f"{place}.{number}") for number, item in enumerate(node.items))
        return tuple(each for each in read if each is not None)

    def _item(self, plan: Plan, node: Node, place: str) -> Any:  # noqa: ANN401 - as above
        if isinstance(node, YamlScalar) and node.is_null:
            self.wrong(place, None, "a value")
            return None
        if isinstance(plan, GroupPlan) and not isinstance(node, YamlMapping):
            # Its place in the list is kept, so that those behind it are known by their numbers.
            self.wrong(place, plain(node), _GROUP)
            return plan.value()
        return self._value(plan, node, place)

    def _map(self, item: Plan, node: Node, place: str) -> dict[str, Any] | None:
        if not isinstance(node, YamlMapping):
            self.wrong(place, plain(node), _GROUP)
            return None
        read = {name: self._value(item, value, f"{place}.{name}") for name, value in node.items.items()}
        return {name: value for name, value in read.items() if value is not None}

    def _group(self, plan: GroupPlan, node: Node, place: str) -> Any:  # noqa: ANN401 - as above
        if not isinstance(node, YamlMapping):
            self.wrong(place, plain(node), _GROUP)
            return None
        return plan.value(**self.group(plan, node, f"{place}."))

    def _links(self, kinds: tuple[str, ...], node: Node, place: str) -> tuple[Link, ...] | None:
        if not isinstance(node, YamlSequence):
            self.wrong(place, plain(node), "a list such as [{caused_by: NC-2026-003}]")
            return None
        found: list[Link] = []
        for number, item in enumerate(node.items):
            inner = f"{place}.{number}"
            if not isinstance(item, YamlMapping) or len(item.items) != 1:
                self.wrong(inner, plain(item), "one kind and its target, such as {caused_by: NC-2026-003}")
                continue
            ((kind, target),) = item.items.items()
            if kind not in kinds:
                self.unknown(f"{inner}.{kind}", kind, kinds)
            elif not isinstance(target, YamlScalar) or not target.text.strip():
                self.wrong(f"{inner}.{kind}", plain(target), "the id of a record or document")
            else:
                refers = Refers.EVIDENCE_LINK if kind == _EVIDENCE else Refers.TARGET
                self._name(refers, target.text, f"{inner}.{kind}")
                found.append(Link(kind=kind, target=target.text))
        return tuple(found)
