"""Pages of the quality management principles: an overview, and one for each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mkdocs_document_control.page import PlannedPage
from qms_docs.views.principles import principle_pages

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qms_docs.model.manual import Manual
    from qms_docs.views.published_records import PublishedRecords

__all__ = ["PRINCIPLES", "pages_of_principles"]

PRINCIPLES = "principles/index.md"


def pages_of_principles(manual: Manual, published: PublishedRecords) -> Iterator[PlannedPage]:
    """The overview and the page of each principle; none where the site has nothing to say of them."""
    pages = principle_pages(manual, published)
    if not pages:
        return
    addresses = {each.id: f"principles/{each.id}.md" for each in pages}
    yield PlannedPage(
        src_uri=PRINCIPLES,
        title="Quality management principles",
        template="principles.html.jinja",
        values={"pages": pages, "addresses": addresses, "public": published.public, "as_of": manual.as_of},
        in_navigation=True,
        searchable=False,
        hidden_parts=("toc",),
    )
    for each in pages:
        yield PlannedPage(
            src_uri=addresses[each.id],
            title=each.title,
            template="principle.html.jinja",
            values={"page": each, "public": published.public, "as_of": manual.as_of},
            listed=False,
            searchable=False,
            headings=(("documents", "Documents"), ("objectives", "Objectives and measures"), ("evidence", "Evidence")),
        )
