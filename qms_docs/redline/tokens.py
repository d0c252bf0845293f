"""The words, signs and lines by which texts are compared."""

from __future__ import annotations

import re

__all__ = ["LINE", "TOKEN", "words"]

TOKEN = re.compile(
    # Scripts that put no blanks between words are compared sign by sign.
    r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]"
    r"|\d+(?:[.,:]\d+)+|[^\W_]+(?:['\u2019][^\W_]+)*|\n|[^\S\n]+|_+|[^\w\s]"
)
LINE = re.compile(r"[^\n]*\n|[^\n]+")


def words(text: str) -> frozenset[str]:
    """The words of a text without regard to letters being small or capital."""
    return frozenset(each for each in TOKEN.findall(text.casefold()) if each[0].isalnum())
