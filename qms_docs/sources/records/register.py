"""From the bytes of `training/requirements.yml` and `context/parties.yml` to what they say."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qms_docs.model.records.registers import REGISTERS
from qms_docs.sources.records.plan import group_plan
from qms_docs.sources.records.reader import Reader
from qms_docs.sources.records.readings import RegisterReading
from qms_docs.sources.records.record import fields_of_record, unreadable
from qms_docs.sources.yaml_nodes import lines_of
from qms_docs.sources.yaml_text import YamlFaultError

if TYPE_CHECKING:
    from qms_docs.model.records.registers import RegisterFile

__all__ = ["read_register"]


def read_register(content: bytes, key: str) -> RegisterReading:
    """What the file with this path below the folder of records says."""
    try:
        node = fields_of_record(content, page=False)
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        return RegisterReading(faults=(unreadable(line, "this line is not UTF-8"),))
    except YamlFaultError as error:
        return RegisterReading(faults=(unreadable(error.line, error.fact, error.remedy),))
    _, value = REGISTERS[key]
    if node is None:
        return RegisterReading(file=value())
    reader = Reader(lines_of(node))
    read: RegisterFile = value(
        **reader.group(group_plan(value), node),
        lines=reader.lines,
        names=tuple(reader.names),
        faulty=frozenset(reader.faulty),
    )
    return RegisterReading(file=read, faults=tuple(reader.faults))
