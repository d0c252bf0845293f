"""What a pack is asked to hold, and everything that it is made from."""

from __future__ import annotations

from dataclasses import field
from functools import cached_property
from typing import TYPE_CHECKING

import jinja2

from qms_docs.exports.pack.names import Names
from qms_docs.values import dataclass
from qms_docs.views.words import day_in_words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from qms_docs.exports.pack.archive import PackArchive
    from qms_docs.exports.pack.scope import Scope
    from qms_docs.exports.site_text import Elsewhere, SiteTexts, WantedText
    from qms_docs.model.document import Document, Revision
    from qms_docs.model.manual import Manual
    from qms_docs.sources.loading import ManualSource

__all__ = ["PARTS", "TEMPLATES", "Desk", "Request"]

TEMPLATES = jinja2.Environment(
    loader=jinja2.PackageLoader("qms_docs.exports", "templates/pack"),
    autoescape=True,
    trim_blocks=True,
    lstrip_blocks=True,
)
PARTS = (
    ("index.html", "Start"),
    ("master-list.html", "Master list"),
    ("answers.html", "Answers"),
    ("clauses.html", "Clauses"),
    ("rules.html", "Rules and findings"),
    ("organization.html", "Organization and policy"),
    ("records.html", "Records"),
)
"""The pages to which every page leads, with their words."""
TEMPLATES.globals["parts"] = PARTS
TEMPLATES.filters["day"] = day_in_words


@dataclass(frozen=True, kw_only=True)
class Request:
    """What somebody asks for."""

    records: frozenset[str] = frozenset()
    """Ids of records that go in as a whole."""
    record_types: frozenset[str] = frozenset()
    """Types of which every record goes in, `all` stands for each of them."""
    pdf: bool = True
    formulas: bool = False
    """Whether the site of the day reads `$` as the sign of a formula."""


@dataclass(frozen=True, kw_only=True)
class Desk:
    """Where the pages of a pack are made: the manual of the day, and the file that is being written."""

    manual: Manual
    source: ManualSource
    scope: Scope
    request: Request
    archive: PackArchive
    texts: Callable[[Iterable[tuple[WantedText, Elsewhere]]], Iterator[SiteTexts]]
    """The texts as the site generator gives them."""
    _folders: Names = field(default_factory=Names)
    _numbers: dict[str, Names] = field(default_factory=dict)
    _drawable: dict[str, bool] = field(default_factory=dict)

    @cached_property
    def documents(self) -> tuple[Document, ...]:
        """The documents that go in; each gets the name of its folder in their order."""
        documents = self.scope.documents
        for each in documents:
            self._folders.of(each.id)
        return documents

    @cached_property
    def ids(self) -> frozenset[str]:
        """The ids of the documents that go in."""
        return frozenset(each.id for each in self.documents)

    def folder(self, document: Document) -> str:
        """Where everything about a document lies."""
        return f"documents/{self._folders.of(document.id)}"

    def number(self, document: Document, revision: Revision) -> str:
        """The number of a revision as the names of its files have it."""
        return self._numbers.setdefault(document.id, Names()).of(revision.number)

    def page(self, document: Document, revision: Revision) -> str:
        """The page with the text of a revision."""
        return f"{self.folder(document)}/revision-{self.number(document, revision)}.html"

    def in_use(self, document: Document) -> Revision | None:
        """The revision that people work by on the day."""
        return document.effective(self.manual.as_of) if document.vanished_by is None else None

    def can_draw(self, revision: Revision) -> bool:
        """Whether a text can be drawn in good time."""
        blob = revision.text.text.blob
        if blob not in self._drawable:
            self._drawable[blob] = self.source.parts(blob).excess is None
        return self._drawable[blob]

    def write(self, name: str, template: str, title: str, **values: object) -> str:
        """A page; gives its name."""
        page = TEMPLATES.get_template(f"{template}.html.jinja").render(
            title=title,
            here=name,
            root="../" * name.count("/"),
            organization=self.manual.policy.organization,
            day=day_in_words(self.manual.as_of),
            commit=self.manual.commit,
            **values,
        )
        return self.archive.add(name, page)
