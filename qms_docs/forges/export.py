"""The JSON that a forge returned, as it was saved: pages one after the other, and nothing trusted."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from qms_docs.failures import CannotCheckError

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["Shape", "items", "read_export", "shaped"]

_LARGEST = 20_000_000
"""Bytes. A review takes less than 5,000 unless somebody writes a book into it."""
_MOST = 10_000
"""Items of all pages together."""


class Shape(BaseModel):
    """A part of what a forge returns; fields that nobody asks for are passed over."""

    model_config = ConfigDict(extra="ignore", frozen=True, strict=True)


_Shape = TypeVar("_Shape", bound=Shape)


def read_export(content: bytes) -> tuple[object, ...]:
    """The JSON values of a file, which stand one after the other where several answers were saved together.

    Raises CannotCheckError for anything else.
    """
    if len(content) > _LARGEST:
        raise _unreadable(f"it is larger than {_LARGEST // 1_000_000} MB")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise _unreadable("it is not UTF-8") from error
    values: list[object] = []
    decoder = json.JSONDecoder(parse_constant=_refuse_constant)
    position = _next(text, 0)
    while position < len(text):
        try:
            value, end = decoder.raw_decode(text, position)
        except json.JSONDecodeError as error:
            raise _unreadable(f"line {error.lineno} is no JSON") from error
        except (RecursionError, ValueError) as error:
            raise _unreadable("it is no JSON of the kind that a forge returns") from error
        values.append(value)
        position = _next(text, end)
    if not values:
        raise _unreadable("it is empty")
    return tuple(values)


def items(values: Iterable[object]) -> tuple[object, ...]:
    """The items of all pages: of each list its items, anything else itself.

    Raises CannotCheckError where there are more than any pull request has.
    """
    found = [item for value in values for item in (value if isinstance(value, list) else [value])]
    if len(found) > _MOST:
        raise _unreadable(f"it has more than {_MOST:,} items")
    return tuple(found)


def shaped(shape: type[_Shape], value: object, what: str) -> _Shape:
    """The value in this shape.

    Raises CannotCheckError, with what the value should be, where it has another one.
    """
    try:
        return shape.model_validate(value)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        place = ".".join(map(str, first["loc"]))
        wrong = f"its field `{place}` is missing or of another kind" if place else "it is no object"
        raise _unreadable(f"an item is not {what}: {wrong}") from error


def _next(text: str, position: int) -> int:
    """Where the next value begins."""
    while position < len(text) and text[position] in " \t\r\n":
        position += 1
    return position


def _refuse_constant(name: str) -> object:
    raise ValueError(name)


def _unreadable(reason: str) -> CannotCheckError:
    return CannotCheckError(
        f"The reviews cannot be read: {reason}.",
        "Save what the forge returns, as it is; `qms approvals import --help` names the addresses.",
    )
