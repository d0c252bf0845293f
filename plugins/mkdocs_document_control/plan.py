"""What the site is made of: its pages and the files that their texts show."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mkdocs_document_control.late_file import LateContent
from qms_docs.reports.listing import listing_csv, listing_json
from qms_docs.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from mkdocs_document_control.addresses import Addresses
    from mkdocs_document_control.competence_pages import CompetencePages
    from mkdocs_document_control.late import SourceAtHand
    from mkdocs_document_control.late_file import FileContent
    from mkdocs_document_control.links import Links
    from mkdocs_document_control.page import PlannedPage
    from mkdocs_document_control.pages_of_records import RecordPages
    from mkdocs_document_control.revision_pages import HowMany, PagesOfOne
    from mkdocs_document_control.text_pages import TextPages
    from qms_docs.model.finding import Finding
    from qms_docs.model.manual import Manual
    from qms_docs.views.master_list import MasterListRow
    from qms_docs.views.published_records import PublishedRecords
    from qms_docs.views.published_status import SiteStatus
    from qms_docs.views.site_state import SiteState

__all__ = ["HOME", "STATUS", "PlannedDocument", "SitePlan", "Terms", "registers"]

HOME, STATUS = "index.md", "status/index.md"
"""The pages that bring small charts, and so are made of more than a text."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Terms:
    """What is asked of a site, whatever its manual says."""

    places: Addresses
    taken: frozenset[str]
    """Addresses of the theme's own files."""
    controlled: bool
    many: HowMany
    today: date
    findings: tuple[Finding, ...] = ()
    """What the rules say of the manual."""


@dataclass(frozen=True, kw_only=True, slots=True)
class PlannedDocument:
    """The pages of one document."""

    text: PlannedPage
    """Its own one, before it leads anywhere."""
    pages: PagesOfOne
    own: PlannedPage
    """The same page with all to which it leads."""


@dataclass(frozen=True, kw_only=True, slots=True)
class SitePlan:
    """The site before MkDocs has seen it."""

    manual: Manual
    state: SiteState
    pages: dict[str, PlannedPage]
    """By path in MkDocs' terms."""
    files: dict[str, FileContent]
    """Static files by address."""
    links: Links
    status: SiteStatus
    """What is due, overdue or waiting."""
    texts: TextPages
    """What reads the texts, also those that no page shows."""
    terms: Terms
    source: SourceAtHand
    documents: dict[str, PlannedDocument]
    """By id."""
    rows: dict[str, MasterListRow]
    """Those of the master document list, by the id of the document."""
    published: PublishedRecords
    """What the readers of the site may know of records."""
    records: RecordPages | None
    competence: CompetencePages | None
    """The pages of records, and those of competence; None where no build of this process follows."""
    words_differ: bool = False
    """Whether the site differs from that of an earlier plan in the words of some documents alone."""


def registers(rows: Iterable[MasterListRow]) -> dict[str, FileContent]:
    """The master document list for programs, by address."""
    rows = tuple(rows)
    # A path of the past may hold bytes that are no UTF-8; they are written as escapes.
    return {
        "register.json": LateContent(lambda: listing_json(rows).encode("utf-8", "backslashreplace")),
        "register.csv": LateContent(lambda: listing_csv(rows).encode("utf-8", "backslashreplace")),
    }
