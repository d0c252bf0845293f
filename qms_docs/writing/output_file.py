"""A result for people in a file of their own, whole or not at all; an earlier result of that name gives way."""

from __future__ import annotations

import os
import secrets
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from qms_docs.writing.new_file import CannotWriteError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path
    from typing import BinaryIO

__all__ = ["growing_output", "write_output"]


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


@contextmanager
def growing_output(target: Path, *, replaces: Callable[[Path], bool]) -> Iterator[BinaryIO]:
    """A file that is written piece by piece beside its place, and takes it once it is whole; else nothing is left.

    What lies there already gives way where `replaces` says so. Raises CannotWriteError.
    """
    if os.path.lexists(target):  # unlike Path.exists it has an answer for every name
        if target.is_symlink() or not target.is_file():
            raise CannotWriteError(f"{target} is no regular file, and is not replaced.", "Name another file with `-o`.")
        if not replaces(target):
            raise CannotWriteError(
                f"{target} is something else than what is to be written, and is not replaced.",
                "Name another file with `-o`, or replace it with `--force`.",
            )
    beside = target.with_name(f".{secrets.token_hex(8)}.tmp")
    try:
        try:
            with beside.open("x+b") as stream:
                yield stream
                stream.flush()
                os.fsync(stream.fileno())
            os.replace(beside, target)  # noqa: PTH105 - as Path.replace, and named as what it is
        finally:
            with suppress(OSError):
                beside.unlink()
    except OSError as error:
        if error.filename not in {None, str(beside), str(target)}:
            fact = f"{target} is not written, because {error.filename} could not be used: {error.strerror}."
            raise CannotWriteError(fact, "Set that right, and run it again.") from error
        fact = f"{target} cannot be written: {error.strerror}."
        raise CannotWriteError(fact, "Name a file in a folder that is there with `-o`.") from error
