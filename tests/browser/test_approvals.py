"""Approvals as people meet them: on a phone, in the dark, with a screen reader and on paper."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from axe_playwright_python.sync_playwright import Axe

from mkdocs_document_control.generator import MkDocsGenerator
from support import Story, document
from support.desk import Desk
from support.sites import MKDOCS, TODAY, served

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser

pytestmark = pytest.mark.browser

ROLES = ("quality-manager", "purchasing-manager", "buyer", "storekeeper")
LONG = "Wolfeschlegelsteinhausenbergerdorffwelchevoralternwaren-Berg"
NAMES = ("Cid Dahl", LONG, "Kai Moen", "Mona Lie")
PATH = "procedures/purchasing.md"
PAGES = ("/", "/purchasing/", "/control/", "/register/")
SETTINGS = MKDOCS.replace("document-control]", "{document-control: {fail_on: never}}]").replace(
    "theme: {", "extra: {generator: false}\ntheme: {palette: [{media: '(prefers-color-scheme: dark)', scheme: slate}], "
)


@pytest.fixture(scope="module")
def approved(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where the site of a manual is served with four approvals, a forged one, long names and what waits."""
    desk = Desk(tmp_path_factory.mktemp("keys"))
    story = Story()
    kind = {"approvals": [{"role": role} for role in ROLES], "evidence": "signed"}
    story.policy("2026-01-01", {"types": {"procedure": kind}})
    story.entry("2026-01-01", {"mkdocs.yml": SETTINGS, ".gitignore": "/site/\n", "procedures/index.md": "# Welcome\n"})
    people = {name: [role] for name, role in zip(NAMES, ROLES, strict=True)} | {"Per Haug": ["quality-manager"]}
    story.entry("2026-01-02", {"records/organization.yml": desk.organization(people)})
    first, second = document("SOP-004", body="Look twice.\n\n" * 60), document("SOP-004", 2)
    story.entry("2026-01-05", {PATH: first})
    given: dict[str, str] = {}
    for name, role in zip(NAMES, ROLES, strict=True):
        given |= desk.approval(first, name, role, "2026-01-06T10:00:00Z")
    forged = desk.approval(first, "Per Haug", "quality-manager", "2026-01-06T10:00:00Z", key="Kai Moen")
    story.entry("2026-01-07", given | forged)
    story.entry("2026-11-05", {PATH: second})
    repository = story.build(tmp_path_factory.mktemp("browser") / "approved")
    MkDocsGenerator().build(repository.path / "mkdocs.yml", mode=None, as_of=None, strict=False, today=TODAY)
    with served(repository.path / "site") as where:
        yield where


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_approvals_can_be_read_by_everybody(browser: Browser, approved: str, path: str, scheme: str) -> None:
    """axe-core finds no serious fault of accessibility (WCAG 2.2 AA), in light and in dark colours."""
    context = browser.new_context(color_scheme=scheme)  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(approved + path, wait_until="networkidle")
    results = Axe().run(page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]})
    context.close()
    serious = [each["id"] for each in results.response["violations"] if each["impact"] in ("serious", "critical")]
    assert serious == []


@pytest.mark.parametrize("path", PAGES)
def test_no_name_or_key_is_too_long_for_a_phone(browser: Browser, approved: str, path: str) -> None:
    """Whatever a name or the fingerprint of a key is, a page is no wider than a phone."""
    context = browser.new_context(viewport={"width": 360, "height": 780})
    page = context.new_page()
    page.goto(approved + path)
    wide = page.evaluate("document.documentElement.scrollWidth")
    context.close()
    assert wide <= 360


def test_head_of_a_printed_page_stays_small(browser: Browser, approved: str) -> None:
    """At the head of each printed page approvals take two lines, the day and the evidence unabridged."""
    context = browser.new_context(viewport={"width": 680, "height": 960})
    page = context.new_page()
    page.goto(approved + "/purchasing/")
    page.emulate_media(media="print")
    lines = page.locator(".qms-running-approvals li")
    heights = [each.bounding_box() for each in lines.all()]
    said = lines.all_inner_texts()
    proofs = [each.bounding_box() for each in page.locator(".qms-running-approvals li > span:last-child").all()]
    context.close()
    assert len(said) == 2
    assert "6 January 2026, signature verified; and 2 more" in said[1]
    assert all(box and box["height"] < 20 for box in heights)
    assert all(box and box["x"] + box["width"] <= 680 for box in proofs)
