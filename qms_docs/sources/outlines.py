"""What a Markdown text refers to, and its headings (settled.md 21)."""

from __future__ import annotations

from qms_docs.model.outline import Outline
from qms_docs.sources.excess import excess
from qms_docs.sources.plain_outline import plain_outline
from qms_docs.sources.slugs import Slugs, slug_ascii

__all__ = ["outline_of"]


def outline_of(  # noqa: PLR0913 - how the site reads a text
    body: str,
    first_line: int = 1,
    slugs: Slugs = slug_ascii,
    *,
    formulas: bool = False,
    footnotes: bool = False,
    figures: bool = False,
) -> Outline:
    """The headings, references and anchors of a text; code is left out.

    `first_line` is the line of the file on which the text begins; `figures` asks which figures cannot be drawn,
    `formulas` says whether the site takes `$` for the sign of one, and `footnotes` whether `[^1]` is a footnote. A text
    with an excess has an empty outline.
    """
    if excess(body):
        return Outline()
    plain = plain_outline(body, first_line, slugs, formulas=formulas)
    if plain is not None:
        return plain
    # Most texts need no parser.
    from qms_docs.sources.markdown_text import parsed_outline

    return parsed_outline(body, first_line, slugs, formulas=formulas, footnotes=footnotes, figures=figures)
