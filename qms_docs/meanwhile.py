"""Work that another process does while this one goes on."""

from __future__ import annotations

import contextlib
import logging
import multiprocessing
import os
import pickle
import sys
import threading
from typing import TYPE_CHECKING, Any

from qms_docs.progress import nobody_watches

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Mapping
    from multiprocessing.connection import Connection
    from multiprocessing.context import ForkProcess

__all__ = ["NOTHING", "Meanwhile", "NotDoneError", "meanwhile"]

_PIPE = 1 << 20
"""Bytes that the other process may be ahead by before it waits for this one."""


class NotDoneError(Exception):
    """Nobody has done this piece of work; it is to be done here."""


class Meanwhile:
    """Pieces of work that another process does one after the other, until they are taken."""

    def __init__(
        self, names: set[Hashable], running: tuple[ForkProcess, Connection] | None, load: Callable[[bytes], Any]
    ) -> None:
        """The process runs already, if there is one."""
        self._waiting = names
        self._running = running
        self._load = load
        self._found: dict[Hashable, Any] = {}

    @property
    def begun(self) -> bool:
        """Whether another process works at all."""
        return self._running is not None

    def take(self, name: Hashable) -> object:
        """What came of a piece of work, waited for where it is not done yet; it is given once.

        Raises NotDoneError where the work was not given to the other process, or the process has ended before it.
        """
        while name in self._waiting and self._running:
            try:
                done, result = self._load(self._running[1].recv_bytes())
            except (EOFError, OSError):
                self.close()
            else:
                self._waiting.discard(done)
                self._found[done] = result
        try:
            return self._found.pop(name)
        except KeyError as error:
            raise NotDoneError from error

    def close(self) -> None:
        """The other process is ended, whatever it still had to do."""
        if self._running:
            process, receiver = self._running
            receiver.close()
            process.terminate()
            process.join()
            self._running = None


NOTHING = Meanwhile(set(), None, pickle.loads)
"""No work at all."""


def meanwhile(
    work: Mapping[Hashable, Callable[[], Any]],
    *,
    fewest: int = 1,
    dump: Callable[[object], bytes] = pickle.dumps,
    load: Callable[[bytes], Any] = pickle.loads,
) -> Meanwhile:
    """The work, begun in a process of its own that knows all that this one knows, in the order given.

    Where nothing is won by it nothing is begun: with less than the `fewest` pieces that are worth it or with one
    processor; where the system cannot divide a process safely (anything but Linux); and where more than one thread
    runs, which could hold what the other process would wait for without end.
    """
    alone = sys.platform != "linux" or len(os.sched_getaffinity(0)) < 2  # noqa: PLR2004
    if alone or len(work) < fewest or threading.active_count() > 1:
        return Meanwhile(set(), None, load)
    fork = multiprocessing.get_context("fork")
    receiver, sender = fork.Pipe(duplex=False)
    _widen(sender)
    process = fork.Process(target=_do, args=(work, dump, sender, receiver), daemon=True)
    process.start()
    sender.close()
    return Meanwhile(set(work), (process, receiver), load)


def _widen(pipe: Connection) -> None:
    import fcntl  # noqa: PLC0415 - exists on Unix alone

    # The system may allow less, which costs time and nothing else.
    with contextlib.suppress(OSError):
        fcntl.fcntl(pipe.fileno(), fcntl.F_SETPIPE_SZ, _PIPE)


def _do(
    work: Mapping[Hashable, Callable[[], Any]],
    dump: Callable[[object], bytes],
    sender: Connection,
    receiver: Connection,
) -> None:
    """What the other process does; what goes wrong in it goes wrong again where it is asked for, and is said there."""
    receiver.close()
    nobody_watches()
    logging.raiseExceptions = False
    try:
        for name, piece in work.items():
            sender.send_bytes(dump((name, piece())))
    except BaseException:  # noqa: BLE001 - the work is done again by the process that asked for it
        os._exit(1)
    sender.close()
    os._exit(0)
