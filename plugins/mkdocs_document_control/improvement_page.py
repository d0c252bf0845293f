"""The page that shows nonconformities and corrective actions at a glance."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mkdocs_document_control.page import PlannedPage
from mkdocs_document_control.record_addresses import IMPROVEMENT, registers_of
from qms_docs.views.improvement import has_improvement_page
from qms_docs.views.improvement_page import improvement_panels

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qms_docs.views.published_records import PublishedRecords

__all__ = ["improvement_page"]


def improvement_page(published: PublishedRecords) -> Iterator[PlannedPage]:
    """The page, where the site has one."""
    manual = published.manual
    if not has_improvement_page(manual):
        return
    panels = improvement_panels(published)
    yield PlannedPage(
        src_uri=IMPROVEMENT,
        title="Improvement",
        template="improvement.html.jinja",
        values={"panels_": panels, "registers": registers_of(manual), "as_of": manual.as_of},
        in_navigation=True,
        searchable=False,
        headings=tuple((each.anchor, each.title) for each in panels),
    )
