"""Pages to which MkDocs can lead, and which it neither reads nor writes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mkdocs.structure.files import File, InclusionLevel

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig

__all__ = ["PageOfMany"]


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
