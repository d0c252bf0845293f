"""Values as bytes and back; frozen data classes and tuples, which are very many, without their own slow way."""

from __future__ import annotations

import copyreg
import io
import pickle
from collections import deque
from dataclasses import fields
from functools import partial
from itertools import islice, repeat
from operator import attrgetter, methodcaller
from typing import TYPE_CHECKING, Any, NamedTuple

from qms_docs.values import is_taken_apart

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence

__all__ = ["packed", "unpacked"]


def packed(
    value: object,
    beside: Mapping[type[Any], Callable[[Any], Hashable]] | None = None,
    many: Sequence[type[Any]] = (),
) -> bytes:
    """The value as bytes that `unpacked` gives back.

    Values of classes that are named `beside` it are kept elsewhere, and known here by what the class is named with.
    Frozen data classes with slots of which there are `many` values are written field by field, which is read twice as
    quickly: those that hold others come first. When they come back they are in their places before they have their
    fields; so none of them may stand in a set or be the key of a mapping.
    """
    written = io.BytesIO()
    packer = pickle.Pickler(written, protocol=pickle.HIGHEST_PROTOCOL)
    packer.dispatch_table = ways = _Ways(_ways)
    for kind, name in (beside or {}).items():
        ways[kind] = partial(_named_by, name)
    met = [_Met(kind, number) for number, kind in enumerate(many)]
    ways |= {each.kind: each.way() for each in met}
    packer.dump(value)
    columns: list[tuple[int, int]] = []
    while any(each.waiting for each in met):
        for each in met:
            if each.waiting:
                columns.append((each.number, len(each.waiting)))
                for column in each.columns():
                    packer.dump(column)
    head = _Head(tuple((each.kind, each.count) for each in met), tuple(columns))
    return pickle.dumps(tuple(head), protocol=pickle.HIGHEST_PROTOCOL) + written.getvalue()


def unpacked(written: bytes, beside: Callable[[Any], object] | None = None) -> Any:  # noqa: ANN401 - whatever was packed
    """What was packed; only what this user's own runs have sealed may come here.

    `beside` gives the values that are kept elsewhere, by their names. Raises UnpicklingError where they are missing.
    """
    stream = io.BytesIO(written)
    head = _Head(*pickle.load(stream))  # noqa: S301 - as above
    if not head.many and beside is None:
        return pickle.loads(memoryview(written)[stream.tell() :])  # noqa: S301 - as above
    made = [list(map(object.__new__, repeat(kind, count))) for kind, count in head.many]
    unpacker = _Unpacker(stream, beside, made)
    value = unpacker.load()
    unfilled = [iter(each) for each in made]
    for number, count in head.columns:
        values = list(islice(unfilled[number], count))
        for put in _setters(head.many[number][0]):
            # Nothing of this is done by Python, value by value.
            deque(map(put, values, unpacker.load()), maxlen=0)
    return value


class _Head(NamedTuple):
    """What is written first."""

    many: tuple[tuple[type[Any], int], ...]
    """The classes that are written field by field, each with the number of its values."""
    columns: tuple[tuple[int, int], ...]
    """Of which class and of how many values the columns are that follow, one for each field."""


class _Met:
    """The values of a class that is written field by field, in the order in which they are met."""

    def __init__(self, kind: type[Any], number: int) -> None:
        """Nothing was met yet."""
        assert is_taken_apart(kind)  # noqa: S101 - others have no fields to be given
        self.kind, self.number = kind, number
        self.waiting: list[object] = []
        """Those whose fields are not written yet."""
        self.count = 0

    def way(self) -> Callable[[object], tuple[_Met, tuple[()]]]:
        """How a value is written where it is met: as the next one of its class."""
        met, next_one = self.waiting.append, (self, ())

        def written(value: object) -> tuple[_Met, tuple[()]]:
            met(value)
            return next_one

        return written

    def columns(self) -> Iterator[list[object]]:
        """The fields of those that wait; while these are written more may be met."""
        values = self.waiting.copy()
        self.waiting.clear()
        self.count += len(values)
        return (list(map(attrgetter(name), values)) for name in _names(self.kind))

    def __reduce__(self) -> tuple[Callable[[int], Callable[[], object]], tuple[int]]:
        """Stands for what gives the values one after the other."""
        return _next_of, (self.number,)

    def __call__(self) -> object:
        """Pickle wants something that can be called."""
        raise AssertionError


class _Unpacker(pickle.Unpickler):
    """Unpacks what is packed beside other values, or holds some that were made before they have their fields."""

    def __init__(self, stream: io.BytesIO, beside: Callable[[Any], object] | None, made: list[list[object]]) -> None:
        super().__init__(stream)
        self._ours: dict[str, Callable[[Any], object]] = {_next_of.__name__: lambda number: deque(made[number]).popleft}
        if beside is not None:
            self._ours[_beside.__name__] = beside

    def find_class(self, module: str, name: str) -> Any:  # noqa: ANN401 - a class or function
        """Where a value is asked for that is elsewhere it is looked up there."""
        found = self._ours.get(name) if module == __name__ else None
        return found or super().find_class(module, name)


def _named_by(name: Callable[[Any], Hashable], value: object) -> tuple[Callable[[Any], object], tuple[Hashable]]:
    return _beside, (name(value),)


def _beside(name: object) -> object:
    """Stands for whatever has that name and is kept elsewhere."""
    raise pickle.UnpicklingError(f"nobody gives what is kept beside it: {name}")


def _next_of(number: int) -> Callable[[], object]:
    """Stands for what gives the values of a class one after the other."""
    raise pickle.UnpicklingError(f"nobody has made the values of class {number}")


class _Ways(dict[type[Any], "Callable[[Any], Any]"]):
    """How values of each class are taken apart, each class looked at once.

    A frozen data class with slots is its fields in their order, and a tuple with names what it holds.
    """

    def __missing__(self, kind: type[Any]) -> Callable[[Any], Any]:
        """The way of a class that was not met yet; any other than these is as Python has it."""
        if issubclass(kind, type):
            # Classes are known by their names.
            raise KeyError(kind)
        if is_taken_apart(kind):
            way = _taken_apart(kind)
        elif _is_named_tuple(kind):
            way = partial(_as_tuple, kind)
        else:
            way = methodcaller("__reduce_ex__", pickle.HIGHEST_PROTOCOL)
        self[kind] = way
        return way


_ways = _Ways()


def _taken_apart(kind: type[Any]) -> Callable[[Any], Any]:
    names = _names(kind)
    values: Callable[[Any], tuple[Any, ...]] = (
        attrgetter(*names) if len(names) > 1 else lambda obj: tuple(getattr(obj, name) for name in names)
    )

    def taken_apart(obj: Any) -> Any:  # noqa: ANN401 - what pickle wants
        return _restored, (kind, *values(obj))

    return taken_apart


def _as_tuple(kind: type[Any], value: tuple[Any, ...]) -> tuple[Any, tuple[Any, ...]]:
    # The stubs leave out what pickle itself makes such values with.
    return copyreg.__newobj__, (kind, *value)  # type: ignore[attr-defined]


def _restored(kind: type[Any], *values: object) -> object:
    made = object.__new__(kind)
    for put, value in zip(_setters(kind), values, strict=True):
        put(made, value)
    return made


_known_names: dict[type[Any], tuple[str, ...]] = {}
_known_setters: dict[type[Any], tuple[Callable[[object, object], None], ...]] = {}


def _is_named_tuple(kind: type[Any]) -> bool:
    """Whether it is a tuple whose places have names, and nothing else."""
    own = vars(kind)
    return kind.__bases__ == (tuple,) and "_fields" in own and "__slots__" in own and "__reduce__" not in own


def _names(kind: type[Any]) -> tuple[str, ...]:
    if kind not in _known_names:
        _known_names[kind] = tuple(each.name for each in fields(kind))
    return _known_names[kind]


def _setters(kind: type[Any]) -> tuple[Callable[[object, object], None], ...]:
    """What writes each field though the class is frozen."""
    if kind not in _known_setters:
        _known_setters[kind] = tuple(getattr(kind, name).__set__ for name in _names(kind))
    return _known_setters[kind]
