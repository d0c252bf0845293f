"""JSON with a line for each value."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from qms_docs.reports.indented import indented

WORDS = st.text(max_size=8)
PLAIN = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | WORDS
VALUES = st.recursive(PLAIN, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(WORDS, inner, max_size=4))


@given(VALUES)
def test_it_is_what_python_writes(value: object) -> None:
    """Whatever holds what: each value stands where Python's own writer would put it."""
    assert indented(value) == json.dumps(value, ensure_ascii=False, indent=2)


def test_tuples_are_lists() -> None:
    """What reports hold as tuples is written as lists."""
    shape = {"empty": (), "flat": ("a", 1), "deep": [{"b": (2, (3,))}]}
    assert indented(shape) == json.dumps(shape, ensure_ascii=False, indent=2)
