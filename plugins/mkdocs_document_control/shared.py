"""Pieces of work of which two processes do each the next one, so that neither waits for the other at the end."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING, cast

from qms_docs.meanwhile import NotDoneError
from qms_docs.turns import Turns

if TYPE_CHECKING:
    import logging
    from collections.abc import Callable, Hashable, Mapping

    from mkdocs_document_control.ahead import Ahead

__all__ = ["Shared"]

_PIECE = "shared"
_AHEAD = 3
"""Pieces whose turn this process has at once: by the time it has done them the other one has done what lies between."""


class Shared:
    """The pieces by their names, in the order in which this process will ask for them."""

    def __init__(self, pieces: Mapping[str, Callable[[], object]]) -> None:
        """Nobody has begun."""
        self._pieces = list(pieces.values())
        self._numbers = {name: number for number, name in enumerate(pieces)}
        self._turns = Turns(len(pieces))
        self._own: deque[int] = deque()
        """The next pieces whose turn this process has."""
        self._received = 0
        self._found: dict[int, tuple[object, list[logging.LogRecord]]] = {}
        self._take_turns()

    def work(self) -> dict[Hashable, Callable[[], object]]:
        """What another process may do: as many pieces as it comes to."""
        return {(_PIECE, number): self._next for number in range(len(self._pieces))}

    def take(self, name: str, ahead: Ahead) -> tuple[object, list[logging.LogRecord]]:
        """What the other process has made of a piece, and what was said meanwhile.

        Raises NotDoneError where it is to be done here.
        """
        number = self._numbers.get(name)
        if number is None or not ahead.begun:
            raise NotDoneError
        while self._own and self._own[0] < number:
            self._own.popleft()
            self._take_turns()
        if self._own and self._own[0] == number:
            self._own.popleft()
            self._take_turns()
            raise NotDoneError
        while number not in self._found:
            made, remarks = ahead.take((_PIECE, self._received))
            self._received += 1
            if made is None:
                raise NotDoneError
            done, piece = cast("tuple[int, object]", made)
            self._found[done] = piece, remarks
        return self._found.pop(number)

    def close(self) -> None:
        """Nobody takes a turn any more."""
        self._turns.close()

    def _take_turns(self) -> None:
        while len(self._own) < _AHEAD and (number := self._turns.take()) is not None:
            self._own.append(number)

    def _next(self) -> tuple[int, object] | None:
        number = self._turns.take()
        return None if number is None else (number, self._pieces[number]())
