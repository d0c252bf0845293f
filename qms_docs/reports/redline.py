"""The difference of two texts of a document, word by word, readable without colour; and as JSON."""

from __future__ import annotations

import difflib
import json
import re
from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from qms_docs.reports.plain import printable

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from qms_docs.views.comparison import Comparison, FileChange, Side

__all__ = ["redline_json", "redline_text"]

_WORD = re.compile(r"\s+|\w+|[^\w\s]")
_CONTEXT = 2
_LONGEST, _MOST_PAIRS, _LEAST_PAIRS = 20_000, 30_000, 1_000
"""Passages with more lines or words, or more pairs of equal ones, are shown as replaced: aligning them takes minutes.
Where many passages changed, each has its share of the pairs, but not less than the least."""


class _Change(NamedTuple):
    """A passage of the earlier text and the passage of the later one that stands in its place."""

    tag: str
    old_from: int
    old_to: int
    new_from: int
    new_to: int


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
            for each in _changes(old, new)
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
    return "" if value is None else f"{opening}{printable(value)}{closing}"


def _file_lines(files: Sequence[FileChange]) -> Iterator[str]:
    if files:
        yield from ("", "Files that the text shows or attaches")
    yield from (f"  {printable(each.name)}: {each.fate.value}" for each in files)


def _text_lines(before: str, after: str, first_line: int) -> Iterator[str]:
    """The passages that changed, each under the number of its first line in the later page."""
    old, new = before.splitlines(), after.splitlines()
    changes = _changes(old, new)
    if all(each.tag == "equal" for each in changes):
        return
    replaced = sum(each.tag == "replace" for each in changes)
    most_pairs = max(_MOST_PAIRS // max(replaced, 1), _LEAST_PAIRS)
    for group in _grouped(changes):
        yield from ("", f"Line {group[0].new_from + first_line}")
        for each in group:
            passages = old[each.old_from : each.old_to], new[each.new_from : each.new_to]
            yield from _marked_change(each.tag, *passages, most_pairs)


def _changes(old: Sequence[str], new: Sequence[str], most_pairs: int = _MOST_PAIRS) -> list[_Change]:
    """The passages of two lists of lines or words side by side; blank ones are not aligned for their own sake."""
    head, tail = _equal_ends(old, new)
    a, b = old[head : len(old) - tail], new[head : len(new) - tail]
    middle: list[tuple[str, int, int, int, int]]
    if len(a) + len(b) > _LONGEST or _pairs(a, b) > most_pairs:
        middle = [("replace", 0, len(a), 0, len(b))]
    else:
        middle = list(difflib.SequenceMatcher(_is_blank, a, b, autojunk=False).get_opcodes())
    changes = [_Change(tag, i + head, j + head, k + head, m + head) for tag, i, j, k, m in middle]
    ends = [_Change("equal", len(old) - tail, len(old), len(new) - tail, len(new))] if tail else []
    return [*([_Change("equal", 0, head, 0, head)] if head else []), *changes, *ends]


def _equal_ends(old: Sequence[str], new: Sequence[str]) -> tuple[int, int]:
    """How many items at the beginning and at the end are the same."""
    shorter = min(len(old), len(new))
    head = next((place for place in range(shorter) if old[place] != new[place]), shorter)
    rest = shorter - head
    tail = next((place for place in range(rest) if old[-1 - place] != new[-1 - place]), rest)
    return head, tail


def _is_blank(item: str) -> bool:
    return not item.strip()


def _pairs(old: Sequence[str], new: Sequence[str]) -> int:
    """How many pairs of equal items there are, which is what aligning them takes time for."""
    counted = Counter(new)
    return sum(number * counted[item] for item, number in Counter(old).items() if not _is_blank(item))


def _grouped(changes: Sequence[_Change]) -> Iterator[list[_Change]]:
    """Changes that lie close together, with the lines around them."""
    group: list[_Change] = []
    for place, each in enumerate(changes):
        if each.tag != "equal":
            group.append(each)
            continue
        after = each._replace(
            old_to=min(each.old_to, each.old_from + _CONTEXT), new_to=min(each.new_to, each.new_from + _CONTEXT)
        )
        before = each._replace(
            old_from=max(each.old_from, each.old_to - _CONTEXT), new_from=max(each.new_from, each.new_to - _CONTEXT)
        )
        if place == 0:
            group = [before]
        elif place == len(changes) - 1:
            group.append(after)
        elif each.old_to - each.old_from > 2 * _CONTEXT:
            yield [*group, after]
            group = [before]
        else:
            group.append(each)
    if any(each.tag != "equal" for each in group):
        yield group


def _marked_change(tag: str, old: Sequence[str], new: Sequence[str], most_pairs: int) -> Iterator[str]:
    match tag:
        case "equal":
            yield from (f"  {printable(line)}".rstrip() for line in new)
        case "delete":
            yield from (f"- {_marked(line, '[-', '-]')}" for line in old)
        case "insert":
            yield from (f"+ {_marked(line, '{+', '+}')}" for line in new)
        case _:
            yield from (f"~ {line}".rstrip() for line in _words("\n".join(old), "\n".join(new), most_pairs))


def _marked(text: str, opening: str, closing: str) -> str:
    return f"{opening}{printable(text)}{closing}" if text.strip() else ""


def _words(old: str, new: str, most_pairs: int) -> list[str]:
    """The words of a changed passage with their marks, line by line."""
    before, after = _WORD.findall(old), _WORD.findall(new)
    parts: list[str] = []
    for each in _changes(before, after, most_pairs):
        gone, come = "".join(before[each.old_from : each.old_to]), "".join(after[each.new_from : each.new_to])
        if each.tag == "equal":
            parts.append(come)
        else:
            parts.append(_spans(gone, "[-", "-]") + _spans(come, "{+", "+}"))
    return [printable(line) for line in "".join(parts).split("\n")]


def _spans(text: str, opening: str, closing: str) -> str:
    """The text with marks that do not reach over the end of a line."""
    return "\n".join(f"{opening}{line}{closing}" if line else "" for line in text.split("\n"))
