"""A result for people in a file of their own, whole or not at all; an earlier result of that name gives way."""

from __future__ import annotations

import os
import secrets
from contextlib import suppress
from typing import TYPE_CHECKING

from qms_docs.writing.new_file import CannotWriteError

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["write_output"]


def write_output(folder: Path, name: str, content: bytes) -> Path:
    """The file in a folder, which is made where it is missing.

    Raises CannotWriteError, and the earlier file is as it was then.
    """
    target = folder / name
    if target.is_symlink() or (target.exists() and not target.is_file()):
        raise CannotWriteError(f"{target} is no regular file, and is not replaced.", "Name another folder with `-o`.")
    beside = folder / f".{secrets.token_hex(8)}.tmp"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        try:
            beside.write_bytes(content)
            os.replace(beside, target)  # noqa: PTH105 - as Path.replace, and named as what it is
        finally:
            with suppress(OSError):
                beside.unlink()
    except OSError as error:
        fact = f"{target} cannot be written: {error.strerror}."
        raise CannotWriteError(fact, "Name another folder with `-o`.") from error
    return target
