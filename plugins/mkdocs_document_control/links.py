"""Where the links of a text lead: documents by id, files of the repository by path (settled.md 27 and 42)."""

from __future__ import annotations

import posixpath
import re
from collections import defaultdict
from copy import copy
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import unquote

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mkdocs_document_control.page import Origin, PlannedPage
    from mkdocs_document_control.pages_of_records import RecordPlaces
    from mkdocs_document_control.plan import PlannedDocument
    from mkdocs_document_control.revision_pages import RevisionPages
    from qms_docs.model.document import Document
    from qms_docs.model.manual import Manual

__all__ = ["INDEXES", "REFERENCE", "Links", "Target", "is_elsewhere"]

_ELSEWHERE = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]*:|/|#|\?|$")
REFERENCE = re.compile(r"(?P<id>[^@#]+)(?:@(?P<revision>[^#]+))?(?:#(?P<anchor>.*))?")
"""What names a document in a link, with the revision and the place in it."""
INDEXES = ("index.md", "README.md")
"""The files that show a folder."""


def is_elsewhere(destination: str) -> bool:
    """Whether a destination is nothing that a manual could have."""
    return bool(_ELSEWHERE.match(destination))


class Target(NamedTuple):
    """A place of the site, or the reason why there is none; a light value, of which many are kept between builds."""

    src_uri: str | None
    fragment: str = ""
    label: str = ""
    """The words of a link that has none of its own."""
    remark: str = ""
    """What to say in place of a link."""
    file: str | None = None
    """The path of a file or folder of the repository that the site does not have; the forge shows it."""
    folder: bool = False
    fixed: bool = False
    """Whether it stays what it is: a file of the text itself, or the text of one revision."""


class Links:
    """The places of all documents, pages and files."""

    def __init__(
        self,
        pages: Mapping[str, PlannedPage],
        unnamed: frozenset[str],
        standing: frozenset[str],
        past: RevisionPages,
        records: RecordPlaces,
    ) -> None:
        """`pages` are those of documents and texts by path in MkDocs' terms; `unnamed` the ids that the site hides.

        `standing` are the paths of the files that can be edited, `past` the pages of single revisions and the like,
        `records` those of records.
        """
        self._records = records
        self._unnamed = unnamed
        self._standing = standing
        self._revisions = past.revisions
        self._unlisted = frozenset(page.src_uri for page in past.further if not page.listed)
        self._of_document = {page.document.id: page for page in pages.values() if page.document}
        self._manual = records.published.manual
        self._document_at = _paths(self._manual)
        self._text_at = {page.origin.path: page for page in pages.values() if page.origin and not page.document}

    def after_edit(self, documents: Mapping[str, PlannedDocument]) -> Links:
        """The same places where the pages of these documents, by their ids, show other texts."""
        links, revisions = copy(self), {name: each.pages.revisions for name, each in documents.items()}
        links._of_document = self._of_document | {name: each.own for name, each in documents.items()}  # noqa: SLF001 - of its own class
        links._revisions = self._revisions | revisions  # noqa: SLF001 - as above
        return links

    def resolve(self, origin: Origin | None, destination: str) -> Target | None:
        """The place that a destination names; None where it is nothing of this manual's."""
        if is_elsewhere(destination):
            return None
        return self.reference(destination) or (self._by_path(origin, destination) if origin else None)

    def reference(self, text: str) -> Target | None:
        """The document that `SOP-004`, `SOP-004#scope` or `SOP-004@3` names."""
        found = REFERENCE.fullmatch(unquote(text).strip())
        if found is None:
            return None
        document, revision = found["id"].strip(), found["revision"]
        if document in self._unnamed:
            return Target(src_uri=None, label=document, remark="not on this site")
        page = self._of_document.get(document)
        if page is None or page.document is None:
            return None if revision else self._record(document)
        if revision:
            label = f"{document}, revision {revision}"
            if archived := self._revisions.get(document, {}).get(revision):
                anchor = found["anchor"] or ""
                return Target(src_uri=archived.src_uri, fragment=anchor, label=label, fixed=True)
            stands = any(row.revision == revision for row in page.document.history)
            row = f"revision-{revision}" if stands else ""
            return Target(src_uri=page.src_uri, fragment=row, label=label, fixed=True)
        return Target(
            src_uri=page.src_uri,
            fragment=_anchor(page, found["anchor"] or ""),
            label=f"{document} {page.title}" if page.title != document else document,
        )

    def _record(self, name: str) -> Target | None:
        """The page of a record; one that the site may not name is no more than a record."""
        page = self._records.by_id.get(name)
        if page is not None:
            return Target(src_uri=page.src_uri, label=page.title)
        hidden = self._records.published.hides(name)
        return Target(src_uri=None, label="a record", remark="not on this site") if hidden else None

    def stands(self, path: str) -> bool:
        """Whether a file stands at that path, so that it can be edited."""
        return path in self._standing

    def _by_path(self, origin: Origin, destination: str) -> Target | None:
        path, _, anchor = destination.partition("#")
        path = unquote(path.partition("?")[0])
        joined = posixpath.normpath(posixpath.join(posixpath.dirname(origin.path), path))
        attached = origin.file(destination)
        if attached is not None:
            remark = "" if attached.uri else "file not published"
            return Target(src_uri=attached.uri, fragment=anchor, remark=remark, fixed=True)
        for candidate in (joined, *(posixpath.join(joined, index) for index in INDEXES)):
            if document := self._stood_at(candidate, origin.entry) or self._document_at.get(candidate):
                return self.reference(f"{document}#{anchor}" if anchor else document)
            if page := self._text_at.get(candidate):
                return Target(src_uri=page.src_uri, fragment=anchor)
            if kept := self._records.published.at_path.get(candidate):
                return self._record(kept.id)
        if register := self._records.folders.get(joined):
            return Target(src_uri=register)
        found = self._elsewhere_in_repository(joined, anchor)
        # A text of the past can no longer be mended, and MkDocs does not follow its links.
        return found or (None if origin.entry is None else Target(src_uri=None, remark="no longer there"))

    def unlisted(self, here: str, destination: str) -> Target | None:
        """The page of a revision or the like that a text names by its place on the site, where there is no file."""
        path, _, anchor = destination.partition("#")
        named = posixpath.normpath(posixpath.join(posixpath.dirname(here), unquote(path)))
        return Target(src_uri=named, fragment=anchor, fixed=True) if named in self._unlisted else None

    def _stood_at(self, path: str, entry: int | None) -> str | None:
        """The id of the document that stood at a path once an entry was accepted; nothing where none is asked for."""
        if entry is None:
            return None
        there = self._ever_at.get(path, ())
        return next((each.id for each in there if each.place_at(entry) == path), None)

    @cached_property
    def _ever_at(self) -> dict[str, list[Document]]:
        found: dict[str, list[Document]] = defaultdict(list)
        for document in self._manual.documents:
            for path in {path for _, path in document.places if path}:
                found[path].append(document)
        return dict(found)

    def _elsewhere_in_repository(self, path: str, anchor: str) -> Target | None:
        """A file or folder that stands there without a page; nothing is ever looked for outside of the repository."""
        if path == ".." or path.startswith("../"):
            return Target(src_uri=None, remark="outside the repository")
        if path in self._manual.paths:
            return Target(src_uri=None, fragment=anchor, file=path)
        return Target(src_uri=None, file=path, folder=True) if path in self._manual.folders else None


def _anchor(page: PlannedPage, anchor: str) -> str:
    """The anchor, unless the page shows no text in which it could be."""
    return anchor if page.markdown or anchor in page.anchors else ""


def _paths(manual: Manual) -> dict[str, str]:
    """The id of the document at each path: that which stands there, else the last one that did."""
    past = {path: document.id for path, document in manual.stood_last.items()}
    return (
        past
        | {document.path: document.id for document in manual.documents if document.path not in past}
        | {path: document.id for path, document in manual.by_path.items()}
    )
