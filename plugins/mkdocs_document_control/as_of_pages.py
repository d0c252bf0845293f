"""Pages on which somebody picks a day and sees the master document list of that day."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from mkdocs_document_control.late import LateValues
from mkdocs_document_control.page import PlannedPage
from qms_docs.views.as_of import as_of_years, restricted

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date

    from qms_docs.model.manual import Manual
    from qms_docs.views.as_of import AsOfYear
    from qms_docs.views.publication import DocumentReference
    from qms_docs.views.timeline import Standing

__all__ = ["AS_OF", "as_of_page", "as_of_pages"]

AS_OF = "as-of/index.md"
_TITLE = "Master document list of any day"


def as_of_page(day: date) -> str:
    """The path in MkDocs' terms of the page that tells a day."""
    return f"as-of/{day.year:04}.md"


def as_of_pages(
    manual: Manual, known: Mapping[str, Sequence[Standing]], places: Mapping[tuple[str, str | None], str]
) -> Iterator[PlannedPage]:
    """The page with the years, and one for each year.

    `places` are the pages of documents, and with a number those of their revisions.
    """
    years, titles = as_of_years(manual, known), restricted(manual)
    numbers = [each.year for each in years]
    yield PlannedPage(
        src_uri=AS_OF,
        title=_TITLE,
        template="as_of.html.jinja",
        values={"years": numbers, "shown": None, "days": [(each.year, len(each.changes)) for each in years]},
        in_navigation=True,
        searchable=False,
        hidden_parts=("toc",),
    )
    for each in years:
        yield PlannedPage(
            src_uri=f"as-of/{each.year:04}.md",
            title=f"Master document list: any day of {each.year}",
            template="as_of_year.html.jinja",
            values=LateValues(partial(_values, numbers, each, places, titles)),
            listed=False,
            searchable=False,
            hidden_parts=("toc",),
        )


def _values(
    numbers: Sequence[int],
    shown: AsOfYear,
    places: Mapping[tuple[str, str | None], str],
    titles: tuple[DocumentReference, ...],
) -> dict[str, object]:
    lines = [places.get((line.id, line.revision)) or places[line.id, None] for line in shown.lines]
    return {"years": numbers, "shown": shown.year, "year": shown, "places": lines, "restricted": titles}
