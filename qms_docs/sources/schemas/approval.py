"""An approval of a revision, `approvals/<document>/<revision>/<person>.yml` (document-control.md 6)."""

from __future__ import annotations

from enum import Enum
from typing import Annotated

from pydantic import Field

from qms_docs.model.approval import APPROVED, REVIEWED
from qms_docs.sources.schemas.forms import (
    CommitId,
    Digest,
    FileShape,
    Identifier,
    MomentField,
    Number,
    SignatureField,
    Words,
    choices_of,
    member_of,
)

__all__ = ["ApprovalShape", "ReviewShape"]


class Meaning(Enum):
    """What a person says of the text."""

    APPROVED = APPROVED
    REVIEWED = REVIEWED


class Forge(Enum):
    """Where a review was given."""

    GITHUB = "github"
    GITLAB = "gitlab"
    GITEA = "gitea"


MeaningField = Annotated[Meaning, member_of(Meaning), choices_of(Meaning)]
ForgeField = Annotated[Forge, member_of(Forge), choices_of(Forge)]


class ReviewShape(FileShape):
    """The review on a forge that an approval records."""

    forge: ForgeField | None = Field(None, description="Where the review was given.")
    url: Words | None = Field(None, description="The address of the review.")
    user: Words | None = Field(None, description="The account of the person there.")
    commit: CommitId | None = Field(None, description="The commit that was reviewed.")
    submitted_at: MomentField | None = Field(None, description="When the review was given.")
    signature: SignatureField | None = Field(
        None, description="By a CI job that organization.yml lists under `importers`, over the same statement."
    )


class ApprovalShape(FileShape):
    """One person's approval of one text."""

    document: Identifier | None = Field(None, description="The id of the document.")
    revision: Number | None = Field(None, description="The number of the revision.")
    digest: Digest | None = Field(None, description="The digest of the text that was read, as `qms history` shows it.")
    person: Identifier | None = Field(None, description="Who approves, by the id in organization.yml.")
    role: Identifier | None = Field(None, description="The role in which the person approves.")
    meaning: MeaningField | None = Field(None, description="Only `approved` counts; `reviewed` is kept as a note.")
    at: MomentField | None = Field(None, description="When the person approved.")
    signature: SignatureField | None = Field(
        None, description="Made with `ssh-keygen -Y sign -n qms-approval`; makes the approval a signed one."
    )
    source: ReviewShape | None = Field(None, description="The review on a forge; makes the approval an attested one.")
