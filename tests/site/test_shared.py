"""Pieces of work that two processes share."""

from __future__ import annotations

import os
import time
from functools import partial
from typing import TYPE_CHECKING

import pytest
from mkdocs.structure.files import Files

from mkdocs_document_control.ahead import Ahead
from mkdocs_document_control.shared import Shared
from qms_docs.meanwhile import NotDoneError

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

_NAMES = tuple(f"piece {number}" for number in range(40))


def _drawn(name: str) -> tuple[str, int]:
    return name, os.getpid()


def _dies(name: str) -> tuple[str, int]:
    if name == _NAMES[5]:
        os._exit(1)
    return _drawn(name)


def _all(shared: Shared, ahead: Ahead, names: Iterable[str]) -> dict[str, tuple[str, int]]:
    made: dict[str, tuple[str, int]] = {}
    for name in names:
        try:
            made[name] = shared.take(name, ahead)[0]  # type: ignore[assignment]
        except NotDoneError:
            made[name] = _drawn(name)
    return made


@pytest.mark.parametrize("piece", [_drawn, _dies])
@pytest.mark.parametrize("names", [_NAMES, _NAMES[::2], _NAMES[::-1], (_NAMES[30], *_NAMES, "unknown")])
def test_every_piece_is_there(piece: object, names: tuple[str, ...]) -> None:
    """Whoever made a piece, in whatever order it is asked for, and also where the other process has ended."""
    shared = Shared({name: partial(piece, name) for name in _NAMES})  # type: ignore[arg-type]
    ahead = Ahead(shared.work(), Files([]))
    try:
        made = _all(shared, ahead, names)
    finally:
        ahead.close()
        shared.close()
    assert {name: each for name, (each, _) in made.items()} == {name: name for name in names}


def test_nothing_is_done_by_both() -> None:
    """In the usual order the pieces of this process and those of the other one are all pieces."""
    done_here: list[str] = []
    here = os.getpid()

    def drawn(name: str) -> tuple[str, int]:
        if os.getpid() == here:
            done_here.append(name)
        return _drawn(name)

    shared = Shared({name: partial(drawn, name) for name in _NAMES})
    ahead = Ahead(shared.work(), Files([]))
    from_other = []
    try:
        for name in _NAMES:
            try:
                from_other.append(shared.take(name, ahead)[0])
            except NotDoneError:
                drawn(name)
    finally:
        ahead.close()
        shared.close()
    assert sorted([*done_here, *(name for name, _ in from_other)]) == sorted(_NAMES)  # type: ignore[misc]


@pytest.mark.usefixtures("no_other_threads")
def test_the_other_process_is_some_pieces_ahead(tmp_path: Path) -> None:
    """The first pieces are done here while the other process does a later one, for which nobody waits until then."""
    begun, done = tmp_path / "begun there", tmp_path / "done here"

    def drawn(name: str) -> str:
        begun.touch()
        return name if _comes(done) else ""

    shared = Shared({name: partial(drawn, name) for name in _NAMES[:4]})
    ahead = Ahead(shared.work() | dict.fromkeys(range(8), int), Files([]))
    try:
        assert _comes(begun)
        for name in _NAMES[:3]:
            with pytest.raises(NotDoneError):
                shared.take(name, ahead)
        done.touch()
        assert shared.take(_NAMES[3], ahead)[0] == _NAMES[3]
    finally:
        ahead.close()
        shared.close()


def _comes(path: Path) -> bool:
    for _ in range(500):
        if path.exists():
            return True
        time.sleep(0.02)
    return False
