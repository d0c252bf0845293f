"""The forms that single values take, each with the words that tell an author what is expected."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, Annotated, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, WithJsonSchema
from pydantic_core import PydanticCustomError

from qms_docs.model.days import Period, parse_day, parse_moment, parse_period
from qms_docs.signing.keys import PublicKeyError, parse_public_key

if TYPE_CHECKING:
    from collections.abc import Callable
    from enum import Enum

__all__ = [
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
]

_Value = TypeVar("_Value")
_LONGEST = 4_000
_LONGEST_PATTERN, _MOST_CHOICES, _MOST_UNBOUNDED = 200, 6, 2
"""Bounds within which a regular expression answers at once for any id; far more than numbering needs."""
_IDENTIFIER = re.compile(r"[^\W_][\w.\-]{0,99}")
_NUMBER = re.compile(r"[A-Za-z0-9][A-Za-z0-9.]{0,30}")
_TRANSLATED = re.compile(rf"{_IDENTIFIER.pattern}@{_NUMBER.pattern}")
_DIGEST = re.compile(r"qms1:[0-9a-f]{64}")
_COMMIT = re.compile(r"[0-9a-f]{40}|[0-9a-f]{64}")
_LONGEST_SIGNATURE = 65_536
"""Characters. A signature of the longest key there is takes less than 6,000."""
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


def _words(text: str) -> str | None:
    return text.strip() if text.strip() and len(text) <= _LONGEST else None


def _matching(pattern: re.Pattern[str]) -> Callable[[str], str | None]:
    return lambda text: text if pattern.fullmatch(text) and not text.endswith(".") else None


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
    expected = "a public SSH key on one line, such as ssh-ed25519 AAAA..."
    if not isinstance(value, str):
        raise _expect(expected)
    try:
        return parse_public_key(value).line
    except PublicKeyError as error:
        raise _expect(f"{expected} (this is {error.fact})") from error


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
    _form(f"a text of up to {_LONGEST:,} characters", _words),
    WithJsonSchema({"type": ["string", "number", "boolean"], "description": "A text."}),
]
Identifier = Annotated[
    str,
    _form(
        "an id of letters, digits, hyphens, dots and underscores that begins with a letter or digit",
        _matching(_IDENTIFIER),
    ),
    WithJsonSchema({"type": ["string", "integer"], "pattern": r"^[^\W_][\w.\-]{0,99}$"}),
]
Number = Annotated[
    str,
    _form("a revision number such as 3, B or 1.2", _matching(_NUMBER)),
    WithJsonSchema({"type": ["string", "number"], "pattern": r"^[A-Za-z0-9][A-Za-z0-9.]{0,30}$"}),
]
DayField = Annotated[
    date,
    _form("a day such as 2026-12-01", parse_day),
    # Few programs judge by the format; the pattern is for the others.
    WithJsonSchema(
        {
            "type": "string",
            "format": "date",
            "pattern": r"^\d{4}-\d{2}-\d{2}$",
            "description": "A day such as 2026-12-01.",
        }
    ),
]
MomentField = Annotated[
    str,
    _form("a time with its offset, such as 2026-11-20T09:31:00+01:00", _moment),
    WithJsonSchema(
        {
            "type": "string",
            "format": "date-time",
            "pattern": r"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,6})?(Z|[+-]\d{2}:\d{2})$",
            "examples": ["2026-11-20T09:31:00+01:00"],
        }
    ),
]
Digest = Annotated[
    str,
    _form("a digest: qms1: and 64 hexadecimal digits", _matching(_DIGEST)),
    WithJsonSchema({"type": "string", "pattern": f"^{_DIGEST.pattern}$"}),
]
CommitId = Annotated[
    str,
    _form("a commit by its whole id of 40 or 64 hexadecimal digits", _matching(_COMMIT)),
    WithJsonSchema({"type": "string", "pattern": f"^({_COMMIT.pattern})$"}),
]
SignatureField = Annotated[
    str,
    _form("a signature as ssh-keygen writes it, each of its lines on one of its own (`signature: |`)", _signature),
    WithJsonSchema({"type": "string", "pattern": "^-----BEGIN SSH SIGNATURE-----"}),
]
PublicKeyField = Annotated[
    str,
    BeforeValidator(_public_key),
    WithJsonSchema({"type": "string", "examples": ["ssh-ed25519 AAAA... ann@example.com"]}),
]
PeriodField = Annotated[
    Period,
    _form("a period such as 24 months or P14D", parse_period),
    WithJsonSchema(
        {
            "type": "string",
            "pattern": r"^(P(\d+Y)?(\d+M)?(\d+W)?(\d+D)?|\d+ +(day|week|month|year)s?)$",
            "examples": ["24 months"],
        }
    ),
]
Translated = Annotated[
    str,
    _form("a document and its revision, such as SOP-001@3", _matching(_TRANSLATED)),
    WithJsonSchema({"type": "string", "pattern": r"^[^\W_][\w.\-]{0,99}@[A-Za-z0-9][A-Za-z0-9.]{0,30}$"}),
]
Folder = Annotated[
    str,
    _form("a folder inside the repository, such as procedures", _folder),
    WithJsonSchema({"type": "string", "examples": ["procedures"]}),
]
Pattern = Annotated[
    str,
    _form(r"a short regular expression for the whole id, such as SOP-\d{3}", _pattern),
    WithJsonSchema({"type": "string", "format": "regex", "examples": [r"SOP-\d{3}"]}),
]
Truth = Annotated[bool, BeforeValidator(_truth), WithJsonSchema({"type": "boolean"})]


def member_of(kind: type[Enum]) -> BeforeValidator:
    """The form of a value that is one of the members of an enumeration, spelt as its values."""
    values = {str(member.value): member for member in kind}
    return _form(f"one of: {', '.join(values)}", values.get)


def choices_of(kind: type[Enum]) -> WithJsonSchema:
    """The same for editors."""
    return WithJsonSchema({"enum": [member.value for member in kind]})
