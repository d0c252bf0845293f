"""The page of the path to certification."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mkdocs_document_control.late import LateValues
from mkdocs_document_control.page import PlannedPage
from mkdocs_document_control.record_addresses import COVERAGE, IMPROVEMENT
from qms_docs.views.certification.path import certification_path
from qms_docs.views.certification.stage import CHALLENGES, STEPS
from qms_docs.views.certification.work import Load

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from qms_docs.model.finding import Finding
    from qms_docs.views.published_records import PublishedRecords
    from qms_docs.views.published_status import SiteStatus

__all__ = ["certification_page"]

_FURTHER = {"internal-audit": COVERAGE, "continual-improvement": IMPROVEMENT}
"""Pages that show more of a step, which not every site has."""


def certification_page(
    published: PublishedRecords, findings: Sequence[Finding], status: SiteStatus, beside: Sequence[PlannedPage]
) -> Iterator[PlannedPage]:
    """The page; a public site has none, because what is missing is nobody else's business."""
    if published.public:
        return
    loads = [
        Load(owner=each.owner, title=each.title, overdue=each.overdue, due=each.due, waiting=each.waiting)
        for each in status.owners
    ]
    there = {each.src_uri for each in beside}

    def values() -> dict[str, object]:
        path = certification_path(published.manual, findings, published=published, loads=loads)
        return {"path": path, "further": {name: page for name, page in _FURTHER.items() if page in there}}

    yield PlannedPage(
        src_uri="certification.md",
        title="Path to certification",
        template="certification.html.jinja",
        values=LateValues(values),
        in_navigation=True,
        searchable=False,
        headings=(*STEPS.items(), *CHALLENGES.items()),
    )
