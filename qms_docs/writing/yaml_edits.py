"""Single fields of a YAML block set or taken out; every other character stays."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from qms_docs.values import dataclass
from qms_docs.writing.record_text import scalar
from qms_docs.writing.yaml_places import Form, NotEditableError, Place, Value, find_fields

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

__all__ = ["Block"]

_SCALARS = (Form.PLAIN, Form.SINGLE, Form.DOUBLE, Form.LINES)
_GROUPS = (Form.BLOCK, Form.BRACES)
_LINE_END = re.compile(r"\r\n|\n|\r")
_STEP = "  "


@dataclass(frozen=True, kw_only=True, slots=True)
class Block:
    """Fields as text; every edit gives another block."""

    text: str
    line_end: str
    """Of new lines."""

    def with_field(self, name: str, value: str | None, after: Sequence[str], group: str | None = None) -> Block:
        """The field has the value, where it stands already, or behind the first of the fields `after` that stands.

        An empty value is written `null`, and None takes the field out. With `group` it is a field of that group. Raises
        NotEditableError.
        """
        fields = self._fields(group)
        place = fields.find(name)
        if place is None:
            return self if value is None else self._inserted(fields, {name: value}, after)
        return self._taken_out(fields, place) if value is None else self._replaced(fields, place, value)

    def with_group(self, name: str, fields: Mapping[str, str | None], after: Sequence[str]) -> Block:
        """The group has these fields beside those that it has already; those that are None are taken out.

        Raises NotEditableError, also where something else than a group stands under the name.
        """
        top = self._fields(None)
        place = top.find(name)
        stated = {each: value for each, value in fields.items() if value is not None}
        if place is None:
            return self._inserted(top, {name: stated}, after)
        if place.value.is_nothing or (place.value.form is Form.BRACES and not place.value.fields):
            return self._filled(top, place, stated)
        edited, before = self, list[str]()
        for each, value in fields.items():
            edited = edited.with_field(each, value, before, group=name)
            before.insert(0, each)
        return edited

    def _fields(self, group: str | None) -> Value:
        top = find_fields(self.text)
        if group is None:
            return top
        place = top.find(group)
        if place is None or place.value.form not in _GROUPS:
            raise NotEditableError
        return place.value

    def _replaced(self, fields: Value, place: Place, value: str) -> Block:
        text, old = self.text, place.value
        if old.form not in _SCALARS:
            raise NotEditableError
        written = _like(old.form, value, braces=fields.form is Form.BRACES)
        if old.form is Form.LINES:
            header = _LINE_END.split(text[old.start : old.end], maxsplit=1)[0]
            comment = re.search(r"[ \t]+#.*", header)
            written += comment[0] if comment else ""
        elif old.start == old.end:
            if text[old.start - 1 : old.start] != ":":
                raise NotEditableError
            written = f" {written}"
        return replace(self, text=text[: old.start] + written + text[old.end :])

    def _inserted(self, fields: Value, stated: Mapping[str, str | Mapping[str, str]], after: Sequence[str]) -> Block:
        if fields.form is Form.BRACES:
            return self._in_braces(fields, _braced(stated)[1:-1])
        lines = _lines(stated, self._indent(fields), self.line_end)
        at = self._behind(_anchor(fields, after))
        return replace(self, text=self._joined(self.text[:at], lines, self.text[at:]))

    def _filled(self, top: Value, place: Place, stated: Mapping[str, str]) -> Block:
        """The field that has no value so far; a comment on its line stays."""
        text, start, end = self.text, place.value.start, place.value.end
        if top.form is Form.BRACES:
            gap = " " if text[start - 1] == ":" else ""
            return replace(self, text=f"{text[:start]}{gap}{_braced(stated)}{text[end:]}")
        head = text[:start].rstrip(" \t")
        if not head.endswith(":") or _LINE_END.search(text, start, end):
            raise NotEditableError
        behind = self._behind(place)
        line = f"{head}{text[end:behind]}"
        lines = _lines(stated, self._indent(top) + _STEP, self.line_end)
        return replace(self, text=self._joined(line, lines, text[behind:]))

    def _in_braces(self, fields: Value, written: str) -> Block:
        at = fields.fields[-1].value.end if fields.fields else fields.start + 1
        joint = ", " if fields.fields else ""
        return replace(self, text=f"{self.text[:at]}{joint}{written}{self.text[at:]}")

    def _taken_out(self, fields: Value, place: Place) -> Block:
        text = self.text
        if fields.form is Form.BLOCK:
            self._refuse_beside(place)
            return replace(self, text=text[: self._line_start(place)] + text[self._behind(place) :])
        number = fields.fields.index(place)
        start, end = place.start, place.value.end
        if number:
            start = fields.fields[number - 1].value.end
            gap = text[start : place.start]
        else:
            end = fields.fields[1].start if len(fields.fields) > 1 else end
            gap = text[place.value.end : end]
        if gap.strip() not in (",", ""):
            raise NotEditableError
        return replace(self, text=text[:start] + text[end:])

    def _indent(self, fields: Value) -> str:
        if not fields.fields:
            raise NotEditableError
        first = fields.fields[0]
        self._refuse_beside(first)
        return self.text[self._line_start(first) : first.start]

    def _refuse_beside(self, place: Place) -> None:
        """Raises NotEditableError where something stands before the field on its line."""
        if self.text[self._line_start(place) : place.start].strip():
            raise NotEditableError

    def _line_start(self, place: Place) -> int:
        return max(self.text.rfind("\n", 0, place.start), self.text.rfind("\r", 0, place.start)) + 1

    def _behind(self, place: Place) -> int:
        """The beginning of the line after the last one of the field."""
        found = _LINE_END.search(self.text, place.value.end)
        return found.end() if found else len(self.text)

    def _joined(self, before: str, lines: str, behind: str) -> str:
        """The lines between the two; the last line before them may have no end of its own."""
        return before + ("" if not before or before[-1] in "\r\n" else self.line_end) + lines + behind


def _like(form: Form, value: str, *, braces: bool) -> str:
    """The value in the quotation marks that the old one had; an empty one is `null`."""
    if not value:
        return "null"
    written = scalar(value, braces=braces)
    if form is Form.DOUBLE and not written.startswith('"'):
        return f'"{written}"'
    if form is Form.SINGLE and value.isprintable():
        return "'" + value.replace("'", "''") + "'"
    return written


def _lines(stated: Mapping[str, str | Mapping[str, str]], indent: str, line_end: str) -> str:
    lines = ""
    for name, value in stated.items():
        if isinstance(value, str):
            lines += f"{indent}{name}: {_like(Form.PLAIN, value, braces=False)}{line_end}"
        else:
            lines += f"{indent}{name}:{line_end}{_lines(value, indent + _STEP, line_end)}"
    return lines


def _braced(stated: Mapping[str, str | Mapping[str, str]]) -> str:
    inner = (
        f"{name}: {_like(Form.PLAIN, value, braces=True) if isinstance(value, str) else _braced(value)}"
        for name, value in stated.items()
    )
    return "{" + ", ".join(inner) + "}"


def _anchor(fields: Value, after: Sequence[str]) -> Place:
    found = (fields.find(each) for each in after)
    return next((each for each in found if each is not None), fields.fields[-1])
