"""Takes the pictures of the README from the site of the demo; the same seed and day give the same pictures.

python -m docs.take_pictures [FOLDER]
"""

from __future__ import annotations

import io
import shutil
import sys
import tempfile
from dataclasses import dataclass
from datetime import date
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING

from PIL import Image
from playwright.sync_api import sync_playwright

from mkdocs_document_control.generator import MkDocsGenerator
from qms_docs.starting.demo.writing import write_demo

if TYPE_CHECKING:
    from playwright.sync_api import Browser

__all__ = ["PICTURES", "Picture", "main", "take"]

DAY = date(2026, 11, 27)
"""The day for which the demo is made, and which the browser takes for today."""
_FOLDER = Path(__file__).parent / "pictures"
_CHROMIUM = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_WIDE, _HIGH = 1280, 800
_COLOURS = 96
"""Enough for letters and lines; more make the files larger and no clearer."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Picture:
    """A page of the demo as a reader has it before them."""

    name: str
    address: str
    down_to: str | None = None
    """What stands at the top; without it, the top of the page."""


PICTURES = (
    Picture(name="document", address="purchasing/purchasing-and-suppliers/"),
    Picture(name="history", address="purchasing/purchasing-and-suppliers/", down_to="#revision-history"),
    Picture(name="redline", address="production/final-inspection-and-test/revisions/6..7/", down_to="#change-1"),
    Picture(name="due", address="status/"),
    Picture(name="gap", address="gap/"),
)


def main(folder: Path = _FOLDER) -> int:
    """The command; its exit status is 1 where there is no browser."""
    program = next(filter(None, map(shutil.which, _CHROMIUM)), None)
    if program is None:
        sys.stderr.write(f"No browser was found as {', '.join(_CHROMIUM)}: install Chromium, and run this again.\n")
        return 1
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        manual = Path(scratch) / "manual"
        write_demo(manual, day=DAY)
        MkDocsGenerator().build(manual / "mkdocs.yml", mode="controlled", as_of=None, strict=False, today=DAY)
        take(program, manual / "site", folder)
    return 0


def take(program: str, site: Path, folder: Path) -> None:
    """Each picture stands in the folder, as a file of its name."""
    handler = partial(_Quiet, directory=str(site))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox", "--disable-gpu"])
            for picture in PICTURES:
                image = _taken(browser, f"http://127.0.0.1:{server.server_port}/{picture.address}", picture)
                image.save(folder / f"{picture.name}.png", optimize=True)
            browser.close()
        server.shutdown()


def _taken(browser: Browser, address: str, picture: Picture) -> Image.Image:
    context = browser.new_context(
        viewport={"width": _WIDE, "height": _HIGH}, color_scheme="light", reduced_motion="reduce"
    )
    page = context.new_page()
    page.clock.set_fixed_time(f"{DAY}T12:00:00Z")
    page.goto(address, wait_until="networkidle")
    if picture.down_to:
        page.evaluate(
            "place => window.scrollTo({top: document.querySelector(place).getBoundingClientRect().top - 140})",
            picture.down_to,
        )
        page.wait_for_timeout(300)
    taken = page.screenshot(animations="disabled", caret="hide")
    context.close()
    return Image.open(io.BytesIO(taken)).convert("RGB").quantize(_COLOURS, dither=Image.Dither.NONE)


class _Quiet(SimpleHTTPRequestHandler):
    """Nobody reads which files a picture asked for."""

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name of the standard library
        """Says nothing."""


if __name__ == "__main__":
    sys.exit(main(*map(Path, sys.argv[1:2])))
