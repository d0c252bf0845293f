"""Several files of the repository that are all written, or none of them."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from qms_docs.writing.new_file import CannotWriteError, alone_in, create_file, replace_file

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

__all__ = ["Change", "write_together"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Change:
    """A file as it stands and as it will be."""

    path: str
    before: bytes | None
    """None where there is none yet."""
    after: bytes


def write_together(root: Path, changes: Sequence[Change]) -> None:
    """Every file has its new content; where one cannot have it, or somebody interrupts, those before it are put back.

    Raises CannotWriteError, which names what could not be put back.
    """
    written: list[Change] = []
    try:
        for each in changes:
            _write(root, each.path, each.before, each.after)
            written.append(each)
    except BaseException as error:
        left = [each.path for each in reversed(written) if not _put_back(root, each)]
        if left and isinstance(error, CannotWriteError):
            fact = f"{error.fact} Written already, and not to be taken back: {', '.join(left)}."
            raise CannotWriteError(fact, error.remedy) from error
        raise


def _write(root: Path, path: str, before: bytes | None, after: bytes) -> None:
    if before is None:
        create_file(root, path, after)
    else:
        replace_file(root, path, before, after)


def _put_back(root: Path, change: Change) -> bool:
    """Whether the file is as it was; one that somebody else has changed since is left alone."""
    try:
        if change.before is not None:
            replace_file(root, change.path, change.after, change.before)
            return True
        target = root / PurePosixPath(change.path)
        with alone_in(target.parent):
            if target.read_bytes() != change.after:
                return False
            target.unlink()
    except (CannotWriteError, OSError):
        return False
    with suppress(OSError):  # the folder goes with its only file, and stays where others are
        target.parent.rmdir()
    return True
