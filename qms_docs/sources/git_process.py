"""The only module that starts git, through GitPython.

Every oddity of git's processes that the rest must not know about is met here: settings of users, variables of hooks,
pipes.
"""

from __future__ import annotations

import os
import re
import tempfile
import weakref
from contextlib import contextmanager, suppress
from dataclasses import field
from importlib import resources
from typing import IO, TYPE_CHECKING, Any, BinaryIO, cast

from qms_docs.failures import CannotCheckError
from qms_docs.sources.git_python import Git, GitCommandError, GitCommandNotFound
from qms_docs.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

__all__ = ["BegunCommand", "GitProcess", "first_line"]

_KEPT = re.compile(
    r"GIT_(CONFIG_(GLOBAL|SYSTEM|NOSYSTEM|COUNT|KEY_\d+|VALUE_\d+)|CEILING_DIRECTORIES|EXEC_PATH|TEST_\w+|SSL_\w+)"
)
"""Variables that belong to the user. The others are set by hooks and lead to another repository or index."""

_STEADY = {
    "GIT_NO_REPLACE_OBJECTS": "1",
    "GIT_GRAFT_FILE": f"{os.devnull}/none",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_PAGER": "cat",
    "LC_ALL": "C",
}

_NEUTRAL = {
    "GIT_CONFIG_GLOBAL": str(resources.files("qms_docs.sources").joinpath("neutral.gitconfig")),
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_CONFIG_COUNT": "0",
}
"""Variables with which no setting of user or machine is read."""

_PIPES: weakref.WeakSet[IO[bytes]] = weakref.WeakSet()
"""The pipes between this process and git."""

_PIPE = -1
"""`subprocess.PIPE`: processes are started by GitPython alone."""

_NAMES_AT_ONCE = 8_000
"""Bytes of object names that are written before answers are read: less than the smallest buffer of a pipe."""

_OBJECTS_AT_ONCE = 100
"""Object ids that fill less than that, of either length."""

_UNDISTURBED = (
    *(f"core.hooksPath={os.devnull}", "core.fsmonitor=", "core.splitIndex=false", "index.sparse=false"),
    *("core.safecrlf=false", "core.ignoreStat=false"),
)
"""Settings with which git starts no program of the repository's own, writes nothing into it, and looks at the files."""


class BegunCommand:
    """A command of git that was started, and whose answer waits to be taken by the process that has started it."""

    def __init__(self, process: Any) -> None:
        """The process is one of GitPython's."""
        self._process = process
        self._owner = os.getpid()
        _PIPES.update(each for each in (process.stdout, process.stderr) if each)

    @property
    def is_own(self) -> bool:
        """Whether this process has started it."""
        return self._owner == os.getpid()

    def outcome(self) -> tuple[int, str, str]:
        """Exit status, answer and complaint, for which git is waited."""
        try:
            answer, complaint = self._process.communicate()
        except BaseException:
            _end(self._process)
            raise
        return self._process.proc.returncode, os.fsdecode(answer), os.fsdecode(complaint)

    def ask(self, accept: tuple[int, ...] = (0,)) -> str:
        """What it answers.

        Raises CannotCheckError where it ends with a status that is not accepted.
        """
        status, answer, complaint = self.outcome()
        if status not in accept:
            raise _unreadable(complaint)
        return answer

    def stop(self) -> None:
        """Nobody waits for the answer any more, nor for git: where it only looks it has nothing to take back."""
        self._process.proc.kill()
        self._process.proc.wait()


@dataclass(slots=True)
class GitProcess:
    """Git as it is started in one folder, and the one process of it that goes on reading objects."""

    folder: Path
    variables: dict[str, str] = field(default_factory=dict)
    """Further variables of every process that is started from now on."""
    reader: Any = field(default=None, init=False)
    """The running `git cat-file --batch`; None as long as nothing was read."""
    _of_others: list[Any] = field(default_factory=list, init=False)
    """Those that belong to a process from which this one was divided off; let go, they would be ended."""
    _owner: int = field(default=0, init=False)
    """The process that has started the reader."""

    def version(self) -> tuple[int, ...]:
        """The version of the git that is installed.

        Raises CannotCheckError where there is none, or it does not start.
        """
        try:
            return self._git().version_info
        except GitCommandNotFound as error:
            raise CannotCheckError("The program git was not found.", "Install git and run this again.") from error
        except GitCommandError as error:
            raise CannotCheckError(f"Git does not start: {first_line(str(error.stderr))}", "Correct this.") from error

    def run(
        self,
        *arguments: str,
        own_settings: bool = False,
        istream: BinaryIO | None = None,
        variables: Mapping[str, str] | None = None,
    ) -> tuple[int, str, str]:
        """Exit status, answer and complaint of a command; `own_settings` lets it read those of the user."""
        return self.begin(*arguments, own_settings=own_settings, istream=istream, variables=variables).outcome()

    def begin(
        self,
        *arguments: str,
        own_settings: bool = False,
        istream: BinaryIO | None = None,
        variables: Mapping[str, str] | None = None,
    ) -> BegunCommand:
        """The same command, which is started and works while nobody waits for it yet."""
        asked = ["git", *_options(()), *arguments]
        variables = self._variables(own_settings=own_settings, further=variables)
        with _without_git_variables():
            process = self._git().execute(asked, as_process=True, istream=istream, env=variables)
        return BegunCommand(process)

    def ask(
        self,
        *arguments: str,
        accept: tuple[int, ...] = (0,),
        own_settings: bool = False,
        istream: BinaryIO | None = None,
        variables: Mapping[str, str] | None = None,
    ) -> str:
        """What a command answers.

        Raises CannotCheckError where it ends with a status that is not accepted.
        """
        return self.begin(*arguments, own_settings=own_settings, istream=istream, variables=variables).ask(accept)

    def tell(self, text: str, *arguments: str, variables: Mapping[str, str]) -> None:
        """A command that works on what it is told is run with the user's settings, unless it is told nothing."""
        if text:
            with tempfile.TemporaryFile() as stream:
                stream.write(os.fsencode(text))
                stream.seek(0)
                self.ask(*arguments, own_settings=True, istream=cast("BinaryIO", stream), variables=variables)

    def stream(self, *arguments: str, settings: Iterable[str] = ()) -> Iterator[bytes]:
        """What a command answers, in pieces."""
        process = self._start(["git", *_options(settings), *arguments])
        try:
            while piece := process.stdout.read(1 << 18):
                yield piece
            process.wait()
        except GitCommandError as error:
            raise _unreadable(str(error.stderr)) from error
        except BaseException:
            _end(process)
            raise
        finally:
            process.stdout.close()
            process.stderr.close()

    def read(self, names: Iterable[str]) -> Iterator[tuple[str, bytes | None]]:
        """The bytes of each object, in the order asked for; None where there is no such blob.

        A name is an object id or `<commit>:<path>`; all go through one `git cat-file --batch`.
        """
        waiting: list[str] = []
        size = 0
        for name in names:
            waiting.append(name)
            size += len(os.fsencode(name)) + 1
            if size >= _NAMES_AT_ONCE:
                yield from self._answers(waiting)
                waiting, size = [], 0
        yield from self._answers(waiting)

    def objects(self, ids: Sequence[str]) -> Iterator[tuple[str, bytes, bytes | None]]:
        """Id, kind and bytes of each object; the kind is empty where there is none."""
        for start in range(0, len(ids), _OBJECTS_AT_ONCE):
            asked = ids[start : start + _OBJECTS_AT_ONCE]
            yield from ((name, kind, content) for name, (kind, content) in zip(asked, self._asked(asked), strict=True))

    def read_one(self, name: str, kind: bytes) -> bytes | None:
        """The bytes of one object of a kind (`blob`, `tree`, `commit`), as git stores them; None without one."""
        return next(content for _, content in self._answers([name], kind))

    def stop_reader(self) -> None:
        """The process that reads objects is ended; the next one sees what was written meanwhile."""
        if self.reader is None:
            return
        # Git that has ended before does not take what it was asked last.
        with suppress(BrokenPipeError):
            self.reader.stdin.close()
        self.reader.stdout.close()
        self.reader.proc.wait()
        self.reader.proc.stderr.close()
        self.reader = None

    def _answers(self, names: list[str], kind: bytes = b"blob") -> list[tuple[str, bytes | None]]:
        found = zip(names, self._asked(names), strict=True)
        return [(name, content if each == kind else None) for name, (each, content) in found]

    def _asked(self, names: Sequence[str]) -> Iterator[tuple[bytes, bytes | None]]:
        """Kind and bytes of each object; whoever asks takes every answer."""
        if not names:
            return
        if self.reader and self._owner != os.getpid():
            self._of_others.append(self.reader)
            self.reader = None
        if self.reader is None:
            self._owner = os.getpid()
            self.reader = self._start(["git", *_options(()), "cat-file", "--batch"], istream=_PIPE)
        # A name with a line break would be read as two questions and shift every answer after it.
        asked = "".join(f"{name}\n" for name in names if "\n" not in name)
        try:
            self.reader.stdin.write(os.fsencode(asked))
            self.reader.stdin.flush()
        except BrokenPipeError as error:
            raise _stopped() from error
        for name in names:
            yield (b"", None) if "\n" in name else _next_object(self.reader.stdout)

    def _git(self) -> Git:
        return Git(str(self.folder))

    def _variables(self, *, own_settings: bool, further: Mapping[str, str] | None = None) -> dict[str, str]:
        variables = _STEADY | self.variables | dict(further or {})
        return variables if own_settings else variables | _NEUTRAL

    def _start(self, command: list[str], istream: int | None = None) -> Any:
        with _without_git_variables():
            variables = self._variables(own_settings=False)
            process = self._git().execute(command, as_process=True, istream=istream, env=variables)
        _PIPES.update(each for each in (process.stdin, process.stdout, process.stderr) if each)
        return process


def _end(process: Any) -> None:
    """Git is ended, and takes back what it has begun, because nobody waits for it any more."""
    process.proc.terminate()
    process.proc.wait()


def _let_go() -> None:
    """A process that was divided off holds no pipe of the other one: git would not learn that the other has closed it.

    Both would wait then, the other for git and git for this one, which may itself wait for the other.
    """
    for each in list(_PIPES):
        with suppress(OSError):
            each.close()
    _PIPES.clear()


if hasattr(os, "register_at_fork"):  # where processes can be divided
    os.register_at_fork(after_in_child=_let_go)


def first_line(complaint: str) -> str:
    """The line of git's complaint that says why it gave up, as the end of a sentence."""
    cleaned = complaint.strip().removeprefix("stderr:").strip().strip("'").strip()
    lines = cleaned.splitlines() or ["it gave no reason"]
    decisive = next((line for line in lines if line.startswith(("fatal: ", "error: "))), lines[0])
    return decisive.removeprefix("fatal: ").removeprefix("error: ").rstrip(".") + "."


def _options(settings: Iterable[str]) -> list[str]:
    return ["--no-pager", *(part for setting in (*_UNDISTURBED, *settings) for part in ("-c", setting))]


def _unreadable(complaint: str) -> CannotCheckError:
    return CannotCheckError(
        f"Git could not read the repository: {first_line(complaint)}",
        "Check it with `git fsck`, or clone it again.",
    )


def _stopped() -> CannotCheckError:
    return CannotCheckError("Git stopped while it was reading texts.", "Check the repository with `git fsck`.")


def _next_object(stream: IO[bytes]) -> tuple[bytes, bytes | None]:
    """The next answer of `git cat-file --batch`: `<id> <type> <size>`, the bytes and a line break (git-cat-file(1))."""
    head = stream.readline()
    if not head:
        raise _stopped()
    parts = head.rstrip(b"\n").rsplit(b" ", 2)
    if len(parts) != 3 or not parts[2].isdigit():  # noqa: PLR2004 - "<name> missing" and the like
        return b"", None
    content = stream.read(int(parts[2]) + 1)
    return parts[1], content[:-1]


@contextmanager
def _without_git_variables() -> Iterator[None]:
    """Hides the variables by which git's own hooks lead a child process to their repository and index."""
    hidden: Mapping[str, str] = {
        name: value for name, value in os.environ.items() if name.startswith("GIT_") and not _KEPT.fullmatch(name)
    }
    for name in hidden:
        del os.environ[name]
    try:
        yield
    finally:
        os.environ.update(hidden)
