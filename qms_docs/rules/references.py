"""The rule about what front matter and records refer to: roles, people, processes, types, clauses, principles."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qms_docs.model.finding import Basis, Severity
from qms_docs.model.organization import ALL_STAFF, ORGANIZATION_FILES
from qms_docs.model.records.kinds import kind_of_id
from qms_docs.model.records.retention import RECORD_TYPES
from qms_docs.model.standard import parse_clause
from qms_docs.rules.facts import Fact
from qms_docs.rules.likeness import nearest_name
from qms_docs.rules.record_names import NAMED, names_in_records, undefined
from qms_docs.rules.registry import Departure, OfDocuments, OfFacts, rule
from qms_docs.rules.roles import roles_of_approvals, unknown_roles

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from qms_docs.model.document import Document
    from qms_docs.model.header import Header
    from qms_docs.model.manual import Manual
    from qms_docs.rules.roles import NamedRole

__all__ = ["RULES"]

_FEW_NAMES = 8


def _in_document(document: Document, manual: Manual) -> Iterator[Departure]:
    for each in roles_of_approvals(document, manual):
        yield _of_role(manual, each)
    if document.vanished_by is not None or document.is_obsolete(manual.as_of):
        return
    header = document.latest.header
    for field, what, name, known, where in _references(manual, header):
        if name not in known:
            top, like = field.partition(".")[0], nearest_name(name, known)
            yield Departure(
                path=document.path,
                line=header.line(field, top),
                document=document.id,
                fact=f"Field `{header.spelt(top)}`: the {what} “{name}” is not defined in {where}.",
                remedy=f"Did you mean `{like}`?" if like else _choice(known, where),
            )
    yield from _unknown_clauses(manual, document)
    yield from _unknown_request(manual, document)


def _of_role(manual: Manual, named: NamedRole) -> Departure:
    """A role that a file names and nobody defines."""
    where, known = f"{manual.policy.records}/organization.yml", frozenset(manual.organization.roles or ())
    like = nearest_name(named.role, known)
    return Departure(
        path=named.path,
        line=named.line,
        document=named.document,
        fact=f"Field `{named.field}`: the role “{named.role}” is not defined in {where}.",
        remedy=f"Did you mean `{like}`?" if like else _choice(known, where),
    )


def _in_records(manual: Manual) -> Iterator[Departure]:
    for named, problem in names_in_records(manual, undefined):
        yield Departure(
            path=named.path, line=named.line, document=named.document, fact=problem.fact, remedy=problem.remedy
        )
    for name in manual.policy.retention:
        if name not in RECORD_TYPES:
            like = nearest_name(name, RECORD_TYPES)
            yield Departure(
                path="qms.yml",
                line=manual.policy.lines.get(f"retention.{name}", 1),
                fact=f"Field `retention`: there is no type of record “{name}”.",
                remedy=f"Did you mean `{like}`?" if like else f"Write one of: {', '.join(RECORD_TYPES)}.",
            )


@rule(
    "DC107",
    "unknown-reference",
    Severity.ERROR,
    Basis.PRACTICE,
    besides=(
        OfDocuments(_in_document, reads=(Fact.DAY, Fact.POLICY, Fact.ORGANIZATION, Fact.RECORDS), gone=True),
        OfFacts(_in_records, reads=NAMED),
    ),
)
def unknown_reference(manual: Manual) -> Iterator[Departure]:
    """A role, person, process, type, clause, record or principle is named that is defined nowhere.

    ## Avoid

    ```markdown title="procedures/purchasing.md"
    ---
    id: SOP-004
    title: Purchasing
    type: prosedure
    revision: 1
    owner: purchasing-manager
    ---
    # Purchasing
    ```

    ## Prefer

    ```markdown title="procedures/purchasing.md"
    ---
    id: SOP-004
    title: Purchasing
    type: procedure
    revision: 1
    owner: purchasing-manager
    ---
    # Purchasing
    ```

    ## Why

    A document whose owner is nobody's role is owned by nobody, and a revision that waits for the approval of a role
    that nobody can hold waits for ever. Types stand in `qms.yml`, roles in `records/organization.yml`, processes in
    `records/processes.yml`.

    Roles are looked up from the day on which `records/organization.yml` first stands, processes from that of
    `records/processes.yml`. Until then every document would get the same finding, and what a first manual needs first
    is its documents; the ids are shown as they are written, and all of them are looked up as soon as the file is
    there. A file that stood once and is gone is another matter, because what it defined is lost: that is reported once,
    at the place of the file, with the names that documents still use.

    In records people are looked up too, and closed records may go on naming what was defined once. A change request
    that a document names is looked for from the first record of a change request on.

    ## Related

    DC105 finds documents that do not exist, in links and in front matter; RC103 what records name and is not there.
    """
    yield from _lost_definitions(manual)
    for each in unknown_roles(manual):
        yield _of_role(manual, each)


def _unknown_request(manual: Manual, document: Document) -> Iterator[Departure]:
    """A change request that has the form of a record's id, and is none."""
    header = document.latest.header
    request = header.change.request if header.change else None
    if request is None or kind_of_id(request) is None or manual.records.find(request) is not None:
        return
    requests = [each.id for each in manual.records.kept if each.kind.name == "change-request"]
    # Before the first one is recorded they are kept somewhere else.
    if not requests:
        return
    like = nearest_name(request, requests)
    yield Departure(
        path=document.path,
        line=header.line("change.request", "change"),
        document=document.id,
        fact=f"Field `{header.spelt('change')}`: there is no record {request}.",
        remedy=f"Did you mean {like}?"
        if like
        else "Correct the id, or record the request: `qms record new change-request`.",
    )


def _choice(known: Collection[str], where: str) -> str:
    """What to do about a name that is like none that is known."""
    if 0 < len(known) <= _FEW_NAMES:
        return f"Write one of: {', '.join(sorted(known))}."
    return f"Correct it, or define it in {where}."


def _lost_definitions(manual: Manual) -> Iterator[Departure]:
    """Files that defined what documents name, and are gone."""
    in_use = [each.latest.header for each in manual.standing if not each.is_obsolete(manual.as_of)]
    roles = {role for each in in_use for role in (each.owner, *each.applies_to) if role and role != ALL_STAFF}
    processes = {each.process for each in in_use if each.process}
    for file, what, names in zip(ORGANIZATION_FILES, ("roles", "processes"), (roles, processes), strict=True):
        if file in manual.organization.gone and names:
            yield Departure(
                path=f"{manual.policy.records}/{file}",
                fact=f"The file is gone, so that nothing defines the {what} that documents name: {_listed(names)}.",
                remedy="Restore it.",
                about=what,
            )


def _listed(names: set[str]) -> str:
    """A few of the names, and how many more there are."""
    first, more = sorted(names)[:_FEW_NAMES], len(names) - _FEW_NAMES
    return ", ".join(first) + (f" and {more} more" if more > 0 else "")


def _references(manual: Manual, header: Header) -> Iterator[tuple[str, str, str, Collection[str], str]]:
    """Field, kind, name, known names and the place where they are defined."""
    organization, policy = manual.organization, manual.policy
    if policy.stated and header.type is not None:
        yield "type", "type", header.type, policy.types, "qms.yml"
    if organization.roles is not None:
        roles, where = organization.roles, f"{policy.records}/organization.yml"
        if header.owner is not None:
            yield "owner", "role", header.owner, roles, where
        for number, role in enumerate(header.applies_to):
            yield f"applies_to.{number}", "role", role, {*roles, ALL_STAFF}, where
    if organization.processes is not None and header.process is not None:
        yield "process", "process", header.process, organization.processes, f"{policy.records}/processes.yml"
    for number, principle in enumerate(header.principles):
        principles = [each.id for each in manual.library.principles]
        yield f"principles.{number}", "principle", principle, principles, "the seven quality management principles"


def _unknown_clauses(manual: Manual, document: Document) -> Iterator[Departure]:
    header, in_use = document.latest.header, manual.policy.standards
    if not in_use:
        return
    known = [each for each in in_use if manual.library.known(each)]
    for number, text in enumerate(header.clauses):
        fact = _unknown_clause(manual, text, known)
        if fact:
            yield Departure(
                path=document.path,
                line=header.line(f"clauses.{number}", "clauses"),
                document=document.id,
                fact=f"Field `{header.spelt('clauses')}`: {fact}",
                remedy="Correct it; write a clause as `iso9001:2015#7.5`, with a standard that qms.yml lists.",
            )


def _unknown_clause(manual: Manual, text: str, known: list[str]) -> str | None:
    reference = parse_clause(text)
    if reference is None:
        return f"“{text}” is no clause."
    if reference.standard is None:
        if known and not any((std := manual.library.standard(each)) and std.clause(reference.number) for each in known):
            return f"none of the standards in use has a clause {reference.number}."
        return None
    if reference.standard not in manual.policy.standards:
        return f"the standard {reference.standard} is not in use (`standards:` in qms.yml)."
    if manual.library.known(reference.standard) and manual.library.clause(reference) is None:
        return f"{reference.standard} has no clause {reference.number}."
    return None


RULES = (unknown_reference,)
