"""The front matter of a controlled document (document-control.md 2)."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from qms_docs.model.header import ChangeClass, Confidentiality
from qms_docs.sources.schemas.forms import (
    DayField,
    FileShape,
    Identifier,
    Number,
    PeriodField,
    Translated,
    Words,
    choices_of,
    member_of,
)

__all__ = ["ChangeShape", "FrontMatterShape", "ObsoleteShape"]


ChangeClassField = Annotated[ChangeClass, member_of(ChangeClass), choices_of(ChangeClass)]
ConfidentialityField = Annotated[Confidentiality, member_of(Confidentiality), choices_of(Confidentiality)]


class ChangeShape(FileShape):
    """What a revision changes and why."""

    kind: ChangeClassField | None = Field(
        None, alias="class", description="How much changes for the people who work by the document."
    )
    summary: Words | None = Field(None, description="What changed, in one plain sentence.")
    reason: Words | None = Field(None, description="Why it changed.")
    request: Identifier | None = Field(None, description="Id of the change request, if there is one.")


class ObsoleteShape(FileShape):
    """The withdrawal of a document from use."""

    day: DayField | None = Field(None, alias="date", description="The day from which the document is no longer used.")
    superseded_by: Identifier | None = Field(None, description="Id of the document to use instead, or null.")
    reason: Words | None = Field(None, description="Why it is withdrawn.")


class FrontMatterShape(FileShape):
    """The control fields of a document."""

    id: Identifier | None = Field(None, description="Unique for ever, never reused, independent of the path.")
    title: Words | None = Field(None, description="The title of the document.")
    type: Identifier | None = Field(None, description="A type of qms.yml, such as procedure.")
    revision: Number | None = Field(None, description="The number of this revision.")
    owner: Identifier | None = Field(None, description="The role that keeps the document true.")
    effective: DayField | None = Field(None, description="Not in force before this day.")
    change: ChangeShape | None = Field(None, description="Required from the second revision on.")
    applies_to: tuple[Identifier, ...] | None = Field(None, description="Roles that must know the document.")
    process: Identifier | None = Field(None, description="The process it belongs to.")
    department: Words | None = Field(None, description="The department it belongs to.")
    clauses: tuple[Words, ...] | None = Field(None, description="Clauses with their edition, such as iso9001:2015#7.5.")
    principles: tuple[Identifier, ...] | None = Field(None, description="Quality management principles it serves.")
    review: PeriodField | None = Field(None, description="The interval of review, in place of that of the type.")
    supersedes: tuple[Identifier, ...] | None = Field(None, description="Documents that this one replaces.")
    status: Words | None = Field(
        None,
        description="Only draft may be typed: it keeps a merged text unpublished.",
        json_schema_extra={"enum": ["draft"]},
    )
    obsolete: ObsoleteShape | None = Field(None, description="Only to withdraw the document from use.")
    confidentiality: ConfidentialityField | None = Field(None, description="Who may read it; internal unless stated.")
    language: Words | None = Field(None, description="The language of the text, such as en.")
    translation_of: Translated | None = Field(
        None, description="The document and revision that was translated, such as SOP-001@3."
    )
