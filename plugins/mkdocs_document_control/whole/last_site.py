"""The pages of the last site: those that stay as they were stand where they are, or another process writes them."""

from __future__ import annotations

import atexit
import hashlib
import posixpath
import shutil
from functools import partial
from typing import TYPE_CHECKING, cast

from mkdocs_document_control.kept.pages import bodies_of, body_at
from mkdocs_document_control.many.files import write_page
from mkdocs_document_control.many.kept import groups_of, pages_at
from mkdocs_document_control.whole.kept_site import files_of_sites
from mkdocs_document_control.whole.standing import marks_of, stands
from qms_docs.meanwhile import NOTHING, NotDoneError, meanwhile

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
    from pathlib import Path

    from mkdocs_document_control.many.dealt import Hashes
    from mkdocs_document_control.many.gaps import Gaps
    from mkdocs_document_control.whole.kept_site import KeptSite, PageOfSite
    from mkdocs_document_control.whole.standing import Marks
    from qms_docs.keeping.store import Store

__all__ = ["LastSite"]

_ASIDE = ".kept"
"""MkDocs empties the folder of the site before it begins, but for what begins with a dot."""
_TOGETHER = 32
"""Pages of one piece."""
_STANDS = "stands"


class LastSite:
    """What the new site has in common with the last one, found while this process works out which pages that are.

    Where the last site says the same of its commit and day and lies where it belongs, each byte of it as it was, its
    pages stay there. Otherwise they are written as they are kept, with what this build puts into their gaps.
    """

    def __init__(self, store: Store, site: KeptSite, gaps: Gaps, folder: Path, place: Path) -> None:
        """Nothing is looked at or written yet; `folder` is that of the new site, and `place` where it will stand."""
        self._bodies, self._groups, self._files = bodies_of(store), groups_of(store), files_of_sites(store)
        self._site = site
        self._pages = site.pages
        self._hashes = site.hashes
        self._may_stand = site.gaps == gaps
        self._gaps = gaps
        self._folder = folder
        self._place = place
        self._process = NOTHING
        self._marks: Marks | None = None
        """What told the files before they were looked at, where they were found as they were written."""

    @property
    def standing(self) -> Hashes:
        """The SHA-256 of each file that may stay where it lies, by its address; none before this is settled."""
        return {} if self._marks is None else self._hashes

    @property
    def is_untouched(self) -> bool:
        """Whether the files that may stay are still those that were looked at."""
        return self._marks is not None and marks_of(self._place, self._marks) == self._marks

    def begin(self) -> None:
        """Another process looks and writes, where there is one to spare."""
        # What both know of where things lie they know alike, whatever another run does meanwhile.
        if self._bodies.is_empty:
            return
        # What is ended by Ctrl+C asks no plugin, and nobody is to write while the folder is taken away.
        atexit.register(self.close)
        work: dict[Hashable, Callable[[], object]] = {_STANDS: self._look}
        work |= {start: partial(self._written, start) for start in range(0, len(self._pages), _TOGETHER)}
        self._process = meanwhile(work, fewest=3)

    def settle(self, wanted: Mapping[str, PageOfSite]) -> Hashes:
        """Those pages that are `wanted` as they were are part of the new site; the SHA-256 of each by its address.

        Of the others nothing is left.
        """
        same = {page.address for page in self._pages if wanted.get(page.address) == page}
        if self._found_standing():
            self.close()
            return {address: self._hashes[address] for address in same & self._hashes.keys()}
        written = self._taken()
        there = same & written.keys()
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

    def written_after_all(self, folder: Path, hashes: Mapping[str, str]) -> bool:
        """Whether all files of the new site stand in its folder, by their SHA-256 also those that were left to stand.

        They are written as they are kept, where another site has taken the place of the last one.
        """
        missing = {name: sha256 for name, sha256 in hashes.items() if not (folder / name).exists()}
        for name, content in self._kept(missing):
            if missing.get(name) == hashlib.sha256(content).hexdigest():
                write_page(str(folder), name, content)
                del missing[name]
        return not missing

    def _kept(self, names: Mapping[str, str]) -> Iterator[tuple[str, bytes]]:
        """The bytes of files of the last site, as far as they are kept."""
        listed = {each.address: each for each in self._pages if each.address in names}
        for address, each in listed.items():
            if body := body_at(self._bodies, each.place):
                yield address, body.filled(partial(self._gaps.value, listed=each.listed))
        for place, addresses in self._site.groups:
            wanted = {name: to for name, to in addresses.items() if to in names}
            for name, page in (pages_at(self._groups, place) if wanted else {}).items():
                if name in wanted:
                    yield wanted[name], page.filled(partial(self._gaps.value, listed=False))
        for name, sha256 in list(names.items()):
            content = self._files.get(bytes.fromhex(sha256))
            if content is not None:
                yield name, content

    def _look(self) -> Marks | None:
        # What is touched while it is looked at is told by other marks afterwards.
        marks = marks_of(self._place, self._hashes) if self._may_stand else None
        self._marks = marks if marks is not None and stands(self._place, self._hashes) else None
        return self._marks

    def _found_standing(self) -> bool:
        try:
            self._marks = cast("Marks | None", self._process.take(_STANDS))
        except NotDoneError:
            self._look()
        return self._marks is not None

    def _written(self, start: int) -> Hashes:
        written: Hashes = {}
        for page in self._pages[start : start + _TOGETHER] if self._marks is None else ():
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
