"""Fields of a front matter that are set while everything else keeps its bytes."""

from __future__ import annotations

import pytest

from qms_docs.writing.front_matter import NotEditableError, with_fields

CHANGE = {"class": "minor", "summary": "Größer: ja, #1.", "reason": "AUD-1", "request": None}
EDITS = {"revision": "4", "change": CHANGE}


def test_comments_quotes_order_line_ends_and_mark_are_kept() -> None:
    """Only the values that were asked for differ."""
    before = (
        "\ufeff---\r\n# our form\r\ntitle: 'Über'   # kept\r\nrevision:   '3'  # the number\r\n\r\nid: SOP-004\r\n"
        'change:  # what changed\r\n    class: major   # or minor\r\n    summary: "Old"\r\n    # why\r\n'
        "    reason: |\r\n      Two\r\n      lines.\r\n    request: CR-1\r\n# the end\r\nx-own: [1]\r\n"
        "---\r\n\r\nrevision: 3\r\n"
    )
    after = (
        "\ufeff---\r\n# our form\r\ntitle: 'Über'   # kept\r\nrevision:   '4'  # the number\r\n\r\nid: SOP-004\r\n"
        'change:  # what changed\r\n    class: minor   # or minor\r\n    summary: "Größer: ja, #1."\r\n    # why\r\n'
        "    reason: AUD-1\r\n# the end\r\nx-own: [1]\r\n"
        "---\r\n\r\nrevision: 3\r\n"
    )
    assert with_fields(before.encode(), EDITS).decode() == after


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("rev: 3\nowner: me\n# c\nx: 1\n", "rev: 4\nowner: me\nchange:\n  class: minor\n# c\nx: 1\n"),
        ("rev: 3\nchange: {class: major} # c\nx: 1\n", "rev: 4\nchange: {class: minor} # c\nx: 1\n"),
        ("rev: 3\nchange: {a: '}', b: c,} # c\n", "rev: 4\nchange: {a: '}', b: c, class: minor,} # c\n"),
        ("rev: 3\nchange: {} # c\n", "rev: 4\nchange: # c\n  class: minor\n"),
        ("rev: 3\nchange: ~ # c\n", "rev: 4\nchange: # c\n  class: minor\n"),
        ("{rev: 3, x: 1}\n", "{rev: 4, x: 1, change: {class: minor}}\n"),
        ('{"rev":3,"change":null}\n', '{"rev":4,"change": {class: minor}}\n'),
        ('rev: "3"\nchange:\nx: 1\n', 'rev: "4"\nchange:\n  class: minor\nx: 1\n'),
        ("rev: #c\nowner:\n- me\n", "rev: 4 #c\nowner:\n- me\nchange:\n  class: minor\n"),
    ],
)
def test_a_block_that_is_missing_or_in_braces(before: str, after: str) -> None:
    """It is written behind the field that it follows in the contract, or in its place, in the form that it has."""
    edits = {"rev": "4", "change": {"class": "minor"}}
    content = with_fields(f"---\n{before}---\n".encode(), edits, ("owner",))
    assert content.decode() == f"---\n{after}---\n"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("a: 1\n# about\neffective: 2026-01-01 # c\n\nb: 2\n", "a: 1\n# about\n\nb: 2\n"),
        ("effective: >-\n  2026-01-01\n\n# next\nb: 2\n", "\n# next\nb: 2\n"),
        ("{effective: 2026-01-01, a: 1}\n", "{a: 1}\n"),
        ("{a: 1, effective: 2026-01-01, b: 2}\n", "{a: 1, b: 2}\n"),
        ("a: 1\n", "a: 1\n"),
    ],
)
def test_a_field_is_taken_out(before: str, after: str) -> None:
    """It goes with its line and the comment on it; comments on lines of their own stay."""
    content = with_fields(f"---\n{before}---\n".encode(), {"effective": None})
    assert content.decode() == f"---\n{after}---\n"


def test_null_is_written_for_nothing() -> None:
    """An empty value says that there is none, whatever stood there."""
    content = with_fields(b"---\na: {b: 'x'}\nc:\n  b: \"x\"\n---\n", {"a": {"b": ""}, "c": {"b": "", "d": ""}})
    assert content == b"---\na: {b: null}\nc:\n  b: null\n  d: null\n---\n"


@pytest.mark.parametrize(
    "page",
    [
        *("no block", "---\nid: X\n", "---\n- revision: 3\n---\n", "---\n---\n", "---\nrevision: [3]\n---\n"),
        *("---\nrevision: &a 3\n---\n", "---\nb: &a 3\nrevision: *a\n---\n", "---\nrevision: !!str 3\n---\n"),
        *("---\nrevision: 3\nrevision: 4\n---\n", "---\nrevision: '3\n---\n", "---\n? [a]\n: b\nrevision: 3\n---\n"),
    ],
)
def test_a_form_in_which_no_field_has_a_place(page: str) -> None:
    """Nothing is guessed."""
    with pytest.raises(NotEditableError):
        with_fields(page.encode(), {"revision": "4"})


@pytest.mark.parametrize("change", ["change: Some words", "change: [a]", "change: &a {class: minor}", "change: |\n  x"])
def test_a_group_that_is_none(change: str) -> None:
    """What somebody wrote where a group belongs is not thrown away."""
    with pytest.raises(NotEditableError):
        with_fields(f"---\nrevision: 3\n{change}\n---\n".encode(), {"change": {"class": "minor"}})
