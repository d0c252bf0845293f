"""Data classes of the standard library, whose methods are written when the first of them is called.

Writing them takes the standard library half a millisecond for each class, and a command loads hundreds of classes of
which it uses some (records/decisions/0056-methods-of-values-are-written-when-they-are-called.md).
"""

from __future__ import annotations

import dataclasses
from functools import partial
from typing import TYPE_CHECKING, Any, NoReturn

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

__all__ = ["dataclass", "is_taken_apart"]

_Method = Any
"""A method as it is put on a class: it is called with anything."""

_Value = Any
"""A value of any data class."""

_BECOME = vars(object)["__class__"].__set__
"""Has an object belong to another class, past the method that refuses it."""
_OPEN = {"__slots__": (), "__setattr__": object.__setattr__, "__delattr__": object.__delattr__}
"""What a class has in which fields can be set; were one of both refused, Python would ask for the other too."""
_OURS = frozenset(("__init__", "__getstate__", "__setstate__", "__setattr__", "__delattr__"))
_OF_A_FIELD = ("default", "default_factory", "init", "repr", "hash", "compare", "kw_only")


def _data_class(kind: type[Any] | None = None, /, **words: bool) -> Callable[[type[Any]], type[Any]] | type[Any]:
    """As `dataclasses.dataclass` with `eq`, `frozen`, `kw_only`, `repr` and `slots`, and no `InitVar`.

    Fields are taken at once, and methods are written once called. Raises TypeError for a class that has methods of its
    own which give a value its fields.
    """
    return _made(kind, **words) if kind else partial(_made, **words)


def _made(  # noqa: PLR0913 - the words of `dataclasses.dataclass`
    plain: type[Any],
    /,
    *,
    eq: bool = True,
    frozen: bool = False,
    kw_only: bool = False,
    repr: bool = True,  # noqa: A002 - as PLR0913
    slots: bool = False,
) -> type[Any]:
    own = dict(vars(plain))
    if refused := sorted(_OURS & own.keys()):
        raise TypeError(
            f"{plain.__qualname__} has {', '.join(refused)} of its own: take the standard library's decorator"
        )
    kind: type[Any] = dataclasses.dataclass(init=False, repr=False, eq=False, kw_only=kw_only, slots=slots)(plain)
    _write_later(kind, "__init__", lambda: _first_values(kind, frozen=frozen, slots=slots))
    if repr and "__repr__" not in own:
        _write_later(kind, "__repr__", lambda: _repr_of(kind, frozen=frozen))
    if eq and "__eq__" not in own:
        _write_later(kind, "__eq__", lambda: _like(kind, eq=True).__eq__)
    # A class that says when two are equal and nothing of hashes has none, by Python's own doing.
    if eq and own.get("__hash__") is None and ("__eq__" in own or "__hash__" not in own):
        if frozen:
            _write_later(kind, "__hash__", lambda: _like(kind, unsafe_hash=True).__hash__)
        else:
            _put(kind, __hash__=None)
    if frozen:
        _put(kind, __setattr__=_refused, __delattr__=_refused)
        if slots:
            _put(kind, __getstate__=_taken, __setstate__=_given)
    return kind


if TYPE_CHECKING:
    from dataclasses import dataclass
else:
    dataclass = _data_class


def is_taken_apart(kind: type[Any]) -> bool:
    """Whether its values are given and taken field by field, as a frozen class with slots has it and nobody else."""
    own = vars(kind)
    return getattr(kind, "__setstate__", None) is _given and "__slots__" in own and "__reduce__" not in own


def _write_later(kind: type[Any], name: str, write: Callable[[], _Method]) -> None:
    """The first call puts the method that is written for it in its own place."""

    def method(self: object, *given: object, **named: object) -> object:
        written = write()
        _put(kind, **{name: written})
        return written(self, *given, **named)

    method.__name__ = name
    method.__qualname__ = f"{kind.__qualname__}.{name}"
    _put(kind, **{name: method})


def _put(kind: type[Any], **methods: _Method) -> None:
    for name, method in methods.items():
        setattr(kind, name, method)


def _like(kind: type[Any], **wanted: bool) -> type[Any]:
    """A class with the same fields, for which the standard library writes what is wanted."""
    named = dataclasses.fields(kind)
    own: dict[str, Any] = {"__annotations__": {each.name: each.type for each in named}, "__doc__": kind.__doc__}
    own |= {each.name: dataclasses.field(**{of: getattr(each, of) for of in _OF_A_FIELD}) for each in named}
    own |= {"__module__": kind.__module__, "__qualname__": kind.__qualname__}
    asked = {"init": False, "repr": False, "eq": False, "match_args": False} | wanted
    return dataclasses.dataclass(**asked)(type(kind.__name__, (), own))


def _repr_of(kind: type[Any], *, frozen: bool) -> _Method:
    """The standard library's own, for frozen values without what looks for one that holds itself."""
    written = _like(kind, repr=True).__repr__
    return getattr(written, "__wrapped__", written) if frozen else written


def _first_values(kind: type[Any], *, frozen: bool, slots: bool) -> _Method:
    """What gives a value its fields.

    The standard library sets each field of a frozen value past the method that refuses it, which takes seven times as
    long as setting it. Here the value belongs to a class without that method until it has its fields. Nothing but names
    of fields and the words here stand in what is compiled.
    """
    known: dict[str, Any] = {"KIND": kind, "NONE": dataclasses.MISSING, "BECOME": _BECOME, "PUT": object.__setattr__}
    given, named, defaults, names = ["self"], list[str](), list[str](), list[str]()
    for each in dataclasses.fields(kind):
        name = each.name
        has_default = each.default is not dataclasses.MISSING
        is_made = each.default_factory is not dataclasses.MISSING
        known |= {f"DEFAULT_{name}": each.default, f"MAKE_{name}": each.default_factory}
        if each.init:
            default = "=NONE" if is_made else f"=DEFAULT_{name}" if has_default else ""
            (named if each.kw_only is True else given).append(f"{name}{default}")
            defaults += [f"if {name} is NONE: {name} = MAKE_{name}()"] if is_made else []
        elif is_made or (has_default and slots):
            defaults.append(f"{name} = MAKE_{name}()" if is_made else f"{name} = DEFAULT_{name}")
        else:
            continue
        names.append(name)
    set_all = [f"self.{name} = {name}" for name in names]
    if frozen:
        past = [f"PUT(self, {name!r}, {name})" for name in names]
        if kind.__dictoffset__:
            # The values of one class have the keys of their dictionaries in common, as long as they belong to it.
            set_all = past
        else:
            known["OPEN"] = type(kind.__name__, (kind,), _OPEN)
            # A value of a class that is made of this one would not become that again.
            others = ["if self.__class__ is not KIND:", *(f"  {each}" for each in past), "  pass"]
            own = ["else:", "  BECOME(self, OPEN)", *(f"  {each}" for each in set_all), "  self.__class__ = KIND"]
            set_all = [*others, *own]
    last = ["self.__post_init__()" if hasattr(kind, "__post_init__") else "pass"]
    words = ", ".join([*given, *(["*", *named] if named else [])])
    body = "".join(f"\n  {line}" for line in (*defaults, *set_all, *last))
    exec(f"def __init__({words}):{body}", known)  # noqa: S102 - as the standard library does
    written = known["__init__"]
    written.__module__, written.__qualname__ = kind.__module__, f"{kind.__qualname__}.__init__"
    return written


def _refused(self: object, name: str, *_value: object) -> NoReturn:
    raise dataclasses.FrozenInstanceError(f"{type(self).__qualname__}.{name} stays as it is")


def _taken(self: _Value) -> list[Any]:
    return [getattr(self, each.name) for each in dataclasses.fields(self)]


def _given(self: _Value, values: Sequence[Any]) -> None:
    for each, value in zip(dataclasses.fields(self), values, strict=True):
        object.__setattr__(self, each.name, value)
