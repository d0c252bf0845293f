"""Work that another process does while this one goes on."""

from __future__ import annotations

import contextlib
import gc
import logging
import multiprocessing
import os
import pickle
import signal
import sys
import threading
from typing import TYPE_CHECKING, Any

from qms_docs.interruption import one_at_a_time
from qms_docs.progress import nobody_watches

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Mapping
    from multiprocessing.connection import Connection
    from multiprocessing.context import ForkProcess

__all__ = ["NOTHING", "Meanwhile", "NotDoneError", "meanwhile"]

_BEHIND = 10
"""How much nicer to others a process is that need not be done soon."""
_PIPE = 1 << 20
"""Bytes that the other process may be ahead by before it waits for this one."""


class NotDoneError(Exception):
    """Nobody has done this piece of work; it is to be done here."""


class Meanwhile:
    """Pieces of work that another process does one after the other, until they are taken."""

    def __init__(self, names: set[Hashable], load: Callable[[bytes], Any]) -> None:
        """No process works at these pieces yet."""
        self._waiting = names
        self._running: tuple[ForkProcess, Connection] | None = None
        self._load = load
        self._found: dict[Hashable, Any] = {}

    def run(self, running: tuple[ForkProcess, Connection]) -> None:
        """A process works from here on, and this is where it says what it has done."""
        self._running = running
        _AT_WORK.add(self)

    def leave(self) -> None:
        """A process that was divided off since then neither waits for the other one nor ends it."""
        if self._running:
            self._running[1].close()
            self._ended()

    def _ended(self) -> None:
        self._running = None
        _AT_WORK.discard(self)

    @property
    def begun(self) -> bool:
        """Whether another process works at all."""
        return self._running is not None

    def take(self, name: Hashable) -> object:
        """What came of a piece of work, waited for where it is not done yet; it is given once.

        Raises NotDoneError where the work was not given to the other process, or the process has ended before it.
        """
        while name in self._waiting and self._running:
            self._receive(self._running[1])
        try:
            return self._found.pop(name)
        except KeyError as error:
            raise NotDoneError from error

    def gather(self) -> None:
        """What is done already is at hand, so that the other process need not wait until somebody takes it."""
        while self._waiting and self._running and self._running[1].poll():
            self._receive(self._running[1])

    def _receive(self, receiver: Connection) -> None:
        try:
            done, result = self._load(receiver.recv_bytes())
        except (EOFError, OSError, pickle.UnpicklingError):
            self.close()
        else:
            self._waiting.discard(done)
            self._found[done] = result

    def close(self) -> None:
        """The other process is ended, whatever it still had to do."""
        if self._running:
            process, receiver = self._running
            self._ended()
            receiver.close()
            # It has nothing to put in order, and one that was stopped would heed nothing else.
            process.kill()
            process.join()


_AT_WORK: set[Meanwhile] = set()
"""What this process has begun."""
NOTHING = Meanwhile(set(), pickle.loads)
"""No work at all."""


def meanwhile(
    work: Mapping[Hashable, Callable[[], Any]],
    *,
    fewest: int = 1,
    dump: Callable[[object], bytes] = pickle.dumps,
    load: Callable[[bytes], Any] = pickle.loads,
    waits: bool = False,
) -> Meanwhile:
    """The work, begun in a process of its own that knows all that this one knows, in the order given.

    One that `waits` leaves the processors to others as long as these have more urgent things to do.

    Where nothing is won by it nothing is begun: with less than the `fewest` pieces that are worth it or with one
    processor; where the system cannot divide a process safely (anything but Linux), or not at this moment; where more
    than one thread runs, which could hold what the other process would wait for without end; and in such a process.
    """
    alone = sys.platform != "linux" or len(os.sched_getaffinity(0)) < 2  # noqa: PLR2004
    divided = multiprocessing.parent_process() is not None
    if alone or divided or len(work) < fewest or threading.active_count() > 1:
        return Meanwhile(set(), load)
    begun = Meanwhile(set(work), load)
    try:
        # Whoever interrupts finds either no process or one that is known.
        with one_at_a_time():
            begun.run(_begun(work, dump, waits=waits))
    except OSError:
        # There may be as many processes or open files as the system allows.
        return begun
    except BaseException:
        begun.close()
        raise
    return begun


def _begun(
    work: Mapping[Hashable, Callable[[], Any]], dump: Callable[[object], bytes], *, waits: bool
) -> tuple[ForkProcess, Connection]:
    fork = multiprocessing.get_context("fork")
    receiver, sender = fork.Pipe(duplex=False)
    try:
        _widen(sender)
        process = fork.Process(target=_do, args=(work, dump, sender, receiver, waits), daemon=True)
        process.start()
    except OSError:
        receiver.close()
        raise
    finally:
        sender.close()
    return process, receiver


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
    waits: bool,  # noqa: FBT001 - handed on by the library as it is
) -> None:
    """What the other process does; what goes wrong in it goes wrong again where it is asked for, and is said there."""
    receiver.close()
    # What others say is said to the process that began them, and they are to learn when that one is gone.
    for each in list(_AT_WORK):
        each.leave()
    if waits:
        # The system may forbid even that.
        with contextlib.suppress(OSError):
            os.nice(_BEHIND)
    _end_at_once()
    nobody_watches()
    # To look for rubbish among what both processes share would copy all of it.
    gc.freeze()
    logging.raiseExceptions = False
    try:
        for name, piece in work.items():
            sender.send_bytes(dump((name, piece())))
    except BaseException:  # noqa: BLE001 - the work is done again by the process that asked for it
        os._exit(1)
    sender.close()
    os._exit(0)


def _end_at_once() -> None:
    """Requests to end, which waited until here, end this process without a word: it has nothing to put in order."""
    for each in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(each, signal.SIG_DFL)
    signal.pthread_sigmask(signal.SIG_SETMASK, ())
