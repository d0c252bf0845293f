"""Documents as one page of HTML from which a PDF is made: a function of values."""

from __future__ import annotations

import base64
import math
import re
from functools import cache
from importlib.resources import files as package_files
from typing import TYPE_CHECKING

import jinja2
from markupsafe import escape

from qms_docs.exports.pdf_bytes import refuse_excess
from qms_docs.exports.qr_code import qr_code
from qms_docs.exports.wide_tables import with_widths
from qms_docs.values import dataclass
from qms_docs.views.words import day_in_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qms_docs.exports.site_text import SiteText, SiteTexts
    from qms_docs.model.manual import Manual
    from qms_docs.views.printed_document import PrintedDocument

__all__ = ["pdf_page"]

_TEMPLATES = jinja2.Environment(
    loader=jinja2.PackageLoader("qms_docs.exports"), autoescape=True, trim_blocks=True, lstrip_blocks=True
)
_HEADING = re.compile(r"\s*<h1[ >]")
_FIGURE_NAME = re.compile(r"<title>([^<]*)</title><desc>([^<]*)</desc>")
_LETTERS_IN_LINE = 118
"""In the small letters of a page's head, at most."""
_MOST_LINES = 6
_LINE_HEIGHT = 3.3
_LEAST_HEAD = 27.0


@dataclass(frozen=True, kw_only=True, slots=True)
class _Sheet:
    """One document with what the template asks about its pages."""

    document: PrintedDocument
    html: str
    headed: bool
    """Whether the text has a top heading of its own."""
    address: str | None
    code: str
    approved: str
    """The approvals as far as they have room at the head of a page."""
    head: int
    """How high the head of a page is, in millimetres."""
    mark: str | None
    """The address of what stands across every page."""


def pdf_page(
    manual: Manual, documents: Sequence[PrintedDocument], texts: SiteTexts, *, whole: bool, remarks: Sequence[str] = ()
) -> str:
    """The page; `whole` puts a cover and contents before the documents.

    Raises CannotCheckError for a text that could not be set in good time.
    """
    sheets = [_sheet(document, text) for document, text in zip(documents, texts.texts, strict=True)]
    first = documents[0]
    return _TEMPLATES.get_template("pdf.html.jinja").render(
        title=texts.site_name if whole else f"{first.id} {first.title}, revision {first.revision}",
        description=f"State of {day_in_words(manual.as_of)}",
        language="en" if whole else first.language,
        organization=manual.policy.organization,
        site_name=texts.site_name,
        as_of=manual.as_of,
        day=day_in_words(manual.as_of),
        commit=manual.commit,
        contents=whole,
        remarks=remarks,
        rule="Preview, not controlled" if manual.preview else "Uncontrolled when printed",
        sheets=sheets,
        style=_style() + texts.style,
    )


def _sheet(document: PrintedDocument, text: SiteText) -> _Sheet:
    html, columns = with_widths(text.html)
    refuse_excess(html, columns, document.id)
    address = _page_of_revision(document, text)
    approved, lines = _in_lines(document)
    return _Sheet(
        document=document,
        html=_FIGURE_NAME.sub(_one_name, html),
        headed=bool(_HEADING.match(text.html)),
        address=address,
        code=qr_code(address) if address else "",
        approved=approved,
        head=math.ceil(_LEAST_HEAD + _LINE_HEIGHT * lines),
        mark=_mark(document.mark) if document.mark else None,
    )


def _page_of_revision(document: PrintedDocument, text: SiteText) -> str | None:
    """The place on the site that says what became of the revision; of restricted documents it says nothing."""
    if text.address is None or document.restricted:
        return None
    known = any(row.revision == document.revision for row in document.history)
    return f"{text.address}#revision-{document.revision}" if known else text.address


def _in_lines(document: PrintedDocument) -> tuple[str, int]:
    """The approvals as they fit, and how many lines they and the status take besides the first."""
    said, room = document.approved, _MOST_LINES * _LETTERS_IN_LINE - len(document.status)
    if len(said) > room:
        said = f"{said[: max(room - 60, 0)].rsplit(' ', 1)[0]} … (all of them on the last page)"
    lines = math.ceil((len(document.status) + len(said) + 14) / _LETTERS_IN_LINE) - 1
    titles = math.ceil((len(document.id) + len(document.title)) / 60) - 1
    return said, lines + titles


def _one_name(found: re.Match[str]) -> str:
    """A PDF has one text in place of a figure, where a page has a name and a description."""
    return f"<title>{found[1]}. {found[2]}</title>" if found[2] else found[0]


def _mark(words: str) -> str:
    """A page of paper with words across it, in a grey that leaves the text readable."""
    size = min(86.0, 1500 / max(len(words), 1))
    svg = (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 595 842" width="595" height="842">'
        f'<text x="297" y="440" font-family="DejaVu Sans" font-size="{size:.0f}" font-weight="700" fill="#d9d9d9" '
        f'text-anchor="middle" transform="rotate(-52 297 421)">{escape(words.upper())}</text></svg>'
    )
    return f"data:image/svg+xml;base64,{base64.b64encode(svg.encode()).decode()}"


@cache
def _style() -> str:
    return (package_files("qms_docs.exports") / "templates" / "pdf.css").read_text(encoding="utf-8")
