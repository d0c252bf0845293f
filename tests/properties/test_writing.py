"""Whatever a front matter looks like, an edit changes its fields alone and is read back, or nothing is written."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from properties.test_front_matter import BLOCKS, VOCABULARIES
from qms_docs.failures import RefusedError
from qms_docs.model.header import Change, ChangeClass, Header
from qms_docs.model.policy import Policy, Vocabulary
from qms_docs.revising.revise import said_of_change
from qms_docs.revising.rewriting import rewritten
from qms_docs.revising.standing import StandingText
from qms_docs.sources.pages import cut_head, read_head, split_page
from qms_docs.sources.yaml_text import YamlFaultError, plain, read_yaml
from qms_docs.writing.rows import UnreadableTableError, with_row

TODAY = date(2026, 11, 26)
LINE_ENDS = st.sampled_from(["\n", "\r\n"])
WORDS = st.text(st.characters(exclude_categories=("C", "Zl", "Zp")), min_size=1, max_size=20).map(str.strip)
CELLS = st.text(st.characters(exclude_categories=("C", "Zl", "Zp")), max_size=8)
CHANGES = st.builds(
    Change,
    kind=st.sampled_from(ChangeClass),
    summary=WORDS.filter(bool),
    reason=WORDS.filter(bool),
    request=st.none() | st.just("CR-2026-014"),
)
NUMBERS = st.sampled_from([
    *("revision: 3", "revision:   3", "revision: '3'", 'revision: "3"', "'revision': 3", '"revision" : "3"'),
    *("revision: 3   # c0", "revision: 3\t# c0", "revision:\n  3 # c0", "revision: |-  # c0\n  3"),
    *("revision: >-\n    3", 'revision: "3" #c0'),
])  # fmt: skip
NOTHING = ["", "change:", "change:   # c1", "change: ~ # c1", "change: null", "change: {} # c1"]
LONG = """change:   # c1
    class: minor  # c2

    # c3
    summary: 'It''s #old'
    x-own: token # c4
    reason: |
      Two
      lines
    request: CR-1"""
BLOCK_FORMS = [
    LONG,
    "change:\n  class: minor\n  summary: Old\n  reason: Old",
    "change:\n # c1\n request: CR-1\n summary: >-\n    old\n    words\n reason: Old\n x-own: {a: [token]} # c2",
    'change:\n  "class": major\n  summary: Old\n    and long\n  x-own:\n  - token\n  - b',
]
BRACES = [
    "change: {class: minor, summary: Old, reason: Old}   # c1",
    "change: {request: CR-1, class: minor, x-own: token, summary: 'a, #b', reason: \"c}\"}",
    "change: {class: minor, # c1\n  summary: Old, # c2\n  reason: Old, x-own: [token]\n  }",
    "change: {\n  class: minor,\n  x-own: {a: token},\n}",
    "change: {x-own: token} # c1",
]
OTHERS = [
    *("title: 'Über #1' # o1", "type: procedure", "owner: quality-manager", "# o2 revision: 3", "", " # o7"),
    "x-notes: |\n  revision: 3\n  change:\n    class: o3",
    "applies_to: [all-staff, # o4\n  buyer]",
    "x-long: some words\n  revision 9",
    "x-list:\n- a # o5\n-\n- revision: 3",
    'x-quoted: "o6: \\"{"',
    "supersedes:\n  - SOP-001\n",
]


def standing(content: bytes, words: Vocabulary) -> StandingText | None:
    """The text as a writer meets it; None where it would be refused before."""
    reading = read_head(cut_head(content), words)
    if not reading.readable or reading.header is None:
        return None
    return StandingText(
        root=Path("/nowhere"),
        path="procedures/a.md",
        content=content,
        header=reading.header,
        policy=Policy(vocabulary=words),
        today=TODAY,
        accepted=None,
    )


def edited(text: StandingText, change: Change) -> tuple[bytes, Header]:
    """What is written for the next number and the change, and what is to be read there."""
    expected = replace(text.header, revision="4", change=change)
    return rewritten(text, {"revision": "4", "change": said_of_change(change)}, expected), expected


@given(
    st.permutations([*OTHERS, "id: SOP-004"]), NUMBERS, st.sampled_from([*NOTHING, *BLOCK_FORMS, *BRACES]), CHANGES,
    LINE_ENDS, st.booleans(), st.integers(0, 16),
)  # fmt: skip
@settings(deadline=None)
def test_every_usual_form_is_edited(  # noqa: PLR0917 - what is drawn comes in its order
    others: list[str], number: str, said: str, change: Change, line_end: str, mark: bool, place: int
) -> None:
    """The fields are set whatever the form; other fields, comments, line ends, mark and body keep their bytes."""
    fields = [*others[:place], number, *others[place:]] + ([said] if said else [])
    page = ("\ufeff" if mark else "") + "---\n" + "".join(f"{each}\n" for each in fields) + "---\n# Title  \n\nText"
    content = page.replace("\n", line_end).encode()
    text = standing(content, Vocabulary())
    assert text is not None
    assert text.header.revision == "3"
    after, expected = edited(text, change)
    written = after.decode()
    assert read_head(cut_head(after), Vocabulary()).header == expected
    at = 0
    for each in others:
        whole = f"{each}\n".replace("\n", line_end)
        at = written.index(whole, at) + len(whole)
    kept = [f"c{n}" for n in range(5) if f"# c{n}" in page or f"#c{n}" in page]
    assert all(f"# {each}" in written or f"#{each}" in written for each in kept)
    assert ("token" in page) is ("token" in written)
    assert written.startswith("\ufeff") is mark
    assert written.endswith("---\n# Title  \n\nText".replace("\n", line_end))
    bare = written.replace(line_end, "")
    assert "\n" not in bare
    assert "\r" not in bare
    again, _ = edited(replace(text, content=after), change)
    assert again == after


@given(BLOCKS, VOCABULARIES, CHANGES)
@settings(deadline=None, suppress_health_check=[HealthCheck.filter_too_much])
def test_any_form_is_edited_or_refused(block: str, words: Vocabulary, change: Change) -> None:
    """What is written is read back as it was meant, the text below it is the same; otherwise it is a refusal."""
    content = f"---\nid: SOP-004\nrevision: 3\n{block}---\n# Title\n".encode("utf-8", "surrogatepass")
    text = standing(content, words)
    assume(text is not None)
    assert text is not None
    try:
        after, expected = edited(text, change)
    except RefusedError:
        return
    assert read_head(cut_head(after), words).header == expected
    assert split_page(after)[0] == split_page(content)[0]


@given(st.dictionaries(st.sampled_from(["a", "b", "c"]), CELLS, min_size=3), st.binary(max_size=80))
@settings(deadline=None)
def test_any_table_grows_or_is_refused(row: dict[str, str], content: bytes) -> None:
    """What stands in a table stays at its beginning, byte by byte; a row that is in it is not written again."""
    for before in (content, b"a,b,c\r\n" + content, b"\xef\xbb\xbfc,a,b\n" + content, None):
        try:
            after = with_row(before, row)
        except UnreadableTableError:
            continue
        if after is not None:
            assert after.startswith(before or b"")
            assert with_row(after, row) is None


@given(WORDS.filter(bool))
@settings(deadline=None)
def test_any_value_in_braces(value: str) -> None:
    """A value that stands between braces is read back as well."""
    text = standing(b"---\nid: X\nrevision: 3\nchange: {class: minor}\n---\n", Vocabulary())
    assert text is not None
    after, _ = edited(text, Change(kind=ChangeClass.MINOR, summary=value, reason="x"))
    try:
        found = plain(read_yaml(after.decode().split("---\n")[1]))
    except YamlFaultError as error:
        raise AssertionError(error.fact) from error
    assert isinstance(found, dict)
    assert found["change"]["summary"] == value
