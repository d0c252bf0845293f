"""From the bytes of a page to its control fields: a value or a fault, whatever stands there (document-control.md 2)."""

from __future__ import annotations

import time
from datetime import date

import pytest

from qms_docs.model.days import Period
from qms_docs.model.finding import FaultKind
from qms_docs.model.header import (
    Change,
    ChangeClass,
    Confidentiality,
    Header,
    Obsolescence,
    TranslationSource,
)
from qms_docs.model.policy import Vocabulary
from qms_docs.sources.front_matter import Reading
from qms_docs.sources.pages import cut_head, read_head, split_page
from qms_docs.sources.readable import text_faults

PLAIN = Vocabulary()
REQUIRED = "id: SOP-001\ntitle: Control\ntype: procedure\nrevision: 3\nowner: quality-manager\n"


def read(text: str | bytes, vocabulary: Vocabulary = PLAIN) -> Reading:
    """What a page says of itself."""
    return read_head(cut_head(text.encode() if isinstance(text, str) else text), vocabulary)


def block(fields: str = "", vocabulary: Vocabulary = PLAIN) -> Reading:
    """What a page with the required fields and these says."""
    return read(f"---\n{REQUIRED}{fields}---\n\n# Control\n", vocabulary)


def header(fields: str = "", vocabulary: Vocabulary = PLAIN) -> Header:
    """The header of such a page, which is without a fault."""
    found = block(fields, vocabulary)
    assert found.faults == ()
    assert found.header is not None
    return found.header


def faults(found: Reading) -> list[tuple[FaultKind, int]]:
    """What is at fault, and on which line."""
    return [(fault.kind, fault.line) for fault in found.faults]


def test_every_field() -> None:
    """A block with every field gives a header with every field."""
    found = header(
        """effective: 2026-12-01
change:
  class: major
  summary: Approvals are now bound to the digest.
  reason: Finding 2.
  request: CR-2026-014
applies_to: [all-staff, buyer]
process: document-control
department: quality
clauses: ["iso9001:2015#7.5", "iso9001:2026#7.5"]
principles: [process-approach]
review: 24 months
supersedes: [SOP-014]
obsolete:
  date: 2027-01-31
  superseded_by: SOP-020
  reason: Merged.
confidentiality: restricted
language: no
translation_of: SOP-001@3
"""
    )
    assert found == Header(
        id="SOP-001",
        title="Control",
        type="procedure",
        revision="3",
        owner="quality-manager",
        effective=date(2026, 12, 1),
        change=Change(
            kind=ChangeClass.MAJOR,
            summary="Approvals are now bound to the digest.",
            reason="Finding 2.",
            request="CR-2026-014",
        ),
        applies_to=("all-staff", "buyer"),
        process="document-control",
        department="quality",
        clauses=("iso9001:2015#7.5", "iso9001:2026#7.5"),
        principles=("process-approach",),
        review=Period(months=24),
        supersedes=("SOP-014",),
        obsolete=Obsolescence(day=date(2027, 1, 31), successor="SOP-020", successor_stated=True, reason="Merged."),
        confidentiality=Confidentiality.RESTRICTED,
        language="no",
        translation_of=TranslationSource(document="SOP-001", revision="3"),
    )
    assert (found.line("change.reason"), found.line("clauses.1"), found.line("nothing", "owner")) == (11, 16, 6)


@pytest.mark.parametrize("number", ["1", "12", "1.10", "0.9", "A", "AA", "007", "1.0.1"])
def test_numbers_as_written(number: str) -> None:
    """A revision number is the characters as written."""
    found = read(f"---\nid: X\ntitle: T\ntype: t\nowner: o\nrevision: {number}\n---\n").header
    assert found is not None
    assert found.revision == number


@pytest.mark.parametrize(
    "text",
    [
        "---\n{}---\n",
        "---\r\n{}---\r\n",
        "\ufeff---\n{}---\n",
        "--- \t\n{}---  \n",
        "---\n{}---",
        "---\n\n{}\n---\nText\n---\nmore\n",
        "---\n{}# comment\n---\n\n---\nid: other\n---\n",
    ],
)
def test_fences(text: str) -> None:
    """A block stands between lines of three hyphens, with blanks after them, CRLF or a byte order mark if need be."""
    found = read(text.format(REQUIRED if "\r" not in text else REQUIRED.replace("\n", "\r\n")))
    assert found.faults == ()
    assert found.header is not None
    assert (found.header.id, found.header.owner) == ("SOP-001", "quality-manager")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "# Title\n",
        "----\nid: X\n----\n",
        "+++\nid = 'X'\n+++\n",
        "- --\n",
        "---",
        "text\n---\nid: X\n---\n",
        "***\nid: X\n***\n",
    ],
)
def test_no_block(text: str) -> None:
    """A text without a block is a page that is neither controlled nor marked."""
    assert read(text) == Reading()


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("\n---\nid: X\n---\n", 1),
        ("  \n\n---\nid: X\n---\n", 1),
        (" ---\nid: X\n---\n", 1),
        ("---\nid: X\n", 1),
        ("---\nid: X\n----\n", 1),
        ("---\nid: X\n...\nText\n", 1),
        ("---\n- id\n---\n", 2),
        ("---\nSOP-001\n---\n", 2),
        ("---\nid: X\nid: Y\n---\n", 3),
        ("---\nid: X\ntitle: a: b\n---\n", 3),
        ("---\nid: X\n\ttitle: b\n---\n", 3),
        ("---\nid: !x X\n---\n", 2),
        ("---\nid: *x\n---\n", 2),
        ("---\nid: X\n<<<<<<< ours\nrevision: 2\n=======\nrevision: 3\n>>>>>>> theirs\n---\n", 3),
        ("---\nid: X\ntitle: 'open\n---\n", 3),
        ("---\nid: X\r\ntitle: \x00\n---\n", 3),
        ("---\nid: " + "x" * 70_000 + "\n---\n", 1),
        ("---\nid: X\n" + "#" * 70_000, 1),
    ],
)
def test_unreadable(text: str, line: int) -> None:
    """A block that cannot be read is a fault with its line, and gives no header."""
    found = read(text)
    assert (found.header, found.readable, found.uncontrolled) == (None, False, False)
    assert faults(found) == [(FaultKind.UNREADABLE, line)]
    assert found.faults[0].fact.endswith(".")
    assert found.faults[0].remedy.endswith(".")


@pytest.mark.parametrize("fault", [b"\xff", b"\xc3", b"\xed\xa0\x80", "\ufeff".encode("utf-16"), b"\xe5"])
def test_not_utf_8(fault: bytes) -> None:
    """A block that is no UTF-8 is a fault with its line; so is a text below a block that is in order."""
    assert faults(read(b"---\nid: X\ntitle: " + fault + b"\n---\n")) == [(FaultKind.UNREADABLE, 3)]
    content = f"---\n{REQUIRED}---\nOne.\n".encode() + fault
    assert read(content).header is not None
    assert [(each.kind, each.line) for each in text_faults(content)] == [(FaultKind.UNREADABLE, 9)]


def test_text_of_windows() -> None:
    """A text in UTF-16 is no page with a block, and a fault of its own."""
    content = f"---\n{REQUIRED}---\n".encode("utf-16")
    assert read(content).header is None
    assert [each.kind for each in text_faults(content)] == [FaultKind.UNREADABLE]


@pytest.mark.parametrize("field", ["id", "title", "type", "revision", "owner"])
@pytest.mark.parametrize("written", [None, "", "~", "null", "''", "'  '"])
def test_required_fields(field: str, written: str | None) -> None:
    """A required field that is absent or empty is missing, and everything else is read."""
    lines = [each for each in REQUIRED.splitlines() if not each.startswith(f"{field}:")]
    lines += [] if written is None else [f"{field}: {written}"]
    found = read("---\n" + "\n".join(lines) + "\n---\n")
    if field == "id" and written is None:
        assert (found.header, found.has_id) == (None, False)
        return
    assert FaultKind.MISSING in {fault.kind for fault in found.faults}
    assert any(f"`{field}`" in fault.fact for fault in found.faults)
    assert (found.header is None) is (field == "id")
    assert found.has_id


@pytest.mark.parametrize(
    ("field", "written"),
    [
        ("id", "SOP 001"),
        ("id", "-x"),
        ("id", "a/b"),
        ("id", "[a]"),
        ("id", "{a: b}"),
        ("id", "x" * 200),
        ("revision", "three!"),
        ("revision", "1-2"),
        ("revision", "1."),
        ("revision", "[1]"),
        ("revision", "\u0663"),
        ("type", "a b"),
        ("owner", "[a]"),
        ("title", "[a]"),
        ("title", "{a: b}"),
        ("title", "'" + "x" * 5_000 + "'"),
    ],
)
def test_required_fields_of_wrong_form(field: str, written: str) -> None:
    """A required field of the wrong form is a fault on its line, and is not also missing."""
    lines = [f"{field}: {written}" if each.startswith(f"{field}:") else each for each in REQUIRED.splitlines()]
    found = read("---\n" + "\n".join(lines) + "\n---\n")
    line = 2 + [each.split(":")[0] for each in lines].index(field)
    assert faults(found) == [(FaultKind.WRONG_TYPE, line)]
    assert found.header is None or getattr(found.header, field) is None


@pytest.mark.parametrize(
    ("fields", "attribute"),
    [
        ("effective: tomorrow\n", "effective"),
        ("effective: 2026-02-30\n", "effective"),
        ("effective: 2026-12-01T00:00:00\n", "effective"),
        ("effective: [2026-12-01]\n", "effective"),
        ("review: often\n", "review"),
        ("review: 24\n", "review"),
        ("process: a b\n", "process"),
        ("change: words\n", "change"),
        ("change: [a]\n", "change"),
        ("obsolete: yes\n", "obsolete"),
        ("translation_of: [a]\n", "translation_of"),
        ("language: [a]\n", "language"),
        ("status: [draft]\n", None),
    ],
)
def test_other_fields_of_wrong_form(fields: str, attribute: str | None) -> None:
    """An optional field of the wrong form is a fault on its line and left out."""
    found = block(fields)
    assert [line for _, line in faults(found)] == [7]
    assert found.header is not None
    assert attribute is None or getattr(found.header, attribute) is None


@pytest.mark.parametrize("fields", ["effective: tomorrow\n", "obsolete: {date: soon, reason: x}\n", "obsolete: yes\n"])
def test_days_that_cannot_be_read(fields: str) -> None:
    """A day that cannot be read keeps the text from taking effect."""
    found = block(fields).header
    assert found is not None
    assert found.effective_unreadable


@pytest.mark.parametrize("written", ["secret", "[public]", "Public"])
def test_confidentiality_that_cannot_be_read(written: str) -> None:
    """A confidentiality that cannot be read is taken for the strictest."""
    found = block(f"confidentiality: {written}\n").header
    assert found is not None
    assert found.confidentiality is Confidentiality.RESTRICTED


@pytest.mark.parametrize("field", ["applies_to", "clauses", "principles", "supersedes"])
def test_lists(field: str) -> None:
    """Of a list, only the items that do not fit are left out."""
    found = block(f"{field}: [one, [], two, {{}}]\n")
    assert found.header is not None
    assert getattr(found.header, field) == ("one", "two")
    assert [kind for kind, _ in faults(found)] == [FaultKind.WRONG_TYPE] * 2
    single = block(f"{field}: one\n")
    assert [line for _, line in faults(single)] == [7]


@pytest.mark.parametrize(
    ("written", "meant"), [("reviison", "revision"), ("Title", "title"), ("effectiv", "effective"), ("zzzzzz", None)]
)
def test_unknown_fields(written: str, meant: str | None) -> None:
    """An unknown field is a fault on its line, with the nearest known name."""
    found = block(f"{written}: x\n")
    assert faults(found)[0] == (FaultKind.UNKNOWN_FIELD, 7)
    assert (f"`{meant}`" in found.faults[0].remedy) is (meant is not None)


def test_unknown_field_in_a_group() -> None:
    """An unknown field inside a group is a fault on its own line, and the rest of the group is read."""
    found = block("change:\n  class: major\n  sumary: x\n  reason: y\n")
    assert faults(found)[0] == (FaultKind.UNKNOWN_FIELD, 9)
    assert found.header is not None
    assert found.header.change is not None
    assert (found.header.change.kind, found.header.change.reason) == (ChangeClass.MAJOR, "y")


def test_own_fields() -> None:
    """Names that begin with `x-` are the organization's own, also inside a group."""
    assert header("x-reference: {a: [1]}\nchange: {class: minor, summary: s, reason: r, x-y: z}\n").change is not None


@pytest.mark.parametrize(
    "field",
    [
        *(
            "approved_by: Ann",
            "approval_date: 2026-01-01",
            "revision_history: [a]",
            "status: approved",
            "status: obsolete",
        ),
        *("status: Draft", "author: Ann", "next_review: 2026-01-01", "last_updated: 2026-01-01"),
    ],
)
def test_typed_lifecycle(field: str) -> None:
    """A fact that is typed though it is derived is refused on its line, and says where it comes from."""
    found = block(f"{field}\n")
    assert faults(found) == [(FaultKind.TYPED_LIFECYCLE, 7)]
    assert found.header is not None
    assert not found.header.draft


@pytest.mark.parametrize(("written", "draft"), [("draft", True), ("'draft'", True), ("", False), ("null", False)])
def test_drafts(written: str, *, draft: bool) -> None:
    """`draft` is the one status that may be typed."""
    assert header(f"status: {written}\n").draft is draft


@pytest.mark.parametrize(
    ("written", "uncontrolled"), [("false", True), ("False", True), ("true", False), ("no", False)]
)
def test_uncontrolled(written: str, *, uncontrolled: bool) -> None:
    """A page without an id is uncontrolled where it says `controlled: false`."""
    found = read(f"---\ntitle: Home\ncontrolled: {written}\n---\n")
    assert (found.uncontrolled, found.title, found.marked_in) == (uncontrolled, "Home", 3)
    assert (found.header, found.faults) == (None, ())


def test_uncontrolled_with_an_id() -> None:
    """A document with an id is controlled; that it says otherwise is a fault."""
    found = block("controlled: false\n")
    assert faults(found) == [(FaultKind.WRONG_TYPE, 7)]
    assert found.header is not None
    assert not found.uncontrolled
    assert header("controlled: true\n").id == "SOP-001"


FOREIGN = Vocabulary(
    fields={"id": "doc_id", "revision": "version", "effective": "effective_date"},
    values={"type": {"SOP": "procedure"}, "confidentiality": {"offen": "public"}, "applies_to": {"alle": "all-staff"}},
    ignored=frozenset({"template", "approved_by"}),
)


def test_names_of_the_organization() -> None:
    """Foreign names and values are read as those of the contract, and the file's own spelling is known."""
    text = "---\ndoc_id: X-1\ntitle: T\ntype: SOP\nversion: 2\nowner: o\neffective_date: 2026-01-01\n"
    found = read(
        f"{text}confidentiality: offen\napplies_to: [alle, buyer]\ntemplate: v7\napproved_by: Ann\n---\n", FOREIGN
    )
    assert found.faults == ()
    assert found.header is not None
    assert (found.header.id, found.header.revision, found.header.type) == ("X-1", "2", "procedure")
    assert (found.header.effective, found.header.confidentiality) == (date(2026, 1, 1), Confidentiality.PUBLIC)
    assert found.header.applies_to == ("all-staff", "buyer")
    assert (found.header.spelt("revision"), found.header.line("revision")) == ("version", 5)
    assert (
        read(text.replace("version: 2", "version: 2!") + "---\n", FOREIGN).faults[0].fact.startswith("Field `version`")
    )


def test_contract_names_beside_a_mapping() -> None:
    """A file may use the contract's names though a mapping exists; both in one block are a fault."""
    assert header("", FOREIGN).spelt("revision") == "revision"
    both = block("version: 7\n", FOREIGN)
    assert faults(both) == [(FaultKind.WRONG_TYPE, 7)]
    assert both.header is not None
    assert both.header.revision == "3"


def test_values_of_quoted_null() -> None:
    """A value that is mapped may be quoted; lists in it and groups are left to their own faults."""
    found = block("confidentiality: 'offen'\n", FOREIGN)
    assert found.header is not None
    assert found.header.confidentiality is Confidentiality.PUBLIC
    assert faults(block("confidentiality: {a: offen}\n", FOREIGN)) == [(FaultKind.WRONG_TYPE, 7)]


def test_obsolete() -> None:
    """Whether a withdrawal names a successor, says that there is none, or says nothing, is known."""
    named = header("obsolete: {date: 2027-01-31, superseded_by: SOP-020, reason: x}\n").obsolete
    none = header("obsolete: {date: 2027-01-31, superseded_by: null, reason: x}\n").obsolete
    silent = header("obsolete: {date: 2027-01-31, reason: x}\n").obsolete
    assert [(each.successor, each.successor_stated) for each in (named, none, silent) if each] == [
        ("SOP-020", True),
        (None, True),
        (None, False),
    ]
    assert [fault.fact for fault in block("obsolete: {}\n").faults] == [
        "The field `obsolete.date` is missing.",
        "The field `obsolete.reason` is missing.",
    ]


@pytest.mark.parametrize(
    ("text", "body", "line"),
    [
        ("---\na: 1\n---\n# T\n", "# T\n", 4),
        ("---\na: 1\n---\n\n# T\n", "\n# T\n", 4),
        ("---\r\na: 1\r\n---\r\n# T\r\n", "# T\n", 4),
        ("\ufeff---\na: 1\n---\n# T\n", "# T\n", 4),
        ("# T\n", "# T\n", 1),
        ("---\na: 1\n", "---\na: 1\n", 1),
        ("---\na: 1\n---", "", 3),
        ("", "", 1),
    ],
)
def test_body(text: str, body: str, line: int) -> None:
    """The body begins on the line after the block, and the number of that line is known."""
    assert split_page(text.encode()) == (body, line)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("# T\n<<<<<<< ours\na\n=======\nb\n>>>>>>> theirs\n", 2),
        ("# T\n<<<<<<<\na\n=======\nb\n>>>>>>>\n", 2),
        ("# T\r\n<<<<<<< ours\r\na\r\n=======\r\nb\r\n>>>>>>> theirs\r\n", 2),
        ("a\n=======\nb\n>>>>>>> theirs\n", 4),
    ],
)
def test_markers_of_a_merge(text: str, line: int) -> None:
    """Markers that a merge left are a fault on their line."""
    assert [(each.kind, each.line) for each in text_faults(text.encode())] == [(FaultKind.UNREADABLE, line)]


@pytest.mark.parametrize(
    "text", ["Title\n=======\n", "<<<<<<<<\n=======\n", "> >>>>>>> x\n=======\n", "<<<<<<<x\n=======\n"]
)
def test_no_markers_of_a_merge(text: str) -> None:
    """Underlined headings and rows of other signs are none."""
    assert text_faults(text.encode()) == ()


def test_too_large() -> None:
    """A text of more than two megabytes is a fault, whatever is in it."""
    assert "larger than 2 MB" in text_faults(b"x" * 2_000_001)[0].fact
    assert text_faults(b"x" * 2_000_000) == ()


def test_faults_know_their_place() -> None:
    """Faults get the path of the file, and know the document where its id can be read."""
    found = block("zzzz: x\n")
    assert [(each.path, each.document) for each in found.faults_at("procedures/a.md")] == [
        ("procedures/a.md", "SOP-001")
    ]


EACH_ONCE = {
    "opening brackets one after the other": ("[", 103, ""),
    "unfinished links": ("[a](b\n", 500, ""),
    "pieces of HTML": ("<b>", 4_000, ""),
    "lines that begin deep inside": (f"\n{' ' * 40}a", 200, f"{' ' * 40}a"),
    "definitions": ("\n:   a", 300, ":   a"),
    "headings": ("\n# a", 1_000, "# a"),
    "rows of tables": ("\n|", 5_000, "|"),
}
"""What a text may have so often, and how one more may begin it."""


@pytest.mark.parametrize("what", EACH_ONCE)
def test_as_much_as_can_be_drawn(what: str) -> None:
    """A text may have so many of something and no more, be the last one in its first line."""
    piece, most, first = EACH_ONCE[what]
    assert text_faults((piece * most).encode()) == ()
    told = text_faults(((first or piece) + piece * most).encode())
    assert [f" {what}, more than " in each.fact for each in told] == [True]


HOSTILE = {
    "fences": b"---\n" * 100_000,
    "never closed": b"---\n" + b"a: b\n" * 300_000,
    "blanks before": b" " * 1_000_000 + b"---\n",
    "blank lines": b"\n" * 1_900_000,
    "blanks after the fence": (b"---" + b" " * 1_000 + b"x\n") * 1_000,
    "unknown fields": f"---\n{REQUIRED}".encode() + b"".join(b"u%d:\n" % number for number in range(7_000)) + b"---\n",
    "long list": f"---\n{REQUIRED}clauses: [{'{},' * 15_000}]\n---\n".encode(),
    "nested": f"---\n{REQUIRED}x: {'[' * 20_000}\n---\n".encode(),
    "NULs": b"---\n" + b"\x00" * 60_000 + b"\n---\n",
    "markers": b"---\nid: X\n---\n" + b"<<<<<<< \n" * 100_000,
    "any bytes": bytes(range(256)) * 4_000,
}


@pytest.mark.parametrize("case", HOSTILE)
def test_hostile(case: str) -> None:
    """No text takes long, or does anything but give a value or a fault."""
    started = time.process_time()
    assert isinstance(read(HOSTILE[case]), Reading)
    split_page(HOSTILE[case])
    text_faults(HOSTILE[case])
    assert time.process_time() - started < 4
