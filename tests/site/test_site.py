"""The site as a whole: its mode, its marks, its files."""

from __future__ import annotations

import csv
import gzip
import io
import json
import re
from datetime import date
from typing import TYPE_CHECKING

import pytest

from support import document
from support.sites import MKDOCS

if TYPE_CHECKING:
    from support import Build, Clone
    from support.sites import Publish, Tell

PATH = "procedures/purchasing.md"


def test_equal_input_gives_equal_bytes(purchasing: Clone, publish: Publish) -> None:
    """Two sites of one commit and day differ in `build.json` alone, which says when they were built."""
    purchasing.write("mkdocs.yml", MKDOCS + "site_url: https://manual.example/\n")
    purchasing.git("commit", "-q", "-a", "-m", "Name the site", day="2026-04-01")
    first = publish(purchasing).files()
    second = publish(purchasing).files()
    record = json.loads(first.pop("build.json"))
    second.pop("build.json")
    assert first == second
    assert record["mode"] == "controlled"
    assert record["commit"] == purchasing.git("rev-parse", "HEAD")
    assert date.fromisoformat(record["built_at"][:10])
    assert b"<lastmod>2026-11-23</lastmod>" in gzip.decompress(first["sitemap.xml.gz"])


def test_every_page_carries_commit_and_day(purchasing: Clone, publish: Publish) -> None:
    """Commit and day stand in the head of every page, also where the organization has its own templates."""
    purchasing.write("theme/main.html", "{% extends 'base.html' %}{% block extrahead %}{% endblock %}")
    settings = (
        (purchasing.path / "mkdocs.yml").read_text().replace("name: material", "name: material, custom_dir: theme")
    )
    purchasing.write("mkdocs.yml", settings)
    purchasing.git("add", ".")
    purchasing.git("commit", "-q", "-m", "Own theme", day="2026-04-01")
    site = publish(purchasing)
    commit = purchasing.git("rev-parse", "HEAD")
    pages = [name for name in site.files() if name.endswith(".html")]
    assert len(pages) > 20
    for name in pages:
        assert f'<meta name="qms-commit" content="{commit}"><meta name="qms-day" content="2026-11-23">' in site.text(
            name
        )


def test_mode_is_chosen_by_branch_and_work_tree(purchasing: Clone, publish: Publish) -> None:
    """A clean release branch gives a controlled site; a dirty work tree or another branch gives a preview."""
    banner = "Preview, not controlled"
    assert banner not in publish(purchasing).html("/purchasing/")
    purchasing.write(PATH, document("SOP-004", 3, body="Four people check.\n"))
    words = publish(purchasing).words("/purchasing/")
    assert banner in words
    assert "Four people check." in words
    assert "Merged today, revision 3 is issued and takes effect at once." in words
    controlled = publish(purchasing, mode="controlled").words("/purchasing/")
    assert "Two people check." in controlled
    purchasing.git("checkout", "-q", "-b", "better")
    purchasing.git("commit", "-q", "-a", "-m", "Better", day="2026-04-01")
    site = publish(purchasing)
    assert all(banner in site.html(address) for address in ("/", "/purchasing/", "/register/", "/rules/dc301/"))
    assert json.loads(site.text("build.json"))["mode"] == "preview"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (document("SOP-004", 2, body="Two people check.\n"), "This change does not touch the document"),
        (document("SOP-004", 3, effective="2027-01-01"), "takes effect on 1 January 2027."),
        (document("SOP-004", 3, status="draft"), "merging it publishes nothing"),
        (document("SOP-004", 2, body="Changed.\n"), "The text changed but the revision is still 2"),
        (document("SOP-004", 3, type="policy"), "takes effect once it is approved by: quality-manager."),
    ],
)
def test_preview_says_what_merging_does(tell: Tell, build: Build, publish: Publish, text: str, said: str) -> None:
    """The preview of a document says what happens to it when the change is merged."""
    story = tell({"types": {"procedure": {}, "policy": {"approvals": [{"role": "quality-manager"}]}}})
    story.entry("2026-01-05", {PATH: document("SOP-004")})
    story.entry("2026-03-01", {PATH: document("SOP-004", 2, body="Two people check.\n")})
    repository = build(story)
    repository.write(PATH, text)
    repository.write("procedures/other.md", document("SOP-005"))
    words = publish(repository, mode="preview").words("/purchasing/")
    assert said in words
    assert ("Changed text under revision 2: not in force." in words) == ("Changed." in words)


def test_register_has_machine_readable_twins(tell: Tell, build: Build, publish: Publish) -> None:
    """The master document list is a page, JSON and CSV, whose cells are no formulas."""
    story = tell()
    story.entry("2026-01-05", {PATH: document("SOP-004", title="=1+1")})
    story.entry("2026-02-05", {PATH: document("SOP-004", 2, title="=1+1", effective="2027-01-01")})
    site = publish(build(story))
    row = json.loads(site.text("register.json"))[0]
    assert (row["revision"], row["status"], row["next"]["revision"]) == ("1", "effective", "2")
    cells = next(csv.DictReader(io.StringIO(site.text("register.csv"))))
    assert cells["title"] == "'=1+1"
    assert cells["next_effective_on"] == "2027-01-01"
    assert "Revision 2, approved, 2027-01-01" in site.words("/register/")


def test_groups_clauses_control_and_rules_have_pages(tell: Tell, build: Build, publish: Publish) -> None:
    """Documents are found by department, process, type and clause, and control and rules are explained."""
    story = tell({"standards": ["iso9001:2015", "iso9001:2026"]})
    story.entry("2026-01-05", {PATH: document("SOP-004", department="stores", clauses=["iso9001:2015#8.4.1"])})
    others = ["4", "5", "6", "7", "8.3", "8.5", "8.6", "8.7", "9", "10"]
    story.entry("2026-01-06", {"procedures/whole.md": document("SOP-001", title="Whole", clauses=others)})
    site = publish(build(story))
    assert "Stores Document Revision Status Owner SOP-004 Purchasing 1" in site.words("/departments/")
    assert "SOP-004 Purchasing" in site.words("/processes/")
    assert "Procedure Document" in site.words("/types/")
    clauses = site.words("/clauses/")
    assert "ISO 9001:2015" in clauses
    assert "SOP-004 Purchasing (names ISO 9001:2015, 8.4.1)" in clauses
    assert "none needed: an accepted change is issued" in site.words("/control/")
    assert "DC301 changed-text-under-same-revision" in site.words("/rules/dc301/")
    assert 'href="dc301/"' in site.article("/rules/")


def test_site_asks_no_other_server(purchasing: Clone, publish: Publish) -> None:
    """No page loads a script, style, font or image from another place, nor names a component that asks the forge."""
    site = publish(purchasing)
    loaded = re.compile(
        r"<(?:script|img|iframe)[^>]+src=\"(?:https?:)?//|<link[^>]+rel=\"(?:stylesheet|preconnect)\"[^>]+//"
    )
    for name in (each for each in site.files() if each.endswith(".html")):
        html = site.text(name)
        assert not loaded.search(html), name
        assert "fonts.g" not in html
        assert 'data-md-component="source"' not in html


def test_outside_settings_are_complained_of(
    purchasing: Clone, publish: Publish, capfd: pytest.CaptureFixture[str]
) -> None:
    """A setting because of which readers would ask another server is named in a warning."""
    settings = (purchasing.path / "mkdocs.yml").read_text()
    purchasing.write("mkdocs.yml", f"{settings}extra_javascript: [https://cdn.example/x.js]\n")
    publish(purchasing)
    assert "extra_javascript fetches https://cdn.example/x.js" in capfd.readouterr().err


def test_old_copy_says_so(tell: Tell, build: Build, publish: Publish) -> None:
    """A page carries the day after which its copy is too old, where the policy sets a limit."""
    story = tell({"site": {"stale_after": "30 days"}})
    story.entry("2026-01-05", {PATH: document("SOP-004")})
    repository = build(story)
    assert 'data-qms-stale-on="2026-12-23"' in publish(repository).html("/purchasing/")
    assert 'data-qms-stale-on=""' in publish(repository, as_of=date(2026, 3, 1)).html("/purchasing/")
