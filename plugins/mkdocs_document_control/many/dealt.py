"""Pieces of work that are done beside MkDocs, each once, by this process or by another one."""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING, Generic, TypeVar, cast

from qms_docs.meanwhile import NotDoneError
from qms_docs.turns import Turns
from qms_docs.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Mapping, Sequence

    from mkdocs_document_control.ahead import Ahead
    from qms_docs.keeping.shelf import Written
    from qms_docs.keeping.store import Store

__all__ = ["Dealt", "Hashes"]

_KEPT = "what is kept"
_PIECE = "dealt"
_T = TypeVar("_T")
Hashes = dict[str, str]
"""The SHA-256 of each file by its address."""


@dataclass(slots=True)
class Dealt(Generic[_T]):
    """Gives each piece to whoever comes first."""

    pieces: Sequence[Callable[[], _T]]
    kept: Store | None = None
    """Where the other process keeps what it draws."""
    _turns: Turns = field(init=False)
    _is_apart: bool = field(default=False, init=False)

    def __post_init__(self) -> None:
        """Nobody has begun."""
        self._turns = Turns(len(self.pieces))

    def work(self) -> dict[Hashable, Callable[[], object]]:
        """What another process may do: as many pieces as it comes to, then what it has drawn is kept."""
        work: dict[Hashable, Callable[[], object]] = {(_PIECE, number): self._next for number in self._numbers()}
        return work | {_KEPT: self.kept.written} if work and self.kept else work

    def finish(self, ahead: Ahead) -> list[_T]:
        """What came of every piece, in their order."""
        done: dict[int, _T] = {}
        while (number := self._turns.take()) is not None:
            done[number] = self.pieces[number]()
            ahead.gather()
        try:
            for number in self._numbers():
                # What the other process comes to last is nothing.
                if found := cast("tuple[int, _T] | None", ahead.take((_PIECE, number))[0]):
                    done[found[0]] = found[1]
            if self.kept:
                self.kept.adopt(cast("Mapping[str, Written]", ahead.take(_KEPT)[0]))
        except NotDoneError:
            # There was no other process, or it has ended before it was done.
            pass
        return [done[number] if number in done else self.pieces[number]() for number in self._numbers()]

    def close(self) -> None:
        """Nobody takes a turn any more."""
        self._turns.close()

    def _numbers(self) -> range:
        return range(len(self.pieces))

    def _next(self) -> tuple[int, _T] | None:
        if self.kept and not self._is_apart:
            self._is_apart = True
            self.kept.part()
        number = self._turns.take()
        return None if number is None else (number, self.pieces[number]())
