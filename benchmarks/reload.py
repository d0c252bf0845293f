"""How long somebody waits who edits a document while the manual is served."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import tempfile
import time
import urllib.request
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from itertools import count
from typing import TYPE_CHECKING, cast
from urllib.error import URLError

from benchmarks.measure import FailedError, Sample, as_installed
from benchmarks.memory import Watch, processor_seconds

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

__all__ = ["Reload"]

_PATIENCE = 600
"""Seconds after which nothing more will come."""
_EVERY = 0.02
_SENTENCES = count(1)


@dataclass(frozen=True, kw_only=True, slots=True)
class Reload:
    """From the moment a text is saved to the moment its page is given out with the new sentence.

    The server is started and has given out the page before, with what an earlier one has kept.
    """

    name: str
    qms: tuple[str, ...]
    corpus: Path
    path: Path
    """The document, in the corpus."""
    address: str
    """That of its page, below the root of the site."""
    kept: Path
    cold: bool = False
    edits: int = 0
    """How many edits of the same document the server has followed before."""

    def run(self, *, watched: bool = False) -> Sample:
        """One edit, which is taken back when the server has ended.

        Raises FailedError where the server ends or the page does not come.
        """
        before = self.path.read_bytes()
        sentence = f"Sentence {next(_SENTENCES)} is new."
        try:
            with _served(self.qms, self.corpus, self.kept) as (server, root):
                _wait_for(server, root + self.address, b"<h1")
                for number in range(self.edits):
                    earlier = f"Sentence {number} came first."
                    self.path.write_bytes(before + f"\n{earlier}\n".encode())
                    _wait_for(server, root + self.address, earlier.encode())
                watch = Watch(server.pid) if watched else None
                used, begun = processor_seconds(server.pid) or 0.0, time.perf_counter()
                self.path.write_bytes(before + f"\n{sentence}\n".encode())
                _wait_for(server, root + self.address, sentence.encode())
                clock = time.perf_counter() - begun
                used = (processor_seconds(server.pid) or 0.0) - used
                together = watch.ended() if watch else None
        finally:
            self.path.write_bytes(before)
        return Sample(processors=used, clock=clock, memory=0.0, together=together)


@contextmanager
def _served(qms: tuple[str, ...], corpus: Path, kept: Path) -> Iterator[tuple[subprocess.Popen[bytes], str]]:
    port = _port()
    words = (*qms, "-C", str(corpus), "serve", "--address", f"localhost:{port}")
    with tempfile.TemporaryFile() as said:
        server = subprocess.Popen(
            words, stdout=said, stderr=said, env=as_installed(kept), cwd=corpus, start_new_session=True
        )
        try:
            yield server, f"http://localhost:{port}/"
        finally:
            # It has a session of its own, so that nothing that it has started is left behind.
            os.killpg(server.pid, signal.SIGINT)
            try:
                server.wait(30)
            except subprocess.TimeoutExpired:
                os.killpg(server.pid, signal.SIGKILL)
                server.wait()


@cache
def _port() -> int:
    """A free port, the same for every server: pages say where they are served, and are found again only there."""
    with socket.socket() as free:
        free.bind(("localhost", 0))
        return cast("int", free.getsockname()[1])


def _wait_for(server: subprocess.Popen[bytes], address: str, words: bytes) -> None:
    until = time.monotonic() + _PATIENCE
    while time.monotonic() < until:
        if server.poll() is not None:
            raise FailedError(f"The server ended with {server.returncode} before it gave out {address}.")
        try:
            with urllib.request.urlopen(address, timeout=_PATIENCE) as answer:  # noqa: S310 - the server's own address
                if words in answer.read():
                    return
        except (URLError, ConnectionError):
            pass  # It does not listen yet.
        time.sleep(_EVERY)
    raise FailedError(f"{address} did not come within {_PATIENCE} s.")
