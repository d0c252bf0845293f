"""The sample manual with a little more history, built once and opened in Chromium."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Request, sync_playwright

from support import Story, document
from support.redlines import AFTER, BEFORE, DRAWING
from support.sites import served

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[2]
_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_MAC = Path("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome")
_OPTIONS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-sync"]


def _chromium() -> str | None:
    return next(filter(None, map(shutil.which, _NAMES)), str(_MAC) if _MAC.exists() else None)


def _sample() -> dict[str, bytes | str | None]:
    """The files of the sample, told in one entry: nothing can be approved or read before it is there.

    So this story's policy asks for no approval, and what names an earlier revision names the one that there is.
    """
    paths = [path for folder in ("procedures", "records") for path in (ROOT / folder).rglob("*") if path.is_file()]
    files = {path.relative_to(ROOT).as_posix(): path.read_bytes() for path in paths}
    pages = b"\n".join(content for path, content in files.items() if path.endswith(".md"))
    revisions = dict(re.findall(rb"^id: (\S+)\n(?:.*\n)*?revision: (\d+)$", pages, re.MULTILINE))

    def named(match: re.Match[bytes]) -> bytes:
        return match[1] + b"@" + revisions.get(match[1], match[2])

    return {
        path: re.sub(rb"\b([A-Z]+-\d{3})@(\d+)", named, content) if path.endswith(".yml") else content
        for path, content in files.items()
        if not path.startswith(("records/approvals/", "records/acknowledgements/"))
    }


def _story() -> Story:
    policy = re.sub(r"approvals: \[.*\]", "approvals: []", (ROOT / "qms.yml").read_text(encoding="utf-8"))
    files = _sample() | {"qms.yml": policy, "mkdocs.yml": (ROOT / "mkdocs.yml").read_bytes()}
    story = Story()
    story.entry("2026-01-05", files, by="Ann Berg", message="The manual")
    telex = document("SOP-090", title="Orders by telex", owner="sales-manager", body=_BODY)
    story.entry("2026-01-06", {"procedures/sales/telex.md": telex}, by="Eva Lund")
    withdrawn = document(
        "SOP-090", revision=2, title="Orders by telex", owner="sales-manager", body=_BODY,
        obsolete={"date": "2026-02-01", "superseded_by": "SOP-009", "reason": "Nobody sends telexes any more."},
    )  # fmt: skip
    story.entry("2026-01-20", {"procedures/sales/telex.md": withdrawn}, by="Eva Lund", co_authors=["Cid Dahl"])
    coming = document("SOP-091", title="Web shop", owner="sales-manager", effective="2099-01-01", body=_BODY)
    story.entry("2026-03-01", {"procedures/sales/web-shop.md": coming}, by="Siv Aas")
    prices = document("SOP-092", title="Prices", owner="sales-manager", body=_BODY + _TABLE)
    story.entry(
        "2026-03-01", {"procedures/sales/prices.md": prices, "procedures/sales/prices.csv": _DATA}, by="Siv Aas"
    )
    for number, body in enumerate((BEFORE, AFTER), 1):
        offers = document("SOP-093", number, title="Offers", owner="sales-manager", body=body + _SECTIONS)
        drawing = {"procedures/sales/flow.svg": DRAWING.format(40 * number)}
        story.entry(f"2026-03-0{number + 1}", {"procedures/sales/offers.md": offers, **drawing}, by="Siv Aas")
    return story


_SECTIONS = "\n## Scope\n\nAll.\n\n## Responsibilities\n\nBuyer.\n\n## Procedure\n\nAs above.\n\n## Records\n\nFile.\n"
_BODY = """\
# Orders

## Purpose

Orders are looked at before they are confirmed.

## Scope

All orders.

## Responsibilities

The sales manager.

## Procedure

See [[SOP-009]].

## Records

The order file.
"""
_TABLE = "\n```table\nfile: prices.csv\ncaption: Prices of light meters\n```\n"
_DATA = "Light meter;Order number;Ground colour;Price in NOK;Delivery in working days;Remark\r\n" + "".join(
    f"Model {number};{number:05};anthracite grey;{number},50;10;Only together with a case.\r\n"
    for number in range(1, 81)
)


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the built site."""
    folder = tmp_path_factory.mktemp("manual")
    _story().build(folder)
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(map(str, (ROOT, ROOT / "plugins")))}
    command = [sys.executable, "-m", "qms_docs", "build"]
    built = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    assert built.returncode == 0, built.stderr
    return folder / "site"


@pytest.fixture(scope="session")
def address(site: Path) -> Iterator[str]:
    """Where the site is served on this machine."""
    with served(site) as where:
        yield where


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium without a window."""
    program = _chromium()
    if program is None:
        pytest.skip("there is no Chromium on this machine")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=program, args=_OPTIONS)
        yield started
        started.close()


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A fresh profile."""
    opened = browser.new_context(viewport={"width": 1280, "height": 900})
    yield opened
    opened.close()


class Watched:
    """A page whose console errors and requests to other places are kept."""

    def __init__(self, page: Page, address: str) -> None:
        """The page is watched from the start."""
        self.page = page
        self.address = address
        self.errors: list[str] = []
        self.elsewhere: list[str] = []
        page.on("console", lambda message: self.errors.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("request", self._request)

    def _request(self, request: Request) -> None:
        if not request.url.startswith((self.address, "data:", "blob:")):
            self.elsewhere.append(request.url)

    def open(self, path: str) -> Page:
        """The page at a path of the site, loaded to the end."""
        self.page.goto(f"{self.address}{path}", wait_until="networkidle")
        return self.page


@pytest.fixture
def watched(context: BrowserContext, address: str) -> Watched:
    """A watched page."""
    return Watched(context.new_page(), address)
