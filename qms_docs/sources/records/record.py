"""From the bytes of a record to what it says."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from qms_docs.model.finding import Fault, FaultKind
from qms_docs.model.records.kinds import kind_named, kind_of_id
from qms_docs.model.records.record import ENVELOPE
from qms_docs.sources.front_matter import front_matter_block
from qms_docs.sources.pages import cut_head
from qms_docs.sources.readable import UnreadableBlockError
from qms_docs.sources.records.amending import apply_amendments
from qms_docs.sources.records.body import AMENDMENTS, text_outside
from qms_docs.sources.records.plan import record_plan
from qms_docs.sources.records.reader import Reader
from qms_docs.sources.records.readings import RecordForm, RecordReading
from qms_docs.sources.yaml_nodes import lines_of
from qms_docs.sources.yaml_text import YamlFaultError, YamlMapping, YamlScalar, YamlSequence, plain, read_yaml

if TYPE_CHECKING:
    from qms_docs.model.records.kind import RecordKind
    from qms_docs.model.records.record import Record

__all__ = ["fields_of_record", "read_record", "unreadable"]

_LARGEST = 2_000_000
_MOST_VALUES = 50_000


def read_record(content: bytes, *, page: bool, fallback: str | None) -> RecordReading:
    """What a file of YAML, or of Markdown where `page` is said, states about a record.

    `fallback` is the type by the place and name of the file, for one without a proper id.
    """
    try:
        node = fields_of_record(content, page=page)
    except UnreadableBlockError as error:
        return _nothing(error.fault)
    except UnicodeDecodeError as error:
        return _nothing(unreadable(content.count(b"\n", 0, error.start) + 1, "this line is not UTF-8"))
    except YamlFaultError as error:
        return _nothing(unreadable(error.line, error.fact, error.remedy))
    if node is None:
        return RecordReading(form=RecordForm())
    stated = node.items.get("id")
    id_ = stated.text if isinstance(stated, YamlScalar) else ""
    kind = kind_of_id(id_) or (kind_named(fallback) if fallback else None)
    if kind is None:
        return RecordReading(form=RecordForm())
    return _read(content, node, kind)


def fields_of_record(content: bytes, *, page: bool) -> YamlMapping | None:
    """The fields of a file, as they are written; None where it has none and is no record.

    Raises UnreadableBlockError, UnicodeDecodeError and YamlFaultError.
    """
    if page:
        return front_matter_block(cut_head(content))
    if len(content) > _LARGEST:
        raise YamlFaultError(f"it is larger than {_LARGEST // 1_000_000} MB", 1, "Put what is long into attachments.")
    node = read_yaml(content.decode("utf-8-sig"), most_values=_MOST_VALUES)
    if node is not None and not isinstance(node, YamlMapping):
        raise YamlFaultError("it is not a list of fields", 1, "Write each field as `name: value` on a line of its own.")
    return node


def unreadable(line: int, reason: str, remedy: str = "Correct this line.") -> Fault:
    """The fault of a file that cannot be read."""
    fact = f"The record cannot be read: {reason}."
    return Fault(kind=FaultKind.UNREADABLE, path="", line=line, fact=fact, remedy=remedy)


def _nothing(fault: Fault) -> RecordReading:
    return RecordReading(form=RecordForm(readable=False), faults=(fault,))


def _read(content: bytes, stated: YamlMapping, kind: RecordKind) -> RecordReading:
    before = Reader(lines_of(stated))
    node, amendments = apply_amendments(stated, before)
    reader = Reader(lines_of(node))
    plan = record_plan(kind)
    values = reader.group(plan, node)
    faulty = before.faulty | reader.faulty
    missing = [name for name in plan.fields if name in ENVELOPE and name not in values and name not in faulty]
    faults = (*before.faults, *reader.faults, *(_missing(name) for name in missing))
    record: Record | None = None
    if "id" in values:
        record = kind.value(
            **values,
            amendments=amendments,
            kind_name=kind.name,
            lines=reader.lines,
            names=(*reader.names, *before.names),
            faulty=frozenset(faulty),
        )
    form = RecordForm(
        id=values.get("id"),
        status=values.get("status"),
        closes=kind.closes(record) if record else None,
        body=_hash(text_outside(content, stated)),
        amendments=tuple(_amended(stated)),
    )
    return RecordReading(form=form, record=record, faults=tuple(sorted(faults, key=lambda fault: fault.line)))


def _missing(name: str) -> Fault:
    return Fault(
        kind=FaultKind.MISSING,
        path="",
        line=1,
        fact=f"The field `{name}` is missing.",
        remedy=f"Add `{name}:`.",
    )


def _amended(node: YamlMapping) -> list[bytes]:
    listed = node.items.get(AMENDMENTS)
    return [_hash(repr(plain(item))) for item in listed.items] if isinstance(listed, YamlSequence) else []


def _hash(text: str) -> bytes:
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).digest()
