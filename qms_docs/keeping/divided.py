"""Values by their key that are kept between runs, of which few are asked for: no more is read than lies beside them."""

from __future__ import annotations

import secrets
from collections import defaultdict
from typing import TYPE_CHECKING, Any, TypeVar
from zlib import crc32

from qms_docs.collection import no_collection
from qms_docs.keeping.drawer import Drawer
from qms_docs.keeping.files import size_of
from qms_docs.keeping.packing import packed, unpacked
from qms_docs.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from qms_docs.keeping.shelf import Place
    from qms_docs.keeping.store import Store

__all__ = ["DividedDrawer"]

_TOGETHER = 64
"""Values that lie together."""
_MOST = 8
"""Files from which on they are written as one."""

_V = TypeVar("_V")


@dataclass(slots=True)
class _Parts:
    """The parts of a file that were not read yet, by their numbers."""

    count: int
    unread: dict[int, Place]


class DividedDrawer(Drawer[str | bytes, _V]):
    """A drawer in parts, each of which is read when something in it is asked for.

    What follows from a key never changes, so that it does not matter which of several files tells it.
    """

    def __init__(self, name: str, store: Store, many: Sequence[type[Any]] = ()) -> None:
        """Nothing is read before something is asked for."""
        super().__init__(name, store, many)
        self._places: Drawer[str, tuple[Place, ...]] = Drawer(name, store)
        """For each file where its parts lie."""
        self._files: list[_Parts] | None = None

    @property
    def is_empty(self) -> bool:
        """Whether nothing is kept."""
        return not self._fresh and not self._known and self._places.is_empty

    def save(self) -> None:
        """What is new outlives this run."""
        fresh, self._fresh = self._fresh, {}
        if not fresh:
            return
        self._at_hand().update(fresh)
        self._used.update(fresh)
        written = self._store.files_of(self._name)
        if len(self._files_to_read()) + 1 < _MOST:
            self._write(fresh)
            return
        everything = self._kept_besides(size_of(written)) | fresh
        self._places.forget()
        if self._write(everything):
            self._store.take_away(written)

    def read_again(self) -> None:
        """Another process of this run has saved what it learnt."""
        super().read_again()
        self._begin_again()

    def let_go(self) -> None:
        """Everything is saved, and nothing held in memory until somebody asks for it again."""
        super().let_go()
        if self._known is None:
            self._begin_again()

    def forget(self) -> None:
        """Nothing is kept any more that an earlier run has saved."""
        super().forget()
        self._places.forget()
        self._files = []

    def _begin_again(self) -> None:
        self._places.read_again()
        self._files = None

    def _kept(self, key: str | bytes) -> _V | None:
        """What an earlier run has kept."""
        known = self._at_hand()
        if key not in known:
            for each in self._files_to_read():
                self._read(each, _number(key, each.count))
        return known.get(key)

    def _all(self) -> dict[str | bytes, _V]:
        for each in self._files_to_read():
            for number in list(each.unread):
                self._read(each, number)
        return self._at_hand()

    def _at_hand(self) -> dict[str | bytes, _V]:
        if self._known is None:
            self._known = {}
        return self._known

    def _files_to_read(self) -> list[_Parts]:
        if self._files is None:
            self._files = [_Parts(len(places), dict(enumerate(places))) for _, places in self._places.values()]
        return self._files

    def _read(self, parts: _Parts, number: int) -> None:
        place = parts.unread.pop(number, None)
        content = None if place is None else self._store.piece(self._name, _name(number), place)
        if content is not None:
            # The store gives back what this user's own runs have sealed, and nothing else.
            with no_collection():
                self._at_hand().update(unpacked(content))

    def _write(self, values: Mapping[str | bytes, _V]) -> bool:
        """The values lie in a file of their own; whether it could be written."""
        count = len(values) // _TOGETHER + 1
        parts: defaultdict[int, dict[str | bytes, _V]] = defaultdict(dict)
        for key, value in values.items():
            parts[_number(key, count)][key] = value
        pieces = {_name(number): packed(parts[number], many=self._many) for number in range(count)}
        placed = self._store.write_pieces(self._name, pieces)
        if placed:
            self._places.put(secrets.token_hex(8), tuple(placed.values()))
            self._places.save()
        return bool(placed)


def _number(key: str | bytes, count: int) -> int:
    """The part in which a key lies, the same in every run."""
    return crc32(key.encode() if isinstance(key, str) else key) % count


def _name(number: int) -> bytes:
    return number.to_bytes(4, "big")
