"""Comparisons in a browser: on the site, and as a page that stands alone."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from axe_playwright_python.sync_playwright import Axe

from support import Story, document, policy
from support.redlines import AFTER, BEFORE, DRAWING

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext

    from browser.conftest import Watched

pytestmark = pytest.mark.browser

COMPARISON = "/sales/offers/revisions/1..2/"
ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The address of the page that `qms diff --format html` gives of a change of everything."""
    folder = tmp_path_factory.mktemp("alone")
    story = Story()
    story.entry("2026-01-01", {"qms.yml": policy()})
    for number, body in enumerate((BEFORE, AFTER), 1):
        files = {"procedures/a.md": document("SOP-004", number, body=body)}
        story.entry(f"2026-02-0{number}", {**files, "procedures/flow.svg": DRAWING.format(40 * number)})
    story.build(folder / "manual")
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "qms_docs", "diff", "SOP-004", "--format", "html"]
    ran = subprocess.run(command, cwd=folder / "manual", env=environment, capture_output=True, check=True)
    place = folder / "redline.html"
    place.write_bytes(ran.stdout)
    return place.as_uri()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_a_page_that_stands_alone(context: BrowserContext, page: str, scheme: str, width: int) -> None:
    """Everybody can read it, by colour or not, on a phone as well; it asks for nothing and says no error."""
    opened = context.new_page()
    asked: list[str] = []
    said: list[str] = []
    opened.on("request", lambda request: asked.append(request.url))
    opened.on("console", lambda message: said.append(message.text))
    opened.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    opened.set_viewport_size({"width": width, "height": 900})
    opened.goto(page)
    results = Axe().run(opened)
    assert results.violations_count == 0, results.generate_report()
    assert [each for each in asked if not each.startswith(("data:", page))] == []
    assert said == []
    assert opened.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert opened.evaluate("[...document.images].every(each => each.naturalWidth > 0)")
    assert opened.locator("img").count() == 2


def test_what_is_heard_and_seen(context: BrowserContext, page: str) -> None:
    """Begin and end of a change are words for those who listen; lines through and under words need no colour."""
    opened = context.new_page()
    opened.goto(page)
    inserted, deleted = opened.locator("main ins").first, opened.locator("main del").first
    content = "each => [getComputedStyle(each, '::before').content, getComputedStyle(each, '::after').content]"
    assert inserted.evaluate(content) == ['" inserted: "', '" end of insertion "']
    assert deleted.evaluate(content) == ['" deleted: "', '" end of deletion "']
    for media in ("screen", "print"):
        opened.emulate_media(media=media)  # type: ignore[arg-type]
        line = "each => getComputedStyle(each).textDecorationLine"
        assert (inserted.evaluate(line), deleted.evaluate(line)) == ("underline", "line-through")


def test_there_and_back(context: BrowserContext, page: str) -> None:
    """What moved leads to its old place, and from there back, without a script."""
    opened = context.new_page()
    opened.goto(page)
    opened.get_by_role("link", name="Go to its new place").first.click()
    assert opened.url.endswith("#move-2")
    opened.locator("#move-2").click()
    assert opened.url.endswith("#move-2-from")


# Colours change by and by, and a colour half way is none of either palette.
_PALETTE = """scheme => {
    document.body.setAttribute('data-md-color-scheme', scheme);
    document.getAnimations().forEach(change => change.finish());
}"""


@pytest.mark.parametrize("scheme", ["default", "slate"])
def test_a_comparison_on_the_site(watched: Watched, scheme: str) -> None:
    """Everybody can read it in both palettes, it asks no other place, and it leads back to its document."""
    page = watched.open(COMPARISON)
    page.evaluate(_PALETTE, scheme)
    results = Axe().run(page, context=".md-content")
    assert results.violations_count == 0, results.generate_report()
    assert (watched.errors, watched.elsewhere) == ([], [])
    page.get_by_role("link", name="Back to SOP-093").click()
    assert page.url.endswith("/sales/offers/#revision-2")
