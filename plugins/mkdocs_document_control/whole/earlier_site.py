"""What a build has left for the next one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qms_docs.values import dataclass

if TYPE_CHECKING:
    from mkdocs_document_control.late_file import FileContent
    from mkdocs_document_control.page_finding import KnownPages
    from mkdocs_document_control.plan import SitePlan

__all__ = ["EarlierSite"]


@dataclass(frozen=True, slots=True)
class EarlierSite:
    """What an earlier build has planned and found, in this process or in another one."""

    settings: bytes
    plan: SitePlan
    pages: KnownPages
    feeds: dict[str, FileContent]
    """By address what programs follow, in which no words of texts stand."""
