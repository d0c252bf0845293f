"""From the bytes of `organization.yml` and `processes.yml` to who is who."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeVar

from pydantic import BaseModel

from qms_docs.model.finding import Fault, FaultKind
from qms_docs.model.organization import Key, Organization, Person, Process, Role, RoleHeld
from qms_docs.sources.fields import Place, check_fields
from qms_docs.sources.schemas.organization import OrganizationShape, PersonShape, ProcessesShape
from qms_docs.sources.yaml_text import YamlFaultError, YamlMapping, read_yaml

__all__ = ["OrganizationFiles", "read_organization"]

_Shape = TypeVar("_Shape", bound=BaseModel)
_LARGEST = 4_000_000


@dataclass(frozen=True, slots=True)
class OrganizationFiles:
    """The files that say who is who, as they stand; None where one does not exist."""

    records: str
    organization: bytes | None
    processes: bytes | None


def read_organization(files: OrganizationFiles) -> tuple[Organization, tuple[Fault, ...]]:
    """The organization and what is wrong with its files; a file that cannot be read leaves nothing to look up."""
    who, faults = _read(OrganizationShape, files.organization, f"{files.records}/organization.yml")
    work, more_faults = _read(ProcessesShape, files.processes, f"{files.records}/processes.yml")
    organization = Organization(
        roles=None
        if who is None
        else {each: Role(id=each, title=shape.title or each) for each, shape in (who.roles or {}).items()},
        people={} if who is None else {each: _person(each, shape) for each, shape in (who.people or {}).items()},
        processes=None if work is None else {each.id: each for each in _processes(work)},
    )
    return organization, (*faults, *more_faults)


def _read(shape: type[_Shape], content: bytes | None, path: str) -> tuple[_Shape | None, tuple[Fault, ...]]:
    if content is None:
        return None, ()
    if len(content) > _LARGEST:
        return None, (_unreadable(path, 1, "it is larger than 4 MB"),)
    try:
        node = read_yaml(content.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        return None, (_unreadable(path, content.count(b"\n", 0, error.start) + 1, "this line is not UTF-8"),)
    except YamlFaultError as error:
        return None, (_unreadable(path, error.line, error.fact, error.remedy),)
    if not isinstance(node, YamlMapping):
        return None, (_unreadable(path, 1, "it is not a list of fields"),)
    checked = check_fields(shape, node, Place(path))
    return checked.fields, checked.faults


def _unreadable(path: str, line: int, reason: str, remedy: str = "Correct this line.") -> Fault:
    return Fault(
        kind=FaultKind.UNREADABLE,
        path=path,
        line=line,
        fact=f"The file cannot be read: {reason}.",
        remedy=remedy,
    )


def _person(person: str, shape: PersonShape) -> Person:
    return Person(
        id=person,
        name=shape.name,
        emails=shape.emails or (),
        forges=shape.forges or {},
        roles=tuple(RoleHeld(role=each.role, since=each.since, until=each.until) for each in shape.roles or ()),
        keys=tuple(Key(key=each.key, since=each.since, until=each.until) for each in shape.keys or ()),
    )


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
