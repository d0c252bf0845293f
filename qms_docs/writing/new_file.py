"""A file of the repository, which stands there whole or not at all."""

from __future__ import annotations

import fcntl
import os
import secrets
import stat
import time
from contextlib import contextmanager, suppress
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from qms_docs.failures import FailureError

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["CannotWriteError", "alone_in", "create_file", "replace_file"]

_WRITABLE = stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH
"""An editor, too, refuses a file into which nobody may write, though the folder would let it be replaced."""
_PATIENCE = 10
"""Seconds. A run holds a folder for as long as it takes to write one file."""


class CannotWriteError(FailureError):
    """The file could not be written, and nothing has changed (exit status 3)."""

    status = 3

    def __init__(self, fact: str, remedy: str) -> None:
        """`fact` and `remedy` are whole sentences."""
        super().__init__(f"{fact} {remedy}")
        self.fact = fact
        self.remedy = remedy


def create_file(root: Path, path: str, content: bytes) -> Path:
    """The file at this path below the root, with this content, on the disk before anybody can see it.

    Folders that are missing are made. No file, folder or link that exists is replaced or followed out of the tree;
    where something fails, what was made on the way is taken away again.
    Raises CannotWriteError.
    """
    target = root / PurePosixPath(path)
    made: list[Path] = []
    try:
        _refuse_links(root, path)
        for folder in _missing_folders(root, target.parent):
            folder.mkdir(exist_ok=True)
            made.append(folder)
        _write(target, content)
    except BaseException as error:
        for folder in reversed(made):
            with suppress(OSError):
                folder.rmdir()
        if isinstance(error, OSError):
            raise _failure(path, error) from error
        raise
    return target


def replace_file(root: Path, path: str, before: bytes, content: bytes) -> Path:
    """The regular file at this path with other content, the same permissions and owner: all at once, or as it was.

    Raises CannotWriteError, also where the file no longer has the bytes `before` or nobody may write into it.
    """
    target = root / PurePosixPath(path)
    _refuse_links(root, path)
    if target.is_symlink() or not target.is_file():
        raise CannotWriteError(f"{path} is no regular file, and is not replaced.", "Put the file itself in its place.")
    try:
        with alone_in(target.parent):
            standing = target.stat()
            if not standing.st_mode & _WRITABLE:
                raise CannotWriteError(
                    f"{path} is write-protected, and is not replaced.", f"Allow it (chmod u+w {path}), then run again."
                )
            if target.read_bytes() != before:
                raise CannotWriteError(f"{path} has changed in the meantime.", "Look at it, then run this again.")
            _write(target, content, like=standing)
    except OSError as error:
        raise _failure(path, error) from error
    return target


@contextmanager
def alone_in(folder: Path) -> Iterator[None]:
    """Of several runs in one folder each waits for the one before; what a run holds ends with it, however it ends.

    Raises CannotWriteError where that does not happen in time, and OSError.
    """
    handle = os.open(folder, os.O_RDONLY)
    try:
        until = time.monotonic() + _PATIENCE
        while not _locked(handle):
            if time.monotonic() > until:
                raise CannotWriteError(f"Another run is writing in {folder}.", "Let it end, then run this again.")
            time.sleep(0.05)
        yield
    finally:
        os.close(handle)


def _locked(handle: int) -> bool:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:
        # Some network drives know no locks; there the comparison with what was read has to do.
        return True
    return True


def _refuse_links(root: Path, path: str) -> None:
    """A link in the place of a folder could lead the file out of the repository."""
    pure = PurePosixPath(path)
    if pure.is_absolute() or ".." in pure.parts:
        raise CannotWriteError(f"{path} does not lie below {root}.", "Name a path inside the repository.")
    for folder in pure.parents:
        if (root / folder).is_symlink() and folder != PurePosixPath():
            raise CannotWriteError(
                f"{folder} is a symbolic link, and nothing is written through it.", "Put a folder in its place."
            )


def _missing_folders(root: Path, folder: Path) -> list[Path]:
    """The outermost first."""
    missing: list[Path] = []
    while folder != root and not folder.exists():
        missing.insert(0, folder)
        folder = folder.parent
    return missing


def _write(target: Path, content: bytes, like: os.stat_result | None = None) -> None:
    """Written beside its place first: a reader sees all of it or nothing, also where the power fails."""
    beside = target.with_name(f".{secrets.token_hex(16)}.tmp")
    try:
        with beside.open("xb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        if like is None:
            _name_finally(beside, target)
        else:
            # Only the administrator can give a file away; anybody else keeps a file of their own.
            with suppress(OSError):
                os.chown(beside, like.st_uid, like.st_gid)
            beside.chmod(stat.S_IMODE(like.st_mode))
            beside.replace(target)
    finally:
        with suppress(OSError):
            beside.unlink()
    _settle(target.parent)


def _name_finally(beside: Path, target: Path) -> None:
    """A second name, unlike a new name, is refused where a file has it already."""
    try:
        os.link(beside, target)
    except FileExistsError:
        raise
    except OSError:
        # File systems without second names, such as those of memory sticks and of some network drives.
        if os.path.lexists(target):
            raise FileExistsError(target) from None
        beside.rename(target)


def _settle(folder: Path) -> None:
    """The name is on the disk as well, where the system can be asked for that."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _failure(path: str, error: OSError) -> CannotWriteError:
    if isinstance(error, FileExistsError):
        return CannotWriteError(f"{path} exists already and is not replaced.", "Look at it, then run this again.")
    return CannotWriteError(f"{path} cannot be written: {error.strerror}.", "Correct this, then run this again.")
