"""What a record says, field by field, in words and with links."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING

from qms_docs.model.records.forms import Refers
from qms_docs.model.records.needs import fields_of
from qms_docs.model.records.parts import Amendment, Link, Part
from qms_docs.model.records.secrecy import NAMING_FILES
from qms_docs.model.records.stretch import Stretch
from qms_docs.model.standard import parse_clause
from qms_docs.values import dataclass
from qms_docs.views.published_records import LEFT_OUT, PEOPLE
from qms_docs.views.record_words import label, place_in_words
from qms_docs.views.words import day_in_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from qms_docs.model.manual import Manual
    from qms_docs.model.records.audit_finding import AuditFinding
    from qms_docs.model.records.record import Naming
    from qms_docs.views.published_records import PublishedRecords

__all__ = ["FieldReader", "Piece", "Shown", "ShownField", "text_of"]

_RECORD = re.compile(r"(?<![\w-])[A-Z]{2,4}-[0-9]{4}-[0-9]{1,9}(?![\w-])")
_LONG = 160
"""Characters from which on a value is a text of its own."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Piece:
    """Words of a value, and where they lead."""

    text: str
    page: str | None = None
    """The id of the document or record to whose page they lead."""
    revision: str | None = None
    file: str | None = None
    """The path in the repository of a file that they name."""
    left_out: bool = False
    """Whether they stand for what the readers may not know."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Shown:
    """A value: words, a list, a group of fields, or a table of groups."""

    pieces: tuple[Piece, ...] = ()
    items: tuple[Shown, ...] = ()
    fields: tuple[ShownField, ...] = ()
    heads: tuple[str, ...] = ()
    rows: tuple[tuple[Shown, ...], ...] = ()

    @property
    def wide(self) -> bool:
        """Whether it needs the whole width of a page."""
        return bool(self.rows or self.fields) or len(text_of(self)) > _LONG


@dataclass(frozen=True, kw_only=True, slots=True)
class ShownField:
    """A field of a record."""

    name: str
    label: str
    value: Shown
    amended: tuple[ShownAmendment, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class ShownAmendment:
    """A correction of a field, beside which the original stays readable."""

    number: int
    on: date | None
    by: Piece
    reason: str
    place: str
    """The corrected field in words."""
    old: str | None
    new: str | None


_NOTHING = Shown()


def text_of(shown: Shown) -> str:
    """The words of a value."""
    inner = [*shown.items, *(each.value for each in shown.fields), *(cell for row in shown.rows for cell in row)]
    return " ".join([*(each.text for each in shown.pieces), *map(text_of, inner)])


class FieldReader:
    """Reads the values of one record, or of rows, as people and links need them."""

    def __init__(
        self,
        published: PublishedRecords,
        folder: str,
        names: Iterable[Naming],
        amendments: tuple[Amendment, ...] = (),
    ) -> None:
        """`folder` is the one beside whose files the record stands."""
        self._published = published
        self._manual: Manual = published.manual
        self._folder = folder
        self._named = {(each.field, each.name): each for each in names}
        self._by_name = {each.name: each for each in self._named.values()}
        self.amendments = tuple(self._amendment(place, each) for place, each in enumerate(amendments, 1))
        self._amended = [each.field for each in amendments]

    def fields(self, part: Part, path: str = "", leaving_out: frozenset[str] = frozenset()) -> Iterator[ShownField]:
        """The fields that say something."""
        for each in fields_of(type(part)):
            value = getattr(part, each.attribute)
            says = value is not None and value not in ((), {})
            if each.name not in leaving_out and (says or self._is_amended(f"{path}{each.name}")):
                yield self.field(each.name, value, f"{path}{each.name}")

    def field(self, name: str, value: object, path: str) -> ShownField:
        """One field, with the amendments of it and of what it holds."""
        shown = self.value(value, path)
        if not self._amended:
            return ShownField(name=name, label=label(name), value=shown)
        # Of a group each field tells its own.
        told = [
            each
            for each, field in zip(self.amendments, self._amended, strict=True)
            if field == path or (_within(field, path) and not shown.fields)
        ]
        return ShownField(name=name, label=label(name), value=shown, amended=tuple(told))

    def value(self, value: object, path: str) -> Shown:
        """A value of whatever form."""
        if isinstance(value, Part):
            return Shown(fields=tuple(self.fields(value, f"{path}.")))
        if isinstance(value, Mapping):
            return Shown(fields=tuple(self.field(name, each, f"{path}.{name}") for name, each in value.items()))
        if isinstance(value, tuple):
            return self._list(value, path)
        if isinstance(value, Link):
            return self._leaf(value.target, f"{path}.{value.kind}")
        return _NOTHING if value is None else self._leaf(value, path)

    def requirement(self, finding: AuditFinding) -> Shown:
        """What another record, an audit finding, is judged by."""
        names = [each for each in finding.names if each.field == "requirement"]
        reader = FieldReader(self._published, self._folder, names)
        return reader.value(finding.requirement, "requirement")

    def _list(self, values: tuple[object, ...], path: str) -> Shown:
        groups = [list(self.fields(each, f"{path}.{at}.")) for at, each in enumerate(values) if isinstance(each, Part)]
        if not groups:
            return Shown(items=tuple(self.value(each, f"{path}.{place}") for place, each in enumerate(values)))
        order = [each.name for each in fields_of(type(values[0]))] if isinstance(values[0], Part) else []
        names = [name for name in order if any(name == each.name for group in groups for each in group)]
        rows = tuple(
            tuple(next((each.value for each in group if each.name == name), _NOTHING) for name in names)
            for group in groups
        )
        return Shown(heads=tuple(map(label, names)), rows=rows)

    def _leaf(self, value: object, path: str) -> Shown:
        if isinstance(value, str):
            naming = self._named.get((path, value)) or self._by_name.get(value)
            return Shown(pieces=tuple(self._name(naming) if naming else self.words(value)))
        if isinstance(value, bool):
            text = "Yes" if value else "No"
        elif isinstance(value, date):
            text = day_in_words(value)
        else:
            text = value.written if isinstance(value, Stretch) else str(value)
        return Shown(pieces=(Piece(text=text),))

    def words(self, text: str) -> Iterator[Piece]:
        """A text, in which ids of records lead to their pages."""
        done, told = 0, self._published.words(text)
        for found in _RECORD.finditer(told) if "-" in told else ():
            if self._manual.records.find(found[0]) is not None:
                if found.start() > done:
                    yield Piece(text=told[done : found.start()])
                yield Piece(text=found[0], page=found[0])
                done = found.end()
        if done < len(told):
            yield Piece(text=told[done:])

    def _name(self, naming: Naming) -> Iterator[Piece]:
        if naming.refers in PEOPLE:
            yield self.person(naming.name, words=naming.refers is Refers.PERSON_OR_WORDS)
        elif naming.refers in _DEFINED:
            yield Piece(text=self._defined(naming.refers, naming.name))
        elif found := self.thing(naming.name):
            yield found
        elif naming.refers in NAMING_FILES and (place := self._file(naming.name)):
            yield Piece(text=naming.name, file=place)
        elif naming.refers in (Refers.USER, Refers.ADDRESSED, Refers.PARTY):
            who = self._manual.organization
            yield Piece(text=who.process_title(who.role_title(naming.name)))
        elif parse_clause(naming.name):
            yield Piece(text=self._defined(Refers.CLAUSE, naming.name))
        else:
            yield from self.words(naming.name)

    def person(self, name: str, *, words: bool = False) -> Piece:
        """A person by name, or a role by its title; a public site names no person."""
        who = self._manual.organization
        known = who.people.get(name)
        is_role = known is None and not words and who.role_title(name) != name
        if is_role:
            return Piece(text=who.role_title(name))
        if self._published.public:
            return Piece(text=LEFT_OUT, left_out=True)
        return Piece(text=known.name if known else name)

    def thing(self, name: str) -> Piece | None:
        """A document, one of its revisions, or a record; None where it is neither."""
        one, _, revision = name.partition("@")
        title = self._published.title(one)
        if title is None:
            return None
        if self._published.hides(one):
            return Piece(text=LEFT_OUT, left_out=True)
        told = f"{one} {title}".rstrip() if title != one else one
        return Piece(text=f"{told}, revision {revision}" if revision else told, page=one, revision=revision or None)

    def _defined(self, refers: Refers, name: str) -> str:
        library, who = self._manual.library, self._manual.organization
        if refers is Refers.ROLE:
            return who.role_title(name)
        if refers is Refers.PROCESS:
            return who.process_title(name)
        if refers is Refers.PRINCIPLE:
            principle = library.principle(name)
            return principle.title if principle else name
        if refers is Refers.STANDARD:
            standard = library.standard(name)
            return standard.title if standard else name
        reference = parse_clause(name)
        standard = library.standard(reference.standard) if reference and reference.standard else None
        clause = standard.clause(reference.number) if standard and reference else None
        return f"{standard.title}, {clause.number} {clause.title}" if standard and clause else name

    def _file(self, name: str) -> str | None:
        place = posixpath.normpath(posixpath.join(self._folder, name))
        return place if place in self._manual.blobs else None

    def _amendment(self, number: int, one: Amendment) -> ShownAmendment:
        hide = self._published.words
        return ShownAmendment(
            number=number,
            on=one.on,
            by=self.person(one.by or ""),
            reason=hide(one.reason or ""),
            place=place_in_words(one.field),
            old=self._told(one.old, one.field),
            new=self._told(one.new, one.field),
        )

    def _told(self, text: str | None, field: str) -> str | None:
        if text is None:
            return None
        if self._published.public and any(
            each.field == field and each.refers in PEOPLE for each in self._by_name.values()
        ):
            return LEFT_OUT
        return self._published.words(text)

    def _is_amended(self, path: str) -> bool:
        return any(_within(field, path) for field in self._amended)


def _within(field: str, path: str) -> bool:
    return field == path or field.startswith(f"{path}.")


_DEFINED = frozenset((Refers.ROLE, Refers.PROCESS, Refers.PRINCIPLE, Refers.STANDARD, Refers.CLAUSE))
