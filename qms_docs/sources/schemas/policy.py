"""The policy of the organization, `qms.yml` (document-control.md 3)."""

from __future__ import annotations

from enum import Enum
from typing import Annotated

from pydantic import Field

from qms_docs.model.header import ChangeClass
from qms_docs.model.numbering import Scheme
from qms_docs.model.policy import Audience, Evidence
from qms_docs.sources.schemas.forms import (
    DayField,
    FileShape,
    Folder,
    Identifier,
    Pattern,
    PeriodField,
    Truth,
    Words,
    choices_of,
    member_of,
)

__all__ = ["PolicyShape", "TypeShape"]


class Asking(Enum):
    """Whether something is asked for."""

    REQUIRED = "required"
    OPTIONAL = "optional"


class RetentionStart(Enum):
    """The day from which a record is kept."""

    CLOSED = "closed"
    OPENED = "opened"
    LAST_ENTRY = "last entry"


class RetentionEnd(Enum):
    """What happens to a record when it has been kept long enough."""

    DELETE = "delete"
    ARCHIVE = "archive"


EvidenceField = Annotated[Evidence, member_of(Evidence), choices_of(Evidence)]
ChangeClassField = Annotated[ChangeClass, member_of(ChangeClass), choices_of(ChangeClass)]
AskingField = Annotated[Asking, member_of(Asking), choices_of(Asking)]
AudienceField = Annotated[Audience, member_of(Audience), choices_of(Audience)]
RetentionStartField = Annotated[RetentionStart, member_of(RetentionStart), choices_of(RetentionStart)]
RetentionEndField = Annotated[RetentionEnd, member_of(RetentionEnd), choices_of(RetentionEnd)]
SchemeField = Annotated[Scheme, member_of(Scheme), choices_of(Scheme)]


class RequirementShape(FileShape):
    """One approval that a revision needs."""

    role: Identifier = Field(description="The role that approves, or owner for the document's own owner.")


class TypeShape(FileShape):
    """A type of document and what the organization asks of it."""

    title: Words | None = Field(None, description="The name of the type, such as Procedure.")
    id: Pattern | None = Field(None, description="Regular expression for the whole id.")
    sections: tuple[Words, ...] | None = Field(None, description="Headings that every document of the type has.")
    approvals: tuple[RequirementShape, ...] | None = Field(
        None, description="Who approves; an empty list where nobody has to."
    )
    evidence: EvidenceField | None = Field(None, description="The least evidence of an approval that counts.")
    independent: Truth | None = Field(
        None, description="Whether an author may not be the only approver (default true)."
    )
    editorial: tuple[RequirementShape, ...] | None = Field(
        None, description="Approvals enough for an editorial change."
    )
    retrain: tuple[ChangeClassField, ...] | None = Field(
        None, description="Classes of change that ask for a new acknowledgement."
    )
    review: PeriodField | None = Field(None, description="Interval of review; none unless stated.")
    effective: Words | None = Field(None, description="on-approval, or a period after it such as P14D.")
    request: AskingField | None = Field(None, description="Whether a change needs a change request.")
    acknowledge: PeriodField | None = Field(None, description="Time to acknowledge a revision after it took effect.")


class SiteShape(FileShape):
    """Who reads the published site."""

    audience: AudienceField | None = Field(None, description="internal (default) or public.")
    stale_after: PeriodField | None = Field(None, description="Age at which the site says that it may be out of date.")


class RetentionShape(FileShape):
    """How long records of a type are kept."""

    keep: PeriodField = Field(description="How long.")
    since: RetentionStartField | None = Field(None, alias="from", description="From which day on.")
    then: RetentionEndField | None = Field(None, description="What happens then.")
    basis: Words | None = Field(None, description="Why that long.")


class PolicyShape(FileShape):
    """What the organization asks of its documents."""

    organization: Words | None = Field(None, description="The name of the organization.")
    standards: tuple[Words, ...] | None = Field(
        None, description="Standards in use with their edition; [] switches rules about clauses off."
    )
    release_branch: Words | None = Field(None, description="The branch whose history counts (default main).")
    control_from: DayField | None = Field(
        None, description="The day from which documents are under control; it changes nothing once control has begun."
    )
    documents: tuple[Folder, ...] | None = Field(None, description="Folders of documents (default procedures).")
    records: Folder | None = Field(None, description="Folder of records (default records).")
    types: dict[str, TypeShape] | None = Field(None, description="The types of documents.")
    revisions: SchemeField | None = Field(None, description="How revisions are numbered.")
    audit_cycle: PeriodField | None = Field(None, description="Period in which everything is audited once.")
    site: SiteShape | None = Field(None, description="The published site.")
    front_matter: dict[str, Words] | None = Field(
        None, description="Contract names and the organization's own names for them."
    )
    values: dict[str, dict[str, Words]] | None = Field(
        None, description="The organization's own values and those of the contract."
    )
    ignore: tuple[Words, ...] | None = Field(
        None, description="Names in front matter that are neither used nor reported."
    )
    retention: dict[str, RetentionShape] | None = Field(None, description="How long records are kept, by type.")
