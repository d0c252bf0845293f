"""From YAML values to typed fields: what does not fit becomes a fault with its line, the rest stays usable."""

from __future__ import annotations

import difflib
import re
from dataclasses import field
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from pydantic import BaseModel, ValidationError

from qms_docs.model.finding import Fault, FaultKind
from qms_docs.sources.yaml_nodes import YamlMapping, lines_of
from qms_docs.sources.yaml_text import plain
from qms_docs.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

__all__ = ["Checked", "Place", "check_fields", "got", "nearest"]

_Shape = TypeVar("_Shape", bound=BaseModel)
_LONGEST_QUOTE = 60


@dataclass(frozen=True, slots=True)
class Place:
    """The file that is read, and the words of the organization for its fields."""

    path: str
    document: str | None = None
    spelling: Mapping[str, str] = field(default_factory=dict)

    def spelt(self, location: tuple[str | int, ...]) -> str:
        """The field as the file spells it, such as `change.class`."""
        first, *rest = location
        words = [self.spelling.get(str(first), str(first)), *(each for each in rest if isinstance(each, str))]
        return ".".join(map(str, words))


@dataclass(frozen=True, slots=True)
class Checked(Generic[_Shape]):
    """The fields that could be read, and a fault for each that could not."""

    fields: _Shape
    faults: tuple[Fault, ...]
    wrong: frozenset[tuple[str | int, ...]]
    """Where the values are that do not fit."""
    misspelt: frozenset[tuple[str | int, ...]] = frozenset()
    """Where the fields would be that unknown names were probably meant for."""


def check_fields(shape: type[_Shape], node: YamlMapping, place: Place) -> Checked[_Shape]:
    """The fields of a mapping in the given shape; names that begin with `x-` are the organization's own."""
    data = _without_own(plain(node))
    assert isinstance(data, dict)  # noqa: S101 - a mapping unfolds to a dict
    lines = lines_of(node)
    faults: list[Fault] = []
    wrong: set[tuple[str | int, ...]] = set()
    misspelt: set[tuple[str | int, ...]] = set()
    while True:
        try:
            return Checked(shape.model_validate(data), tuple(faults), frozenset(wrong), frozenset(misspelt))
        except ValidationError as error:
            errors = error.errors(include_url=False)
            misspelt |= {meant for each in errors if (meant := _meant(shape, each))}
            # From the last to the first, so that taking out one list item does not move the next.
            for each in reversed(errors):
                location = each["loc"]
                # What was taken out, or is there under another name, is not also missing.
                if each["type"] != "missing" or location not in wrong | misspelt:
                    faults.append(_fault(shape, each, node, lines, place))
                wrong.add(location)
                _take_out(data, location)


def nearest(name: str, known: Iterator[str] | list[str] | tuple[str, ...]) -> str | None:
    """The known name that is most like the given one, if any is like it."""
    close = difflib.get_close_matches(name.lower(), list(known), 1, cutoff=0.6)
    return close[0] if close else None


def _without_own(data: object) -> object:
    if isinstance(data, dict):
        return {name: _without_own(value) for name, value in data.items() if not name.startswith("x-")}
    return [_without_own(item) for item in data] if isinstance(data, list) else data


def _take_out(data: Any, location: tuple[str | int, ...]) -> None:
    """The value at fault is gone; where a required field is absent, the group that lacks it is."""
    *outer, last = location
    trail = [data]
    for step in outer:
        trail.append(trail[-1][step])
    holder = trail[-1]
    if isinstance(holder, dict) and last in holder:
        del holder[last]
    elif isinstance(holder, list) and isinstance(last, int):
        holder.pop(last)
    else:
        _take_out(data, tuple(outer))


def _fault(shape: type[BaseModel], error: Any, node: YamlMapping, lines: Mapping[str, int], place: Place) -> Fault:
    location: tuple[str | int, ...] = error["loc"]
    line = next((lines[name] for name in _names(location) if name in lines), node.line)
    spelt = place.spelt(location)
    if error["type"] == "extra_forbidden":
        return Fault(
            kind=FaultKind.UNKNOWN_FIELD,
            path=place.path,
            line=line,
            document=place.document,
            fact=f"The field `{spelt}` is not known.",
            remedy=_suggestion(str(location[-1]), _known_names(shape, location)),
        )
    if error["type"] == "missing":
        return Fault(
            kind=FaultKind.MISSING,
            path=place.path,
            line=line,
            document=place.document,
            fact=f"The field `{spelt}` is missing.",
            remedy=f"Add `{location[-1]}:`.",
        )
    expected = _expected(error)
    return Fault(
        kind=FaultKind.WRONG_TYPE,
        path=place.path,
        line=line,
        document=place.document,
        fact=f"Field `{spelt}`: got {got(error['input'])}, expected {expected}.",
        remedy="Correct the value.",
    )


def _meant(shape: type[BaseModel], error: Any) -> tuple[str | int, ...] | None:
    """Where the field would be that an unknown name was probably meant for."""
    location: tuple[str | int, ...] = error["loc"]
    like = nearest(str(location[-1]), _known_names(shape, location)) if error["type"] == "extra_forbidden" else None
    return (*location[:-1], like) if like else None


def _names(location: tuple[str | int, ...]) -> Iterator[str]:
    """The field at fault, then the fields around it."""
    for length in range(len(location), 0, -1):
        yield ".".join(map(str, location[:length]))


def _expected(error: Any) -> str:
    match error["type"]:
        case "form":
            return str(error["ctx"]["expected"])
        case "list_type" | "tuple_type":
            return "a list such as [one, two]"
        case "dict_type" | "mapping_type" | "model_type" | "model_attributes_type" | "dataclass_type":
            return "a group of fields"
        case "string_type":
            return "a text"
        case _:
            return f"something else ({error['msg']})"


def got(value: object) -> str:
    """A value as a sentence about it names it."""
    if value is None:
        return "nothing"
    if isinstance(value, list):
        return f"a list of {len(value)}"
    if isinstance(value, dict):
        return "a group of fields"
    text = re.sub(r"\s+", " ", str(value))
    return f"“{text if len(text) <= _LONGEST_QUOTE else text[:_LONGEST_QUOTE] + '…'}”"


def _suggestion(name: str, known: list[str]) -> str:
    like = nearest(name, known)
    guess = f"Did you mean `{like}`? " if like else ""
    return f"{guess}Correct the name or take the field out; names of your own begin with `x-`."


def _known_names(shape: type[BaseModel], location: tuple[str | int, ...]) -> list[str]:
    """The names that are known where the unknown one stands."""
    current: Any = shape
    for step in location[:-1]:
        if isinstance(step, str) and isinstance(current, type) and issubclass(current, BaseModel):
            known = {info.alias or name: info.annotation for name, info in current.model_fields.items()}
            current = known.get(step, current)
        current = _innermost(current)
    current = _innermost(current)
    if isinstance(current, type) and issubclass(current, BaseModel):
        return [info.alias or name for name, info in current.model_fields.items()]
    return []


def _innermost(annotation: Any) -> Any:
    """The model inside `X | None`, `tuple[X, ...]` or `dict[str, X]`."""
    while not isinstance(annotation, type) or getattr(annotation, "__args__", None):
        inner = [each for each in getattr(annotation, "__args__", ()) if each not in (type(None), Ellipsis, str)]
        if not inner:
            return annotation
        annotation = inner[-1]
    return annotation
