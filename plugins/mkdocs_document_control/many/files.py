"""Pages to which MkDocs can lead, and which it does not write."""

from __future__ import annotations

import hashlib
import os
import posixpath
from pathlib import Path
from typing import TYPE_CHECKING

from mkdocs.structure.files import File, InclusionLevel

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig

__all__ = ["PageOfMany", "PlannedFile", "write_page"]


class PlannedFile(File):
    """The file of a page that MkDocs reads, and makes unless it turns out that it is made already."""

    is_found = False
    """Whether an earlier build has drawn the page, so that nothing is left for MkDocs to do."""

    def is_documentation_page(self) -> bool:
        """A page that MkDocs would have to make."""
        return not self.is_found and super().is_documentation_page()

    def is_modified(self) -> bool:
        """Something that MkDocs would have to write."""
        return not self.is_found and super().is_modified()

    def copy_file(self, dirty: bool = False) -> None:  # noqa: FBT001, FBT002 - the signature that MkDocs gives
        """A page that was found is written with others."""
        if not self.is_found:
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


def write_page(site: str, address: str, content: bytes) -> str:
    """The page stands in the folder of the site; the SHA-256 of its bytes."""
    place = Path(os.path.normpath(posixpath.join(site, address)))
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_bytes(content)
    return hashlib.sha256(content).hexdigest()
