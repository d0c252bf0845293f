"""A page of the site before MkDocs has seen it."""

from __future__ import annotations

import posixpath
from dataclasses import field
from typing import TYPE_CHECKING, Literal
from urllib.parse import unquote

from qms_docs.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mkdocs_document_control.attachments import Attached
    from mkdocs_document_control.past_text import PastText
    from qms_docs.views.document_page import DocumentPage

__all__ = ["LITTLE", "Origin", "PlannedPage"]

LITTLE = 0.3
"""How much a page about the manual counts in the search beside the documents themselves."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Origin:
    """Where a text stood, so that its relative links can be followed, and the files that belong to it."""

    path: str
    by_name: Mapping[str, Attached] = field(default_factory=dict)
    """By the destination as the text writes it."""
    by_path: Mapping[str, Attached] = field(default_factory=dict)
    entry: int | None = None
    """The number of the entry that brought a text of the past; None for what is published as it is today."""

    def file(self, destination: str) -> Attached | None:
        """The file that a destination names as the text writes it, its anchor and query cut off."""
        path = unquote(destination.partition("#")[0].partition("?")[0])
        place = posixpath.normpath(posixpath.join(posixpath.dirname(self.path), path))
        return self.by_name.get(destination) or self.by_path.get(place)


@dataclass(frozen=True, kw_only=True, slots=True)
class PlannedPage:
    """One page: its place, its text in Markdown, and the values that its template shows around it."""

    src_uri: str
    """The path in MkDocs' terms, which decides about the address."""
    title: str
    template: str
    values: Mapping[str, object] = field(default_factory=dict)
    markdown: str = ""
    untrusted: bool = True
    """Whether the Markdown comes from the repository and not from the program."""
    origin: Origin | None = None
    document: DocumentPage | None = None
    record: str | None = None
    """The id of the record that the page is about."""
    record_register: bool = False
    """Whether it lists records."""
    edited_at: str | None = None
    """The path in the repository at which the page can be edited."""
    past: PastText | None = None
    """The text of a revision, which is read and drawn with the page alone; it has no Markdown then."""
    in_navigation: bool = False
    listed: bool = True
    """Whether search engines may keep it and the whole navigation stands beside it; else it is one of very many."""
    searchable: bool = True
    indexed: Literal["text", "page", "title"] = "text"
    """What the search learns of the page: its text alone, everything that its template shows, or its title alone."""
    boost: float | None = None
    """How much it counts in the search, where that is not 1."""
    description: str | None = None
    hidden_parts: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    headings: tuple[tuple[str, str], ...] = ()
    """Anchor and title of the headings that the template brings, for the table of contents."""
    anchors: tuple[str, ...] = ()
    """Anchors that the template brings besides."""

    @property
    def is_controlled(self) -> bool:
        """Whether the text is that of a document or record, so that it shows no picture but its own."""
        return bool(self.document or self.past or self.record)

    @property
    def tells_search_its_title(self) -> bool:
        """Whether the search learns its title at most, whatever its template shows."""
        return not (self.markdown or self.past or self.indexed == "page")

    @property
    def is_one_of_many(self) -> bool:
        """Whether MkDocs need not know more of it than its address: nothing searches, lists or edits it."""
        known = self.listed or self.searchable or self.markdown or self.edited_at
        return not known and self.indexed == "text"
