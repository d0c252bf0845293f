"""Files of a site whose content is worked out when somebody asks for it."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from mkdocs.structure.files import File, InclusionLevel

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from mkdocs.config.defaults import MkDocsConfig

__all__ = ["FileContent", "FileOnRequest", "LateContent", "left_to_be_made", "static_file"]


class LateContent:
    """What a file says; a build asks for it when it writes the file, a preview when somebody opens it."""

    def __init__(self, work_out: Callable[[], bytes]) -> None:
        """It is worked out once."""
        self._work_out: Callable[[], bytes] | None = work_out

    @cached_property
    def content(self) -> bytes:
        """The bytes of the file."""
        assert self._work_out is not None  # noqa: S101 - it is asked once
        content = self._work_out()
        # What it was worked out from is large, and nobody needs it any more.
        self._work_out = None
        return content

    def told(self) -> bytes:
        """The same, for whoever wants to be called."""
        return self.content

    def __reduce__(self) -> tuple[Callable[[bytes], LateContent], tuple[bytes]]:
        """Another run gets the bytes alone."""
        return _worked_out, (self.content,)


def _worked_out(content: bytes) -> LateContent:
    return LateContent(lambda: content)


FileContent = bytes | str | LateContent
"""What a file of a site says."""


class FileOnRequest(File):
    """A file that nobody writes before somebody asks for it; beside plugins alone that read at most."""

    late: LateContent

    def copy_file(self, dirty: bool = False) -> None:  # noqa: FBT001, FBT002 - the signature that MkDocs gives
        """Nothing is written."""


def static_file(config: MkDocsConfig, address: str, content: FileContent, *, on_request: bool = False) -> File:
    """A file beside the pages; what is worked out late waits until somebody asks for it, where files are made so."""
    # The level is stated, so that no pattern of MkDocs hides a file, such as those that begin with a dot.
    level = InclusionLevel.INCLUDED
    if on_request and isinstance(content, LateContent):
        file = FileOnRequest.generated(config, address, content=b"", inclusion=level)
        assert isinstance(file, FileOnRequest)  # noqa: S101 - MkDocs makes one of the class that is asked
        file.late = content
        return file
    said = content.content if isinstance(content, LateContent) else content
    return File.generated(config, address, content=said, inclusion=level)


def left_to_be_made(files: Iterable[File]) -> Iterator[tuple[str, Callable[[], bytes]]]:
    """What gives the bytes of each file that was not written, by its address."""
    return ((each.dest_uri, each.late.told) for each in files if isinstance(each, FileOnRequest))
