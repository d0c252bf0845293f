"""The difference of two texts of a document, word by word, readable without colour; and as JSON."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from qms_docs.reports.alignment import SpanKind, aligned, passages
from qms_docs.reports.plain import printable

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from qms_docs.reports.alignment import Line
    from qms_docs.views.comparison import Comparison, FileChange, Side

__all__ = ["redline_json", "redline_text"]

_SIGNS = {"equal": " ", "delete": "-", "insert": "+", "replace": "~"}
_MARKS = {SpanKind.KEPT: ("", ""), SpanKind.GONE: ("[-", "-]"), SpanKind.COME: ("{+", "+}")}


def redline_text(comparison: Comparison) -> str:
    """What was taken out as [-words-] and what came in as {+words+}, with two lines around each change of the text.

    Control fields and files are named first. Equal texts give a sentence that says so.
    """
    before, after = comparison.before, comparison.after
    if comparison.same:
        return f"{_capital(before.name)} and {after.name} are the same.\n"
    told = [*_field_lines(comparison), *_file_lines(comparison.files)]
    text = list(_text_lines(before.body, after.body, _first_line(after)))
    if not told and not text:
        return f"{_capital(before.name)} and {after.name} have the same words; only line ends or blanks differ.\n"
    if not text:
        text = ["", "The text below the front matter has the same words."]
    lines = [f"From {before.name} to {after.name}: [-taken out-] {{+come in+}}", *told, *text]
    return "".join(f"{line}\n" for line in lines)


def redline_json(comparison: Comparison) -> str:
    """The difference in the shape of `qms diff --format json`; the place of a passage is its line in the later text."""
    old, new = comparison.before.body.splitlines(), comparison.after.body.splitlines()
    first = _first_line(comparison.after)
    shape = {
        "id": comparison.id,
        "from": comparison.before.number,
        "to": comparison.after.number,
        "fields": [{"field": each.field, "before": each.before, "after": each.after} for each in comparison.fields],
        "files": [
            {"name": each.name, "change": each.fate.value, "before": each.before, "after": each.after}
            for each in comparison.files
        ],
        "text": [
            {
                "line": each.new_from + first,
                "before": _passage(old[each.old_from : each.old_to]),
                "after": _passage(new[each.new_from : each.new_to]),
            }
            for each in aligned(old, new)
            if each.tag != "equal"
        ],
    }
    return json.dumps(shape, ensure_ascii=False, indent=2) + "\n"


def _capital(name: str) -> str:
    return name[:1].upper() + name[1:]


def _first_line(side: Side) -> int:
    """The line of the page on which its text begins."""
    return side.head.count("\n") + 1


def _passage(lines: Sequence[str]) -> str | None:
    return "\n".join(lines) if lines else None


def _field_lines(comparison: Comparison) -> Iterator[str]:
    if comparison.fields:
        yield from ("", "Control fields")
    for each in comparison.fields:
        marked = (_field_value(each.before, "[-", "-]"), _field_value(each.after, "{+", "+}"))
        yield f"  {printable(each.label)}: {' '.join(filter(None, marked))}"
    if comparison.head_only:
        yield from ("", "The control fields say the same; only comments, order or blanks of the front matter differ.")


def _field_value(value: str | None, opening: str, closing: str) -> str:
    return "" if value is None else f"{opening}{printable(value) or 'none'}{closing}"


def _file_lines(files: Sequence[FileChange]) -> Iterator[str]:
    if files:
        yield from ("", "Files that the text shows or attaches")
    yield from (f"  {printable(each.name)}: {each.fate.value}" for each in files)


def _text_lines(before: str, after: str, first_line: int) -> Iterator[str]:
    """The passages that changed, each under the number of its first line in the later page."""
    for passage in passages(before, after):
        yield from ("", f"Line {passage.line + first_line}")
        yield from map(_marked, passage.lines)


def _marked(line: Line) -> str:
    """The line behind a sign, its words with marks that do not reach over its end."""
    marks = _MARKS
    blank = line.tag in {"delete", "insert"} and not "".join(each.text for each in line.spans).strip()
    told = "".join(printable(each.text).join(marks[each.kind]) for each in line.spans) if not blank else ""
    return f"{_SIGNS[line.tag]} {told}".rstrip()
