"""Clause tags, their order, and what they stand for in a small library made up for the purpose."""

from __future__ import annotations

import pytest

from qms_docs.model.standard import (
    Clause,
    ClauseReference,
    Crosswalk,
    Library,
    Move,
    Principle,
    Standard,
    clause_order,
    parse_clause,
)


def edition(standard_id: str, *numbers: str) -> Standard:
    """An edition that has these clauses."""
    clauses = tuple(Clause(standard=standard_id, number=each, title=each, summary=f"About {each}.") for each in numbers)
    return Standard(id=standard_id, title=standard_id, note="Made up.", clauses=clauses)


def clause(tag: str) -> ClauseReference:
    """The clause of a well-formed tag."""
    reference = parse_clause(tag)
    assert reference is not None
    return reference


def move(earlier: str, later: str, note: str = "Moved.") -> Move:
    """An entry of the crosswalk."""
    return Move(earlier=clause(earlier), later=clause(later), note=note)


OLD, NEW, OTHER = "tea:2015", "tea:2026", "coffee:2020"
LIBRARY = Library(
    standards=(
        edition(OLD, "1", "1.1", "1.2", "2", "2.1", "2.2", "3"),
        edition(NEW, "1", "1.1", "1.2", "1.3", "2", "2.1"),
        edition(OTHER, "1", "1.1"),
    ),
    crosswalk=Crosswalk(
        moves=(
            move("tea:2015#1.2", "tea:2026#1.2", "Half of it went to 1.3."),
            move("tea:2015#1.2", "tea:2026#1.3"),
            move("tea:2015#2.1", "tea:2026#2.1"),
            move("tea:2015#2.2", "tea:2026#2.1"),
        )
    ),
    principles=(Principle(id="patience", title="Patience", summary="Good tea takes its time."),),
)


@pytest.mark.parametrize(
    ("text", "standard", "number"),
    [
        ("iso9001:2015#7.5.3", "iso9001:2015", "7.5.3"),
        ("iso-iec-17025:2017#8", "iso-iec-17025:2017", "8"),
        ("7.5", None, "7.5"),
        ("10", None, "10"),
        ("7.10", None, "7.10"),
    ],
)
def test_well_formed_tags(text: str, standard: str | None, number: str) -> None:
    """A tag names a number, with a standard and edition or bare, and is written back as it was."""
    assert parse_clause(text) == ClauseReference(standard=standard, number=number)
    assert str(parse_clause(text)) == text


@pytest.mark.parametrize(
    "text",
    [
        "",
        " 7.5",
        "7.5\n",
        "7.5.",
        ".5",
        "7..5",
        "07.5",
        "7.0",
        "7,5",
        "7.5 a",
        "7.5.a",
        "\u0667.\u0665",
        "#7.5",
        "iso9001#7.5",
        "iso9001:2015",
        "iso9001:2015#",
        "iso9001:2015 #7.5",
        "ISO9001:2015#7.5",
        "iso9001:15#7.5",
        "iso9001:2015#iso9001:2015#7.5",
        "9" * 5000,
        "1" + ".1" * 5000,
    ],
)
def test_malformed_tags(text: str) -> None:
    """Whatever has another form is no tag."""
    assert parse_clause(text) is None


def test_clauses_are_listed_by_number() -> None:
    """7.10 comes after 7.9, a clause before its sub-clauses, 10 after 9."""
    numbers = ["10", "7.10", "7.9", "7", "7.9.1", "9"]
    assert sorted(numbers, key=clause_order) == ["7", "7.9", "7.9.1", "7.10", "9", "10"]


def test_references_are_listed_by_standard_and_number() -> None:
    """References are listed by standard, then by number; bare numbers lead."""
    tags = ["tea:2026#1", "tea:2015#10", "tea:2015#9", "4"]
    assert [str(each) for each in sorted(map(clause, tags))] == ["4", "tea:2015#9", "tea:2015#10", "tea:2026#1"]


def test_a_clause_covers_its_sub_clauses() -> None:
    """A clause covers itself and its sub-clauses, and neither its parent, nor 1.10, nor another edition."""
    covering = clause("tea:2015#1.1")
    others = ["tea:2015#1.1", "tea:2015#1.1.2", "tea:2015#1", "tea:2015#1.10", "tea:2026#1.1", "1.1"]
    assert [covering.covers(clause(each)) for each in others] == [True, True, False, False, False, False]


def test_parent_of_a_clause() -> None:
    """The parent of 1.1 is 1, and a main clause has none."""
    first, second = LIBRARY.standards[0].clauses[:2]
    assert (first.parent, second.parent) == (None, "1")
    assert LIBRARY.clause(second.reference) is second


def test_what_is_known() -> None:
    """An edition, a clause or a principle that nobody has described is not known."""
    assert LIBRARY.known(OLD)
    assert not LIBRARY.known("tea:1999")
    assert LIBRARY.clause(clause("tea:2026#2.2")) is None
    assert LIBRARY.clause(clause("tea:1999#1")) is None
    assert LIBRARY.clause(clause("1")) is None
    assert LIBRARY.principle("patience") is not None
    assert LIBRARY.principle("haste") is None


@pytest.mark.parametrize(
    ("number", "in_use", "clear"),
    [
        ("1.1", (OLD, NEW), True),
        ("1.1", (NEW, OLD), True),
        ("1.2", (OLD, NEW), False),
        ("1.2", (OLD,), True),
        ("1.2", (NEW, NEW), True),
        ("1.3", (OLD, NEW), False),
        ("1.3", (NEW,), True),
        ("2.1", (OLD, NEW), False),
        ("2.2", (OLD, NEW), False),
        ("2.2", (OLD,), True),
        ("3", (OLD, NEW), False),
        ("9", (OLD,), False),
        ("1.1", (OLD, OTHER), False),
        ("1.1", (OLD, "tea:1999"), False),
    ],
)
def test_a_bare_number_is_clear(number: str, in_use: tuple[str, ...], *, clear: bool) -> None:
    """A bare number is clear where every edition in use has it and all mean the same by it."""
    assert LIBRARY.same_subject(number, in_use) is clear


@pytest.mark.parametrize(
    ("text", "in_use", "stands_for"),
    [
        ("1.1", (OLD, NEW), ["tea:2015#1.1", "tea:2026#1.1"]),
        ("1.1", (NEW,), ["tea:2026#1.1"]),
        ("1.1", (NEW, NEW), ["tea:2026#1.1"]),
        ("1.1", (), []),
        ("1.2", (OLD, NEW), []),
        ("1.2", (NEW,), ["tea:2026#1.2"]),
        ("9", (NEW,), []),
        ("tea:2015#2.2", (NEW,), ["tea:2015#2.2"]),
        ("tea:2026#2.2", (NEW,), []),
        ("tea:1999#1", (NEW,), []),
        ("chapter 1", (NEW,), []),
    ],
)
def test_what_a_tag_stands_for(text: str, in_use: tuple[str, ...], stands_for: list[str]) -> None:
    """A qualified tag stands for itself, a clear bare one for its clause in each edition in use, others for nothing."""
    assert [str(each) for each in LIBRARY.resolve(text, in_use)] == stands_for


def test_editions_in_use_may_be_given_once_only() -> None:
    """The editions in use may come from a generator."""
    assert len(LIBRARY.resolve("1.1", (each for each in (OLD, NEW)))) == 2


@pytest.mark.parametrize(
    ("tag", "standard_id", "expected"),
    [
        ("tea:2015#1.1", NEW, ["tea:2026#1.1"]),
        ("tea:2015#1.1", OLD, ["tea:2015#1.1"]),
        ("tea:2015#1.2", OLD, ["tea:2015#1.2"]),
        ("tea:2015#1.2", NEW, ["tea:2026#1.2", "tea:2026#1.3"]),
        ("tea:2026#1.3", OLD, ["tea:2015#1.2"]),
        ("tea:2026#2.1", OLD, ["tea:2015#2.1", "tea:2015#2.2"]),
        ("tea:2015#2.2", NEW, ["tea:2026#2.1"]),
        ("tea:2015#3", NEW, []),
        ("tea:2015#1.1", OTHER, []),
        ("tea:2015#1.1", "tea:1999", []),
        ("tea:2015#9", NEW, []),
        ("1.1", NEW, []),
    ],
)
def test_counterparts_in_another_edition(tag: str, standard_id: str, expected: list[str]) -> None:
    """A clause is found again in another edition of its standard, also where it was split, merged or renumbered."""
    assert [str(each) for each in LIBRARY.counterparts(clause(tag), standard_id)] == expected


def test_the_crosswalk_says_why() -> None:
    """Both ends of a move carry its note."""
    notes = LIBRARY.crosswalk.notes
    assert notes(clause("tea:2015#1.2")) == ("Half of it went to 1.3.", "Moved.")
    assert notes(clause("tea:2026#1.2")) == ("Half of it went to 1.3.",)
    assert notes(clause("tea:2015#1.1")) == ()


@pytest.mark.parametrize(
    ("tag", "expected"),
    [
        ("tea:2026#1.3", ["tea:2026#1.3", "tea:2026#1", "tea:2015#1.2", "tea:2015#1"]),
        ("tea:2015#2.2", ["tea:2015#2.2", "tea:2015#2", "tea:2026#2.1", "tea:2026#2"]),
        ("tea:2015#3", ["tea:2015#3"]),
        ("coffee:2020#1.1", ["coffee:2020#1.1", "coffee:2020#1"]),
    ],
)
def test_tags_that_serve_a_clause(tag: str, expected: list[str]) -> None:
    """The clause itself comes first, then what it is part of, then the same in other editions of the standard."""
    assert [str(each) for each in LIBRARY.covering(clause(tag))] == expected


def test_clauses_without_parts() -> None:
    """A clause counts by itself where it is not divided further."""
    assert [each.number for each in LIBRARY.standards[1].undivided] == ["1.1", "1.2", "1.3", "2.1"]
