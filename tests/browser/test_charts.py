"""Charts as people meet them: in light and dark colours, on a phone, on paper, and read aloud."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from axe_playwright_python.sync_playwright import Axe

from mkdocs_document_control.generator import MkDocsGenerator
from support.audits import audit
from support.improving import (
    complaint,
    improving,
    nonconformity,
    objective,
    outlook,
    record,
    supplier,
    years_of_records,
)
from support.sites import MKDOCS, TODAY, served

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser

IMPROVEMENT, OBJECTIVE = "/records/improvement/", "/records/objectives/OBJ-2025-001/"
PAGES = (
    *("/", "/status/", IMPROVEMENT, OBJECTIVE, "/records/objectives/", "/records/risks/", "/records/suppliers/"),
    *("/records/equipment/", "/records/complaints/", "/records/satisfaction/", "/records/suppliers/SUP-2025-001/"),
)
LONG = "/records/nonconformities/NC-2026-900/", "/records/context/parties/", "/records/audits/AUD-2026-900/papers/"
"""What is told here has a word of thousands of letters in it."""
_WORD = "W" * 3000
_PALETTE = (
    '{name: material, palette: [{scheme: default, media: "(prefers-color-scheme: light)"}, '
    '{scheme: slate, media: "(prefers-color-scheme: dark)"}]}'
)


def _files() -> dict[str, str]:
    files = years_of_records(40)
    files |= dict([
        objective(1), outlook("RSK", 1, 4, 4), outlook("RSK", 2, 5, 5), outlook("OPP", 1, 2, 3),
        supplier(1, ("2025-01-10", 4, "A"), ("2026-07-03", 2, "C")), complaint(1, "2026-10-01", "2026-10-04"),
        record("EQ-2025-001", "Gauge", "2025-01-03", "in use", description="Gauge", serial="S1", range="0 to 5 mm",
               interval="12 months", acceptance="1 %"),
    ])  # fmt: skip
    months = "".join(f"2026-{month:02},{80 + 2 * month},Report,ola.nord,2026-11-02,\n" for month in range(1, 11))
    files["records/objectives/OBJ-2025-001.csv"] = f"period,value,source,by,on,comment\n{months}"
    asked = "period,method,n,score,comment\n2025-H2,survey,41,4.2,Praise\n2026-H1,survey,44,4.4,\n"
    files["records/satisfaction/SAT-2025-001.csv"] = asked
    row = "2026-01-19,Nord,N2,in tolerance,in tolerance,pass,2027-01-19,\n"
    head = "date,provider,certificate,as_found,as_left,result,next_due,impact_assessment\n"
    files["records/equipment/EQ-2025-001.csv"] = head + row
    return files


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where the site of an organization with some years of records is served."""
    story = improving(_files())
    mkdocs = MKDOCS.replace("document-control]", "{document-control: {fail_on: never}}]")
    mkdocs = mkdocs.replace("{name: material, features: [content.action.edit]}", _PALETTE)
    # What the theme says of itself in the foot has too little contrast in dark colours, and is no chart of ours.
    story.entry("2026-11-02", {"mkdocs.yml": f"{mkdocs}extra: {{generator: false}}\n"})
    clone = story.build(tmp_path_factory.mktemp("charts") / "manual")
    configuration = clone.path / "mkdocs.yml"
    MkDocsGenerator().build(configuration, mode=None, as_of=None, strict=False, today=TODAY)
    with served(clone.path / "site") as where:
        yield where


@pytest.fixture(scope="module")
def wordy(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where a site is served whose records have a word of thousands of letters in them."""
    files = dict([nonconformity(900, "2026-10-01", description=_WORD)])
    party = f"{{party: customers, requirement: {_WORD}, addressed_in: []}}"
    files["records/context/parties.yml"] = f"interested_parties: [{party}]\n"
    planned = audit("AUD-2026-900", "planned", ["production"], ["SOP-001@1"], more="dates: [2026-12-20]\n")
    files["records/audits/AUD-2026-900.yml"] = planned.replace("Everything of it.", _WORD)
    clone = improving(files).build(tmp_path_factory.mktemp("wordy") / "manual")
    MkDocsGenerator().build(clone.path / "mkdocs.yml", mode=None, as_of=None, strict=False, today=TODAY)
    with served(clone.path / "site") as where:
        yield where


@pytest.fixture
def phone(browser: Browser) -> Iterator[Page]:
    """A page as wide as a telephone."""
    context = browser.new_context(viewport={"width": 390, "height": 844})
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_everybody_can_use_them(browser: Browser, address: str, scheme: str) -> None:
    """axe-core finds no fault of accessibility (WCAG 2.2 AA), in light and in dark colours."""
    context = browser.new_context(color_scheme=scheme)  # type: ignore[arg-type]
    page = context.new_page()
    options = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
    for path in PAGES:
        page.goto(address + path, wait_until="load")
        assert page.locator("svg.qms-chart").count() > 0, path
        found = Axe().run(page, options=options)
        assert [(path, each["id"], each["nodes"][0]["html"]) for each in found.response["violations"]] == []
    context.close()


def test_they_have_the_colour_of_the_text(browser: Browser, address: str) -> None:
    """In dark colours bars are as light as the text, on paper as black."""
    context = browser.new_context(color_scheme="dark")
    page = context.new_page()
    page.goto(address + IMPROVEMENT, wait_until="load")
    asked = """() => {
      const bar = document.querySelector("svg.qms-chart rect[fill]");
      return [getComputedStyle(bar).fill, getComputedStyle(document.querySelector("article p")).color];
    }"""
    bar, text = page.evaluate(asked)
    assert bar == text
    page.emulate_media(media="print")
    assert page.evaluate(asked)[0] == "rgb(0, 0, 0)"
    context.close()


def test_a_phone_shows_them_whole(phone: Page, address: str) -> None:
    """No page scrolls sideways, no chart is wider than the screen, and its letters can be read."""
    for path in PAGES:
        phone.goto(address + path, wait_until="load")
        assert phone.evaluate("document.documentElement.scrollWidth") <= 390, path
        for box in phone.evaluate(
            """() => [...document.querySelectorAll("svg.qms-chart")].map(
                 each => [each.getBoundingClientRect().right, each.getBoundingClientRect().width / 360])"""
        ):
            assert box[0] <= 390, path
            assert box[1] >= 0.8, path


@pytest.mark.parametrize("width", [390, 1280])
def test_long_words_do_not_widen_a_page(browser: Browser, wordy: str, width: int) -> None:
    """A word of thousands of letters is broken where a line ends, and no page scrolls sideways for it."""
    page = browser.new_context(viewport={"width": width, "height": 844}).new_page()
    for path in LONG:
        answer = page.goto(wordy + path, wait_until="load")
        assert answer is not None
        assert answer.ok, path
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path


def test_words_are_not_cut_off(phone: Page, address: str) -> None:
    """With the fonts of this machine every word of a chart lies inside of it."""
    for path in PAGES:
        phone.goto(address + path, wait_until="load")
        outside = phone.evaluate(
            """() => [...document.querySelectorAll("svg.qms-chart text")].filter(each => {
                 const word = each.getBoundingClientRect(), chart = each.ownerSVGElement.getBoundingClientRect();
                 return word.left < chart.left - 1 || word.right > chart.right + 1
                     || word.top < chart.top - 2 || word.bottom > chart.bottom + 2;
               }).map(each => each.textContent)"""
        )
        assert outside == [], path


def test_words_do_not_cover_each_other(phone: Page, address: str) -> None:
    """No two words of a chart stand in one place."""
    for path in PAGES:
        phone.goto(address + path, wait_until="load")
        covered = phone.evaluate(
            """() => [...document.querySelectorAll("svg.qms-chart")].flatMap(chart => {
                 const words = [...chart.querySelectorAll("text")].map(
                   each => [each.textContent, each.getBoundingClientRect()]);
                 return words.flatMap(([one, a], place) => words.slice(place + 1).filter(([, b]) =>
                   Math.min(a.right, b.right) - Math.max(a.left, b.left) > 1
                   && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 4).map(([other]) => [one, other]));
               })"""
        )
        assert covered == [], path


def test_without_a_script_they_are_the_same(browser: Browser, address: str) -> None:
    """Charts and tables need no script."""
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address + OBJECTIVE, wait_until="load")
    assert page.locator("svg.qms-chart title").text_content() == (
        "OBJ-2025-001 On time 1: measured values against the target"
    )
    assert page.locator(".qms-chart-numbers tbody tr").count() == 10
    context.close()
