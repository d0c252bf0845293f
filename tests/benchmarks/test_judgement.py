"""The judgements that stand beside the figures."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from benchmarks.cases import rows
from benchmarks.corpus import make_corpus
from benchmarks.ground import Ground
from benchmarks.judgement import Judgement, judgements
from benchmarks.plan import Size

if TYPE_CHECKING:
    from pathlib import Path


def test_every_figure_with_a_goal_is_judged(tmp_path: Path) -> None:
    """There is a judgement of each row that has a goal, and of none that is not measured."""
    make_corpus(tmp_path / "manual", Size(documents=20, commits=120))
    ground = Ground(corpus=tmp_path / "manual", scratch=tmp_path, documents=20, commits=120)
    known = rows(ground)

    assert {row.key for row in known if row.goal} <= set(judgements()) <= {row.key for row in known}


def test_judgements_are_sentences() -> None:
    """Both parts of a judgement are whole sentences."""
    for key, judged in judgements().items():
        for words in (judged.now, judged.physical):
            assert words[0].isupper(), key
            assert words.endswith("."), key


def test_a_judgement_that_lacks_a_part_is_noticed(tmp_path: Path) -> None:
    """A file without one of the two parts is not read."""
    file = tmp_path / "judgement.toml"
    file.write_text('[list]\nnow = "It is so."\n', encoding="utf-8")

    with pytest.raises(TypeError, match="physical"):
        judgements(file)

    file.write_text('[list]\nnow = "It is so."\nphysical = "It must be."\n', encoding="utf-8")
    assert judgements(file) == {"list": Judgement(now="It is so.", physical="It must be.")}
