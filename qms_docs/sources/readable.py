"""What makes a text unreadable as a whole: its size, its encoding, the markers that a merge left, a tangle."""

from __future__ import annotations

import re

from qms_docs.model.finding import Fault, FaultKind
from qms_docs.sources.pages import decode

__all__ = ["UnreadableBlockError", "refuse_merge_markers", "strict_text", "text_faults"]

_LARGEST = 2_000_000
_MERGE_MARKER = re.compile(r"^(?:<{7}|>{7})(?: .*)?$", re.MULTILINE)
_MERGE_MIDDLE = re.compile(r"^={7}$", re.MULTILINE)
_MOST_OF = (
    ("opening brackets one after the other", "[", re.compile(r"\[\s*!?(?=\[\s*!?\[\s*!?\[)"), 100),
    ("unfinished links", "]", re.compile(r"\](?:\(|:)[^\n)]*\n"), 500),
    ("pieces of HTML", "<", re.compile(r"<[A-Za-z/!?]"), 4_000),
    ("lines that begin deep inside", "\n", re.compile(r"^(?: {40}|\t{10})", re.MULTILINE), 200),
    ("definitions", ":   ", re.compile(r"^ {0,3}:   ", re.MULTILINE), 300),
    ("headings", "#", re.compile(r"^ {0,3}#{1,6} ", re.MULTILINE), 1_000),
    ("rows of tables", "|", re.compile(r"^ {0,3}\|", re.MULTILINE), 5_000),
)
"""By what, a sign that stands at least once in each, how it is found, and how many a document may have."""


class UnreadableBlockError(Exception):
    """A page whose front matter cannot be read; the fault does not know its path yet."""

    def __init__(self, fact: str, line: int, remedy: str) -> None:
        super().__init__(fact)
        self.fault = Fault(kind=FaultKind.UNREADABLE, path="", line=line, fact=fact, remedy=remedy)


def text_faults(content: bytes) -> tuple[Fault, ...]:
    """What makes a whole text unreadable: its size, its encoding, the markers that a merge left."""
    try:
        text = strict_text(content)
        refuse_merge_markers(text)
    except UnreadableBlockError as error:
        return (error.fault,)
    tangle = _tangle(text)
    return () if tangle is None else (tangle,)


def _tangle(text: str) -> Fault | None:
    """What no program that draws Markdown gets through in time: far more of something than any document needs."""
    for what, sign, pattern, most in _MOST_OF:
        # Counting signs takes next to no time, and hardly any text has so many; the first line has no line before it.
        if text.count(sign) >= most and len(found := pattern.findall(text)) > most:
            fact = f"The text has {len(found):,} {what}, more than {most:,}, and could not be drawn in time."
            return Fault(kind=FaultKind.UNREADABLE, path="", line=1, fact=fact, remedy="Divide or simplify the text.")
    return None


def refuse_merge_markers(text: str) -> None:
    """Raises UnreadableBlockError for a text in which a merge has left its markers."""
    marker = _MERGE_MARKER.search(text)
    if marker is None or not _MERGE_MIDDLE.search(text):
        return
    raise UnreadableBlockError(
        "Two versions of the text stand one above the other: a merge left its markers here.",
        text.count("\n", 0, marker.start()) + 1,
        "Decide which lines hold, and take out the lines that begin with <<<<<<<, ======= and >>>>>>>.",
    )


def strict_text(content: bytes) -> str:
    """The characters of a text file.

    Raises UnreadableBlockError where it is too large, or no text in UTF-8.
    """
    if len(content) > _LARGEST:
        raise UnreadableBlockError(
            f"The text is larger than {_LARGEST // 1_000_000} MB.", 1, "Divide it, or attach large data as a file."
        )
    try:
        content.decode("utf-8")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise UnreadableBlockError("This line is not UTF-8.", line, "Save the file with the encoding UTF-8.") from error
    if b"\0" in content:
        line = content.count(b"\n", 0, content.index(b"\0")) + 1
        raise UnreadableBlockError(
            "This line holds a NUL character, as in a file that is no text.", line, "Take it out."
        )
    return decode(content)
