"""A text of the manual as its blocks."""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING

from qms_docs.rendering.building import blocks_of
from qms_docs.rendering.cleaning import cleaned_parts
from qms_docs.rendering.events import Kind, as_html
from qms_docs.rendering.markdown import parts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from qms_docs.redline.text import Block

__all__ = ["Texts"]

_HEADING = re.compile(r"#{1,6}(?:[ \t]|$)")
_FENCE = re.compile(r" *(?P<mark>`{3,}|~{3,})")
_WHOLE_ONLY = re.compile(r"<(?!https?://|mailto:)[A-Za-z/!?]|^ {0,3}\[[^\n]*\]:|[\t\r\f\v\0]", re.MULTILINE)
"""What may bind one section of a text to another: markup, and links or footnotes that are defined elsewhere."""
_FURTHER_HEADING = re.compile(r"#|^[ >]*(?:=+|-+) *$", re.MULTILINE)
"""What may be another heading in a section, wherever it stands in it."""
_MOST_KNOWN = 300
"""Sections that are remembered: those of a few documents."""
_SHOWS = re.compile(r"!\[|table", re.IGNORECASE)


class Texts:
    """Renders texts; a section that stands in several of them, one soon after the other, is rendered once."""

    def __init__(self, *, formulas: bool = False) -> None:
        """Nothing is rendered yet; `formulas` says whether the site takes `$` for the sign of one."""
        self.formulas = formulas
        self._known: dict[bytes, tuple[Block, ...]] = {}

    def blocks(self, body: str, files: Mapping[str, str], content: Callable[[str], bytes | None]) -> tuple[Block, ...]:
        """The blocks of a text.

        `files` are the SHA-256 of the files that belong to it, by the name that it gives them; `content` gives the
        bytes of one of them, which is asked for data that are shown as a table.
        """
        return tuple(block for section in _sections(body) for block in self._section(section, files, content))

    def blocks_below(self, body: str, looked_for: Callable[[Block], bool]) -> tuple[Block, ...]:
        """The headings of a text, and what stands below those that are looked for; below others it may be there too.

        No files belong to the text.
        """
        found: list[Block] = []
        for section in _sections(body):
            heading, _, rest = section.partition("\n")
            alone = not (_FURTHER_HEADING.search(rest) or _WHOLE_ONLY.search(section))
            if alone and _HEADING.match(heading):
                blocks = self._section(heading, {}, _no_content)
                if not any(map(looked_for, blocks)):
                    found += blocks
                    continue
            found += self._section(section, {}, _no_content)
        return tuple(found)

    def _section(
        self, section: str, files: Mapping[str, str], content: Callable[[str], bytes | None]
    ) -> tuple[Block, ...]:
        key = _key(section, files)
        if key not in self._known:
            if len(self._known) >= _MOST_KNOWN:
                self._known.clear()
            self._known[key] = _rendered(section, files, content, formulas=self.formulas)
        return self._known[key]


def _no_content(_: str) -> None:
    """No file belongs to the text."""


def _rendered(
    section: str, files: Mapping[str, str], content: Callable[[str], bytes | None], *, formulas: bool
) -> tuple[Block, ...]:
    events = list(parts(section, lambda name: content(name) if name in files else None, with_formulas=formulas))
    if any(each.kind is Kind.RAW for each in events):
        return blocks_of(cleaned_parts(as_html(events)), files)
    return blocks_of(events, files)


def _key(section: str, files: Mapping[str, str]) -> bytes:
    key = hashlib.blake2b(section.encode("utf-8", "surrogatepass"), digest_size=16)
    if _SHOWS.search(section) or "<" in section:
        key.update(repr(sorted(files.items())).encode("utf-8", "surrogatepass"))
    return key.digest()


def _sections(body: str) -> Iterator[str]:
    """The text, divided before headings where nothing binds one section to another."""
    if _WHOLE_ONLY.search(body):
        yield body
        return
    begun: list[str] = []
    fence, blank = "", True
    for line in body.split("\n"):
        mark = _FENCE.match(line)
        if not fence and blank and begun and _HEADING.match(line):
            yield "\n".join(begun)
            begun = []
        if mark:
            fence = mark["mark"] if not fence else "" if mark["mark"].startswith(fence) else fence
        begun.append(line)
        blank = not line.strip()
    yield "\n".join(begun)
