"""Pages with texts from the repository: controlled documents and pages that are under no control."""

from __future__ import annotations

import posixpath
from dataclasses import field
from typing import TYPE_CHECKING
from urllib.parse import unquote

from mkdocs.utils.meta import get_data

from mkdocs_document_control.bodies import body_of, lines_of
from mkdocs_document_control.page import Origin, PlannedPage
from mkdocs_document_control.templates import fragment
from qms_docs.values import dataclass
from qms_docs.views.home import home
from qms_docs.views.notice import uncontrolled_notice

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from mkdocs_document_control.addresses import Addresses
    from mkdocs_document_control.attachments import Attached, Attachments
    from qms_docs.model.document import LineText
    from qms_docs.model.manual import Manual, UncontrolledPage
    from qms_docs.sources.loading import ManualSource
    from qms_docs.views.document_page import DocumentPage

__all__ = ["TextPages"]

_HIDEABLE = frozenset({"navigation", "toc", "path", "footer", "tags", "feedback"})
_HOME = "index.md"


@dataclass(frozen=True, slots=True)
class TextPages:
    """Makes pages of texts; in a controlled site from what was accepted, in a preview from the work tree."""

    source: ManualSource
    manual: Manual
    standing: Manual
    """What stands today, where the site is that of a day in the past."""
    addresses: Addresses
    attachments: Attachments
    _gone: dict[str, list[str]] = field(default_factory=dict, init=False)
    """By path the documents that stood there last and stand nowhere any more."""
    _shown: dict[str, bytes] = field(default_factory=dict, init=False)
    """The files of texts by their object ids."""

    def __post_init__(self) -> None:
        """The documents are looked through once, however many there are."""
        for each in self.manual.documents:
            if each.vanished_by is not None:
                self._gone.setdefault(each.path, []).append(each.id)

    def document(self, view: DocumentPage) -> PlannedPage:
        """The page of a document, with its text if it shows one."""
        src_uri = self._address(view)
        markdown = self.body(view.text) if view.text else ""
        history = (("revision-history", "Revision history"),) if view.history else ()
        return PlannedPage(
            src_uri=src_uri,
            title=view.title,
            template="document.html.jinja",
            values={"page": view, **self._home(src_uri)},
            markdown=markdown,
            origin=self.origin(view.text) if view.text else Origin(path=view.path),
            document=view,
            edited_at=self._edited_at(view) if view.editable else None,
            in_navigation=view.in_navigation,
            searchable=view.searchable,
            headings=history,
            # The search gives tags the greatest weight: an id that is typed in leads to its document first.
            tags=(view.id,),
            anchors=tuple(f"revision-{row.revision}" for row in view.history),
        )

    def _edited_at(self, view: DocumentPage) -> str | None:
        """The file in which the document stands, whichever revision the page shows."""
        document = self.standing.document(view.id)
        return document.path if document and document.vanished_by is None else None

    def _address(self, view: DocumentPage) -> str:
        """Where the page stands; a document without a file gives way to the one that stands at its path today."""
        src_uri = self.addresses.of(view.path)
        gone = self._gone.get(view.path, [])
        if not src_uri.isascii() and src_uri != src_uri.encode("utf-8", "replace").decode():
            return f"{view.id}.md"
        if view.id not in gone or (view.path not in self.manual.paths and gone == [view.id]):
            return src_uri
        return f"{posixpath.splitext(src_uri)[0]}/{view.id}.md"

    def uncontrolled(self, page: UncontrolledPage) -> PlannedPage:
        """A page that says of itself that it is not controlled."""
        return self._free(page.path, self.source.read(page.blob), page.blob)

    def unmarked(self, path: str) -> PlannedPage:
        """A page of which nothing says whether it is controlled; in a preview its author sees it all the same."""
        return self._free(path, self._content(path) or b"", None)

    def bare_home(self) -> PlannedPage:
        """The home page of a manual that has no text for it."""
        return PlannedPage(
            src_uri=_HOME,
            title=f"Quality manual of {self.manual.policy.organization}",
            template="home.html.jinja",
            values={"notice": None, **self._home(_HOME)},
            in_navigation=True,
        )

    def _free(self, path: str, content: bytes, blob: str | None) -> PlannedPage:
        markdown, meta = get_data(lines_of(content))
        src_uri = self.addresses.of(path)
        title = meta.get("title")
        return PlannedPage(
            src_uri=src_uri,
            title=title if isinstance(title, str) else _title(markdown, path),
            template="home.html.jinja" if src_uri == _HOME else "uncontrolled.html.jinja",
            values={"notice": uncontrolled_notice(), **self._home(src_uri)},
            markdown=self._drawable(markdown),
            origin=Origin(path=path, by_path=dict(self._shown_by(path, blob))),
            edited_at=path if path in self.standing.paths else None,
            in_navigation=True,
            searchable=not _is_excluded(meta),
            description=meta["description"] if isinstance(meta.get("description"), str) else None,
            hidden_parts=tuple(each for each in _words(meta.get("hide")) if each in _HIDEABLE),
        )

    def _home(self, src_uri: str) -> dict[str, object]:
        return {"home": home(self.manual) if src_uri == _HOME else None}

    def body(self, text: LineText) -> str:
        """The Markdown of a document's text."""
        return self._drawable(body_of(self.source.read(text.text.blob)))

    def _drawable(self, markdown: str) -> str:
        """The text, or why it is not shown: a preview goes on where a rule would stop a build."""
        more_than = self.source.excess(markdown)
        return fragment("excess.html.jinja", more_than=more_than) if more_than else markdown

    def origin(self, text: LineText) -> Origin:
        """Where a document's text stood, with the files that belong to it."""
        by_name: dict[str, Attached] = {}
        for shown in text.text.files:
            content = self._bytes_of(shown.blob)
            by_name[shown.name] = self.attachments.add(shown.path, self.addresses.of(shown.path), content)
        by_path = {shown.path: by_name[shown.name] for shown in text.text.files}
        return Origin(path=text.path, by_name=by_name, by_path=by_path)

    def _bytes_of(self, blob: str) -> bytes:
        """The bytes of a file that texts show; many show the same."""
        if blob not in self._shown:
            self._shown[blob] = self.source.read(blob)
        return self._shown[blob]

    def _shown_by(self, path: str, blob: str | None) -> Iterator[tuple[str, Attached]]:
        """The files that an uncontrolled page shows; they lie below the folders of documents, as a document's do."""
        outline = self.manual.outlines.get(blob or "")
        for link in outline.links if outline else ():
            name = unquote(link.destination.partition("#")[0].partition("?")[0])
            found = posixpath.normpath(posixpath.join(posixpath.dirname(path), name))
            if found in self.manual.paths and self.manual.policy.holds(found) and not found.lower().endswith(".md"):
                content = self._content(found)
                if content is not None:
                    yield found, self.attachments.add(found, self.addresses.of(found), content)

    def _content(self, path: str) -> bytes | None:
        """The bytes of a regular file; a symbolic link could lead to what nobody is to read."""
        blob = self.manual.blobs.get(path)
        return None if blob is None else self.source.read(blob)


def _title(markdown: str, path: str) -> str:
    heading = next((line[2:].strip() for line in markdown.split("\n") if line.startswith("# ")), "")
    name = posixpath.splitext(posixpath.basename(path))[0].replace("-", " ").replace("_", " ")
    return heading or name[:1].upper() + name[1:]


def _is_excluded(meta: Mapping[str, object]) -> bool:
    search = meta.get("search")
    return isinstance(search, dict) and search.get("exclude") is True


def _words(value: object) -> tuple[str, ...]:
    return tuple(each for each in value if isinstance(each, str)) if isinstance(value, list) else ()
