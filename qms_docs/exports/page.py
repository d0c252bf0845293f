"""One revision as a page of HTML that stands alone: no script, no style from elsewhere, no image."""

from __future__ import annotations

from typing import TYPE_CHECKING

import jinja2
import nh3
from markdown_it import MarkdownIt

from qms_docs.views.words import day_in_words, status_in_words, title_of

if TYPE_CHECKING:
    from qms_docs.model.document import Document, Revision
    from qms_docs.model.manual import Manual

__all__ = ["page_html"]

_TEMPLATES = jinja2.Environment(
    loader=jinja2.PackageLoader("qms_docs.exports"), autoescape=True, trim_blocks=True, lstrip_blocks=True
)
_TAGS = nh3.ALLOWED_TAGS - {"img"}


def page_html(manual: Manual, document: Document, revision: Revision, body: str) -> str:
    """The text of a revision under its control header, as a whole HTML page; markup of the text is sanitized."""
    rendered = MarkdownIt("commonmark").enable("table").render(body)
    return _TEMPLATES.get_template("page.html.jinja").render(
        id=document.id,
        title=title_of(document, revision),
        language=revision.header.language or "en",
        organization=manual.policy.organization,
        revision=revision.number,
        status=status_in_words(document, revision, manual.as_of, manual.organization),
        effective=day_in_words(None if revision.proposed else revision.effective_on),
        owner=manual.organization.role_title(revision.header.owner or ""),
        digest=revision.digest,
        commit=revision.text.entry.commit or "",
        as_of=day_in_words(manual.as_of),
        text=nh3.clean(rendered, tags=_TAGS, url_schemes={"http", "https", "mailto", "tel"}),
    )
