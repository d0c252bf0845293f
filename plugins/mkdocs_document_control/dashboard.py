"""Small charts on the home page and on that of what is due, and where more of each stands."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from mkdocs_document_control.record_addresses import IMPROVEMENT, registers_of

if TYPE_CHECKING:
    from mkdocs_document_control.page import PlannedPage
    from qms_docs.model.manual import Manual
    from qms_docs.views.dashboard import Glance

__all__ = ["with_glances"]


def with_glances(page: PlannedPage, manual: Manual, glances: tuple[Glance, ...], status: str) -> PlannedPage:
    """The page with the charts; `status` is the address of the page of what is due."""
    places = {"status": status, "improvement": IMPROVEMENT, **registers_of(manual)}
    return replace(page, values={**page.values, "glances": glances, "places": places})
