"""Where things are kept, for which program, and what shows that they were put there by this user."""

from __future__ import annotations

import hashlib
import os
import secrets
import stat
import sys
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from platformdirs import user_cache_path

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

__all__ = ["cache_folder", "program", "secret_of"]

_VARIABLE = "QMS_CACHE"
_OFF = "off"
_SEALING = "sealing"
"""The file of the secret."""
_LENGTH = 32
_RELEASE = (".dist-info", ".egg-info")
"""How folders end that are named by what is installed and its release."""
_PACKAGE = Path(__file__).parent.parent


def cache_folder() -> Path | None:
    """The folder that `QMS_CACHE` names, else the user's own; None where it says `off`, or names no certain place.

    A path that does not begin at the root would be another folder wherever a command is run, perhaps one that came
    with a clone.
    """
    named = os.environ.get(_VARIABLE, "")
    if named == _OFF:
        return None
    folder = Path(named) if named else user_cache_path("qms-docs", appauthor=False)
    return folder if folder.is_absolute() else None


def secret_of(folder: Path) -> bytes | None:
    """The secret with which this user's things are sealed, made when it is first asked for.

    None where the folder cannot be used, or belongs to somebody else, or others may write into it or know the secret:
    nothing is kept there then.
    """
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not _is_ours(folder, stat.S_IFDIR, stat.S_IWGRP | stat.S_IWOTH):
            return None
        path = folder / _SEALING
        with suppress(FileExistsError):
            _write_first(path)
        content = path.read_bytes() if _is_ours(path, stat.S_IFREG, stat.S_IRWXG | stat.S_IRWXO) else b""
    except OSError:
        return None
    return content if len(content) == _LENGTH else None


def _write_first(path: Path) -> None:
    """Two runs at once write two files, and the name is given to one of them, whole."""
    draft = path.with_name(f"{_SEALING}-{secrets.token_hex(8)}")
    if path.exists():
        return
    try:
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as stream:
            stream.write(secrets.token_bytes(_LENGTH))
        os.link(draft, path)
    finally:
        with suppress(FileNotFoundError):
            draft.unlink()


def _is_ours(path: Path, kind: int, closed: int) -> bool:
    """Whether it is a folder or file of this user, with none of the permissions that have to be `closed` to others.

    On Windows the profile of a user is closed to others.
    """
    if sys.platform == "win32":
        return True
    found = path.lstat()
    return found.st_uid == os.geteuid() and not found.st_mode & closed and stat.S_IFMT(found.st_mode) == kind


def program(*more: Path) -> str:
    """What tells this program from another that might work something out differently.

    Its own files do, this Python, and what is installed beside it.
    """
    hashed = hashlib.blake2b(sys.version.encode(), digest_size=16)
    # Whatever is installed, upgraded or removed leaves its mark on this folder.
    installed = [Path(each) for each in sys.path if each.endswith(("site-packages", "dist-packages"))]
    hashed.update(_own())
    hashed.update(_told((*installed, *(each for package in more for each in _sources(package)))))
    # In images that are made to be the same again every time is one and the same; releases are named all the same.
    for path in installed:
        with suppress(OSError):
            named = sorted(each.name for each in path.iterdir() if each.name.endswith(_RELEASE))
            hashed.update(repr(named).encode("utf-8", "surrogatepass"))
    return hashed.hexdigest()


@cache
def _own() -> bytes:
    """What tells of the program's own files, as they were when something was first asked for in this run."""
    return _told(_sources(_PACKAGE))


def _told(paths: Iterable[Path]) -> bytes:
    told = bytearray()
    for path in paths:
        with suppress(OSError):
            found = path.stat()
            told += f"{path} {found.st_size} {found.st_mtime_ns}\n".encode("utf-8", "replace")
    return bytes(told)


def _sources(package: Path) -> Iterator[Path]:
    for folder, below, names in os.walk(package):
        below[:] = sorted(each for each in below if each != "__pycache__")
        yield from (Path(folder, name) for name in sorted(names))
