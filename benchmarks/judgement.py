"""What somebody who has seen the profiles says of a figure: what limits it now, and below what it can never fall."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path

__all__ = ["JUDGEMENTS", "Judgement", "judgements"]

JUDGEMENTS = Path(__file__).with_name("judgement.toml")
"""Written by hand, so that a new measurement does not lose it."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Judgement:
    """Two sentences or so on a row."""

    now: str
    """What limits it now."""
    physical: str
    """What no program of this kind can leave out."""


def judgements(file: Path = JUDGEMENTS) -> dict[str, Judgement]:
    """The judgements by the keys of rows.

    Raises TypeError for a judgement that lacks one of its sentences or has others.
    """
    with file.open("rb") as source:
        return {key: Judgement(**said) for key, said in tomllib.load(source).items()}
