"""Pages of what is due, overdue or waiting: one for all, and one for each role and person."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mkdocs_document_control.competence_pages import COMPETENCE
from mkdocs_document_control.named_pages import NOBODY, named_pages
from mkdocs_document_control.page import PlannedPage
from mkdocs_document_control.plan import STATUS
from qms_docs.views.published_status import site_status

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qms_docs.model.manual import Manual
    from qms_docs.views.published_records import PublishedRecords
    from qms_docs.views.published_status import SiteStatus

__all__ = ["status_pages"]


def status_pages(manual: Manual, published: PublishedRecords) -> tuple[SiteStatus, tuple[PlannedPage, ...]]:
    """What is due, and its pages."""
    status = site_status(manual, published)
    return status, tuple(_pages(manual, status))


def _pages(manual: Manual, status: SiteStatus) -> Iterator[PlannedPage]:
    addresses = named_pages("status", (each.owner for each in status.told))
    shared = {"as_of": manual.as_of, "addresses": addresses}
    yield PlannedPage(
        src_uri=STATUS,
        title="What is due",
        template="status.html.jinja",
        values={"owners": status.told, "crowd": _numbers(status), "competence": COMPETENCE, **shared},
        in_navigation=True,
        searchable=False,
        headings=(
            *((("reading", "Many people have documents to read"),) if status.crowd else ()),
            *((_anchor(each.owner), each.title) for each in status.told if not each.person),
        ),
    )
    for each in status.told:
        yield PlannedPage(
            src_uri=addresses[each.owner],
            title=f"What is due: {each.title}",
            template="status_owner.html.jinja",
            values={"one": each, **shared},
            listed=False,
            searchable=False,
            hidden_parts=("toc",),
        )


def _numbers(status: SiteStatus) -> dict[str, object] | None:
    """What the page tells of people whom it does not tell one by one."""
    crowd = status.crowd
    if crowd is None:
        return None
    return {"people": len(crowd.people), "overdue": crowd.overdue, "due": crowd.due, "texts": crowd.texts}


def _anchor(owner: str) -> str:
    return f"owner-{owner}" if owner else NOBODY
