"""YAML is read as characters, and what is odd in it is said with its line (settled.md 1)."""

from __future__ import annotations

import time
from contextlib import suppress

import pytest

from qms_docs.sources.yaml_text import Node, YamlFaultError, YamlMapping, YamlScalar, YamlSequence, plain, read_yaml


def node(text: str, first_line: int = 1) -> Node:
    """What is read, which is something."""
    found = read_yaml(text, first_line)
    assert found is not None
    return found


def fault(text: str, first_line: int = 1) -> YamlFaultError:
    """Why a text is refused."""
    with pytest.raises(YamlFaultError) as failure:
        read_yaml(text, first_line)
    assert not failure.value.fact.endswith(".")
    return failure.value


@pytest.mark.parametrize(
    "written",
    [
        *("1.10", "0123", "1e3", "12:30", "0x1F", "1_000", ".5", "-1", "+1", ".inf", "NaN"),
        *("yes", "no", "on", "off", "true", "False", "y", "N", "2026-12-01", "2026-12-01T10:00:00+01:00"),
        *("iso9001:2015#7.5", "a#b", "a b", "é", "検査", "C:\\x", "=", "<<", "a,b", "-x", "...x", "?x"),
    ],
)
def test_characters_as_written(written: str) -> None:
    """Every scalar is the characters as written: a number, a date and a truth value are text."""
    assert plain(node(f"value: {written}\nlist:\n  - {written}\n")) == {"value": written, "list": [written]}


@pytest.mark.parametrize("name", ["on", "yes", "1.10", "2026-12-01", "null", "~", "a b", "é", "<<", "=", "-x", "a:b"])
def test_names_as_written(name: str) -> None:
    """A name is the characters as written, too."""
    assert plain(node(f"{name}: x\n")) == {name: "x"}


@pytest.mark.parametrize("written", ["", "~", "null", "Null", "NULL", "# comment"])
def test_nothing(written: str) -> None:
    """A plain `null`, `~` or nothing is no value."""
    assert plain(node(f"value: {written}\n")) == {"value": None}


@pytest.mark.parametrize("written", ["''", '""', "'null'", '"~"', "'  '"])
def test_quoted_nothing(written: str) -> None:
    """What stands in quotation marks is always a text, also an empty one."""
    assert plain(node(f"value: {written}\n")) == {"value": written[1:-1]}


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("a: |\n  one\n  two\n", "one\ntwo\n"),
        ("a: >\n  one\n  two\n", "one two\n"),
        ("a: |-\n  one\n", "one"),
        ("a: one\n  two\n", "one two"),
        ('a: "\\u00e9\\t"\n', "é\t"),
        ("a: 'it''s'\n", "it's"),
        ("a: one # comment\n", "one"),
        ("a: one#no\n", "one#no"),
        ("a: one\r\n", "one"),
        ("\ufeffa: one\n", "one"),
        ("--- \na: one\n...\n", "one"),
        ("%YAML 1.1\n---\na: one\n", "one"),
        ("? a\n: one\n", "one"),
        ("{a: one}", "one"),
        ('{"a":one}', "one"),
    ],
)
def test_ways_of_writing(text: str, value: str) -> None:
    """A value may be written in every way that YAML has for it."""
    assert plain(node(text)) == {"a": value}


@pytest.mark.parametrize("text", ["", "\n\n", "# only a comment\n", "---\n", "\ufeff"])
def test_empty(text: str) -> None:
    """A text without anything in it is nothing, or an empty value."""
    assert plain(read_yaml(text)) is None


def test_lines() -> None:
    """Every name, item and value knows its line, from the line on which the text begins."""
    found = node("a: 1\n\nb:\n  - x\n  - y: 2\nc: |\n  z\n", first_line=10)
    assert isinstance(found, YamlMapping)
    assert found.lines == {"a": 10, "b": 12, "c": 15}
    items = found.items["b"]
    assert isinstance(items, YamlSequence)
    assert [item.line for item in items.items] == [13, 14]
    inner = items.items[1]
    assert isinstance(inner, YamlMapping)
    assert inner.lines == {"y": 14}


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("a: 1\nb: 2\na: 3\n", 3, "second time"),
        ("a: 1\n'a': 3\n", 2, "second time"),
        ("a: {b: 1, b: 2}\n", 1, "second time"),
        ("1: x\n1: y\n", 2, "second time"),
        ("a: 1\nb: !!python/object:os.system x\n", 2, "`!`"),
        ("a: !x 1\n", 1, "`!`"),
        ("a: ! 1\n", 1, "`!`"),
        ("!!map {a: 1}\n", 1, "`!`"),
        ("a: 1\n---\nb: 2\n", 2, "second part"),
        ("a: 1\n...\nb: 2\n", 2, ""),
        ("a: *x\n", 1, "`*`"),
        ("a: &x [*x]\n", 1, "`*`"),
        ("a: 1\n[b]: 2\n", 2, "name"),
        ("? {b: 1}\n: 2\n", 1, "name"),
        ("a: 1\n b: 2\n", 2, ""),
        ("a: [1\nb: 2\n", 1, "not closed"),
        ("a: 'x\n", 1, "never closed"),
        ('a: 1\nb: "x\n\nc: 2\n', 2, "never closed"),
        ("a: b: c\n", 1, "colon"),
        ("a: @x\n", 1, "`@`"),
        ("a: `x`\n", 1, "backtick"),
        ("a: 1\n\tb: 2\n", 2, ""),
        ("a: %x\n", 1, "`%`"),
        ('a: "\\q"\n', 1, ""),
        ("a: 1\nb: \x07\n", 2, "character"),
        ("é: é\né2: é\nb: \x07\n", 3, "character"),
        ("a: \x00\n", 1, "character"),
        ("%YAML 9.9\n---\na: 1\n", 1, ""),
        ('a: "\\ud800"\n', 1, ""),
        ("- 1\na: 1\n", 2, ""),
        ("a\nb: 1\n", 1, "no colon"),
        ("<<<<<<< ours\na: 1\n=======\n", 1, "merge"),
    ],
)
def test_faults(text: str, line: int, words: str) -> None:
    """What is refused is refused with its line and, where people meet it, in words for people."""
    found = fault(text)
    assert words in found.fact
    assert found.line == line
    assert fault(text, 41).line == line + 40


@pytest.mark.parametrize("text", ["a: &x 1\nb: *x\n", "a: &x {c: 1}\nb: [*x, *x]\n"])
def test_references(text: str) -> None:
    """A value may be named and repeated."""
    found = plain(node(text))
    assert isinstance(found, dict)
    assert found["b"] in (found["a"], [found["a"]] * 2)


def test_merge_keys_are_names() -> None:
    """`<<` is a name like any other, and merges nothing."""
    assert plain(node("a: &x {b: 1}\nc:\n  <<: *x\n")) == {"a": {"b": "1"}, "c": {"<<": {"b": "1"}}}


HOSTILE = {
    "lists in lists": "[" * 50_000,
    "groups in groups": "{a: " * 50_000,
    "items in items": "- " * 50_000,
    "names in names": "? " * 50_000,
    "deep blocks": "".join(" " * depth + "a:\n" for depth in range(1_000)),
    "many values": "[" + "1," * 60_000 + "]",
    "many names": "".join(f"a{number}: 1\n" for number in range(30_000)),
    "billion laughs": "a0: &a0 [x,x,x,x,x,x,x,x,x]\n"
    + "".join(f"a{n}: &a{n} [{','.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 12)),
    "quadratic blowup": "a: &a [" + "x," * 9_000 + "]\nb: [" + "*a," * 9_000 + "]\n",
}


@pytest.mark.parametrize("case", HOSTILE)
def test_hostile(case: str) -> None:
    """A text that pretends to be endless is refused at once."""
    started = time.process_time()
    fault(HOSTILE[case])
    assert time.process_time() - started < 2


HARMLESS = {
    "long value": "a: " + "x" * 1_000_000,
    "long name": "x" * 1_000 + ": 1",
    "long quoted": "a: '" + "x " * 500_000 + "'",
    "many blank lines": "a: 1" + "\n" * 500_000,
    "many comments": "# x\n" * 100_000,
    "many colons": "a: " + "b:" * 100_000 + "c",
    "many anchors": "".join(f"- &a{number} x\n" for number in range(9_000)),
    "redefined anchor": "- &a x\n" * 9_000,
    "many escapes": 'a: "' + "\\n" * 200_000 + '"',
}


@pytest.mark.parametrize("case", HARMLESS)
def test_large_and_harmless(case: str) -> None:
    """A text that is only large is read or refused, at once either way."""
    started = time.process_time()
    with suppress(YamlFaultError):
        read_yaml(HARMLESS[case])
    assert time.process_time() - started < 2


def test_empty_quoted_is_not_null() -> None:
    """Whether a value was quoted is known."""
    assert [YamlScalar("", 1, quoted=quoted).is_null for quoted in (False, True)] == [True, False]
