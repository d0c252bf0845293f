"""Values that are kept are the same when they come back."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from enum import Enum

import pytest

from qms_docs.keeping.packing import packed, unpacked
from qms_docs.model.document import Author, Entry, LineText, Text
from qms_docs.model.header import Header


class _Kind(Enum):
    ONE = 1


@dataclass(frozen=True, slots=True)
class _Base:
    name: str


@dataclass(frozen=True, slots=True)
class _Further(_Base):
    more: tuple[object, ...] = ()
    unsaid: int = field(default=0, repr=False, compare=False)


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


@pytest.mark.parametrize(
    "value", [_TEXT, _Further("a", (_ENTRY, None), 7), _Open(_TEXT), _Kind.ONE, {"a": (_Base("b"), [1])}]
)
def test_values_come_back(value: object) -> None:
    """Equal, of the same kind, and with the fields that no comparison looks at."""
    back = unpacked(packed(value))
    assert back == value
    assert repr(back) == repr(value)
    assert getattr(back, "unsaid", None) == getattr(value, "unsaid", None)


def test_what_was_one_is_one() -> None:
    """What stands in several places is one thing afterwards too."""
    first, second = unpacked(packed([_TEXT, _TEXT]))
    assert first is second
    assert first.entry is second.entry
