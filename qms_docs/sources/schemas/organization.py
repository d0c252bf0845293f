"""Who is who, `organization.yml`, and the processes, `processes.yml` (records.md, document-control.md 6)."""

from __future__ import annotations

from pydantic import Field

from qms_docs.sources.schemas.forms import DayField, FileShape, Identifier, PublicKeyField, Words

__all__ = ["OrganizationShape", "ProcessesShape"]


class RoleShape(FileShape):
    """A function in the organization."""

    title: Words | None = Field(
        None, description="The name of the role as readers see it.", examples=["Quality manager"]
    )


class RoleHeldShape(FileShape):
    """A role that a person holds; both days are included."""

    role: Identifier = Field(
        description="The role that the person holds, one of `roles` above.", examples=["quality-manager"]
    )
    since: DayField = Field(alias="from", description="The first day on which the person holds the role.")
    until: DayField | None = Field(
        None, description="The last day on which the person holds the role, once that is known."
    )


class KeyShape(FileShape):
    """A public SSH key that somebody holds; both days are included."""

    key: PublicKeyField = Field(
        description="The public key, as it stands in the file that ends in `.pub`; never the private one."
    )
    since: DayField = Field(alias="from", description="The first day on which the key may sign.")
    until: DayField | None = Field(
        None, description="The last day on which the key may sign; a lost key ends on the last good day."
    )


class PersonShape(FileShape):
    """Somebody who works here."""

    name: Words = Field(description="The name of the person as it is shown beside approvals.", examples=["Ann Berg"])
    emails: tuple[Words, ...] | None = Field(
        None, description="The addresses under which the person commits to git.", examples=[["ann@example.com"]]
    )
    forges: dict[str, Words] | None = Field(
        None,
        description="The account of the person by forge: `github`, `gitlab` or `gitea`.",
        examples=[{"github": "annberg"}],
    )
    roles: tuple[RoleHeldShape, ...] | None = Field(
        None, description="The roles that the person holds or held, each with its days."
    )
    keys: tuple[KeyShape, ...] | None = Field(
        None, description="The SSH keys with which the person signs approvals, each with its days."
    )


class ImporterShape(FileShape):
    """A CI job that may record reviews of a forge."""

    title: Words | None = Field(
        None, description="What the job is, as it is shown to readers.", examples=["Job that records reviews"]
    )
    keys: tuple[KeyShape, ...] | None = Field(
        None, description="The SSH keys with which the job signs, each with its days."
    )


class OrganizationShape(FileShape):
    """Roles and people: the only place with names."""

    roles: dict[str, RoleShape] | None = Field(
        None,
        description="The roles of the organization by their ids, which documents and policy name.",
        examples=[{"quality-manager": {"title": "Quality manager"}}],
    )
    people: dict[str, PersonShape] | None = Field(
        None,
        description="The people by their ids; whoever leaves stays here, and the roles end.",
        examples=[{"ann.berg": {"name": "Ann Berg"}}],
    )
    importers: dict[str, ImporterShape] | None = Field(
        None,
        description="The CI jobs that may record reviews of a forge as approvals.",
        examples=[{"forge-job": {"title": "Job that records reviews"}}],
    )


class ProcessShape(FileShape):
    """A process of the quality management system."""

    id: Identifier = Field(
        description="The id of the process, in lower case with hyphens, unique and never used again.",
        examples=["purchasing"],
    )
    title: Words | None = Field(None, description="The name of the process as readers see it.", examples=["Purchasing"])
    owner: Identifier | None = Field(
        None, description="The role that owns the process.", examples=["purchasing-manager"]
    )
    inputs_from: tuple[Words, ...] | None = Field(
        None, description="The processes or parties that give the process something.", examples=[["sales"]]
    )
    outputs_to: tuple[Words, ...] | None = Field(
        None, description="The processes or parties that get something from the process.", examples=[["production"]]
    )
    documents: tuple[Identifier, ...] | None = Field(
        None, description="The ids of the documents that describe the process.", examples=[["SOP-004"]]
    )
    measures: tuple[Words, ...] | None = Field(
        None,
        description="The ids of objectives, or measures in words, by which the process is judged.",
        examples=[["OBJ-2026-01"]],
    )
    risks: tuple[Words, ...] | None = Field(
        None, description="The ids of the risks and opportunities of the process.", examples=[["RSK-001"]]
    )


class ProcessesShape(FileShape):
    """Every process, each with its owner."""

    processes: tuple[ProcessShape, ...] | None = Field(
        None, description="The processes of the quality management system, in the order in which they are shown."
    )
