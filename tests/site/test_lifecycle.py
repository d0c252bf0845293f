"""What readers see of a document through its life."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING

import pytest

from qms_docs.failures import NotInOrderError
from support import document

if TYPE_CHECKING:
    from support import Build, Clone
    from support.sites import Publish, Tell

PATH = "procedures/purchasing.md"


def test_page_shows_header_text_and_history(purchasing: Clone, publish: Publish) -> None:
    """The page of a document in force has its control header, its text, and its revisions, newest first."""
    site = publish(purchasing)
    words = site.words("/purchasing/")
    assert "SOP-004 Purchasing effective" in words
    assert "In force since 1 March 2026." in words
    assert "Two people check." in words
    article = site.article("/purchasing/")
    assert 'class="qms-header" aria-label="Control header" data-search-exclude' in article
    assert article.index('id="revision-2"') < article.index('id="revision-1"')
    assert "Every order is checked by a second person. Reason: Finding 2 of audit AUD-2026-01." in words
    assert words.count("Ann Berg") == 2
    assert purchasing.git("rev-parse", "HEAD")[:10] in words


def test_merged_revision_waits_for_its_day(tell: Tell, build: Build, publish: Publish) -> None:
    """A merged revision of a later day is announced and not shown, and shown on the day without a new commit."""
    story = tell()
    story.entry("2026-01-05", {PATH: document("SOP-004", body="One person checks.\n")})
    coming = document("SOP-004", 2, effective="2026-12-01", body="Two people check.\n")
    story.entry("2026-11-01", {PATH: coming})
    repository = build(story)
    before = publish(repository)
    assert "One person checks." in before.words("/purchasing/")
    assert not before.files_with("Two people check.")
    assert "Revision 2 takes effect on 1 December 2026" in before.words("/purchasing/")
    assert "Revision 2 takes effect" in before.words("/")
    after = publish(repository, today=date(2026, 12, 1))
    assert "Two people check." in after.words("/purchasing/")
    assert "One person checks." not in after.words("/purchasing/")


def test_document_with_nothing_in_force_has_no_text(tell: Tell, build: Build, publish: Publish) -> None:
    """A document of which nothing is in force keeps its address, says so, and shows no text."""
    story = tell()
    story.entry("2026-11-01", {PATH: document("SOP-004", effective="2027-01-01", body="Secret until then.\n")})
    story.entry("2026-11-02", {"procedures/draft.md": document("SOP-005", status="draft", body="Only a draft.\n")})
    site = publish(build(story))
    assert "Nothing of this document is in force" in site.words("/purchasing/")
    assert "Revision 1 takes effect on 1 January 2027." in site.words("/purchasing/")
    assert "A draft is being written." in site.words("/draft/")
    assert not site.files_with("Secret until then.")
    assert not site.files_with("Only a draft.")


def test_obsolete_document_names_its_successor(tell: Tell, build: Build, publish: Publish) -> None:
    """The page of an obsolete document leads to its successor, without text, and is out of navigation and search."""
    story = tell()
    story.entry("2026-01-05", {PATH: document("SOP-004", title="Old buying"), "procedures/new.md": document("SOP-020")})
    gone = {"date": "2026-06-01", "superseded_by": "SOP-020", "reason": "Merged into SOP-020."}
    withdrawn = document("SOP-004", 2, title="Old buying", body="Old words.\n", obsolete=gone)
    story.entry("2026-05-01", {PATH: withdrawn})
    repository = build(story)
    site = publish(repository)
    words = site.words("/purchasing/")
    assert "It is obsolete since 1 June 2026" in words
    assert "Old words." not in words
    assert 'href="../new/"' in site.article("/purchasing/")
    assert "Old buying" not in site.navigation()
    index = json.loads(site.text("search/search_index.json"))
    assert not [each for each in index["docs"] if each["location"].startswith("purchasing/")]
    earlier = publish(repository, today=date(2026, 5, 2))
    assert "This document becomes obsolete on 1 June 2026" in earlier.words("/purchasing/")
    assert "Old words." in earlier.words("/purchasing/")


def test_vanished_document_keeps_its_address(purchasing: Clone, publish: Publish) -> None:
    """A document whose file is gone without a revision keeps its page and history, and shows no text."""
    purchasing.git("rm", "-q", PATH)
    purchasing.write("procedures/index.md", "---\ncontrolled: false\n---\n# Welcome\n")
    purchasing.git("add", ".")
    purchasing.git("commit", "-q", "-m", "Remove", day="2026-04-01")
    with pytest.raises(NotInOrderError):
        publish(purchasing)
    purchasing.write(
        "mkdocs.yml",
        (purchasing.path / "mkdocs.yml")
        .read_text()
        .replace("document-control]", "{document-control: {fail_on: never}}]"),
    )
    purchasing.git("commit", "-q", "-a", "-m", "Publish all the same", day="2026-04-02")
    site = publish(purchasing)
    assert "The text of this document is missing" in site.words("/purchasing/")
    assert 'id="revision-2"' in site.article("/purchasing/")
    assert site.files_with("Two people check.") == ["purchasing/revisions/2/index.html"]


def test_past_day_shows_the_manual_of_that_day(purchasing: Clone, publish: Publish) -> None:
    """A site of a past day shows what was in force then, under a banner that says so."""
    site = publish(purchasing, as_of=date(2026, 2, 1))
    assert "The manual as it stood on 1 February 2026" in site.words("/purchasing/")
    assert "Two people check." not in site.words("/purchasing/")
    assert "Every order is checked before it is sent." in site.words("/purchasing/")
    assert json.loads(site.text("build.json"))["as_of"] == "2026-02-01"


def test_moved_document_has_the_address_of_its_path(purchasing: Clone, publish: Publish) -> None:
    """After a move the page stands where the file stands, with the whole history."""
    (purchasing.path / "procedures/buying").mkdir()
    purchasing.git("mv", PATH, "procedures/buying/orders.md")
    purchasing.git("commit", "-q", "-m", "Move", day="2026-04-01")
    site = publish(purchasing)
    assert not site.holds("purchasing")
    assert 'id="revision-1"' in site.article("/buying/orders/")
