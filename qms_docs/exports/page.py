"""One revision as a page of HTML that stands alone: no script, no style from elsewhere, no image."""

from __future__ import annotations

from typing import TYPE_CHECKING

import jinja2
import nh3
from markdown_it import MarkdownIt

from qms_docs.exports.data_tables import with_tables
from qms_docs.exports.waiting_figures import with_waiting_figures
from qms_docs.views.approvals import approvals_of, unapproved
from qms_docs.views.words import day_in_words, status_in_words

if TYPE_CHECKING:
    from collections.abc import Callable

    from qms_docs.figures.page_figures import PageFigures
    from qms_docs.model.document import Document, LineText, Revision
    from qms_docs.model.manual import Manual
    from qms_docs.model.table import TableReading

__all__ = ["TEMPLATES", "page_html"]

TEMPLATES = jinja2.Environment(
    loader=jinja2.PackageLoader("qms_docs.exports"), autoescape=True, trim_blocks=True, lstrip_blocks=True
)
_TAGS = nh3.ALLOWED_TAGS - {"img"}
_ATTRIBUTES = nh3.ALLOWED_ATTRIBUTES | {"pre": {"class"}, "span": {"class"}}


def page_html(  # noqa: PLR0913, PLR0917 - what a page says of its text
    manual: Manual,
    document: Document,
    revision: Revision,
    text: LineText,
    body: str,
    tables: Callable[[str, str], TableReading | None],
    figures: PageFigures,
    *,
    formulas: bool = False,
) -> str:
    """A text under the control header of its revision, as a whole HTML page; markup of the text is sanitized.

    A text that was changed under the number of the revision is not in force, whatever holds for the revision.
    `tables` gives the table of a fence by its info string and content, `figures` draws diagrams, and formulas where
    the site takes `$` for the sign of one.
    """
    parser = with_tables(MarkdownIt("commonmark").enable("table"), tables)
    rendered = with_waiting_figures(parser, with_formulas=formulas).render(body)
    cleaned = nh3.clean(rendered, tags=_TAGS, attributes=_ATTRIBUTES, url_schemes={"http", "https", "mailto", "tel"})
    controlled = text.text == revision.text.text
    status = status_in_words(document, revision, manual.as_of, manual.organization)
    return TEMPLATES.get_template("page.html.jinja").render(
        id=document.id,
        title=text.header.title or document.id,
        language=text.header.language or "en",
        organization=manual.policy.organization,
        revision=revision.number,
        status=status if controlled else f"Changed text under revision {revision.number}: not in force.",
        effective=day_in_words(revision.effective_on if controlled and not revision.proposed else None),
        owner=manual.organization.role_title(text.header.owner or ""),
        approvals=approvals_of(manual, document, revision) if controlled else unapproved(revision),
        digest=text.text.digest(document.id),
        commit=text.entry.commit or "",
        as_of=day_in_words(manual.as_of),
        text=figures.put_into(cleaned),
    )
