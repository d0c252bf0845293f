"""Many files at once: all of them stand in a folder afterwards, or none."""

from __future__ import annotations

import os
import secrets
import shutil
from contextlib import suppress
from errno import EEXIST, ENOTEMPTY
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from qms_docs.writing.new_file import CannotWriteError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

__all__ = ["in_the_way", "place_files"]

_SECOND = "Something has come there meanwhile, for instance by a second run: look at it before you run this again."
_ROOM = "Name a folder into which you may write, on a disk with room."


def in_the_way(root: Path, files: Mapping[str, bytes]) -> tuple[str, ...]:
    """The paths at which something else stands than the file that is to come, or than a folder that it needs."""
    return tuple(sorted({where for path, content in files.items() if (where := _obstacle(root, path, content))}))


def place_files(root: Path, files: Mapping[str, bytes], finish: Callable[[Path], Iterable[str]]) -> tuple[str, ...]:
    """The paths that were written: they are built aside first, and moved to where they belong when all is done.

    `finish` works on the folder that was built, in which all files are, and names what it adds at its top. A folder
    that does not exist yet appears as a whole. What stands already with the same content stays. Whatever fails or
    interrupts, what was moved is taken away again, and nothing that was there before is replaced. Raises
    CannotWriteError.
    """
    existed = os.path.lexists(root)
    aside = (root if existed else root.parent) / f".qms-init-{secrets.token_hex(8)}.tmp"
    missing = {path: each for path, each in files.items() if not os.path.lexists(root / path)}
    made: list[Path] = []
    try:
        made = [] if existed else _make_folders(root.parent)
        try:
            _write(aside, files)
            added = tuple(finish(aside))
            if existed:
                _move_in(aside, root, missing, added)
            else:
                aside.rename(root)
        finally:
            shutil.rmtree(aside, ignore_errors=True)
    except BaseException as error:
        _take_away(made)
        if isinstance(error, OSError):
            fact = f"Nothing can be written in {root}, and nothing was: {error.strerror}."
            raise CannotWriteError(fact, _SECOND if error.errno in {EEXIST, ENOTEMPTY} else _ROOM) from error
        raise
    return tuple(missing)


def _obstacle(root: Path, path: str, content: bytes) -> str | None:
    """What is in the way of a file: itself with other content, or something else where a folder has to be."""
    for folder in reversed(PurePosixPath(path).parents[:-1]):
        place = root / folder
        if os.path.lexists(place) and (place.is_symlink() or not place.is_dir()):
            return str(folder)
    place = root / path
    if not os.path.lexists(place):
        return None
    same = not place.is_symlink() and place.is_file() and os.access(place, os.R_OK) and place.read_bytes() == content
    return None if same else path


def _write(folder: Path, files: Mapping[str, bytes]) -> None:
    folder.mkdir()
    for path, content in files.items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)


def _move_in(aside: Path, root: Path, files: Iterable[str], added: Iterable[str]) -> None:
    """Each file gets a second name, which unlike a new name is refused where there is one already."""
    moved: list[Path] = []
    made: list[Path] = []
    try:
        for path in files:
            target = root / path
            made += _make_folders(target.parent)
            moved.append(target)
            _name(aside / path, target, moved)
        for name in added:
            os.rename(aside / name, root / name)  # noqa: PTH104 - refused where a folder with something in it is there
    except BaseException:
        for each in moved:
            with suppress(OSError):
                each.unlink()
        _take_away(made)
        raise


def _name(source: Path, target: Path, moved: list[Path]) -> None:
    try:
        os.link(source, target)
    except FileExistsError:
        # Somebody else's file that came in the meantime.
        moved.remove(target)
        raise
    except OSError:
        # File systems without second names, such as those of memory sticks and of some network drives.
        if os.path.lexists(target):
            moved.remove(target)
            raise FileExistsError(17, "it is there already", os.fspath(target)) from None
        source.rename(target)


def _make_folders(folder: Path) -> list[Path]:
    """The folders that were missing, the outermost first."""
    missing: list[Path] = []
    while not os.path.lexists(folder):
        missing.insert(0, folder)
        folder = folder.parent
    made: list[Path] = []
    try:
        for each in missing:
            each.mkdir()
            made.append(each)
    except BaseException:
        _take_away(made)
        raise
    return made


def _take_away(folders: list[Path]) -> None:
    """Those into which nobody else has put something since."""
    for each in reversed(folders):
        with suppress(OSError):
            each.rmdir()
