"""Rows at the end of tables, in files as people and spreadsheets write them."""

from __future__ import annotations

import pytest

from qms_docs.writing.rows import UnreadableTableError, with_row

ROW = {"date": "2026-11-26", "by": "ann.berg", "comment": 'Says "no", twice'}
LINE = b'2026-11-26,ann.berg,"Says ""no"", twice"'


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (None, b"date,by,comment\r\n" + LINE + b"\r\n"),
        (b"", b"date,by,comment\r\n" + LINE + b"\r\n"),
        (b"date,by,comment", b"date,by,comment\r\n" + LINE + b"\r\n"),
        (b"date,by,comment\n", b"date,by,comment\n" + LINE + b"\n"),
        (b"date,by,comment\na,b,c", b"date,by,comment\na,b,c\n" + LINE + b"\n"),
        (b"\xef\xbb\xbfdate,by,comment\r\na,b,c\r\n", b"\xef\xbb\xbfdate,by,comment\r\na,b,c\r\n" + LINE + b"\r\n"),
        (b'"date",by,comment\na,b,"c\r\nd"\n\n', b'"date",by,comment\na,b,"c\r\nd"\n\n' + LINE + b"\n"),
        (
            b"by,x,date,comment\r\n",
            b'by,x,date,comment\r\nann.berg,,2026-11-26,"Says ""no"", twice"\r\n',
        ),
    ],
)
def test_one_row_more(before: bytes | None, after: bytes) -> None:
    """What stood there keeps its bytes; the row has the columns and the line end of the table."""
    assert with_row(before, ROW) == after
    assert with_row(after, ROW) is None


@pytest.mark.parametrize(
    ("before", "why"),
    [
        (b"date;by;comment\r\n", "not separated by commas"),
        (b"Date,by,comment\r\n", "does not name the column date once"),
        (b"date,by,by,comment\r\n", "does not name the column by once"),
        (b'date,by,comment\r\na,b,"c\r\n', "a quotation mark is never closed"),
        (b"date,by,comment\r\na,b,\xe5\r\n", "line 2 is not UTF-8"),
        (b"date,by,comment\r\na,b," + b"c" * 140_000, "no table of comma-separated values"),
    ],
)
def test_a_table_that_cannot_be_read(before: bytes, why: str) -> None:
    """A row that nobody could read is not written."""
    with pytest.raises(UnreadableTableError, match=why):
        with_row(before, ROW)
