"""How the story of the demo is told: texts worked out backwards, days that move, and what could be known on a day."""

from __future__ import annotations

from datetime import date

import pytest

from qms_docs.starting.demo.arrivals import arrivals
from qms_docs.starting.demo.growing import Growing, linked
from qms_docs.starting.demo.manuscripts import FileNow, StoryError, issues_of
from qms_docs.starting.demo.moved import Moved, moved_ids, weeks_until
from qms_docs.starting.demo.people import People
from qms_docs.starting.demo.scene import scene_of
from qms_docs.starting.demo.stages import stages_of
from qms_docs.starting.demo.story import Change, Edit, Revised, changes_of, read_toml

HEAD = "---\nid: SOP-004\ntitle: Purchasing\ntype: procedure\nowner: buyer\n---\n"
PURCHASING = FileNow(id="SOP-004", path="procedures/buying/purchasing.md", text=f"{HEAD}Two offers.\n", controlled=True)
BEGUN = Change(
    day=date(2020, 1, 7),
    title="Begin",
    by="ann.berg",
    revises=(Revised(document="SOP-004", begins=True, kind="major", summary="First issue.", reason="None before."),),
)


def revised(*edits: tuple[str, str], before: str | None = None) -> Change:
    """A change of purchasing, by what it brings and what stood there before."""
    told = tuple(Edit(now=now, was=was) for now, was in edits)
    one = Revised(document="SOP-004", summary="More offers.", reason="Prices.", edits=told, before=before)
    return Change(day=date(2021, 1, 5), title="Offers", by="ann.berg", revises=(one,))


def test_earlier_text_is_what_a_change_replaced() -> None:
    """Each revision has the words of its time, its number, and the path of its time."""
    change = revised(("Two offers.", "One offer."), before="procedures/buying.md")
    (first,), (second,) = issues_of([BEGUN, change], [PURCHASING])
    assert "revision: 1\n" in first.text
    assert first.text.endswith("One offer.\n")
    assert first.path == "procedures/buying.md"
    assert "revision: 2\n" in second.text
    assert "summary: More offers.\n" in second.text
    assert second.text.endswith("Two offers.\n")
    assert (second.path, second.vacated) == ("procedures/buying/purchasing.md", "procedures/buying.md")


@pytest.mark.parametrize(("now", "count"), [("Three offers.", 0), ("o", 4)])
def test_edit_that_does_not_fit_is_named(now: str, count: int) -> None:
    """Words that do not stand there exactly once end the story, with the change and the document."""
    with pytest.raises(StoryError, match=rf"2021-01-05 Offers: SOP-004: .* {count} times"):
        issues_of(
            [BEGUN, revised((now, ""))],
            [FileNow(id="SOP-004", path="p.md", text="two offers for one", controlled=True)],
        )


def test_change_of_an_unknown_document_is_named() -> None:
    """So is a document that there is not, and one that begins nowhere."""
    with pytest.raises(StoryError, match="there is no SOP-004"):
        issues_of([BEGUN], [])
    with pytest.raises(StoryError, match="SOP-004 does not begin"):
        issues_of([revised()], [PURCHASING])


def test_document_without_a_story_comes_by_itself() -> None:
    """What the sample has besides begins once, written by somebody who does not own it, and is approved."""
    moved = Moved(weeks=0)
    told = changes_of(moved)
    people = People.told(read_toml("people.toml", moved), 1, [])
    scene = scene_of(moved, told, 1)
    head = "id: SOP-077\ntitle: Cleaning\ntype: procedure\nowner: production-manager\napplies_to: [assembler]\n"
    text = f"---\n{head}---\n# Cleaning\n"
    further = FileNow(id="SOP-077", path="procedures/production/cleaning.md", text=text, controlled=True)
    found = [each for each in arrivals(told, [*scene.documents, further], people, moved) if "Cleaning" in each.title]
    (change,) = found
    assert change.revises[0].begins
    assert not people[change.by].holds("production-manager", change.day)


def test_days_months_and_numbers_move_together() -> None:
    """Everything with a year in it moves by the same weeks; days of the week stay what they are."""
    ids = moved_ids(6, [("NC-2026-001", date(2026, 3, 2)), ("NC-2026-002", date(2026, 12, 1))])
    moved = Moved(weeks=6, ids=ids)
    told = "NC-2026-002 of 2026-12-01T10:00 and NC-2026-001@2, 2026-11, 2026-Q4, 2026-H2, {2026}, SOP-004@2"
    assert moved.text(told) == (
        "NC-2027-001 of 2027-01-12T10:00 and NC-2026-001@2, 2026-12, 2026-Q4, 2026-H2, 2026, SOP-004@2"
    )
    assert Moved(weeks=60).text("2026-11, 2026-Q4, 2026-H2, {2026}") == "2027-12, 2027-Q4, 2027-H2, 2027"
    assert Moved(weeks=0).text("{2026} on 2026-12-01") == "2026 on 2026-12-01"


@pytest.mark.parametrize(
    ("day", "weeks"),
    [("2026-11-26", -1), ("2026-11-27", 0), ("2026-12-03", 0), ("2026-12-04", 1), ("2025-11-27", -53)],
)
def test_story_ends_in_the_week_before(day: str, weeks: int) -> None:
    """The last day of the story is one to seven days before the day for which it is made."""
    assert weeks_until(date.fromisoformat(day)) == weeks


def test_link_to_what_comes_later_is_words() -> None:
    """A document refers to what is there; of other links the words stand."""
    text = (
        "See [[SOP-001]], [[WI-006]], [orders](SOP-009#confirm), [tests](../production/test.md#a), [rules](rules.md)."
    )
    told = linked(text, "procedures/sales/complaints.md", {"SOP-001"}, {"procedures/production/test.md"})
    assert told == "See [[SOP-001]], WI-006, orders, [tests](../production/test.md#a), rules."


def test_register_names_what_is_there() -> None:
    """A register leaves out what comes later, and is written again when it is there."""
    last = (
        "risks: [RSK-2024-001, RSK-2025-001]\nlinks: [{changes: SOP-004@2}]\nevery: [SOP-004, sales]\n"
        "    basis: CA-2025-001\n  - {audit: AUD-2026-001, month: 2026-04}\n"
    )
    growing = Growing(registers={"records/processes.yml": last})
    (first,) = growing.registered(["SOP-004", "RSK-2025-001"], {}).values()
    assert first.decode() == "risks: [RSK-2025-001]\nlinks: []\nevery: [SOP-004, sales]\n  - {month: 2026-04}\n"
    assert growing.registered([], {"records/processes.yml": first}) == {}
    (whole,) = growing.registered(
        ["RSK-2024-001", "SOP-004@2", "CA-2025-001", "AUD-2026-001"], {"records/processes.yml": first}
    ).values()
    assert whole.decode() == last


def test_record_goes_through_its_states() -> None:
    """A corrective action is opened, carried out action by action, and closed; later days are not known before."""
    text = """\
id: CA-2025-001
title: Labels
opened: 2025-01-07
owner: production-manager
status: closed
closed_on: 2025-09-02
origin: NC-2025-001
problem: Labels come off.
correction: New ones.
method: other
causes: [Glue]
actions:
  - {what: Ask the maker., owner: kai.moen, due: 2025-02-28, done_on: 2025-02-18, evidence: [A letter]}
  - {what: Test the glue., owner: ida.nes, due: 2025-03-31, done_on: 2025-03-25, evidence: [A test]}
effectiveness: {criterion: None comes off., due: 2025-09-05, result: effective, by: ann.berg, on: 2025-09-01}
"""
    stages = stages_of(text, date(2026, 11, 26))
    states = [(each.day.isoformat(), each.text.partition("status: ")[2].partition("\n")[0]) for each in stages]
    assert states == [
        ("2025-01-07", "open"),
        ("2025-01-27", "implementing"),
        ("2025-02-18", "implementing"),
        ("2025-03-25", "awaiting effectiveness"),
        ("2025-09-02", "closed"),
    ]
    assert "actions" not in stages[0].text
    assert [each.text.count("done_on") for each in stages] == [0, 0, 1, 2, 2]
    assert [("result" in each.text) for each in stages] == [False, False, False, False, True]
    assert stages[-1].text == text
