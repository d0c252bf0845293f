"""Single files beside the records: who has to learn what, and who is interested in the organization."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from typing import Annotated

from qms_docs.model.records.about import ALWAYS, About
from qms_docs.model.records.forms import Address, Basis, LongPeriod, PartyName, RoleName, Topic, Truth, Words
from qms_docs.model.records.parts import Part
from qms_docs.model.records.record import Naming
from qms_docs.model.records.training import TrainingWay
from qms_docs.values import dataclass

__all__ = ["REGISTERS", "InterestedParties", "Party", "RegisterFile", "TrainingRequirement", "TrainingRequirements"]


@dataclass(frozen=True, kw_only=True)
class TrainingRequirement(Part):
    """What the holders of a role have to know."""

    role: Annotated[RoleName | None, About(says="The role, or all-staff.", needed=ALWAYS)] = None
    subject: Annotated[
        Topic | None, About(says="A document, in the revision in force, or a skill in words.", needed=ALWAYS)
    ] = None
    kind: Annotated[TrainingWay | None, About(says="How it is learned.", needed=ALWAYS)] = None
    mandatory: Annotated[Truth | None, About(says="Whether it is asked for (default true).")] = None
    refresh: Annotated[LongPeriod | None, About(says="After which time it is learned again.")] = None
    basis: Annotated[Basis | None, About(says="Why: a record or words.")] = None


@dataclass(frozen=True, kw_only=True)
class Party(Part):
    """One requirement of one interested party."""

    party: Annotated[PartyName | None, About(says="The party, lower case with hyphens.", needed=ALWAYS)] = None
    title: Annotated[Words | None, About(says="The name of the party.")] = None
    requirement: Annotated[Words | None, About(says="What the party expects.", needed=ALWAYS)] = None
    addressed_in: Annotated[
        tuple[Address, ...], About(says="Documents, processes or records; empty where nothing does it.")
    ] = ()
    climate_related: Annotated[Truth | None, About(says="Whether it is about the climate (default false).")] = None


@dataclass(frozen=True, kw_only=True)
class RegisterFile(Part):
    """A file that is kept up to date, and never closed."""

    path: str = field(default="", compare=False, metadata={"derived": True})
    lines: Mapping[str, int] = field(default_factory=dict, compare=False, repr=False, metadata={"derived": True})
    names: tuple[Naming, ...] = field(default=(), compare=False, repr=False, metadata={"derived": True})
    faulty: frozenset[str] = field(default=frozenset(), compare=False, repr=False, metadata={"derived": True})

    def line(self, path: str) -> int:
        """The line of a field, or of what holds it."""
        while path and path not in self.lines:
            path = path.rpartition(".")[0]
        return self.lines.get(path, 1)


@dataclass(frozen=True, kw_only=True)
class TrainingRequirements(RegisterFile):
    """`training/requirements.yml`: what the holders of each role have to know."""

    requirements: Annotated[tuple[TrainingRequirement, ...], About(says="One entry for each role and subject.")] = ()


@dataclass(frozen=True, kw_only=True)
class InterestedParties(RegisterFile):
    """`context/parties.yml`: who is interested in the organization, and in what."""

    interested_parties: Annotated[tuple[Party, ...], About(says="One entry for each requirement.")] = ()


REGISTERS: Mapping[str, tuple[str, type[RegisterFile]]] = {
    "training/requirements.yml": ("training-requirements", TrainingRequirements),
    "context/parties.yml": ("interested-parties", InterestedParties),
}
"""By the path below the folder of records: the name of the schema, and what the file says."""
