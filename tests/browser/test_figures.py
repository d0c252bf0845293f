"""Diagrams and formulas in a browser: seen by everybody, on a phone, by keyboard, in both palettes."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from axe_playwright_python.sync_playwright import Axe

from browser.conftest import Watched
from support import Story, document, policy
from support.sites import MKDOCS, served

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import BrowserContext

pytestmark = pytest.mark.browser

ROOT = Path(__file__).parents[2]
WIDE = " --> ".join(f"N{number}[Step number {number}]" for number in range(12))
BODY = f"""\
```mermaid
flowchart LR
  subgraph Sales
    A([Order]) --> B{{Clear?}}
  end
  B -- no --> A
  B -- yes --> C[Confirm]
```

```mermaid
flowchart LR
  {WIDE}
```

At most $x < 5$.

$$
C_{{pk}} = \\min\\left(\\frac{{a - b}}{{3s}}, \\frac{{c - a}}{{3s}}\\right)
$$
"""
# Colours change by and by, and a colour half way is none of either palette.
_PALETTE = """scheme => {
    document.body.setAttribute('data-md-color-scheme', scheme);
    document.getAnimations().forEach(change => change.finish());
}"""
_UNNAMED = """[...document.querySelectorAll('.md-content :is(.flow-chart svg, svg.formula)')].filter(
    each => each.getAttribute('role') !== 'img' || !each.querySelector('title')?.textContent).length"""
_SCROLLED = "each => [each.scrollWidth > each.clientWidth, each.scrollLeft]"


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A site with a document of figures that was revised."""
    folder = tmp_path_factory.mktemp("figures")
    settings = MKDOCS.replace("pymdownx.tasklist]", "pymdownx.tasklist, pymdownx.arithmatex]")
    settings = settings.replace("name: material", "name: material, palette: {scheme: default}")
    story = Story()
    story.entry("2026-01-01", {"qms.yml": policy(), "mkdocs.yml": settings})
    for number, word in enumerate(("Confirm", "Make"), 1):
        text = document("SOP-001", number, body=BODY.replace("Confirm", word).replace("x < 5", f"x < {number}"))
        story.entry(f"2026-02-0{number}", {"procedures/a.md": text})
    story.build(folder)
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(map(str, (ROOT, ROOT / "plugins")))}
    built = subprocess.run(
        [sys.executable, "-m", "qms_docs", "build"], cwd=folder, env=environment, capture_output=True, check=False
    )
    assert built.returncode == 0, built.stderr.decode()
    with served(folder / "site") as where:
        yield where


@pytest.mark.parametrize("scheme", ["default", "slate"])
@pytest.mark.parametrize("path", ["/a/", "/a/revisions/1/", "/a/revisions/1..2/"])
def test_everybody_sees_figures(context: BrowserContext, place: str, path: str, scheme: str) -> None:
    """In both palettes figures are readable and have a text in their place; they ask for nothing from elsewhere."""
    watched = Watched(context.new_page(), place)
    page = watched.open(path)
    page.evaluate(_PALETTE, scheme)
    results = Axe().run(page, context=".md-content")
    assert results.violations_count == 0, results.generate_report()
    assert (watched.errors, watched.elsewhere) == ([], [])
    assert page.evaluate(_UNNAMED) == 0
    assert page.locator(".md-content figure.flow-chart").count() == (3 if ".." in path else 2)
    ink = page.locator(".md-content figure.flow-chart svg").first.evaluate("each => getComputedStyle(each).stroke")
    assert ink == page.locator(".md-content figure.flow-chart").first.evaluate("each => getComputedStyle(each).color")


def test_a_wide_chart_on_a_phone(context: BrowserContext, place: str) -> None:
    """A wide chart is scrolled by itself, with a finger and by keyboard, and its letters stay large enough to read."""
    page = context.new_page()
    page.set_viewport_size({"width": 390, "height": 800})
    page.goto(f"{place}/a/")
    chart = page.locator("figure.flow-chart").nth(1)
    assert chart.evaluate(_SCROLLED) == [True, 0]
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert chart.locator("text").first.evaluate("each => each.getBoundingClientRect().height") > 9
    chart.focus()
    for _ in range(3):
        page.keyboard.press("ArrowRight")
    page.wait_for_function("document.querySelectorAll('figure.flow-chart')[1].scrollLeft > 0")


def test_figures_in_print(context: BrowserContext, place: str) -> None:
    """On paper a wide chart is as wide as the page and nothing of it is cut off."""
    page = context.new_page()
    page.set_viewport_size({"width": 700, "height": 900})
    page.goto(f"{place}/a/")
    page.emulate_media(media="print")
    chart = page.locator("figure.flow-chart").nth(1)
    wide, room = chart.evaluate("each => [each.querySelector('svg').getBoundingClientRect().width, each.clientWidth]")
    assert wide <= room
