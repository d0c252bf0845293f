"""The files that a text shows are found by a quick look where that is certain, and in no text does it take long."""

from __future__ import annotations

import time

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from qms_docs.sources.destinations import candidate_destinations, certain_destinations, local_destination
from qms_docs.sources.outlines import outline_of

PIECES = [
    *(
        "[",
        "]",
        "(",
        ")",
        "<",
        ">",
        "!",
        "`",
        "```",
        "~~~",
        "\n",
        "\n\n",
        " ",
        "    ",
        "\\",
        '"',
        "'",
        "> ",
        "- ",
        "=",
        ":",
    ),
    *("a", "a.png", "b c.pdf", "src=", "<img src='a.png'>", "<a href=b>", "![x](a.png)", "[x]: a.png", "[x]", "&amp;"),
    *(
        "<!--",
        "-->",
        "<pre>",
        "</pre>",
        "```table\nfile: a.png\n```",
        "!!! note",
        "[^1]:",
        "|",
        "---",
        "\t",
        "<div>",
        "](",
    ),
    *("<![x[", "<?", "*", "_", "# ", "{#x}", "[[SOP-004]]", "\r", "\x0c", "\u2028", "&#97;", "<!DOCTYPE", "</", "]:"),
]


@given(st.lists(st.sampled_from(PIECES), max_size=24).map("".join))
@settings(max_examples=400, deadline=None)
@example("> [x](\n> a.png)")
@example("> [x]:\n> a.png\n\n[x]")
@example("<div>\n<![x]>\n<img src='a.png'>\n</div>")
def test_quick_looks_at_destinations(body: str) -> None:
    """The quick look never misses a destination, and where it is sure it is right; no text is an accident."""
    parsed = {each.destination for each in outline_of(body).links if not each.by_id}
    local = {each for each in parsed if local_destination(each) is not None}
    candidates = candidate_destinations(body)
    if candidates is not None:
        assert local <= candidates
    certain = certain_destinations(body)
    if certain is not None:
        assert {each for each in certain if local_destination(each) is not None} == local


HOSTILE = {
    "attributes of a heading": "# x {" + "." * 50_000,
    "braces in a heading": "# x " + "{#" * 20_000,
    "blanks in a heading": "# x" + " " * 50_000 + "x",
    "brackets": "[" * 5_000,
    "images": "![" * 2_000,
    "destinations": "](" * 20_000,
    "angle brackets": "<" * 20_000,
    "tags": "<a " * 10_000,
    "tags in a block": "<div>\n" + "<a " * 1_000,
    "comments": "<!--" * 5_000,
    "backticks": "`" * 20_000,
    "code": "`a" * 10_000,
    "emphasis": "*a " * 5_000,
    "quotations": "> " * 3_000 + "x",
    "lists": "- " * 2_000 + "x",
    "links by id": "[[" * 5_000,
    "escapes": "\\" * 20_000,
    "attributes": "src=" * 10_000,
    "parentheses": "[x](" + "(" * 10_000,
    "indentation": "    " * 5_000 + "x",
    "folds": "".join("    " * depth + "!!! note\n" for depth in range(400)),
    "table": "|" * 5_000 + "\n" + "|-" * 5_000,
    "blank lines": "\n \n" * 20_000 + "](a)",
    "paragraphs": "](a)\n\n" * 10_000,
}


@pytest.mark.parametrize("case", HOSTILE)
def test_hostile_texts(case: str) -> None:
    """No text makes reading its references take long."""
    started = time.process_time()
    outline_of(HOSTILE[case])
    candidate_destinations(HOSTILE[case])
    certain_destinations(HOSTILE[case])
    assert time.process_time() - started < 3
