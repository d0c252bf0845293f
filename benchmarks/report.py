"""What was measured, as a table for people and as JSON for programs."""

from __future__ import annotations

import os
import platform
import subprocess
from dataclasses import asdict, dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.measure import Spread

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from benchmarks.measure import Sample

__all__ = ["Measured", "as_json", "as_markdown", "surroundings"]

_PACKAGES = ("qms-docs", "mkdocs", "mkdocs-material", "markdown", "gitpython", "pydantic", "pyyaml", "markdown-it-py")


@dataclass(frozen=True, kw_only=True, slots=True)
class Measured:
    """The runs of something, and those of what it was compared to, round by round."""

    name: str | None
    samples: Sequence[Sample]
    reference: str | None
    references: Sequence[Sample]
    missing: str = ""
    further_pages: int = 0
    """How many pages more than the reference it has made."""

    @property
    def each_page(self) -> tuple[Spread, Spread] | None:
        """The milliseconds of processors and clock that each further page takes, round by round."""
        if not self.further_pages:
            return None
        rounds = list(zip(self.samples, self.references, strict=True))
        share = 1_000 / self.further_pages
        return (
            Spread.of((one.processors - other.processors) * share for one, other in rounds),
            Spread.of((one.clock - other.clock) * share for one, other in rounds),
        )

    @property
    def ratios(self) -> tuple[Spread, Spread] | None:
        """How often it takes the processor time and the time of the reference, by the ratios of each round."""
        if not self.samples or not self.references:
            return None
        rounds = list(zip(self.samples, self.references, strict=True))
        return (
            Spread.of(one.processors / other.processors for one, other in rounds),
            Spread.of(one.clock / other.clock for one, other in rounds),
        )


def surroundings() -> dict[str, str]:
    """The machine and the versions of everything that takes part."""
    found = {"machine": f"{_processor()}, {os.cpu_count()} processors", "system": platform.platform()}
    if hasattr(os, "getloadavg"):
        found["load before"] = f"{os.getloadavg()[0]:.2f}"
    found["Python"] = platform.python_version()
    answer = subprocess.run(["git", "--version"], capture_output=True, text=True, check=True).stdout
    found["git"] = answer.strip().removeprefix("git version ")
    return found | {package: _version(package) for package in _PACKAGES}


def as_markdown(measured: Sequence[Measured], about: Mapping[str, str], corpus: str, runs: int) -> str:
    """The table with what it stands for."""
    lines = [
        f"{corpus}; medians of {runs} rounds (least to most). Nothing is kept of earlier runs unless nothing changed.",
        "",
    ]
    lines += ["| | processor s | clock s | largest process MB |", "|---|---|---|---|"]
    for each in measured:
        if each.reference:
            lines.append(_row(each.reference, each.references))
        if each.name:
            lines.append(_row(each.name, each.samples))
        if each.ratios:
            processors, clock = (_spread(ratio, " x") for ratio in each.ratios)
            lines.append(f"| **{each.name}** to {each.reference} | **{processors}** | **{clock}** | |")
        if each.each_page:
            processors, clock = (_spread(share, " ms") for share in each.each_page)
            lines.append(f"| **each of {each.further_pages:,} pages more** | **{processors}** | **{clock}** | |")
    notes = dict.fromkeys(f"- Not measured: {each.missing}." for each in measured if each.missing)
    return "\n".join([*lines, "", *notes, *(f"- {name}: {value}" for name, value in about.items())]) + "\n"


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
                "name": each.name,
                "samples": [asdict(sample) for sample in each.samples],
                "reference": each.reference,
                "references": [asdict(sample) for sample in each.references],
                "processor_ratio": asdict(each.ratios[0]) if each.ratios else None,
                "clock_ratio": asdict(each.ratios[1]) if each.ratios else None,
                "further_pages": each.further_pages or None,
                "missing": each.missing or None,
            }
            for each in measured
        ],
    }


def _row(name: str, samples: Sequence[Sample]) -> str:
    processors = _spread(Spread.of(sample.processors for sample in samples))
    clock = _spread(Spread.of(sample.clock for sample in samples))
    memory = max(sample.memory for sample in samples)
    return f"| {name} | {processors} | {clock} | {memory:.0f} |"


def _spread(spread: Spread, unit: str = "") -> str:
    return f"{spread.median:.2f}{unit} ({spread.least:.2f} to {spread.most:.2f})"


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "not installed"


def _processor() -> str:
    """The name of the processor, as far as the system says it."""
    listed = Path("/proc/cpuinfo")
    if listed.exists():
        for line in listed.read_text(encoding="utf-8", errors="replace").splitlines():
            name, _, value = line.partition(":")
            if name.strip() == "model name":
                return value.strip()
    return platform.processor() or platform.machine()
