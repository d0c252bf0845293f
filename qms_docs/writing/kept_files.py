"""Files that the program keeps up to date: written only where they would change."""

from __future__ import annotations

from pathlib import Path, PurePosixPath

from qms_docs.writing.new_file import CannotWriteError, create_file, replace_file

__all__ = ["keep_file"]


def keep_file(root: Path, path: str, content: bytes, *, replace: bool = True) -> bool:
    """Whether the file at this path below the root was written: it is there with this content afterwards.

    One that exists is left as it is unless `replace` says that it is the program's own. Raises CannotWriteError.
    """
    target = root / PurePosixPath(path)
    try:
        before = target.read_bytes()
    except FileNotFoundError:
        create_file(root, path, content)
        return True
    except OSError as error:
        raise CannotWriteError(
            f"{path} cannot be read: {error.strerror}.", "Correct this, then run it again."
        ) from error
    if before == content or not replace:
        return False
    replace_file(root, path, before, content)
    return True
