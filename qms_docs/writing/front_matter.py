"""Fields of a front matter edited line by line: everything else keeps its bytes."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TypeAlias

from qms_docs.writing.record_text import scalar

__all__ = ["Edits", "NotEditableError", "with_fields"]

Edits: TypeAlias = Mapping[str, "str | Mapping[str, str | None]"]
"""Values by the name that the file gives them; nested ones that are None are left out, and taken out."""

_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")
_END = re.compile(r"[\r\n]+\Z")
_NAMED = r"(?P<head>{indent}(?P<mark>[\"']?){name}(?P=mark)[ \t]*:)(?P<gap>[ \t]*)(?P<rest>.*)"
_VALUE = re.compile(
    r"""(?P<value>"(?:[^"\\]|\\.)*"|'(?:[^']|'')*'|[^"'#\s](?:[^\s]|[ \t]+(?![#\s]))*|)"""
    r"(?P<tail>(?:[ \t]+|\A)#.*|[ \t]*)"
)
_BOM = "\ufeff"


class NotEditableError(Exception):
    """The front matter is written in a form in which no single field can be replaced."""


def with_fields(content: bytes, edits: Edits, after: tuple[str, ...] = ()) -> bytes:
    """The page with these fields of its front matter set, each where it stands already.

    Comments, quotation marks, order, line ends and byte order mark are kept. A field that is missing is put behind the
    first of the fields `after` that stands, else at the end. Raises NotEditableError.
    """
    text = content.decode("utf-8")
    start = _BOM if text.startswith(_BOM) else ""
    lines = _LINE.findall(text.removeprefix(_BOM))
    closing = next((n for n, line in enumerate(lines) if n and line.rstrip() == "---"), None)
    if closing is None or lines[0].rstrip() != "---":
        raise NotEditableError
    block, end = lines[1:closing], lines[0][len(lines[0].rstrip("\r\n")) :]
    for name, value in edits.items():
        block = _nested(block, name, value, after, end) if isinstance(value, Mapping) else _single(block, name, value)
    return (start + "".join([lines[0], *block, *lines[closing:]])).encode()


def _single(block: list[str], name: str, value: str) -> list[str]:
    place = _find(block, name, "")
    if place is None:
        raise NotEditableError
    return [*block[:place], _with_value(block[place], name, "", value), *block[_value_end(block, place, "") :]]


def _nested(
    block: list[str], name: str, fields: Mapping[str, str | None], after: tuple[str, ...], end: str
) -> list[str]:
    stated = {each: value for each, value in fields.items() if value is not None}
    place = _find(block, name, "")
    if place is None:
        behind = next((found for each in after if (found := _find(block, each, "")) is not None), None)
        at = len(block) if behind is None else _value_end(block, behind, "")
        return [*block[:at], f"{name}:{end}", *_inner(stated, "  ", end), *block[at:]]
    stop = _value_end(block, place, "")
    inner = block[place + 1 : stop]
    indent = next((m[0] for line in inner if (m := re.match(r"[ \t]+(?=[^\s#])", line))), None)
    rest = _rest(block[place], name, "")
    if indent is None or not re.fullmatch(r"\s*(#.*)?", rest):
        # A value in braces, or none at all: the field is written anew, its comment stays.
        return [*block[:place], _bare(block[place], name), *_inner(stated, "  ", end), *block[stop:]]
    for each, value in fields.items():
        inner = _inner_field(inner, each, value, indent, end)
    return [*block[: place + 1], *inner, *block[stop:]]


def _inner_field(inner: list[str], name: str, value: str | None, indent: str, end: str) -> list[str]:
    place = _find(inner, name, indent)
    if place is None:
        if value is None:
            return inner
        at = len(inner)
        return [*inner[:at], *_inner({name: value}, indent, end)]
    stop = _value_end(inner, place, indent)
    line = [] if value is None else [_with_value(inner[place], name, indent, value)]
    return [*inner[:place], *line, *inner[stop:]]


def _inner(fields: Mapping[str, str], indent: str, end: str) -> list[str]:
    return [f"{indent}{name}: {_written(value)}{end}" for name, value in fields.items()]


def _written(value: str) -> str:
    """An empty value stands for `null`."""
    return scalar(value) if value else "null"


def _match(line: str, name: str, indent: str) -> re.Match[str] | None:
    return re.fullmatch(_NAMED.format(indent=re.escape(indent), name=re.escape(name)), line.rstrip("\r\n"))


def _find(block: list[str], name: str, indent: str) -> int | None:
    places = [n for n, line in enumerate(block) if _match(line, name, indent)]
    if len(places) > 1:
        raise NotEditableError
    return places[0] if places else None


def _rest(line: str, name: str, indent: str) -> str:
    found = _match(line, name, indent)
    return found["rest"] if found else ""


def _bare(line: str, name: str) -> str:
    found = _match(line, name, "")
    assert found is not None  # noqa: S101 - the line was found by this name
    comment = re.search(r"(?<=[}\]\s])[ \t]*#.*\Z|^#.*\Z", found["rest"])
    kept = f" {comment[0].strip()}" if comment else ""
    return f"{found['head']}{kept}{_end_of(line)}"


def _with_value(line: str, name: str, indent: str, value: str) -> str:
    found = _match(line, name, indent)
    assert found is not None  # noqa: S101 - the line was found by this name
    old = _VALUE.fullmatch(found["rest"])
    tail = old["tail"] if old else ""
    before = old["value"] if old else ""
    if before in ("", "|", ">") or not found["gap"]:
        tail = f" {tail.strip()}" if tail.strip() else ""
    return f"{found['head']}{found['gap'] or ' '}{_like(before, value)}{tail}{_end_of(line)}"


def _like(before: str, value: str) -> str:
    """The value in the quotation marks that the old one had."""
    if value and before.startswith('"'):
        written = scalar(value)
        return written if written.startswith('"') else f'"{written}"'
    if value and before.startswith("'") and value.isprintable():
        return "'" + value.replace("'", "''") + "'"
    return _written(value)


def _value_end(block: list[str], place: int, indent: str) -> int:
    """The line after the last one of a field's value; comments and blank lines behind it belong to what follows."""
    end = place + 1
    for number in range(place + 1, len(block)):
        line = block[number].rstrip("\r\n")
        if not line.strip():
            continue
        deeper = line.startswith(indent) and line[len(indent) : len(indent) + 1] in (" ", "\t")
        item = line.startswith(f"{indent}-") and line[len(indent) : len(indent) + 2].strip() == "-"
        if not deeper and not item:
            if line.lstrip().startswith("#"):
                continue
            break
        if not line.lstrip().startswith("#"):
            end = number + 1
    return end


def _end_of(line: str) -> str:
    found = _END.search(line)
    return found[0] if found else ""
