"""Front matter that is read field by field says what the block says as a whole."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qms_docs.model.policy import Vocabulary
from qms_docs.sources.front_matter import parsed_head
from qms_docs.sources.pages import cut_head, read_head
from qms_docs.sources.plain_heads import plain_reading
from qms_docs.sources.schemas.front_matter import FrontMatterShape

if TYPE_CHECKING:
    from qms_docs.sources.readings import Reading

HEAD = """\
---
id: SOP-004
title: "Purchasing: orders"
type: procedure
revision: 3
owner: purchasing-manager
effective: 2026-12-01
change:
  class: major
  summary: Orders above 5,000 EUR need two offers.
  reason: Finding 2.
applies_to: [buyer, "all-staff"]
clauses:
  - iso9001-8.4
  - "iso9001:2015#8.4.1"
confidentiality: restricted
review: 24 months
translation_of: SOP-001@3
status: draft
obsolete:
  date: 2027-01-31
  superseded_by: SOP-020
  reason: Merged.
---
"""
FIELDS = HEAD.removeprefix("---\n").removesuffix("---\n").splitlines(keepends=True)
LINES = st.sampled_from([
    *FIELDS,
    *("\n", "  \n", "- a\n", "  more: x\n", "author: Ann\n", "status: approved\n", "status: null\n", "title: ''\n"),
    *("id: \n", "x-own: 1\n", "controlled: true\n", "owner: ~\n", "date: 2026-12-01\n", "effective: soon\n"),
    *("  date: 2026-02-30\n", "change: none\n", "obsolete:\n  reason: Old.\n", "# note\n", "title: a # b\n"),
])  # fmt: skip
EDITS = st.lists(st.tuples(st.integers(0, len(FIELDS)), st.integers(0, 2), LINES), max_size=4)
ENDS = st.sampled_from(["\n", "\r\n", "\r"])
NAMES = [
    *FrontMatterShape.model_fields,
    "change.class",
    "change.summary",
    "change.reason",
    "change.request",
    "change.x",
]
VALUES = [
    *(
        "3",
        "1.10",
        "B",
        "a.b",
        "a.b.",
        "-",
        "x" * 101,
        "x" * 4_000,
        "x" * 4_001,
        "2026-02-28",
        "2026-02-30",
        "24 months",
    ),
    *("P14D", "0 days", "major", "Major", "restricted", "secret", "SOP-001@3", "SOP-001@", "@3", "A@B@3", "SOP-001@3."),
    *(
        "''",
        "' '",
        '"  a  "',
        "~",
        "null",
        "'null'",
        "[]",
        "[a]",
        "[a, 'a']",
        '[a, "b c"]',
        '["", a]',
        "[a, ~]",
        "{a: b}",
    ),
    *(
        "\n  - a\n  - b.c",
        "\n  - a\n  - {a: b}",
        "\n  class: minor",
        "\n  class: none",
        "draft",
        "approved",
        "yes",
        "é",
    ),
]


def told(reading: Reading) -> tuple[object, ...]:
    """Everything that a reading says, also what does not count where two are compared."""
    header = reading.header
    besides = (list(header.lines.items()), header.spelling, header.unreadable) if header else ()
    return reading, repr(reading), *besides


@given(EDITS, ENDS, st.none() | st.tuples(st.integers(0, 400), st.sampled_from(["", "\ufeff", "\x00", " ", "ä", "'"])))
@settings(deadline=None)
def test_plain_heads(edits: list[tuple[int, int, str]], end: str, typed: tuple[int, str] | None) -> None:
    """Whatever stands in the front matter, field by field it says the same as a whole, or leaves the answer to that."""
    lines = list(FIELDS)
    for place, out, line in edits:
        lines[place : place + out] = [line]
    text = "---\n" + "".join(lines) + "---\n"
    if typed:
        text = text[: typed[0]] + typed[1] + text[typed[0] :]
    head = cut_head(text.replace("\n", end).encode())
    reading = plain_reading(head)
    assert reading is None or told(reading) == told(parsed_head(head, Vocabulary()))


def test_usual_heads_are_plain() -> None:
    """The usual front matter needs no whole block, whatever its line endings, and each of its texts knows its lines."""
    one, other = (plain_reading(cut_head(HEAD.replace("\n", end).encode())) for end in ("\n", "\r\n"))
    assert one is not None
    assert one == other
    assert one.header is not None
    assert one.header.line("change.class") == 9
    assert one.header.line("obsolete.reason") == 23


@pytest.mark.parametrize("name", NAMES)
def test_single_fields(name: str) -> None:
    """Whatever value a field has, it means what the shape of front matter makes of it."""
    plain = 0
    outer, _, inner = name.partition(".")
    others = [line for line in FIELDS[:5] if not line.startswith(f"{outer}:")]
    for value in VALUES:
        field = (
            f"{outer}:\n  summary: Why.\n  {inner}: {value}\n"
            if inner
            else f"{outer}: {value}\n".replace(": \n", ":\n")
        )
        head = f"---\n{''.join(others)}{field}---".encode()
        reading = plain_reading(head)
        assert reading is None or told(reading) == told(parsed_head(head, Vocabulary()))
        plain += reading is not None
    assert plain or name in ("obsolete", "change.summary", "change.x")


def test_usual_heads_need_no_parser() -> None:
    """What nearly every text states is read without loading what knows every fault."""
    usual = HEAD.partition("status:")[0].encode() + b"---"
    asked = "import sys; from qms_docs.model.policy import Vocabulary; from qms_docs.sources.pages import read_head; "
    told = f"print(read_head({usual!r}, Vocabulary()).header.title, 'pydantic' in sys.modules, 'yaml' in sys.modules)"
    ran = subprocess.run([sys.executable, "-c", asked + told], check=True, capture_output=True, text=True)
    assert ran.stdout == "Purchasing: orders False False\n"


def test_own_words_are_read_as_a_whole() -> None:
    """Where the organization has words of its own, fields mean what it says."""
    header = read_head(cut_head(HEAD.encode()), Vocabulary(ignored=frozenset({"owner"}))).header
    assert header is not None
    assert header.owner is None
