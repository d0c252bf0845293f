"""The bytes of a file of the work tree that is about to be changed."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from qms_docs.failures import RefusedError

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["read_standing_file"]


def read_standing_file(root: Path, path: str) -> bytes | None:
    """The bytes of the regular file; None where nothing stands at the path.

    Raises RefusedError for a link, a folder, and what cannot be opened.
    """
    file = root / PurePosixPath(path)
    try:
        if file.is_symlink():
            raise RefusedError(f"{path} is a symbolic link, and nothing is written through it.")
        if not file.exists():
            return None
        if not file.is_file():
            raise RefusedError(f"{path} is no regular file, so that nothing can be written into it.")
        return file.read_bytes()
    except OSError as error:
        raise RefusedError(f"{path} cannot be opened: {error.strerror}.") from error
