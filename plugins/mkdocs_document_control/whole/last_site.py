"""The pages of the last site, written by another process while this one works out which of them stay as they were."""

from __future__ import annotations

import atexit
import posixpath
import shutil
from functools import partial
from typing import TYPE_CHECKING, cast

from mkdocs_document_control.kept.pages import bodies_of, body_at
from mkdocs_document_control.many.files import write_page
from qms_docs.meanwhile import NOTHING, NotDoneError, meanwhile

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from mkdocs_document_control.many.dealt import Hashes
    from mkdocs_document_control.many.gaps import Gaps
    from mkdocs_document_control.whole.kept_site import KeptSite, PageOfSite
    from qms_docs.keeping.store import Store

__all__ = ["LastSite"]

_ASIDE = ".kept"
"""MkDocs empties the folder of the site before it begins, but for what begins with a dot."""
_TOGETHER = 32
"""Pages of one piece."""


class LastSite:
    """Pages as they are kept, with what this build puts into their gaps."""

    def __init__(self, store: Store, site: KeptSite, gaps: Gaps, folder: Path) -> None:
        """Nothing is written yet; `folder` is that of the new site."""
        self._bodies = bodies_of(store)
        self._pages = site.pages
        self._gaps = gaps
        self._folder = folder
        self._process = NOTHING

    def begin(self) -> None:
        """Another process writes, where there is one to spare."""
        # What both know of where things lie they know alike, whatever another run does meanwhile.
        if self._bodies.is_empty:
            return
        # What is ended by Ctrl+C asks no plugin, and nobody is to write while the folder is taken away.
        atexit.register(self.close)
        self._process = meanwhile(
            {start: partial(self._written, start) for start in range(0, len(self._pages), _TOGETHER)}, fewest=2
        )

    def settle(self, wanted: Mapping[str, PageOfSite]) -> Hashes:
        """Those pages that are `wanted` as they were stand in the new site; the SHA-256 of each by its address.

        Of the others nothing is left.
        """
        written = self._taken()
        there = {page.address for page in self._pages if wanted.get(page.address) == page} & written.keys()
        if not there or not self._moved():
            self.close()
            return {}
        self._take_away(written.keys() - there)
        self.close()
        return {address: written[address] for address in there}

    def close(self) -> None:
        """Nobody goes on writing, and nothing is left of what did not become a part of the new site."""
        atexit.unregister(self.close)
        if self._process is not NOTHING:
            self._process.close()
            self._process = NOTHING
            shutil.rmtree(self._folder / _ASIDE, ignore_errors=True)

    def _written(self, start: int) -> Hashes:
        written: Hashes = {}
        for page in self._pages[start : start + _TOGETHER]:
            if body := body_at(self._bodies, page.place):
                content = body.filled(partial(self._gaps.value, listed=page.listed))
                written[page.address] = write_page(str(self._folder / _ASIDE), page.address, content)
        return written

    def _taken(self) -> Hashes:
        """The SHA-256 of each page by its address; of none where the other process could not write all it came to."""
        written: Hashes = {}
        try:
            for start in range(0, len(self._pages), _TOGETHER):
                written |= cast("Hashes", self._process.take(start))
        except NotDoneError:
            return {}
        return written

    def _moved(self) -> bool:
        """Whether all that was written stands in the new site now, where nothing stood before."""
        aside = [*(self._folder / _ASIDE).iterdir()]
        if any((self._folder / each.name).exists() for each in aside):
            return False
        for each in aside:
            each.rename(self._folder / each.name)
        return True

    def _take_away(self, addresses: Iterable[str]) -> None:
        """Pages are gone, and folders in which nothing else stands."""
        for address in addresses:
            (self._folder / address).unlink()
            while address := posixpath.dirname(address):
                try:
                    (self._folder / address).rmdir()
                except OSError:
                    break
