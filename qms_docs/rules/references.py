"""Rules about what documents refer to: other documents, files, roles, processes, types, clauses, principles."""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING

from qms_docs.model.finding import Basis, Severity
from qms_docs.model.organization import ALL_STAFF
from qms_docs.model.outline import LinkKind
from qms_docs.model.standard import parse_clause
from qms_docs.rules.links import Target, resolve
from qms_docs.rules.registry import Departure, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qms_docs.model.document import Document
    from qms_docs.model.header import Header
    from qms_docs.model.manual import Manual
    from qms_docs.model.outline import Link, Outline

__all__ = ["RULES"]

_FEW_NAMES = 8

_NOT_IN_NAMES = frozenset("\\\n\r")
"""Characters that no file name may have here; IN103 reports them."""


@rule("DC105", "unresolved-document-link", Severity.ERROR, Basis.STANDARD, "7.5.3")
def unresolved_document_link(manual: Manual) -> Iterator[Departure]:
    """A link leads to a document, a file or an anchor that does not exist.

    ## Avoid

    ```markdown title="procedures/purchasing.md"
    ---
    id: SOP-004
    title: Purchasing
    type: procedure
    revision: 1
    owner: purchasing-manager
    ---
    # Purchasing

    Complaints to suppliers: see [[SOP-099]].
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

    Complaints to suppliers: see [the section below](#complaints).

    ## Complaints
    ```

    ## Why

    Somebody who follows an instruction must not end up nowhere. Links by id (`[[SOP-004]]`, `[text](SOP-004#scope)`)
    survive renames and moves; links by path work as well.
    """
    for document in manual.standing:
        outline = manual.outlines.get(document.latest.text.blob)
        if outline is None or document.is_obsolete(manual.as_of):
            continue
        yield from _broken(manual, document.path, outline, document.id)
        yield from _unknown_documents(manual, document)
    for page in manual.pages:
        if page.blob in manual.outlines:
            yield from _broken(manual, page.path, manual.outlines[page.blob], None)


def _broken(manual: Manual, path: str, outline: Outline, document: str | None) -> Iterator[Departure]:
    for link in outline.links:
        if set(link.destination) & _NOT_IN_NAMES:
            continue
        target = resolve(manual, path, link)
        problem = _problem(manual, link, target)
        if problem:
            fact, remedy = problem
            yield Departure(path=path, line=link.line, document=document, fact=fact, remedy=remedy)


def _problem(manual: Manual, link: Link, target: Target) -> tuple[str, str] | None:
    """What is wrong with a link, and what to do."""
    what = {LinkKind.LINK: "link", LinkKind.IMAGE: "image", LinkKind.TABLE: "table"}[link.kind]
    if target.outside:
        return f"The {what} leads to {link.destination}, outside the repository.", "Put the file among the documents."
    if target.missing:
        like = f" Did you mean {target.suggestion}?" if target.suggestion else ""
        return f"The {what} leads to {link.destination}, which does not exist.{like}", "Correct it."
    if target.revision is not None and target.document is not None:
        if target.document.revision(target.revision) is None:
            return (
                f"The link leads to revision {target.revision} of {target.document.id}, which does not exist.",
                "Correct it.",
            )
        return None
    outline = manual.outlines.get(target.blob or "")
    if target.anchor and outline is not None and target.anchor not in outline.anchors:
        return (
            f"The link leads to #{target.anchor} in {target.name}, where there is no such heading.",
            "Correct the anchor.",
        )
    return None


def _unknown_documents(manual: Manual, document: Document) -> Iterator[Departure]:
    """Ids of documents that front matter sends readers to."""
    header = document.latest.header
    named = []
    if header.obsolete and header.obsolete.successor:
        named.append(("obsolete.superseded_by", header.obsolete.successor))
    if header.translation_of:
        named.append(("translation_of", header.translation_of.document))
    for field, other in named:
        if manual.document(other) is None:
            yield Departure(
                path=document.path,
                line=header.line(field),
                document=document.id,
                fact=f"Field `{header.spelt(field)}`: the document {other} does not exist.",
                remedy="Correct the id.",
            )


@rule("DC107", "unknown-reference", Severity.ERROR, Basis.PRACTICE)
def unknown_reference(manual: Manual) -> Iterator[Departure]:
    """A role, process, type, clause or principle is named that is defined nowhere.

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

    A document whose owner is nobody's role is owned by nobody. Types stand in `qms.yml`, roles in
    `records/organization.yml`, processes in `records/processes.yml`; roles and processes are looked up where these
    files exist.
    """
    for document in manual.standing:
        if document.is_obsolete(manual.as_of):
            continue
        header = document.latest.header
        for field, what, name, known, where in _references(manual, header):
            if name not in known:
                top, like = field.partition(".")[0], _nearest(name, known)
                yield Departure(
                    path=document.path,
                    line=header.line(field, top),
                    document=document.id,
                    fact=f"Field `{header.spelt(top)}`: the {what} “{name}” is not defined in {where}.",
                    remedy=f"Did you mean `{like}`?" if like else _choice(known, where),
                )
        yield from _unknown_clauses(manual, document)


def _choice(known: frozenset[str], where: str) -> str:
    """What to do about a name that is like none that is known."""
    if len(known) <= _FEW_NAMES:
        return f"Write one of: {', '.join(sorted(known))}."
    return f"Correct it, or define it in {where}."


def _references(manual: Manual, header: Header) -> Iterator[tuple[str, str, str, frozenset[str], str]]:
    """Field, kind, name, known names and the place where they are defined."""
    organization, policy = manual.organization, manual.policy
    if policy.stated and header.type is not None:
        yield "type", "type", header.type, frozenset(policy.types), "qms.yml"
    if organization.roles is not None:
        roles, where = frozenset(organization.roles), f"{policy.records}/organization.yml"
        if header.owner is not None:
            yield "owner", "role", header.owner, roles, where
        for number, role in enumerate(header.applies_to):
            yield f"applies_to.{number}", "role", role, roles | {ALL_STAFF}, where
    if organization.processes is not None and header.process is not None:
        yield "process", "process", header.process, frozenset(organization.processes), f"{policy.records}/processes.yml"
    principles = frozenset(principle.id for principle in manual.library.principles)
    for number, principle in enumerate(header.principles):
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


def _nearest(name: str, known: frozenset[str]) -> str | None:
    """The known name that shares the longest beginning, where that is most of it."""
    best = max(sorted(known), key=lambda each: len(posixpath.commonprefix([each, name])), default=None)
    return best if best and 2 * len(posixpath.commonprefix([best, name])) >= len(name) else None


RULES = (unresolved_document_link, unknown_reference)
