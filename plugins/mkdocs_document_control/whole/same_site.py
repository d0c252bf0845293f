"""The short way: a site of which all is as it was is written from what is kept, and MkDocs gets no files."""

from __future__ import annotations

import shutil
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from mkdocs.structure.files import Files

from mkdocs_document_control.ahead import Ahead, said_again
from mkdocs_document_control.kept.pages import bodies_of, body_at
from mkdocs_document_control.manifest import BUILD_RECORD, write_build_record
from mkdocs_document_control.many.dealt import Dealt
from mkdocs_document_control.many.files import write_page
from mkdocs_document_control.many.kept import groups_of, pages_at
from mkdocs_document_control.staging import Staging
from mkdocs_document_control.whole.kept_site import files_of_sites
from mkdocs_document_control.whole.standing import stands

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from mkdocs.config.defaults import MkDocsConfig

    from mkdocs_document_control.many.dealt import Hashes
    from mkdocs_document_control.whole.kept_site import KeptSite, PageOfSite
    from qms_docs.keeping.store import Store

__all__ = ["SameSite"]

_WHOLE = ".whole"
"""MkDocs empties the folder of the site, but for what begins with a dot."""
_TOGETHER = 32
"""Pages of one piece."""


class _MissingError(Exception):
    """A piece is not kept any more."""


class SameSite:
    """A site that stands where it belongs, or is written once more."""

    def __init__(self, config: MkDocsConfig, store: Store, site: KeptSite) -> None:
        """Nothing is written yet."""
        self._config = config
        self._site = site
        self._bodies, self._groups, self._files = bodies_of(store), groups_of(store), files_of_sites(store)
        self._staging: Staging | None = None
        self._stands = False

    def write(self) -> bool:
        """Whether the old site is the one that would be written, or that lies beside it, each byte of it as it was."""
        self._stands = stands(Path(self._config.site_dir), self._site.hashes)
        # What MkDocs and its search write in any case is not to touch the old site.
        self._staging = Staging(self._config)
        self._folder.mkdir()
        if self._stands:
            return True
        dealt = Dealt([*self._pieces()])
        beside = Ahead(dealt.work(), Files([]))
        try:
            written = {name: value for each in dealt.finish(beside) for name, value in each.items()}
            whole = written == self._site.hashes
        except (_MissingError, OSError):
            # Whatever cannot be written the long way cannot write either, and says so.
            whole = False
        finally:
            beside.close()
            dealt.close()
        if not whole:
            self.close()
        return whole

    def begin(self) -> None:
        """What was said of the manual is said again."""
        said_again(self._site.said[0])

    def take_files(self, files: Files) -> Files:
        """Nothing is left for MkDocs to do; what was said of the files and pages is said again."""
        for file in list(files):
            files.remove(file)
        self._config.nav = None
        self._config.theme.static_templates = set()
        self._config.extra_templates = []
        said_again(self._site.said[1])
        return files

    def publish(self) -> None:
        """The site takes the place of what MkDocs and its search have written, and then that of the old one.

        One that stands gets the record of this build alone.
        """
        if self._staging is None:
            raise RuntimeError("a site is written before it is published")
        place = Path(self._config.site_dir)
        if self._stands:
            write_build_record(place, self._site.record)
            self._staging.publish_alone(BUILD_RECORD, self._site.hashes)
            return
        for each in place.iterdir():
            if each.name != _WHOLE:
                shutil.rmtree(each) if each.is_dir() else each.unlink()
        for each in self._folder.iterdir():
            each.rename(place / each.name)
        self._folder.rmdir()
        write_build_record(place, self._site.record)
        self._staging.publish(self._site.hashes)

    def close(self) -> None:
        """Nothing is left of what was not published."""
        if self._staging:
            self._staging.discard()

    @property
    def _folder(self) -> Path:
        return Path(self._config.site_dir, _WHOLE)

    def _pieces(self) -> Iterator[Callable[[], Hashes]]:
        for place, addresses in self._site.groups:
            yield partial(self._group, place, addresses)
        pages, kept = self._site.pages, self._site.groups
        for start in range(0, len(pages), _TOGETHER):
            yield partial(self._some_pages, pages[start : start + _TOGETHER])
        of_pages = {page.address for page in pages} | {page for _, group in kept for page in group.values()}
        others = [name for name in self._site.hashes if name not in of_pages]
        for start in range(0, len(others), _TOGETHER):
            yield partial(self._others, others[start : start + _TOGETHER])

    def _group(self, place: bytes, addresses: dict[str, str]) -> Hashes:
        pages, value_of = pages_at(self._groups, place), partial(self._site.gaps.value, listed=False)
        if not addresses.keys() <= pages.keys():
            raise _MissingError
        return {to: self._written(to, pages[name].filled(value_of)) for name, to in addresses.items()}

    def _some_pages(self, pages: tuple[PageOfSite, ...]) -> Hashes:
        return {to: self._written(to, self._page(place, listed=listed)) for to, place, listed in pages}

    def _page(self, place: bytes, *, listed: bool) -> bytes:
        page = body_at(self._bodies, place)
        if page is None:
            raise _MissingError
        return page.filled(partial(self._site.gaps.value, listed=listed))

    def _others(self, names: list[str]) -> Hashes:
        return {name: self._written(name, self._other(name)) for name in names}

    def _other(self, name: str) -> bytes:
        content = self._files.get(bytes.fromhex(self._site.hashes[name]))
        if content is None:
            raise _MissingError
        return content

    def _written(self, address: str, content: bytes) -> str:
        return write_page(str(self._folder), address, content)
