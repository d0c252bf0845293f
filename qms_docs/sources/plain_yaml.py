"""Fields that are written as nearly everybody writes them, read line by line, without a parser.

Where a line is anything else the answer is that only the parser can tell; a test holds both against each other.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from qms_docs.sources.yaml_nodes import YamlMapping, YamlScalar, YamlSequence

if TYPE_CHECKING:
    from qms_docs.sources.yaml_nodes import Node

__all__ = ["MOST_LINES", "plain_mapping"]

MOST_LINES = 400
_LETTERS = r"\w.;()/+%=?!§°€…\u2019\u201c\u201d\u201e\u2013\u2014\-"
_SIGNS = rf"{_LETTERS} &@$^~<>|*,"
_WORDS = rf"[^\W_](?:[{_SIGNS}'\"]*[{_LETTERS},'\"])?"
"""A value without quotation marks around it: it begins with a letter or digit, and has no colon, bracket or hash."""
_DOUBLE, _SINGLE = rf"\"([{_SIGNS}'`:\#\[\]{{}}]*)\"", rf"'([{_SIGNS}\"`:\#\[\]{{}}\\]*)'"
_VALUE = rf"(?:({_WORDS})|{_DOUBLE}|{_SINGLE})"
_LISTED = rf"(?:[^\W_][\w.\-]*|{_DOUBLE.replace('(', '(?:')})"
_FIELD = re.compile(
    rf"(?P<indent>(?:  )?)(?P<name>[A-Za-z][\w\-]{{0,60}}):(?: (?:{_VALUE}|\[(?P<list>{_LISTED}(?:, {_LISTED})*)\]))?"
)
_ITEM = re.compile(rf"(?P<indent> {{0,4}})- {_VALUE}")
_ONE_LISTED = re.compile(_LISTED)


def plain_mapping(text: str, first_line: int, most_values: int) -> YamlMapping | None:
    """The fields of a text, at most in groups of one level; None where only the parser can tell."""
    lines = text.split("\n")
    if len(lines) > min(MOST_LINES, most_values // 8):
        return None
    return _Reading(lines, first_line).mapping("")


class _Reading:
    """Goes through the lines once."""

    def __init__(self, lines: list[str], first_line: int) -> None:
        self._lines = lines
        self._first_line = first_line
        self._place = 0

    def mapping(self, indent: str) -> YamlMapping | None:
        """The fields that begin in one column, from here to the end or to one that begins further left."""
        items: dict[str, Node] = {}
        lines: dict[str, int] = {}
        while (found := self._field()) and len(found["indent"]) >= len(indent):
            name, line = found["name"], self._first_line + self._place
            self._place += 1
            value = self._value(found, line)
            if value is None or name in items or found["indent"] != indent:
                return None
            items[name], lines[name] = value, line
        ended = found is not None or self._place == len(self._lines)
        return YamlMapping(items, lines, min(lines.values())) if ended and lines else None

    def _field(self) -> re.Match[str] | None:
        """The field in this line, or the next one that is not empty."""
        while self._place < len(self._lines) and not self._lines[self._place]:
            self._place += 1
        return _FIELD.fullmatch(self._lines[self._place]) if self._place < len(self._lines) else None

    def _value(self, found: re.Match[str], line: int) -> Node | None:
        if listed := found["list"]:
            return YamlSequence(tuple(_listed(each, line) for each in _ONE_LISTED.findall(listed)), line)
        if (scalar := _scalar(found, line, 3)) is not None:
            return scalar
        following = self._lines[self._place] if self._place < len(self._lines) else ""
        if following.lstrip(" ").startswith("- "):
            return self._sequence(len(found["indent"]))
        return self.mapping("  ") if not found["indent"] and following.startswith("  ") else None

    def _sequence(self, least: int) -> YamlSequence | None:
        items: list[YamlScalar] = []
        indent = None
        line = self._first_line + self._place
        while self._place < len(self._lines) and (found := _ITEM.fullmatch(self._lines[self._place])):
            scalar = _scalar(found, self._first_line + self._place, 2)
            if indent not in (None, found["indent"]) or scalar is None or len(found["indent"]) < least:
                return None
            indent = found["indent"]
            items.append(scalar)
            self._place += 1
        return YamlSequence(tuple(items), line) if items else None


def _scalar(found: re.Match[str], line: int, first: int) -> YamlScalar | None:
    """The value in one of three groups: without quotation marks, in double ones, in single ones."""
    plain, double, single = found.group(first, first + 1, first + 2)
    if plain is not None:
        return YamlScalar(plain, line)
    quoted = single if double is None else double
    return None if quoted is None else YamlScalar(quoted, line, quoted=True)


def _listed(written: str, line: int) -> YamlScalar:
    """A value of a list in brackets."""
    quoted = written.startswith('"')
    return YamlScalar(written[1:-1] if quoted else written, line, quoted)
