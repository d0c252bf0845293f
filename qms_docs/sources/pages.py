"""The parts of a page, and what its head says: without a parser, wherever nothing is unusual."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from qms_docs.model.policy import Vocabulary
from qms_docs.sources.plain_heads import plain_reading

if TYPE_CHECKING:
    from qms_docs.sources.readings import Reading

__all__ = ["BOUNDARY", "LARGEST_BLOCK", "cut_head", "decode", "read_head", "split_page"]

BOUNDARY = re.compile(r"^---[ \t]*$", re.MULTILINE)
"""The lines before and after front matter."""
LARGEST_BLOCK = 64_000
_OPENING = re.compile(rb"(?:\xef\xbb\xbf)?---[ \t]*\r?\n")
_CLOSING = re.compile(rb"^---[ \t]*\r?$", re.MULTILINE)
_LATE_BLOCK = b"\n---\n"
_OF_THE_CONTRACT = Vocabulary()
"""Names and values of fields as everybody writes them who has no own words for them."""


def cut_head(content: bytes) -> bytes:
    """The beginning of a page that holds its front matter; everything that is read of old texts."""
    if not _OPENING.match(content):
        return _LATE_BLOCK if re.match(rb"\s+---[ \t]*\r?\n", content) else b""
    closing = _CLOSING.search(content, 3)
    return content[: closing.end()] if closing else content[:LARGEST_BLOCK]


def read_head(head: bytes, vocabulary: Vocabulary) -> Reading:
    """What a page says of itself: its control fields, or that it is not controlled, or neither."""
    reading = plain_reading(head) if vocabulary == _OF_THE_CONTRACT else None
    if reading is None:
        # Few heads are so unusual that they need the parser, which takes longer to load than many heads to read.
        from qms_docs.sources.front_matter import parsed_head

        reading = parsed_head(head, vocabulary)
    return reading


def split_page(content: bytes) -> tuple[str, int]:
    """The body of a page and the line on which it begins; the whole text where there is no block."""
    text = decode(content)
    opening = BOUNDARY.match(text)
    # What the handler's own split would find, without going through the whole text.
    closing = BOUNDARY.search(text, opening.end()) if opening else None
    if closing is None:
        return text, 1
    body, skipped = text[closing.end() :], text.count("\n", 0, closing.end())
    return (body.removeprefix("\n"), skipped + 2) if body.startswith("\n") else (body, skipped + 1)


def decode(content: bytes) -> str:
    """The characters of a text file with line feeds alone; bytes that are no UTF-8 become U+FFFD."""
    text = content.removeprefix(b"\xef\xbb\xbf").decode("utf-8", "replace")
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text
