"""The files that the site has of its own beside its pages, whose addresses no file of the manual gets."""

from __future__ import annotations

from mkdocs_document_control.competence_pages import COMPETENCE_CSV
from mkdocs_document_control.feeds import FEEDS
from mkdocs_document_control.manifest import BUILD_RECORD, MANIFEST
from mkdocs_document_control.record_addresses import RECORDS
from qms_docs.model.records.kinds import KINDS
from qms_docs.model.records.series import SERIES

__all__ = ["ALWAYS_THERE", "FILES_OF_SITE"]

_REGISTERS = (
    *("processes", "interested-parties", "training-requirements"),
    *(each.name for each in KINDS),
    *(each.name for each in SERIES),
)

ALWAYS_THERE = frozenset(
    (
        *("404.html", "sitemap.xml", "sitemap.xml.gz", "search/search_index.json"),
        *("register.json", "register.csv", *FEEDS, BUILD_RECORD, MANIFEST),
    )
)
"""By address; those of MkDocs itself among them."""

FILES_OF_SITE = ALWAYS_THERE | {
    COMPETENCE_CSV,
    *(f"{RECORDS}/{name}.{form}" for name in _REGISTERS for form in ("csv", "json")),
}
"""The same with those that a site has where there is something of which they tell."""
