"""Registers and pages of records as people meet them: with and without a script, on a phone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.browser

REGISTER, RECORD = "/records/nonconformities/", "/records/corrective-actions/CA-2026-001/"
PAGES = ("/records/", REGISTER, RECORD, "/records/nonconformities/NC-2026-002/")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", PAGES)
def test_everybody_can_use_them(browser: Browser, address: str, path: str, scheme: str) -> None:
    """axe-core finds no fault of accessibility (WCAG 2.2 AA), in light and in dark colours."""
    page = browser.new_context(color_scheme=scheme).new_page()  # type: ignore[arg-type]
    page.goto(address + path, wait_until="load")
    options = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
    found = Axe().run(page, options=options)
    assert [(each["id"], each["nodes"][0]["html"]) for each in found.response["violations"]] == []


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("path", PAGES)
def test_nothing_is_wider_than_the_screen(browser: Browser, address: str, path: str, width: int) -> None:
    """No page scrolls sideways, on a phone or on a desk."""
    page = browser.new_context(viewport={"width": width, "height": 844}).new_page()
    page.goto(address + path, wait_until="load")
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_register_is_filtered_and_sorted(browser: Browser, address: str) -> None:
    """Words and states narrow the list, and a head sorts it."""
    page = browser.new_context().new_page()
    page.goto(address + REGISTER, wait_until="load")
    rows = page.locator("#register tbody tr:not([hidden])")
    expect(rows).to_have_count(4)
    expect(rows.first).to_contain_text("NC-2026-002")
    page.get_by_role("button", name="ID").click()
    expect(rows.first).to_contain_text("NC-2026-001")
    page.get_by_label("State").select_option("contained")
    expect(rows).to_have_count(2)
    expect(page.locator(".qms-tools [role=status]")).to_have_text("2 of 4 records")
    page.get_by_label("State").select_option("")
    page.get_by_label("Filter").fill("serial number")
    expect(rows).to_have_count(1)
    expect(rows.first).to_contain_text("NC-2026-001")


def test_register_is_whole_without_a_script(browser: Browser, address: str) -> None:
    """Every record stands in the page, and each leads to its own."""
    page = browser.new_context(java_script_enabled=False).new_page()
    page.goto(address + REGISTER, wait_until="load")
    expect(page.locator("#register tbody tr")).to_have_count(4)
    page.locator("#register a", has_text="Light meters").click()
    expect(page.locator("h1")).to_contain_text("NC-2026-001")
    page.get_by_role("link", name="CA-2026-001").first.click()
    expect(page.locator("[aria-current=step]")).to_contain_text("closed")
