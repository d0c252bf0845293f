"""The front matter of a controlled document (document-control.md 2)."""

from __future__ import annotations

from typing import Annotated

from pydantic import ConfigDict, Field

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
    shown_as,
)

__all__ = ["ChangeShape", "FrontMatterShape", "ObsoleteShape"]


ChangeClassField = Annotated[ChangeClass, member_of(ChangeClass), choices_of(ChangeClass)]
StatusField = Annotated[Words, shown_as("draft: every other status is worked out", {"enum": ["draft"]})]
ConfidentialityField = Annotated[Confidentiality, member_of(Confidentiality), choices_of(Confidentiality)]


class ChangeShape(FileShape):
    """What a revision changes and why."""

    kind: ChangeClassField | None = Field(
        None, alias="class", description="How much the change alters for the people who work by the document."
    )
    summary: Words | None = Field(
        None,
        description="What the revision changes, in one plain sentence for its readers.",
        examples=["Orders above 5,000 EUR need two offers."],
    )
    reason: Words | None = Field(
        None, description="Why the document was changed.", examples=["Finding 2 of audit AUD-2026-01."]
    )
    request: Identifier | None = Field(
        None,
        description="The id of the change request behind the revision, where there is one.",
        examples=["CR-2026-014"],
    )


class ObsoleteShape(FileShape):
    """The withdrawal of a document from use."""

    model_config = ConfigDict(json_schema_extra={"required": ["date", "reason"]})

    day: DayField | None = Field(
        None, alias="date", description="The day from which the document is no longer used.", examples=["2027-01-31"]
    )
    superseded_by: Identifier | None = Field(
        None,
        description="The id of the document to use instead, or `null` where nothing takes its place.",
        examples=["SOP-020"],
    )
    reason: Words | None = Field(
        None, description="Why the document is withdrawn.", examples=["Merged into the purchasing procedure."]
    )


class FrontMatterShape(FileShape):
    """The control fields of a document."""

    id: Identifier | None = Field(
        None,
        description="The id of the document, unique for ever: it is never used again, and does not depend on the path.",
        examples=["SOP-004"],
    )
    title: Words | None = Field(
        None, description="The title of the document as readers see it.", examples=["Purchasing"]
    )
    type: Identifier | None = Field(
        None, description="The type of the document, one of `types` in `qms.yml`.", examples=["procedure"]
    )
    revision: Number | None = Field(
        None,
        description="The number of this revision, the next one for every change of an issued text.",
        examples=[1],
    )
    owner: Identifier | None = Field(
        None,
        description="The role that keeps the document true, one of `roles` in `organization.yml`.",
        examples=["quality-manager"],
    )
    effective: DayField | None = Field(
        None,
        description="The earliest day on which the revision is in force; without it, it is as soon as it is approved.",
    )
    change: ChangeShape | None = Field(
        None, description="What the revision changes and why; it is required from the second revision on."
    )
    applies_to: tuple[Identifier, ...] | None = Field(
        None,
        description="The roles that must know the document; `all-staff` stands for everybody.",
        examples=[["all-staff"]],
    )
    process: Identifier | None = Field(
        None, description="The process that the document belongs to, one of `processes.yml`.", examples=["purchasing"]
    )
    department: Words | None = Field(
        None, description="The department that the document belongs to.", examples=["quality"]
    )
    clauses: tuple[Words, ...] | None = Field(
        None,
        description="The clauses that the document answers, each with the edition of its standard.",
        examples=[["iso9001:2015#7.5"]],
    )
    principles: tuple[Identifier, ...] | None = Field(
        None, description="The quality management principles that the document serves.", examples=[["process-approach"]]
    )
    review: PeriodField | None = Field(
        None, description="The interval of review, in place of the one that the type has in `qms.yml`."
    )
    supersedes: tuple[Identifier, ...] | None = Field(
        None, description="The ids of the documents that this one replaces.", examples=[["SOP-014"]]
    )
    status: StatusField | None = Field(
        None,
        description="Only `draft` is typed: it keeps a merged text unpublished. Every other status is worked out.",
    )
    obsolete: ObsoleteShape | None = Field(
        None, description="The withdrawal of the document from use, which is a revision and approved like one."
    )
    confidentiality: ConfidentialityField | None = Field(
        None, description="Who may read the document; without it, it is `internal`."
    )
    language: Words | None = Field(None, description="The language of the text.", examples=["en"])
    translation_of: Translated | None = Field(
        None, description="The document and the revision of it that was translated, such as `SOP-001@3`."
    )
