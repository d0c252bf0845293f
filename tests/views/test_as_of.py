"""What the pages say of any day is what the manual of that day says."""

from __future__ import annotations

import itertools
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

from qms_docs.model.document import Status
from qms_docs.views.as_of import as_of_years
from qms_docs.views.master_list import master_list
from qms_docs.views.timeline import standings, timeline
from support import Story, document
from support.eventful import FIRST, LAST, eventful
from support.manuals import document_of, manual_of, opened

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qms_docs.model.manual import Manual
    from qms_docs.views.as_of import Line
    from support import Build, Clone

TODAY = "2026-11-23"
Row = tuple[str, str, str | None, str | None, date | None]


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Clone:
    """The manual to which everything happens."""
    return eventful().build(tmp_path_factory.mktemp("eventful") / "manual")


def days() -> Iterator[date]:
    """Every day from before the first document to long after the last entry, and some to come."""
    day, last = date.fromisoformat(FIRST) - timedelta(days=3), date.fromisoformat(LAST) + timedelta(days=3)
    while day <= last:
        yield day
        day += timedelta(days=1)
    yield from map(date.fromisoformat, (TODAY, "2026-12-23", "2026-12-24", "2027-06-01"))


def lines_on(manual: Manual, day: date) -> list[Line]:
    """The lines of the year's page that held on a day."""
    years = as_of_years(manual, {each.id: standings(each) for each in manual.documents})
    known = [each for each in years if each.year <= day.year]
    return [line for line in known[-1].lines if line.holds_on(day)] if known else []


def test_every_day_agrees_with_the_master_document_list_of_that_day(told: Clone) -> None:
    """The list of a day that today's history tells is the one that was told on that day, for every day."""
    with opened(told, TODAY) as source:
        today = source.manual()
        for day in days():
            listed = master_list(source.manual(day))
            expected = [(each.id, each.title, each.revision, each.status, each.effective_on) for each in listed]
            found = [
                (each.id, each.title, each.revision, each.status.value, each.effective_on)
                for each in lines_on(today, day)
            ]
            assert found == expected, day


def test_a_preview_tells_what_is_on_the_release_line(told: Clone) -> None:
    """What is only proposed is in no list of a day."""
    told.write("procedures/new.md", document("SOP-099"))
    told.write("procedures/signed.md", document("SOP-004", 3, type="approved", title="Proposed", body="Five.\n"))
    with opened(told, TODAY) as source:
        day = date.fromisoformat(TODAY)
        assert lines_on(source.manual(preview=True), day) == lines_on(source.manual(), day)
    told.git("checkout", "-q", ".")
    told.git("clean", "-qfd")


def test_lines_of_a_document_leave_no_day_out(told: Clone) -> None:
    """Each line ends on the day before the next, and the last has no end."""
    for each in manual_of(told, today=TODAY).documents:
        known = standings(each)
        for one, next_one in itertools.pairwise(known):
            assert one.until == next_one.since - timedelta(days=1)
        assert not known or known[-1].until is None


def test_a_year_holds_what_stood_in_it(told: Clone) -> None:
    """A year has the lines of its days, and none that ended before or began after it; days to come have theirs."""
    manual = manual_of(told, today="2028-02-01")
    years = as_of_years(manual, {each.id: standings(each) for each in manual.documents})
    assert [each.year for each in years] == [2026, 2027, 2028]
    assert {line.revision for line in years[1].lines if line.id == "SOP-003"} == {"5"}
    assert years[1].changes == {}
    assert date(2026, 2, 10) in years[0].changes


def test_a_day_far_ahead_makes_no_page_for_every_year(build: Build) -> None:
    """A revision that is to take effect in a thousand years adds one year."""
    story = Story()
    story.policy("2026-01-02")
    story.entry("2026-01-05", {"procedures/a.md": document("SOP-004")})
    story.entry("2026-02-05", {"procedures/a.md": document("SOP-004", 2, effective="3026-01-01")})
    manual = manual_of(build(story), today=TODAY)
    assert [each.year for each in as_of_years(manual, {"SOP-004": standings(manual.documents[0])})] == [2026, 3026]


def test_nothing_issued_no_year(build: Build) -> None:
    """A manual of which nothing was issued has no years."""
    story = Story()
    story.policy("2026-01-02")
    story.entry("2026-01-05", {"procedures/a.md": document("SOP-004", status="draft")})
    assert as_of_years(manual_of(build(story), today=TODAY), {}) == ()


def test_bars_lie_one_after_the_other(told: Clone) -> None:
    """The picture of a document has a bar for each stretch, in their order and inside of the picture."""
    bars = timeline(standings(document_of(told, "SOP-003", today=TODAY)))
    assert [(each.revision, str(each.since)) for each in bars] == [
        ("1", "2026-02-20"), ("2", "2026-05-01"), ("4", "2026-06-01"), ("5", "2026-12-24")
    ]  # fmt: skip
    for one, next_one in itertools.pairwise(bars):
        assert one.start < next_one.start
        assert one.start + one.width <= next_one.start + 1
    assert bars[-1].start + bars[-1].width <= 100
    withdrawn = timeline(standings(document_of(told, "SOP-006", today=TODAY)))
    assert [each.status for each in withdrawn] == ["effective", "effective", "obsolete"]
    assert [each.status for each in standings(document_of(told, "SOP-008", today=TODAY))] == []
    assert standings(document_of(told, "SOP-004", today=TODAY))[0].status is Status.IN_REVIEW


def test_the_picture_is_the_same_every_day(told: Clone) -> None:
    """What a page says of the past does not change because a day has gone by."""
    one, other = (timeline(standings(document_of(told, "SOP-003", today=day))) for day in (TODAY, "2026-12-01"))
    assert one == other
