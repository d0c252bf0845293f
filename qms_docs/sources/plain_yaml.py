"""Fields that are written as nearly everybody writes them, read line by line, without a parser.

Where a line is anything else the answer is that only the parser can tell; a test holds both against each other.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from qms_docs.sources.yaml_nodes import YamlMapping, YamlScalar, YamlSequence

if TYPE_CHECKING:
    from qms_docs.sources.yaml_nodes import Node

__all__ = ["MOST_LINES", "plain_mapping"]

MOST_LINES = 400
_LETTERS = r"\w.;()/+%=!§°±\u00d7÷€…\u2019\u201c\u201d\u201e\u2013\u2014\-"
_SIGNS = rf"{_LETTERS} &@$^~<>|*"
_PART = rf"[{_SIGNS}?,'\"]*"
_WORDS = rf"[^\W_](?:{_PART}(?::(?=[\w/]){_PART})*(?<![ @&$^~<>|*])|)"
"""A value without quotation marks around it: it begins with a letter or digit, has no bracket or hash, and a colon only
in the middle of a word."""
_DOUBLE, _SINGLE = rf"\"([{_SIGNS}?,'`:\#\[\]{{}}]*)\"", rf"'([{_SIGNS}?,\"`:\#\[\]{{}}\\]*)'"
_LISTED_WORDS = rf"[^\W_](?:[{_SIGNS}'\"]*[{_LETTERS}'\"])?"
"""Between brackets a comma ends a value, and some programs take a question mark for a sign."""
_LISTED = rf"(?:{_LISTED_WORDS}|{_DOUBLE.replace('(', '(?:')})"
_NAME = r"[A-Za-z][\w\-]{0,60}"
_LIST, _GROUP = rf"\[((?:{_LISTED}(?:, {_LISTED})*)?)\]", rf"\{{({_NAME}: {_LISTED}(?:, {_NAME}: {_LISTED})*)\}}"
_VALUE = rf"(?:({_WORDS})|{_DOUBLE}|{_SINGLE}|{_LIST}|{_GROUP})"
_LINE = re.compile(rf"(?P<name>{_NAME}):(?: (?:(?P<literal>\|)|{_VALUE}))?")
_ITEM = re.compile(_VALUE)
_ONE_LISTED = re.compile(_LISTED)
_ONE_GROUPED = re.compile(rf"({_NAME}): ({_LISTED})")
_LITERAL = re.compile(r" *[!-~][ -~]*")
_LITERALLY = YamlScalar("|", 0)
"""Stands for the lines that follow."""
_DEEPEST = 12
"""Spaces before a field, or before the hyphen of an item."""


def plain_mapping(text: str, first_line: int, most_values: int) -> YamlMapping | None:
    """The fields of a text, in groups and lists; None where only the parser can tell."""
    lines = text.split("\n")
    # Every value takes a sign, and another one parts it from the next.
    if len(lines) > MOST_LINES or len(text) > most_values:
        return None
    reading = _Reading(lines, first_line)
    fields = reading.mapping(0)
    return fields if fields is not None and reading.ended else None


class _Reading:
    """Goes through the lines once."""

    def __init__(self, lines: list[str], first_line: int) -> None:
        self._lines = lines
        self._first_line = first_line
        self._place = 0

    @property
    def ended(self) -> bool:
        """Whether no line is left."""
        return self._next() is None

    def _next(self) -> str | None:
        """The line at this place, or the next one that is not empty."""
        while self._place < len(self._lines):
            if line := self._lines[self._place]:
                return line
            self._place += 1
        return None

    def mapping(self, indent: int, first: str | None = None) -> YamlMapping | None:
        """The fields that begin in one column, from here on; `first` is one that stands behind a hyphen."""
        items: dict[str, Node] = {}
        lines: dict[str, int] = {}
        while True:
            written = first
            if written is None:
                line = self._next()
                if line is None or (begins := _indent(line)) < indent or line.startswith("- ", begins):
                    break
                written = line[indent:]
            first = None
            found = _field(written)
            number = self._first_line + self._place
            self._place += 1
            if found is None or (name := found[0]) in items:
                return None
            value = self._value(found[1], number, indent)
            if value is None:
                return None
            items[name], lines[name] = value, number
        return YamlMapping(items, lines, next(iter(lines.values()))) if items else None

    def _value(self, stated: Node | None, line: int, indent: int) -> Node | None:
        if stated is _LITERALLY:
            return self._literal(indent, line)
        if stated is not None:
            return _in_line(stated, line)
        # Nothing stands behind the colon.
        following = self._next()
        if following is None:
            return None
        begins = _indent(following)
        if following.startswith("- ", begins):
            return self._sequence(begins) if indent <= begins <= _DEEPEST else None
        return self.mapping(begins) if indent < begins <= _DEEPEST else None

    def _sequence(self, indent: int) -> YamlSequence | None:
        items: list[Node] = []
        line = self._first_line + self._place
        while (each := self._next()) is not None and _indent(each) == indent and each.startswith("- ", indent):
            written = each[indent + 2 :]
            item: Node | None
            if (stated := _item(written)) is not None:
                item = _in_line(stated, self._first_line + self._place)
                self._place += 1
            else:
                item = self.mapping(indent + 2, written)
            if item is None:
                return None
            items.append(item)
        return YamlSequence(tuple(items), line)

    def _literal(self, indent: int, line: int) -> YamlScalar | None:
        """Lines that are taken as they are, of which the first is not indented further than the others."""
        start = " " * (indent + 2)
        begun = self._place
        while self._place < len(self._lines) and (each := self._lines[self._place]).startswith(start):
            if not _LITERAL.fullmatch(each):
                return None
            self._place += 1
        taken = [each[indent + 2 :] for each in self._lines[begun : self._place]]
        # The last line has to end, and an empty one within them or behind them is for the parser.
        if not taken or self._place == len(self._lines) or not taken[0] or taken[0].startswith(" "):
            return None
        rest = self._lines[self._place :]
        whole = (_indent(rest[0]) <= indent and rest[0] != "") or rest == [""]
        return YamlScalar("\n".join(taken) + "\n", line, quoted=True) if whole else None


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


# The next form of a record, and the next record, say most things in the same words.


@lru_cache(20_000)
def _field(written: str) -> tuple[str, Node | None] | None:
    """The name of a field and its value, as far as that stands in the same line."""
    found = _LINE.fullmatch(written)
    if found is None:
        return None
    if found["literal"]:
        return found["name"], _LITERALLY
    if found.end() == found.end("name") + 1:
        return found["name"], None
    stated = _stated(found, 3)
    return None if stated is None else (found["name"], stated)


@lru_cache(20_000)
def _item(written: str) -> Node | None:
    """The value of an item; None where it is anything else than one value in one line."""
    found = _ITEM.fullmatch(written)
    return _stated(found, 1) if found else None


def _stated(found: re.Match[str], first: int) -> Node | None:
    """The value in one of five groups: plain, in double or single quotation marks, a list, a group of fields.

    Where two fields of a group have one name only the parser can tell.
    """
    plain, double, single, listed, grouped = found.group(first, first + 1, first + 2, first + 3, first + 4)
    if plain is not None:
        return YamlScalar(plain, 0)
    if listed is not None:
        return YamlSequence(tuple(map(_listed, _ONE_LISTED.findall(listed))), 0)
    if grouped is not None:
        each = _ONE_GROUPED.findall(grouped)
        stated = {name: _listed(value) for name, value in each}
        return YamlMapping(stated, dict.fromkeys(stated, 0), 0) if len(stated) == len(each) else None
    return YamlScalar(single if double is None else double, 0, quoted=True)


def _listed(written: str) -> YamlScalar:
    """A value between brackets."""
    quoted = written.startswith('"')
    return YamlScalar(written[1:-1] if quoted else written, 0, quoted)


def _in_line(node: Node, line: int) -> Node:
    """The value as it stands in a line."""
    if isinstance(node, YamlScalar):
        return YamlScalar(node.text, line, node.quoted)
    if isinstance(node, YamlSequence):
        return YamlSequence(tuple(_in_line(each, line) for each in node.items), line)
    items = {name: _in_line(each, line) for name, each in node.items.items()}
    return YamlMapping(items, dict.fromkeys(items, line), line)
