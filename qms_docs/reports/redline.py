"""The difference of two texts, word by word, readable without colour."""

from __future__ import annotations

import difflib
import re
from typing import TYPE_CHECKING

from qms_docs.reports.plain import printable

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

__all__ = ["redline_text"]

_WORD = re.compile(r"\s+|\w+|[^\w\s]")
_CONTEXT = 2
_MOST_WORDS = 4_000


def redline_text(before: str, after: str, names: tuple[str, str]) -> str:
    """What was taken out as [-words-] and what came in as {+words+}, with two lines around each change.

    `names` are those of the two texts. Equal texts give a sentence that says so.
    """
    old, new = before.splitlines(), after.splitlines()
    groups = list(difflib.SequenceMatcher(None, old, new, autojunk=False).get_grouped_opcodes(_CONTEXT))
    if not groups:
        return f"{names[0]} and {names[1]} have the same words.\n"
    lines = [f"From {names[0]} to {names[1]}: [-taken out-] {{+come in+}}"]
    for group in groups:
        lines += ["", f"Line {group[0][3] + 1}"]
        for tag, *places in group:
            lines += _change(tag, old[places[0] : places[1]], new[places[2] : places[3]])
    return "".join(f"{line}\n" for line in lines)


def _change(tag: str, old: Sequence[str], new: Sequence[str]) -> Iterator[str]:
    match tag:
        case "equal":
            yield from (f"  {printable(line)}" for line in new)
        case "delete":
            yield from (f"- {_marked(line, '[-', '-]')}" for line in old)
        case "insert":
            yield from (f"+ {_marked(line, '{+', '+}')}" for line in new)
        case _:
            yield from (f"~ {line}" for line in _words("\n".join(old), "\n".join(new)))


def _marked(text: str, opening: str, closing: str) -> str:
    return f"{opening}{printable(text)}{closing}" if text.strip() else ""


def _words(old: str, new: str) -> list[str]:
    """The words of a changed passage with their marks, line by line."""
    before, after = _WORD.findall(old), _WORD.findall(new)
    if len(before) + len(after) > _MOST_WORDS:
        return [
            *(_marked(line, "[-", "-]") for line in old.split("\n")),
            *(_marked(line, "{+", "+}") for line in new.split("\n")),
        ]
    parts: list[str] = []
    for tag, a, b, c, d in difflib.SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        gone, come = "".join(before[a:b]), "".join(after[c:d])
        if tag == "equal":
            parts.append(come)
        else:
            parts.append(_spans(gone, "[-", "-]") + _spans(come, "{+", "+}"))
    return [printable(line) for line in "".join(parts).split("\n")]


def _spans(text: str, opening: str, closing: str) -> str:
    """The text with marks that do not reach over the end of a line."""
    return "\n".join(f"{opening}{line}{closing}" if line else "" for line in text.split("\n"))
