"""Larger things that are kept between runs: each is read alone, when it is asked for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from qms_docs.keeping.store import Drawer, Store

__all__ = ["Place", "Shelf", "Written"]

_ROOM = 400_000_000
"""Bytes from which on only what the last run has used goes on being kept, if that is less than half."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a piece lies."""

    file: str
    start: int
    length: int
    seal: bytes


class Written(NamedTuple):
    """What a process has written, and what it has used besides."""

    fresh: dict[bytes, Place]
    used: dict[bytes, Place]


class Shelf:
    """Pieces of bytes by name; the drawer of the same name says where each of them lies."""

    def __init__(self, name: str, store: Store) -> None:
        """Nothing is read before something is asked for."""
        self._name = name
        self._store = store
        self._places: Drawer[bytes, Place] = store.drawer(name)
        self._fresh: dict[bytes, bytes] = {}
        self._used: dict[bytes, Place] = {}

    @property
    def lasts(self) -> bool:
        """Whether what is put there outlives this run; where it does not, making a piece of it may be spared."""
        return self._store.lasts

    @property
    def is_empty(self) -> bool:
        """Whether no piece lies there."""
        return not self._fresh and self._places.is_empty

    def get(self, key: bytes) -> bytes | None:
        """The piece as it was put there, or None."""
        if key in self._fresh:
            return self._fresh[key]
        place = self._places.get(key)
        if place is None:
            return None
        content = self._store.piece(self._name, key, place)
        if content is not None:
            self._used[key] = place
        return content

    def put(self, key: bytes, content: bytes) -> None:
        """The piece is kept from here on."""
        self._fresh[key] = content

    def write(self) -> Written:
        """What is new lies in a file of its own, for the process that will save the drawer to adopt."""
        fresh = self._store.write_pieces(self._name, self._fresh) if self._fresh else {}
        self._fresh = {}
        return Written(fresh, self._used)

    def adopt(self, written: Written) -> None:
        """What a process that was divided off has written and used belongs to this run."""
        for key, place in written.fresh.items():
            self._places.put(key, place)
        self._used |= written.used | written.fresh

    def save(self) -> None:
        """What is new outlives this run; it comes before the drawer that says where it lies."""
        if not self._fresh:
            return
        used = sum(place.length for place in self._used.values())
        if self._store.room_of(self._name) > max(_ROOM, 2 * used):
            older = {key: piece for key in self._used if (piece := self.get(key)) is not None}
            self._store.clear(self._name)
            self._places.forget()
            self._fresh = older | self._fresh
        for key, place in self._store.write_pieces(self._name, self._fresh).items():
            self._places.put(key, place)
            self._used[key] = place
        self._fresh = {}
