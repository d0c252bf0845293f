"""Whether a site stands where it belongs, each file of it as it would be written."""

from __future__ import annotations

import os
from pathlib import Path
from posixpath import dirname
from typing import TYPE_CHECKING

from mkdocs_document_control.manifest import BUILD_RECORD, MANIFEST, sha256_of
from qms_docs.meanwhile import NotDoneError, meanwhile
from qms_docs.turns import Turns

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

__all__ = ["Marks", "has_manifest", "marks_of", "stands"]

Marks = dict[str, tuple[int, int, int, int, int]]
"""What tells each file by its address from another one, and from itself once somebody has touched it."""

_TOGETHER = 64
"""Files of one piece."""


def stands(site: Path, hashes: Mapping[str, str]) -> bool:
    """Whether the folder holds these files with these SHA-256 and no others, but for the record of the build.

    What begins with a dot and belongs to other programs (see `Staging.publish`) may lie beside them.
    """
    try:
        found = {*_names(str(site), "", {name.partition("/")[0] for name in hashes})}
        return found - {BUILD_RECORD} == {*hashes, *_folders(hashes)} and _are(site, [*hashes.items()])
    except OSError:
        # What cannot be read is written anew, and whatever is wrong with it is said there.
        return False


def has_manifest(site: Path, hashes: Mapping[str, str]) -> bool:
    """Whether the folder still holds the site with these SHA-256: its manifest names those of all other files."""
    try:
        return sha256_of(site / MANIFEST) == hashes.get(MANIFEST)
    except OSError:
        return False


def marks_of(site: Path, names: Iterable[str]) -> Marks | None:
    """What tells these files of the site; a link counts as another file. None where one of them is not there."""
    try:
        return {name: _mark(os.lstat(f"{site}/{name}")) for name in names}
    except OSError:
        return None


def _mark(found: os.stat_result) -> tuple[int, int, int, int, int]:
    return found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns


def _names(folder: str, start: str, own: set[str]) -> Iterator[str]:
    """Everything below the folder; a folder ends with a slash, and what is neither file nor folder with two."""
    with os.scandir(folder) as entries:
        for each in entries:
            if not start and each.name.startswith(".") and each.name not in own:
                continue
            name = f"{start}{each.name}"
            if each.is_file(follow_symlinks=False):
                yield name
            elif each.is_dir(follow_symlinks=False):
                yield f"{name}/"
                yield from _names(each.path, f"{name}/", own)
            else:
                yield f"{name}//"


def _folders(names: Mapping[str, str]) -> set[str]:
    found: set[str] = set()
    for name in names:
        above = dirname(name)
        while above and f"{above}/" not in found:
            found.add(f"{above}/")
            above = dirname(above)
    return found


def _are(site: Path, hashes: Sequence[tuple[str, str]]) -> bool:
    """Whether each file has its hash; two processes look."""
    parts = [hashes[start : start + _TOGETHER] for start in range(0, len(hashes), _TOGETHER)]
    turns = Turns(len(parts))

    def next_ones() -> bool:
        while (number := turns.take()) is not None:
            if any(sha256_of(Path(site, name)) != sha256 for name, sha256 in parts[number]):
                return False
        return True

    beside = meanwhile({"": next_ones} if len(parts) > 1 else {})
    try:
        return next_ones() and (not beside.begun or bool(beside.take("")))
    except NotDoneError:
        # Nobody knows how far it has come.
        return False
    finally:
        beside.close()
        turns.close()
