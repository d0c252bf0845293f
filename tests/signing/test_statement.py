"""The bytes that a person signs, and the values that no statement can contain."""

from __future__ import annotations

import hashlib
from dataclasses import fields

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qms_docs.signing.statement import NAMESPACE, Statement, StatementError

VALUES = {
    "document": "SOP-001",
    "revision": "3",
    "digest": f"qms1:{hashlib.sha256(b'the text').hexdigest()}",
    "meaning": "approved",
    "person": "ann.berg",
    "name": "Ann Berg",
    "role": "quality-manager",
    "at": "2026-11-20T09:31:00+01:00",
}
NAMES = tuple(VALUES)


def test_lines_of_a_statement() -> None:
    """A statement is nine lines in a fixed order, each ended by a line feed."""
    assert Statement(**VALUES).bytes == (
        b"qms-approval 1\n"
        b"document: SOP-001\n"
        b"revision: 3\n"
        b"digest: qms1:" + hashlib.sha256(b"the text").hexdigest().encode() + b"\n"
        b"meaning: approved\n"
        b"person: ann.berg\n"
        b"name: Ann Berg\n"
        b"role: quality-manager\n"
        b"at: 2026-11-20T09:31:00+01:00\n"
    )


def test_the_purpose() -> None:
    """Statements are signed for a purpose of their own."""
    assert NAMESPACE == "qms-approval"


def test_every_value_is_in_the_statement() -> None:
    """No value could be changed without changing the bytes, and no field is left out of this test."""
    assert tuple(each.name for each in fields(Statement)) == NAMES
    texts = {Statement(**{**VALUES, name: f"{VALUES[name]}x"}).bytes for name in NAMES}
    assert len(texts | {Statement(**VALUES).bytes}) == len(NAMES) + 1


@pytest.mark.parametrize("at", ["2026-11-20T09:31:00Z", "2026-11-20T09:31:00+00:00", "2026-11-20 09:31:00.0Z"])
def test_the_time_is_taken_as_written(at: str) -> None:
    """Two spellings of one moment are two statements: nothing that is signed is written anew."""
    assert Statement(**{**VALUES, "at": at}).bytes.endswith(f"\nat: {at}\n".encode())


@pytest.mark.parametrize(
    "name", ["Åse Øverland", "Nguyễn Văn Ánh", "佐藤 花子", "O'Neil: the 2nd", "נועה לוי", " Ann  Berg "]
)
def test_names_of_people(name: str) -> None:
    """A name is in the statement as it is written, in UTF-8, whatever its script and punctuation."""
    assert f"\nname: {name}\n".encode() in Statement(**{**VALUES, "name": name}).bytes


@pytest.mark.parametrize("field", NAMES)
@pytest.mark.parametrize(
    "character",
    ["\n", "\r", "\0", "\t", "\x0b", "\x1b", "\x7f", "\x85", "\u2028", "\u2029", "\u202e", "\u2066", "\ud800"],
)
def test_line_breaks_and_control_characters(field: str, character: str) -> None:
    """A value that breaks its line or deceives the eye is refused in every field, with a sentence that names both."""
    value = f"a{character}role: managing-director"
    with pytest.raises(StatementError) as refusal:
        Statement(**{**VALUES, field: value})
    assert isinstance(refusal.value, ValueError)
    assert str(refusal.value) == (
        f"The value of `{field}` contains the character U+{ord(character):04X}, a line break or control character, "
        "and cannot be signed; write it without."
    )


@pytest.mark.parametrize("field", NAMES)
def test_missing_values(field: str) -> None:
    """Nobody signs a statement with a gap in it."""
    with pytest.raises(StatementError, match=f"has no value for `{field}`"):
        Statement(**{**VALUES, field: ""})


@given(st.sampled_from(NAMES), st.text())
def test_any_text_is_one_line_or_refused(field: str, text: str) -> None:
    """Whatever is written in a field, the statement has nine lines and says it literally, or there is none."""
    try:
        statement = Statement(**{**VALUES, field: text})
    except StatementError:
        return
    lines = statement.bytes.decode().splitlines()
    assert len(lines) == 9
    assert lines[NAMES.index(field) + 1] == f"{field}: {text}"
