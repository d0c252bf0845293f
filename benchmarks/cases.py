"""What is measured, and what it is compared to."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from importlib.metadata import entry_points
from importlib.util import find_spec
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


def comparisons(corpus: Path, scratch: Path) -> list[Comparison]:
    """Everything that is measured on a corpus; the scratch folder takes what the commands need and write."""
    qms = _qms()
    no_qms = "" if qms else "there is no command `qms` beside this Python, and no module to run in its place"
    plugin = entry_points(group="mkdocs.plugins", name="document-control")
    no_plugin = "" if plugin else "the plugin `document-control` is not installed in this Python"
    plain = _build("plain build", corpus, "mkdocs-plain.yml", scratch)
    return [
        Comparison(measured=_qms_case(qms, corpus, "check"), reference=_git_passes(corpus, scratch), missing=no_qms),
        Comparison(
            measured=_build("controlled build", corpus, "mkdocs.yml", scratch) if plugin else None,
            reference=plain,
            missing=no_plugin,
        ),
        Comparison(
            measured=_build("controlled build, nothing changed", corpus, "mkdocs.yml", scratch) if plugin else None,
            reference=plain,
            missing=no_plugin,
        ),
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


def _build(name: str, corpus: Path, configuration: str, scratch: Path) -> Case:
    """A build into an empty folder; where nothing has changed, after one that has kept what it has drawn."""
    site, again = scratch / name.replace(" ", "-"), name.endswith("nothing changed")
    options = ("--quiet", "--config-file", str(corpus / configuration), "--site-dir", str(site))
    kept = scratch / ("kept" if again else "kept-cold")
    call = Command(words=(sys.executable, "-m", "mkdocs", "build", *options), folder=_PROJECT, kept=kept)
    return Case(name=name, commands=(call,), before=_without(site) if again else _without(site, kept))


def _without(*folders: Path) -> Callable[[], None]:
    """Takes away what an earlier run has left, so that every run starts cold."""

    def clear() -> None:
        for folder in folders:
            shutil.rmtree(folder, ignore_errors=True)

    return clear
