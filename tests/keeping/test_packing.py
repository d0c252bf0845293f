"""Values that are kept are the same when they come back."""

from __future__ import annotations

from dataclasses import field
from datetime import UTC, date, datetime
from enum import Enum
from pickle import UnpicklingError
from typing import NamedTuple

import pytest

from qms_docs.keeping.packing import packed, unpacked
from qms_docs.model.document import Author, Entry, LineText, Text
from qms_docs.model.header import Header
from qms_docs.values import dataclass


class _Kind(Enum):
    ONE = 1


@dataclass(frozen=True, slots=True)
class _Base:
    name: str


@dataclass(frozen=True, slots=True)
class _Further(_Base):
    more: tuple[object, ...] = ()
    unsaid: int = field(default=0, repr=False, compare=False)


@dataclass(frozen=True, slots=True)
class _Leaf:
    name: str
    others: tuple[object, ...] = ()


class _Pair(NamedTuple):
    one: object
    other: object = None


@dataclass
class _Open:
    value: object


_ENTRY = Entry(number=3, commit="c", day=date(2026, 1, 2), committed_at=datetime(2026, 1, 2, tzinfo=UTC))
_TEXT = LineText(
    entry=_ENTRY,
    path="procedures/a.md",
    header=Header(id="SOP-001"),
    text=Text(blob="b", sha256="s"),
    authors=(Author(name="Ann", email="a@b", committed_as=frozenset({"x"})),),
)


_MANY = (_Further, LineText, Entry, Author, _Leaf)


@pytest.mark.parametrize("many", [(), _MANY])
@pytest.mark.parametrize(
    "value",
    [
        *(_TEXT, _Further("a", (_ENTRY, None), 7), _Open(_TEXT), _Kind.ONE, _Kind, {"a": (_Base("b"), [1])}),
        *(_Pair(_TEXT, _Pair(1)), [_ENTRY.day, _ENTRY.committed_at, frozenset({"x"})], {}, None),
    ],
)
def test_values_come_back(value: object, many: tuple[type, ...]) -> None:
    """Equal, of the same kind, and with the fields that no comparison looks at."""
    back = unpacked(packed(value, many=many))
    assert back == value
    assert type(back) is type(value)
    assert repr(back) == repr(value)
    assert getattr(back, "unsaid", None) == getattr(value, "unsaid", None)


@pytest.mark.parametrize("many", [(), _MANY])
def test_what_was_one_is_one(many: tuple[type, ...]) -> None:
    """What stands in several places is one thing afterwards too."""
    first, second = unpacked(packed([_TEXT, _TEXT], many=many))
    assert first is second
    assert first.entry is second.entry


def test_values_of_which_there_are_many() -> None:
    """However deep they hold each other, of whichever class they are and in whichever order they are met."""
    leaves = [_Leaf(str(number)) for number in range(3_000)]
    chain: object = None
    for number in range(100):
        chain = _Leaf("chain", (_Further("f", (chain, leaves[number])), _Base("b")))
    value = [chain, *leaves[::-1], _Further("g", tuple(leaves))]
    back = unpacked(packed(value, many=(_Further, _Leaf)))
    assert back == value
    assert back[-1].more[0] is back[-2]


def test_beside_others() -> None:
    """What is kept elsewhere is looked up there, also for values of which there are many."""
    written = packed([_TEXT], {Entry: lambda entry: entry.number}, (LineText,))
    (back,) = unpacked(written, {3: _ENTRY}.__getitem__)
    assert back == _TEXT
    assert back.entry is _ENTRY
    with pytest.raises(UnpicklingError, match="nobody gives"):
        unpacked(written)
