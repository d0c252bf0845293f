"""Files of a site whose content is worked out when somebody asks for it."""

from __future__ import annotations

from functools import cached_property, partial
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
        self._work_out = work_out

    @cached_property
    def content(self) -> bytes:
        """The bytes of the file."""
        return self._work_out()

    def __reduce__(self) -> tuple[Callable[[bytes], LateContent], tuple[bytes]]:
        """Another run gets the bytes alone."""
        return _worked_out, (self.content,)


def _worked_out(content: bytes) -> LateContent:
    return LateContent(lambda: content)


FileContent = bytes | str | LateContent
"""What a file of a site says."""


class FileOnRequest(File):
    """A file that nobody writes before somebody asks for it, unless another plugin gives it a content."""

    late: LateContent | None = None
    """What it says; None where another plugin has said it."""

    @property
    def content_bytes(self) -> bytes:
        """The bytes of the file."""
        return self.late.content if self.late else super().content_bytes

    @content_bytes.setter
    def content_bytes(self, value: bytes) -> None:
        self.late = None
        vars(File)["content_bytes"].__set__(self, value)

    @property
    def content_string(self) -> str:
        """The same as text."""
        return self.late.content.decode("utf-8-sig") if self.late else super().content_string

    @content_string.setter
    def content_string(self, value: str) -> None:
        self.late = None
        vars(File)["content_string"].__set__(self, value)

    def copy_file(self, dirty: bool = False) -> None:  # noqa: FBT001, FBT002 - the signature that MkDocs gives
        """What waits until somebody asks for it is not written."""
        if self.late is None:
            super().copy_file(dirty)


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
    for file in files:
        if isinstance(file, FileOnRequest) and (late := file.late):
            yield file.dest_uri, partial(getattr, late, "content")
