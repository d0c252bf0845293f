"""Whatever bytes a page consists of, reading it gives a value or a fault."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from qms_docs.model.policy import Vocabulary
from qms_docs.sources.front_matter import Reading
from qms_docs.sources.outlines import outline_of
from qms_docs.sources.pages import cut_head, decode, read_head, split_page
from qms_docs.sources.policy import read_policy
from qms_docs.sources.readable import text_faults
from qms_docs.sources.yaml_text import YamlFaultError, plain, read_yaml

NAMES = st.sampled_from([
    *("id", "title", "type", "revision", "owner", "effective", "change", "class"),
    *("summary", "reason", "request", "applies_to", "process", "department", "clauses", "principles"),
    *("review", "supersedes", "status", "obsolete", "date", "superseded_by", "confidentiality", "language"),
    *("translation_of", "controlled", "approved_by", "x-own", "reviison", "doc_id", "version", "types"),
    *("documents", "records", "revisions", "front_matter", "values", "ignore", "site"),
])  # fmt: skip
SCALARS = st.one_of(
    st.sampled_from(["", "null", "draft", "3", "1.10", "A", "SOP-001", "2026-12-01", "24 months", "false", "major"]),
    st.text(max_size=12),
    st.sampled_from(
        ["'", '"', "|", ">", "*a", "&a x", "!!x 1", "[", "]", "{", "}", "- ", "? ", ": ", "\t", "#", "@", "`"]
    ),
)
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3).map(lambda items: f"[{', '.join(items)}]"),
        st.dictionaries(NAMES, inner, max_size=3).map(
            lambda items: "{" + ", ".join(f"{name}: {value}" for name, value in items.items()) + "}"
        ),
        st.lists(inner, max_size=3).map(lambda items: "".join(f"\n  - {item}" for item in items)),
        st.dictionaries(NAMES, inner, max_size=3).map(
            lambda items: "".join(f"\n  {name}: {value}" for name, value in items.items())
        ),
    ),
    max_leaves=6,
)
BLOCKS = st.lists(st.tuples(NAMES, VALUES), max_size=8).map(
    lambda fields: "".join(f"{name}: {value}\n" for name, value in fields)
)
PAGES = st.one_of(
    st.binary(max_size=200),
    BLOCKS.map(lambda block: f"---\n{block}---\n\n# Title\n".encode("utf-8", "surrogatepass")),
    st.tuples(BLOCKS, st.binary(max_size=8), st.binary(max_size=40)).map(
        lambda parts: b"---\n" + parts[0].encode("utf-8", "surrogatepass") + parts[1] + b"\n---\n" + parts[2]
    ),
    st.lists(st.sampled_from([b"---", b"\n", b"\r\n", b"\r", b" ", b"id: X", b"\xef\xbb\xbf", b"\x00", b"..."])).map(
        b"".join
    ),
)
VOCABULARIES = st.builds(
    Vocabulary,
    fields=st.dictionaries(NAMES, NAMES | st.text(max_size=4), max_size=4),
    values=st.dictionaries(NAMES, st.dictionaries(SCALARS, SCALARS, max_size=2), max_size=2),
    ignored=st.frozensets(NAMES, max_size=3),
)


@given(PAGES, VOCABULARIES)
@settings(deadline=None)
def test_any_page(content: bytes, vocabulary: Vocabulary) -> None:
    """Any bytes give a reading: a header, a mark or neither, and faults whose lines are lines of the page."""
    found = read_head(cut_head(content), vocabulary)
    assert isinstance(found, Reading)
    lines = decode(content).count("\n") + 1
    every = (*found.faults, *text_faults(content))
    assert all(1 <= fault.line <= max(lines, 2) for fault in every)
    assert all(fault.fact.rstrip().endswith(".") and fault.remedy.rstrip().endswith(".") for fault in every)
    if found.header is not None:
        assert found.has_id
        assert found.readable
        assert not found.uncontrolled
        assert hash(found.header) == hash(read_head(cut_head(content), vocabulary).header)
    body, first_line = split_page(content)
    assert decode(content).endswith(body)
    assert 1 <= first_line <= lines + 1
    outline_of(body, first_line)


@given(PAGES)
@settings(deadline=None)
def test_head_is_enough(content: bytes) -> None:
    """What is cut off after the block changes nothing of what the page says of itself."""
    head = cut_head(content)
    assert cut_head(head) == head
    more = head + b"\nMore text.\n"
    assert read_head(cut_head(more), Vocabulary()) == read_head(head, Vocabulary()) or not head.rstrip().endswith(
        b"---"
    )


@given(BLOCKS | st.text(max_size=80))
@settings(deadline=None)
def test_any_yaml(text: str) -> None:
    """Any text is a value of plain data or a fault with a line of the text."""
    found, line = None, 1
    try:
        found = plain(read_yaml(text))
    except YamlFaultError as error:
        line = error.line
    assert found is None or isinstance(found, (str, list, dict))
    assert 1 <= line <= text.count("\n") + 1


@given(st.binary(max_size=120) | BLOCKS.map(lambda block: block.encode("utf-8", "surrogatepass")))
@settings(deadline=None)
def test_any_policy(content: bytes) -> None:
    """Any bytes are a policy or a refusal that names the line."""
    found = read_policy(content)
    assert (found.policy is None) is (found.refusal is not None)
    if found.refusal is not None:
        assert found.refusal.fact.startswith("qms.yml:")
