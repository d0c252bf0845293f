"""What state and sequence diagrams have in common as texts: statements in lines, remarks, looks, stated words."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from qms_docs.figures.chart_words import plain_words
from qms_docs.figures.undrawn import UndrawnError

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["DIRECTION", "LOOKS", "NAMED", "Lines", "kind_of_diagram"]

_LONGEST, _LONGEST_LINE = 20_000, 2_500
_FRONT = re.compile(r"\s*---[ \t]*\n(?P<block>.*?)\n[ \t]*---[ \t]*(?:\n|$)", re.DOTALL)
_TITLE = re.compile(r"^[ \t]*title:[ \t]*(.+?)[ \t]*$", re.MULTILINE)
_REMARK = re.compile(r"%%\{.*?\}%%|%%[^\n]*", re.DOTALL)
_BLOCK = re.compile(r"(?P<what>accDescr)\s*\{(?P<words>[^{}]*)\}")
_STATEMENT = re.compile(r"(?:[#&]\w{1,12};|[^;])+")
"""A semicolon ends a statement, unless it ends the name of a character."""
_KIND = re.compile(r"\s*(?P<kind>[A-Za-z][\w-]*)")
DIRECTION = re.compile(r"direction\s+(TB|TD|BT|LR|RL)$")
LOOKS = re.compile(r"(?:classDef|class|style|linkStyle)\s|hide empty description$|scale\s+\d+")
NAMED = re.compile(r"(?P<what>accTitle|accDescr)\s*:\s*(?P<words>.*)$")


def kind_of_diagram(text: str) -> str:
    """The word with which a diagram begins, after its front matter and remarks; empty where there is none."""
    found = _KIND.match(_without_remarks(text[:_LONGEST]))
    return found["kind"] if found else ""


def _without_remarks(text: str) -> str:
    """The same lines, with blanks for what is no statement."""
    text = _FRONT.sub(lambda found: "\n" * found[0].count("\n"), text, count=1) if _FRONT.match(text) else text
    text = _REMARK.sub(lambda found: "\n" * found[0].count("\n"), text)
    return _BLOCK.sub(_in_one_line, text)


def _in_one_line(found: re.Match[str]) -> str:
    return f"{found['what']}: {' '.join(found['words'].split())}" + "\n" * found[0].count("\n")


class Lines:
    """The statements of a diagram behind its first word."""

    def __init__(self, text: str) -> None:
        """Raises UndrawnError for a text that is too long."""
        if len(text) > _LONGEST:
            fact = f"The diagram has more than {_LONGEST:,} characters."
            raise UndrawnError(1, fact, "Divide it into several diagrams.")
        front = _FRONT.match(text)
        title = _TITLE.search(front["block"]) if front else None
        self.title = plain_words(title[1].strip("\"'")) if title else ""
        self._lines = _without_remarks(text).split("\n")
        self.last = len(self._lines)

    def statements(self) -> Iterator[tuple[int, str]]:
        """Each with its line, from 1."""
        begun = False
        for number, line in enumerate(self._lines, 1):
            for statement in _STATEMENT.findall(line):
                said = " ".join(statement.split())
                if not said:
                    continue
                if len(said) > _LONGEST_LINE:
                    fact = f"A line has more than {_LONGEST_LINE:,} characters."
                    raise UndrawnError(number, fact, "Say it in the text.")
                if begun:
                    yield number, said
                else:
                    begun = True
                    if _KIND.fullmatch(said) is None:
                        raise UndrawnError(
                            number,
                            f"\u201c{said[:60]}\u201d is not understood.",
                            "Begin a new line behind the first word.",
                        )
