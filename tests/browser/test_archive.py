"""Revisions of the past and lists of any day as people meet them: with and without a script, on a phone, on paper."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from support.eventful import eventful
from support.sites import MKDOCS, served

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser

PAST = "/later/revisions/1/"
PAGES = (PAST, "/a/revisions/2/", "/later/", "/telex/", "/as-of/", "/as-of/2026/", "/auditor/")
PALETTE = "extra: {generator: false}\n" + MKDOCS.replace(
    "theme: {name: material,",
    'theme: {name: material, font: false, palette: [{media: "(prefers-color-scheme: light)", scheme: default}, '
    '{media: "(prefers-color-scheme: dark)", scheme: slate}],',
)


def _built(folder: Path, mkdocs: str) -> Path:
    """The site of the manual to which everything happens, as of a day on which its future has not come."""
    eventful(mkdocs).build(folder)
    root = os.path.dirname(os.path.dirname(os.path.dirname(__file__)))  # noqa: PTH120 - as conftest.py
    environment = os.environ | {"PYTHONPATH": os.pathsep.join((root, os.path.join(root, "plugins")))}  # noqa: PTH118
    command = [sys.executable, "-m", "qms_docs", "build", "--as-of", "2026-09-20"]
    built = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    assert built.returncode == 0, built.stderr
    return folder / "site"


@pytest.fixture(scope="module")
def past(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where the site is served."""
    with served(_built(tmp_path_factory.mktemp("past") / "manual", PALETTE)) as where:
        yield where


@pytest.fixture(scope="module")
def share(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site that is read from a folder, without a server."""
    return _built(tmp_path_factory.mktemp("share") / "manual", f"{PALETTE}use_directory_urls: false\n")


def opened(browser: Browser, address: str, **settings: object) -> Page:
    """A page in a profile of its own, which fails at an error in the console or a request to another place."""
    page = browser.new_context(**settings).new_page()  # type: ignore[arg-type]
    start = address.partition("/as-of")[0].partition("/later")[0]
    page.on("request", lambda request: _refuse(request.url, start))
    page.on("pageerror", lambda error: _fail(str(error)))
    page.goto(address, wait_until="load")
    return page


def _refuse(url: str, start: str) -> None:
    host = start if start.startswith("file:") else re.match(r"[a-z]+://[^/]+", start)[0]  # type: ignore[index]
    assert url.startswith((host, "data:", "blob:")), url


def _fail(words: str) -> None:
    raise AssertionError(words)


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_everybody_can_use_them(browser: Browser, past: str, path: str, scheme: str) -> None:
    """axe-core finds no serious fault of accessibility (WCAG 2.2 AA), in light and in dark colours."""
    page = opened(browser, f"{past}{path}", color_scheme=scheme)
    results = Axe().run(page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]})
    serious = [
        (each["id"], [node["html"][:160] for node in each["nodes"]])
        for each in results.response["violations"]
        if each["impact"] in ("serious", "critical")
    ]
    page.context.close()
    assert serious == []


@pytest.mark.parametrize("path", PAGES)
def test_a_phone_shows_them_without_scrolling_sideways(browser: Browser, past: str, path: str) -> None:
    """At a width of 360 pixels nothing sticks out of the page."""
    page = opened(browser, f"{past}{path}", viewport={"width": 360, "height": 740})
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    page.context.close()


def test_the_mark_across_a_page_lets_readers_work(browser: Browser, past: str) -> None:
    """The mark is seen, catches no click, and is nothing that a screen reader reads or somebody copies."""
    page = opened(browser, f"{past}{PAST}")
    mark = page.locator(".qms-watermark")
    assert mark.evaluate("each => getComputedStyle(each, '::before').content") == '"Superseded"'
    assert mark.evaluate("each => getComputedStyle(each).pointerEvents") == "none"
    assert mark.get_attribute("aria-hidden") == "true"
    page.locator(".qms-archive a").click()
    expect(page).to_have_url(f"{past}/later/")
    page.context.close()


def test_the_mark_stands_on_paper(browser: Browser, past: str) -> None:
    """On paper the mark is there, and the head of each page says that the revision is superseded."""
    page = opened(browser, f"{past}{PAST}")
    page.emulate_media(media="print")
    assert page.locator(".qms-watermark").evaluate("each => getComputedStyle(each).position") == "fixed"
    expect(page.locator(".qms-watermark")).to_be_visible()
    expect(page.locator(".qms-sheet__head")).to_contain_text("Superseded on 1 May 2026.")
    page.context.close()


def test_search_does_not_find_the_past(browser: Browser, past: str) -> None:
    """The id of a document leads to its page and to no page of a revision."""
    page = opened(browser, f"{past}/")
    search = page.get_by_role("textbox", name="Search")
    search.click()
    search.press_sequentially("SOP-003")
    expect(page.locator(".md-search-result__link").first).to_have_attribute("href", re.compile("later/"))
    expect(page.locator(".md-search-result__link[href*='revisions']")).to_have_count(0)
    page.context.close()


def rows(page: Page) -> list[str]:
    """The lines of the list that are seen."""
    return [" ".join(each.split()) for each in page.locator("[data-qms-lines] tbody tr:visible").all_inner_texts()]


def test_a_day_is_picked(browser: Browser, past: str) -> None:
    """Picking a day leads to the list of that day and no other line, from which a link leads to the text."""
    page = opened(browser, f"{past}/as-of/")
    page.get_by_label("Day", exact=True).fill("2026-03-12")
    page.get_by_role("button", name="Show the list of this day").click()
    expect(page).to_have_url(f"{past}/as-of/2026/?day=2026-03-12")
    expect(page.get_by_role("status")).to_have_text("8 documents on 12 March 2026.")
    assert len(rows(page)) == 8
    assert any(each.startswith("SOP-003 Later 1 effective 2026-02-20") for each in rows(page))
    page.get_by_label("Day", exact=True).fill("2026-06-05")
    page.get_by_role("button", name="Show the list of this day").click()
    expect(page.get_by_role("status")).to_have_text("8 documents on 5 June 2026.")
    assert any(each.startswith("SOP-003 Sooner 4 effective") for each in rows(page))
    page.get_by_role("link", name=re.compile("SOP-003")).first.click()
    expect(page).to_have_url(f"{past}/later/revisions/4/")
    page.context.close()


def test_a_day_before_and_after_everything(browser: Browser, past: str) -> None:
    """A day before the first document has an empty list, one long after the last change what is known today."""
    page = opened(browser, f"{past}/as-of/2026/?day=2019-01-01")
    expect(page.get_by_role("status")).to_have_text("0 documents on 1 January 2019.")
    page.goto(f"{past}/as-of/2026/?day=2030-01-01")
    expect(page.get_by_role("status")).to_have_text("10 documents on 1 January 2030.")
    for none in ("%3Cscript%3E", "2026-99-99", ""):
        page.goto(f"{past}/as-of/2026/?day={none}")
        expect(page.get_by_role("status")).to_have_text("")
    page.context.close()


def test_a_page_of_the_past_leads_to_what_stood_beside_it(browser: Browser, past: str) -> None:
    """The link to the last day on which a revision was in force opens the list of that day."""
    page = opened(browser, f"{past}{PAST}")
    page.get_by_role("link", name="What was in force beside it on 30 April 2026").click()
    expect(page.get_by_role("status")).to_have_text("8 documents on 30 April 2026.")
    page.context.close()


def test_a_share_without_a_server_works_as_well(browser: Browser, share: Path) -> None:
    """From a folder, by file names, a day is picked and its texts are read."""
    page = opened(browser, f"file://{share}/as-of/index.html")
    page.get_by_label("Day", exact=True).fill("2026-03-12")
    page.get_by_role("button", name="Show the list of this day").click()
    expect(page.get_by_role("status")).to_have_text("8 documents on 12 March 2026.")
    page.get_by_role("link", name=re.compile("SOP-003")).first.click()
    expect(page.locator(".qms-archive")).to_contain_text("Superseded on 1 May 2026: not in force")
    page.context.close()


def test_nothing_needs_a_script(browser: Browser, past: str) -> None:
    """Without JavaScript no form is offered that does nothing; years, lines with their days and texts are there."""
    page = opened(browser, f"{past}/as-of/", java_script_enabled=False)
    expect(page.locator("[data-qms-days]")).to_be_hidden()
    page.get_by_role("link", name="2026").first.click()
    expect(page.locator("[data-qms-lines]")).to_contain_text("2026-02-19")
    expect(page.locator("#changes + ul li").first).to_contain_text("5 January 2026")
    page.goto(f"{past}{PAST}")
    expect(page.locator(".qms-watermark")).to_be_visible()
    expect(page.locator(".qms-archive")).to_contain_text("not in force")
    page.context.close()
