"""The parts of a rendered text one after the other: elements begin and end, and words stand between."""

from __future__ import annotations

from enum import Enum
from html import escape
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["FORMULA", "VOID", "Event", "Kind", "as_html", "end", "start", "words"]

VOID = frozenset(("br", "hr", "img"))
"""Elements that hold nothing and do not end."""
FORMULA = "arithmatex"
"""The class of a formula in a line, as sites have it: its source stands between `\\(` and `\\)`."""


class Kind(Enum):
    """What happens."""

    START = "start"
    """An element begins, or stands there if it holds nothing."""
    END = "end"
    """An element ends."""
    WORDS = "words"
    """Words as they are read."""
    RAW = "raw"
    """HTML as the text has it, neither read nor cleaned."""


class Event(NamedTuple):
    """One part: the name of the element, or the words."""

    kind: Kind
    what: str
    attributes: tuple[tuple[str, str], ...] = ()


def start(tag: str, **attributes: str) -> Event:
    """An element begins; attributes that are empty are left out, except the words for an image."""
    given = ((name.rstrip("_"), value) for name, value in attributes.items() if value or name == "alt")
    return Event(Kind.START, tag, tuple(given))


def end(tag: str) -> Event:
    """An element ends."""
    return Event(Kind.END, tag)


def words(text: str) -> Event:
    """Words."""
    return Event(Kind.WORDS, text)


def as_html(events: Iterable[Event]) -> str:
    """The parts as HTML, which is still to be cleaned where it holds any of the text's own."""
    return "".join(map(_html, events))


def _html(event: Event) -> str:
    match event.kind:
        case Kind.WORDS:
            return escape(event.what)
        case Kind.RAW:
            return event.what
        case Kind.END:
            return f"</{event.what}>"
        case Kind.START:
            attributes = "".join(f' {name}="{escape(value)}"' for name, value in event.attributes)
            # HTML passes over a line break that begins a block of code.
            return f"<{event.what}{attributes}>" + ("\n" if event.what == "pre" else "")
