"""The controlled documents of a work tree by their files alone, as they probably will be published."""

from __future__ import annotations

import os
import posixpath
import re
import stat
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote

from mkdocs_document_control.attachments import Attached
from mkdocs_document_control.bodies import body_of
from mkdocs_document_control.page import Origin, PlannedPage
from qms_docs.sources.excess import excess
from qms_docs.sources.regular_file import read_regular
from qms_docs.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from mkdocs_document_control.addresses import Addresses

__all__ = ["guessed_documents"]

_FIELD = re.compile(
    rb"^(id|title|status|effective):[ \t]+(?P<quote>['\"]?)([^\r\n]*?)(?P=quote)[ \t]*\r?$", re.MULTILINE
)
_END = b"\n---"
_HEAD = 16_000
"""Bytes within which front matter that is guessed at all has its fields."""
_LARGEST = 1_000_000
"""Bytes of a file that is read at all."""
_MOST = 50_000
"""Files that are looked at."""
_SHOWN = re.compile(r"\]\((?P<link>[^()\s]+)|^ *file: *(?P<table>[^\r\n]*[^\s]) *$", re.MULTILINE)
"""What may name a file that belongs to a text."""


@dataclass(frozen=True, slots=True)
class _File:
    path: str
    id: str
    title: str
    status: str
    effective: str
    """The day as the file writes it."""
    content: bytes

    def is_published_on(self, day: date) -> bool:
        """Whether a reader would see the text; where its author only wrote it, or announced it, the one before."""
        return self.status != "draft" and self.effective <= day.isoformat()


def guessed_documents(docs_dir: str, places: Addresses, day: date) -> dict[str, PlannedPage]:
    """The page of each document by its id; what two files claim to be is none.

    The text of one that will not be published on the day is left out of its page.
    """
    found: dict[str, PlannedPage] = {}
    claimed: set[str] = set()
    beside = _Beside(docs_dir, places)
    for each in _files(docs_dir, places.docs_folder):
        if each.id in claimed:
            found.pop(each.id, None)
            continue
        claimed.add(each.id)
        markdown = body_of(each.content) if each.is_published_on(day) else ""
        if not excess(markdown):
            found[each.id] = PlannedPage(
                src_uri=places.of(each.path),
                title=each.title,
                template="",
                markdown=markdown,
                origin=beside.origin(each.path, markdown),
                record=each.id,
            )
    return found


def _files(docs_dir: str, docs_folder: str) -> Iterator[_File]:
    """The files that say of themselves which document they are; nothing is read that a link leads to."""
    looked_at = 0
    for folder, below, names in os.walk(docs_dir):
        below[:] = sorted(each for each in below if not each.startswith("."))
        for name in sorted(names):
            looked_at += 1
            if looked_at > _MOST:
                return
            place = Path(folder, name)
            content = _content(place) if name.lower().endswith(".md") else b""
            # The text below the fields may have such lines too.
            found = _FIELD.findall(content[: max(0, content.find(_END, len(_END), _HEAD))])
            said = {key: value.decode("utf-8", "replace").strip() for key, _, value in found}
            if b"id" in said and b"title" in said:
                path = Path(docs_folder, place.relative_to(docs_dir)).as_posix()
                # A name may hold bytes that are no characters.
                if path.encode("utf-8", "ignore").decode() != path:
                    continue
                status, effective = said.get(b"status", ""), said.get(b"effective", "")
                yield _File(path, said[b"id"], said[b"title"], status, effective, content)


def _content(place: Path) -> bytes:
    try:
        about = place.lstat()
        return read_regular(place) if stat.S_ISREG(about.st_mode) and about.st_size <= _LARGEST else b""
    except OSError:
        return b""


class _Beside:
    """The files that belong to texts; many show the same."""

    def __init__(self, docs_dir: str, places: Addresses) -> None:
        self._docs_dir = docs_dir
        self._places = places
        self._known: dict[str, Attached | None] = {}

    def origin(self, path: str, markdown: str) -> Origin:
        """Where a text stands, with its files."""
        by_name: dict[str, Attached] = {}
        for found in _SHOWN.finditer(markdown) if "](" in markdown or "file:" in markdown else ():
            name = found["link"] or found["table"]
            local = unquote(name.partition("#")[0].partition("?")[0])
            if (
                attached := self._attached(posixpath.normpath(posixpath.join(posixpath.dirname(path), local)))
            ) is not None:
                by_name[name] = attached
        return Origin(path=path, by_name=by_name, by_path={each.path: each for each in by_name.values()})

    def _attached(self, path: str) -> Attached | None:
        if path not in self._known:
            self._known[path] = self._read(path)
        return self._known[path]

    def _read(self, path: str) -> Attached | None:
        """A file below `docs_dir`; to no other does anything lead."""
        folder = self._places.docs_folder
        below = path.removeprefix(f"{folder}/") if folder else path
        if path.lower().endswith(".md") or below.startswith("../") or (folder and below == path):
            return None
        content = _content(Path(self._docs_dir, below))
        return Attached(self._places.of(path), content, path) if content else None
