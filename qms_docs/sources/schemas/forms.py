"""The forms that single values take, each with the words that tell an author what is expected."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, Annotated, Any, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, WithJsonSchema
from pydantic_core import PydanticCustomError

from qms_docs.model.days import Period, parse_day, parse_moment, parse_period
from qms_docs.signing.keys import PublicKeyError, parse_public_key
from qms_docs.sources.schemas.values import LONGEST, identifier, matching, number, one_of, translated, words

if TYPE_CHECKING:
    from collections.abc import Callable
    from enum import Enum

__all__ = [
    "PERIOD",
    "CommitId",
    "DayField",
    "Digest",
    "FileShape",
    "Folder",
    "Identifier",
    "MomentField",
    "Number",
    "Pattern",
    "PeriodField",
    "PublicKeyField",
    "SignatureField",
    "Translated",
    "Truth",
    "Words",
    "choices_of",
    "member_of",
    "shown_as",
]

_Value = TypeVar("_Value")
_LONGEST_PATTERN, _MOST_CHOICES, _MOST_UNBOUNDED = 200, 6, 2
"""Bounds within which a regular expression answers at once for any id; far more than numbering needs."""
_DIGEST = re.compile(r"qms1:[0-9a-f]{64}")
_COMMIT = re.compile(r"[0-9a-f]{40}|[0-9a-f]{64}")
_LONGEST_SIGNATURE = 65_536
"""Characters. A signature of the longest key there is takes less than 6,000."""
_ID_EXPECTED = "an id of letters, digits, hyphens, dots and underscores that begins with a letter or digit"
_DIGEST_EXPECTED = "a digest: qms1: and 64 hexadecimal digits"
_COMMIT_EXPECTED = "a commit by its whole id of 40 or 64 hexadecimal digits"
_SIGNATURE_EXPECTED = "a signature as ssh-keygen writes it, each of its lines on one of its own (`signature: |`)"
_KEY_EXPECTED = "a public SSH key on one line, such as ssh-ed25519 AAAA..."
_PATTERN_EXPECTED = r"a short regular expression for the whole id, such as SOP-\d{3}"
_LETTER = r"[^\x00-/:-@\[-`{-\x7f\s]"
_ID_INSIDE = rf"{_LETTER}[^\x00-,/:-@\[-^`{{-\x7f\s]{{0,99}}"
_ID = rf"{_LETTER}([^\x00-,/:-@\[-^`{{-\x7f\s]{{0,98}}[^\x00-,./:-@\[-^`{{-\x7f\s])?"
_REVISION = r"[A-Za-z0-9]([A-Za-z0-9.]{0,29}[A-Za-z0-9])?"
PERIOD = r"P(?=\d)(\d{1,4}Y)?(\d{1,4}M)?(\d{1,4}W)?(\d{1,5}D)?|\d{1,5} +(day|week|month|year)s?"
"""Forms for editors, whose regular expressions know no letters but those of English: what is excluded is listed."""
_FOLDER = re.compile(r"(?!/)(?!.*(?:^|/)\.\.(?:/|$))[^\\\x00-\x1f]{1,400}")


class FileShape(BaseModel):
    """A file or a part of one whose fields are all known."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=False, validate_default=False)


def _expect(expected: str) -> PydanticCustomError:
    return PydanticCustomError("form", "{expected}", {"expected": expected})


def _form(expected: str, parse: Callable[[str], _Value | None]) -> BeforeValidator:
    def check(value: object) -> object:
        if value is not None and not isinstance(value, str):
            raise _expect(expected)
        parsed = None if value is None else parse(value)
        if parsed is None:
            raise _expect(expected)
        return parsed

    return BeforeValidator(check)


def shown_as(expected: str, schema: dict[str, Any]) -> WithJsonSchema:
    """The form for editors, with the sentence that they show where a value does not fit."""
    message = f"Expected {expected}."
    told = {"patternErrorMessage": message} if "pattern" in schema else {}
    return WithJsonSchema({**schema, "errorMessage": message, **told})


def _folder(text: str) -> str | None:
    cleaned = text.strip().removeprefix("./").rstrip("/")
    return cleaned if _FOLDER.fullmatch(cleaned) else None


def _moment(text: str) -> str | None:
    """The characters as they were written: a signature is made over them."""
    return text if parse_moment(text) else None


def _signature(text: str) -> str | None:
    return text if text.strip() and len(text) <= _LONGEST_SIGNATURE else None


def _public_key(value: object) -> str:
    """The key as OpenSSH writes it, without its comment."""
    if not isinstance(value, str):
        raise _expect(_KEY_EXPECTED)
    try:
        return parse_public_key(value).line
    except PublicKeyError as error:
        raise _expect(f"{_KEY_EXPECTED} (this is {error.fact})") from error


def _truth(value: object) -> bool:
    if value not in ("true", "false", "True", "False"):
        raise _expect("true or false")
    return value in ("true", "True")


def _pattern(text: str) -> str | None:
    """The text, where it is a regular expression that no id can make run for long."""
    bare = re.sub(r"\\.|\[[^\]]*\]", "x", text)
    choices = len(re.findall(r"[*+?|]|\{\d*,\d*\}", bare))
    unbounded = len(re.findall(r"[*+]|\{\d*,\d*\}", bare))
    if (
        len(text) > _LONGEST_PATTERN
        or choices > _MOST_CHOICES
        or unbounded > _MOST_UNBOUNDED
        or re.search(r"\)[*+?{]", bare)
    ):
        return None
    try:
        re.compile(text)
    except (re.error, RecursionError, OverflowError):
        return None
    return text


Words = Annotated[
    str,
    _form(f"a text of up to {LONGEST:,} characters", words),
    shown_as(
        f"a text of up to {LONGEST:,} characters",
        {"type": ["string", "number", "boolean"], "pattern": r"\S", "maxLength": LONGEST},
    ),
]
Identifier = Annotated[
    str,
    _form(_ID_EXPECTED, identifier),
    shown_as(_ID_EXPECTED, {"type": ["string", "number", "boolean"], "pattern": f"^{_ID}$", "minimum": 0}),
]
Number = Annotated[
    str,
    _form("a revision number such as 3, B or 1.2", number),
    shown_as(
        "a revision number such as 3, B or 1.2",
        {"type": ["string", "number", "boolean"], "pattern": f"^{_REVISION}$", "minimum": 0},
    ),
]
DayField = Annotated[
    date,
    _form("a day such as 2026-12-01", parse_day),
    # Few programs judge by the format; the pattern is for the others.
    shown_as(
        "a day such as 2026-12-01",
        {"type": "string", "format": "date", "pattern": r"^\d{4}-\d{2}-\d{2}$", "examples": ["2026-12-01"]},
    ),
]
MomentField = Annotated[
    str,
    _form("a time with its offset, such as 2026-11-20T09:31:00+01:00", _moment),
    shown_as(
        "a time with its offset, such as 2026-11-20T09:31:00+01:00",
        {
            "type": "string",
            "format": "date-time",
            "pattern": r"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,6})?(Z|[+-]\d{2}:\d{2})$",
            "examples": ["2026-11-20T09:31:00+01:00"],
        },
    ),
]
Digest = Annotated[
    str,
    _form(_DIGEST_EXPECTED, matching(_DIGEST)),
    shown_as(
        _DIGEST_EXPECTED,
        {"type": "string", "pattern": f"^{_DIGEST.pattern}$", "examples": [f"qms1:{'9f2c' * 16}"]},
    ),
]
CommitId = Annotated[
    str,
    _form(_COMMIT_EXPECTED, matching(_COMMIT)),
    shown_as(
        _COMMIT_EXPECTED,
        {"type": ["string", "number"], "pattern": f"^({_COMMIT.pattern})$", "examples": ["4f449c73" * 5]},
    ),
]
SignatureField = Annotated[
    str,
    _form(_SIGNATURE_EXPECTED, _signature),
    shown_as(_SIGNATURE_EXPECTED, {"type": "string", "pattern": r"\S", "maxLength": _LONGEST_SIGNATURE}),
]
PublicKeyField = Annotated[
    str,
    BeforeValidator(_public_key),
    shown_as(
        _KEY_EXPECTED,
        {"type": "string", "pattern": r"^\s*\S+\s+\S+", "examples": ["ssh-ed25519 AAAA... ann@example.com"]},
    ),
]
PeriodField = Annotated[
    Period,
    _form("a period such as 24 months or P14D", parse_period),
    shown_as(
        "a period such as 24 months or P14D",
        {
            "type": "string",
            "pattern": f"^({PERIOD})$",
            "examples": ["24 months", "P14D"],
        },
    ),
]
Translated = Annotated[
    str,
    _form("a document and its revision, such as SOP-001@3", translated),
    shown_as(
        "a document and its revision, such as SOP-001@3",
        {"type": "string", "pattern": f"^{_ID_INSIDE}@{_REVISION}$", "examples": ["SOP-001@3"]},
    ),
]
Folder = Annotated[
    str,
    _form("a folder inside the repository, such as procedures", _folder),
    shown_as(
        "a folder inside the repository, such as procedures",
        {
            "type": ["string", "number"],
            "pattern": r"^(?!\s*/)(?!(.*/)?\s*\.\.\s*(/|$))[^\\]+$",
            "examples": ["procedures"],
        },
    ),
]
Pattern = Annotated[
    str,
    _form(_PATTERN_EXPECTED, _pattern),
    shown_as(
        _PATTERN_EXPECTED,
        {
            "type": ["string", "number"],
            "format": "regex",
            "maxLength": _LONGEST_PATTERN,
            "examples": [r"SOP-\d{3}"],
        },
    ),
]
Truth = Annotated[bool, BeforeValidator(_truth), shown_as("true or false", {"type": "boolean"})]


def member_of(kind: type[Enum]) -> BeforeValidator:
    """The form of a value that is one of the members of an enumeration, spelt as its values."""
    return _form(f"one of: {', '.join(str(member.value) for member in kind)}", one_of(kind))


def choices_of(kind: type[Enum]) -> WithJsonSchema:
    """The same for editors."""
    values = [str(member.value) for member in kind]
    return shown_as(f"one of: {', '.join(values)}", {"enum": values})
