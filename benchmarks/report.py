"""What was measured, as tables for people and as JSON for programs."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from benchmarks.measure import Spread

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from benchmarks.judgement import Judgement
    from benchmarks.measure import Sample
    from benchmarks.measured import Measured

__all__ = ["as_json", "as_markdown"]

_ABOUT = """\
Nothing is kept of earlier runs unless the row says that little or nothing changed. The goals are those for 2,000
documents and 20,000 commits on 2 processors."""
_FLOORS = """\
The floor is measured alone in the same run, each part in one process: starting Python, what git needs to tell the whole
history, Python-Markdown of all texts, the theme's template for all pages (as MkDocs fills it, page by page), writing
the bytes of the plain site. Markdown and templates can be shared by as many processes as there are processors."""


def as_markdown(
    measured: Sequence[Measured],
    about: Mapping[str, str],
    corpus: str,
    said: Mapping[str, Judgement] | None = None,
) -> str:
    """The goals, what limits them, everything that was measured, and what it was measured with."""
    notes = dict.fromkeys(f"- Not measured: {each.missing}." for each in measured if each.missing)
    limits = list(_limits(measured, said or {}))
    parts = [
        f"{corpus}; {_machine(about)}. Medians of {_rounds(measured)} (least to most). {_ABOUT}",
        _table("## Goals", "| | goal | measured | |", _goals(measured)),
        "\n\n".join(["## What limits it", *limits, _FLOORS]) if limits else "",
        _table(
            "## Everything",
            "| | processor s | clock s | largest process MB | all processes MB |",
            _everything(measured),
        ),
        "\n".join(["## Measured with", "", *notes, *(f"- {name}: {value}" for name, value in about.items())]),
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def as_json(
    measured: Sequence[Measured], about: Mapping[str, str], corpus: Mapping[str, object], runs: int
) -> dict[str, object]:
    """The same with every single run, from which the tables can be written again."""
    return {
        "corpus": dict(corpus),
        "runs": runs,
        "surroundings": dict(about),
        "measured": [
            {
                "key": each.key,
                "name": each.name,
                "samples": [asdict(sample) for sample in each.samples],
                "reference": each.reference,
                "references": [asdict(sample) for sample in each.references],
                "processor_ratio": asdict(each.ratios[0]) if each.ratios else None,
                "clock_ratio": asdict(each.ratios[1]) if each.ratios else None,
                "goal": {"figure": each.goal.figure.name.lower(), "most": each.goal.most} if each.goal else None,
                "value": each.value,
                "of_goal": each.share,
                "reached": None if each.share is None else each.share <= 1,
                "further_pages": each.further_pages or None,
                "missing": each.missing or None,
                "floors": list(each.floors),
            }
            for each in measured
        ],
    }


def _machine(about: Mapping[str, str]) -> str:
    """The machine and the programs on which everything rests, in a few words."""
    named = [about["machine"]] if "machine" in about else []
    named += [f"{name} {about[name]}" for name in ("Python", "git", "mkdocs", "mkdocs-material") if name in about]
    return ", ".join(named) or "on a machine without a name"


def _goals(measured: Sequence[Measured]) -> Iterator[str]:
    for each in measured:
        if each.goal is None or each.name is None:
            continue
        name = f"`{each.key}`: {each.name}" + (f", to {each.reference}" if each.reference else "")
        if each.share is None or each.value is None:
            yield f"| {name} | {each.goal} | | not measured |"
            continue
        outcome = "reached" if each.share <= 1 else f"**not reached**: {each.share:.1f} times as much"
        yield f"| {name} | {each.goal} | {each.value:.3g} {each.goal.figure.unit} | {outcome} |"


def _everything(measured: Sequence[Measured]) -> Iterator[str]:
    """Each case once, and after it what it was to its reference."""
    told: set[tuple[str | None, ...]] = set()
    for each in measured:
        for name, samples in ((each.reference, each.references), (each.name, each.samples)):
            if name and (name,) not in told:
                told.add((name,))
                yield _row(name, samples)
        if each.each_page:
            processors, clock = (_spread(share, " ms") for share in each.each_page)
            yield f"| *each of {each.further_pages:,} pages more* | *{processors}* | *{clock}* | | |"
        elif each.ratios and (each.name, each.reference) not in told:
            told.add((each.name, each.reference))
            processors, clock = (_spread(ratio, " x") for ratio in each.ratios)
            yield f"| *{each.name}* to {each.reference} | *{processors}* | *{clock}* | | |"


def _limits(measured: Sequence[Measured], said: Mapping[str, Judgement]) -> Iterator[str]:
    """For each row that aims at something, or whose floors were measured too: what it takes, and what limits it."""
    known = {each.key: each for each in measured if each.samples}
    for each in measured:
        floors = [known[key] for key in each.floors if key in known]
        below = _below(each, floors) if each.samples and floors and len(floors) == len(each.floors) else ""
        judged = said.get(each.key) if each.samples and (each.goal or each.floors) else None
        words = [below, f"Now: {judged.now} Physical limit: {judged.physical}" if judged else ""]
        if any(words):
            yield f"**`{each.key}`**{_beside_goal(each)}: {' '.join(word for word in words if word)}"


def _beside_goal(measured: Measured) -> str:
    """The figure and its goal, in brackets; nothing where there is no goal."""
    if measured.goal is None or measured.value is None:
        return ""
    return f" ({measured.value:.3g} {measured.goal.figure.unit}, goal: {measured.goal})"


def _below(measured: Measured, floors: Sequence[Measured]) -> str:
    """What a row takes beside its floors, in a sentence."""
    whole, parts = _processors(measured), {each.key.removeprefix("floor-"): _processors(each) for each in floors}
    listed = ", ".join(f"{name} {value:.2f} s" for name, value in parts.items())
    floor = sum(parts.values())
    return (
        f"{whole:.2f} s of processor time, of which the floor is {floor:.2f} s ({100 * floor / whole:.0f} %: {listed})."
    )


def _rounds(measured: Sequence[Measured]) -> str:
    """How often rows were measured, where not all were measured alike from which to which number."""
    numbers = sorted({len(each.samples) for each in measured if each.samples}) or [0]
    most = _counted(numbers[-1], "round")
    return most if len(numbers) == 1 else f"{numbers[0]} to {most}"


def _counted(number: int, noun: str) -> str:
    """A number with its noun."""
    return f"{number} {noun}{'' if number == 1 else 's'}"


def _table(title: str, head: str, lines: Iterator[str]) -> str:
    """A table under a title; nothing where it would have no row."""
    body = list(lines)
    columns = head.count("|") - 1
    return "\n".join([title, "", head, "|---" * columns + "|", *body]) if body else ""


def _row(name: str, samples: Sequence[Sample]) -> str:
    processors = _spread(Spread.of(sample.processors for sample in samples))
    clock = _spread(Spread.of(sample.clock for sample in samples))
    memory = max(sample.memory for sample in samples)
    together = samples[0].together
    largest, all_of_them = f"{memory:.0f}" if memory else "", f"{together:.0f}" if together else ""
    return f"| {name} | {processors} | {clock} | {largest} | {all_of_them} |"


def _processors(measured: Measured) -> float:
    return Spread.of(sample.processors for sample in measured.samples).median


def _spread(spread: Spread, unit: str = "") -> str:
    return f"{spread.median:.2f}{unit} ({spread.least:.2f} to {spread.most:.2f})"
