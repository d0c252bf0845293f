"""Two texts side by side, as lines."""

from __future__ import annotations

from qms_docs.reports.alignment import SpanKind, passages

_MARKS = {SpanKind.KEPT: "{}", SpanKind.GONE: "[-{}-]", SpanKind.COME: "{{+{}+}}"}


def shown(old: list[str], new: list[str]) -> list[str]:
    """The passages that differ, their lines with marks."""
    return [
        f"{line.tag} " + "".join(_MARKS[span.kind].format(span.text) for span in line.spans)
        for passage in passages("\n".join(old), "\n".join(new))
        for line in passage.lines
    ]


def test_rows_of_a_table_beside_their_like() -> None:
    """A changed row stands beside the row that it was, and a new one that follows it is new as a whole."""
    old = ["| Receive | Store keeper |", "| Check the label against the order | Buyer |", "| File | Clerk |"]
    new = [
        "| Receive | Store keeper |", "| Weigh the parcel | Store keeper |",
        "| Check the label and its number against the order | Buyer |", "| Sign twice | Buyer and clerk |",
    ]  # fmt: skip
    assert shown(old, new) == [
        "equal | Receive | Store keeper |",
        "insert {+| Weigh the parcel | Store keeper |+}",
        "replace | Check the label {+and its number +}against the order | Buyer |",
        "delete [-| File | Clerk |-]",
        "insert {+| Sign twice | Buyer and clerk |+}",
    ]


def test_more_rows_than_are_compared() -> None:
    """A table of hundreds of changed rows is replaced, and not compared row by row for minutes."""
    old = [f"| {number} | old |" for number in range(300)]
    new = [f"| {number} | new |" for number in range(300)]
    assert {line.split()[0] for line in shown(old, new)} == {"replace"}
    assert {line.split()[0] for line in shown(old[:100], new[:100])} == {"replace"}
    assert len(shown(old[:100], new[:100])) == 100


def test_sentences_that_are_wrapped_anew() -> None:
    """Words are compared over the ends of lines."""
    lines = shown(["Two offers are", "asked for."], ["Three offers", "are asked for."])
    assert lines[0].startswith("replace [-Two-]{+Three+} offers")
    assert "[-are" not in "".join(lines)
