"""What measurements stand on: the corpus, its copies, and the programs that are there."""

from __future__ import annotations

import re
import subprocess
import sys
from dataclasses import dataclass
from functools import cached_property
from importlib.metadata import entry_points
from importlib.util import find_spec
from pathlib import Path

from benchmarks.builds import PROJECT
from benchmarks.copies import copied, in_force, revise_together
from benchmarks.plan import half_of
from benchmarks.stream import neutral_surroundings

__all__ = ["APPROVALS", "LOG", "REVISED", "Ground"]

REVISED, APPROVALS = 3, 2_000
"""Documents that a pull request revises, and signed approvals."""
LOG = ("log", "--raw", "-z", "--no-abbrev", "--no-renames", "HEAD")
_NEW_BLOB = re.compile(rb":\d{6} (?!000000)\d{6} [0-9a-f]+ ([0-9a-f]+) [A-Z]")


@dataclass(frozen=True, kw_only=True)
class Ground:
    """A corpus, a folder for everything else, and perhaps the Python in which other generators are installed.

    Whatever is asked for is made then, and once.
    """

    corpus: Path
    scratch: Path
    documents: int
    commits: int
    options: tuple[str, ...] = ()
    """How the corpus was made, its size apart."""
    neighbours: Path | None = None

    @cached_property
    def qms(self) -> tuple[str, ...]:
        """How the command is called; nothing where there is none."""
        installed = Path(sys.executable).with_name("qms")
        if installed.exists():
            return (str(installed),)
        if find_spec("qms_docs") and find_spec("qms_docs.__main__"):
            return (sys.executable, "-m", "qms_docs")
        return ()

    @property
    def no_qms(self) -> str:
        """Why the command cannot be measured; nothing where it can."""
        return "" if self.qms else "there is no command `qms` beside this Python, and no module to run in its place"

    @property
    def no_plugin(self) -> str:
        """Why controlled builds cannot be measured; nothing where they can."""
        found = entry_points(group="mkdocs.plugins", name="document-control")
        return "" if found else "the plugin `document-control` is not installed in this Python"

    @cached_property
    def document(self) -> tuple[str, str]:
        """Id and path of a document that is in force."""
        path, text = next(in_force(self.corpus))
        return text.split("id: ", 1)[1].split("\n", 1)[0], path.relative_to(self.corpus).as_posix()

    @cached_property
    def blobs(self) -> Path:
        """A file that names every text of the whole history, one a line."""
        log = subprocess.run(
            ["git", *LOG], cwd=self.corpus, env=neutral_surroundings(), capture_output=True, check=True
        )
        names = self.scratch / "blobs"
        names.write_bytes(b"".join(blob + b"\n" for blob in dict.fromkeys(_NEW_BLOB.findall(log.stdout))))
        return names

    @cached_property
    def proposal(self) -> Path:
        """A copy with a branch checked out on which some documents are revised."""
        folder = copied(self.corpus, self.scratch / "proposal")
        revise_together(folder, REVISED, "proposal")
        return folder

    @cached_property
    def approved(self) -> Path:
        """A manual whose revisions have many signed approvals, and no history."""
        folder = self.scratch / "approved"
        self._made("approvals", folder, "--documents", str(APPROVALS // 10), "--only-write")
        return folder

    @cached_property
    def half(self) -> Path:
        """A corpus with half of the documents and commits, made in the same way; there has to be room for one."""
        folder = self.scratch / "half"
        size = ("--documents", str(self.documents // 2), "--commits", str(self.commits // 2))
        self._made("corpus", folder, *size, *self.options)
        return folder

    @property
    def no_half(self) -> str:
        """Why there is no corpus of half the size; nothing where there is one."""
        if half_of(self.documents, self.commits):
            return ""
        return (
            f"growth, since {self.documents // 2} documents with {self.commits // 2} commits are too few for a corpus"
        )

    @cached_property
    def growing(self) -> Path:
        """A copy to which further commits are added."""
        return copied(self.corpus, self.scratch / "growing")

    def _made(self, module: str, folder: Path, *options: str) -> None:
        """In a process of its own: the memory of a child is never less than what its parent had when it began."""
        subprocess.run([sys.executable, "-m", f"benchmarks.{module}", str(folder), *options], cwd=PROJECT, check=True)
