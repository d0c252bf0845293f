"""What is not for the readers of the site is nowhere on it (settled.md 22)."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from support import document

if TYPE_CHECKING:
    import pytest

    from support import Build
    from support.sites import Publish, Tell

HIDDEN = "The lock opens with Zaphod."
SUMMARY = {"class": "major", "summary": "The code Zaphod is new.", "reason": "Break-in of Zaphod."}


def test_restricted_document_is_id_and_title(tell: Tell, build: Build, publish: Publish) -> None:
    """Of a restricted document the site has id and title, and not a word of text, history or files."""
    story = tell()
    path, body = "procedures/locks.md", f"{HIDDEN} ![Plan Zaphod](plan.png)\n"
    story.entry(
        "2026-01-05",
        {
            path: document("SOP-009", title="Locks", confidentiality="restricted", body=body),
            "procedures/plan.png": b"plan Zaphod",
            "procedures/a.md": document("SOP-001"),
        },
    )
    second = document("SOP-009", 2, title="Locks", confidentiality="restricted", change=SUMMARY, body=body)
    story.entry("2026-02-05", {path: second})
    site = publish(build(story))
    assert "This document is restricted" in site.words("/locks/")
    assert "SOP-009" in site.words("/register/")
    assert "Zaphod" not in site.text("search/search_index.json")
    assert site.files_with("Zaphod") == []
    assert not site.holds("plan.png")
    row = next(each for each in json.loads(site.text("register.json")) if each["id"] == "SOP-009")
    assert {key for key, value in row.items() if value is not None} == {"id", "title"}


def test_public_site_says_what_it_leaves_out(
    tell: Tell, build: Build, publish: Publish, capfd: pytest.CaptureFixture[str]
) -> None:
    """Whoever builds a public site is told how many documents do not say that they are public."""
    story = tell({"site": {"audience": "public"}})
    story.entry("2026-01-05", {"procedures/a.md": document("SOP-001"), "procedures/b.md": document("SOP-002")})
    repository = build(story)
    publish(repository)
    assert "leaves out 2 of 2 documents, which do not say `confidentiality: public`" in capfd.readouterr().err


def test_document_that_is_to_become_restricted_is_withheld(tell: Tell, build: Build, publish: Publish) -> None:
    """A document whose next revision is restricted shows no text from the day on which that is known."""
    story = tell()
    path = "procedures/locks.md"
    story.entry("2026-01-05", {path: document("SOP-009", title="Locks", body=HIDDEN)})
    closed = document("SOP-009", 2, title="Locks", confidentiality="restricted", effective="2027-01-01", body=HIDDEN)
    story.entry("2026-02-05", {path: closed})
    assert publish(build(story)).files_with("Zaphod") == []


def test_past_restricted_revision_tells_nothing(tell: Tell, build: Build, publish: Publish) -> None:
    """The history of a document that was restricted once leaves out what was said then."""
    story = tell()
    path = "procedures/locks.md"
    story.entry("2026-01-05", {path: document("SOP-009", title="Locks")})
    story.entry("2026-02-05", {path: document("SOP-009", 2, confidentiality="restricted", change=SUMMARY)})
    story.entry("2026-03-05", {path: document("SOP-009", 3, title="Locks", body="Ask the storekeeper.\n")})
    site = publish(build(story))
    assert "Ask the storekeeper." in site.words("/locks/")
    assert 'id="revision-2"' in site.article("/locks/")
    assert site.files_with("Zaphod") == []


def test_public_site_shows_public_documents_alone(tell: Tell, build: Build, publish: Publish) -> None:
    """A public site does not even name what is not public; a link to it becomes words."""
    story = tell({"site": {"audience": "public"}})
    body = "See [the locks](SOP-009), [[SOP-009]] and [again](locks.md).\n"
    story.entry(
        "2026-01-05",
        {
            "procedures/locks.md": document("SOP-009", title="Hidden locks", body=HIDDEN),
            "procedures/a.md": document("SOP-001", title="Orders", confidentiality="public", body=body),
        },
    )
    site = publish(build(story))
    assert "See the locks (not on this site)" in site.words("/a/")
    assert not site.holds("locks")
    assert site.files_with("Zaphod") == []
    assert site.files_with("Hidden locks") == []
    assert [each["id"] for each in json.loads(site.text("register.json"))] == ["SOP-001"]
