"""Several files of the repository that are all written, or none of them."""

from __future__ import annotations

from contextlib import suppress
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from qms_docs.values import dataclass
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
    begun: list[Change] = []
    try:
        for each in changes:
            begun.append(each)
            _write(root, each.path, each.before, each.after)
    except BaseException as error:
        # What could not be written is as it was. Who interrupts does so before, in or after the last one, of which
        # nothing is known.
        unsure = begun[:-1] if isinstance(error, CannotWriteError) else begun
        left = [each.path for each in reversed(unsure) if not _put_back(root, each)]
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
    target = root / PurePosixPath(change.path)
    try:
        if change.before is not None:
            if target.read_bytes() != change.before:
                replace_file(root, change.path, change.after, change.before)
            return True
        if not target.exists():
            return True
        with alone_in(target.parent):
            if target.read_bytes() != change.after:
                return False
            target.unlink()
    except (CannotWriteError, OSError):
        return False
    with suppress(OSError):  # the folder goes with its only file, and stays where others are
        target.parent.rmdir()
    return True
