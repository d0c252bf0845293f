"""Where a link of a text leads (settled.md 27)."""

from __future__ import annotations

import difflib
import posixpath
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import unquote

if TYPE_CHECKING:
    from qms_docs.model.document import Document
    from qms_docs.model.manual import Manual
    from qms_docs.model.outline import Link

__all__ = ["Target", "resolve"]

_MOST_TYPED_WRONG = 8
"""How much longer or shorter the name may be that was meant: comparing every name with every other takes too long."""
_ELSEWHERE = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]*:|//")
_BY_ID = re.compile(r"(?P<id>[^\W_][\w.\-]*)(?:@(?P<revision>[A-Za-z0-9.]+))?(?:#(?P<anchor>.+))?")


@dataclass(frozen=True, kw_only=True, slots=True)
class Target:
    """What a destination stands for; nothing is set for a place on the internet."""

    document: Document | None = None
    revision: str | None = None
    anchor: str | None = None
    blob: str | None = None
    """The text in which the anchor is looked for."""
    name: str = ""
    missing: bool = False
    outside: bool = False
    suggestion: str | None = None


def resolve(manual: Manual, page: str, link: Link) -> Target:
    """Where a link in a page leads."""
    destination = link.destination
    if _ELSEWHERE.match(destination):
        return Target()
    path, _, anchor = destination.partition("#")
    path = unquote(path.partition("?")[0])
    if not path:
        return _within(manual, page, unquote(anchor) or None)
    by_id = _BY_ID.fullmatch(destination)
    if by_id and (document := manual.document(by_id["id"])):
        return _to_document(document, by_id["revision"], by_id["anchor"])
    if link.by_id:
        return Target(missing=True, suggestion=_nearest(destination, [each.id for each in manual.documents]))
    return _to_path(manual, page, path, unquote(anchor) or None, looks_like_id=by_id is not None)


def _within(manual: Manual, page: str, anchor: str | None) -> Target:
    document = manual.by_path.get(page)
    blob = (
        document.latest.text.blob if document else next((each.blob for each in manual.pages if each.path == page), None)
    )
    return Target(anchor=anchor, blob=blob, name="this text", document=None)


def _to_document(document: Document, revision: str | None, anchor: str | None) -> Target:
    return Target(
        document=document,
        revision=revision,
        anchor=unquote(anchor) if anchor else None,
        blob=document.latest.text.blob,
        name=document.id,
    )


def _to_path(manual: Manual, page: str, path: str, anchor: str | None, *, looks_like_id: bool) -> Target:
    if path.startswith("/"):
        return Target(missing=True)
    full = posixpath.normpath(posixpath.join(posixpath.dirname(page), path))
    if full.startswith("../") or full == "..":
        return Target(outside=True)
    document = manual.by_path.get(full)
    if document is not None:
        return _to_document(document, None, anchor)
    if full in manual.paths or _is_folder(manual, full):
        blob = next((each.blob for each in manual.pages if each.path == full), None)
        return Target(anchor=anchor, blob=blob, name=full)
    ids = [each.id for each in manual.documents] if looks_like_id else []
    return Target(missing=True, suggestion=_nearest(path, ids) or _nearest(full, sorted(manual.paths)))


def _nearest(name: str, known: list[str]) -> str | None:
    near = [each for each in known if abs(len(each) - len(name)) <= _MOST_TYPED_WRONG]
    return next(iter(difflib.get_close_matches(name, near, 1, cutoff=0.75)), None)


def _is_folder(manual: Manual, path: str) -> bool:
    """Whether a folder with an index page stands there."""
    return f"{path}/index.md" in manual.paths
