"""Registers in one file each: training requirements, interested parties with the climate decision, and processes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qms_docs.model.policy import Audience
from qms_docs.model.records.context_issue import ContextIssue
from qms_docs.values import dataclass
from qms_docs.views.publication import Access
from qms_docs.views.record_fields import FieldReader, Piece, Shown, ShownField

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qms_docs.model.records.context_issue import ClimateDecision
    from qms_docs.model.records.record import Record
    from qms_docs.model.records.registers import Party, RegisterFile, TrainingRequirement
    from qms_docs.views.published_records import PublishedRecords

__all__ = [
    "ClimateShown",
    "PartiesRegister",
    "PartyLine",
    "RequirementLine",
    "RequirementsRegister",
    "parties_register",
    "requirements_register",
]


@dataclass(frozen=True, kw_only=True, slots=True)
class PartyLine:
    """One requirement of one interested party."""

    party: str
    requirement: Shown
    addressed: Shown
    is_addressed: bool
    climate: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class ClimateShown:
    """Whether climate change matters, as a context issue says."""

    issue: Piece
    fields: tuple[ShownField, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class PartiesRegister:
    """Who is interested in the organization, and in what."""

    lines: tuple[PartyLine, ...]
    parties: int
    open: int
    """Requirements that nothing addresses."""
    climate: ClimateShown | None
    restricted: bool
    """Whether the decision is in a record that the site withholds."""
    there: bool
    """Whether there is a file of parties."""


@dataclass(frozen=True, kw_only=True, slots=True)
class RequirementLine:
    """What the holders of a role have to know."""

    role: str
    role_title: str
    holders: int
    subject: Shown
    kind: str
    mandatory: bool
    refresh: str | None
    basis: Shown


@dataclass(frozen=True, kw_only=True, slots=True)
class RequirementsRegister:
    """What is asked of whom beside the documents."""

    lines: tuple[RequirementLine, ...]
    vacant: int
    """Requirements for roles that nobody holds."""


def parties_register(published: PublishedRecords) -> PartiesRegister | None:
    """The interested parties and the climate decision; None where there is neither, and on a public site.

    The file says nothing of who may read it, and so it is internal, as records are.
    """
    manual = published.manual
    if manual.policy.site.audience is Audience.PUBLIC:
        return None
    file = manual.records.parties
    decided = [each for each in manual.records.of_kind("context-issue") if _decision(each.record) is not None]
    if file is None and not decided:
        return None
    lines = tuple(
        _party(published, file, place, each) for place, each in enumerate(file.interested_parties if file else ())
    )
    shown = [each for each in decided if published.access(each) is Access.TEXT]
    climate = None
    if shown:
        kept = shown[0]
        reader = FieldReader(published, "", kept.record.names)
        decision = _decision(kept.record)
        fields = tuple(reader.fields(decision, "climate_decision.")) if decision is not None else ()
        climate = ClimateShown(issue=reader.thing(kept.id) or Piece(text=kept.id), fields=fields)
    return PartiesRegister(
        lines=lines,
        parties=len({each.party for each in lines}),
        open=sum(not each.is_addressed for each in lines),
        climate=climate,
        restricted=bool(decided) and not shown,
        there=file is not None,
    )


def _decision(record: Record) -> ClimateDecision | None:
    return record.climate_decision if isinstance(record, ContextIssue) else None


def _party(published: PublishedRecords, file: RegisterFile | None, place: int, one: Party) -> PartyLine:
    reader = FieldReader(published, "", file.names if file else ())
    path = f"interested_parties.{place}"
    return PartyLine(
        party=one.title or one.party or "not named",
        requirement=reader.value(one.requirement, f"{path}.requirement"),
        addressed=reader.value(one.addressed_in, f"{path}.addressed_in"),
        is_addressed=bool(one.addressed_in),
        climate=one.climate_related is True,
    )


def requirements_register(published: PublishedRecords) -> RequirementsRegister | None:
    """The requirements of training; None where there are none, and on a public site."""
    manual = published.manual
    file = manual.records.requirements
    if manual.policy.site.audience is Audience.PUBLIC or file is None:
        return None
    lines = tuple(_requirements(published, file.requirements, file))
    return RequirementsRegister(lines=lines, vacant=sum(not each.holders for each in lines))


def _requirements(
    published: PublishedRecords, requirements: tuple[TrainingRequirement, ...], file: RegisterFile
) -> Iterator[RequirementLine]:
    manual = published.manual
    reader = FieldReader(published, "", file.names)
    people = manual.organization.people.values()
    for place, each in enumerate(requirements):
        role = each.role or ""
        yield RequirementLine(
            role=role,
            role_title=manual.organization.role_title(role) if role else "not named",
            holders=sum(one.holds(role, manual.as_of) for one in people),
            subject=reader.value(each.subject, f"requirements.{place}.subject"),
            kind=each.kind or "not stated",
            mandatory=each.mandatory is not False,
            refresh=str(each.refresh) if each.refresh else None,
            basis=reader.value(each.basis, f"requirements.{place}.basis"),
        )
