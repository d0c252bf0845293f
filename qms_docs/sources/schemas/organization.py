"""Who is who, `organization.yml`, and the processes, `processes.yml` (records.md, document-control.md 6)."""

from __future__ import annotations

from pydantic import Field

from qms_docs.sources.schemas.forms import DayField, FileShape, Identifier, PublicKeyField, Words

__all__ = ["OrganizationShape", "ProcessesShape"]


class RoleShape(FileShape):
    """A function in the organization."""

    title: Words | None = Field(None, description="The name of the role, such as Quality manager.")


class RoleHeldShape(FileShape):
    """A role that a person holds; both days are included."""

    role: Identifier = Field(description="The role.")
    since: DayField = Field(alias="from", description="The first day.")
    until: DayField | None = Field(None, description="The last day, where it has ended.")


class KeyShape(FileShape):
    """A public SSH key that somebody holds; both days are included."""

    key: PublicKeyField = Field(description="The public key, such as ssh-ed25519 AAAA...")
    since: DayField = Field(alias="from", description="The first day.")
    until: DayField | None = Field(None, description="The last day, where it has ended.")


class PersonShape(FileShape):
    """Somebody who works here."""

    name: Words = Field(description="The name as it is shown.")
    emails: tuple[Words, ...] | None = Field(None, description="Addresses under which the person commits.")
    forges: dict[str, Words] | None = Field(None, description="Account by forge: github, gitlab or gitea.")
    roles: tuple[RoleHeldShape, ...] | None = Field(None, description="Roles with their days.")
    keys: tuple[KeyShape, ...] | None = Field(None, description="Keys for approvals, with their days.")


class ImporterShape(FileShape):
    """A CI job that may record reviews of a forge."""

    title: Words | None = Field(None, description="What the job is.")
    keys: tuple[KeyShape, ...] | None = Field(None, description="Its keys, with their days.")


class OrganizationShape(FileShape):
    """Roles and people: the only place with names."""

    roles: dict[str, RoleShape] | None = Field(None, description="Roles by id.")
    people: dict[str, PersonShape] | None = Field(None, description="People by id.")
    importers: dict[str, ImporterShape] | None = Field(None, description="CI jobs that may record reviews.")


class ProcessShape(FileShape):
    """A process of the quality management system."""

    id: Identifier = Field(description="Lower case with hyphens, unique and never reused.")
    title: Words | None = Field(None, description="The name of the process.")
    owner: Identifier | None = Field(None, description="The role that owns it.")
    inputs_from: tuple[Words, ...] | None = Field(None, description="Processes or parties that give it something.")
    outputs_to: tuple[Words, ...] | None = Field(None, description="Processes or parties that get something from it.")
    documents: tuple[Identifier, ...] | None = Field(None, description="Documents that describe it.")
    measures: tuple[Words, ...] | None = Field(None, description="Objectives, or measures in words.")
    risks: tuple[Words, ...] | None = Field(None, description="Its risks and opportunities.")


class ProcessesShape(FileShape):
    """Every process, each with its owner."""

    processes: tuple[ProcessShape, ...] | None = Field(None, description="The processes.")
