"""What programs follow: the feed of changes, and the calendar of what is due."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urljoin

from mkdocs_document_control.late_file import LateContent
from qms_docs.reports.atom import atom
from qms_docs.reports.calendar import calendar
from qms_docs.views.home import changes
from qms_docs.views.status import owner_title

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files

    from mkdocs_document_control.late_file import FileContent
    from mkdocs_document_control.plan import SitePlan

__all__ = ["FEEDS", "feeds"]

FEEDS = ("changes.xml", "reviews.ics")
_MOST = 100
"""How many changes the feed tells; whoever reads it asks more often than a hundred documents change."""


def feeds(plan: SitePlan, config: MkDocsConfig, files: Files) -> dict[str, FileContent]:
    """By address. Links are those of `site_url`, and relative to the feed where `mkdocs.yml` has none."""
    manual, site = plan.manual, f"{config.site_url.rstrip('/')}/" if config.site_url else ""
    name = plan.state.organization
    pages = {page.document.id: page.src_uri for page in plan.pages.values() if page.document}

    def address(document: str) -> str:
        file = files.get_file_from_path(pages.get(document, "index.md"))
        return urljoin(site, file.url) if file else site or "./"

    def feed() -> bytes:
        latest = changes(manual, manual.as_of.min)[:_MOST]
        return atom(name, manual.as_of, latest, address, site or "./")

    def due() -> bytes:
        return calendar(name, manual.as_of, plan.status.dated, lambda owner: owner_title(manual, owner))

    return {"changes.xml": LateContent(feed), "reviews.ics": LateContent(due)}
