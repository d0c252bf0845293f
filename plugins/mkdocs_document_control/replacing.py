"""The new site takes the place of the old one: as a whole, or file by file where few of them differ."""

from __future__ import annotations

import os
import posixpath
import shutil
import tempfile
from contextlib import suppress
from dataclasses import field
from pathlib import Path
from typing import TYPE_CHECKING

from mkdocs_document_control.manifest import BUILD_RECORD, MANIFEST, named_by_manifest
from mkdocs_document_control.taking_away import take_away
from qms_docs.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

__all__ = ["LAST", "replace_site"]

LAST = ".last-"
"""A folder inside that of the site, which MkDocs leaves alone there and which every disk can rename to."""
_GIT = ".git"
_FEW = 256
"""Files that are replaced one by one, within some hundredths of a second."""


@dataclass(slots=True)
class _Moves:
    """Renamings that are taken back together."""

    site: Path
    new: Path
    old: Path
    _done: list[tuple[Path, Path]] = field(default_factory=list, init=False)

    def away(self, name: str) -> None:
        """What stands in the site under that name does not any more."""
        self._move(self.site / name, self.old / name)

    def into(self, name: str) -> None:
        """What the new site has under that name stands there."""
        self._move(self.new / name, self.site / name)

    def take_back(self) -> None:
        """Everything lies where it lay, as far as the system allows."""
        for source, target in reversed(self._done):
            with suppress(OSError):
                source.parent.mkdir(parents=True, exist_ok=True)
                target.rename(source)
            _without_empty(self.site, [target.relative_to(self.site).as_posix()])

    def _move(self, source: Path, target: Path) -> None:
        target.parent.mkdir(parents=True, exist_ok=True)
        self._done.append((source, target))
        source.rename(target)


def replace_site(site: Path, new: Path, hashes: Mapping[str, str], standing: Mapping[str, str]) -> None:
    """The `new` site stands in the place of the old one, of which those files stay that are `standing` as they should.

    `hashes` are the SHA-256 of all files of the new site but the record of the build, by their addresses; what is not
    `standing` with the same one lies in the folder of the new site. Files and folders of other programs that begin with
    a dot stay. Raises OSError where the old site cannot be moved away; it is put back then.
    """
    differing = [name for name, sha256 in hashes.items() if standing.get(name) != sha256]
    gone = sorted(standing.keys() - hashes.keys())
    few = len(differing) + len(gone) <= _FEW and not _others_are_in_the_way(site, differing, standing)
    singly = bool(standing) and few
    if standing and not singly:
        _complete(site, new, hashes)
    moves = _Moves(site, new, Path(tempfile.mkdtemp(prefix=LAST, dir=site)))
    try:
        if singly:
            _replace_files(moves, differing, gone)
        else:
            _replace_all(moves, hashes)
    except OSError:
        moves.take_back()
        with suppress(OSError):
            moves.old.rmdir()
        raise
    take_away(moves.old)


def _others_are_in_the_way(site: Path, names: Iterable[str], standing: Iterable[str]) -> bool:
    """Whether something that no site has brought, such as a link, bears a name with which the new one begins."""
    begun = {name.partition("/")[0] for name in names} - {name.partition("/")[0] for name in standing}
    return any(os.path.lexists(site / each) for each in begun)


def _replace_all(moves: _Moves, hashes: Mapping[str, str]) -> None:
    for name in _withdrawn(moves.site, hashes):
        moves.away(name)
        _without_empty(moves.site, [name])
    for old in sorted(moves.site.iterdir()):
        if not old.name.startswith(".") or (moves.new / old.name).exists():
            moves.away(old.name)
    for new in sorted(moves.new.iterdir()):
        moves.into(new.name)


def _withdrawn(site: Path, hashes: Mapping[str, str]) -> list[str]:
    """Files of the old site that the new one does not have, in folders that are left to other programs otherwise."""
    root, found = os.path.realpath(site), []
    for name in sorted(named_by_manifest(site) - hashes.keys()):
        place = site / name
        own = name.startswith(".") and name.partition("/")[0] != _GIT and os.path.realpath(place) == f"{root}/{name}"
        if own and place.is_file():
            found.append(name)
    return found


def _replace_files(moves: _Moves, differing: Iterable[str], gone: Iterable[str]) -> None:
    """One file after the other; what says of which site these are goes first and comes last.

    So nobody takes what is half one site and half the other for either, where a process is killed in between.
    """
    moves.away(MANIFEST)
    for name in gone:
        moves.away(name)
    _without_empty(moves.site, gone)
    for name in (*sorted({*differing} - {MANIFEST}), MANIFEST, BUILD_RECORD):
        if (moves.site / name).exists():
            moves.away(name)
        moves.into(name)


def _complete(site: Path, new: Path, hashes: Mapping[str, str]) -> None:
    """What was left to the old site is a part of the new one too."""
    for name in hashes:
        target = new / name
        if not target.exists():
            target.parent.mkdir(parents=True, exist_ok=True)
            try:
                os.link(site / name, target)
            except OSError:
                # Not every disk knows links.
                shutil.copyfile(site / name, target)


def _without_empty(site: Path, names: Iterable[str]) -> None:
    """Folders in which these files stood are gone where nothing stands in them any more."""
    for name in names:
        below = name
        while below := posixpath.dirname(below):
            try:
                (site / below).rmdir()
            except OSError:
                break
