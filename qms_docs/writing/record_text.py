"""The text of a record as a person would write it: one field a line, quoted only where the characters ask for it."""

from __future__ import annotations

import re
from collections.abc import Mapping

__all__ = ["record_text", "scalar"]

_PLAIN = re.compile(r"\w(?:[\w./+@'()%&;!?=,-]|:(?=[\w/+])|(?<=[^\s])#|[ ](?=[\w.(/+']))*")
"""Values that YAML reads as they stand behind the name of a field."""
_PLAIN_ANYWHERE = re.compile(r"\w(?:[\w./+@-]|:(?=[\w/+])|(?<=[^\s])#|[ ](?=[\w.(/+]))*")
"""Values that it reads as they stand between braces as well."""
_EMPTY = frozenset({"null", "Null", "NULL"})
_ESCAPES = {"\\": r"\\", '"': r"\"", "\n": r"\n", "\r": r"\r", "\t": r"\t"}


def record_text(fields: Mapping[str, str | Mapping[str, str | None] | None]) -> str:
    """The fields in their order, those that are None left out; a value of several lines stands in a block of its own.

    Every value is read back as the same characters (settled.md 1).
    """
    return "".join(_field(name, value, "") for name, value in fields.items() if value is not None)


def _field(name: str, value: str | Mapping[str, str | None], indent: str) -> str:
    if isinstance(value, Mapping):
        inner = (_field(each, text, f"{indent}  ") for each, text in value.items() if text is not None)
        return f"{indent}{name}:\n{''.join(inner)}"
    if _is_block(value):
        lines = "".join(f"{indent}  {line}\n" for line in value.removesuffix("\n").split("\n"))
        return f"{indent}{name}: |\n{lines}"
    return f"{indent}{name}: {scalar(value)}\n"


def _is_block(value: str) -> bool:
    """Whether the value is made of lines that can stand as they are, each with its end."""
    lines = value.removesuffix("\n").split("\n")
    return (
        value.endswith("\n")
        and all(line.isascii() and line.isprintable() and line.strip() for line in lines)
        and (not value.startswith(" "))
    )


def scalar(value: str, *, braces: bool = False) -> str:
    """The value on one line, quoted only where the characters ask for it; `braces` says that it stands between some."""
    plain = _PLAIN_ANYWHERE if braces else _PLAIN
    if plain.fullmatch(value) and value not in _EMPTY:
        return value
    return '"' + "".join(map(_escaped, value)) + '"'


def _escaped(character: str) -> str:
    if character in _ESCAPES:
        return _ESCAPES[character]
    return character if character.isprintable() else f"\\U{ord(character):08x}"
