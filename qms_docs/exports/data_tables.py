"""Tables of data files as HTML that stands alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import jinja2
from markdown_it.common.utils import escapeHtml

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from markdown_it import MarkdownIt
    from markdown_it.renderer import RendererHTML
    from markdown_it.token import Token
    from markdown_it.utils import EnvType, OptionsDict

    from qms_docs.model.table import TableReading

__all__ = ["table_html", "with_tables"]

_TEMPLATES = jinja2.Environment(
    loader=jinja2.PackageLoader("qms_docs.exports"), autoescape=True, trim_blocks=True, lstrip_blocks=True
)


def table_html(reading: TableReading) -> str:
    """The table, or a sentence that says why there is none."""
    if reading.table is None:
        return f"<p>A table is missing here: {escapeHtml(reading.reason)}</p>\n"
    return _TEMPLATES.get_template("table.html.jinja").render(table=reading.table)


def with_tables(parser: MarkdownIt, tables: Callable[[str, str], TableReading | None]) -> MarkdownIt:
    """The parser, drawing `table` blocks as tables.

    `tables` gives that of a fence by its info string and content, and None for a fence that is none.
    """

    def fence(renderer: RendererHTML, tokens: Sequence[Token], place: int, options: OptionsDict, env: EnvType) -> str:
        reading = tables(tokens[place].info, tokens[place].content)
        return renderer.fence(tokens, place, options, env) if reading is None else table_html(reading)

    parser.add_render_rule("fence", fence)
    return parser
