"""Lines for terminals and logs do nothing there."""

from __future__ import annotations

import pytest

from qms_docs.reports.plain import logged, printable


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("procedures/a.md:1: DC101", "procedures/a.md:1: DC101"),
        ("::error::x", ":\u2060:error::x"),
        ("  ::add-mask::x", "  :\u2060:add-mask::x"),
        ("a ##[add-mask]x ##[error]y", "a ##\u2060[add-mask]x ##\u2060[error]y"),
        ("a\n::error::x", "a ::error::x"),
        ("### [a](b) #[c]", "### [a](b) #[c]"),
    ],
)
def test_orders_to_runners(text: str, said: str) -> None:
    """A runner finds no order, neither where a line begins nor within it; everything else stays."""
    assert logged(text) == said


@pytest.mark.parametrize("hidden", ["\x1b", "\x07", "\x85", "\u061c", "\u2028", "\u2029", "\u202e", "\u2066"])
def test_characters_that_do_something(hidden: str) -> None:
    """A character that moves, colours, turns round or ends a line is shown as one that nobody knows."""
    assert printable(f"a{hidden}b") == "a\ufffdb"
