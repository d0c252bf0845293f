"""Blocks of two texts in one as HTML; everything in it is escaped, and nothing in it is the text's own markup."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, NamedTuple

from qms_docs.redline.line_html import Figure, FigureChange, line, note, seen
from qms_docs.redline.marked import Fate, Marked, after
from qms_docs.redline.notes import note_of_form
from qms_docs.redline.shortened import shortened_code
from qms_docs.redline.text import HEADINGS, is_figure, plain_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qms_docs.redline.line_html import Part

__all__ = ["Place", "Writing", "written"]


_NAMES = {"figure-flow-chart": "Diagram", "figure-formula": "Formula"}


class Place(NamedTuple):
    """A section in which something changed."""

    title: str
    """Its heading in the later text; empty before the first heading."""
    anchor: str
    """That of its first change."""
    changes: int


class Writing:
    """Two texts in one as HTML, and where in it something changed."""

    def __init__(self, *, drawn: bool = True) -> None:
        """Nothing is written yet; `drawn` says whether figures are pictures, and not code."""
        self._drawn = drawn
        self.parts: list[Part] = []
        self.places: list[Place] = []
        self.fates: dict[Fate, int] = dict.fromkeys(Fate, 0)
        """How many blocks were changed (kept), inserted, deleted or moved."""
        self._section = ""
        self._changes = 0
        self._tables = 0
        self._notes: list[str] = []
        self._number = 0

    def put(self, *parts: Part) -> None:
        """What comes next."""
        self.parts += (part for part in parts if part)

    def block(self, whole: Marked, *, counted: bool = True) -> None:
        """A block with everything in it; one in a block that came or went as a whole is not counted again."""
        if whole.fate is Fate.LEFT:
            self._left(whole)
            return
        if whole.tag in HEADINGS and whole.fate is not Fate.DELETED:
            self._section = " ".join(plain_words(each) for each in after([whole]))
        is_whole = whole.fate in (Fate.INSERTED, Fate.DELETED, Fate.MOVED)
        changes = counted and whole.changed and (is_whole or not whole.blocks or whole.former is not None)
        anchor = self._changed(whole.fate) if changes else ""
        self._note(whole)
        inner = counted and whole.fate not in (Fate.INSERTED, Fate.DELETED)
        match whole.tag:
            case "table":
                self._table(whole, anchor, counted=inner)
            case "hr":
                self.put(_within(whole.fate, "<hr>"))
            case "pre" if self._drawn and is_figure(whole.tag, whole.attributes):
                self._figure(whole, anchor)
            case _:
                self._usual(whole, anchor, counted=inner)

    def _usual(self, whole: Marked, anchor: str, *, counted: bool) -> None:
        tag = whole.tag or ("div" if anchor else "")
        classes = [f"redline-{whole.fate.value}"] if whole.fate is not Fate.KEPT else []
        if whole.fate is Fate.KEPT and whole.changed and not whole.blocks:
            classes.append("redline-changed")
        number, self._number = self._number, 0
        self.put(_start(tag, whole, classes, anchor, number))
        # HTML passes over a line break that begins a block of code.
        self.put("\n" if tag == "pre" else "")
        if whole.blocks:
            self._blocks(whole, counted=counted)
        else:
            self._line(whole)
        self.put(f"</{tag}>" if tag else "")

    def _figure(self, whole: Marked, anchor: str) -> None:
        """A figure as its picture; one that changed as both, with what changed in its source."""
        kind = dict(whole.attributes)["class"]
        old, new = (_source(whole, other) for other in (Fate.INSERTED, Fate.DELETED))
        within = whole.fate in (Fate.KEPT, Fate.MOVED) and old != new
        state = "changed" if whole.fate is Fate.KEPT and within else whole.fate.value
        self.put(f'<div class="redline-figure redline-{state}"{_id(anchor)}>')
        if self._notes:
            self.put("<p>", *self._notes, "</p>")
            self._notes = []
        element = {Fate.INSERTED: "ins", Fate.DELETED: "del"}.get(whole.fate)
        if within:
            self._two_figures(kind, old, new, whole)
        elif element:
            is_new = whole.fate is Fate.INSERTED
            said = f"{_NAMES[kind].lower()} {'added' if is_new else 'removed'}"
            self.put(f"<p>{note(said)}</p><{element}>", Figure(kind, new if is_new else old, not is_new))
            self.put(f"</{element}>")
        else:
            self.put(Figure(kind, new, former=False))
        self.put("</div>")

    def _two_figures(self, kind: str, old: str, new: str, whole: Marked) -> None:
        is_chart = kind == "figure-flow-chart"
        self.put(
            f'<p class="redline-told">{_NAMES[kind]} changed. ', FigureChange(old, new) if is_chart else "", "</p>"
        )
        self.put(
            '<div class="redline-sides"><div class="redline-side"><p>Before</p><del>', Figure(kind, old, former=True)
        )
        self.put('</del></div><div class="redline-side"><p>After</p><ins>', Figure(kind, new, former=False))
        self.put('</ins></div></div><p class="redline-told">How it is written, around what changed:</p>')
        self.put('<pre class="redline-changed">\n', *line(tuple(shortened_code(whole.spans)), code=True), "</pre>")

    def _line(self, whole: Marked) -> None:
        self.put(*self._notes)
        self._notes = []
        self.put(*line(whole.spans, code=whole.tag == "pre"))

    def _blocks(self, whole: Marked, *, counted: bool) -> None:
        if whole.tag == "ol" and any(each.fate is not Fate.KEPT for each in whole.blocks):
            self._numbered(whole, counted=counted)
            return
        for each in whole.blocks:
            self.block(each, counted=counted)

    def _numbered(self, whole: Marked, *, counted: bool) -> None:
        """Items keep the numbers that they have in their text, whatever stands between them."""
        former = dict(whole.former[1] if whole.former else whole.attributes)
        old, new = int(former.get("start", "1")), int(dict(whole.attributes).get("start", "1"))
        for each in whole.blocks:
            is_old = each.fate in (Fate.DELETED, Fate.LEFT)
            self._number = old if is_old else new
            self.block(each, counted=counted)
            old += each.fate in (Fate.DELETED, Fate.LEFT, Fate.KEPT)
            new += each.fate in (Fate.INSERTED, Fate.MOVED, Fate.KEPT)

    def _table(self, whole: Marked, anchor: str, *, counted: bool) -> None:
        self._tables += 1
        label = f'role="region" tabindex="0" aria-label="Table {self._tables}"'
        self.put(f'<div class="redline-table"{_id(anchor)} {label}><table>')
        rows = [each for each in whole.blocks if each.tag == "tr"]
        for each in whole.blocks:
            if each.tag != "tr":
                self.block(each, counted=counted)
        heads = 0
        while heads < len(rows) and rows[heads].attributes:
            heads += 1
        width = max((len(each.blocks) for each in rows), default=1)
        for tag, part in (("thead", rows[:heads]), ("tbody", rows[heads:])):
            if part:
                self.put(f"<{tag}>")
                for number, each in enumerate(part):
                    self._row(each, width, counted=counted, first=tag == "thead" and number == 0)
                self.put(f"</{tag}>")
        self.put("</table></div>")

    def _row(self, whole: Marked, width: int, *, counted: bool, first: bool) -> None:
        if whole.fate is Fate.LEFT:
            if not whole.follows:
                self.put(f'<tr class="redline-left"><td colspan="{width}">')
                self._pointer(whole)
                self.put("</td></tr>")
            return
        is_whole = whole.fate is not Fate.KEPT
        within = any(each.fate is Fate.KEPT and each.changed for each in whole.blocks)
        columns = first and any(each.fate is not Fate.KEPT for each in whole.blocks)
        changes = counted and (is_whole or within or columns)
        anchor = self._changed(whole.fate) if changes else ""
        classes = [f"redline-{whole.fate.value}"] if is_whole else ["redline-changed"] if within else []
        self.put(_start("tr", whole, classes, anchor))
        self._note(whole, row=counted)
        for each in whole.blocks:
            if each.fate is Fate.EMPTY:
                self.put('<td class="redline-empty"></td>')
                continue
            if columns and not is_whole and each.fate in (Fate.INSERTED, Fate.DELETED):
                self._notes.append(note("column added" if each.fate is Fate.INSERTED else "column removed"))
            self.block(each, counted=False)
        self.put("</tr>")

    def _left(self, whole: Marked) -> None:
        if whole.follows:
            return
        tag = whole.tag if whole.tag in ("li", "dt", "dd") else "p"
        value = f' value="{self._number}"' if self._number else ""
        self._number = 0
        self.put(f'<{tag} class="redline-left"{value}>')
        self._pointer(whole)
        self.put(f"</{tag}>")

    def _pointer(self, whole: Marked) -> None:
        words = seen("".join(span.run.text for span in whole.spans))
        self.put(f'<small class="redline-note" id="move-{whole.move}-from">Moved from here: \u201c{words}\u201d ')
        self.put(f'<a href="#move-{whole.move}">Go to its new place</a></small>')

    def _note(self, whole: Marked, *, row: bool = False) -> None:
        """What is to be said of a block stands where its words begin."""
        if whole.fate is Fate.MOVED and not whole.follows:
            to = f'id="move-{whole.move}" href="#move-{whole.move}-from"'
            self._notes.append(f'<small class="redline-note">(<a {to}>moved here</a>) </small>')
        elif whole.fate is Fate.MOVED:
            self._notes.append(f'<span id="move-{whole.move}"></span>')
        elif row and whole.fate in (Fate.INSERTED, Fate.DELETED):
            self._notes.append(note("row added" if whole.fate is Fate.INSERTED else "row removed"))
        self._notes += filter(None, [note(note_of_form(whole))])

    def _changed(self, fate: Fate) -> str:
        self._changes += 1
        self.fates[fate] += 1
        anchor = f"change-{self._changes}"
        if self.places and self.places[-1].title == self._section:
            self.places[-1] = self.places[-1]._replace(changes=self.places[-1].changes + 1)
        else:
            self.places.append(Place(self._section, anchor, 1))
        return anchor


def written(merged: Sequence[Marked]) -> Writing:
    """Two texts in one, written."""
    writing = Writing()
    for each in merged:
        writing.block(each)
    return writing


def _start(tag: str, whole: Marked, classes: list[str], anchor: str = "", number: int = 0) -> str:
    if not tag:
        return ""
    given = {"class": ""} | {name: value for name, value in whole.attributes if name != "head"}
    given["class"] = " ".join(filter(None, [given["class"], *classes]))
    if number:
        given["value"] = str(number)
    return (
        f"<{tag}" + "".join(f' {name}="{escape(value)}"' for name, value in given.items() if value) + _id(anchor) + ">"
    )


def _source(whole: Marked, other: Fate) -> str:
    """How a figure is written in one of the texts: without what only the other has."""
    return "".join(span.run.text for span in whole.spans if span.fate is not other)


def _id(anchor: str) -> str:
    return f' id="{anchor}"' if anchor else ""


def _within(fate: Fate, html: str) -> str:
    element = {Fate.INSERTED: "ins", Fate.DELETED: "del"}.get(fate)
    return f"<{element}>{html}</{element}>" if element else html
