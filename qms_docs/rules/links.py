"""Where a link of a text leads (settled.md 27 and 42)."""

from __future__ import annotations

import posixpath
import re
from typing import TYPE_CHECKING, Literal
from urllib.parse import unquote

from qms_docs.rules.facts import Fact
from qms_docs.rules.likeness import nearest_name, nearest_path
from qms_docs.values import dataclass

if TYPE_CHECKING:
    from qms_docs.model.document import Document
    from qms_docs.model.manual import Manual, UncontrolledPage
    from qms_docs.model.outline import Link
    from qms_docs.model.readers import Reading

__all__ = ["FOLLOWING", "Source", "Target", "of_page", "of_reading", "resolve", "suggestion"]

FOLLOWING = (Fact.RECORDS, Fact.PLACES, Fact.OTHERS, Fact.PATHS, Fact.PAGES)
"""What is read to follow a link of a document, and to find out what was meant by one that leads nowhere."""

_ELSEWHERE = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]*:|//")
_BY_ID = re.compile(r"(?P<id>[^\W_][\w.\-]*)(?:@(?P<revision>[A-Za-z0-9.]+))?(?:#(?P<anchor>.+))?")
_FILE_ENDING = re.compile(r".\.[A-Za-z]\w{0,9}$")


@dataclass(frozen=True, kw_only=True, slots=True)
class Source:
    """A text whose links are followed."""

    path: str
    blob: str
    document: str | None = None
    shown: frozenset[str] = frozenset()
    """The names, as written, of the files that belong to the text."""
    stands: bool = True
    """Whether it is the text of a file; one that is in force alone may name a path at which a document once stood."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Target:
    """What a destination stands for; nothing is set for a place on the internet."""

    document: Document | None = None
    revision: str | None = None
    anchor: str | None = None
    blob: str | None = None
    """The text in which the anchor is looked for; None where that is a document's, which changes in time."""
    name: str = ""
    file: str | None = None
    """The path of a file or folder of the repository that is no page of the manual."""
    missing: Literal["id", "path"] | None = None
    """As what it does not exist."""
    outside: bool = False


def of_reading(document: Document, reading: Reading) -> Source:
    """A text of a document, with the files that belong to it."""
    text = reading.text
    shown = frozenset(each.name for each in text.text.files)
    return Source(path=text.path, blob=text.text.blob, document=document.id, shown=shown, stands=reading.stands)


def of_page(page: UncontrolledPage) -> Source:
    """The text of a page that is not controlled."""
    return Source(path=page.path, blob=page.blob)


def resolve(manual: Manual, source: Source, link: Link) -> Target:
    """Where a link of a text leads."""
    destination = link.destination
    if _ELSEWHERE.match(destination):
        return Target()
    path, _, anchor = destination.partition("#")
    path = unquote(path.partition("?")[0], errors="surrogateescape")
    if not path:
        return Target(anchor=unquote(anchor) or None, blob=source.blob, name="this text")
    by_id = _BY_ID.fullmatch(destination)
    if by_id and (document := manual.document(by_id["id"])):
        return _to_document(source, document, by_id["revision"], by_id["anchor"])
    if by_id and not by_id["revision"] and (kept := manual.records.find(by_id["id"])):
        return Target(file=kept.path, name=kept.id)
    if link.by_id or (by_id and not _FILE_ENDING.search(path) and not _stands(manual, source, path)):
        return Target(missing="id")
    return _to_path(manual, source, destination, path, unquote(anchor) or None)


def suggestion(manual: Manual, source: Source, link: Link, target: Target) -> str | None:
    """What was probably meant by a destination that does not exist: an id for an id, a path for a path."""
    if target.missing == "id":
        by_id = _BY_ID.fullmatch(link.destination)
        return nearest_name(by_id["id"] if by_id else link.destination, _known_ids(manual))
    path = unquote(re.split(r"[?#]", link.destination, maxsplit=1)[0], errors="surrogateescape")
    found = nearest_path(_full(source, path), manual.names, manual.places)
    return posixpath.relpath(found, posixpath.dirname(source.path) or ".") if found else None


def _known_ids(manual: Manual) -> list[str]:
    """The ids that a link may name: of documents, and of records."""
    return [*manual.ids, *(each.id for each in manual.records.kept)]


def _to_document(source: Source, document: Document, revision: str | None, anchor: str | None) -> Target:
    return Target(
        document=document,
        revision=revision,
        anchor=unquote(anchor) if anchor else None,
        blob=source.blob if document.id == source.document else None,
        name=document.id,
    )


def _to_path(manual: Manual, source: Source, destination: str, path: str, anchor: str | None) -> Target:
    if path.startswith("/"):
        return Target(missing="path")
    full = _full(source, path)
    if full.startswith("../") or full == "..":
        return Target(outside=True)
    document = manual.by_path.get(full) or (None if source.stands else manual.stood_last.get(full))
    if document is not None:
        return _to_document(source, document, None, anchor)
    page = next((each for each in manual.pages if each.path == full), None)
    if page is not None:
        return Target(anchor=anchor, blob=page.blob, name=full)
    if destination in source.shown or full in manual.paths or full in manual.folders:
        return Target(file=full, name=full)
    return Target(missing="path")


def _full(source: Source, path: str) -> str:
    return posixpath.normpath(posixpath.join(posixpath.dirname(source.path), path))


def _stands(manual: Manual, source: Source, path: str) -> bool:
    full = _full(source, path)
    return full in manual.paths or full in manual.folders
