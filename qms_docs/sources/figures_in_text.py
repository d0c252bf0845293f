"""The diagrams and formulas of a text, and those among them that cannot be drawn."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from qms_docs.figures.figure import DrawnFigure, FigureKind, FigureSource, Work, drawn_figure
from qms_docs.model.outline import UndrawnFigure

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from markdown_it.token import Token

__all__ = ["undrawn_figures"]

_FENCES = {"mermaid": FigureKind.FLOW_CHART, "math": FigureKind.FORMULA_BLOCK}
_CODE = re.compile(r"(?<!`)(`+)(?!`).*?(?<!`)\1(?!`)", re.DOTALL)
_FORMULA = re.compile(
    r"(?<!\\)\$\$(?P<block>(?:\\.|[^\\$])+?)\$\$|(?<![\\$])\$(?![\s$])(?P<line>(?:\\.|[^\\$])+?)(?<!\s)\$"
    r"|(?<!\\)\\\((?P<round>[^\n]+?)\\\)|(?<!\\)\\\[(?P<square>.+?)\\\]",
    re.DOTALL,
)


def undrawn_figures(tokens: Iterable[Token], first_line: int, *, formulas: bool) -> tuple[UndrawnFigure, ...]:
    """What readers get no picture of. `formulas` says whether the site takes `$` for the sign of one."""
    found: list[UndrawnFigure] = []
    drawn: dict[FigureSource, DrawnFigure] = {}
    work = Work()
    for figure, line in _figures(tokens, first_line, formulas=formulas):
        if figure not in drawn:
            drawn[figure] = drawn_figure(figure)
        why = work.allows(drawn[figure]).undrawn
        if why:
            found.append(UndrawnFigure(line=line + why.line, fact=why.fact, remedy=why.remedy))
    return tuple(found)


def _figures(tokens: Iterable[Token], first_line: int, *, formulas: bool) -> Iterator[tuple[FigureSource, int]]:
    """Each figure with the line before its own first one."""
    line = first_line
    for token in tokens:
        line = first_line + token.map[0] if token.map else line
        if token.type == "fence":
            kind = _FENCES.get((token.info.split() or [""])[0])
            if kind:
                yield FigureSource(kind=kind, source=token.content.removesuffix("\n")), line
        elif token.type == "inline" and formulas and ("$" in token.content or "\\" in token.content):
            yield from _formulas(token.content, line - 1)


def _formulas(text: str, line: int) -> Iterator[tuple[FigureSource, int]]:
    shown = _CODE.sub(lambda code: re.sub(r"[^\n]", " ", code[0]), text)
    for found in _FORMULA.finditer(shown):
        block = found["block"] or found["square"]
        kind = FigureKind.FORMULA_BLOCK if block else FigureKind.FORMULA
        source = block or found["line"] or found["round"]
        yield FigureSource(kind=kind, source=source), line + shown.count("\n", 0, found.start())
