"""Values as bytes and back; frozen data classes, of which there are very many, without their own slow way."""

from __future__ import annotations

import io
import pickle
from dataclasses import fields, is_dataclass
from functools import partial
from operator import attrgetter
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Mapping

__all__ = ["packed", "unpacked"]


def packed(value: object, beside: Mapping[type[Any], Callable[[Any], Hashable]] | None = None) -> bytes:
    """The value as bytes that `unpacked` gives back.

    Values of classes that are named `beside` it are kept elsewhere, and known here by what the class is named with.
    """
    written = io.BytesIO()
    packer = pickle.Pickler(written, protocol=pickle.HIGHEST_PROTOCOL)
    packer.dispatch_table = _ways if beside is None else _Ways(_ways)
    for kind, name in (beside or {}).items():
        packer.dispatch_table[kind] = partial(_named_by, name)
    packer.dump(value)
    return written.getvalue()


def unpacked(written: bytes, beside: Callable[[Any], object] | None = None) -> Any:  # noqa: ANN401 - whatever was packed
    """What was packed; only what this user's own runs have sealed may come here.

    `beside` gives the values that are kept elsewhere, by their names. Raises UnpicklingError where they are missing.
    """
    if beside is None:
        return pickle.loads(written)  # noqa: S301 - as above
    return _Unpacker(written, beside).load()


class _Unpacker(pickle.Unpickler):
    """Unpacks what is packed beside other values."""

    def __init__(self, written: bytes, beside: Callable[[Any], object]) -> None:
        super().__init__(io.BytesIO(written))
        self._beside = beside

    def find_class(self, module: str, name: str) -> Any:  # noqa: ANN401 - a class or function
        """Where a value is asked for that is kept elsewhere it is looked up there."""
        if module == __name__ and name == _beside.__name__:
            return self._beside
        return super().find_class(module, name)


def _named_by(name: Callable[[Any], Hashable], value: object) -> tuple[Callable[[Any], object], tuple[Hashable]]:
    return _beside, (name(value),)


def _beside(name: object) -> object:
    """Stands for whatever has that name and is kept elsewhere."""
    raise pickle.UnpicklingError(f"nobody gives what is kept beside it: {name}")


class _Ways(dict[type[Any], "Callable[[Any], Any]"]):
    """How values of each class are taken apart: a frozen data class with slots is its fields in their order."""

    def __missing__(self, kind: type[Any]) -> Callable[[Any], Any]:
        """The way of a class that was not met yet; any other than these is as Python has it."""
        if not _is_plain(kind):
            raise KeyError(kind)
        names = _names(kind)
        values: Callable[[Any], tuple[Any, ...]] = (
            attrgetter(*names) if len(names) > 1 else lambda obj: tuple(getattr(obj, name) for name in names)
        )

        def taken_apart(obj: Any) -> Any:  # noqa: ANN401 - what pickle wants
            return _restored, (kind, *values(obj))

        self[kind] = taken_apart
        return taken_apart


_ways = _Ways()


def _restored(kind: type[Any], *values: object) -> object:
    made = object.__new__(kind)
    for put, value in zip(_setters(kind), values, strict=True):
        put(made, value)
    return made


_plain: dict[type[Any], bool] = {}
_known_names: dict[type[Any], tuple[str, ...]] = {}
_known_setters: dict[type[Any], tuple[Callable[[object, object], None], ...]] = {}


def _is_plain(kind: type[Any]) -> bool:
    """Whether Python itself would give and take the fields one by one, by a method that the data class brought."""
    if kind not in _plain:
        slotted = is_dataclass(kind) and "__slots__" in vars(kind) and "__reduce__" not in vars(kind)
        method = getattr(kind, "__setstate__", None)
        _plain[kind] = slotted and getattr(method, "__module__", None) == "dataclasses"
    return _plain[kind]


def _names(kind: type[Any]) -> tuple[str, ...]:
    if kind not in _known_names:
        _known_names[kind] = tuple(each.name for each in fields(kind))
    return _known_names[kind]


def _setters(kind: type[Any]) -> tuple[Callable[[object, object], None], ...]:
    """What writes each field though the class is frozen."""
    if kind not in _known_setters:
        _known_setters[kind] = tuple(getattr(kind, name).__set__ for name in _names(kind))
    return _known_setters[kind]
