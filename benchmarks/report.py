"""What was measured, as tables for people and as JSON for programs."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from benchmarks.measure import Spread

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from benchmarks.measure import Sample
    from benchmarks.measured import Measured

__all__ = ["as_json", "as_markdown"]

_ABOUT = """
Nothing is kept of earlier runs unless nothing changed, all else did not, or one document was edited.
The goals are those for 2,000 documents and 20,000 commits on 2 processors."""
_LIMITS = """\
What cannot be left out is measured alone, in one process each. What is beyond it goes into reading front matter,
judging, the tables and registers of document control, the search index, and what MkDocs does around each page. Markdown
and templates are shared by as many processes as there are processors; the rest of a first build is not. Where nothing
changed, neither is done: the files of the site are found again and put in place."""


def as_markdown(measured: Sequence[Measured], about: Mapping[str, str], corpus: str, runs: int) -> str:
    """The goals, everything that was measured, what stands below it, and what it was measured with."""
    notes = dict.fromkeys(f"- Not measured: {each.missing}." for each in measured if each.missing)
    parts = [
        f"{corpus}; medians of {runs} rounds (least to most).{_ABOUT}",
        _table("## Goals", "| row | goal | measured | of the goal | |", _goals(measured)),
        _table(
            "## Everything",
            "| | processor s | clock s | largest process MB | all processes MB |",
            _everything(measured),
        ),
        _table(
            "## What limits it",
            "| row | processor s | of that in what cannot be left out | which is |",
            _limits(measured),
        ),
        _LIMITS if any(_limits(measured)) else "",
        "\n".join(["## Measured with", "", *notes, *(f"- {name}: {value}" for name, value in about.items())]),
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def as_json(
    measured: Sequence[Measured], about: Mapping[str, str], corpus: Mapping[str, object], runs: int
) -> dict[str, object]:
    """The same with every single run."""
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
            }
            for each in measured
        ],
    }


def _goals(measured: Sequence[Measured]) -> Iterator[str]:
    for each in measured:
        if each.goal is None or each.name is None:
            continue
        to = f", to {each.reference}" if each.reference else ""
        if each.share is None or each.value is None:
            yield f"| `{each.key}`: {each.name}{to} | {each.goal} | | | not measured |"
            continue
        outcome = "reached" if each.share <= 1 else "**not reached**"
        figure = f"{each.value:.3g} {each.goal.figure.unit}"
        yield f"| `{each.key}`: {each.name}{to} | {each.goal} | {figure} | {each.share:.2f} | {outcome} |"


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


def _limits(measured: Sequence[Measured]) -> Iterator[str]:
    """What a row takes beside the floors that were measured too."""
    known = {each.key: each for each in measured if each.samples}
    for each in measured:
        floors = [known[key] for key in each.floors if key in known]
        if not each.samples or not floors or len(floors) < len(each.floors):
            continue
        whole, parts = _processors(each), {floor.key.removeprefix("floor-"): _processors(floor) for floor in floors}
        listed = ", ".join(f"{name} {value:.2f} s" for name, value in parts.items())
        share = 100 * sum(parts.values()) / whole
        yield f"| `{each.key}` | {whole:.2f} | {sum(parts.values()):.2f} s ({share:.0f} %) | {listed} |"


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
