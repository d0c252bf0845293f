"""What is measured, and what it is compared to."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from importlib.metadata import entry_points
from importlib.util import find_spec
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.measure import Case, Command
from benchmarks.stream import neutral_surroundings

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["Comparison", "comparisons"]

_PROJECT = Path(__file__).resolve().parent.parent
_LOG = ("log", "--raw", "-z", "--no-abbrev", "--no-renames", "HEAD")
_NEW_BLOB = re.compile(rb":\d{6} (?!000000)\d{6} [0-9a-f]+ ([0-9a-f]+) [A-Z]")


@dataclass(frozen=True, kw_only=True, slots=True)
class Comparison:
    """Something that is measured in turn with what it is compared to."""

    measured: Case | None
    reference: Case | None = None
    missing: str = ""
    """Why it cannot be measured, where it cannot."""
    further_pages: Callable[[], int] | None = None
    """How many pages more than the reference it has made, once it has run."""


def comparisons(corpus: Path, scratch: Path) -> list[Comparison]:
    """Everything that is measured on a corpus; the scratch folder takes what the commands need and write."""
    qms = _qms()
    no_qms = "" if qms else "there is no command `qms` beside this Python, and no module to run in its place"
    plugin = entry_points(group="mkdocs.plugins", name="document-control")
    no_plugin = "" if plugin else "the plugin `document-control` is not installed in this Python"
    builds = _Builds(corpus, scratch)
    plain = builds.case("plain build", "mkdocs-plain.yml")
    present = builds.case("controlled build without the past", "mkdocs-present.yml")
    whole = builds.case("controlled build", "mkdocs.yml")
    controlled = [
        Comparison(measured=present, reference=plain),
        Comparison(measured=builds.again(present, "mkdocs-present.yml"), reference=plain),
        Comparison(measured=whole, reference=plain),
        Comparison(measured=whole, reference=present, further_pages=builds.pages_of_the_past),
        Comparison(measured=builds.again(whole, "mkdocs.yml"), reference=plain),
        Comparison(measured=builds.edited(whole, "mkdocs.yml"), reference=plain),
    ]
    return [
        Comparison(measured=_qms_case(qms, corpus, "check"), reference=_git_passes(corpus, scratch), missing=no_qms),
        *(controlled if plugin else [Comparison(measured=None, reference=plain, missing=no_plugin)]),
        Comparison(measured=_qms_case(qms, corpus, "list"), missing=no_qms),
        Comparison(measured=_qms_case(qms, corpus, "check", kept=scratch / "kept"), missing=no_qms),
        Comparison(measured=_qms_case(qms, corpus, "list", kept=scratch / "kept"), missing=no_qms),
    ]


def _qms() -> tuple[str, ...]:
    """How the command is called; nothing where there is none."""
    installed = Path(sys.executable).with_name("qms")
    if installed.exists():
        return (str(installed),)
    if find_spec("qms_docs") and find_spec("qms_docs.__main__"):
        return (sys.executable, "-m", "qms_docs")
    return ()


def _qms_case(qms: tuple[str, ...], corpus: Path, command: str, kept: Path | None = None) -> Case | None:
    if not qms:
        return None
    call = Command(words=(*qms, "-C", str(corpus), command), folder=_PROJECT, kept=kept)
    return Case(name=f"qms {command}{', nothing changed' if kept else ''}", commands=(call,), before=_without())


def _git_passes(corpus: Path, scratch: Path) -> Case:
    """The least that git needs to tell the whole history: one log, and every text that the log names."""
    log = subprocess.run(["git", *_LOG], cwd=corpus, env=neutral_surroundings(), capture_output=True, check=True)
    blobs = scratch / "blobs"
    blobs.write_bytes(b"".join(blob + b"\n" for blob in dict.fromkeys(_NEW_BLOB.findall(log.stdout))))
    passes = (
        Command(words=("git", *_LOG), folder=corpus),
        Command(words=("git", "cat-file", "--batch"), folder=corpus, input=blobs),
    )
    return Case(name="git log and cat-file", commands=passes, before=_without())


@dataclass(frozen=True, slots=True)
class _Builds:
    """Builds of the corpus, each into an empty folder."""

    corpus: Path
    scratch: Path

    def case(self, name: str, configuration: str) -> Case:
        """A build with nothing kept of earlier ones."""
        kept = self.scratch / "kept-cold"
        return self._case(name, configuration, kept, _without(self._site(name), kept))

    def again(self, first: Case, configuration: str) -> Case:
        """The same after one that has kept what it has drawn; the round that is not counted is that one."""
        name = f"{first.name}, nothing changed"
        return self._case(name, configuration, self._kept(configuration), _without(self._site(name)))

    def edited(self, first: Case, configuration: str) -> Case:
        """The same as its author sees it, with one more sentence in one document in every round."""
        name = f"{first.name}, one document edited"
        path = min((self.corpus / "procedures").glob("*/*.md"))
        before, rounds, clear = path.read_bytes(), count(1), _without(self._site(name))

        def edit() -> None:
            clear()
            path.write_bytes(before + f"\nSentence {next(rounds)} is new.\n".encode())

        return self._case(name, configuration, self._kept(f"{configuration}-edited"), edit, lambda: _put(path, before))

    def pages_of_the_past(self) -> int:
        """The pages that a whole site has more than one without the past."""
        whole, present = (
            sum(1 for _ in self._site(name).rglob("*.html"))
            for name in ("controlled build", "controlled build without the past")
        )
        return whole - present

    def _case(
        self,
        name: str,
        configuration: str,
        kept: Path,
        before: Callable[[], None],
        after: Callable[[], None] | None = None,
    ) -> Case:
        options = ("--quiet", "--config-file", str(self.corpus / configuration), "--site-dir", str(self._site(name)))
        call = Command(words=(sys.executable, "-m", "mkdocs", "build", *options), folder=_PROJECT, kept=kept)
        return Case(name=name, commands=(call,), before=before, after=after)

    def _site(self, name: str) -> Path:
        return self.scratch / name.replace(" ", "-")

    def _kept(self, name: str) -> Path:
        return self.scratch / f"kept-{name}"


def _without(*folders: Path) -> Callable[[], None]:
    """Takes away what an earlier run has left, so that every run starts cold."""

    def clear() -> None:
        for folder in folders:
            shutil.rmtree(folder, ignore_errors=True)

    return clear


def _put(path: Path, content: bytes) -> None:
    path.write_bytes(content)
