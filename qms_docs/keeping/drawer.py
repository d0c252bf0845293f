"""Values by their key that are kept between runs, all of them read with the first that is asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence

    from qms_docs.keeping.store import Store

__all__ = ["Drawer"]

_LARGEST = 200_000_000
"""Bytes of a drawer from which on it keeps only what the last run has used."""

_K = TypeVar("_K", bound="Hashable")
_V = TypeVar("_V")


class Drawer(Generic[_K, _V]):
    """Values by their key; what is asked for and not known is worked out, and kept."""

    def __init__(self, name: str, store: Store, many: Sequence[type[Any]] = ()) -> None:
        """Nothing is read before something is asked for."""
        self._name = name
        self._store = store
        self._many = many
        self._known: dict[_K, _V] | None = None
        self._fresh: dict[_K, _V] = {}
        self._used: set[_K] = set()
        self._awaited: Callable[[], Mapping[_K, _V]] | None = None

    @property
    def name(self) -> str:
        """By which the store gives it out."""
        return self._name

    @property
    def is_empty(self) -> bool:
        """Whether nothing is kept; what lies there is not read for that."""
        return not self._fresh and not (self._store.has(self._name) if self._known is None else self._known)

    def get(self, key: _K) -> _V | None:
        """What is kept, or None."""
        if key in self._fresh:
            return self._fresh[key]
        found = self._kept(key)
        if found is not None:
            self._used.add(key)
            return found
        return self._received().get(key) if self._awaited else None

    def wait_for(self, others: Callable[[], Mapping[_K, _V]]) -> None:
        """Another process works values out, which are taken in once somebody asks for one that is not known."""
        self._awaited = others

    @property
    def fresh(self) -> Mapping[_K, _V]:
        """What this run has found out and not written yet."""
        return self._fresh

    def put(self, key: _K, value: _V) -> None:
        """The value is kept from here on."""
        self._fresh[key] = value

    def find(self, key: _K, work_out: Callable[[], _V]) -> _V:
        """The value, worked out where it is not kept yet."""
        found = self.get(key)
        if found is None:
            found = self._fresh[key] = work_out()
        return found

    def values(self) -> Iterator[tuple[_K, _V]]:
        """Everything that is kept, with its key."""
        self._used.update(self._all())
        yield from self._all().items()
        yield from self._fresh.items()

    def save(self) -> None:
        """What is new outlives this run."""
        if self._fresh:
            self._store.write(self._name, self._fresh, self._kept_besides, self._many)
            self._all().update(self._fresh)
            self._used.update(self._fresh)
            self._fresh = {}

    def read_again(self) -> None:
        """Another process of this run has saved what it learnt."""
        self._known = None

    def let_go(self) -> None:
        """Everything is saved, and nothing held in memory until somebody asks for it again."""
        self.save()
        if self._store.lasts:
            self._known = None

    def forget(self) -> None:
        """Nothing is kept any more that an earlier run has saved."""
        self._known = {}

    def _kept_besides(self, size: int) -> dict[_K, _V]:
        """What goes on being kept when everything is written as one."""
        known = self._all()
        return known if size <= _LARGEST else {key: known[key] for key in known if key in self._used}

    def _kept(self, key: _K) -> _V | None:
        """What an earlier run has kept."""
        return self._all().get(key)

    def _received(self) -> Mapping[_K, _V]:
        others, self._awaited = self._awaited, None
        if others:
            self._fresh |= others()
        return self._fresh

    def _all(self) -> dict[_K, _V]:
        if self._known is None:
            self._known = self._store.read(self._name)
        return self._known
