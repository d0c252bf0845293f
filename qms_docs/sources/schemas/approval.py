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

    forge: ForgeField | None = Field(None, description="The forge on which the review was given.")
    url: Words | None = Field(
        None,
        description="The address of the review on the forge.",
        examples=["https://github.com/example/qms/pull/12#pullrequestreview-99"],
    )
    user: Words | None = Field(None, description="The account of the person on the forge.", examples=["annberg"])
    commit: CommitId | None = Field(None, description="The commit that was reviewed, by its whole id.")
    submitted_at: MomentField | None = Field(None, description="The time at which the review was given.")
    signature: SignatureField | None = Field(
        None,
        description="The signature over the same statement by a job that `organization.yml` lists under `importers`.",
        examples=["-----BEGIN SSH SIGNATURE-----"],
    )


class ApprovalShape(FileShape):
    """One person's approval of one text."""

    document: Identifier | None = Field(
        None, description="The id of the document that is approved.", examples=["SOP-004"]
    )
    revision: Number | None = Field(None, description="The number of the revision that is approved.", examples=[3])
    digest: Digest | None = Field(None, description="The digest of the text that was read, as `qms history` shows it.")
    person: Identifier | None = Field(
        None, description="The person who approves, by the id in `organization.yml`.", examples=["ann.berg"]
    )
    role: Identifier | None = Field(
        None, description="The role in which the person approves.", examples=["quality-manager"]
    )
    meaning: MeaningField | None = Field(
        None, description="What the person says: only `approved` counts, `reviewed` is kept as a note."
    )
    at: MomentField | None = Field(None, description="The time at which the person approved, with its offset.")
    signature: SignatureField | None = Field(
        None,
        description="The signature that `qms approve` makes; it makes the approval a signed one.",
        examples=["-----BEGIN SSH SIGNATURE-----"],
    )
    source: ReviewShape | None = Field(
        None, description="The review on a forge that the approval records; it makes the approval an attested one."
    )
