"""The policy of the organization, `qms.yml` (document-control.md 3)."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING, Annotated

from pydantic import Field

from qms_docs.model.header import ChangeClass
from qms_docs.model.numbering import Scheme
from qms_docs.model.policy import Audience, Evidence
from qms_docs.sources.schemas.forms import (
    PERIOD,
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
    shown_as,
)
from qms_docs.sources.schemas.front_matter import FrontMatterShape

if TYPE_CHECKING:
    from pydantic.config import JsonDict

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
StandardField = Annotated[
    Words,
    shown_as(
        "a standard with its edition, such as iso9001:2015",
        {"type": "string", "pattern": r"^\s*[a-z][a-z0-9.\-]*:[0-9]{4}\s*$"},
    ),
]
EffectField = Annotated[
    Words,
    shown_as(
        "on-approval or a period such as P14D",
        {"type": "string", "pattern": rf"^\s*(on-approval|{PERIOD})\s*$"},
    ),
]
CONTRACT_NAMES = [info.alias or name for name, info in FrontMatterShape.model_fields.items()]
_NAMES_ALONE: JsonDict = {"propertyNames": {"anyOf": [{"enum": [*CONTRACT_NAMES]}, {"pattern": "^x-"}]}}
SchemeField = Annotated[Scheme, member_of(Scheme), choices_of(Scheme)]


class RequirementShape(FileShape):
    """One approval that a revision needs."""

    role: Identifier = Field(
        description="The role that approves, or `owner` for the owner that the document names.",
        examples=["quality-manager"],
    )


class TypeShape(FileShape):
    """A type of document and what the organization asks of it."""

    title: Words | None = Field(None, description="The name of the type as readers see it.", examples=["Procedure"])
    id: Pattern | None = Field(None, description="The regular expression that the whole id of such a document matches.")
    sections: tuple[Words, ...] | None = Field(
        None,
        description="The headings that every document of the type must have.",
        examples=[["Purpose", "Scope", "Procedure", "Records"]],
    )
    approvals: tuple[RequirementShape, ...] | None = Field(
        None, description="Who approves a revision: one approval for each entry, and an empty list for none."
    )
    evidence: EvidenceField | None = Field(
        None, description="How far an approval has to be verifiable before it counts."
    )
    independent: Truth | None = Field(
        None, description="Whether somebody else than the authors has to approve; without it, it is so."
    )
    editorial: tuple[RequirementShape, ...] | None = Field(
        None, description="Who approves an editorial change, where that is less than for other changes."
    )
    retrain: tuple[ChangeClassField, ...] | None = Field(
        None, description="The classes of change after which the document has to be acknowledged again."
    )
    review: PeriodField | None = Field(
        None, description="The interval in which documents of the type are reviewed; without it, never."
    )
    effective: EffectField | None = Field(
        None,
        description="When a revision takes effect: `on-approval`, or a period after the approval.",
        examples=["on-approval", "P14D"],
    )
    request: AskingField | None = Field(None, description="Whether a change has to name a change request.")
    acknowledge: PeriodField | None = Field(
        None, description="The time in which a revision has to be acknowledged once it is in force."
    )


class SiteShape(FileShape):
    """Who reads the published site."""

    audience: AudienceField | None = Field(
        None, description="Who can open the site: `internal`, as without it, or `public`."
    )
    stale_after: PeriodField | None = Field(
        None, description="The age from which a copy of the site says that it may be out of date."
    )


class RetentionShape(FileShape):
    """How long records of a type are kept."""

    keep: PeriodField = Field(description="How long a record is kept.")
    since: RetentionStartField | None = Field(None, alias="from", description="The day from which the time is counted.")
    then: RetentionEndField | None = Field(None, description="What happens to the record when the time is over.")
    basis: Words | None = Field(None, description="Why records are kept for that long.", examples=["Product liability"])


class PolicyShape(FileShape):
    """What the organization asks of its documents."""

    organization: Words | None = Field(
        None, description="The name of the organization as readers see it.", examples=["Fjordlys Instruments"]
    )
    standards: tuple[StandardField, ...] | None = Field(
        None,
        description="The standards in use with their editions; an empty list switches the rules about clauses off.",
        examples=[["iso9001:2015"]],
    )
    release_branch: Words | None = Field(
        None, description="The branch whose history counts; without it, it is `main`.", examples=["main"]
    )
    control_from: DayField | None = Field(
        None, description="The day from which documents are under control; later it changes nothing any more."
    )
    documents: tuple[Folder, ...] | None = Field(
        None, description="The folders of documents; without it, it is `procedures`.", examples=[["procedures"]]
    )
    records: Folder | None = Field(
        None, description="The folder of records; without it, it is `records`.", examples=["records"]
    )
    types: dict[str, TypeShape] | None = Field(
        None,
        description="The types of documents by the names that documents give in `type`.",
        examples=[{"procedure": {"title": "Procedure", "approvals": [{"role": "owner"}]}}],
    )
    revisions: SchemeField | None = Field(
        None, description="How revisions are numbered: 1, 2, 3, or A, B, C, or 1.0, 1.1, 2.0."
    )
    audit_cycle: PeriodField | None = Field(
        None, description="The period in which every process is audited at least once."
    )
    site: SiteShape | None = Field(None, description="Who reads the published site, and how old it may grow.")
    front_matter: dict[str, Words] | None = Field(
        None,
        description="The organization's own names of the fields of front matter, by the names of the contract.",
        examples=[{"id": "doc_id", "revision": "version"}],
        json_schema_extra=_NAMES_ALONE,
    )
    values: dict[str, dict[str, Words]] | None = Field(
        None,
        description="The organization's own values, by the field and with the value that each stands for.",
        examples=[{"type": {"SOP": "procedure"}}],
        json_schema_extra=_NAMES_ALONE,
    )
    ignore: tuple[Words, ...] | None = Field(
        None,
        description="Names in front matter that are neither used nor reported.",
        examples=[["layout"]],
    )
    retention: dict[str, RetentionShape] | None = Field(
        None,
        description="How long records are kept, by the type of record.",
        examples=[{"training": {"keep": "3 years"}}],
    )
