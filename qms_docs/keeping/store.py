"""Drawers of things that are kept between runs: sealed, bounded, and never needed."""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
import tempfile
import time
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from qms_docs.collection import no_collection
from qms_docs.keeping.divided import DividedDrawer
from qms_docs.keeping.drawer import Drawer
from qms_docs.keeping.files import DRAFT, ENDING, PIECES, SLIP, forget, is_older, latest_first, size_of
from qms_docs.keeping.packing import packed, unpacked
from qms_docs.keeping.place import cache_folder, program, secret_of
from qms_docs.keeping.shelf import Place, Shelf

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from qms_docs.keeping.shelf import Written

__all__ = ["Drawer", "Store", "open_store"]

_ABANDONED = 24 * 60 * 60
"""Seconds after which nobody goes on writing a file."""
_SEAL = 32
_MOST_PIECES = 8
"""Files of one drawer from which on they are written as one."""
_ROOM = 400_000_000
"""Bytes that a shelf may take, used or not."""
_STAMP = "[0-9]" * 20
"""How the time is written in the name of a file."""
_MOST_SLIPS = 300
"""Slips of a repository from which on those are thrown away that were written first."""


class Store:
    """The drawers of one repository; one without a folder keeps nothing beyond this run."""

    def __init__(self, folder: Path | None = None, secret: bytes = b"") -> None:
        """`secret` seals what is written; what another secret has sealed is not read."""
        self._folder = folder
        self._secret = secret
        self._drawers: dict[str, Drawer[Any, Any]] = {}
        self._shelves: dict[str, Shelf] = {}

    @property
    def lasts(self) -> bool:
        """Whether anything is kept beyond this run."""
        return self._folder is not None

    def drawer(self, name: str, many: Sequence[type[Any]] = ()) -> Drawer[Any, Any]:
        """The drawer of that name, with the classes of which it holds very many values (see `packed`)."""
        if name not in self._drawers:
            self._drawers[name] = Drawer(name, self, many)
        return self._drawers[name]

    def divided_drawer(self, name: str, many: Sequence[type[Any]] = ()) -> Drawer[Any, Any]:
        """The drawer of that name, whose keys are text or bytes, and of which a run reads no more than it asks for."""
        if name not in self._drawers:
            self._drawers[name] = DividedDrawer(name, self, many)
        return self._drawers[name]

    def shelf(self, name: str, room: int = _ROOM) -> Shelf:
        """The shelf of that name; beyond its room only what the last run has used is kept, if less than half of it."""
        if name not in self._shelves:
            self._shelves[name] = Shelf(name, self, room)
        return self._shelves[name]

    def save(self) -> None:
        """What is new in drawers and on shelves outlives this run; where it cannot be written that costs time alone."""
        for shelf in self._shelves.values():
            shelf.save()
        for drawer in self._drawers.values():
            drawer.save()

    def part(self) -> None:
        """From here on a process that was divided off notes what it does itself on the shelves."""
        for shelf in self._shelves.values():
            shelf.part()

    def written(self) -> dict[str, Written]:
        """What is new on the shelves outlives this process, which says where it lies."""
        return {name: shelf.write() for name, shelf in self._shelves.items()}

    def adopt(self, written: Mapping[str, Written]) -> None:
        """What another process has written on the shelves is known here."""
        for name, each in written.items():
            self.shelf(name).adopt(each)

    def let_go(self) -> None:
        """Nothing of the drawers is held in memory until somebody asks for it again."""
        for name, drawer in self._drawers.items():
            # Where the pieces of a shelf lie is no more than is needed.
            if name not in self._shelves:
                drawer.let_go()

    def read(self, name: str) -> dict[Any, Any]:
        """Everything that is kept in a drawer; a file that is not as it was written is thrown away."""
        known: dict[Any, Any] = {}
        for path in self._pieces(name):
            piece = self._opened(name, path)
            if not isinstance(piece, dict):
                with suppress(OSError):
                    path.unlink()
            else:
                known.update(piece)
        return known

    def has(self, name: str) -> bool:
        """Whether anything lies in a drawer, be it what nobody can read any more."""
        return bool(self._pieces(name))

    def write(
        self,
        name: str,
        fresh: dict[Any, Any],
        besides: Callable[[int], dict[Any, Any]],
        many: Sequence[type[Any]] = (),
    ) -> None:
        """What is new becomes a file of its own; where there are many, all become one."""
        if self._folder is None:
            return
        pieces = self._pieces(name)
        if len(pieces) + 1 < _MOST_PIECES:
            self._write(name, fresh, many)
            return
        size = size_of(pieces)
        if self._write(name, besides(size) | fresh, many):
            for path in (*pieces, *self._abandoned()):
                with suppress(OSError):
                    path.unlink()

    def _abandoned(self) -> list[Path]:
        """What runs have begun to write and were stopped in."""
        drafts = self._folder.glob(f"{DRAFT}*") if self._folder else ()
        return [path for path in drafts if is_older(path, _ABANDONED)]

    def slip(self, name: str) -> Any:  # noqa: ANN401 - whatever was written
        """A value that lies by itself, or None; a file that is not as it was written is none."""
        return None if self._folder is None else self._opened(name, self._folder / f"{name}{SLIP}")

    def write_slip(self, name: str, value: object) -> None:
        """The value lies by itself from now on, in the place of an earlier one; of very many the last ones do."""
        if self._folder is None:
            return
        written = packed(value)
        known = (self._folder / f"{name}{SLIP}").exists()
        if self._write_file(f"{name}{SLIP}", [self._sealed(name, written), written]) and not known:
            for path in latest_first(self._folder.glob(f"*{SLIP}"))[_MOST_SLIPS:]:
                with suppress(OSError):
                    path.unlink()

    def piece(self, name: str, key: bytes, place: Place) -> bytes | None:
        """A piece of a shelf; None where it is not as it was put there."""
        if self._folder is None:
            return None
        try:
            content = _part(f"{self._folder}{os.sep}{place.file}", place)
        except OSError:
            return None
        return content if hmac.compare_digest(place.seal, self._sealed(f"{name} {key.hex()}", content)) else None

    def write_pieces(self, name: str, pieces: Mapping[bytes, bytes]) -> dict[bytes, Place]:
        """The pieces lie one after the other in a file of their own; nowhere where nothing can be written."""
        if self._folder is None:
            return {}
        places: dict[bytes, Place] = {}
        file, start = f"{name}-{time.time_ns():020}-{secrets.token_hex(4)}{PIECES}", 0
        for key, content in pieces.items():
            places[key] = Place(file, start, len(content), self._sealed(f"{name} {key.hex()}", content))
            start += len(content)
        return places if self._write_file(file, pieces.values()) else {}

    def room_of(self, name: str) -> int:
        """The bytes that the pieces of a shelf take, used or not."""
        return size_of(self._pieces(name, PIECES))

    def files_of(self, name: str) -> list[Path]:
        """The files of a shelf, and those of its drawer."""
        return [*self._pieces(name, PIECES), *self._pieces(name)]

    def take_away(self, files: Iterable[Path]) -> None:
        """What lay in these files is not kept any more."""
        for path in files:
            with suppress(OSError):
                path.unlink()

    def _pieces(self, name: str, ending: str = ENDING) -> list[Path]:
        # The names of some drawers begin with that of another.
        return sorted(self._folder.glob(f"{name}-{_STAMP}-*{ending}")) if self._folder else []

    def _opened(self, name: str, path: Path) -> Any:  # noqa: ANN401 - as above
        try:
            content = path.read_bytes()
        except OSError:
            return None
        seal, written = content[:_SEAL], content[_SEAL:]
        if not hmac.compare_digest(seal, self._sealed(name, written)):
            return None
        # Only what this user's own runs have sealed is ever unpacked.
        with no_collection():
            return unpacked(written)

    def _sealed(self, name: str, written: bytes) -> bytes:
        # What is sealed may be large, and is not copied.
        seal = hmac.new(self._secret, name.encode() + b"\0", "sha256")
        seal.update(written)
        return seal.digest()

    def _write(self, name: str, values: dict[Any, Any], many: Sequence[type[Any]]) -> bool:
        written = packed(values, many=many)
        # In the order in which they were written, and never two of one name.
        file = f"{name}-{time.time_ns():020}-{secrets.token_hex(4)}{ENDING}"
        return self._write_file(file, [self._sealed(name, written), written])

    def _write_file(self, file: str, parts: Iterable[bytes]) -> bool:
        assert self._folder is not None  # noqa: S101 - nothing is written without one
        draft = None
        try:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            place, draft = tempfile.mkstemp(prefix=DRAFT, dir=self._folder)
            with os.fdopen(place, "wb") as stream:
                stream.writelines(parts)
            Path(draft).replace(self._folder / file)
        except OSError:
            if draft is not None:
                with suppress(OSError):
                    Path(draft).unlink()
            return False
        return True


def open_store(repository: Path, work_tree: Path, *more: Path) -> Store:
    """The things that were kept for a repository by this program as it is now, and with it `more` packages.

    Nothing is kept in the work tree: what lies there may have come with a change of somebody else, seal and all.
    """
    root = cache_folder()
    if root is None or _is_in(root, work_tree):
        return Store()
    secret = secret_of(root)
    if secret is None:
        return Store()
    name = hashlib.blake2b(os.fsencode(repository), digest_size=16).hexdigest()
    folder = root / name / program(*more)
    try:
        os.utime(folder)
    except OSError:
        forget(root)
    return Store(folder, secret)


def _part(path: str, place: Place) -> bytes:
    """What lies there of a file; thousands are read one after the other, so nothing is buffered."""
    descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_BINARY", 0))
    try:
        os.lseek(descriptor, place.start, os.SEEK_SET)
        return os.read(descriptor, place.length)
    finally:
        os.close(descriptor)


def _is_in(folder: Path, other: Path) -> bool:
    """Whether one folder lies in another one, whatever links lead there."""
    return Path(os.path.realpath(folder)).is_relative_to(os.path.realpath(other))
