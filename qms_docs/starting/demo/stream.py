"""A repository written through one `git fast-import` (git-fast-import(1))."""

from __future__ import annotations

import os
import subprocess
from contextlib import contextmanager, suppress
from typing import IO, TYPE_CHECKING

from qms_docs.failures import CannotCheckError
from qms_docs.interruption import one_at_a_time
from qms_docs.sources.git_process import first_line
from qms_docs.values import dataclass
from qms_docs.writing.new_file import CannotWriteError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import datetime
    from pathlib import Path

__all__ = ["Signature", "Stream", "imported"]

_LINE = "refs/heads/main"
_BESIDE = "refs/demo/branch"
"""Where branches are written; each of their commits names its parent, and in the end the name goes."""
_NOTHING = "0" * 40


@dataclass(frozen=True, kw_only=True, slots=True)
class Signature:
    """Who did something, and when, with the offset of that person's clock."""

    name: str
    email: str
    at: datetime

    def __str__(self) -> str:
        return f"{self.name} <{self.email}> {int(self.at.timestamp())} {self.at:%z}"


class Stream:
    """Writes commits as they are told, and gives each a number by which later ones name it."""

    def __init__(self, sink: IO[bytes]) -> None:
        """Nothing is written yet."""
        self._sink = sink
        self._last = 0

    def commit(
        self,
        parents: Sequence[int],
        signatures: tuple[Signature, Signature],
        message: str,
        files: Mapping[str, bytes | None],
        *,
        beside: bool = False,
    ) -> int:
        """A commit on the line, or on a branch beside it; files are those of the first parent with these changes.

        The signatures are those of author and committer; None takes a file away.
        """
        self._last += 1
        author, committer = signatures
        reference = _BESIDE if beside else _LINE
        self._text(f"commit {reference}\nmark :{self._last}\nauthor {author}\ncommitter {committer}\n")
        self._data(message.encode())
        for word, parent in zip(("from", "merge"), parents, strict=False):
            self._text(f"{word} :{parent}\n")
        for path, content in sorted(files.items(), key=lambda change: (change[1] is not None, change[0])):
            if content is None:
                self._text(f'D "{path}"\n')
            else:
                self._text(f'M 100644 inline "{path}"\n')
                self._data(content)
        self._text("\n")
        return self._last

    def finish(self) -> None:
        """The name of the branches goes; what was merged stays."""
        self._text(f"reset {_BESIDE}\nfrom {_NOTHING}\n\ndone\n")

    def _text(self, text: str) -> None:
        self._sink.write(text.encode())

    def _data(self, content: bytes) -> None:
        self._sink.write(b"data %d\n%s\n" % (len(content), content))


@contextmanager
def imported(folder: Path) -> Iterator[Stream]:
    """A stream into a new repository in an empty folder, which is checked out when the stream has ended.

    Raises CannotWriteError where git refuses, and CannotCheckError where it is missing.
    """
    try:
        _git(folder, "init", "--quiet", "--template=", "--object-format=sha1", "--initial-branch=main")
        with _importing(folder) as stream:
            yield stream
            stream.finish()
        _git(folder, "-c", "core.autocrlf=false", "reset", "--quiet", "--hard", "main")
    except subprocess.CalledProcessError as error:
        raise _failure(first_line(error.stderr.decode(errors="replace"))) from error
    except OSError as error:
        if error.filename == "git":
            raise CannotCheckError("The program git was not found.", "Install git and run this again.") from error
        raise _failure(f"{error.strerror}.") from error


@contextmanager
def _importing(folder: Path) -> Iterator[Stream]:
    command = ["git", "fast-import", "--quiet", "--done", "--date-format=raw"]
    with subprocess.Popen(
        command, cwd=folder, stdin=subprocess.PIPE, stderr=subprocess.PIPE, env=_surroundings()
    ) as importing:
        assert importing.stdin is not None  # noqa: S101 - a pipe was asked for
        # Git that listens no more has ended, and says itself why.
        try:
            with suppress(BrokenPipeError):
                yield Stream(importing.stdin)
            _, told = importing.communicate()
        except BaseException:
            # It would write on into a folder that is about to go.
            importing.kill()
            with suppress(BrokenPipeError):
                importing.stdin.close()
            importing.wait()
            raise
    if importing.returncode:
        raise subprocess.CalledProcessError(importing.returncode, command, stderr=told)


def _git(folder: Path, *arguments: str) -> None:
    # It takes a moment; git whose beginning is interrupted would write on into a folder that is about to go.
    with one_at_a_time():
        subprocess.run(["git", *arguments], cwd=folder, env=_surroundings(), check=True, capture_output=True)


def _failure(told: str) -> CannotWriteError:
    return CannotWriteError(
        f"Git could not write the demo: {told} Nothing was written.",
        "Correct this, for instance by making room on the disk, then run this again.",
    )


def _surroundings() -> dict[str, str]:
    """The variables of the process without git's own, and with no settings of user or system."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    return kept | {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1", "GIT_ATTR_NOSYSTEM": "1"}
