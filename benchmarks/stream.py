"""Commits and files in the language of git fast-import (git-fast-import(1))."""

from __future__ import annotations

import hashlib
import os
import subprocess
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import datetime

    from benchmarks.people import Identity

__all__ = ["BRANCH", "LINE", "Signature", "Stream", "git", "imported", "neutral_surroundings"]

LINE = "refs/heads/main"
BRANCH = "refs/corpus/branch"
"""The reference under which every branch is written; each of its commits names its parent, and in the end it goes."""

_NOTHING = "0" * 40


@dataclass(frozen=True, slots=True)
class Signature:
    """Who did something, and when, with the offset of that person's clock."""

    who: Identity
    when: datetime

    def __str__(self) -> str:
        return f"{self.who.name} <{self.who.email}> {int(self.when.timestamp())} {self.when:%z}"


class Stream:
    """Writes a history as it is told; a mark stands for each file's bytes and each commit until git has named them."""

    def __init__(self, sink: IO[bytes]) -> None:
        """Nothing is written yet."""
        self._sink = sink
        self._last_mark = 0
        self._marks: dict[bytes, int] = {}

    def blob(self, content: bytes) -> int:
        """The mark of these bytes, which are written once."""
        digest = hashlib.sha1(content, usedforsecurity=False).digest()
        if digest not in self._marks:
            self._marks[digest] = self._next_mark()
            self._sink.write(b"blob\nmark :%d\n" % self._marks[digest])
            self._data(content)
        return self._marks[digest]

    def commit(
        self,
        reference: str,
        parents: Sequence[int],
        signatures: tuple[Signature, Signature],
        message: str,
        changes: Mapping[str, int | None],
    ) -> int:
        """The mark of a commit; its files are those of the first parent with the changes, where None takes one away.

        The signatures are those of the author and the committer.
        """
        mark = self._next_mark()
        author, committer = signatures
        self._text(f"commit {reference}\nmark :{mark}\nauthor {author}\ncommitter {committer}\n")
        self._data(message.encode())
        for word, parent in zip(("from", "merge"), parents, strict=False):
            self._text(f"{word} :{parent}\n")
        for path, blob in sorted(changes.items(), key=lambda change: change[1] is not None):
            self._text(f'D "{path}"\n' if blob is None else f'M 100644 :{blob} "{path}"\n')
        self._text("\n")
        return mark

    def finish(self) -> None:
        """The reference of the branches is taken away; what they held stays where it was merged."""
        self._text(f"reset {BRANCH}\nfrom {_NOTHING}\n\ndone\n")

    def _next_mark(self) -> int:
        self._last_mark += 1
        return self._last_mark

    def _text(self, text: str) -> None:
        self._sink.write(text.encode())

    def _data(self, content: bytes) -> None:
        self._sink.write(b"data %d\n%s\n" % (len(content), content))


@contextmanager
def imported(folder: Path) -> Iterator[tuple[Stream, dict[int, str]]]:
    """A stream into a new repository, and the id of each mark, which are there once the stream has ended.

    Raises CalledProcessError where git refuses the stream, OSError where it cannot be started.
    """
    ids: dict[int, str] = {}
    git(folder, "init", "--quiet", "--template=", "--object-format=sha1", "--initial-branch=main")
    git(folder, "config", "core.autocrlf", "false")
    with tempfile.TemporaryDirectory() as scratch:
        marks = Path(scratch) / "marks"
        command = ["git", "fast-import", "--quiet", "--done", f"--export-marks={marks}"]
        with subprocess.Popen(command, cwd=folder, stdin=subprocess.PIPE, env=neutral_surroundings()) as importing:
            assert importing.stdin is not None  # noqa: S101 - a pipe was asked for
            stream = Stream(importing.stdin)
            yield stream, ids
            stream.finish()
        if importing.returncode:
            raise subprocess.CalledProcessError(importing.returncode, command)
        for line in marks.read_text(encoding="ascii").splitlines():
            mark, _, object_id = line.removeprefix(":").partition(" ")
            ids[int(mark)] = object_id


def git(folder: Path, *arguments: str) -> None:
    """Git is run in a folder, whatever the settings of the user.

    Raises CalledProcessError where it fails.
    """
    subprocess.run(["git", *arguments], cwd=folder, env=neutral_surroundings(), check=True)


def neutral_surroundings() -> dict[str, str]:
    """The variables of the process without git's own, and with no settings of user or system."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    return kept | {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1", "GIT_ATTR_NOSYSTEM": "1"}
