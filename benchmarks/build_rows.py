"""What it costs to build the site under document control."""

from __future__ import annotations

from typing import TYPE_CHECKING

from benchmarks.builds import Builds
from benchmarks.copies import add_files, copied, revise_each
from benchmarks.goals import Figure, Goal
from benchmarks.history_rows import NEW_COMMITS
from benchmarks.row import Row

if TYPE_CHECKING:
    from benchmarks.ground import Ground
    from benchmarks.measure import Case

__all__ = ["CONTROLLED", "PLAIN", "PRESENT", "build_rows"]

PLAIN, PRESENT, CONTROLLED = "plain build", "controlled build without the past", "controlled build"
_LINKED = 0.5
"""Milliseconds in which a page is put in place that was drawn before: that is no work on the page itself."""
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
    cold = Goal(figure=Figure.CLOCK, most=0.5 if ground.documents >= _LARGE else 0.65)
    again = Goal(figure=Figure.CLOCK, most=0.08)
    edited = Goal(figure=Figure.CLOCK, most=0.1)
    memory = Goal(figure=Figure.MEMORY, most=2)

    def compared(key: str, case: Case, goal: Goal | None, floors: tuple[str, ...] = ()) -> Row:
        return Row(key=key, measured=case, reference=plain, goal=goal, floors=floors)

    return [
        compared("build-cold", present, cold, _COLD),
        compared("build-warm", builds.again(PRESENT, "mkdocs-present.yml"), again, _WARM),
        compared("build-warm-empty", builds.elsewhere(PRESENT, "mkdocs-present.yml"), None, _WARM),
        compared("build-edited", builds.edited(PRESENT, "mkdocs-present.yml"), edited, _WARM),
        compared("build-edited-empty", builds.edited_elsewhere(PRESENT, "mkdocs-present.yml"), None, _WARM),
        compared("memory", present, memory),
        *_over_time(ground, builds, plain),
        *_with_the_past(builds, plain, present),
        _growth(ground),
        _full_navigation(ground),
    ]


def _over_time(ground: Ground, builds: Builds, plain: Case) -> list[Row]:
    """What the next day and the next commits cost."""
    growing = Builds(ground.scratch / "growing", ground.scratch)

    def grow() -> None:
        revise_each(ground.growing, NEW_COMMITS)

    new = growing.grown(f"{PRESENT}, {NEW_COMMITS} new commits", "mkdocs-present.yml", grow)
    daily = builds.daily(f"{PRESENT}, nothing changed but the day", "mkdocs-present.yml")
    again = Goal(figure=Figure.CLOCK, most=0.08)
    return [
        Row(key="build-day", measured=daily, reference=plain, goal=again, floors=_WARM, quick=False),
        Row(key="build-new", measured=new.once(lambda: ground.growing), reference=plain, floors=_WARM, quick=False),
    ]


def _with_the_past(builds: Builds, plain: Case, present: Case) -> list[Row]:
    """The whole site, with every past revision and comparison."""
    whole, again = builds.cold(CONTROLLED, "mkdocs.yml"), builds.again(CONTROLLED, "mkdocs.yml")
    present_again = builds.again(PRESENT, "mkdocs-present.yml")

    def pages(case: Case) -> int:
        return sum(1 for _ in builds.site(case.name).rglob("*.html"))

    def compared(key: str, case: Case, goal: Goal | None) -> Row:
        return Row(key=key, measured=case, reference=plain, goal=goal, quick=False)

    def each_page(key: str, case: Case, reference: Case, most: float) -> Row:
        goal = Goal(figure=Figure.EACH_PAGE, most=most)

        def more() -> int:
            return pages(case) - pages(reference)

        return Row(key=key, measured=case, reference=reference, further_pages=more, goal=goal, quick=False)

    return [
        compared("build-past-cold", whole, None),
        compared("build-past-warm", again, Goal(figure=Figure.CLOCK, most=0.08)),
        compared("build-past-edited", builds.edited(CONTROLLED, "mkdocs.yml"), Goal(figure=Figure.CLOCK, most=0.1)),
        each_page("past-pages-cold", whole, present, 10),
        each_page("past-pages-warm", again, present_again, _LINKED),
        compared("memory-past", whole, Goal(figure=Figure.MEMORY, most=2)),
    ]


def _growth(ground: Ground) -> Row:
    """Whether a manual of twice the size takes much more than twice the time."""
    if ground.no_half:
        return Row(key="growth", measured=None, missing=ground.no_half, usual=False)
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
