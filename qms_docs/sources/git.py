"""The repository: its whole history, opened for reading only.

What is special about a clone is met here: shallow and partial ones, repositories of other owners, an old git.
"""

from __future__ import annotations

import os
import re
from dataclasses import field
from pathlib import Path
from typing import TYPE_CHECKING, Self

from qms_docs.failures import CannotCheckError, NoCommitError
from qms_docs.sources.git_process import GitProcess, first_line
from qms_docs.sources.grounds import Grounds, Noted, changeable, same_again
from qms_docs.sources.work_tree import RAW_DIFFERENCES, WorkTree
from qms_docs.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

__all__ = ["Repository", "open_repository"]

_OLDEST_GIT = (2, 31)
"""The first git whose `log` knows `--diff-merges` by name."""

_LOG = (
    *("log", "--date-order", "--pretty=raw", "--encoding=UTF-8", "--raw", "-z", "--no-abbrev", "--no-abbrev-commit"),
    *("--no-renames", "--diff-merges=separate", "--root", "--no-decorate", "--no-notes", "--no-mailmap", "--no-color"),
    *("--no-show-signature", "--no-follow", "--no-textconv", "--no-ext-diff", "--ignore-submodules=none"),
    f"-O{os.devnull}",
)
"""Arguments that leave no choice to settings. `-m` would obey `log.diffMerges`; `--follow` follows one path only."""

_COMMIT = re.compile(r"[0-9a-f]{40}|[0-9a-f]{64}")

_LOG_SETTINGS = ("log.showRoot=true", "core.commitGraph=false", "log.follow=false")


@dataclass(slots=True)
class Repository:
    """A git repository with a work tree, opened for reading only."""

    git_dir: Path
    _git: GitProcess
    _work_tree: WorkTree
    grounds: Grounds = field(default_factory=Grounds, init=False)
    """What was asked that could be answered otherwise another time."""

    def begin_to_look(self) -> None:
        """Git looks already for what differs in the work tree, which will be asked soon (`changed_files`)."""
        self._work_tree.begin_to_look()

    def is_as_it_was(self, noted: Noted) -> bool:
        """Whether everything that another run asked would be answered now as it was then."""
        return same_again(self, noted)

    @property
    def root(self) -> Path:
        """The top of the work tree."""
        return self._git.folder

    def __enter__(self) -> Self:
        """The repository itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Every process is ended and every temporary file is gone."""
        self.close()

    def go_on_from(self, other: Repository) -> None:
        """The same repository and work tree, opened before, have nothing left to read; that one can only be closed."""
        self._work_tree.go_on_from(other._work_tree)
        other.close()

    def close(self) -> None:
        """Every process is ended and every temporary file is gone."""
        self._git.stop_reader()
        self._work_tree.close()

    def let_go(self) -> None:
        """Git holds no object until the next one is asked for."""
        self._git.stop_reader()

    def head(self) -> str:
        """The commit that is checked out.

        Raises NoCommitError where there is none yet.
        """
        commit = self.resolve("HEAD")
        if commit is None:
            raise NoCommitError(
                "The repository has no commit yet, so that there is no history to work out revisions from.",
                "Commit the documents once (git add, git commit), then run this again.",
            )
        return commit

    @changeable
    def branch(self) -> str | None:
        """The name of the branch that is checked out; None where HEAD is detached."""
        name = self._git.ask("symbolic-ref", "--quiet", "HEAD", accept=(0, 1)).strip()
        return name.removeprefix("refs/heads/") or None

    @changeable
    def setting(self, name: str) -> str | None:
        """What the user has set for git, a leading `~` unfolded; None where nothing is set or nothing can be read."""
        arguments = ("config", "--null", "--type=path", "--get", name)
        answer = self._git.ask(*arguments, own_settings=True, accept=(0, 1, 128))
        return answer.removesuffix("\0") or None

    @changeable
    def resolve(self, name: str) -> str | None:
        """The commit to which a name leads, or None."""
        answer = self._git.ask(
            "rev-parse", "--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}", accept=(0, 1, 128)
        )
        # A range such as `main..better` is answered with a commit to take and one to leave out.
        return answer.strip() if _COMMIT.fullmatch(answer.strip()) else None

    @changeable
    def references_to(self, commit: str) -> tuple[str, ...]:
        """The full names of the branches and other references that point at a commit."""
        answer = self._git.ask("for-each-ref", "--format=%(refname)", f"--points-at={commit}")
        return tuple(answer.split("\n")[:-1])

    @changeable
    def reference(self, name: str) -> str | None:
        """The object to which the reference with this full name points, or None; no expression is understood."""
        if "\0" in name:
            return None
        return self._git.ask("show-ref", "--verify", "--hash", name, accept=(0, 1, 128)).strip() or None

    def last_shared(self, tip: str, commit: str) -> str | None:
        """The first commit on the first parents of `tip` that `commit` has in its history; None where there is none."""
        answer = self._git.ask("rev-list", "--first-parent", "--parents", f"{commit}..{tip}", "--").split("\n")[:-1]
        return next(iter(answer[-1].split(" ")[1:2]), None) if answer else tip

    def merge_bases(self, one: str, other: str) -> tuple[str, ...]:
        """The best commits that two commits have in common, latest first; more than one where lines crossed."""
        return tuple(self._git.ask("merge-base", "--all", one, other, accept=(0, 1)).split("\n")[:-1])

    def is_first_parent_ancestor(self, ancestor: str, commit: str) -> bool:
        """Whether following first parents from a commit leads to the other one."""
        return self.last_shared(commit, ancestor) == ancestor

    def is_ancestor(self, ancestor: str, commit: str) -> bool:
        """Whether a commit has the other one in its history."""
        return not self._git.ask("rev-list", "--max-count=1", f"{commit}..{ancestor}", "--").strip()

    def log(self, commits: Iterable[str], without: Iterable[str] = ()) -> Iterator[bytes]:
        """The NUL-separated stream of one `git log` over everything reachable from the commits, in pieces.

        What is reachable from those `without` is left out; one that the repository does not have leaves out nothing.
        The format is that of `--pretty=raw --raw -z`, a merge once for each parent, newest first (git-log(1)).
        """
        known = [f"^{commit}" for commit in without]
        options = ("--ignore-missing", *known) if known else ()
        yield from self._git.stream(*_LOG, *options, *dict.fromkeys(commits), "--", settings=_LOG_SETTINGS)

    def changes_between(self, commit: str, tree: str) -> Iterator[bytes]:
        """The NUL-separated raw differences from a commit to a tree, in pieces."""
        yield from self._git.stream("diff-tree", *RAW_DIFFERENCES, commit, tree)

    def read(self, names: Iterable[str]) -> Iterator[tuple[str, bytes | None]]:
        """The bytes of each object, in the order asked for; None where there is no such blob.

        A name is an object id or `<commit>:<path>`, with the id of the commit: what it leads to never changes.
        """
        for name, content in self._git.read(names):
            if content is None:
                self.grounds.note(("read_one", (name,)), None)
            yield name, content

    def read_files(self, blobs: Iterable[str]) -> Iterator[tuple[str, bytes]]:
        """The bytes of files that the history has, by their object ids, in the order asked for.

        Raises CannotCheckError where one is missing: it would be taken for an empty one.
        """
        for blob, content in self.read(blobs):
            if content is None:
                raise CannotCheckError(
                    f"Git could not read the repository: a text of the history is missing ({blob[:12]}).",
                    "Check it with `git fsck`, or clone it again.",
                )
            yield blob, content

    def read_file(self, blob: str) -> bytes:
        """The bytes of one such file; raises CannotCheckError where it is missing."""
        ((_, content),) = self.read_files([blob])
        return content

    def stored(self, commits: Iterable[str]) -> Iterator[tuple[str, bytes, bytes | None]]:
        """Id, kind and bytes of every commit, tree and blob that the commits are made of; None where one is missing."""
        options = ("--objects", "--no-object-names", "--missing=print")
        answer = self._git.stream("rev-list", *options, *dict.fromkeys(commits), "--", settings=_LOG_SETTINGS)
        # What is missing stands behind a question mark.
        names = b"".join(answer).decode("ascii").replace("?", "").split("\n")[:-1]
        for name, kind, content in self._git.objects(names):
            if content is None:
                self.grounds.note(("kind_of", (name,)), kind)
            yield name, kind, content

    def kind_of(self, name: str) -> bytes:
        """The kind of the object with this id; nothing where there is none."""
        return next(kind for _, kind, _ in self._git.objects([name]))

    def read_one(self, name: str) -> bytes | None:
        """The bytes of one object, or None."""
        return next(content for _, content in self.read([name]))

    def read_folder(self, name: str) -> bytes | None:
        """The bytes of a tree object as git stores it, or None; through the process that reads the texts."""
        content = self._git.read_one(name, b"tree")
        if content is None:
            self.grounds.note(("read_folder", (name,)), None)
        return content

    def read_commit(self, name: str) -> bytes | None:
        """The bytes of a commit object, or None; as above."""
        content = self._git.read_one(f"{name}^{{commit}}", b"commit")
        if content is None:
            self.grounds.note(("read_commit", (name,)), None)
        return content

    def bundle(self, commit: str, branch: str) -> Iterator[bytes]:
        """The whole history of a commit as a git bundle with a branch of that name, in pieces."""
        from qms_docs.sources.bundle import bundle

        common = self._git.ask("rev-parse", "--path-format=absolute", "--git-common-dir").removesuffix("\n")
        # Where the objects of a work tree are written for the time of a run is another folder.
        yield from bundle(f"{common}/objects", commit, branch)

    @changeable
    def changed_files(self) -> tuple[tuple[str, str], ...]:
        """The files in which the work tree differs from the commit: two-letter state (`??` is untracked) and path."""
        return self._work_tree.changed_files()

    @changeable
    def changes_of_work(self, commit: str, paths: tuple[str, ...]) -> bytes:
        """In what a commit of these paths of the work tree would differ from that one: raw, as between commits."""
        return self._work_tree.differences(commit, paths)

    @changeable
    def standing_file(self, path: str) -> bytes | None:
        """The bytes of a file as it lies in the work tree; None where there is none.

        Raises OSError where it cannot be read.
        """
        return self._work_tree.file(path)

    @changeable
    def files_below(self, folder: str) -> str:
        """A hash of every file that lies below a folder of the work tree, tracked or not, with its path and bytes."""
        return self._work_tree.files_below(folder)

    @changeable
    def is_link(self, path: str) -> bool:
        """Whether a symbolic link lies at a path of the work tree."""
        return (self.root / path).is_symlink()


def open_repository(folder: Path) -> Repository:
    """The repository around a folder, after making sure that its whole history is there.

    Raises CannotCheckError for a folder outside every repository, a bare, shallow or partial one, one that git
    refuses to open because it belongs to somebody else, and a git that is missing or too old.
    """
    around = GitProcess(folder)
    _refuse_old(around)
    facts = _facts(around)
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
    git = GitProcess(Path(facts["root"]))
    _refuse_partial(git)
    return Repository(Path(facts["git_dir"]), git, WorkTree(git))


def _refuse_old(git: GitProcess) -> None:
    version = git.version()
    if version[:2] < _OLDEST_GIT:
        raise CannotCheckError(
            f"This git is version {'.'.join(map(str, version))}; {'.'.join(map(str, _OLDEST_GIT))} or later is needed.",
            "Install a later git and run this again.",
        )


def _facts(git: GitProcess) -> dict[str, str]:
    """Where the repository is and what is special about it; git itself looks for it, and so checks whose it is."""
    inside = ("--is-bare-repository", "--is-shallow-repository", "--absolute-git-dir", "--is-inside-work-tree")
    status, answer, complaint = git.run("rev-parse", *inside, own_settings=True)
    if status:
        raise _not_opened(complaint, str(git.folder))
    bare, shallow, *folder, in_work_tree = answer.removesuffix("\n").split("\n")
    root = ""
    if in_work_tree == "true":
        root = git.ask("rev-parse", "--show-toplevel", own_settings=True).removesuffix("\n")
    return {"bare": bare, "shallow": shallow, "git_dir": "\n".join(folder), "root": root}


def _refuse_partial(git: GitProcess) -> None:
    filters = r"^(remote\..*\.(promisor|partialclonefilter)|extensions\.partialclone)$"
    answer = git.ask("config", "--local", "--get-regexp", filters, accept=(0, 1))
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
        f"Git cannot open the repository around {folder}: {first_line(complaint)}", "Repair it first."
    )
