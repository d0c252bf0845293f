"""Figures of a text: taken aside before Markdown reads them, and drawn once the HTML around them is clean.

Until then a figure is its own source, so that a text cannot bring a picture of its own: whatever it writes, it gets
what this program draws.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from markupsafe import escape

from mkdocs_document_control.fence_blocks import FenceBlocks
from qms_docs.figures.figure import DrawnFigure, FigureKind, FigureSource, drawn_figure
from qms_docs.figures.page_figures import PageFigures

if TYPE_CHECKING:
    from collections.abc import Sequence

    from markdown import Markdown
    from mkdocs.config.defaults import MkDocsConfig

    from qms_docs.keeping.store import Store

__all__ = ["FigureBlocks", "Figures", "draw_formulas_here"]

_FORMULAS = "pymdownx.arithmatex"
_CLASS_OF = {FigureKind.FLOW_CHART: "figure-flow-chart", FigureKind.FORMULA_BLOCK: "figure-formula"}
_FENCES = {"mermaid": FigureKind.FLOW_CHART, "math": FigureKind.FORMULA_BLOCK}


class FigureBlocks(FenceBlocks):
    """Fences named `mermaid` and `math`."""

    def __init__(self, md: Markdown, *, drawn_by_site: bool) -> None:
        """`drawn_by_site` leaves diagrams that are no flow charts to a program that the site brings."""
        super().__init__(md)
        self._drawn_by_site = drawn_by_site

    def shown(self, info: str, block: Sequence[str]) -> str | None:
        """The source of the figure, which no other part of Markdown touches."""
        kind = _FENCES.get((info.split() or [""])[0])
        if kind is None:
            return None
        source = "\n".join(block)
        if self._drawn_by_site and kind is FigureKind.FLOW_CHART and _drawn(kind, source).undrawn:
            return None
        return f'<pre class="{_CLASS_OF[kind]}">\n{escape(source)}</pre>'


class Figures:
    """Draws what waits in clean HTML."""

    def __init__(self, store: Store) -> None:
        """What an earlier build has drawn is taken from the store."""
        self._kept = store.drawer("figures")

    def of_page(self) -> PageFigures:
        """What draws the figures of one page."""
        return PageFigures(self._kept.find)

    def drawn(self, html: str) -> str:
        """The HTML with its figures."""
        return self.of_page().put_into(html)


def _drawn(kind: FigureKind, source: str) -> DrawnFigure:
    return drawn_figure(FigureSource(kind=kind, source=source))


def draw_formulas_here(config: MkDocsConfig) -> None:
    """Where the site has formulas at all, they come as their source, and no program of the reader's draws them."""
    if _FORMULAS in config.markdown_extensions:
        options = dict(config.mdx_configs.get(_FORMULAS) or {})
        usual = {"generic": True, "tex_inline_wrap": ["\\(", "\\)"], "tex_block_wrap": ["\\[", "\\]"]}
        config.mdx_configs[_FORMULAS] = options | usual
