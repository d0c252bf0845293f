"""How much room words take, whatever font the reader's machine has."""

from __future__ import annotations

import unicodedata
from functools import cache

__all__ = ["LINE", "SIZE", "lines_of", "width_of"]

SIZE = 14.0
"""The height of letters."""
LINE = 18.0
"""From line to line."""
_WIDEST = 190.0
_NARROW, _MIDDLE, _WIDE = 0.37, 0.63, 0.85
_NARROW_LETTERS, _WIDE_LETTERS = frozenset("iIjl|!.,:;'`()[]{}/\\ frt-"), frozenset("mwMWQOGD@%&#")
_LONGEST_WORD = 26


def lines_of(words: str) -> tuple[str, ...]:
    """The words in lines that are not too wide; a word that is longer than a line is divided."""
    lines: list[str] = []
    for stated in words.split("\n"):
        line = ""
        for word in (part for whole in stated.split() for part in _parts(whole)):
            longer = f"{line} {word}" if line else word
            if line and width_of(longer) > _WIDEST:
                lines.append(line)
                line = word
            else:
                line = longer
        if line:
            lines.append(line)
    return tuple(lines)


def width_of(line: str) -> float:
    """How wide a line is at most in the fonts without serifs that machines have (measured on the wide DejaVu Sans)."""
    return sum(_letter(each) for each in line) * SIZE


@cache
def _letter(letter: str) -> float:
    if unicodedata.combining(letter):
        return 0.0
    if unicodedata.east_asian_width(letter) in "WF":
        return 1.0
    if letter in _NARROW_LETTERS:
        return _NARROW
    return (
        _WIDE
        if letter in _WIDE_LETTERS or (letter.isupper() and letter in "ÄÖÜ")
        else _MIDDLE + 0.07 * letter.isupper()
    )


def _parts(word: str) -> list[str]:
    return [word[at : at + _LONGEST_WORD] for at in range(0, len(word), _LONGEST_WORD)]
