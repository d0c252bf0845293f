"""Diagrams and formulas of a text as their sources, in the form in which they wait to be drawn in clean HTML."""

from __future__ import annotations

from typing import TYPE_CHECKING

from markdown_it.common.utils import escapeHtml
from markdown_it.renderer import RendererHTML

from qms_docs.rendering.formulas import FORMULA_BLOCK, FORMULA_IN_LINE, formulas
from qms_docs.rendering.markdown import figure_class

if TYPE_CHECKING:
    from collections.abc import Sequence

    from markdown_it import MarkdownIt
    from markdown_it.token import Token
    from markdown_it.utils import EnvType, OptionsDict

__all__ = ["with_waiting_figures"]


def with_waiting_figures(parser: MarkdownIt, *, with_formulas: bool) -> MarkdownIt:
    """The parser, which leaves the figures of a text to be drawn."""
    if not isinstance(parser.renderer, RendererHTML):
        raise TypeError(type(parser.renderer))
    others = parser.renderer.rules["fence"]

    def fence(_: RendererHTML, tokens: Sequence[Token], place: int, options: OptionsDict, env: EnvType) -> str:
        kind = figure_class(tokens[place].info)
        return _waiting(kind, tokens[place].content) if kind else others(tokens, place, options, env)

    def block(_: RendererHTML, tokens: Sequence[Token], place: int, *_others: object) -> str:
        return _waiting("figure-formula", tokens[place].content)

    def in_line(_: RendererHTML, tokens: Sequence[Token], place: int, *_others: object) -> str:
        return f'<span class="arithmatex">\\({escapeHtml(tokens[place].content)}\\)</span>'

    parser.add_render_rule("fence", fence)
    if with_formulas:
        parser.use(formulas)
        parser.add_render_rule(FORMULA_BLOCK, block)
        parser.add_render_rule(FORMULA_IN_LINE, in_line)
    return parser


def _waiting(kind: str, source: str) -> str:
    # HTML passes over a line break that begins a block of code.
    return f'<pre class="{kind}">\n{escapeHtml(source)}</pre>\n'
