"""An item at the end of a list of a YAML block; every other character stays."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from qms_docs.writing.yaml_places import Form, NotEditableError, Place, find_fields

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qms_docs.writing.yaml_edits import Block

__all__ = ["with_item"]

_LINE_END = re.compile(r"\r\n|\n|\r")
_EMPTY_LIST = re.compile(r"\[\s*\]")
_STEP = "  "


def with_item(block: Block, name: str, item: str, after: Sequence[str]) -> Block:
    """The list under the name has the item, written as one line, at its end.

    A list that is missing is put behind the first of the fields `after` that stands, else at the end. Raises
    NotEditableError for a list that is written in brackets over several lines, and for anything that is no list.
    """
    fields = find_fields(block.text)
    if fields.form is not Form.BLOCK:
        raise NotEditableError
    place = fields.find(name)
    line = f"- {item}{block.line_end}"
    if place is None:
        found = (fields.find(each) for each in after)
        anchor = next((each for each in found if each is not None), fields.fields[-1])
        indent = _indent(block.text, fields.fields[0])
        return _inserted(
            block, _behind(block.text, anchor.value.end), f"{indent}{name}:{block.line_end}{indent}{_STEP}{line}"
        )
    value = block.text[place.value.start : place.value.end]
    if place.value.is_nothing or _EMPTY_LIST.fullmatch(value):
        return _filled(block, place, line)
    if not value.startswith("- "):
        raise NotEditableError
    return _inserted(block, _behind(block.text, place.value.end), f"{_indent_at(block.text, place.value.start)}{line}")


def _filled(block: Block, place: Place, line: str) -> Block:
    """The list that has no item so far; a comment on its line stays."""
    text = block.text
    head = text[: place.value.start].rstrip(" \t")
    if not head.endswith(":") or _LINE_END.search(text, place.value.start, place.value.end):
        raise NotEditableError
    edited = replace(block, text=head + text[place.value.end :])
    indent = _indent(text, place) + _STEP
    return _inserted(edited, _behind(edited.text, len(head)), f"{indent}{line}")


def _inserted(block: Block, at: int, lines: str) -> Block:
    before = block.text[:at]
    joint = "" if not before or before[-1] in "\r\n" else block.line_end
    return replace(block, text=f"{before}{joint}{lines}{block.text[at:]}")


def _behind(text: str, place: int) -> int:
    """The beginning of the next line."""
    found = _LINE_END.search(text, place)
    return found.end() if found else len(text)


def _indent(text: str, place: Place) -> str:
    return _indent_at(text, place.start)


def _indent_at(text: str, at: int) -> str:
    """What stands before a place on its line, which is nothing but blanks.

    Raises NotEditableError where it is not.
    """
    start = max(text.rfind("\n", 0, at), text.rfind("\r", 0, at)) + 1
    if text[start:at].strip():
        raise NotEditableError
    return text[start:at]
