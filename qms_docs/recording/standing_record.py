"""A record as it lies in the work tree, and edits of it that leave everything else as it was."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from qms_docs.failures import RefusedError, UnknownThingError
from qms_docs.model.finding import FaultKind
from qms_docs.model.records.needs import lacking
from qms_docs.revising.standing_file import read_standing_file
from qms_docs.rules.likeness import nearest_name
from qms_docs.sources.records.record import fields_of_record, read_record
from qms_docs.sources.yaml_text import YamlMapping, plain
from qms_docs.values import dataclass
from qms_docs.writing.new_file import replace_file
from qms_docs.writing.yaml_edits import Block
from qms_docs.writing.yaml_items import with_item
from qms_docs.writing.yaml_places import NotEditableError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from qms_docs.model.finding import Fault
    from qms_docs.model.manual import Manual
    from qms_docs.model.records.history import KeptRecord
    from qms_docs.model.records.kind import Lack
    from qms_docs.model.records.record import Record

__all__ = ["StandingRecord", "fault_of", "find_record", "read_standing_record", "unread_in_words"]

_PAGE = re.compile(r"(?P<head>---[ \t]*(?:\r?\n))(?P<block>(?:.*?\n)??)(?P<rest>---[ \t]*(?:\r?\n.*)?)\Z", re.DOTALL)
_BOM = "\ufeff"
_ORDER = ("closed_on", "amendments", "attachments", "hold", "confidentiality", "links", "status", "owner", "id")
"""Behind the first of these that stands a new field is put."""


def find_record(manual: Manual, record_id: str) -> KeptRecord:
    """The record with this id that has a file.

    Raises UnknownThingError where there is none, RefusedError where it stands in several files.
    """
    kept = manual.records.find(record_id)
    if kept is None:
        fault = fault_of(manual, record_id)
        if fault is not None:
            raise UnknownThingError(unread_in_words(record_id, fault))
        like = nearest_name(record_id, [each.id for each in manual.records.standing])
        rows = next((each.kind.name for each in manual.records.series if each.id == record_id), None)
        hint = f"Did you mean {like}?" if like else "`qms record list` shows every record."
        if rows is not None:
            hint = f"It is the id of rows: `qms record list {rows}` shows them."
        raise UnknownThingError(f"There is no record {record_id}. {hint}")
    if not kept.stands:
        raise UnknownThingError(f"{record_id} has no file any more; it stood last in {kept.path}.")
    return kept


def fault_of(manual: Manual, record_id: str) -> Fault | None:
    """Why the file that is named after a record cannot be read; None where there is none, or it can."""
    named = re.compile(rf"(?:.*/)?{re.escape(record_id)}(?![A-Za-z0-9]).*\.(?:ya?ml|md)", re.IGNORECASE)
    inside = f"{manual.policy.records}/"
    unread = (each for each in manual.faults if each.kind is FaultKind.UNREADABLE and each.path.startswith(inside))
    return next((each for each in unread if named.fullmatch(each.path)), None)


def unread_in_words(record_id: str, fault: Fault) -> str:
    """That a record cannot be read, where and what to do."""
    return f"{record_id} is there, in {fault.path}:{fault.line}. {fault.fact} {fault.remedy}"


@dataclass(frozen=True, kw_only=True, slots=True)
class StandingRecord:
    """A record that can be edited."""

    root: Path
    kept: KeptRecord
    content: bytes
    fields: YamlMapping
    """As they are written, without the amendments applied."""

    @property
    def page(self) -> bool:
        """Whether its fields are the front matter of a text."""
        return self.kept.path.lower().endswith(".md")

    def with_fields(self, fields: Mapping[str, str]) -> bytes:
        """The file with these fields set.

        Raises RefusedError where no sure edit of it is possible.
        """
        try:
            block = self._block()
            for name, value in fields.items():
                block = block.with_field(name, value, _ORDER)
            content = self._around(block)
        except NotEditableError:
            raise self._by_hand() from None
        self._require_others(content, fields)
        return content

    def with_amendment(self, item: str) -> bytes:
        """The file with one amendment more.

        Raises RefusedError as above.
        """
        try:
            content = self._around(with_item(self._block(), "amendments", item, _ORDER[2:]))
        except NotEditableError:
            raise self._by_hand() from None
        self._require_others(content, {"amendments": ""})
        return content

    def read(self, content: bytes) -> Record:
        """What the record says with that content.

        Raises RefusedError where it cannot be read any more, or something in it.
        """
        reading = read_record(content, page=self.page, fallback=self.kept.kind.name)
        known = {fault.fact for fault in read_record(self.content, page=self.page, fallback=None).faults}
        fresh = [fault for fault in reading.faults if fault.fact not in known]
        if fresh:
            raise RefusedError(f"{self.kept.id}: {fresh[0].fact} {fresh[0].remedy} Nothing was written.")
        if reading.record is None:
            raise self._by_hand()
        return reading.record

    def having(self, content: bytes) -> StandingRecord:
        """The same record with that content."""
        fields = fields_of_record(content, page=self.page)
        assert fields is not None  # noqa: S101 - it was read before it was edited
        return replace(self, content=content, fields=fields, kept=replace(self.kept, record=self.read(content)))

    def lacks(self, record: Record, manual: Manual) -> tuple[Lack, ...]:
        """What the record would lack."""
        others = tuple(each for each in manual.records.kept if each.id != record.id)
        kept = tuple(sorted((*others, replace(self.kept, record=record)), key=lambda each: each.id))
        then = replace(manual, record_book=replace(manual.records, kept=kept))
        return tuple(lacking(record, self.kept.kind, then))

    def write(self, content: bytes) -> None:
        """The file has that content."""
        replace_file(self.root, self.kept.path, self.content, content)

    def _block(self) -> Block:
        text = self.content.decode("utf-8").removeprefix(_BOM)
        found = _PAGE.fullmatch(text) if self.page else None
        if self.page and found is None:
            raise NotEditableError
        block = found["block"] if found else text
        return Block(text=block, line_end="\r\n" if "\r\n" in block else "\n")

    def _around(self, block: Block) -> bytes:
        text = self.content.decode("utf-8")
        mark = _BOM if text.startswith(_BOM) else ""
        found = _PAGE.fullmatch(text.removeprefix(_BOM)) if self.page else None
        whole = f"{found['head']}{block.text}{found['rest']}" if found else block.text
        return (mark + whole).encode()

    def _require_others(self, content: bytes, edited: Mapping[str, str]) -> None:
        """Raises RefusedError where another field than those that were edited says something else."""
        after = fields_of_record(content, page=self.page)
        if after is None or _without(after, edited) != _without(self.fields, edited):
            raise self._by_hand()

    def _by_hand(self) -> RefusedError:
        return RefusedError(
            f"{self.kept.path} is written in a form in which no single field can be changed safely, and nothing was "
            "written. Change it by hand: one field on a line."
        )


def _without(fields: YamlMapping, names: Mapping[str, str]) -> dict[str, object]:
    return {name: plain(value) for name, value in fields.items.items() if name not in names}


def read_standing_record(root: Path, manual: Manual, kept: KeptRecord) -> StandingRecord:
    """The record in the work tree; `manual` includes that.

    Raises RefusedError where it cannot be edited.
    """
    claims = manual.records.claims.get(kept.id, ())
    if len(claims) > 1:
        places = ", ".join(each.path for each in claims)
        raise RefusedError(f"{kept.id} stands in {len(claims)} files: {places}. Give each its own id first.")
    if not kept.readable:
        raise RefusedError(f"{kept.path} cannot be read: `qms check` says where and why.")
    content = read_standing_file(root, kept.path)
    fields = fields_of_record(content, page=kept.path.lower().endswith(".md")) if content is not None else None
    if content is None or fields is None:
        raise RefusedError(f"{kept.path} is not in the work tree.")
    return StandingRecord(root=root, kept=kept, content=content, fields=fields)
