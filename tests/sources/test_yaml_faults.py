"""What is wrong with a YAML text is said to somebody who knows no YAML: what it is, in which line, what to do."""

from __future__ import annotations

import re
from contextlib import suppress

import pytest

from qms_docs.sources.yaml_text import YamlFaultError, check_yaml, read_yaml

JARGON = re.compile(
    r"\b(token|scalar|mapping|node|block|flow|stream|scan|parse|parser|simple key|indicator|indentation|anchor|alias"
    r"|directive|document start|escape|sequence|collection|context|handle|expected|unexpected)\w*",
    re.IGNORECASE,
)
"""Words of the parser, and of those who wrote it."""

TABLE = [
    (
        "title: Purchasing: how we buy\n",
        1,
        "`title` has a colon followed by a blank",
        '`title: "Purchasing: how we buy"`',
    ),
    ("a: 1\nchange:\n  summary: Two things: this\n", 3, "`summary` has a colon", '`summary: "Two things: this"`'),
    ("- a: b: c\n", 1, "`a` has a colon", '`- a: "b: c"`'),
    ("summary: It is:\nb: 1\n", 1, "`summary` ends with a colon", "quotation marks"),
    ('summary: Say "it": now\n', 1, "has a colon", "quotation marks."),
    ("title: “Purchasing: goods”\n", 1, "typographic quotation marks", "straight"),
    ("id:SOP-004\ntitle: x\n", 1, "no blank behind the colon of `id`", "`id: SOP-004`"),
    ("id: 1\ntitle:Purchasing\nb: 1\n", 2, "no blank behind the colon of `title`", "`title: Purchasing`"),
    ("id SOP-004\ntitle: x\n", 1, "no colon between the name", "`name: value`"),
    ("id: 1\ntitle\nb: 1\n", 2, "no colon behind the name", "`title:`"),
    ("types\n  a: 1\nb: 1\n", 1, "no colon behind the name", "`types:`"),
    ("id: 1\nowner quality-manager\n", 2, "no colon between the name", "`name: value`"),
    ("id: 1\n# Purchasing\nGoods are bought.\n", 3, "no colon between the name", "`name: value`"),
    ("a = 1\nb: 2\n", 1, "no colon between the name", "`name: value`"),
    (": x\n", 1, "no name before it", "`name: value`"),
    ("change:\n\tclass: major\n", 2, "indented with a tab", "blanks"),
    ("change:\n  class: major\n\tsummary: x\n", 3, "indented with a tab", "blanks"),
    ("clauses:\n\t- a\n", 2, "indented with a tab", "blanks"),
    ("reason: |\n\ta\nb: x\n", 2, "indented with a tab", "blanks"),
    ('a: 1\ntitle: "Purchasing\nb: 1\n', 2, '`"` in this line is never closed', "at the end of the value"),
    ("a: 1\ntitle: 'Purchasing\nb: 1\n", 2, "`'` in this line is never closed", "at the end of the value"),
    ('title: "Purchasing\nowner: "x"\n', 1, '`"` in this line is never closed', "at the end of the value"),
    ("title: 'Ann's work'\n", 1, "goes on behind its closing quotation mark", "twice"),
    ('title: "Goods" and services\n', 1, "goes on behind its closing quotation mark", "single ones"),
    ("a: 1\n  b: 2\n", 2, "indented further than the one above", "same column"),
    ("change: x\n  class: y\n", 2, "indented further than the one above", "same column"),
    ("change:\n    class: x\n  summary: y\n", 3, "indented differently", "same column"),
    (" id: x\ntitle: y\n", 2, "indented less than the first field", "same column"),
    ("clauses:\n  - a\n - b\n", 3, "an item of a list", "same column"),
    ("a: 1\n- b\n", 2, "an item of a list", "below the name of their field"),
    ("- a\nb: 1\n", 2, "among the items of a list", "`- `"),
    ("title: - x\n", 1, "begins with `- `", "next line"),
    ("a: 1\nb: 2\na: 3\n", 3, "`a` stands here for the second time (first in line 1)", "one of the two"),
    ("owner: @ann\n", 1, "begins with `@`", '`owner: "@ann"`'),
    ("applies_to:\n  - @all\n", 2, "begins with `@`", '`- "@all"`'),
    ("title: `x`\n", 1, "begins with a backtick", "quotation marks"),
    ("title: 100\nb: %x\n", 2, "begins with `%`", '`b: "%x"`'),
    ("a: 1\n%b: 2\n", 2, "the line begins with `%`", "quotation marks"),
    ("%YAML 9.9\n---\na: 1\n", 1, "the line begins with `%`", "quotation marks"),
    ("title: *important*\n", 1, "begins with `*`", '`title: "*important*"`'),
    ("title: **bold** text\n", 1, "begins with `*`", '`title: "**bold** text"`'),
    ("title: *x\n", 1, "begins with `*`", '`title: "*x"`'),
    ("title: & sons\n", 1, "begins with `&`", '`title: "& sons"`'),
    ("title: !important\n", 1, "begins with `!`", '`title: "!important"`'),
    ("title: !e!y z\n", 1, "begins with `!`", "quotation marks"),
    ("title: >= 5\n", 1, "begins with `>`", '`title: ">= 5"`'),
    ("title: | x\n", 1, "begins with `|`", "quotation marks"),
    ("title: ? x\n", 1, "begins with `?`", "quotation marks"),
    ("title: ]\n", 1, "begins with `]`", "quotation marks"),
    ("title: , x\n", 1, "begins with `,`", "quotation marks"),
    ("clauses: [a, b\nb: 1\n", 1, "bracket `[` in this line is not closed", "`]`"),
    ("types: [\n", 1, "bracket `[` in this line is not closed", "`]`"),
    ("a: 1\nchange: {class: major\n", 2, "bracket `{` in this line is not closed", "`}`"),
    ("clauses: [a, b}\n", 1, "bracket `[` in this line is not closed", "`]`"),
    ('clauses: ["a" "b"]\n', 1, "is not a list with commas", "comma"),
    ("clauses: [a,, b]\n", 1, "comma with no value before it", "comma"),
    ("title: [Draft] Purchasing\n", 1, "begins with a bracket and goes on", '`title: "[Draft] Purchasing"`'),
    ("title: {{ title }}\n", 1, "bracket where the name of a field", "quotation marks"),
    ('path: "C:\\Users\\qms"\n', 1, "backslash", "single quotation marks"),
    ("a: 1\n---\nb: 2\n", 2, "a second part begins here", "Take the line out"),
    ("a: 1\n...\nb: 2\n", 2, "more behind the line `...`", "Take out the line"),
    ("a: 1\nb: \x07\n", 2, "character that no text may contain", "Take the character out"),
    ("a: 1\n<<<<<<< ours\nb: 1\n=======\nb: 2\n>>>>>>> theirs\n", 2, "unfinished merge", "Decide which lines hold"),
]


def fault(text: str, first_line: int = 1) -> YamlFaultError:
    """Why a text is refused."""
    with pytest.raises(YamlFaultError) as failure:
        read_yaml(text, first_line)
    return failure.value


@pytest.mark.parametrize(("text", "line", "fact", "remedy"), TABLE)
def test_what_is_wrong_where_and_what_to_do(text: str, line: int, fact: str, remedy: str) -> None:
    """A fault names what is wrong, in the line that has to be mended, and a remedy; none in the words of a parser."""
    found = fault(text)
    assert fact in found.fact
    assert remedy in found.remedy
    assert found.line == line
    assert fault(text, 41).line == line + 40
    assert not found.fact.endswith(".")
    assert found.remedy.endswith(".")
    assert not JARGON.search(found.fact + found.remedy)


@pytest.mark.parametrize(
    "text", ["a: &x &y z\n", "a: &x *y\n", "x" * 1_100 + ": 1\n", "a: b\n" + "c" * 2_000 + ": d: e\n"]
)
def test_what_nobody_expects_is_told_in_general(text: str) -> None:
    """Where nothing is known of the cause, the sentence is general, with its line and a remedy, never the parser's."""
    found = fault(text)
    assert 1 <= found.line <= text.count("\n")
    assert found.remedy.endswith(".")
    assert not JARGON.search(found.fact + found.remedy)


@pytest.mark.parametrize("cut", range(1, 60))
def test_any_beginning_of_a_text_is_told_in_own_words(cut: int) -> None:
    """A text that ends anywhere, or goes wrong at any sign, is read or refused without a word of the parser."""
    text = "id: SOP-004\nchange: {class: 'major', summary: \"x\"}\nclauses: [a, b]\n"
    for broken in (
        text[:cut],
        f"{text[:cut]}\t{text[cut:]}",
        f"{text[:cut]}'{text[cut:]}",
        f"{text[:cut]}]: {text[cut:]}",
    ):
        with suppress(YamlFaultError):
            read_yaml(broken)
            continue
        found = fault(broken)
        assert 1 <= found.line <= broken.count("\n") + 1
        assert not JARGON.search(found.fact + found.remedy), broken


def test_tags_are_left_to_whoever_reads_them() -> None:
    """Where the text is read by another program, its tags are in order, and what cannot be parsed is told as here."""
    check_yaml("plugins:\n  - search: !ENV [SEARCH, true]\nname: !!python/name:os.getcwd\n")
    with pytest.raises(YamlFaultError, match="has a colon followed by a blank"):
        check_yaml("site_name: Manual: of quality\n")
