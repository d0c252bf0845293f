"""The redline of a text in a comment on a forge: what was taken out and what came in, as HTML that each forge shows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qms_docs.reports.alignment import SpanKind, passages
from qms_docs.reports.forge_text import fitting, html_indent, html_text

if TYPE_CHECKING:
    from qms_docs.reports.alignment import Line
    from qms_docs.views.comparison import Comparison

__all__ = ["forge_redline"]

_ELEMENTS = {SpanKind.GONE: "del", SpanKind.COME: "ins"}


def forge_redline(comparison: Comparison, most: int) -> tuple[str, bool]:
    """The redline as blocks of HTML within so many characters, and whether it is all of it.

    It is empty where nothing differs. The blocks have no empty line within, so that nothing is read as Markdown.
    """
    parts: list[str] = []
    length = 0
    first = comparison.after.head.count("\n") + 1
    for passage in passages(comparison.before.body, comparison.after.body):
        head = f"<p><b>Line {passage.line + first}</b>"
        lines = [f"<br>{_line(each)}" for each in passage.lines]
        kept = fitting([head, *lines], most - length - len("</p>\n\n"))
        if len(kept) > 1:
            parts.append("\n".join(kept) + "</p>")
            length += len(parts[-1]) + 2
        if len(kept) <= len(lines):
            return "\n\n".join(parts), False
    return "\n\n".join(parts), True


def _line(line: Line) -> str:
    indent = html_indent(line.spans[0].text) if line.spans else ""
    said = "".join(_span(each.kind, each.text) for each in line.spans)
    # What came in the place of something else is read as a word of its own.
    return indent + said.replace("</del><ins>", "</del> <ins>") or "&nbsp;"


def _span(kind: SpanKind, text: str) -> str:
    element = _ELEMENTS.get(kind)
    return f"<{element}>{html_text(text)}</{element}>" if element and text else html_text(text)
