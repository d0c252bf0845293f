"""The work tree as git would take it on a commit, without a trace in the repository."""

from __future__ import annotations

import hashlib
import os
import tempfile
from dataclasses import field
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from qms_docs.sources.regular_file import read_regular
from qms_docs.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from qms_docs.sources.git_process import BegunCommand, GitProcess

__all__ = ["RAW_DIFFERENCES", "WorkTree"]

RAW_DIFFERENCES = ("-r", "-z", "--raw", "--no-abbrev", "--no-renames", "--ignore-submodules=none")
"""Options with which git writes what differs path by path."""


@dataclass(slots=True)
class WorkTree:
    """The files that are checked out, and the folder for what git writes while it looks at them."""

    git: GitProcess
    """Git in the top of the work tree."""
    _scratch: tempfile.TemporaryDirectory[str] | None = field(default=None, init=False)
    _looking: BegunCommand | None = field(default=None, init=False)
    """Git, which looks for changed files already."""

    @property
    def root(self) -> Path:
        """The top of the work tree."""
        return self.git.folder

    def changed_files(self) -> tuple[tuple[str, str], ...]:
        """The files in which the work tree differs from the commit: two-letter state (`??` is untracked) and path."""
        begun, self._looking = self._looking, None
        answer = (begun if begun and begun.is_own else self._look()).ask()
        return tuple((each[:2], each[3:]) for each in answer.split("\0") if each)

    def begin_to_look(self) -> None:
        """Git looks for changed files while nobody waits for it: it takes long where there are thousands."""
        if self._looking is None:
            self._looking = self._look()

    def _look(self) -> BegunCommand:
        options = ("--untracked-files=all", "--no-renames", "--ignore-submodules=dirty")
        return self.git.begin("status", "--porcelain=v1", "-z", *options, own_settings=True)

    def file(self, path: str) -> bytes | None:
        """The bytes of a file as it lies there; None where there is none.

        Raises OSError where it cannot be read.
        """
        try:
            return read_regular(self.root / path)
        except FileNotFoundError:
            return None

    def files_below(self, folder: str) -> str:
        """A hash of every file below a folder, with its path and bytes; links are followed, as site generators do.

        Raises OSError where one cannot be read.
        """
        hashed = hashlib.blake2b(digest_size=20)
        for place, below, names in os.walk(self.root / folder, followlinks=True):
            below[:] = sorted(each for each in below if each != ".git")
            for name in sorted(names):
                path = Path(place, name)
                content = path.read_bytes() if path.is_file() else b""
                hashed.update(os.fsencode(path) + b"\0%d\0" % len(content))
                hashed.update(content)
        return hashed.hexdigest()

    def differences(self, commit: str, paths: Collection[str]) -> bytes:
        """In what a commit of the work tree would differ from that one, as git writes raw differences.

        It would have the index, and the files at these paths as they stand. No tree is made of them, which would be an
        object for each folder of the repository. Git itself applies line-ending conversion and filters, as it would on
        a commit. The repository is left as it is, also in the times of its files: git works on an index of its own, and
        while it adds to that does not see the objects of the repository, which it would mark as used where it meets a
        text again that they hold.
        """
        standing = [path for path in paths if self._stands(path)]
        gone = set(paths).difference(standing)
        indexed = self.git.ask("ls-files", "--stage", "-z")
        place = self._open_scratch()
        (place / "index").unlink(missing_ok=True)
        apart = {"GIT_INDEX_FILE": str(place / "index"), "GIT_ALTERNATE_OBJECT_DIRECTORIES": ""}
        self.git.tell(indexed, "update-index", "-z", "--index-info", variables=apart)
        self._copy_texts(indexed, set(standing), place, apart)
        self.git.tell(_lines(gone, "\0"), "update-index", "--force-remove", "-z", "--stdin", variables=apart)
        arguments = ("update-index", "--add", "--remove", "--replace", "-z", "--stdin")
        self.git.tell(_lines(standing, "\0"), *arguments, variables=apart)
        self.git.stop_reader()
        index = {"GIT_INDEX_FILE": apart["GIT_INDEX_FILE"]}
        return os.fsencode(self.git.ask("diff-index", "--cached", *RAW_DIFFERENCES, commit, "--", variables=index))

    def go_on_from(self, other: WorkTree) -> None:
        """What git has written for the same work tree before need not be written again, and belongs to this one."""
        self._scratch, other._scratch = other._scratch, None
        self.git.variables, other.git.variables = other.git.variables, {}

    def close(self) -> None:
        """Every temporary file is gone, and nobody looks for changed files any more."""
        if self._looking is not None and self._looking.is_own:
            self._looking.stop()
        self._looking = None
        if self._scratch is not None:
            self._scratch.cleanup()
            self._scratch = None
            self.git.variables = {}

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
        for blob, content in self.git.read(sorted(blobs)):
            if content is not None:
                (place / blob).write_bytes(content)
                copies.append(str(place / blob))
        arguments = ("hash-object", "-w", "--no-filters", "--stdin-paths")
        self.git.tell(_lines(copies, "\n"), *arguments, variables=variables)

    def _open_scratch(self) -> Path:
        if self._scratch is None:
            objects = self.root / self.git.ask("rev-parse", "--git-path", "objects").removesuffix("\n")
            self._scratch = tempfile.TemporaryDirectory(prefix="qms-")
            (Path(self._scratch.name) / "objects").mkdir()
            self.git.variables = {
                "GIT_OBJECT_DIRECTORY": str(Path(self._scratch.name) / "objects"),
                "GIT_ALTERNATE_OBJECT_DIRECTORIES": _quoted(str(objects.resolve())),
            }
        return Path(self._scratch.name)


def _lines(names: Iterable[str], end: str) -> str:
    return "".join(f"{name}{end}" for name in names)


def _quoted(path: str) -> str:
    """The path in the quotes within which a colon ends no item of a list of object directories (git(1))."""
    escaped = path.replace("\\", r"\\").replace('"', r"\"").replace("\n", r"\n")
    return f'"{escaped}"'
