"""What every record says: the envelope (records.md 1)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from typing import Annotated

from qms_docs.model.records.about import About
from qms_docs.model.records.forms import Clause, Day, Name, Owner, PrincipleName, ProcessName, Refers, Truth, Words
from qms_docs.model.records.parts import Amendment, Attachment, Confidentiality, Link, Part
from qms_docs.values import dataclass

__all__ = ["ENVELOPE", "Naming", "Record"]

ENVELOPE = ("id", "title", "opened", "owner", "status")
"""The fields that no record is without; `status` only where the type has states."""


@dataclass(frozen=True, kw_only=True)
class Naming:
    """A value that names something which is defined elsewhere."""

    refers: Refers
    name: str
    field: str
    """Its path with dots."""
    key: str
    """What is named, and as what: equal for everything that is looked up with the same result."""


@dataclass(frozen=True, kw_only=True)
class Record(Part):
    """A record with its amendments applied; a field that is absent or cannot be read is None or empty."""

    id: Annotated[Name, About(says="Prefix, year and number; unique, never reused.")]
    title: Annotated[Words | None, About(says="What it is about, in a few words.")] = None
    opened: Annotated[Day | None, About(says="The day on which it was begun.")] = None
    owner: Annotated[Owner | None, About(says="The role or person that brings it to its end.")] = None
    status: Annotated[str | None, About(says="The state in which it is.")] = None
    due: Annotated[Day | None, About(says="The day by which it is to be closed.")] = None
    process: Annotated[ProcessName | None, About(says="The process that it concerns.")] = None
    clauses: Annotated[tuple[Clause, ...], About(says="Clauses of standards that it concerns.")] = ()
    principles: Annotated[tuple[PrincipleName, ...], About(says="Quality management principles that it shows.")] = ()
    links: Annotated[tuple[Link, ...], About(says="Typed links, such as {caused_by: NC-2026-003}.")] = ()
    confidentiality: Annotated[Confidentiality | None, About(says="Who may read it (default internal).")] = None
    hold: Annotated[Truth | None, About(says="Whether it may not be disposed of, whatever the retention says.")] = None
    attachments: Annotated[tuple[Attachment, ...], About(says="Files with their SHA-256.")] = ()
    amendments: Annotated[
        tuple[Amendment, ...], About(says="Corrections of fields, which keep their old values; only appended to.")
    ] = ()
    closed_on: Annotated[Day | None, About(says="The day on which it was closed.")] = None
    kind_name: str = field(default="", metadata={"derived": True})
    """The name of its type, such as `nonconformity`."""
    lines: Mapping[str, int] = field(default_factory=dict, compare=False, repr=False, metadata={"derived": True})
    """Line of each field that is present, by its path with dots; of an amended one that of its new value."""
    names: tuple[Naming, ...] = field(default=(), compare=False, repr=False, metadata={"derived": True})
    """Everything that it names, in the order of the fields."""
    faulty: frozenset[str] = field(default=frozenset(), compare=False, repr=False, metadata={"derived": True})
    """The fields that are there but cannot be read, by their path with dots; their findings are IN102 and IN103."""

    def line(self, *fields: str) -> int:
        """The line of the first of these fields that is present, or of what it is part of; else 1."""
        for each in fields:
            path = each
            while path:
                if path in self.lines:
                    return self.lines[path]
                path = path.rpartition(".")[0]
        return 1

    def states(self, path: str) -> bool:
        """Whether a field is present, be it empty or unreadable."""
        return path in self.lines

    @property
    def reopened(self) -> bool:
        """Whether an amendment has changed the state."""
        return any(each.field == "status" for each in self.amendments)
