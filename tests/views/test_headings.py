"""The headings of pages that are worked out when somebody draws them are known before, and are theirs."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from qms_docs.views.certification.path import certification_path
from qms_docs.views.certification.stage import CHALLENGES, STEPS
from qms_docs.views.clauses import clause_headings, clauses_in_use
from qms_docs.views.gap_page import gap_headings, gap_page
from qms_docs.views.groups import by_department, by_process, by_type
from qms_docs.views.published_records import PublishedRecords
from support.examples import TODAY, example_story
from support.manuals import manual_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from qms_docs.model.manual import Manual
    from qms_docs.views.groups import Group


@pytest.fixture(scope="module")
def manual(tmp_path_factory: pytest.TempPathFactory) -> Manual:
    """An organization with two editions of a standard and a record of every type."""
    clone = example_story().build(tmp_path_factory.mktemp("headings") / "manual")
    return manual_of(clone, today=TODAY, judged=True)


def test_of_the_gap_analysis(manual: Manual) -> None:
    """Each edition, and the way from one to the next."""
    page = gap_page(PublishedRecords(manual))
    ways = [(each.anchor, f"From {each.earlier} to {each.later}") for each in page.ways]
    assert ways
    assert [*gap_headings(manual)] == [*((each.anchor, each.title) for each in page.standards), *ways]


def test_of_the_clauses(manual: Manual) -> None:
    """Each edition in use."""
    headings = [(each.anchor, each.title) for each in clauses_in_use(manual)]
    assert len(headings) > 1
    assert [*clause_headings(manual)] == headings


@pytest.mark.parametrize("grouped", [by_department, by_process, by_type])
def test_of_groups(manual: Manual, grouped: Callable[..., tuple[Group, ...]]) -> None:
    """Each department, process or type that has documents, and each process that has none."""
    groups = grouped(manual)
    assert any(each.members for each in groups)
    assert grouped(manual, named=True) == tuple(replace(each, members=()) for each in groups)


def test_of_the_path(manual: Manual) -> None:
    """Each step and each challenge, in their order."""
    path = certification_path(manual, ())
    assert [each.id for each in path.steps] == [*STEPS]
    assert [each.id for each in path.challenges] == [*CHALLENGES]
    assert [each.title for each in path.steps] == [*STEPS.values()]
