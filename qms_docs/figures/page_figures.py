"""The figures of one page as HTML: drawn, or shown as they are written with the reason why they are not."""

from __future__ import annotations

import hashlib
import re
from html import escape, unescape
from typing import TYPE_CHECKING

from qms_docs.figures.figure import DrawnFigure, FigureKind, FigureSource, Work, drawn_figure
from qms_docs.figures.undrawn import UndrawnError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

__all__ = ["PageFigures"]

_KINDS = {
    "figure-flow-chart": FigureKind.FLOW_CHART,
    "figure-formula": FigureKind.FORMULA_BLOCK,
    "formula": FigureKind.FORMULA,
}
_WAITING = re.compile(
    r'<pre class="(?P<fence>figure-flow-chart|figure-formula)">(?P<source>[^<]*)</pre>'
    r'|<span class="arithmatex">\\\((?P<line>[^<]*)\\\)</span>'
    r'|<div class="arithmatex">\s*\\\[(?P<block>[^<]*)\\\]\s*</div>'
)
"""The source of a figure in clean HTML."""
_MOST_TOLD = 1_500


class PageFigures:
    """Draws figures by the name that stands in a text for their kind."""

    def __init__(self, find: Callable[[bytes, Callable[[], DrawnFigure]], DrawnFigure]) -> None:
        """`find` gives what is kept under a name, or works it out."""
        self._find = find
        self._work = {False: Work(), True: Work()}

    def drawn(self, name: str, source: str, *, former: bool = False) -> str:
        """The figure; `former` says whether an earlier text has it, whose figures are counted by themselves."""
        kind = _KINDS[name]
        key = hashlib.sha256(f"{kind.value}\0{source}".encode("utf-8", "surrogatepass")).digest()
        figure = self._find(key, lambda: drawn_figure(FigureSource(kind=kind, source=source)))
        figure = self._work[former].allows(figure)
        return _as_written(kind, source, figure.undrawn.fact) if figure.undrawn else figure.html

    def put_into(self, html: str) -> str:
        """The HTML with its figures in the place of their sources."""
        return _WAITING.sub(lambda found: self.drawn(*_waiting(found)), html)

    def told(self, before: str, after: str) -> str:
        """What a chart shows that another does not, in words; empty where that cannot be told."""
        from qms_docs.figures.diagram import diagram_steps  # noqa: PLC0415 - loaded with the first chart that changed

        try:
            old, new = diagram_steps(before), diagram_steps(after)
        except UndrawnError:
            return ""
        gone, come = [each for each in old if each not in new], [each for each in new if each not in old]
        said = [f"{what}: {_quoted(steps)}." for what, steps in (("Gone", gone), ("New", come)) if steps]
        told = " ".join(said) or "The same steps, drawn differently."
        return told if len(told) <= _MOST_TOLD else f"{told[:_MOST_TOLD]} \u2026"


def _quoted(steps: Sequence[str]) -> str:
    return ", ".join(f"\u201c{each}\u201d" for each in steps)


def _waiting(found: re.Match[str]) -> tuple[str, str]:
    if found["fence"]:
        return found["fence"], unescape(found["source"])
    if found["line"] is not None:
        return "formula", unescape(found["line"])
    return "figure-formula", unescape(found["block"])


def _as_written(kind: FigureKind, source: str, reason: str) -> str:
    if kind is FigureKind.FORMULA:
        return f'<span class="undrawn"><code>{escape(source)}</code> <small>(formula not drawn)</small></span>'
    what = "Diagram" if kind is FigureKind.FLOW_CHART else "Formula"
    return (
        f'<div class="undrawn"><pre><code>{escape(source)}</code></pre>'
        f"<p><small>{what} not drawn: {escape(reason)}</small></p></div>"
    )
