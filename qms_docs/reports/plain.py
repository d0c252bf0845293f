"""Plain text for terminals and logs: tables, and characters that neither takes for commands."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["logged", "printable", "table"]

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]")
_ORDER = re.compile(r"^\s*:(?=:)|##(?=\[)")
"""What runners of GitHub, Gitea and Forgejo obey: `::` where a line begins, and `##[` anywhere in it."""


def printable(text: str) -> str:
    """The text without control characters, which could move the cursor or colour what follows."""
    return _CONTROL.sub("\N{REPLACEMENT CHARACTER}", text.replace("\n", " ").replace("\t", " "))


def logged(text: str) -> str:
    """The same for a line that jobs print: it is read, and no runner takes it for an order.

    What would be one is broken by a word joiner, which nobody sees.
    """
    return _ORDER.sub("\\g<0>\N{WORD JOINER}", printable(text))


def table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Columns as wide as their widest cell, two blanks apart, without trailing blanks."""
    cells = [list(heads), *([printable(cell) for cell in row] for row in rows)]
    widths = [max(map(_width, column)) for column in zip(*cells, strict=True)]
    lines = (
        "  ".join(cell + " " * (width - _width(cell)) for cell, width in zip(row, widths, strict=True)) for row in cells
    )
    return "".join(f"{line.rstrip()}\n" for line in lines)


def _width(text: str) -> int:
    """How many columns a terminal gives the text."""
    if text.isascii():
        return len(text)
    wide = sum(unicodedata.east_asian_width(each) in "WF" for each in text)
    return len(text) + wide - sum(unicodedata.combining(each) > 0 for each in text)
