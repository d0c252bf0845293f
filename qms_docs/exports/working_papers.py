"""The working papers of an audit as a page of HTML that stands alone, from which a PDF can be made."""

from __future__ import annotations

from functools import cache
from importlib.resources import files as package_files
from typing import TYPE_CHECKING

import jinja2

from qms_docs.exports.pdf_bytes import refuse_excess
from qms_docs.views.words import day_in_words

if TYPE_CHECKING:
    from qms_docs.views.working_papers import WorkingPapers

__all__ = ["working_papers_page"]

_COLUMNS = 4
"""Of the widest table."""


class _Paper:
    """Where things stand for a reader of paper: nowhere."""

    def document(self, _: str, __: str | None = None) -> None:
        """No address."""


def working_papers_page(papers: WorkingPapers) -> str:
    """The page.

    Raises CannotCheckError where there is more than could be set in good time.
    """
    page = _templates().get_template("working_papers.html.jinja").render(papers=papers, to=_Paper(), style=_style())
    refuse_excess(page, _COLUMNS, papers.id)
    return page


@cache
def _templates() -> jinja2.Environment:
    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("qms_docs.exports"), autoescape=True, trim_blocks=True, lstrip_blocks=True
    )
    environment.filters["day"] = day_in_words
    return environment


@cache
def _style() -> str:
    folder = package_files("qms_docs.exports") / "templates"
    return "".join((folder / name).read_text(encoding="utf-8") for name in ("pdf.css", "working_papers.css"))
