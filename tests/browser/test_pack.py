"""An audit pack as an auditor opens it: unpacked, from a folder, without network and without script."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from axe_playwright_python.sync_playwright import Axe

from support.packs import DAY, told

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.browser

ROOT = Path(__file__).parents[2]
PAGES = (
    *(
        "index.html",
        "master-list.html",
        "answers.html",
        "clauses.html",
        "rules.html",
        "organization.html",
        "records.html",
    ),
    *("records/NC-2026-001.html", "documents/SOP-004/index.html", "documents/SOP-004/revision-2.html"),
    *("documents/SOP-004/revision-1.html", "documents/SOP-004/redline-1-to-2.html"),
)


@pytest.fixture(scope="module")
def unpacked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder into which a pack was unpacked."""
    folder = tmp_path_factory.mktemp("pack with blanks")
    clone = told(tmp_path_factory.mktemp("keys")).build(folder / "manual")
    command = [
        sys.executable,
        "-m",
        "qms_docs",
        "pack",
        "--no-pdf",
        "--records",
        "all",
        "--as-of",
        DAY,
        "-o",
        "../p.zip",
    ]
    environment = os.environ | {"PYTHONPATH": os.pathsep.join((str(ROOT), str(ROOT / "plugins")))}
    subprocess.run(command, cwd=clone.path, env=environment, capture_output=True, check=True)
    with zipfile.ZipFile(folder / "p.zip") as archive:
        archive.extractall(folder / "pack")
    return folder / "pack"


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (1280, "dark"), (390, "light")])
def test_pages_from_a_folder(browser: Browser, unpacked: Path, width: int, scheme: str) -> None:
    """Every page shows its pictures, asks nothing of a network, says nothing in the console and scrolls down only."""
    context = browser.new_context(
        viewport={"width": width, "height": 800},
        color_scheme="dark" if scheme == "dark" else "light",
        offline=True,
        java_script_enabled=False,
    )
    page = context.new_page()
    asked: list[str] = []
    said: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("requestfailed", lambda request: said.append(request.url))
    page.on("console", lambda message: said.append(message.text))
    for name in PAGES:
        page.goto((unpacked / name).as_uri())
        assert page.evaluate("document.documentElement.scrollWidth") <= width, name
        broken = page.evaluate("[...document.images].filter(each => !each.naturalWidth).map(each => each.src)")
        assert broken == [], name
    assert page.goto((unpacked / "documents/SOP-004/revision-2.html").as_uri())
    assert page.evaluate("document.images.length") == 1
    assert [each for each in asked if not each.startswith("file://")] == []
    assert said == []
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_pages_are_accessible(browser: Browser, unpacked: Path, scheme: str) -> None:
    """No page has a fault that axe knows, in light and dark."""
    context = browser.new_context(color_scheme="dark" if scheme == "dark" else "light", bypass_csp=True, offline=True)
    page = context.new_page()
    for name in PAGES:
        page.goto((unpacked / name).as_uri())
        violations = Axe().run(page).response["violations"]
        assert [(each["id"], each["nodes"][0]["html"]) for each in violations] == [], name
    context.close()
