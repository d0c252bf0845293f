"""From the bytes of `organization.yml` and `processes.yml` to who is who."""

from __future__ import annotations

from dataclasses import field, replace
from typing import TYPE_CHECKING, Generic, TypeVar

from pydantic import BaseModel

from qms_docs.model.finding import Fault, FaultKind
from qms_docs.model.organization import Importer, Key, Organization, Person, Process, Role, RoleHeld
from qms_docs.sources.fields import Place, check_fields
from qms_docs.sources.readings import OrganizationFiles
from qms_docs.sources.schemas.organization import OrganizationShape, PersonShape, ProcessesShape
from qms_docs.sources.yaml_nodes import lines_of
from qms_docs.sources.yaml_text import YamlFaultError, YamlMapping, read_yaml
from qms_docs.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Mapping

    from qms_docs.sources.schemas.organization import KeyShape

__all__ = ["OrganizationFiles", "read_organization", "read_people"]

_Shape = TypeVar("_Shape", bound=BaseModel)
_Location = tuple[str | int, ...]
_LARGEST = 4_000_000
_MOST_VALUES = 200_000
"""Enough for thousands of people with their roles and keys."""


@dataclass(frozen=True, slots=True)
class _Read(Generic[_Shape]):
    """The fields of a file, or None where it is no list of fields at all."""

    fields: _Shape | None
    faults: tuple[Fault, ...] = ()
    wrong: frozenset[_Location] = frozenset()
    lines: Mapping[str, int] = field(default_factory=dict)


def read_organization(files: OrganizationFiles) -> tuple[Organization, tuple[Fault, ...]]:
    """The organization and what is wrong with its files; a file that cannot be read leaves nothing to look up."""
    people, faults = read_people(files.organization, files.records)
    work = _read(ProcessesShape, files.processes, f"{files.records}/processes.yml")
    processes = None if work.fields is None else {each.id: each for each in _processes(work.fields)}
    organization = replace(people or Organization(), processes=processes, process_lines=work.lines)
    return organization, (*faults, *work.faults)


def read_people(content: bytes | None, records: str) -> tuple[Organization | None, tuple[Fault, ...]]:
    """Roles, people and importers of an `organization.yml`, and what is wrong with it; None where it is unreadable."""
    who = _read(OrganizationShape, content, f"{records}/organization.yml")
    if who.fields is None:
        return None, who.faults
    roles, people, importers = who.fields.roles or {}, who.fields.people or {}, who.fields.importers or {}
    organization = Organization(
        roles={each: Role(id=each, title=shape.title or each) for each, shape in roles.items()},
        people={each: _person(each, shape, who.wrong) for each, shape in people.items()},
        importers={
            each: Importer(
                id=each,
                title=shape.title or each,
                keys=() if _faulty(who.wrong, "importers", each, "keys") else _keys(shape.keys),
            )
            for each, shape in importers.items()
        },
        lines=who.lines,
    )
    return organization, who.faults


def _read(shape: type[_Shape], content: bytes | None, path: str) -> _Read[_Shape]:
    if content is None:
        return _Read(None)
    if len(content) > _LARGEST:
        return _Read(None, (_unreadable(path, 1, "it is larger than 4 MB"),))
    try:
        node = read_yaml(content.decode("utf-8-sig"), most_values=_MOST_VALUES)
    except UnicodeDecodeError as error:
        return _Read(None, (_unreadable(path, content.count(b"\n", 0, error.start) + 1, "this line is not UTF-8"),))
    except YamlFaultError as error:
        return _Read(None, (_unreadable(path, error.line, error.fact, error.remedy),))
    if not isinstance(node, YamlMapping):
        return _Read(None, (_unreadable(path, 1, "it is not a list of fields"),))
    checked = check_fields(shape, node, Place(path))
    return _Read(checked.fields, checked.faults, checked.wrong, lines_of(node))


def _unreadable(path: str, line: int, reason: str, remedy: str = "Correct this line.") -> Fault:
    return Fault(
        kind=FaultKind.UNREADABLE,
        path=path,
        line=line,
        fact=f"The file cannot be read: {reason}.",
        remedy=remedy,
    )


def _person(person: str, shape: PersonShape, wrong: frozenset[_Location]) -> Person:
    """What is stated of a person.

    A list of roles or keys with something in it that cannot be read gives nobody any authority: a last day that is
    misspelt would otherwise be one that never comes.
    """
    held, keys = shape.roles or (), _keys(shape.keys)
    return Person(
        id=person,
        name=shape.name,
        emails=shape.emails or (),
        forges=shape.forges or {},
        roles=()
        if _faulty(wrong, "people", person, "roles")
        else tuple(RoleHeld(role=each.role, since=each.since, until=each.until) for each in held),
        keys=() if _faulty(wrong, "people", person, "keys") else keys,
    )


def _keys(shapes: tuple[KeyShape, ...] | None) -> tuple[Key, ...]:
    return tuple(Key(key=each.key, since=each.since, until=each.until) for each in shapes or ())


def _faulty(wrong: frozenset[_Location], *place: str) -> bool:
    """Whether something at this place or within it does not fit."""
    return any(each[: len(place)] == place for each in wrong)


def _processes(shape: ProcessesShape) -> tuple[Process, ...]:
    return tuple(
        Process(
            id=each.id,
            title=each.title or each.id,
            owner=each.owner,
            inputs_from=each.inputs_from or (),
            outputs_to=each.outputs_to or (),
            documents=each.documents or (),
            measures=each.measures or (),
            risks=each.risks or (),
        )
        for each in shape.processes or ()
    )
