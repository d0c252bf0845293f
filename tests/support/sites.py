"""Sites of small manuals, as readers find them on disk."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from html import unescape
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from qms_docs.model.manifest import KeptManifest
    from support.clone import Clone
    from support.story import Story

__all__ = ["MKDOCS", "TODAY", "Publish", "Site", "Tell", "one_processor", "served"]

TODAY = date(2026, 11, 23)

MKDOCS = """\
site_name: Manual
docs_dir: procedures
repo_url: https://forge.example/firm/manual
edit_uri: edit/main/procedures/
theme: {name: material, features: [content.action.edit]}
plugins: [search, document-control]
markdown_extensions: [admonition, attr_list, footnotes, toc, pymdownx.superfences, pymdownx.tasklist]
"""


@dataclass(frozen=True, slots=True)
class Site:
    """A site on disk."""

    folder: Path

    def html(self, address: str) -> str:
        """The page at an address such as `/purchasing/`."""
        return (self.folder / address.strip("/") / "index.html").read_text(encoding="utf-8")

    def article(self, address: str) -> str:
        """The content of a page without the theme around it."""
        return self.html(address).partition('qms-sheet__body">')[2].partition("</article>")[0]

    def words(self, address: str) -> str:
        """The words of a page's content in one line."""
        return " ".join(unescape(re.sub(r"<[^>]+>", " ", self.article(address))).split())

    def navigation(self, address: str = "/") -> str:
        """The navigation beside a page."""
        return self.html(address).partition("md-sidebar--primary")[2].partition("md-sidebar--secondary")[0]

    def text(self, path: str) -> str:
        """A file of the site."""
        return (self.folder / path).read_text(encoding="utf-8")

    def holds(self, path: str) -> bool:
        """Whether the site has the file."""
        return (self.folder / path).exists()

    def files(self) -> dict[str, bytes]:
        """Every file of the site."""
        found = (each for each in self.folder.rglob("*") if each.is_file())
        return {each.relative_to(self.folder).as_posix(): each.read_bytes() for each in found}

    def files_with(self, words: str) -> list[str]:
        """The files in which the words stand."""
        return sorted(name for name, content in self.files().items() if words.encode() in content)


class Publish(Protocol):
    """Builds the site of a repository."""

    def __call__(
        self,
        repository: Clone,
        *,
        today: date = ...,
        as_of: date | None = ...,
        mode: str | None = ...,
        strict: bool = ...,
        previous: KeptManifest | None = ...,
    ) -> Site:
        """The site; raises the failures of `qms build`."""


class Tell(Protocol):
    """Tells stories that begin with a policy and the settings of a site."""

    def __call__(self, policy: Mapping[str, object] | None = ..., mkdocs: str = ...) -> Story:
        """The story so far."""


@contextmanager
def one_processor() -> Iterator[None]:
    """Only one processor may be used."""
    before = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {min(before)})
    try:
        yield
    finally:
        os.sched_setaffinity(0, before)


@contextmanager
def served(site: Path) -> Iterator[str]:
    """Where a site is served on this machine by a process of its own, until the block ends."""
    command = [sys.executable, "-u", "-m", "http.server", "0", "--bind", "127.0.0.1", "--directory", str(site)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as server:
        assert server.stdout is not None
        told = re.search(r"port (\d+)", server.stdout.readline())
        assert told is not None
        yield f"http://127.0.0.1:{told[1]}"
        server.terminate()
