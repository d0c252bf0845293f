"""Data classes whose methods are written when they are called do what those of the standard library do."""

from __future__ import annotations

import copy
import dataclasses
import pickle
from dataclasses import FrozenInstanceError, field, fields, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

import pytest

from qms_docs.keeping.packing import packed, unpacked
from qms_docs.values import dataclass, is_taken_apart

if TYPE_CHECKING:
    from collections.abc import Callable


@dataclass(frozen=True, kw_only=True, slots=True)
class Fixed:
    """Frozen, with slots."""

    name: str
    parts: tuple[str, ...] = ()
    lines: dict[str, int] = field(default_factory=dict, compare=False, repr=False)


@dataclass(frozen=True, kw_only=True, slots=True)
class FixedMore(Fixed):
    """With a field more than its base."""

    more: int = 0


@dataclass(slots=True)
class Open:
    """To be changed, with fields that nobody gives."""

    name: str
    seen: list[str] = field(default_factory=list)
    _count: int = field(default=0, init=False)
    _known: dict[str, str] = field(default_factory=dict, init=False)

    def __post_init__(self) -> None:
        self._count += 1


@dataclass(frozen=True)
class Loose:
    """Frozen, without slots."""

    name: str

    @cached_property
    def long(self) -> str:
        """Worked out once."""
        return self.name * 2


def _made(make: Callable[..., Any], **words: bool) -> type[Any]:
    """The same class, made by one or the other."""

    class Value:
        """A value."""

        first: str
        second: int = 2
        third: list[int] = field(default_factory=list)
        told: str = field(default="", compare=False, repr=False)

    return make(**words)(Value) if words else make(Value)


WORDS = [
    {},
    {"frozen": True},
    {"slots": True},
    {"frozen": True, "slots": True},
    {"frozen": True, "slots": True, "kw_only": True},
    {"frozen": True, "eq": False},
    {"slots": True, "repr": False},
]


def _said(call: Callable[[], object]) -> object:
    try:
        return call()
    except (TypeError, AttributeError) as error:
        return type(error), str(error)


@pytest.mark.parametrize("words", WORDS, ids=str)
def test_values_are_made_shown_and_compared_as_the_standard_library_has_it(words: dict[str, bool]) -> None:
    """They are made, refused, shown, compared and taken apart with the same words."""
    ours, theirs = _made(dataclass, **words), _made(dataclasses.dataclass, **words)
    asked: list[Callable[[type[Any]], object]] = [
        lambda kind: repr(kind(first="a")).partition(" at ")[0],
        lambda kind: repr(kind(first="a", second=3, third=[4])).partition(" at ")[0],
        lambda kind: kind("a", 3).second,
        lambda kind: kind(),
        lambda kind: kind(first="a", other=1),
        lambda kind: kind(first="a") == kind(first="a"),
        lambda kind: kind(first="a") == kind(first="a", told="otherwise"),
        lambda kind: kind(first="a") != kind(first="b"),
        lambda kind: kind(first="a") == "a",
        lambda kind: kind(first="a").third is kind(first="a").third,
        lambda kind: hash(kind(first="a", third=())) == hash(kind(first="a", third=(), told="otherwise")),
        lambda kind: kind.__hash__ is None,
        lambda kind: kind.__match_args__,
        lambda kind: [(each.name, each.type, each.kw_only) for each in fields(kind)],
        lambda kind: replace(kind(first="a"), second=5).second,
        lambda kind: dataclasses.asdict(kind(first="a")),
        lambda kind: hasattr(kind(first="a"), "__dict__"),
        lambda kind: copy.deepcopy(kind(first="a", third=[1])).third,
    ]
    for number, ask in enumerate(asked):
        assert _said(lambda: ask(ours)) == _said(lambda: ask(theirs)), number  # noqa: B023 - called at once


@pytest.mark.parametrize("kind", [Fixed, Loose])
def test_what_is_frozen_stays_as_it_is(kind: type[Any]) -> None:
    """No field is set or taken away."""
    value = kind(name="a")
    with pytest.raises(FrozenInstanceError, match="name"):
        value.name = "b"
    with pytest.raises(FrozenInstanceError, match="name"):
        del value.name
    assert value == kind(name="a")


def test_the_first_call_of_a_method_writes_it_and_the_next_ones_find_it() -> None:
    """What a method is changes once."""
    kind = _made(dataclass, frozen=True, slots=True)
    before = kind.__init__, kind.__eq__, kind.__hash__, kind.__repr__
    values = [kind("a", third=()) for _ in range(2)]
    assert values[0] == values[1]
    assert hash(values[0]) == hash(values[1])
    assert repr(values[0]) == repr(values[1])
    after = kind.__init__, kind.__eq__, kind.__hash__, kind.__repr__
    assert not set(before) & set(after)
    assert kind("b").first == "b"
    assert (kind.__init__, kind.__eq__, kind.__hash__, kind.__repr__) == after


def test_a_class_with_fields_of_its_base_is_not_its_base() -> None:
    """Fields are those of both, and values of both are never equal."""
    assert FixedMore(name="a", more=1).name == "a"
    assert FixedMore(name="a") != Fixed(name="a")
    assert repr(FixedMore(name="a")) == "FixedMore(name='a', parts=(), more=0)"
    assert Fixed(name="a", lines={"name": 1}) == Fixed(name="a")


class FixedBeside(Fixed):
    """With a place more, which is no field."""

    __slots__ = ("beside",)


def test_a_class_that_is_made_of_one_begins_as_that_does() -> None:
    """It has the fields, and is itself."""
    value = FixedBeside(name="a", parts=("b",))
    assert (type(value), value.name, value.parts, value.lines) == (FixedBeside, "a", ("b",), {})
    assert type(Fixed(name="a")) is Fixed
    with pytest.raises(FrozenInstanceError, match="name"):
        value.name = "b"  # type: ignore[misc] # that it is refused is the point


def test_fields_that_nobody_gives_are_there_and_what_comes_after_is_done() -> None:
    """Their defaults are the value's own."""
    one, other = Open("a"), Open("b")
    one.seen.append("x")
    assert (one._count, one._known, one.seen, other.seen) == (1, {}, ["x"], [])
    one.name = "c"
    assert one == Open("c", ["x"])
    with pytest.raises(TypeError, match="unhashable"):
        hash(one)
    with pytest.raises(TypeError, match="_count"):
        Open("a", _count=2)  # type: ignore[call-arg] # that it is refused is the point


def test_what_is_worked_out_once_is_kept_in_a_frozen_value() -> None:
    """It stands beside the fields."""
    value = Loose("ab")
    assert value.long is value.long


def test_a_class_that_says_itself_when_two_are_equal_goes_on_saying_it() -> None:
    """Its own methods are left alone."""

    @dataclass(frozen=True)
    class Either:
        """Equal whatever the letters' case."""

        name: str

        def __eq__(self, other: object) -> bool:
            return isinstance(other, Either) and other.name.lower() == self.name.lower()

        def __hash__(self) -> int:
            return hash(self.name.lower())

    assert Either("A") == Either("a")
    assert len({Either("A"), Either("a")}) == 1


@pytest.mark.parametrize("value", [Fixed(name="a", lines={"x": 1}), FixedMore(name="b"), Loose("a"), Open("a", ["x"])])
def test_values_are_packed_and_copied(value: Any) -> None:  # noqa: ANN401 - of whatever class
    """They are what they were."""
    given = [pickle.loads(pickle.dumps(value)), copy.copy(value), unpacked(packed(value))]  # noqa: S301 - its own
    assert given == [value] * 3
    assert [repr(each) for each in given] == [repr(value)] * 3


def test_only_frozen_classes_with_slots_are_taken_apart_field_by_field() -> None:
    """Others come back as Python itself has it."""
    assert [is_taken_apart(each) for each in (Fixed, FixedMore, Open, Loose, dict)] == [True, True, False, False, False]


@pytest.mark.parametrize("name", ["__init__", "__setattr__", "__getstate__"])
def test_a_class_with_methods_of_its_own_that_we_would_write_is_refused(name: str) -> None:
    """Whoever writes such a class is told at once."""
    with pytest.raises(TypeError, match=f"has {name} of its own"):
        dataclass(frozen=True)(type("Value", (), {"__annotations__": {"name": "str"}, name: lambda _: None}))
