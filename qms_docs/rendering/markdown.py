"""From Markdown to the parts of the text that it stands for."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from markdown_it import MarkdownIt
from mdit_py_plugins.deflist import deflist_plugin
from mdit_py_plugins.footnote import footnote_plugin

from qms_docs.rendering.attribute_lists import without_attributes
from qms_docs.rendering.data_table import data_table
from qms_docs.rendering.events import FORMULA, VOID, Event, Kind, end, start, words
from qms_docs.rendering.folds import folds
from qms_docs.rendering.formulas import FORMULA_BLOCK, FORMULA_IN_LINE, formulas
from qms_docs.sources.tables import is_table_fence

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from markdown_it.rules_inline import StateInline
    from markdown_it.token import Token

__all__ = ["figure_class", "parts"]

_REFERENCE = re.compile(r"\[\[(?P<target>[^\[\]|\n]{1,140})(?:\|(?P<words>[^\[\]\n]*))?\]\]")
_TASK = re.compile(r"^\[([ xX])\][ \t]+")
_KEPT_ATTRIBUTES = {"ol": ("start",), "div": ("class",), "p": ("class",), "a": ("href",), "th": (), "td": ()}
_FIGURES = {"mermaid": "figure-flow-chart", "math": "figure-formula"}
_SMALL = ("code_inline", "footnote_ref", FORMULA_IN_LINE)
_DEEPEST = 60


def parts(body: str, table: Callable[[str], bytes | None], *, with_formulas: bool = False) -> Iterator[Event]:
    """The parts of a text; `table` gives the bytes of a data file by the name that the text gives it.

    `with_formulas` says whether the site takes `$` for the sign of a formula.
    """
    tokens = _parser(with_formulas).parse(body)
    if any(token.level >= _DEEPEST - 1 for token in tokens):
        # The parser leaves out what lies deeper, and nothing may be left out of a comparison.
        yield from (start("pre"), words(body), end("pre"))
        return
    without_attributes(tokens)
    item = False
    for token in tokens:
        match token.type:
            case "inline":
                yield from _inline(token.children or [], task=item)
            case "fence" if is_table_fence(token.info):
                yield from data_table(token.content, table)
            case "fence" if figure := figure_class(token.info):
                yield from _figure(figure, token.content)
            case _ if token.type == FORMULA_BLOCK:
                yield from _figure("figure-formula", token.content)
            case "fence" | "code_block":
                yield from (start("pre"), words(token.content), end("pre"))
            case "html_block":
                yield Event(Kind.RAW, token.content)
            case "footnote_anchor":
                continue
            case _:
                yield from _structure(token)
        item = token.type == "list_item_open" or (item and token.type == "paragraph_open")


def figure_class(info: str) -> str | None:
    """The class of what a fence describes, by the words behind it; None for one that is code."""
    return _FIGURES.get((info.split() or [""])[0])


def _figure(kind: str, source: str) -> Iterator[Event]:
    yield from (start("pre", class_=kind), words(source.strip("\n")), end("pre"))


@cache
def _parser(with_formulas: bool) -> MarkdownIt:  # noqa: FBT001 - the key of what is cached
    parser = MarkdownIt("commonmark", {"html": True, "maxNesting": _DEEPEST}).enable("table")
    # Destinations are wanted as they are written; what may be followed is decided where links are made.
    parser.normalizeLink = lambda url: url  # type: ignore[method-assign]
    parser.validateLink = lambda url: True  # type: ignore[method-assign]  # noqa: ARG005
    parser.use(deflist_plugin).use(footnote_plugin, inline=False).use(folds)
    parser.inline.ruler.before("link", "document", _reference)
    if with_formulas:
        parser.use(formulas)
    return parser


def _structure(token: Token) -> Iterator[Event]:
    if token.hidden or not token.tag:
        # Footnotes stand at the end as a list of their own.
        tag = {"footnote_block": "ol", "footnote": "li"}.get(token.type.rpartition("_")[0])
        if tag:
            yield start(tag) if token.nesting == 1 else end(tag)
        return
    if token.nesting == -1:
        yield end(token.tag)
        return
    names = _KEPT_ATTRIBUTES.get(token.tag, ())
    yield Event(Kind.START, token.tag, tuple((name, str(token.attrs[name])) for name in names if name in token.attrs))


def _inline(tokens: Sequence[Token], *, task: bool) -> Iterator[Event]:
    for number, token in enumerate(tokens):
        match token.type:
            case "text":
                yield words(_boxed(token.content) if task and number == 0 else token.content)
            case _ if token.type in _SMALL:
                yield from _small(token)
            case "softbreak":
                yield words(" ")
            case "hardbreak":
                yield start("br")
            case "image":
                yield start("img", src=str(token.attrs.get("src", "")), alt=token.content)
            case "html_inline":
                yield Event(Kind.RAW, token.content)
            case _ if token.tag and token.tag not in VOID:
                yield from _structure(token)


def _small(token: Token) -> Iterator[Event]:
    """An element of its own within a line."""
    if token.type == "footnote_ref":
        yield from (start("sup"), words(f"[{token.meta['id'] + 1}]"), end("sup"))
    elif token.type == "code_inline":
        yield from (start("code"), words(token.content), end("code"))
    else:
        yield from (start("span", class_=FORMULA), words(f"\\({token.content}\\)"), end("span"))


def _boxed(text: str) -> str:
    """The words of an item with the box of a task list as a sign."""
    return _TASK.sub(lambda found: "\u2610 " if found[1] == " " else "\u2611 ", text, count=1)


def _reference(state: StateInline, silent: bool) -> bool:  # noqa: FBT001 - as the parser calls it
    """`[[SOP-004]]` is a link with the id as its words: the title of another document is not part of this text."""
    if not state.src.startswith("[[", state.pos):
        return False
    found = _REFERENCE.match(state.src, state.pos)
    if found is None:
        return False
    if not silent:
        state.push("link_open", "a", 1).attrs = {"href": found["target"].strip()}
        state.push("text", "", 0).content = found["words"] or found["target"].strip()
        state.push("link_close", "a", -1)
    state.pos = found.end()
    return True
