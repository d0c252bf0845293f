"""Where the fields of a YAML block stand, to the character, whatever the form in which they are written."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING

import yaml

from qms_docs.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["Form", "NotEditableError", "Place", "Value", "find_fields"]


class NotEditableError(Exception):
    """The front matter is written in a form in which no single field can be replaced."""


class Form(Enum):
    """How a value is written."""

    PLAIN = "plain"
    """As it is, or not at all."""
    SINGLE = "'"
    """In single quotation marks."""
    DOUBLE = '"'
    """In double quotation marks."""
    LINES = "|"
    """As lines below a `|` or `>`."""
    BLOCK = "block"
    """Fields, each on a line of its own."""
    BRACES = "{}"
    """Fields in braces."""
    OTHER = "other"
    """A list, a repetition (`*`), or anything with a mark (`&`, `!`) before it."""


_STYLES = {"'": Form.SINGLE, '"': Form.DOUBLE, "|": Form.LINES, ">": Form.LINES}
_NULLS = ("", "~", "null", "Null", "NULL")


@dataclass(frozen=True, kw_only=True, slots=True)
class Value:
    """A value between two characters of the text; what is not written is empty, right behind the colon."""

    form: Form
    start: int
    end: int
    """Behind the last character that can be seen."""
    text: str = ""
    fields: tuple[Place, ...] = ()

    @property
    def is_nothing(self) -> bool:
        """Whether nothing is written, or `null`."""
        return self.form is Form.PLAIN and self.text in _NULLS

    def find(self, name: str) -> Place | None:
        """The field of that name.

        Raises NotEditableError where there are two.
        """
        found = [each for each in self.fields if each.name == name]
        if len(found) > 1:
            raise NotEditableError
        return found[0] if found else None


@dataclass(frozen=True, kw_only=True, slots=True)
class Place:
    """A field: its name, where the name begins, and its value."""

    name: str
    start: int
    value: Value


def find_fields(text: str) -> Value:
    """The fields of a block and those of its groups.

    Raises NotEditableError for everything that is no group of fields.
    """
    try:
        return _Finder(text).root()
    except (yaml.MarkedYAMLError, yaml.reader.ReaderError) as error:
        raise NotEditableError from error


class _Finder:
    """Follows the parser through two levels of fields; what lies deeper is passed over."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._events: Iterator[yaml.Event] = iter(yaml.parse(text, Loader=yaml.CBaseLoader))

    def root(self) -> Value:
        """The fields at the top."""
        next(self._events)
        if isinstance(next(self._events), yaml.DocumentStartEvent):
            event = next(self._events)
            if isinstance(event, yaml.MappingStartEvent) and event.anchor is event.tag is None:
                return self._group(event, deeper=True)
        raise NotEditableError

    def _group(self, opening: yaml.MappingStartEvent, *, deeper: bool) -> Value:
        fields: list[Place] = []
        event = next(self._events)
        while not isinstance(event, yaml.MappingEndEvent):
            if not isinstance(event, yaml.ScalarEvent) or event.anchor or event.tag:
                raise NotEditableError
            fields.append(Place(name=event.value, start=_start(event), value=self._value(deeper=deeper)))
            event = next(self._events)
        braces = bool(opening.flow_style)
        return Value(
            form=Form.BRACES if braces else Form.BLOCK,
            start=_start(opening),
            end=_end(event) if braces else fields[-1].value.end,
            fields=tuple(fields),
        )

    def _value(self, *, deeper: bool) -> Value:
        event = next(self._events)
        marked = getattr(event, "anchor", None) or getattr(event, "tag", None)
        if isinstance(event, yaml.MappingStartEvent) and deeper and not marked:
            return self._group(event, deeper=False)
        if isinstance(event, yaml.ScalarEvent):
            form = Form.OTHER if marked else _STYLES.get(event.style or "", Form.PLAIN)
            return Value(form=form, start=_start(event), end=self._seen(event), text=event.value)
        return Value(form=Form.OTHER, start=_start(event), end=self._passed(event))

    def _passed(self, event: yaml.Event) -> int:
        """The end of a value into which nobody looks."""
        end, braces = self._seen(event), []
        while True:
            if isinstance(event, yaml.CollectionStartEvent):
                braces.append(event.flow_style)
            elif not isinstance(event, yaml.CollectionEndEvent) or braces.pop():
                end = self._seen(event)
            if not braces:
                return end
            event = next(self._events)

    def _seen(self, event: yaml.Event) -> int:
        """The end of an event without the blank lines that the parser counts to it."""
        return _start(event) + len(self._text[_start(event) : _end(event)].rstrip())


def _start(event: yaml.Event) -> int:
    assert event.start_mark is not None  # noqa: S101 - what comes from a parser has a place
    return event.start_mark.index


def _end(event: yaml.Event) -> int:
    assert event.end_mark is not None  # noqa: S101 - as above
    return event.end_mark.index
