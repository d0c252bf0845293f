"""Whatever a block and its data file consist of, there is a whole table or a reason why there is none."""

from __future__ import annotations

import csv
import io

from hypothesis import assume, given
from hypothesis import strategies as st

from qms_docs.sources.tables import shown_table

CELLS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=12).map(str.strip)
BLOCKS = st.one_of(
    st.text(max_size=60),
    st.sampled_from(["file: t.csv", "file: t.yml", "file: t.csv\ncolumns: [a, b]", "file: t.yml\ncolumns: {a: b}"]),
)
DATA = st.one_of(
    st.binary(max_size=80),
    st.lists(st.sampled_from([*"ab,;\"'\n\r\t-[]{}:&*! ", "\ufeff", "sep=;\n"]), max_size=40).map(
        lambda parts: "".join(parts).encode()
    ),
)


@given(block=BLOCKS, data=DATA)
def test_anything_is_a_table_or_a_fault(block: str, data: bytes) -> None:
    """Each row of a table has a cell for each column; where there is no table, there is a sentence."""
    reading = shown_table(block, lambda _: data)
    if reading.table is None:
        assert reading.reason.endswith((".", "…"))
        assert all(each.line >= 1 for each in reading.faults)
    else:
        assert reading.table.columns
        assert {len(row) for row in reading.table.rows} <= {len(reading.table.columns)}


@given(
    rows=st.lists(st.lists(CELLS, min_size=2, max_size=2).filter(any), max_size=5),
    separator=st.sampled_from(",;\t"),
    newline=st.sampled_from(["\n", "\r\n"]),
    mark=st.sampled_from(["", "\ufeff"]),
)
def test_what_is_written_as_csv_is_shown(rows: list[list[str]], separator: str, newline: str, mark: str) -> None:
    """Every cell comes back as it was written, whatever separates the cells."""
    assume(not any("\r" in cell for row in rows for cell in row))
    written = io.StringIO(newline="")
    csv.writer(written, delimiter=separator, lineterminator=newline).writerows([["Tool", "Place"], *rows])
    reading = shown_table("file: t.csv", lambda _: (mark + written.getvalue()).encode())
    assert reading.table is not None, reading.reason
    assert [list(row) for row in reading.table.rows] == rows
