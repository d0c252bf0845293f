"""The page of the path to certification."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mkdocs_document_control.page import PlannedPage
from qms_docs.views.certification.path import certification_path
from qms_docs.views.certification.work import Load

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from qms_docs.model.finding import Finding
    from qms_docs.model.manual import Manual
    from qms_docs.views.published_records import PublishedRecords
    from qms_docs.views.published_status import SiteStatus

__all__ = ["certification_page"]


def certification_page(
    manual: Manual, findings: Sequence[Finding], published: PublishedRecords, status: SiteStatus
) -> Iterator[PlannedPage]:
    """The page; a public site has none, because what is missing is nobody else's business."""
    if published.public:
        return
    loads = [
        Load(owner=each.owner, title=each.title, overdue=each.overdue, due=each.due, waiting=each.waiting)
        for each in status.owners
    ]
    path = certification_path(manual, findings, published=published, loads=loads)
    yield PlannedPage(
        src_uri="certification.md",
        title="Path to certification",
        template="certification.html.jinja",
        values={"path": path},
        in_navigation=True,
        searchable=False,
        headings=tuple((each.id, each.title) for each in (*path.steps, *path.challenges)),
    )
