"""Tables on paper, which is only so wide: the more columns, the smaller the letters."""

from __future__ import annotations

import re

from qms_docs.values import dataclass

__all__ = ["with_widths"]

_TAG = re.compile(r"<(?P<end>/?)(?P<name>table|tr|td|th)\b(?P<attributes>(?: [\w:-]+=\"[^\"]*\")*)>")
_SPAN = re.compile(r" colspan=\"(\d{1,4})\"")
_STEPS = (28, 14, 8)
"""From so many columns on letters are small, smaller, smallest."""


@dataclass(slots=True)
class _Table:
    """A table that is being looked at."""

    at: int
    """Where its tag ends."""
    widest: int = 0
    columns: int = 0
    """In the row that is being looked at."""


def with_widths(html: str) -> tuple[str, int]:
    """The HTML with a mark on each table of many columns, and how many the widest has."""
    marks: list[tuple[int, str]] = []
    open_tables: list[_Table] = []
    most = 0
    for tag in _TAG.finditer(html):
        if tag["name"] == "table":
            if not tag["end"]:
                open_tables.append(_Table(at=tag.end() - 1))
                continue
            table = open_tables.pop() if open_tables else None
            step = next((each for each in _STEPS if table and table.widest >= each), None)
            most = max(most, table.widest if table else 0)
            if table and step:
                marks.append((table.at, f' data-columns="{step}"'))
        elif open_tables and not tag["end"]:
            table = open_tables[-1]
            span = _SPAN.search(tag["attributes"])
            table.columns = 0 if tag["name"] == "tr" else table.columns + (int(span[1]) if span else 1)
            table.widest = max(table.widest, table.columns)
    parts, begin = [], 0
    for place, mark in sorted(marks):
        parts += [html[begin:place], mark]
        begin = place
    return "".join([*parts, html[begin:]]), most
