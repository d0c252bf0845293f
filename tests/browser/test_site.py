"""The published site as people meet it: in a browser, by keyboard, without a script, on a phone and on paper."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

    from conftest import Watched

pytestmark = pytest.mark.browser

PAGES = (
    "/",
    "/management/quality-manual/",
    "/purchasing/purchasing-and-suppliers/",
    "/sales/prices/",
    "/sales/telex/",
    "/sales/web-shop/",
    "/register/",
    "/departments/",
    "/processes/",
    "/types/",
    "/clauses/",
    "/gap/",
    "/certification/",
    "/principles/",
    "/principles/process-approach/",
    "/records/processes/",
    "/records/processes/purchasing/",
    "/records/training/competence/",
    "/records/training/competence/roles/buyer/",
    "/control/",
    "/rules/",
    "/rules/dc301/",
)
SCHEMES = ("light", "dark")
PURCHASING = Path(__file__).parents[2] / "procedures" / "purchasing" / "purchasing-and-suppliers.md"
REVISION = PURCHASING.read_text(encoding="utf-8").partition("\nrevision: ")[2].partition("\n")[0]


@pytest.mark.parametrize("path", PAGES)
def test_a_page_loads_without_error_and_asks_nobody_else(watched: Watched, path: str) -> None:
    """No page has an error in the console or makes a request to another place."""
    watched.open(path)
    assert watched.errors == []
    assert watched.elsewhere == []


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("scheme", SCHEMES)
def test_a_page_can_be_used_by_everybody(watched: Watched, path: str, scheme: str) -> None:
    """axe-core finds no serious fault of accessibility (WCAG 2.2 AA), in light and in dark colours."""
    watched.page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    page = watched.open(path)
    results = Axe().run(page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]})
    serious = [
        (each["id"], [node["html"][:160] for node in each["nodes"]])
        for each in results.response["violations"]
        if each["impact"] in ("serious", "critical")
    ]
    assert serious == []


def test_the_path_breaks_no_word(watched: Watched) -> None:
    """Beside sentences of any length the names of steps and challenges stand in whole words."""
    page = watched.open("/certification/")
    page.set_viewport_size({"width": 1280, "height": 900})
    torn = page.locator(".qms-sheet table tbody th a").evaluate_all(
        "all => all.filter(a => a.getClientRects().length > a.textContent.trim().split(/\\s+/).length)"
        ".map(a => a.textContent)"
    )
    assert torn == []


def test_a_document_stands_under_its_control_header(watched: Watched) -> None:
    """The header names id, revision, status, effective date, owner, next review and commit; the history follows."""
    page = watched.open("/purchasing/purchasing-and-suppliers/")
    header = page.locator(".qms-header")
    for words in ("SOP-004", "Revision", "In force since 5 January 2026", "Purchasing manager", "Next review"):
        expect(header).to_contain_text(words)
    expect(page.locator(f"#revision-{REVISION}")).to_contain_text("Ann Berg")


def test_an_obsolete_document_says_so_and_names_its_successor(watched: Watched) -> None:
    """The address of an obsolete document shows a notice with a link to its successor, and no text."""
    page = watched.open("/sales/telex/")
    expect(page.locator("article")).to_contain_text("no longer")
    expect(page.get_by_role("link", name=re.compile("SOP-009")).first).to_be_visible()
    expect(page.locator("article")).not_to_contain_text("Orders are looked at before")


def test_a_revision_to_come_is_announced_and_not_shown(watched: Watched) -> None:
    """A document whose first revision has a day in the future says when it takes effect, and shows no text."""
    page = watched.open("/sales/web-shop/")
    expect(page.locator("article")).to_contain_text("1 January 2099")
    expect(page.locator("article")).not_to_contain_text("Orders are looked at before")


def test_the_master_document_list_can_be_filtered_and_sorted(watched: Watched) -> None:
    """Words narrow the list down, and a click on a head sorts it."""
    page = watched.open("/register/")
    rows = page.locator("#register tbody tr")
    everything = rows.count()
    page.get_by_label("Filter").fill("purchasing and suppliers")
    expect(rows.locator("visible=true")).to_have_count(1)
    page.get_by_label("Filter").fill("")
    expect(rows.locator("visible=true")).to_have_count(everything)
    page.get_by_role("button", name="Title").click()
    titles = [text.strip() for text in page.locator("#register tbody tr td:nth-of-type(1)").all_inner_texts()]
    assert titles == sorted(titles, key=str.casefold)


def test_the_master_document_list_can_be_downloaded(watched: Watched) -> None:
    """CSV and JSON stand beside the list and hold every document."""
    page = watched.open("/register/")
    json = page.request.get(f"{watched.address}/register.json").json()
    csv = page.request.get(f"{watched.address}/register.csv").text()
    assert [row["id"] for row in json] == [line.split(",")[0] for line in csv.splitlines()[1:]]
    assert page.locator("#register tbody tr").count() == len(json)


def test_search_finds_a_document_by_its_id_and_no_obsolete_one(watched: Watched) -> None:
    """The id of a document leads to it; what is obsolete is not found."""
    page = watched.open("/")
    search = page.get_by_role("textbox", name="Search")
    search.click()
    search.press_sequentially("SOP-004")
    first = page.locator(".md-search-result__link").first
    expect(first).to_contain_text("Purchasing and suppliers")
    search.fill("")
    search.press_sequentially("orders by telex")
    expect(page.locator(".md-search-result__link[href*='/telex/']")).to_have_count(0)
    expect(page.locator(".md-search-result__meta")).not_to_contain_text("Type to start")


def _tab_through(page: Page, times: int) -> list[str]:
    """What has the focus after each press of Tab."""
    what = "document.activeElement.tagName + ':' + (document.activeElement.innerText || document.activeElement.id)"
    reached = []
    for _ in range(times):
        page.keyboard.press("Tab")
        reached.append(str(page.evaluate(what)).strip())
    return reached


def test_the_keyboard_reaches_links_and_controls(watched: Watched) -> None:
    """Tab leads through the links into the tools of the list."""
    reached = _tab_through(watched.open("/register/"), 45)
    for wanted in ("INPUT:qms-filter-words", "BUTTON:Title", "A:CSV", "A:Nonconformity report form"):
        assert wanted in reached


def test_the_first_stop_of_the_keyboard_skips_the_menu(watched: Watched) -> None:
    """On a page with sections the first Tab offers to skip to the content."""
    assert _tab_through(watched.open("/purchasing/purchasing-and-suppliers/"), 1) == ["A:Skip to content"]


def test_nothing_needs_a_script_to_be_read(browser: Browser, address: str) -> None:
    """Without JavaScript the text, the header and the whole list are there."""
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}/purchasing/purchasing-and-suppliers/")
    expect(page.locator(".qms-header")).to_be_visible()
    expect(page.locator("h2#procedure")).to_be_visible()
    page.goto(f"{address}/register/")
    expect(page.locator("#register tbody tr").first).to_be_visible()
    context.close()


@pytest.mark.parametrize("path", PAGES)
def test_a_phone_shows_a_page_without_scrolling_sideways(browser: Browser, address: str, path: str) -> None:
    """At a width of 360 pixels nothing sticks out of the page."""
    context = browser.new_context(viewport={"width": 360, "height": 740})
    page = context.new_page()
    page.goto(f"{address}{path}", wait_until="networkidle")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    context.close()


def test_every_printed_page_carries_header_and_footer(watched: Watched, tmp_path: Path) -> None:
    """On paper each page names id, revision and status, and says that it is uncontrolled and when it was printed."""
    page = watched.open("/purchasing/purchasing-and-suppliers/")
    page.emulate_media(media="print")
    printed = tmp_path / "page.pdf"
    page.pdf(path=str(printed), format="A4")
    content = printed.read_bytes()
    pages = len(re.findall(rb"/Type\s*/Page\b(?!s)", content))
    assert pages > 1
    heads = page.locator(".qms-sheet__head")
    assert heads.evaluate("each => getComputedStyle(each).display") == "table-header-group"
    feet = page.locator(".qms-sheet__foot")
    assert feet.evaluate("each => getComputedStyle(each).display") == "table-footer-group"
    for words in ("SOP-004", f"Revision {REVISION}", "In force since"):
        expect(heads).to_contain_text(words)
    expect(feet).to_contain_text("Uncontrolled when printed")
    expect(feet).to_contain_text("Printed on")
    assert page.locator(".md-header").evaluate("each => getComputedStyle(each).display") == "none"


def test_a_copy_that_is_too_old_says_so(browser: Browser, address: str) -> None:
    """After the age that the policy allows, every page says that it may be out of date."""
    context = browser.new_context()
    page = context.new_page()
    page.clock.install(time="2099-01-01T12:00:00Z")
    page.goto(f"{address}/purchasing/purchasing-and-suppliers/")
    expect(page.locator(".qms-stale")).to_be_visible()
    context.close()


def test_edit_links_lead_to_the_file_on_the_forge(watched: Watched) -> None:
    """The edit link of a page names the file in its folder on the release branch."""
    page = watched.open("/purchasing/purchasing-and-suppliers/")
    link = page.locator("a[rel=edit], a.md-content__button").first
    address = re.compile(r"/edit/main/procedures/purchasing/purchasing-and-suppliers\.md$")
    expect(link).to_have_attribute("href", address)


def test_a_wide_table_scrolls_by_itself_and_prints_whole(browser: Browser, address: str, watched: Watched) -> None:
    """On a phone the table alone moves sideways, by keyboard too; on paper nothing of it is cut off."""
    phone = browser.new_page(viewport={"width": 390, "height": 800})
    phone.goto(f"{address}/sales/prices/", wait_until="networkidle")
    frame = phone.get_by_role("region", name="Prices of light meters")
    assert frame.evaluate("each => each.scrollWidth > each.clientWidth + 100")
    frame.focus()
    phone.keyboard.press("ArrowRight")
    phone.wait_for_function("document.querySelector('.data-table').scrollLeft > 0")
    phone.close()
    page = watched.open("/sales/prices/")
    page.set_viewport_size({"width": 700, "height": 900})
    page.emulate_media(media="print")
    wide = "document.querySelector('.data-table-cells').getBoundingClientRect().right <= document.body.clientWidth"
    assert page.evaluate(wide)
    assert page.locator(".data-table").evaluate("each => getComputedStyle(each).overflowX") == "visible"
    expect(page.locator(".data-table-edit")).to_be_hidden()
    expect(page.get_by_role("columnheader", name="Price in NOK")).to_be_visible()
