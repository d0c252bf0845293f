"""Larger things that are kept between runs: each is read alone, when it is asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from qms_docs.values import dataclass

if TYPE_CHECKING:
    from qms_docs.keeping.store import Drawer, Store

__all__ = ["Place", "Shelf", "Written"]

_TOGETHER = 8_000_000
"""Bytes of new pieces that become a file."""


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

    def __init__(self, name: str, store: Store, room: int) -> None:
        """Nothing is read before something is asked for."""
        self._name = name
        self._room = room
        self._store = store
        self._places: Drawer[bytes, Place] = store.drawer(name, many=(Place,))
        self._fresh: dict[bytes, bytes] = {}
        self._waiting = 0
        """Bytes that are not written yet."""
        self._laid: dict[bytes, Place] = {}
        """What this run has written."""
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

    def has(self, key: bytes) -> bool:
        """Whether the piece was put there, which will then be read; another run may take it away before that."""
        place = self._places.get(key)
        if place is not None:
            self._used[key] = place
        return place is not None or key in self._fresh

    def put(self, key: bytes, content: bytes) -> None:
        """The piece is kept from here on; it is written with others, so that no run holds them all."""
        self._fresh[key] = content
        self._waiting += len(content)
        if self._waiting > _TOGETHER:
            self._lay_down()

    def part(self) -> None:
        """What waits and was used until here is the business of the process from which this one was divided off."""
        self._fresh, self._laid, self._used, self._waiting = {}, {}, {}, 0

    def write(self) -> Written:
        """What is new lies in files of its own, for the process that will save the drawer to adopt."""
        self._lay_down()
        fresh, self._laid = self._laid, {}
        return Written(fresh, self._used)

    def adopt(self, written: Written) -> None:
        """What a process that was divided off has written and used belongs to this run."""
        for key, place in written.fresh.items():
            self._places.put(key, place)
        self._used |= written.used | written.fresh
        self._laid |= written.fresh

    def save(self) -> None:
        """What is new outlives this run; it comes before the drawer that says where it lies."""
        self._lay_down()
        used = sum(place.length for place in self._used.values())
        if self._laid and self._store.room_of(self._name) > max(self._room, 2 * used):
            self._begin_anew()
        self._laid = {}

    def _lay_down(self) -> None:
        """What waits becomes a file."""
        for key, place in (self._store.write_pieces(self._name, self._fresh) if self._fresh else {}).items():
            self._places.put(key, place)
            self._used[key] = self._laid[key] = place
        self._fresh, self._waiting = {}, 0

    def _begin_anew(self) -> None:
        """Only what this run has used goes on being kept."""
        files, used, self._used = self._store.files_of(self._name), self._used, {}
        self._places.forget()
        for key, place in used.items():
            content = self._store.piece(self._name, key, place)
            if content is not None:
                self.put(key, content)
        self._lay_down()
        self._store.take_away(files)
