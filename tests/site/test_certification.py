"""The page of the path to certification."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from support.duties import story_of_duties
from support.sites import MKDOCS

if TYPE_CHECKING:
    from support import Build, Story
    from support.sites import Publish, Tell

TODAY = date(2026, 6, 1)


def told(**policy: object) -> Story:
    """The story of duties, with a site."""
    story = story_of_duties(**policy)
    quiet = MKDOCS.replace("document-control]", "{document-control: {fail_on: never}}]")
    story.entry("2026-01-10", {"mkdocs.yml": quiet, ".gitignore": "/site/\n"})
    return story


def test_steps_and_challenges(build: Build, publish: Publish) -> None:
    """Each has its standing in words, figures with links, and what is next with its command."""
    site = publish(build(told()), today=TODAY)
    words = site.words("/certification/")
    assert "1. Gap analysis not begun Name the standard in qms.yml: standards: [iso9001:2026] ." in words
    assert "1 corrective action open, 1 of them overdue; 0 closed, 0 found effective. CA-2026-001" in words
    assert "Look at what is overdue for Kai Moen: 2. qms status --for kai.moen" in words
    assert "What this site does not show does not count here" in words
    page = site.article("/certification/")
    for address in (
        "../records/corrective-actions/CA-2026-001/",
        "../status/",
        "../records/improvement/",
        "#gap-analysis",
    ):
        assert f'href="{address}"' in page
    assert "Path to certification" in site.navigation()


def test_an_empty_manual(tell: Tell, build: Build, publish: Publish) -> None:
    """Where nothing is there each step says with what to begin."""
    story = tell({"standards": []})
    story.entry("2026-01-05", {"procedures/index.md": "---\ncontrolled: false\n---\n# Home\n"})
    words = publish(build(story)).words("/certification/")
    assert words.count("not begun") >= len("123456")
    assert 'Begin the first document. qms new procedure "TITLE"' in words


def test_what_is_restricted_does_not_count(build: Build, publish: Publish) -> None:
    """A restricted record is neither counted nor named."""
    story = told()
    path = "records/corrective-actions/CA-2026-001.yml"
    clone = build(story)
    text = (clone.path / path).read_text(encoding="utf-8")
    clone.write(path, text + "confidentiality: restricted\n")
    clone.git("commit", "-q", "-a", "-m", "Restricted", day="2026-02-01")
    page = publish(clone, today=TODAY).article("/certification/")
    assert "CA-2026-001" not in page
    assert "No corrective actions open" in page


def test_a_public_site_has_none(build: Build, publish: Publish) -> None:
    """What is missing is nobody's business outside."""
    site = publish(build(told(site={"audience": "public"})), today=TODAY)
    assert not site.holds("certification/index.html")
    assert "certification" not in site.navigation()
