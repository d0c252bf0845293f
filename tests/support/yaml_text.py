"""YAML as a person would write it by hand: blocks for what has names, one line for short lists, quotes where needed."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date

__all__ = ["yaml_text"]

PLAIN = re.compile(r"[^\W_]((?:[-\w ./+()@\\;=%!]|:(?=\w))*[\w.)%!])?")
"""Letters and digits in any script, and marks that mean nothing in YAML where they stand."""

ESCAPES = {"\\": r"\\", '"': r"\"", "\n": r"\n", "\r": r"\r", "\t": r"\t"}


def yaml_text(fields: Mapping[str, object], indent: str = "") -> str:
    """The fields as a YAML block, each line ended by a line break."""
    return "".join(_field(f"{indent}{_scalar(name)}:", value, f"{indent}  ") for name, value in fields.items())


def _field(start: str, value: object, indent: str) -> str:
    if isinstance(value, Mapping) and value:
        return f"{start}\n{yaml_text(value, indent)}"
    if isinstance(value, (list, tuple)) and any(isinstance(each, Mapping) for each in value):
        return f"{start}\n" + "".join(f"{indent}- {_inline(each)}\n" for each in value)
    return f"{start} {_inline(value)}\n"


def _inline(value: object) -> str:
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{_scalar(name)}: {_inline(each)}" for name, each in value.items()) + "}"
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(map(_inline, value)) + "]"
    return _scalar(value)


def _scalar(value: object) -> str:
    match value:
        case None:
            return "null"
        case bool():
            return "true" if value else "false"
        case date():
            return value.isoformat()
        case str():
            return value if _needs_no_quotes(value) else _quoted(value)
    return str(value)


def _needs_no_quotes(text: str) -> bool:
    """Whether the text stands for itself everywhere, also between the brackets of a list."""
    return bool(PLAIN.fullmatch(text)) and text.isprintable() and text.lower() != "null"


def _quoted(text: str) -> str:
    if text.isprintable() and "'" not in text:
        return f"'{text}'"
    return '"' + "".join(map(_escaped, text)) + '"'


def _escaped(character: str) -> str:
    if character in ESCAPES:
        return ESCAPES[character]
    return character if character.isprintable() else f"\\U{ord(character):08x}"
