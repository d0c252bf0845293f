"""The first text of a document shows its title and its sections, whatever characters they have."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qms_docs.model.header import Header
from qms_docs.model.policy import Vocabulary
from qms_docs.revising.first_text import first_text, heading
from qms_docs.sources.outlines import outline_of
from qms_docs.sources.pages import cut_head, read_head, split_page

LINES = st.text(st.characters(exclude_categories=("C", "Zl", "Zp", "Zs")) | st.just(" "), min_size=1)


def header(title: str) -> Header:
    """The fields of a first revision."""
    return Header(id="SOP-012", title=title, type="procedure", revision="1", owner="quality-manager")


def test_fields_headings_and_guidance() -> None:
    """Guidance is there for sections that mean the same everywhere, and on no page."""
    text = first_text(header("Sales"), ["Purpose", "Formål"], Vocabulary()).decode()
    assert text == (
        "---\nid: SOP-012\ntitle: Sales\ntype: procedure\nrevision: 1\nowner: quality-manager\n---\n\n"
        "# Sales\n\n## Purpose\n\n<!-- What this document is for, in one or two sentences. -->\n\n## Formål\n"
    )


def test_the_words_of_the_organization() -> None:
    """Mapped fields and values are written under the names by which they are read."""
    words = Vocabulary(fields={"id": "doc_id", "revision": "version"}, values={"type": {"SOP": "procedure"}})
    content = first_text(header("Sales"), [], words)
    assert content.startswith(b"---\ndoc_id: SOP-012\ntitle: Sales\ntype: SOP\nversion: 1\nowner: quality-manager\n---")
    assert read_head(cut_head(content), words).header == header("Sales")


@pytest.mark.parametrize(
    "title",
    [
        *("R&D &copy; & co", "a *b* _c_ `d`", "[x](y.md) ![z](q.png)", "<b>x</b> <!-- y", "C# #", "# 1"),
        *("{#anchor} x", "\\*", "1. Purpose", "- x", "> x", "a | b", "http://example.com", "=== x", "~~~"),
    ],
)
def test_a_title_is_shown_as_it_is(title: str) -> None:
    """No character of it is taken for a mark of Markdown, and it links to nothing."""
    body, _ = split_page(first_text(header(title), [], Vocabulary()))
    outline = outline_of(body)
    assert [(each.level, each.text) for each in outline.headings] == [(1, title)]
    assert outline.links == ()


@given(LINES)
def test_any_title_is_one_heading(title: str) -> None:
    """Whatever it consists of."""
    title = title.strip().replace("[[", "[") or "x"
    outline = outline_of(f"# {heading(title)}\n")
    assert [each.level for each in outline.headings] == [1]
    assert outline.links == ()
