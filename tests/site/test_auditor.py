"""The questions that auditors ask, with places that really answer them."""

from __future__ import annotations

import posixpath
import re
from typing import TYPE_CHECKING

from support import document, organization_file
from support.sites import MKDOCS

if TYPE_CHECKING:
    from support import Build, Clone
    from support.sites import Publish, Tell

WELCOME = {"procedures/index.md": "---\ncontrolled: false\n---\n# Welcome\n"}


def test_every_link_leads_to_what_answers(purchasing: Clone, publish: Publish) -> None:
    """Each page and each anchor to which a question leads is there."""
    site = publish(purchasing)
    article = site.article("/auditor/")
    links = set(re.findall(r'<li><a href="([^"]+)"', article))
    assert len(links) > 8
    for link in links:
        path, _, anchor = link.partition("#")
        page = posixpath.normpath(posixpath.join("auditor", path))
        html = site.html("/" if page == "." else page)
        assert not anchor or f'id="{anchor}"' in html, link


def test_questions_are_those_that_the_manual_answers(tell: Tell, build: Build, publish: Publish) -> None:
    """Without approvals, standards and processes nobody is sent to pages that say nothing about them."""
    story = tell()
    story.entry("2026-01-05", {"procedures/a.md": document("SOP-001")})
    bare = publish(build(story, "bare")).words("/auditor/")
    # There is no document yet, and so nothing for what the standard requires (CL103).
    unfinished = MKDOCS.replace("document-control]", "{document-control: {fail_on: never}}]")
    types = {"procedure": {"approvals": [{"role": "quality-manager"}]}}
    told = tell({"standards": ["iso9001:2015"], "types": types}, mkdocs=unfinished)
    told.entry("2026-01-05", {"records/organization.yml": organization_file()})
    processes = "processes:\n  - {id: buying, title: Buying, owner: quality-manager}\n"
    told.entry("2026-01-06", {"records/processes.yml": processes, **WELCOME})
    full = publish(build(told, "full")).words("/auditor/")
    asked = ("were they authorized then?", "which clause of the standard?", "How far do you meet the standard")
    for words in (*asked, "What are the processes"):
        assert words in full, words
        assert words not in bare, words
    assert "Which revision of a document is in force today" in bare
    assert "qms answers ID" in full


def test_a_site_without_archive_promises_none(tell: Tell, build: Build, publish: Publish) -> None:
    """What the settings of the site leave out is named by no answer."""
    told = {}
    for option in ("archive: none, redlines: none", "archive: all, redlines: 1"):
        story = tell(mkdocs=MKDOCS.replace("document-control]", f"{{document-control: {{{option}}}}}]"))
        story.entry("2026-01-05", {"procedures/a.md": document("SOP-001")})
        told[option[9:12]] = publish(build(story, option[9:12])).words("/auditor/")
    for words in ("What did the former revision say", "leads to a comparison", "the page of the revision on the paper"):
        assert words in told["all"], words
        assert words not in told["non"], words


def test_a_manual_of_nothing_has_its_questions(tell: Tell, build: Build, publish: Publish) -> None:
    """Where no document is in force yet, the questions name none."""
    story = tell()
    story.entry("2026-01-05", WELCOME)
    site = publish(build(story))
    assert "for instance" not in site.words("/auditor/")
    assert 'href="../auditor/"' in site.navigation("/register/") or 'href="../auditor/"' in site.navigation("/control/")
