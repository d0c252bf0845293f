"""Lines of YAML as people write them: a name, a colon, a value."""

from __future__ import annotations

import re

__all__ = ["field_of", "quoted_example", "short", "without_blank"]

_FIELD = re.compile(r"(?P<before>\s*(?:- +)*(?P<name>[^\s:#'\"\[{][^:]*)):(?:\s+(?P<value>\S.*?))?\s*")
_ITEM = re.compile(r"(?P<before>\s*(?:- +)+)(?P<value>\S.*?)\s*")
_GLUED = re.compile(r"\s*(?:- +)*(?P<name>[A-Za-z_][\w-]*):(?P<value>[^\s/:][^:]*)")
_LONGEST_LINE = 1_000
_LONGEST_EXAMPLE = 80


def field_of(line: str) -> re.Match[str] | None:
    """Name and value of a field; None for another line, and for one that is too long to look at."""
    return _FIELD.fullmatch(line) if len(line) <= _LONGEST_LINE else None


def without_blank(line: str) -> re.Match[str] | None:
    """Name and value of a line in which no blank stands behind the colon."""
    return _GLUED.fullmatch(line) if len(line) <= _LONGEST_LINE else None


def quoted_example(line: str) -> str:
    """The line with its value in quotation marks, where that is short and sure to be meant."""
    found = None if len(line) > _LONGEST_EXAMPLE else field_of(line) or _ITEM.fullmatch(line)
    value = found["value"] if found else None
    if found is None or not value or " #" in value or set(value) & set("\"'`\\"):
        return ""
    before = found["before"].strip() + (":" if found.re is _FIELD else "")
    return f': `{before} "{value}"`'


def short(text: str) -> str:
    """The text, cut off where it is too long for a sentence."""
    return text if len(text) <= _LONGEST_EXAMPLE else text[:_LONGEST_EXAMPLE] + "…"
