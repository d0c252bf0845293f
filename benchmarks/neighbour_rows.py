"""The controlled build beside what else shows history on pages, or builds the same texts."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING

from benchmarks.build_rows import PRESENT
from benchmarks.builds import Builds, without
from benchmarks.copies import add_files, copied
from benchmarks.goals import Figure, Goal
from benchmarks.measure import Case, Command
from benchmarks.row import Row

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from benchmarks.ground import Ground

__all__ = ["NEIGHBOURS", "neighbour_rows", "neighbour_versions"]

NEIGHBOURS = ("mkdocs-git-revision-date-localized-plugin", "mkdocs-git-authors-plugin", "zensical")
"""The packages that are measured beside this project."""
_DATES, _AUTHORS = NEIGHBOURS[:2]
_PLUGINS = {
    "dates": (_DATES, "git-revision-date-localized: {enable_creation_date: false}", "git dates"),
    "creation": (_DATES, "git-revision-date-localized: {enable_creation_date: true}", "git dates with creation"),
    "authors": (_AUTHORS, "git-authors", "git authors"),
}
"""By key: the package, the plugin in the configuration, and what it is called here."""


def neighbour_rows(ground: Ground) -> list[Row]:
    """Controlled builds, each in turn with a neighbour; what is not installed is said."""
    versions = neighbour_versions(ground.neighbours)
    folder = ground.scratch / "neighbours"
    present = Builds(ground.corpus, ground.scratch).cold(PRESENT, "mkdocs-present.yml")
    again = Builds(ground.corpus, ground.scratch).again(PRESENT, "mkdocs-present.yml")

    def made() -> None:
        if not folder.exists():
            copied(ground.corpus, folder)
            add_files(folder, _configurations(folder))

    rows = []
    for key, (package, _, name) in _PLUGINS.items():
        reference = None
        if package in versions and ground.neighbours:
            builds = Builds(folder, ground.scratch, ground.neighbours)
            reference = builds.cold(f"plain build with {name}", f"mkdocs-{key}.yml").once(made)
        rows.append(_row(ground.no_plugin, f"{key}-cold", present, reference, package, usual=key != "creation"))
    for key, case, goal in (("cold", present, None), ("warm", again, Goal(figure=Figure.CLOCK, most=0.2))):
        reference = _zensical(ground, folder, made, cold=key == "cold") if "zensical" in versions else None
        rows.append(_row(ground.no_plugin, f"zensical-{key}", case, reference, "zensical", goal=goal))
    return rows


def neighbour_versions(python: Path | None) -> dict[str, str]:
    """The versions of the neighbours that a Python has; none of those that it does not have."""
    if python is None:
        return {}
    asked = (
        "import importlib.metadata as m\n"
        f"have = {{d.name.lower().replace('_', '-'): d.version for d in m.distributions()}}\n"
        f"print(*(f'{{n}} {{have[n]}}' for n in {NEIGHBOURS!r} if n in have), sep='\\n')"
    )
    said = subprocess.run([str(python), "-c", asked], capture_output=True, text=True, check=True).stdout
    return dict(line.split(" ", 1) for line in said.splitlines() if line)


def _row(  # noqa: PLR0913 - the parts of a row
    no_plugin: str,
    key: str,
    measured: Case,
    reference: Case | None,
    package: str,
    *,
    goal: Goal | None = None,
    usual: bool = True,
) -> Row:
    missing = no_plugin or ("" if reference else f"{package}, which is not installed (see `--neighbours`)")
    if missing:
        return Row(key=key, measured=None, missing=missing, usual=usual, quick=False)
    return Row(key=key, measured=measured, reference=reference, goal=goal, usual=usual, quick=False)


def _configurations(folder: Path) -> dict[str, str]:
    plain = (folder / "mkdocs-plain.yml").read_text(encoding="utf-8")
    found = {
        f"mkdocs-{key}.yml": plain.replace("plugins: [search]", f"plugins: [search, {plugin}]")
        for key, (_, plugin, _) in _PLUGINS.items()
    }
    return found | {"zensical.yml": plain}


def _zensical(ground: Ground, folder: Path, made: Callable[[], None], *, cold: bool) -> Case:
    """It keeps what it has rendered beside its configuration, where it takes the site to as well."""
    program = str(ground.neighbours.with_name("zensical")) if ground.neighbours else "zensical"
    call = Command(words=(program, "build", "--config-file", str(folder / "zensical.yml")), folder=folder)
    before = without(folder / ".cache", folder / "site") if cold else without()
    name = "Zensical" if cold else "Zensical, nothing changed"
    return Case(name=name, commands=(call,), before=before, cold=cold).once(made)
