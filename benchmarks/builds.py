"""Builds of a corpus, each into an empty folder."""

from __future__ import annotations

import shutil
import sys
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.measure import Case, Command

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["PROJECT", "Builds", "without"]

PROJECT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True, slots=True)
class Builds:
    """Builds of one corpus; the scratch folder takes the sites and what is kept."""

    corpus: Path
    scratch: Path
    python: Path = Path(sys.executable)
    """The Python whose MkDocs builds."""

    def cold(self, name: str, configuration: str) -> Case:
        """A build with nothing kept of earlier ones."""
        kept = self.scratch / "kept-cold"
        return self._case(name, configuration, kept, without(self.site(name), kept))

    def again(self, name: str, configuration: str) -> Case:
        """The same after one that has kept what it has drawn; the round that is not counted is that one."""
        name = f"{name}, nothing changed"
        return self._case(name, configuration, self._kept(configuration), without(self.site(name)), cold=False)

    def edited(self, name: str, configuration: str) -> Case:
        """The same as its author sees it, with one more sentence in one document in every round."""
        name = f"{name}, one document edited"
        path = min((self.corpus / "procedures").glob("*/*.md"))
        before, rounds, clear = path.read_bytes(), count(1), without(self.site(name))

        def edit() -> None:
            clear()
            path.write_bytes(before + f"\nSentence {next(rounds)} is new.\n".encode())

        def put_back() -> None:
            path.write_bytes(before)

        kept = self._kept(f"{configuration}-edited")
        return self._case(name, configuration, kept, edit, put_back, cold=False)

    def site(self, name: str) -> Path:
        """Where a build writes its site."""
        return self.scratch / name.replace(" ", "-")

    def _case(  # noqa: PLR0913 - the parts of a case
        self,
        name: str,
        configuration: str,
        kept: Path,
        before: Callable[[], None],
        after: Callable[[], None] | None = None,
        *,
        cold: bool = True,
    ) -> Case:
        options = ("--quiet", "--config-file", str(self.corpus / configuration), "--site-dir", str(self.site(name)))
        call = Command(words=(str(self.python), "-m", "mkdocs", "build", *options), folder=PROJECT, kept=kept)
        return Case(name=name, commands=(call,), before=before, after=after, cold=cold)

    def _kept(self, name: str) -> Path:
        return self.scratch / f"kept-{name}"


def without(*folders: Path) -> Callable[[], None]:
    """Takes away what an earlier run has left, so that every run starts cold."""

    def clear() -> None:
        for folder in folders:
            shutil.rmtree(folder, ignore_errors=True)

    return clear
