"""Numbers that are given out once."""

from __future__ import annotations

import sys

import pytest

from qms_docs.meanwhile import NotDoneError, meanwhile
from qms_docs.turns import Turns

pytestmark = pytest.mark.usefixtures("no_other_threads")


def test_every_number_once_in_order() -> None:
    """A process alone gets every number, the lowest first."""
    turns = Turns(3)
    assert [turns.take() for _ in range(4)] == [0, 1, 2, None]
    turns.close()
    assert turns.take() is None


def test_more_than_a_pipe_holds() -> None:
    """However many there are, none is lost."""
    turns = Turns(40_000)
    assert [turns.take() for _ in range(40_001)] == [*range(40_000), None]
    turns.close()


def test_two_processes_share_them() -> None:
    """What one process has taken no other gets, and between them they get all."""
    turns = Turns(40_000)
    others = meanwhile({"taken": lambda: [each for _ in range(40_000) if (each := turns.take()) is not None]})
    own = [each for _ in range(40_000) if (each := turns.take()) is not None]
    try:
        taken = others.take("taken")
    except NotDoneError:
        assert sys.platform != "linux" or not others.begun
        taken = []
    assert isinstance(taken, list)
    assert sorted(own + taken) == list(range(40_000))
    turns.close()
