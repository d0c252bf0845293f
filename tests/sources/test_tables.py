"""Tables of data files: what a block says, what a file holds, and what is wrong with either."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from qms_docs.model.finding import FaultKind
from qms_docs.sources.tables import fenced_tables, read_table, read_table_block, shown_table

if TYPE_CHECKING:
    from qms_docs.model.table import Table, TableFault

TOOLS = b"Tool,Place,Price\nCaliper,Drawer 1,1200\nGauge,Drawer 2,80.50\n"


def shown(content: str | bytes, block: str = "file: tools.csv\n") -> Table:
    """The table of a block, which has to be in order."""
    data = content if isinstance(content, bytes) else content.encode()
    reading = shown_table(block, lambda _: data)
    assert reading.table is not None, reading.faults
    return reading.table


def fault(content: str | bytes, block: str = "file: tools.csv\n", line: int = 10) -> TableFault:
    """The one fault of a block whose fence stands on this line."""
    data = content if isinstance(content, bytes) else content.encode()
    reading = read_table(read_table_block(block, line), data)
    assert reading.table is None
    assert len(reading.faults) == 1
    return reading.faults[0]


def titles(table: Table) -> list[str]:
    """The titles of the columns."""
    return [each.title for each in table.columns]


@pytest.mark.parametrize(
    "content",
    [
        "Tool,Place\nCaliper,Drawer 1\n",
        "\ufeffTool,Place\r\nCaliper,Drawer 1\r\n",
        "Tool;Place\r\nCaliper;Drawer 1\r\n",
        "sep=;\r\nTool;Place\r\nCaliper;Drawer 1",
        "Tool\tPlace\nCaliper\tDrawer 1\n",
        '"Tool","Place"\n"Caliper","Drawer 1"\n\n,\n',
        " Tool , Place ,,\nCaliper,Drawer 1,,\n,,,\n",
        "\nTool,Place\n\nCaliper,Drawer 1\n",
    ],
)
def test_csv_as_programs_write_it(content: str) -> None:
    """Byte order mark, line ends of Windows, semicolons, tabs, empty rows and empty cells at the end mean nothing."""
    table = shown(content)
    assert titles(table) == ["Tool", "Place"]
    assert table.rows == (("Caliper", "Drawer 1"),)


def test_quoted_cells() -> None:
    """A cell in quotation marks may hold the separator, quotation marks and several lines."""
    table = shown('Tool,Note\nCaliper,"First, ""this"".\r\nThen that."\nGauge,\n')
    assert table.rows == (("Caliper", 'First, "this".\r\nThen that.'), ("Gauge", ""))


def test_a_title_with_a_semicolon_among_commas() -> None:
    """Where the titles are separated by commas, a semicolon is a character like any other."""
    assert titles(shown('"Tool; size",Place\nCaliper,1\n')) == ["Tool; size", "Place"]
    assert titles(shown("Tool; size,Place\nCaliper,1\n")) == ["Tool; size", "Place"]


def test_a_table_without_rows() -> None:
    """Titles alone are a table in which nothing is listed yet."""
    assert (titles(shown("Tool,Place\n")), shown("Tool,Place\n").rows) == (["Tool", "Place"], ())


YAML_ROWS = """\
# Kept by the workshop.
- tool: Caliper
  on: 2026-01-05
  size: 1.10
- {tool: "Gauge", on: no, size: ~}
- tool: Ruler
  on:
  size: 0x10
"""


def test_yaml_rows_are_the_characters_as_written() -> None:
    """Rows of fields are a table with a column for each field; no value becomes a number, a day or nothing."""
    table = shown(YAML_ROWS, "file: tools.yml\n")
    assert titles(table) == ["tool", "on", "size"]
    assert table.rows == (("Caliper", "2026-01-05", "1.10"), ("Gauge", "no", "~"), ("Ruler", "", "0x10"))


def test_yaml_lists() -> None:
    """A list of lists has the titles first."""
    table = shown("- [Tool, Place]\n- [Caliper, Drawer 1]\n- [Gauge, '']\n", "file: a/tools.YAML\n")
    assert (titles(table), table.rows) == (["Tool", "Place"], (("Caliper", "Drawer 1"), ("Gauge", "")))


def test_repeated_yaml_values() -> None:
    """What is written once with `&` and repeated with `*` is read, as long as it does not grow without bound."""
    table = shown("- {place: &a Drawer 1, tool: x}\n- {place: *a, tool: y}\n", "file: t.yml\n")
    assert table.rows == (("Drawer 1", "x"), ("Drawer 1", "y"))
    bomb = "".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" if n else "a0: &a0 [x]\n" for n in range(9))
    assert "is repeated with `*` comes to more than 200,000 values" in fault(bomb, "file: t.yml\n").fact


def test_columns_are_chosen_ordered_and_renamed() -> None:
    """`columns` says which columns are shown, in which order and with which titles."""
    for columns in (
        "columns: [Price, {Tool: Instrument}]\n",
        "columns:\n- Price\n- Tool: Instrument\n",
        "columns: {Price: , Tool: Instrument}\n",
    ):
        table = shown(TOOLS, f"file: tools.csv\n{columns}")
        assert titles(table) == ["Price", "Instrument"]
        assert table.rows == (("1200", "Caliper"), ("80.50", "Gauge"))


def test_numbers() -> None:
    """A column of numbers is known, whatever marks groups and decimals; part numbers, days and words are none."""
    cells = "1,234.50|1.234,50|1 234|-12|0.5 %|\u221215||-"
    found = shown("a;b;c;d;e\n" + "".join(f"{each};007;2026-01-05;12 mm;-\n" for each in cells.split("|")))
    assert [each.numeric for each in found.columns] == [True, False, False, False, False]


def test_caption() -> None:
    """The caption is one line of plain text."""
    table = shown(TOOLS, "file: tools.csv\ncaption: >\n  Tools <b>in\n  use</b>\n")
    assert (table.caption, table.name) == ("Tools <b>in use</b>", "tools.csv")


def test_other_fences_have_no_table() -> None:
    """Only a fence named `table` is one."""
    tables = fenced_tables(lambda _: TOOLS)
    assert tables("tablet", "file: tools.csv") is None
    assert tables("yaml table", "file: tools.csv") is None
    named = tables(" table {.wide}", "file: tools.csv")
    assert named is not None
    assert named.table is not None


@pytest.mark.parametrize(
    ("block", "kind", "line", "fact", "remedy"),
    [
        ("", FaultKind.WRONG_TYPE, 10, "names no data file: expected `file: tools.csv`", "Name the file"),
        ("caption: x\n", FaultKind.WRONG_TYPE, 10, "names no data file", "Name the file"),
        ("file:\n", FaultKind.WRONG_TYPE, 11, "names no data file", "Name the file"),
        ("tools.csv\n", FaultKind.UNREADABLE, 11, "it has no options", "`file: tools.csv`"),
        ("file: a.csv\nfile: b.csv\n", FaultKind.UNREADABLE, 12, "for the second time", "Keep one"),
        ("caption: a: b\nfile: a.csv\n", FaultKind.UNREADABLE, 11, "colon followed by a blank", "quotation marks"),
        ("file: !!python/name:os.system x\n", FaultKind.UNREADABLE, 11, "begins with `!`", "quotation marks"),
        ("file: [a.csv]\n", FaultKind.WRONG_TYPE, 11, "`file` of the table block: got a list", "Correct"),
        ("file: a.csv\ncaption: {a: b}\n", FaultKind.WRONG_TYPE, 12, "got a group of fields, expected a text", ""),
        ("file: a.csv\n\ncapton: x\n", FaultKind.UNKNOWN_FIELD, 13, "`capton`", "Did you mean `caption`?"),
        ("file: a.csv\nzebra: x\n", FaultKind.UNKNOWN_FIELD, 12, "`zebra`", "there are: file, caption, columns"),
        ("file: a.csv\ncolumns: Tool\n", FaultKind.WRONG_TYPE, 12, "got one value, expected a list of", "Correct"),
        ("file: a.csv\ncolumns: []\n", FaultKind.WRONG_TYPE, 12, "expected a list of columns", "Correct"),
        ("file: a.csv\ncolumns: [[Tool]]\n", FaultKind.WRONG_TYPE, 12, "expected a list of columns", "Correct"),
        ("file: a.csv\ncolumns: {Tool: [a]}\n", FaultKind.WRONG_TYPE, 12, "expected a list of columns", "Correct"),
        (
            "file: a.csv\ncolumns:\n- Tool\n- price\n",
            FaultKind.WRONG_TYPE,
            14,
            "got “price”, expected a column of a.csv: Tool, Place, Price.",
            "Did you mean “Price”?",
        ),
        ("x" * 20_001, FaultKind.UNREADABLE, 10, "longer than 20,000 characters", "a file of its own"),
    ],
)
def test_faults_of_a_block(block: str, kind: FaultKind, line: int, fact: str, remedy: str) -> None:
    """What is wrong in a block is told with its line in the text."""
    found = fault(TOOLS, block)
    assert (found.kind, found.line, found.in_data) == (kind, line, False)
    assert fact in found.fact
    assert remedy in found.remedy


BAD, WRONG = FaultKind.UNREADABLE, FaultKind.WRONG_TYPE


@pytest.mark.parametrize(
    ("name", "content", "kind", "line", "fact"),
    [
        ("a.csv", b"", BAD, 1, "a.csv cannot be shown as a table: it is empty."),
        ("a.csv", b"\xef\xbb\xbf \r\n", BAD, 1, "it is empty"),
        ("a.csv", b",,\n", BAD, 1, "it has no cell with anything in it"),
        ("a.csv", "Tool\nMaß\n".encode("latin-1"), BAD, 2, "this line is not UTF-8"),
        ("a.csv", "Tool,Place\n".encode("utf-16"), BAD, 1, "this line is not UTF-8"),
        ("a.csv", b"Tool\nx\0y\n", BAD, 2, "NUL"),
        (
            "a.csv",
            b"Tool,Place\nCaliper,1\nGauge\nRuler\n",
            WRONG,
            3,
            "has 1 cell, and the first line has 2 (and 1 more",
        ),
        ("a.csv", b'Tool,Place\n"a\nb",1\nGauge,2,3\n', WRONG, 4, "this row has 3 cells, and the first line has 2."),
        ("a.csv", b"Tool,,Place\na,b,c\n", WRONG, 1, "column 2 has no title"),
        ("a.csv", b'Tool,Place\nx,1\n"Gauge,2\nRuler,3\n', BAD, 3, "a quotation mark of this row is never closed"),
        ("a.csv", b'sep=,\nTool,Place\n"Gauge" big,2\n', BAD, 3, "goes on behind its closing quotation mark"),
        ("a.csv", b'Tool\n"' + b"x" * 140_000, BAD, 2, "more than 131,072 characters"),
        ("a.csv", b"x" * 2_000_001, BAD, 1, "larger than 2 MB"),
        ("a.csv", b"Tool\n" + b"x\n" * 5_001, BAD, 5_002, "it has 5,001 rows, more than 5,000"),
        ("a.csv", b",".join(b"%d" % n for n in range(61)), BAD, 1, "it has 61 columns, more than 60"),
        ("a.yml", b"tool: Caliper\n", BAD, 1, "it is not a list of rows"),
        ("a.yml", b"# nothing\n", BAD, 1, "it is not a list of rows"),
        ("a.yml", b"[]\n", BAD, 1, "it has no rows"),
        ("a.yml", b"- tool: a\n- b\n", BAD, 2, "no group of fields as the first one"),
        ("a.yml", b"- tool: a\n- too: b\n", WRONG, 2, "has a field `too`, which the first row has not"),
        ("a.yml", b"- tool: a\n  place: 1\n- tool: b\n", WRONG, 3, "has no field `place`"),
        ("a.yml", b"- tool: a\n- tool:\n    - b\n", BAD, 2, "one value should stand"),
        ("a.yml", b"- [tool]\n- [a, b]\n", WRONG, 2, "this row has 2 cells, and the first row has 1"),
        ("a.yml", b"- tool: a\n- tool: !!int 3\n", BAD, 2, "begins with `!`"),
        ("a.yml", b"- tool: a\n  tool: b\n", BAD, 2, "for the second time"),
        ("a.yml", b"- tool: [\n", BAD, 1, "is not closed"),
        ("a.yml", b"- {}\n", BAD, 1, "it has no columns"),
        ("a.yml", b"- []\n- []\n", BAD, 1, "it has no columns"),
    ],
)
def test_faults_of_a_data_file(name: str, content: bytes, kind: FaultKind, line: int, fact: str) -> None:
    """A file that is no table says why, in the line at fault, and what to do."""
    found = fault(content, f"file: {name}\n")
    assert fact in found.fact
    assert (found.kind, found.line, found.in_data) == (kind, line, True)
    assert found.remedy.endswith((".", "?"))


def test_thousands_of_rows() -> None:
    """As many rows as anybody will read on one page."""
    assert len(shown("a,b\n" + "x,1\n" * 5_000).rows) == 5_000
    assert len(shown("- {a: x, b: '1', c: y}\n" * 5_000, "file: t.yml\n").rows) == 5_000


def test_a_title_that_two_columns_share() -> None:
    """Two columns with one title are shown, and neither can be chosen by it."""
    assert titles(shown("a,a\n1,2\n")) == ["a", "a"]
    assert "“a”, which is the title of two columns of t.csv" in fault("a,a\n1,2\n", "file: t.csv\ncolumns: [a]\n").fact


def test_every_unknown_column_is_told() -> None:
    """Each name that is no column is a fault of its own."""
    reading = read_table(read_table_block("file: t.csv\ncolumns: [a, b, c]\n"), b"a\n1\n")
    assert [each.fact.partition(",")[0][-3:] for each in reading.faults] == ["“b”", "“c”"]


def test_a_missing_file() -> None:
    """A page that shows a table whose file is gone says so."""
    assert shown_table("file: gone.csv", lambda _: None).reason == "Its data file gone.csv does not exist here."
