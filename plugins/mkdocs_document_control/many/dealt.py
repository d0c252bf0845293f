"""Pieces of the site that are written beside MkDocs, each once, by this process or by another one."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, cast

from qms_docs.meanwhile import NotDoneError
from qms_docs.turns import Turns

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Sequence

    from mkdocs_document_control.ahead import Ahead
    from mkdocs_document_control.many.kept import KeptGroups
    from qms_docs.keeping.shelf import Written

__all__ = ["Dealt", "Hashes"]

_KEPT = "what is kept"
Hashes = dict[str, str]
"""The SHA-256 of each file by its address."""


@dataclass(slots=True)
class Dealt:
    """Gives each piece to whoever comes first."""

    pieces: Sequence[Callable[[], Hashes]]
    """Each writes some files."""
    kept: KeptGroups | None
    """Where the other process keeps what it draws."""
    _turns: Turns = field(init=False)

    def __post_init__(self) -> None:
        """Nobody has begun."""
        self._turns = Turns(len(self.pieces))

    def work(self) -> dict[Hashable, Callable[[], object]]:
        """What another process may do: as many pieces as it comes to, then what it has drawn is kept."""
        work: dict[Hashable, Callable[[], object]] = {("written", number): self._next for number in self._numbers()}
        return work | {_KEPT: self.kept.written} if work and self.kept else work

    def finish(self, ahead: Ahead) -> Hashes:
        """Everything is written; the hashes are those of the bytes that were."""
        done: dict[int, Hashes] = {}
        while (number := self._turns.take()) is not None:
            done[number] = self.pieces[number]()
        try:
            for number in self._numbers():
                # What the other process comes to last is nothing.
                if found := cast("tuple[int, Hashes] | None", ahead.take(("written", number))[0]):
                    done[found[0]] = found[1]
            if self.kept:
                self.kept.adopt(cast("Written", ahead.take(_KEPT)[0]))
        except NotDoneError:
            # There was no other process, or it has ended before it was done.
            pass
        for number in self._numbers():
            if number not in done:
                done[number] = self.pieces[number]()
        return {name: value for number in self._numbers() for name, value in done[number].items()}

    def close(self) -> None:
        """Nobody takes a turn any more."""
        self._turns.close()

    def _numbers(self) -> range:
        return range(len(self.pieces))

    def _next(self) -> tuple[int, Hashes] | None:
        number = self._turns.take()
        return None if number is None else (number, self.pieces[number]())
