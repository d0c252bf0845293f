"""Builds of a corpus."""

from __future__ import annotations

import json
import shutil
import sys
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.copies import add_files
from benchmarks.measure import Case, Command

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["PROJECT", "Builds", "without"]

PROJECT = Path(__file__).resolve().parent.parent
_LATE = date(2030, 1, 1)
"""Everything that a corpus announces has taken effect by then, and nothing is due yet."""


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
        """The same after one that has kept what it has drawn, and whose site lies there: that of the round before."""
        return self._case(f"{name}, nothing changed", configuration, self._kept(configuration), without(), cold=False)

    def elsewhere(self, name: str, configuration: str) -> Case:
        """The same where no site lies, as in a job that begins with an empty folder."""
        name = f"{name}, nothing changed, into an empty folder"
        return self._case(name, configuration, self._kept(configuration), without(self.site(name)), cold=False)

    def edited(self, name: str, configuration: str) -> Case:
        """The same as its author sees it, with the site of the round before: one document has another sentence."""
        name = f"{name}, one document edited"
        return self._edited(name, configuration, without())

    def edited_elsewhere(self, name: str, configuration: str) -> Case:
        """The same where no site lies, as in a job that begins with an empty folder."""
        name = f"{name}, one document edited, into an empty folder"
        return self._edited(name, configuration, without(self.site(name)))

    def _edited(self, name: str, configuration: str, clear: Callable[[], None]) -> Case:
        path = min((self.corpus / "procedures").glob("*/*.md"))
        before, rounds = path.read_bytes(), count(1)

        def edit() -> None:
            clear()
            path.write_bytes(before + f"\nSentence {next(rounds)} is new.\n".encode())

        def put_back() -> None:
            path.write_bytes(before)

        kept = self.scratch / f"kept-{name.replace(' ', '-')}"
        return self._case(name, configuration, kept, edit, put_back, cold=False)

    def grown(self, name: str, configuration: str, grow: Callable[[], object]) -> Case:
        """The same when the manual has grown since the round before; the round that is not counted finds nothing."""
        kept = self._kept(f"{configuration}-grown")
        case = self._case(name, configuration, kept, without(self.site(name)), cold=False)
        return replace(case, before=_later(case.before, grow))

    def daily(self, name: str, configuration: str) -> Case:
        """The same on another day in every round: so late that none of these days changes what holds."""
        site, day, own = self.site(name), self.scratch / "day", f"daily-{configuration}"
        rounds, clear = count(), without(site)

        def next_day() -> None:
            clear()
            day.write_text(str(_LATE + timedelta(days=next(rounds))), encoding="utf-8")
            if not (self.corpus / own).exists():
                text = (self.corpus / configuration).read_text(encoding="utf-8")
                add_files(self.corpus, {own: f"{text}site_dir: {json.dumps(str(site))}\n"})

        words = (str(self.python), "-m", "benchmarks.on_day", str(self.corpus / own), str(day))
        call = Command(words=words, folder=PROJECT, kept=self._kept(own))
        return Case(name=name, commands=(call,), before=next_day, cold=False)

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


def _later(before: Callable[[], None], grow: Callable[[], object]) -> Callable[[], None]:
    """What is done before a run, and from the second one on something more."""
    rounds = count()

    def prepare() -> None:
        before()
        if next(rounds):
            grow()

    return prepare


def without(*folders: Path) -> Callable[[], None]:
    """Takes away what an earlier run has left, so that every run starts cold."""

    def clear() -> None:
        for folder in folders:
            shutil.rmtree(folder, ignore_errors=True)

    return clear
