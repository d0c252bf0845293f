"""The only module that starts git, through GitPython.

Every oddity of git that the rest must not know about is met here: settings of users, variables of hooks, shallow and
partial clones, repositories of other owners, pipes.
"""

from __future__ import annotations

import os
import re
import tempfile
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from importlib import resources
from pathlib import Path, PurePosixPath
from typing import IO, TYPE_CHECKING, Any, BinaryIO, Self, cast

from git.cmd import Git
from git.exc import GitCommandError, GitCommandNotFound

from qms_docs.failures import CannotCheckError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

__all__ = ["Repository", "open_repository"]

_OLDEST_GIT = (2, 31)
"""The first git whose `log` knows `--diff-merges` by name."""

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

_PIPE = -1
"""`subprocess.PIPE`: processes are started by GitPython alone."""

_NAMES_AT_ONCE = 8_000
"""Bytes of object names that are written before answers are read: less than the smallest buffer of a pipe."""

_LOG = (
    *("log", "--date-order", "--pretty=raw", "--encoding=UTF-8", "--raw", "-z", "--no-abbrev", "--no-abbrev-commit"),
    *("--no-renames", "--diff-merges=separate", "--root", "--no-decorate", "--no-notes", "--no-mailmap", "--no-color"),
    *("--no-show-signature", "--no-follow", "--no-textconv", "--no-ext-diff", "--ignore-submodules=none"),
    f"-O{os.devnull}",
)
"""Arguments that leave no choice to settings. `-m` would obey `log.diffMerges`; `--follow` follows one path only."""

_UNDISTURBED = (
    *(f"core.hooksPath={os.devnull}", "core.fsmonitor=", "core.splitIndex=false", "index.sparse=false"),
    "core.safecrlf=false",
)
"""Settings with which git starts no program of the repository's own, and writes nothing into it."""

_LOG_SETTINGS = ("log.showRoot=true", "core.commitGraph=false", "log.follow=false")


@dataclass(kw_only=True)
class Repository:
    """A git repository with a work tree, opened for reading only."""

    root: Path
    """The top of the work tree."""
    git_dir: Path
    _git: Git
    _neutral_config: str
    _scratch: tempfile.TemporaryDirectory[str] | None = None
    _scratch_variables: dict[str, str] = field(default_factory=dict)
    _reader: Any = None

    def __enter__(self) -> Self:
        """The repository itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Every process is ended and every temporary file is gone."""
        self.close()

    def close(self) -> None:
        """Every process is ended and every temporary file is gone."""
        self._stop_reader()
        if self._scratch is not None:
            self._scratch.cleanup()
            self._scratch = None
            self._scratch_variables = {}

    def head(self) -> str:
        """The commit that is checked out.

        Raises CannotCheckError where there is none yet.
        """
        commit = self.resolve("HEAD")
        if commit is None:
            raise CannotCheckError(
                "The repository has no commit yet, so that there is no history to work out revisions from.",
                "Commit the documents once (git add, git commit), then run this again.",
            )
        return commit

    def branch(self) -> str | None:
        """The name of the branch that is checked out; None where HEAD is detached."""
        name = self._ask("symbolic-ref", "--quiet", "HEAD", accept=(0, 1)).strip()
        return name.removeprefix("refs/heads/") or None

    def resolve(self, name: str) -> str | None:
        """The commit to which a name leads, or None."""
        answer = self._ask(
            "rev-parse", "--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}", accept=(0, 1, 128)
        )
        return answer.strip() or None

    def references_to(self, commit: str) -> tuple[str, ...]:
        """The full names of the branches and other references that point at a commit."""
        answer = self._ask("for-each-ref", "--format=%(refname)", f"--points-at={commit}")
        return tuple(answer.split("\n")[:-1])

    def reference(self, name: str) -> str | None:
        """The object to which the reference with this full name points, or None; no expression is understood."""
        if "\0" in name:
            return None
        return self._ask("show-ref", "--verify", "--hash", name, accept=(0, 1, 128)).strip() or None

    def last_shared(self, tip: str, commit: str) -> str | None:
        """The first commit on the first parents of `tip` that `commit` has in its history; None where there is none."""
        answer = self._ask("rev-list", "--first-parent", "--parents", f"{commit}..{tip}", "--").split("\n")[:-1]
        return next(iter(answer[-1].split(" ")[1:2]), None) if answer else tip

    def is_first_parent_ancestor(self, ancestor: str, commit: str) -> bool:
        """Whether following first parents from a commit leads to the other one."""
        return self.last_shared(commit, ancestor) == ancestor

    def log(self, commits: Iterable[str]) -> Iterator[bytes]:
        """The NUL-separated stream of one `git log` over everything reachable from the commits, in pieces.

        The format is that of `--pretty=raw --raw -z`, a merge once for each parent, newest first (git-log(1)).
        """
        command = ["git", *self._options(_LOG_SETTINGS), *_LOG, *dict.fromkeys(commits), "--"]
        yield from self._stream(command)

    def changes_between(self, commit: str, tree: str) -> Iterator[bytes]:
        """The NUL-separated raw differences from a commit to a tree, in pieces."""
        command = [
            "git",
            *self._options(()),
            "diff-tree",
            "-r",
            "-z",
            "--raw",
            "--no-abbrev",
            "--no-renames",
            commit,
            tree,
        ]
        yield from self._stream(command)

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

    def read_one(self, name: str) -> bytes | None:
        """The bytes of one object, or None."""
        return next(content for _, content in self.read([name]))

    def changed_files(self) -> tuple[tuple[str, str], ...]:
        """The files in which the work tree differs from the commit: two-letter state (`??` is untracked) and path."""
        answer = self._ask(
            *("status", "--porcelain=v1", "-z", "--untracked-files=all", "--no-renames", "--ignore-submodules=dirty"),
            own_settings=True,
        )
        return tuple((each[:2], each[3:]) for each in answer.split("\0") if each)

    def tree_of_work(self, folders: Iterable[str]) -> str:
        """The tree that a commit of the work tree would have: tracked files as they stand, and new ones in `folders`.

        Git itself applies line-ending conversion and filters, as it would on a commit. The repository is left as it is,
        also in the times of its files: git works on an index of its own, and does not see the objects of the
        repository, which it would mark as used where it meets a text again that they hold.
        """
        starts = tuple("" if each == "." else f"{each}/" for each in folders)
        changed = [
            path
            for state, path in self.changed_files()
            if (f"{path}/".startswith(starts) if state == "??" else state[1] != " ") and not path.endswith("/")
        ]
        standing = [path for path in changed if self._stands(path)]
        gone = set(changed).difference(standing)
        indexed = self._ask("ls-files", "--stage", "-z")
        place = self._open_scratch()
        (place / "index").unlink(missing_ok=True)
        apart = {"GIT_INDEX_FILE": str(place / "index"), "GIT_ALTERNATE_OBJECT_DIRECTORIES": ""}
        self._tell(indexed, "update-index", "-z", "--index-info", variables=apart)
        self._copy_texts(indexed, set(standing), place, apart)
        self._tell(_lines(gone, "\0"), "update-index", "--force-remove", "-z", "--stdin", variables=apart)
        arguments = ("update-index", "--add", "--remove", "--replace", "-z", "--stdin")
        self._tell(_lines(standing, "\0"), *arguments, variables=apart)
        self._stop_reader()
        return self._ask("write-tree", "--missing-ok", own_settings=True, variables=apart).strip()

    def _stands(self, path: str) -> bool:
        """Whether there is a file at the path, and not behind a symbolic link that took the place of a folder."""
        behind_link = any((self.root / folder).is_symlink() for folder in PurePosixPath(path).parents)
        return not behind_link and os.path.lexists(self.root / path)

    def _copy_texts(self, indexed: str, paths: set[str], place: Path, variables: Mapping[str, str]) -> None:
        """The texts that the index has of these paths are copied to where git sees them when it adds the paths.

        It decides by them whether line endings are converted (gitattributes(5)).
        """
        entries = (entry.split("\t", 1) for entry in indexed.split("\0")[:-1])
        blobs = {facts.split(" ")[1] for facts, path in entries if path in paths}
        copies = []
        for blob, content in self.read(sorted(blobs)):
            if content is not None:
                (place / blob).write_bytes(content)
                copies.append(str(place / blob))
        arguments = ("hash-object", "-w", "--no-filters", "--stdin-paths")
        self._tell(_lines(copies, "\n"), *arguments, variables=variables)

    def _tell(self, text: str, *arguments: str, variables: Mapping[str, str]) -> None:
        """A command that works on what it is told is run, unless it is told nothing."""
        if text:
            with tempfile.TemporaryFile() as stream:
                stream.write(os.fsencode(text))
                stream.seek(0)
                self._ask(*arguments, own_settings=True, istream=cast("BinaryIO", stream), variables=variables)

    def _open_scratch(self) -> Path:
        if self._scratch is None:
            objects = self.root / self._ask("rev-parse", "--git-path", "objects").removesuffix("\n")
            self._scratch = tempfile.TemporaryDirectory(prefix="qms-")
            (Path(self._scratch.name) / "objects").mkdir()
            self._scratch_variables = {
                "GIT_OBJECT_DIRECTORY": str(Path(self._scratch.name) / "objects"),
                "GIT_ALTERNATE_OBJECT_DIRECTORIES": _quoted(str(objects.resolve())),
            }
        return Path(self._scratch.name)

    def _answers(self, names: list[str]) -> list[tuple[str, bytes | None]]:
        if not names:
            return []
        if self._reader is None:
            self._reader = self._start(["git", *self._options(()), "cat-file", "--batch"], istream=_PIPE)
        # A name with a line break would be read as two questions and shift every answer after it.
        asked = "".join(f"{name}\n" for name in names if "\n" not in name)
        try:
            self._reader.stdin.write(os.fsencode(asked))
            self._reader.stdin.flush()
        except BrokenPipeError as error:
            raise _stopped() from error
        return [(name, None if "\n" in name else _next_object(self._reader.stdout)) for name in names]

    def _stop_reader(self) -> None:
        if self._reader is None:
            return
        # Git that has ended before does not take what it was asked last.
        with suppress(BrokenPipeError):
            self._reader.stdin.close()
        self._reader.stdout.close()
        self._reader.proc.wait()
        self._reader.proc.stderr.close()
        self._reader = None

    def _stream(self, command: list[str]) -> Iterator[bytes]:
        process = self._start(command)
        try:
            while piece := process.stdout.read(1 << 18):
                yield piece
            process.wait()
        except GitCommandError as error:
            raise _unreadable(error) from error
        finally:
            process.stdout.close()
            process.stderr.close()

    def _options(self, settings: Iterable[str]) -> list[str]:
        return ["--no-pager", *(part for setting in (*_UNDISTURBED, *settings) for part in ("-c", setting))]

    def _variables(self, *, own_settings: bool, further: Mapping[str, str] | None = None) -> dict[str, str]:
        variables = _STEADY | self._scratch_variables | dict(further or {})
        if not own_settings:
            variables |= {
                "GIT_CONFIG_GLOBAL": self._neutral_config,
                "GIT_CONFIG_NOSYSTEM": "1",
                "GIT_CONFIG_COUNT": "0",
            }
        return variables

    def _start(self, command: list[str], istream: int | None = None) -> Any:
        with _without_git_variables():
            return self._git.execute(command, as_process=True, istream=istream, env=self._variables(own_settings=False))

    def _ask(
        self,
        *arguments: str,
        accept: tuple[int, ...] = (0,),
        settings: Iterable[str] = (),
        own_settings: bool = False,
        istream: BinaryIO | None = None,
        variables: Mapping[str, str] | None = None,
    ) -> str:
        with _without_git_variables():
            status, answer, complaint = self._git.execute(
                ["git", *self._options(settings), *arguments],
                istream=istream,
                with_extended_output=True,
                with_exceptions=False,
                strip_newline_in_stdout=False,
                stdout_as_string=False,
                env=self._variables(own_settings=own_settings, further=variables),
            )
        if status not in accept:
            raise _unreadable(GitCommandError(list(arguments), status, complaint))
        return os.fsdecode(answer)


def open_repository(folder: Path) -> Repository:
    """The repository around a folder, after making sure that its whole history is there.

    Raises CannotCheckError for a folder outside every repository, a bare, shallow or partial one, one that git
    refuses to open because it belongs to somebody else, and a git that is missing or too old.
    """
    git = Git(str(folder))
    _refuse_old(git)
    facts = _facts(git)
    if facts["bare"] == "true" or not facts["root"]:
        raise CannotCheckError(
            f"{facts['git_dir']} is a bare repository: it has a history but no files.",
            "Clone it and run this in the clone.",
        )
    if facts["shallow"] == "true":
        raise CannotCheckError(
            "This clone is shallow: a part of the history is missing, so that revisions and dates would be wrong.",
            "Fetch the rest with `git fetch --unshallow`; in CI ask for the whole history (`fetch-depth: 0` for "
            "actions/checkout, `GIT_DEPTH: 0` in GitLab).",
        )
    root = Path(facts["root"])
    repository = Repository(
        root=root,
        git_dir=Path(facts["git_dir"]),
        _git=Git(str(root)),
        _neutral_config=str(resources.files("qms_docs.sources").joinpath("neutral.gitconfig")),
    )
    _refuse_partial(repository)
    return repository


def _refuse_old(git: Git) -> None:
    try:
        version = git.version_info
    except GitCommandNotFound as error:
        raise CannotCheckError("The program git was not found.", "Install git and run this again.") from error
    if version[:2] < _OLDEST_GIT:
        raise CannotCheckError(
            f"This git is version {'.'.join(map(str, version))}; {'.'.join(map(str, _OLDEST_GIT))} or later is needed.",
            "Install a later git and run this again.",
        )


def _facts(git: Git) -> dict[str, str]:
    """Where the repository is and what is special about it; git itself looks for it, and so checks whose it is."""
    inside = ("--is-bare-repository", "--is-shallow-repository", "--absolute-git-dir", "--is-inside-work-tree")
    with _without_git_variables():
        status, answer, complaint = git.execute(
            ["git", "rev-parse", *inside],
            with_extended_output=True, with_exceptions=False, stdout_as_string=False, env=_STEADY,
        )  # fmt: skip
        if status:
            raise _not_opened(str(complaint), str(git.working_dir))
        bare, shallow, *folder, in_work_tree = os.fsdecode(answer).split("\n")
        root = b""
        if in_work_tree == "true":
            _, root, _ = git.execute(
                ["git", "rev-parse", "--show-toplevel"],
                with_extended_output=True, with_exceptions=False, stdout_as_string=False, env=_STEADY,
            )  # fmt: skip
    return {"bare": bare, "shallow": shallow, "git_dir": "\n".join(folder), "root": os.fsdecode(root)}


def _refuse_partial(repository: Repository) -> None:
    filters = r"^(remote\..*\.(promisor|partialclonefilter)|extensions\.partialclone)$"
    answer = repository._ask("config", "--local", "--get-regexp", filters, accept=(0, 1))  # noqa: SLF001 - same module
    partial = [line for line in answer.splitlines() if not line.endswith(".promisor false")]
    if partial:
        raise CannotCheckError(
            "This clone is partial: git left out texts of the past and would fetch them one by one.",
            "Clone the repository again without `--filter`.",
        )


def _not_opened(complaint: str, folder: str) -> CannotCheckError:
    if "dubious ownership" in complaint:
        return CannotCheckError(
            f"Git does not open the repository around {folder}, because it belongs to another user.",
            "If you trust it, say so once with `git config --global --add safe.directory <its folder>`, or run this as "
            "the user who owns it.",
        )
    if "not a git repository" in complaint:
        return CannotCheckError(
            f"{folder} is not inside a git repository, and revisions are worked out from the history in git.",
            "Run this inside a clone of the manual, or make a repository with `git init` and commit the documents.",
        )
    return CannotCheckError(
        f"Git cannot open the repository around {folder}: {_first_line(complaint)}", "Repair it first."
    )


def _unreadable(error: GitCommandError) -> CannotCheckError:
    return CannotCheckError(
        f"Git could not read the repository: {_first_line(str(error.stderr))}",
        "Check it with `git fsck`, or clone it again.",
    )


def _lines(names: Iterable[str], end: str) -> str:
    return "".join(f"{name}{end}" for name in names)


def _quoted(path: str) -> str:
    """The path in the quotes within which a colon ends no item of a list of object directories (git(1))."""
    escaped = path.replace("\\", r"\\").replace('"', r"\"").replace("\n", r"\n")
    return f'"{escaped}"'


def _first_line(complaint: str) -> str:
    cleaned = complaint.strip().removeprefix("stderr:").strip().strip("'").strip()
    lines = cleaned.splitlines() or ["it gave no reason"]
    decisive = next((line for line in lines if line.startswith(("fatal: ", "error: "))), lines[0])
    return decisive.removeprefix("fatal: ").removeprefix("error: ").rstrip(".") + "."


def _stopped() -> CannotCheckError:
    return CannotCheckError("Git stopped while it was reading texts.", "Check the repository with `git fsck`.")


def _next_object(stream: IO[bytes]) -> bytes | None:
    """The next answer of `git cat-file --batch`: `<id> <type> <size>`, the bytes and a line break (git-cat-file(1))."""
    head = stream.readline()
    if not head:
        raise _stopped()
    parts = head.rstrip(b"\n").rsplit(b" ", 2)
    if len(parts) != 3 or not parts[2].isdigit():  # noqa: PLR2004 - "<name> missing" and the like
        return None
    content = stream.read(int(parts[2]) + 1)
    return content[:-1] if parts[1] == b"blob" else None


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
