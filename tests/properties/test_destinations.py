"""What is found without parsing is what parsing finds."""

from __future__ import annotations

from hypothesis import example, given, settings
from hypothesis import strategies as st

from qms_docs.sources.destinations import candidate_destinations, certain_destinations
from qms_docs.sources.outlines import outline_of

_PIECES = st.sampled_from([
    *("[a](x.png)", '![b](y.svg "t")', "[c](z.pdf)", "[", "]", "(", ")", "](", "`", "``", "\n", "\n\n", "    ", "- "),
    *("1. ", "> ", "| a | b |\n|---|---|\n| ", " | ", '<img src="i.png">', "<a href='h.pdf'>", "<div>", "</div>"),
    *("<!--", "-->", "<b>", "\\", "&amp;", "!!! note\n", "```\n", "~~~\n", "[r]: ref.png\n", "[r]", "![r]", "words"),
    *("*", "# ", "===\n", "---\n", "[[SOP-001]]", "](x.png)", "[a|b](p.png)", "[d](<q r.png>)", "[e](s(1).png)"),
    *("\t", "http://x.y/", "<http://x.y>", "[^1]: ", "^", "![f](a%20b.png)"),
])  # fmt: skip
_TEXTS = st.lists(_PIECES, max_size=14).map("".join)


@settings(max_examples=300, deadline=None)
@example("| a | b |\n|---|---|\n| [x | y](x.png) |")
@example("[a [b](x.png) c](y.png)")
@given(_TEXTS)
def test_certain_destinations_are_those_that_parsing_finds(body: str) -> None:
    """A text is either left to the parser, or the quick look finds the same destinations."""
    certain = certain_destinations(body)
    if certain is not None:
        found = {link.destination for link in outline_of(body).links if not link.by_id}
        assert certain == {each for each in found if ":" not in each}


@settings(max_examples=300, deadline=None)
@given(_TEXTS)
def test_no_destination_is_missed_by_the_quick_look(body: str) -> None:
    """What parsing finds is among the candidates."""
    candidates = candidate_destinations(body)
    if candidates is not None:
        found = {link.destination for link in outline_of(body).links if not link.by_id}
        assert {each for each in found if ":" not in each} <= candidates
