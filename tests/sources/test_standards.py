"""The standards that come with the program: complete, consistent, and in words of our own."""

from __future__ import annotations

import re

import pytest

from qms_docs.model.records.kinds import KINDS
from qms_docs.model.records.series import SERIES
from qms_docs.model.standard import (
    Clause,
    ClauseReference,
    InformationKind,
    Occasion,
    Standard,
    clause_order,
    parse_clause,
)
from qms_docs.sources.standards import load_library

OLD, NEW = "iso9001:2015", "iso9001:2026"
BOTH = (OLD, NEW)
LIBRARY = load_library()
CLAUSES = [clause for standard in LIBRARY.standards for clause in standard.clauses]

MAINTAINED = {"4.3", "4.4.2", "5.2.2", "6.2.1", "8.1", "8.2.4", "8.5.1"}
RETAINED = {
    *("4.4.2", "7.1.5.1", "7.1.5.2", "7.2", "8.1", "8.2.3.2", "8.3.2", "8.3.3", "8.3.4", "8.3.5", "8.3.6", "8.4.1"),
    *("8.5.2", "8.5.3", "8.5.6", "8.6", "8.7.2", "9.1.1", "9.2.2", "9.3.3", "10.2.2"),
}

each_edition = pytest.mark.parametrize("standard", LIBRARY.standards, ids=lambda standard: standard.id)
each_clause = pytest.mark.parametrize("clause", CLAUSES, ids=lambda clause: str(clause.reference))


def numbers(standard: Standard) -> list[str]:
    """The clause numbers of an edition, in the order of its file."""
    return [clause.number for clause in standard.clauses]


def asking(standard: Standard, kind: InformationKind, *occasions: Occasion) -> set[str]:
    """The clauses that ask for documented information of a kind, on these occasions or on any."""
    wanted = occasions or tuple(Occasion)
    return {
        clause.number
        for clause in standard.clauses
        if any(each.kind is kind and each.when in wanted for each in clause.information)
    }


def test_both_editions_are_known() -> None:
    """Both editions in force are known, and their data says that it has to be checked."""
    assert [standard.id for standard in LIBRARY.standards] == [OLD, NEW]
    assert [standard.title for standard in LIBRARY.standards] == ["ISO 9001:2015", "ISO 9001:2026"]
    assert all("check against your copy" in standard.note for standard in LIBRARY.standards)


def test_the_library_is_read_once() -> None:
    """Reading again gives the same library."""
    assert load_library() is LIBRARY


@each_edition
def test_numbers_are_in_order_and_unique(standard: Standard) -> None:
    """No clause number stands twice, and all are in the order of the standard."""
    assert numbers(standard) == sorted(set(numbers(standard)), key=clause_order)


@each_edition
def test_every_parent_is_there(standard: Standard) -> None:
    """The clause that a clause is part of is there, up to the main clauses 4 to 10."""
    parents = {clause.parent for clause in standard.clauses}
    assert parents - {None} <= set(numbers(standard))
    assert [each for each in numbers(standard) if "." not in each] == ["4", "5", "6", "7", "8", "9", "10"]


@each_edition
def test_sub_clauses_are_counted_without_gaps(standard: Standard) -> None:
    """Sub-clauses of a clause are 1, 2, 3 and so on, and a clause is never split into one."""
    parents = {clause.parent for clause in standard.clauses} - {None}
    for parent in parents:
        last = [clause_order(clause.number)[-1] for clause in standard.clauses if clause.parent == parent]
        assert last == list(range(1, len(last) + 1)), parent
        assert len(last) > 1, parent


@each_edition
def test_an_edition_has_65_clauses_without_sub_clauses(standard: Standard) -> None:
    """Each edition comes to 65 clauses that are not divided further."""
    parents = {clause.parent for clause in standard.clauses}
    assert len([each for each in numbers(standard) if each not in parents]) == 65


def test_what_the_editions_have_of_their_own() -> None:
    """The editions have the same numbers, but for 10.3 in 2015 and 6.1.3 in 2026."""
    old, new = (set(numbers(standard)) for standard in LIBRARY.standards)
    assert (old - new, new - old) == ({"10.3"}, {"6.1.3"})


@each_edition
def test_what_has_to_be_maintained(standard: Standard) -> None:
    """Both editions ask for the same documents, three of them always."""
    assert asking(standard, InformationKind.MAINTAIN) == MAINTAINED
    assert asking(standard, InformationKind.MAINTAIN, Occasion.ALWAYS) == {"4.3", "5.2.2", "6.2.1"}
    assert asking(standard, InformationKind.MAINTAIN, Occasion.AS_NECESSARY) == {"4.4.2", "8.1"}
    assert asking(standard, InformationKind.MAINTAIN, Occasion.WHERE_APPLICABLE) == {"8.2.4", "8.5.1"}


@each_edition
def test_what_has_to_be_retained(standard: Standard) -> None:
    """Both editions ask for the same records, some as far as necessary or where the case arises."""
    assert asking(standard, InformationKind.RETAIN) == RETAINED
    assert asking(standard, InformationKind.RETAIN, Occasion.AS_NECESSARY) == {"4.4.2", "8.1"}
    where_applicable = asking(standard, InformationKind.RETAIN, Occasion.WHERE_APPLICABLE)
    assert where_applicable == {"7.1.5.2", "8.2.3.2", "8.5.2", "8.5.3"}


@each_clause
def test_titles_and_summaries_are_short_and_our_own(clause: Clause) -> None:
    """Each clause has a short title and one sentence that does not speak the language of the standard."""
    assert 0 < len(clause.title) <= 60
    assert re.fullmatch(r"[A-Z][^.!?]*\.", clause.summary), clause.summary
    assert len(clause.summary) <= 200
    assert not re.search(r"\bshall\b|\bthe organi[sz]ation shall\b", clause.summary + clause.title, re.IGNORECASE)


@each_clause
def test_every_clause_has_a_counterpart(clause: Clause) -> None:
    """Each clause of one edition leads to one or more in the other, and from there back."""
    other = NEW if clause.standard == OLD else OLD
    there = LIBRARY.counterparts(clause.reference, other)
    assert there
    assert all(clause.reference in LIBRARY.counterparts(each, clause.standard) for each in there)


def test_the_crosswalk_names_clauses_that_exist() -> None:
    """Both ends of every move exist, and no move is noted twice."""
    moves = LIBRARY.crosswalk.moves
    assert all(LIBRARY.clause(move.earlier) and LIBRARY.clause(move.later) and move.note for move in moves)
    assert len({(move.earlier, move.later) for move in moves}) == len(moves)
    assert all((move.earlier.standard, move.later.standard) == BOTH for move in moves)


def test_what_changed_under_a_number_is_no_move() -> None:
    """Both ends of every change exist under one number, and a bare number still means the same in both editions."""
    changes = LIBRARY.crosswalk.changes
    assert all(LIBRARY.clause(each.earlier) and LIBRARY.clause(each.later) and each.note for each in changes)
    assert all(each.earlier.number == each.later.number for each in changes)
    assert all(LIBRARY.same_subject(each.later.number, BOTH) for each in changes)


def test_what_records_are_evidence_for() -> None:
    """Each type that provides evidence exists, with its states, and so do the clauses, each one without parts."""
    kinds = {each.name: each.state_names for each in KINDS} | {each.name: () for each in SERIES}
    provisions = {each.name: each for each in LIBRARY.provisions}
    assert len(provisions) == len(LIBRARY.provisions)
    assert provisions.keys() <= kinds.keys()
    assert all(set(each.nothing_yet) <= set(kinds[each.name]) for each in LIBRARY.provisions)
    undivided = {clause.reference for standard in LIBRARY.standards for clause in standard.undivided}
    assert all(clause in undivided for each in LIBRARY.provisions for clause in each.clauses)


def test_records_that_the_standard_always_asks_for() -> None:
    """A type of record provides each of them, apart from what comes from design, production and release."""
    provided = {clause.number for each in LIBRARY.provisions for clause in each.clauses}
    edition = LIBRARY.standard(NEW)
    assert edition is not None
    assert asking(edition, InformationKind.RETAIN, Occasion.ALWAYS) - provided == {
        *("8.3.2", "8.3.3", "8.3.4", "8.3.5", "8.3.6", "8.6"),
    }


def test_a_title_that_differs_comes_from_a_known_difference() -> None:
    """Under one number both editions have the same title, unless the crosswalk or the list here says why not."""
    named_anew = {"9.2.1", "9.2.2", "9.3.3"}
    old, new = ({clause.number: clause.title for clause in standard.clauses} for standard in LIBRARY.standards)
    differing = {number for number in old.keys() & new.keys() if old[number] != new[number]}
    assert {number for number in differing if LIBRARY.same_subject(number, BOTH)} == named_anew


def test_bare_numbers_that_are_not_clear() -> None:
    """With both editions in use 6.1.2, 6.1.3, 10.1 and 10.3 need their edition, and no other number does."""
    every = {clause.number for clause in CLAUSES}
    assert {number for number in every if not LIBRARY.same_subject(number, BOTH)} == {"6.1.2", "6.1.3", "10.1", "10.3"}


@pytest.mark.parametrize("standard_id", BOTH)
def test_one_edition_in_use_makes_every_number_clear(standard_id: str) -> None:
    """With one edition in use a bare 10.1 stands for that edition's 10.1."""
    assert LIBRARY.same_subject("10.1", [standard_id])
    assert LIBRARY.resolve("10.1", [standard_id]) == (ClauseReference(standard=standard_id, number="10.1"),)


def test_what_tags_stand_for_with_both_editions_in_use() -> None:
    """A bare 7.5 stands for both editions' 7.5, a bare 10.1 for nothing, a qualified one for itself."""
    assert [str(each) for each in LIBRARY.resolve("7.5", BOTH)] == ["iso9001:2015#7.5", "iso9001:2026#7.5"]
    assert LIBRARY.resolve("10.1", BOTH) == ()
    assert [str(each) for each in LIBRARY.resolve("iso9001:2015#10.1", BOTH)] == ["iso9001:2015#10.1"]


@pytest.mark.parametrize(
    ("tag", "standard_id", "expected"),
    [
        ("iso9001:2015#10.3", NEW, ["iso9001:2026#10.1"]),
        ("iso9001:2026#10.1", OLD, ["iso9001:2015#10.1", "iso9001:2015#10.3"]),
        ("iso9001:2015#6.1.2", NEW, ["iso9001:2026#6.1.2", "iso9001:2026#6.1.3"]),
        ("iso9001:2026#6.1.3", OLD, ["iso9001:2015#6.1.2"]),
        ("iso9001:2015#6.1", NEW, ["iso9001:2026#6.1"]),
        ("iso9001:2015#9.3.2", NEW, ["iso9001:2026#9.3.2"]),
    ],
)
def test_where_clauses_went(tag: str, standard_id: str, expected: list[str]) -> None:
    """A tag of one edition is shown under the other where its subject stands there."""
    reference = parse_clause(tag)
    assert reference is not None
    assert [str(each) for each in LIBRARY.counterparts(reference, standard_id)] == expected


def test_the_seven_principles() -> None:
    """The seven principles are there in their usual order, each with a sentence."""
    assert [each.id for each in LIBRARY.principles] == [
        "customer-focus",
        "leadership",
        "engagement-of-people",
        "process-approach",
        "improvement",
        "evidence-based-decision-making",
        "relationship-management",
    ]
    assert all(each.title and each.summary.endswith(".") for each in LIBRARY.principles)
