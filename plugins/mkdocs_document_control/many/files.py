"""Pages to which MkDocs can lead, and which it does not write."""

from __future__ import annotations

import hashlib
import os
import posixpath
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from mkdocs.structure.files import File, InclusionLevel

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.pages import Page

__all__ = [
    "FilesOfMany",
    "PageOfMany",
    "PlannedFile",
    "may_pass_mkdocs_by",
    "pass_mkdocs_by",
    "reach_mkdocs_again",
    "write_page",
]

_NONE: Mapping[str, str] = MappingProxyType({})


class PlannedFile(File):
    """The file of a page that MkDocs reads, and makes unless it turns out that somebody else does."""

    is_made_beside = False
    """Whether nothing is left for MkDocs to do."""

    def leave_to_others(self) -> None:
        """Nothing is left for MkDocs to do; the page keeps the address that MkDocs gives to those that it makes."""
        self.dest_uri, self.url = self.dest_uri, self.url
        self.is_made_beside = True

    def is_documentation_page(self) -> bool:
        """A page that MkDocs would have to make."""
        return not self.is_made_beside and super().is_documentation_page()

    def is_modified(self) -> bool:
        """Something that MkDocs would have to write."""
        return not self.is_made_beside and super().is_modified()

    def copy_file(self, dirty: bool = False) -> None:  # noqa: FBT001, FBT002 - the signature that MkDocs gives
        """A page that is made beside MkDocs is written with others."""
        if not self.is_made_beside:
            super().copy_file(dirty)


class PageOfMany(File):
    """A page of the site by its path and address alone, so that links to it are followed as to any other."""

    def __init__(self, config: MkDocsConfig, src_uri: str) -> None:
        """The address is the one that MkDocs gives to such a page."""
        usual = File(src_uri, None, config.site_dir, config.use_directory_urls)
        super().__init__(
            src_uri,
            None,
            config.site_dir,
            config.use_directory_urls,
            dest_uri=usual.dest_uri,
            inclusion=InclusionLevel.NOT_IN_NAV,
        )
        self.edit_uri = None

    def is_documentation_page(self) -> bool:
        """None that MkDocs would have to make."""
        return False

    def is_modified(self) -> bool:
        """Nothing that MkDocs would have to write."""
        return False

    def copy_file(self, dirty: bool = False) -> None:  # noqa: FBT001, FBT002 - the signature that MkDocs gives
        """It is written with its group."""


class FilesOfMany:
    """The files of such pages, which stay what they are from one build of a process to the next."""

    def __init__(self) -> None:
        """None is known."""
        self._place: tuple[str, bool] | None = None
        self._known: dict[str, PageOfMany] = {}

    def of(self, config: MkDocsConfig, src_uri: str) -> PageOfMany:
        """The file of a page by its path in MkDocs' terms."""
        place = config.site_dir, config.use_directory_urls
        if place != self._place:
            self._place, self._known = place, {}
        if src_uri not in self._known:
            self._known[src_uri] = PageOfMany(config, src_uri)
        return self._known[src_uri]


def may_pass_mkdocs_by(page: Page) -> bool:
    """Whether MkDocs need not make the page itself."""
    # What links miss MkDocs says of the pages that it makes.
    return isinstance(page.file, PlannedFile) and not _misses_anchors(page)


def pass_mkdocs_by(page: Page) -> None:
    """MkDocs is told to pass the page over."""
    if isinstance(page.file, PlannedFile):
        page.file.leave_to_others()


def reach_mkdocs_again(page: Page) -> None:
    """MkDocs makes the page as any other, unless it is told once more to pass it over."""
    if isinstance(page.file, PlannedFile):
        page.file.is_made_beside = False


def _misses_anchors(page: Page) -> bool:
    """Whether the page leads to a place that is not there."""
    return any(
        anchor not in (target.page.present_anchor_ids or ())
        for target, anchors in (page.links_to_anchors or {}).items() if target.page
        for anchor in anchors
    )  # fmt: skip


def write_page(site: str, address: str, content: bytes, standing: Mapping[str, str] = _NONE) -> str:
    """The page stands in the folder of the site, or is what is `standing` at its address; the SHA-256 of its bytes."""
    sha256 = hashlib.sha256(content).hexdigest()
    if standing.get(address) == sha256:
        return sha256
    place = Path(os.path.normpath(posixpath.join(site, address)))
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_bytes(content)
    return sha256
