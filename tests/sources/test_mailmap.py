"""`.mailmap` is read as git reads it; `git check-mailmap` is the reference (gitmailmap(5))."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qms_docs.sources.log import Identity
from qms_docs.sources.mailmap import read_mailmap
from support import Build, Clone, Story
from support.clone import run_git

CASES = {
    "proper name": "Ann Berg <ann@example.com>\n",
    "proper address": "<ann@example.com> <ann@home.example>\n",
    "both": "Ann Berg <ann@example.com> <ann@home.example>\n",
    "by name and address": "Ann Berg <a@example.com> ann <bugs@example.com>\nCid <cid@x.y> cid <bugs@example.com>\n",
    "simple beside exact": "All <all@x.y> <bugs@example.com>\nAnn Berg <ann@example.com> ann <bugs@example.com>\n",
    "capitals": "Ann Berg <ann@example.com> ANN <ANN@HOME.example>\n",
    "capitals outside ASCII": "Åse Øye <ase@example.com> åSE <ase@home.example>\n",
    "address outside ASCII": "Ann Berg <ann@example.com> <ÅNN@home.example>\n",
    "comments": "# Ann Berg <ann@example.com> <ann@home.example>\nCid Dahl <cid@example.com> # <ann@home.example>\n",
    "indented comment": "  # Ann Berg <ann@example.com> <ann@home.example>\n",
    "later lines add": "Ann Berg <ann@home.example>\n<ann@example.com> <ann@home.example>\n",
    "later lines replace": "Ann <a@example.com> <ann@home.example>\nAnn Berg <ann@example.com> <ann@home.example>\n",
    "later exact lines replace": "Ann <a@x.y> ann <bugs@example.com>\n<ann@example.com> ann <bugs@example.com>\n",
    "no chains": "<b@example.com> <ann@home.example>\n<c@example.com> <b@example.com>\n",
    "empty proper address": "Ann Berg <>\nAnn Berg <> <ann@home.example>\n",
    "empty old address": "Ann Berg <ann@example.com> <>\nCid Dahl <cid@example.com> cid <>\n",
    "no address": "Ann Berg\nann@home.example\n",
    "broken brackets": "Ann Berg <ann@home.example\nCid Dahl ann@home.example>\n<<ann@home.example>\n",
    "nested brackets": "Ann Berg <ann@example.com> <ann<@home.example>\nAnn <x <ann@home.example>> <y>\n",
    "blanks in brackets": "Ann Berg < ann@example.com > < ann@home.example >\nCid < ann@home.example >\n",
    "blanks around": "   Ann Berg   <ann@example.com>\t \t ann \t <bugs@example.com>  \n",
    "no blanks": "Ann Berg<ann@example.com>ann<bugs@example.com>\n",
    "CRLF": "Ann Berg <ann@example.com> <ann@home.example>\r\nCid Dahl <cid@example.com>\r\n",
    "no last line break": "Ann Berg <ann@example.com> <ann@home.example>",
    "odd line breaks": "Ann\u2028B <ann@example.com> <ann@home.example>\nCid\x0bD\x85 <cid@x.y>\x0c <c@home.example>\n",
    "words after": "Ann Berg <ann@example.com> <ann@home.example> and more <x@y.z>\n",
    "name in two parts": "Ann <ann@example.com> Ann  Berg <ann@home.example>\n",
    "only angle brackets": "<>\n<> <>\n< >\n",
    "empty": "",
    "blank lines": "\n\n   \n\t\nAnn Berg <ann@home.example>\n\n",
    "byte order mark": "\ufeffAnn Berg <ann@example.com> <ann@home.example>\n",
}

PEOPLE = [
    ("ann", "ann@home.example"),
    ("ann", "ANN@home.EXAMPLE"),
    ("Ann Berg", "ann@home.example"),
    ("Ann  Berg", "ann@home.example"),
    ("åse", "ase@home.example"),
    ("Åse", "ase@home.example"),
    ("åSE", "ase@home.example"),
    ("ann", "ånn@home.example"),
    ("ann", "Ånn@home.example"),
    ("ann", "bugs@example.com"),
    ("ANN", "BUGS@example.com"),
    ("cid", "bugs@example.com"),
    ("somebody", "bugs@example.com"),
    ("cid", "cid@example.com"),
    ("cid", "c@home.example"),
    ("Cid Dahl", "cid@example.com"),
    ("b", "b@example.com"),
    ("ann", ""),
    ("cid", ""),
    ("", "ann@home.example"),
    ("x", "ann<@home.example"),
    ("x", "x <ann@home.example"),
    ("y", "y"),
]


def by_git(clone: Clone, mailmap: bytes, people: list[tuple[str, str]]) -> list[str]:
    """What git makes of people, each as `Name <address>`."""
    (clone.path / ".mailmap").write_bytes(mailmap)
    asked = "".join(f"{name} <{email}>\n" for name, email in people).encode()
    return run_git(clone.path, "check-mailmap", "--stdin", text=asked).decode("utf-8", "replace").split("\n")[:-1]


def by_us(mailmap: bytes, people: list[tuple[str, str]]) -> list[str]:
    """What is made of the same people here."""
    read = read_mailmap(mailmap)
    authors = (read.author(Identity(name, email)) for name, email in people)
    return [f"{each.name} <{each.email}>".removeprefix(" ") for each in authors]


@pytest.mark.parametrize("case", CASES)
def test_as_git_reads_it(build: Build, case: str) -> None:
    """Every form of a line means what it means to git."""
    mailmap = CASES[case].encode()
    # Git cannot be asked about an address with a bracket in it, because it takes the question apart by them.
    people = [(name, email) for name, email in PEOPLE if "<" not in email]
    assert by_us(mailmap, people) == by_git(build(Story()), mailmap, people)


def test_all_at_once(build: Build) -> None:
    """All these lines in one file mean what they mean to git."""
    mailmap = "".join(f"{text}\n" for text in CASES.values()).encode()
    people = [(name, email) for name, email in PEOPLE if "<" not in email]
    assert by_us(mailmap, people) == by_git(build(Story()), mailmap, people)


def test_not_utf_8(build: Build) -> None:
    """A line that is not UTF-8 spoils no other line."""
    mailmap = b"\xc5se <ase@example.com> <a@home.example>\nAnn Berg <ann@example.com> <ann@home.example>\n"
    people = [("ann", "ann@home.example"), ("x", "a@home.example")]
    assert by_us(mailmap, people) == by_git(build(Story()), mailmap, people)


def test_no_mailmap() -> None:
    """Without the file everybody is as they signed."""
    assert by_us(b"", [("ann", "ann@home.example")]) == ["ann <ann@home.example>"]
    assert read_mailmap(None).author(Identity("ann", "a@b.c")).name == "ann"


LINES = st.lists(st.text("aAåÅ <>#@\t\r\x0b\u2028", max_size=24), max_size=6)
SOMEBODY = st.tuples(st.text("aAåÅ", min_size=1, max_size=2), st.text("aAåÅ@", max_size=3))


@given(LINES, st.lists(SOMEBODY, min_size=1, max_size=8))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_lines(reference: Clone, lines: list[str], people: list[tuple[str, str]]) -> None:
    """Any lines whatever mean what they mean to git."""
    mailmap = "\n".join(lines).encode()
    assert by_us(mailmap, people) == by_git(reference, mailmap, people)


@pytest.fixture
def reference(build: Build) -> Clone:
    """A repository in which git is asked."""
    return build(Story())
