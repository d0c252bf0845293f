"""Property: fields that are read line by line are what the parser reads."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qms_docs.sources.plain_yaml import plain_mapping
from qms_docs.sources.yaml_text import composed

_BLOCK = """id: SOP-004
title: Buying, “quickly” & well
revision: 2
change:
  class: minor
  summary: 'It''s' said
  reason: "A part: mixed up"
applies_to: [all-staff, "buyer"]
supersedes:
- SOP-001
process: purchasing
clauses: ["iso9001:2015#7.5", "iso9001:2015#4.4"]
digest: qms1:cacce6a5
links:
  - {caused_by: NC-2026-001}
causes: [Nobody looked, "the door, too", ann.berg]
actions:
  - what: Buy a lock, and use it.
    done: 2026-01-02T10:00:00+01:00
    evidence: []
  - what: Look
    steps:
    - one
    - two
effectiveness:
  by: ann.berg
  result:
    in_words: good
signature: |
  -----BEGIN
  abc/+==
    # no note
people: {ann: first, bob: "second"}
""".replace("'It''s' said", "It's said")
_SIGNS = st.sampled_from(" \n:-#[],'\"ab1\t.é\u00a0|>*&!?{}\\%@`~=")
_LINES = st.sampled_from(
    (
        *("", "  ", "- a", "  - 'b'", "x:", "  y: 1.10", "z: [a b]", "z: []", "# c", "---", "id: A", "v: a #b"),
        *("    - c: d", "    e: f", "  - g: [h, i?]", "  - {j: k, j: l}", "m: |", "  n", "   o", "p: q:r", "s: t: u"),
        *("  - - v", "  -", "- w:", "      x: y", "z: a:", "b: http://c/d?e=f", "  g: 'h'", "i: {j: k:l}"),
    )
)


@settings(max_examples=1200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(st.tuples(st.integers(0, len(_BLOCK)), st.integers(0, 3), _SIGNS), max_size=3),
    st.lists(st.tuples(st.integers(0, 32), _LINES), max_size=3),
)
def test_fields_read_line_by_line_are_those_of_the_parser(
    edits: list[tuple[int, int, str]], more: list[tuple[int, str]]
) -> None:
    """Names, values, quotation marks and lines are the same, wherever a sign or a line was added or lost."""
    text = _BLOCK
    for place, lost, sign in edits:
        text = text[:place] + sign + text[place + lost :]
    lines = text.split("\n")
    for number, line in more:
        lines.insert(number, line)
    fields = plain_mapping("\n".join(lines), 2, 20_000)
    # Where only the parser can tell nothing is compared.
    assert fields is None or fields == composed("\n".join(lines), 2)


def test_usual_fields_need_no_parser() -> None:
    """What nearly everybody writes is read line by line."""
    assert plain_mapping(_BLOCK, 2, 20_000) == composed(_BLOCK, 2)
