"""What a rule may state that it reads: the parts of a manual, and what stands for each of them."""

from __future__ import annotations

import hashlib
from dataclasses import fields, is_dataclass
from enum import Enum
from typing import TYPE_CHECKING, Any, NoReturn

from qms_docs.model.manual import Manual

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from qms_docs.model.document import Document

__all__ = ["Fact", "Facts", "PartOfManual", "UnstatedFactError"]


class Fact(Enum):
    """A part of a manual. The standards (`library`) come with the program, and may always be read."""

    DAY = "day"
    """`as_of`."""
    POLICY = "policy"
    """`policy`."""
    ORGANIZATION = "organization"
    """`organization`."""
    RECORDS = "records"
    """`records` with everything in them."""
    NUMBERS = "numbers"
    """`ids` and `numbers`: which documents there are or ever were, with which revisions."""
    SERVED = "served"
    """`served`."""
    PLACES = "places"
    """`ids`, and the documents that stand or last stood at a path: `by_path`, `stood_last`."""
    OTHERS = "others"
    """`ids` and `document`.

    Of documents that are asked for here or by PLACES everything may be read: what is found holds as long as they do.
    """
    PATHS = "paths"
    """`paths`, and the `folders`, `names` and `places` that follow from them."""
    PAGES = "pages"
    """`pages`."""
    OUTLINES = "outlines"
    """`outlines` of the texts of documents that were asked for, and of pages."""
    DRAWINGS = "drawings"
    """`undrawn_files` of the texts of documents that were asked for."""


class UnstatedFactError(Exception):
    """A rule reads what it does not state, so that it would not be judged anew where that changes."""

    def __init__(self, name: str) -> None:
        """The part is called `name` in a manual."""
        super().__init__(
            f"A rule reads `{name}` of the manual, and does not state that it does (qms_docs/rules/facts.py)."
        )


class _Unstated:
    """In the place of a part that a rule has not stated."""

    def __init__(self, name: str) -> None:
        self._name = name

    def __get__(self, manual: Manual, kind: type[Manual]) -> NoReturn:
        raise UnstatedFactError(self._name)


class _Asked:
    """Documents, of which it is noted which were asked for."""

    def __init__(self, known: Mapping[str, Document], noted: dict[str, None]) -> None:
        self._known = known
        self._noted = noted

    def get(self, name: str) -> Document | None:
        """The document of that name, or at that path."""
        found = self._known.get(name)
        if found is not None:
            self._noted[found.id] = None
        return found


class PartOfManual(Manual):
    """A manual of which only what was stated can be read; asking for more of it is an error."""

    asked: dict[str, None]
    """The ids of the documents that were asked for."""


class _ForDocuments(PartOfManual):
    """The same for what is judged one document after the other: nothing is worked out for all that asks for any."""


for _kind, _names in ((PartOfManual, [each.name for each in fields(Manual)]), (_ForDocuments, ["lacks"])):
    for _name in _names:
        # What lies in the instance itself goes first.
        setattr(_kind, _name, _Unstated(_name))


class Facts:
    """The parts of one manual, each made once."""

    def __init__(self, manual: Manual) -> None:
        """Nothing was asked for."""
        self._manual = manual
        self._digests: dict[Fact, bytes | None] = {}
        self._parts: dict[tuple[frozenset[Fact], type[PartOfManual]], PartOfManual] = {}

    def digest(self, reads: Iterable[Fact]) -> bytes | None:
        """What stands for these parts: where it is the same, so are they; None where nothing does."""
        digests = [self._digest(each) for each in reads]
        return None if None in digests else b"".join(each for each in digests if each is not None)

    def part(self, reads: Iterable[Fact], *, for_documents: bool = False) -> PartOfManual:
        """The manual as far as these parts; who states the same gets the same one."""
        stated = frozenset(reads), _ForDocuments if for_documents else PartOfManual
        if stated not in self._parts:
            self._parts[stated] = self._made(*stated)
        return self._parts[stated]

    def _made(self, stated: frozenset[Fact], kind: type[PartOfManual]) -> PartOfManual:
        part = object.__new__(kind)
        given: dict[str, Any] = {"library": self._manual.library, "asked": {}}
        for fact in stated:
            given |= _GIVEN[fact](self._manual)
        for name in ("_by_id", "by_path", "stood_last"):
            if name in given:
                given[name] = _Asked(given[name], given["asked"])
        part.__dict__.update(given)
        return part

    def _digest(self, fact: Fact) -> bytes | None:
        if fact not in self._digests:
            stands_for = _STANDS_FOR[fact](self._manual)
            self._digests[fact] = None if stands_for is None else _hashed(stands_for)
        return self._digests[fact]


_GIVEN: Mapping[Fact, Callable[[Manual], dict[str, Any]]] = {
    Fact.DAY: lambda manual: {"as_of": manual.as_of},
    Fact.POLICY: lambda manual: {"policy": manual.policy},
    Fact.ORGANIZATION: lambda manual: {"organization": manual.organization},
    Fact.RECORDS: lambda manual: {"record_book": manual.record_book, "records": manual.records},
    Fact.NUMBERS: lambda manual: {"ids": manual.ids, "numbers": manual.numbers},
    Fact.SERVED: lambda manual: {"served": manual.served},
    Fact.PLACES: lambda manual: {"ids": manual.ids, "by_path": manual.by_path, "stood_last": manual.stood_last},
    Fact.OTHERS: lambda manual: {"ids": manual.ids, "_by_id": {each.id: each for each in manual.documents}},
    Fact.PATHS: lambda manual: {"paths": manual.paths},
    Fact.PAGES: lambda manual: {"pages": manual.pages},
    Fact.OUTLINES: lambda manual: {"outlines": manual.outlines},
    Fact.DRAWINGS: lambda manual: {"undrawn_files": manual.undrawn_files},
}


def _records(manual: Manual) -> object:
    name, records = manual.known_by.records, manual.records
    if name is None:
        return None
    return name, sorted(records.hashes.items()), records.altered_approvals, records.lost_approvals


def _places(manual: Manual) -> object:
    standing = [(path, each.id) for path, each in manual.by_path.items()]
    return manual.ids, standing, [(path, each.id) for path, each in manual.stood_last.items()]


_STANDS_FOR: Mapping[Fact, Callable[[Manual], object]] = {
    Fact.DAY: lambda manual: manual.as_of,
    Fact.POLICY: lambda manual: _said(manual.policy),
    Fact.ORGANIZATION: lambda manual: _said(manual.organization),
    Fact.RECORDS: _records,
    Fact.NUMBERS: lambda manual: manual.numbers,
    Fact.OTHERS: lambda manual: manual.ids,
    Fact.PLACES: _places,
    Fact.SERVED: lambda manual: sorted(manual.served),
    Fact.PATHS: lambda manual: sorted(manual.paths),
    Fact.PAGES: lambda manual: manual.pages,
    Fact.OUTLINES: lambda manual: manual.known_by.texts,
    # A drawing follows from the document that shows it.
    Fact.DRAWINGS: lambda _: (),
}


def _said(value: object) -> object:
    """The value in words that are the same in every process, with all of its fields and the order of mappings."""
    if is_dataclass(value) and not isinstance(value, type):
        return type(value).__name__, [_said(getattr(value, each.name)) for each in fields(value)]
    if isinstance(value, frozenset):
        return sorted(map(repr, value))
    if isinstance(value, tuple | list):
        return [_said(each) for each in value]
    if isinstance(value, dict):
        return [(_said(name), _said(each)) for name, each in value.items()]
    return value


def _hashed(stands_for: object) -> bytes:
    return hashlib.blake2b(repr(stands_for).encode("utf-8", "backslashreplace"), digest_size=20).digest()
