"""What it costs to build the site under document control."""

from __future__ import annotations

from typing import TYPE_CHECKING

from benchmarks.builds import Builds
from benchmarks.copies import add_files, copied
from benchmarks.goals import Figure, Goal
from benchmarks.row import Row

if TYPE_CHECKING:
    from benchmarks.ground import Ground
    from benchmarks.measure import Case

__all__ = ["CONTROLLED", "PLAIN", "PRESENT", "build_rows"]

PLAIN, PRESENT, CONTROLLED = "plain build", "controlled build without the past", "controlled build"
_LARGE = 5_000
"""From so many documents on the goal for a first build is the second one."""
_COLD = ("floor-start", "floor-git", "floor-markdown", "floor-templates", "floor-writing")
_WARM = ("floor-start", "floor-writing")


def build_rows(ground: Ground) -> list[Row]:
    """Builds with and without the past; or the plain build alone, where the plugin is not installed."""
    builds = Builds(ground.corpus, ground.scratch)
    plain = builds.cold(PLAIN, "mkdocs-plain.yml")
    if ground.no_plugin:
        return [Row(key="build-cold", measured=None, reference=plain, missing=ground.no_plugin)]
    present = builds.cold(PRESENT, "mkdocs-present.yml")
    whole = builds.cold(CONTROLLED, "mkdocs.yml")
    cold = Goal(figure=Figure.CLOCK, most=0.5 if ground.documents >= _LARGE else 0.65)
    again = Goal(figure=Figure.CLOCK, most=0.08)
    edited = Goal(figure=Figure.CLOCK, most=0.1)
    memory = Goal(figure=Figure.MEMORY, most=2)
    each_page = Goal(figure=Figure.EACH_PAGE, most=10)

    def more() -> int:
        one, other = (sum(1 for _ in builds.site(name).rglob("*.html")) for name in (CONTROLLED, PRESENT))
        return one - other

    def compared(key: str, case: Case, goal: Goal | None, floors: tuple[str, ...] = ()) -> Row:
        return Row(key=key, measured=case, reference=plain, goal=goal, floors=floors)

    return [
        compared("build-cold", present, cold, _COLD),
        compared("build-warm", builds.again(PRESENT, "mkdocs-present.yml"), again, _WARM),
        compared("build-past-cold", whole, None),
        Row(key="build-past-pages", measured=whole, reference=present, further_pages=more, goal=each_page),
        compared("build-past-warm", builds.again(CONTROLLED, "mkdocs.yml"), again),
        compared("build-edited", builds.edited(CONTROLLED, "mkdocs.yml"), edited, _WARM),
        compared("memory", present, memory),
        compared("memory-past", whole, memory),
        _growth(ground),
        _full_navigation(ground),
    ]


def _growth(ground: Ground) -> Row:
    half = Builds(ground.scratch / "half", ground.scratch / "half-sites")
    return Row(
        key="growth",
        measured=Builds(ground.corpus, ground.scratch).cold(PRESENT, "mkdocs-present.yml"),
        reference=half.cold("controlled build of half a manual", "mkdocs-present.yml").once(lambda: ground.half),
        goal=Goal(figure=Figure.CLOCK, most=2.2),
        usual=False,
    )


def _full_navigation(ground: Ground) -> Row:
    folder = ground.scratch / "full"
    builds = Builds(folder, ground.scratch)
    names = {"mkdocs-plain.yml": "plain-full.yml", "mkdocs-present.yml": "present-full.yml"}

    def made() -> None:
        if not folder.exists():
            copied(ground.corpus, folder)
            texts = {new: (folder / old).read_text(encoding="utf-8") for old, new in names.items()}
            full = {new: text.replace("  features: [navigation.prune]\n", "") for new, text in texts.items()}
            add_files(folder, full)

    return Row(
        key="full-navigation",
        measured=builds.cold(f"{PRESENT}, full navigation", "present-full.yml").once(made),
        reference=builds.cold(f"{PLAIN}, full navigation", "plain-full.yml").once(made),
        goal=Goal(figure=Figure.CLOCK, most=0.15),
        usual=False,
    )
