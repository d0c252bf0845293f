"""How far something that takes long has come, told to whoever watches; nobody does unless a command says so."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Protocol, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

__all__ = ["Watcher", "come_to", "counted", "make_room", "nobody_watches", "watched"]

_T = TypeVar("_T")


class Watcher(Protocol):
    """Somebody who watches."""

    def come_to(self, phase: str, done: int, of: int) -> None:
        """So many steps of a phase are done; 0 where nobody knows `of` how many."""

    def make_room(self) -> None:
        """Something is about to be written where progress is shown."""


class _Watched:
    by: Watcher | None = None


def come_to(phase: str, done: int, of: int = 0) -> None:
    """So many steps of a phase are done."""
    if _Watched.by is not None:
        _Watched.by.come_to(phase, done, of)


def counted(things: Iterable[_T], phase: str, of: int = 0) -> Iterator[_T]:
    """The things, each of which is a step."""
    for done, each in enumerate(things):
        come_to(phase, done, of)
        yield each


def make_room() -> None:
    """Something is about to be written where progress may be shown."""
    if _Watched.by is not None:
        _Watched.by.make_room()


def nobody_watches() -> None:
    """A process that was divided off shows nothing: the one that it came from does."""
    _Watched.by = None


@contextmanager
def watched(watcher: Watcher | None) -> Iterator[None]:
    """The watcher is told until the block ends."""
    _Watched.by = watcher
    try:
        yield
    finally:
        make_room()
        _Watched.by = None
