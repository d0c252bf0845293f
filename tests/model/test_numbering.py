"""Revision numbers rise by the scheme of the organization (document-control.md 4)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qms_docs.model.numbering import Scheme, positions

ALPHABET = "ABCDEFGHJKLMNPRSTUVWXYZ"


@pytest.mark.parametrize(
    ("scheme", "number", "next_numbers"),
    [
        (Scheme.INTEGER, "0", ("1",)),
        (Scheme.INTEGER, "1", ("2",)),
        (Scheme.INTEGER, "9", ("10",)),
        (Scheme.INTEGER, "1.0", ()),
        (Scheme.INTEGER, "A", ()),
        (Scheme.LETTER, "A", ("B",)),
        (Scheme.LETTER, "H", ("J",)),
        (Scheme.LETTER, "N", ("P",)),
        (Scheme.LETTER, "P", ("R",)),
        (Scheme.LETTER, "Z", ("AA",)),
        (Scheme.LETTER, "AZ", ("BA",)),
        (Scheme.LETTER, "ZZ", ("AAA",)),
        (Scheme.LETTER, "1", ()),
        (Scheme.MAJOR_MINOR, "1.0", ("1.1", "2.0")),
        (Scheme.MAJOR_MINOR, "1.3", ("1.4", "2.0")),
        (Scheme.MAJOR_MINOR, "1.9", ("1.10", "2.0")),
        (Scheme.MAJOR_MINOR, "0.9", ("0.10", "1.0")),
        (Scheme.MAJOR_MINOR, "1", ()),
    ],
)
def test_successors(scheme: Scheme, number: str, next_numbers: tuple[str, ...]) -> None:
    """After 1.3 comes 1.4 or 2.0; after Z comes AA; a number of another scheme has no successor."""
    assert scheme.successors(number) == next_numbers


@pytest.mark.parametrize(
    ("scheme", "number"),
    [
        (Scheme.INTEGER, "01"),
        (Scheme.INTEGER, "-1"),
        (Scheme.INTEGER, "1 "),
        (Scheme.INTEGER, "1\n"),
        (Scheme.INTEGER, "\u0661"),
        (Scheme.INTEGER, "1" * 5000),
        (Scheme.INTEGER, ""),
        (Scheme.LETTER, "I"),
        (Scheme.LETTER, "O"),
        (Scheme.LETTER, "Q"),
        (Scheme.LETTER, "a"),
        (Scheme.LETTER, "A\n"),
        (Scheme.LETTER, ""),
        (Scheme.LETTER, "\u00c4"),
        (Scheme.MAJOR_MINOR, "1.01"),
        (Scheme.MAJOR_MINOR, "01.1"),
        (Scheme.MAJOR_MINOR, "1.2.3"),
        (Scheme.MAJOR_MINOR, "1."),
        (Scheme.MAJOR_MINOR, ".1"),
        (Scheme.MAJOR_MINOR, "1.0\n"),
    ],
)
def test_malformed(scheme: Scheme, number: str) -> None:
    """A number that is not written in the one way of its scheme is not accepted."""
    assert not scheme.accepts(number)
    assert scheme.successors(number) == ()


@given(st.integers(0, 10**8))
def test_integers_rise(number: int) -> None:
    """The successor of an integer is accepted and ranks above it."""
    (following,) = Scheme.INTEGER.successors(str(number))
    ranks = positions([following, str(number)])
    assert Scheme.INTEGER.accepts(following)
    assert ranks[following] > ranks[str(number)]


@given(st.text(ALPHABET, min_size=1, max_size=4))
def test_letters_rise(number: str) -> None:
    """The successor of letters is accepted, ranks above them and has none between."""
    (following,) = Scheme.LETTER.successors(number)
    ranks = positions([following, number])
    assert Scheme.LETTER.accepts(following)
    assert ranks[following] > ranks[number]


def test_letters_one_after_the_other() -> None:
    """Counting on from A meets every combination of letters but I, O and Q, in order."""
    numbers = ["A"]
    for _ in range(23 + 23 * 23):
        numbers += Scheme.LETTER.successors(numbers[-1])
    assert numbers[:23] == list(ALPHABET)
    assert numbers[23:] == [one + two for one in ALPHABET for two in ALPHABET] + ["AAA"]
    assert sorted(numbers, key=positions(reversed(numbers)).__getitem__) == numbers


@given(st.tuples(st.integers(0, 99), st.integers(0, 99)))
def test_major_and_minor_rise(number: tuple[int, int]) -> None:
    """Both successors of a number with a minor part are accepted and rank above it, the major one higher."""
    written = f"{number[0]}.{number[1]}"
    minor, major = Scheme.MAJOR_MINOR.successors(written)
    ranks = positions([major, minor, written])
    assert ranks[written] < ranks[minor] < ranks[major]


@pytest.mark.parametrize(
    ("issued", "ordered"),
    [
        (["1", "10", "2"], ["1", "2", "10"]),
        (["1.2", "1.10", "1.9"], ["1.2", "1.9", "1.10"]),
        (["B", "AA", "Z"], ["B", "Z", "AA"]),
        (["B", "C", "1", "2"], ["B", "C", "1", "2"]),
        (["2", "1", "A"], ["1", "2", "A"]),
        (["2", "3", "3.1", "4.0"], ["2", "3", "3.1", "4.0"]),
        (["draft7", "B", "x"], ["draft7", "B", "x"]),
        (["1", "1", "2"], ["1", "2"]),
        ([], []),
    ],
)
def test_ranks(issued: list[str], ordered: list[str]) -> None:
    """Numbers of one kind rank by value; where the kind changed, the one that came later is the higher."""
    ranks = positions(issued)
    assert sorted(ranks, key=ranks.__getitem__) == ordered
    assert sorted(ranks.values()) == list(range(len(ordered)))


@given(st.lists(st.text(max_size=6) | st.text("0123456789.AB", max_size=4), max_size=12))
def test_any_numbers(numbers: list[str]) -> None:
    """Any numbers whatever have ranks of their own."""
    ranks = positions(numbers)
    assert ranks.keys() == set(numbers)
    assert sorted(ranks.values()) == list(range(len(ranks)))


def test_examples() -> None:
    """Each scheme accepts the examples that messages give."""
    for scheme in Scheme:
        first, _, second = scheme.examples.partition(" (")[0].partition(" or ")
        assert scheme.accepts(first)
        assert scheme.accepts(second)
