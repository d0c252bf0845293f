"""The forms of single values in records: how each is written, what it means, and what it names."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from enum import Enum
from typing import TYPE_CHECKING, Annotated

from qms_docs.model.days import Period, parse_day, parse_period
from qms_docs.model.records.stretch import Stretch, parse_interval, parse_stretch
from qms_docs.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

__all__ = [
    "Address",
    "AnyName",
    "Basis",
    "Clause",
    "Code",
    "Day",
    "Digest",
    "DocumentName",
    "DocumentRevision",
    "Evidence",
    "Form",
    "Interval",
    "LongPeriod",
    "MeasuredPeriod",
    "Month",
    "Name",
    "Number",
    "Owner",
    "PartyName",
    "PersonName",
    "PersonOrWords",
    "PrincipleName",
    "ProcessName",
    "Published",
    "Refers",
    "Requirement",
    "RevisionNumber",
    "RoleName",
    "Scale",
    "Sha256",
    "StandardName",
    "Subject",
    "Target",
    "Topic",
    "Truth",
    "Whole",
    "Words",
    "is_id",
    "record_form",
]

_LONGEST = 20_000
_ID = r"[^\W_][\w.\-]{0,99}"
_LETTER = r"[^\x00-/:-@\[-`{-\x7f\s]"
_ID_FOR_EDITORS = rf"{_LETTER}([^\x00-,/:-@\[-^`{{-\x7f\s]{{0,98}}[^\x00-,./:-@\[-^`{{-\x7f\s])?"
"""For regular expressions that know no letters but those of English: what is excluded is listed."""
_NUMBERED = r"[A-Za-z0-9][A-Za-z0-9.]{0,30}"
_DECIMAL = re.compile(r"[+-]?[0-9]{1,15}(?:\.[0-9]{1,12})?")
_WHOLE = re.compile(r"[0-9]{1,9}")
_TRUTHS = {"true": True, "True": True, "false": False, "False": False}


class Refers(Enum):
    """What a value names, and so where it is looked up."""

    PERSON = "person"
    """Somebody in `organization.yml`."""
    PERSON_OR_WORDS = "person or words"
    """The same; words with a blank in them are somebody from outside."""
    ROLE = "role"
    """A role in `organization.yml`."""
    OWNER = "role or person"
    """One of the two."""
    PROCESS = "process"
    """A process in `processes.yml`."""
    PARTY = "process or party"
    """A process, or an interested party in `context/parties.yml`."""
    CLAUSE = "clause"
    """A clause of a standard."""
    STANDARD = "standard"
    """A standard with its edition."""
    PRINCIPLE = "principle"
    """One of the quality management principles."""
    REQUIREMENT = "clause or document with revision"
    """What an audit judges by."""
    RECORD = "record"
    """A record by its id."""
    DOCUMENT = "document"
    """A document by its id."""
    REVISION = "document with revision"
    """A revision of a document."""
    SUBJECT = "document with revision, or words"
    """What somebody learns."""
    TOPIC = "document, or words"
    """What the holders of a role have to know."""
    BASIS = "record, or words"
    """What something rests on."""
    TARGET = "document or record"
    """Either, with or without a revision."""
    EVIDENCE = "record, document with revision, file, or words"
    """What proves something."""
    EVIDENCE_LINK = "record, document or file"
    """What a typed link of the kind `evidence` leads to."""
    USER = "process, role or document"
    """Who or what uses something."""
    ADDRESSED = "document, process or record"
    """Where the system deals with something."""
    FILE = "file"
    """A file beside the record."""


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Form:
    """How a value is written."""

    expected: str
    """In words that tell an author what to write."""
    parse: Callable[[str], object]
    """From the characters to the value; None for characters that are none."""
    schema: Mapping[str, object]
    """The same for editors (JSON Schema)."""
    example: object = None
    """A value that fits, as an editor proposes it."""
    refers: Refers | None = None


def _words(text: str) -> str | None:
    return text.strip() if text.strip() and len(text) <= _LONGEST else None


def _matching(pattern: str) -> Callable[[str], str | None]:
    compiled = re.compile(pattern)
    return lambda text: text if compiled.fullmatch(text) and not text.endswith(".") else None


def is_id(text: str) -> bool:
    """Whether a person, role or document could be called so."""
    return _matching(_ID)(text) is not None


def _number(text: str) -> Decimal | None:
    return Decimal(text) if _DECIMAL.fullmatch(text) else None


def _whole(text: str) -> int | None:
    return int(text) if _WHOLE.fullmatch(text) else None


def _scale(text: str) -> int | None:
    return int(text) if text in ("1", "2", "3", "4", "5") else None


_TEXT: Mapping[str, object] = {"type": ["string", "number", "boolean"]}


def _text(expected: str, refers: Refers | None = None, example: object = "In a few words.") -> Form:
    return Form(expected=expected, parse=_words, schema=_TEXT, example=example, refers=refers)


def _name(
    expected: str,
    pattern: str,
    refers: Refers | None,
    *,
    kinds: tuple[str, ...] = ("string",),
    example: object = None,
) -> Form:
    told = pattern.replace(_ID, _ID_FOR_EDITORS)
    schema = {"type": list(kinds) if len(kinds) > 1 else kinds[0], "pattern": f"^({told})$"}
    found = expected.rpartition("such as ")[2].partition(",")[0] if example is None else example
    return Form(expected=expected, parse=_matching(pattern), schema=schema, example=found, refers=refers)


def record_form(*prefixes: str) -> Form:
    """The id of a record of one of the types with these prefixes, or of any type."""
    pattern = f"({'|'.join(prefixes)})-[0-9]{{4}}-[0-9]{{1,9}}" if prefixes else r"[A-Z]{2,4}-[0-9]{4}-[0-9]{1,9}"
    example = " or ".join(f"{each}-2026-001" for each in prefixes or ("NC",))
    first = f"{(prefixes or ('NC',))[0]}-2026-001"
    return _name(f"the id of a record such as {example}", pattern, Refers.RECORD, example=first)


Words = Annotated[str, _text(f"a text of up to {_LONGEST:,} characters")]
Name = Annotated[
    str, _name("an id of letters, digits, hyphens, dots and underscores", _ID, None, example="NC-2026-001")
]
PersonName = Annotated[str, _name("the id of a person such as ann.berg", _ID, Refers.PERSON)]
PersonOrWords = Annotated[str, _text("the id of a person, or words", Refers.PERSON_OR_WORDS, "ann.berg")]
RoleName = Annotated[str, _name("the id of a role such as quality-manager", _ID, Refers.ROLE)]
Owner = Annotated[str, _name("the id of a role or a person such as quality-manager", _ID, Refers.OWNER)]
ProcessName = Annotated[str, _name("the id of a process such as purchasing", _ID, Refers.PROCESS)]
PartyName = Annotated[str, _name("the id of an interested party such as customers", _ID, None)]
PrincipleName = Annotated[str, _name("a principle such as process-approach", _ID, Refers.PRINCIPLE)]
Clause = Annotated[str, _text("a clause such as iso9001:2015#8.4", Refers.CLAUSE, "iso9001:2015#8.4")]
StandardName = Annotated[
    str, _name("a standard with its edition such as iso9001:2026", r"[a-z][a-z0-9.\-]*:[0-9]{4}", Refers.STANDARD)
]
Requirement = Annotated[
    str,
    _name(
        "a clause such as iso9001:2015#8.4, or a document with its revision such as SOP-004@2",
        rf"([a-z][a-z0-9.\-]*:[0-9]{{4}}#)?[0-9]+(\.[0-9]+)*|{_ID}@{_NUMBERED}",
        Refers.REQUIREMENT,
    ),
]
DocumentName = Annotated[str, _name("the id of a document such as SOP-004", _ID, Refers.DOCUMENT)]
DocumentRevision = Annotated[
    str, _name("a document and its revision such as SOP-004@3", f"{_ID}@{_NUMBERED}", Refers.REVISION)
]
RevisionNumber = Annotated[str, _name("a revision number such as 3", _NUMBERED, None, kinds=("string", "number"))]
Subject = Annotated[
    str, _text("a document with its revision such as SOP-004@3, or a skill in words", Refers.SUBJECT, "SOP-004@3")
]
Topic = Annotated[str, _text("a document such as SOP-004, or a skill in words", Refers.TOPIC, "SOP-004")]
Basis = Annotated[str, _text("the id of a record, or words", Refers.BASIS, "CA-2026-001")]
Target = Annotated[
    str,
    _name("the id of a record or document, or SOP-004@3", rf"{_ID}(@{_NUMBERED})?", Refers.TARGET, example="SOP-004@3"),
]
AnyName = Annotated[str, _name("the id of a process, role or document such as production", _ID, Refers.USER)]
Address = Annotated[str, _name("the id of a document, process or record such as SOP-004", _ID, Refers.ADDRESSED)]
Evidence = Annotated[str, _text("a record, SOP-004@3, a file, or words", Refers.EVIDENCE, "SOP-004@3")]
Code = Annotated[str, _name("the code of a rule such as DC108", r"[A-Z]{2}[0-9]{3}", None)]
Digest = Annotated[
    str, _name("a digest: qms1: and 64 hexadecimal digits", r"qms1:[0-9a-f]{64}", None, example="qms1:" + 64 * "0")
]
Sha256 = Annotated[str, _name("a SHA-256 of 64 hexadecimal digits", r"[0-9a-f]{64}", None, example=64 * "0")]
Day = Annotated[
    date,
    Form(
        expected="a day such as 2026-12-01",
        example="2026-12-01",
        parse=parse_day,
        schema={"type": "string", "format": "date", "pattern": r"^\d{4}-\d{2}-\d{2}$"},
    ),
]
Month = Annotated[
    str,
    Form(
        expected="a month such as 2026-04",
        example="2026-04",
        parse=_matching(r"[0-9]{4}-(?:0[1-9]|1[0-2])"),
        schema={"type": "string", "pattern": r"^\d{4}-(0[1-9]|1[0-2])$"},
    ),
]
Published = Annotated[
    str,
    Form(
        expected="a day, a month or a year such as 2025-01-02, 2025-01 or 2025",
        example="2025-01-02",
        parse=lambda text: text if (found := parse_stretch(text)) and not found.coded else None,
        schema={"type": ["string", "integer"], "pattern": r"^\d{4}(-\d{2}(-\d{2})?)?$"},
    ),
]
LongPeriod = Annotated[
    Period,
    Form(
        expected="a period such as 12 months or P14D",
        example="12 months",
        parse=parse_period,
        schema={"type": "string", "pattern": r"^(P(\d+Y)?(\d+M)?(\d+W)?(\d+D)?|\d+ +(day|week|month|year)s?)$"},
    ),
]
Interval = Annotated[
    Stretch,
    Form(
        expected="two days such as 2026-01-01/2026-12-31",
        example="2026-01-01/2026-12-31",
        parse=parse_interval,
        schema={"type": "string", "pattern": r"^\d{4}-\d{2}-\d{2}/\d{4}-\d{2}-\d{2}$"},
    ),
]
MeasuredPeriod = Annotated[
    Stretch,
    Form(
        expected="a period such as 2026, 2026-H1, 2026-Q2, 2026-04 or a day",
        example="2026-Q2",
        parse=parse_stretch,
        schema={"type": ["string", "integer"], "pattern": r"^\d{4}(-(H[12]|Q[1-4]|\d{2}(-\d{2})?))?$"},
    ),
]
Number = Annotated[
    Decimal,
    Form(
        expected="a number such as 99 or 4.2",
        example=99,
        parse=_number,
        schema={"type": ["number", "string"], "pattern": r"^[+-]?[0-9]+(\.[0-9]+)?$"},
    ),
]
Whole = Annotated[
    int,
    Form(
        expected="a whole number such as 44",
        parse=_whole,
        schema={"type": ["integer", "string"], "pattern": "^[0-9]{1,9}$"},
        example=44,
    ),
]
Scale = Annotated[int, Form(expected="one of: 1, 2, 3, 4, 5", parse=_scale, schema={"enum": [1, 2, 3, 4, 5]})]
Truth = Annotated[bool, Form(expected="true or false", parse=_TRUTHS.get, schema={"type": "boolean"})]
