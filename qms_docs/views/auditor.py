"""What auditors ask, and where this manual answers it: on the site, and at a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qms_docs.values import dataclass
from qms_docs.views.coverage_page import has_coverage_page
from qms_docs.views.gap_page import has_gap_page
from qms_docs.views.publication import readable_documents
from qms_docs.views.published_records import PublishedRecords

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qms_docs.model.document import Document
    from qms_docs.model.manual import Manual

__all__ = ["AuditQuestion", "Place", "audit_questions"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Place:
    """A place of the site that answers a question."""

    words: str
    page: str
    """A page or file of the site in the terms of its sources, such as `register.md`, or the id of a document."""
    anchor: str = ""
    document: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class AuditQuestion:
    """One question, with the answer that is to be found and the commands that give it too."""

    anchor: str
    question: str
    answer: str
    places: tuple[Place, ...]
    commands: tuple[str, ...] = ()


def audit_questions(manual: Manual, *, archive: bool, redlines: bool) -> tuple[AuditQuestion, ...]:
    """The questions that this manual answers on its day; what it cannot answer is not asked.

    `archive` says whether the site has pages of revisions, `redlines` whether it has comparisons.
    """
    example = _example(manual)
    return (
        *_about_documents(example),
        *_about_approvals(manual),
        *_about_revisions(example, archive=archive, redlines=redlines),
        *_about_manual(manual),
    )


def _example(manual: Manual) -> Document | None:
    """A document by which an answer is shown: the one in force that was revised most often."""
    known = [each for each in readable_documents(manual) if each.effective(manual.as_of)]
    return max(known, key=lambda each: len(each.issued), default=None)


def _shown(example: Document | None, anchor: str = "") -> tuple[Place, ...]:
    """The page of the document that shows how an answer looks."""
    if example is None:
        return ()
    return (Place(words=f"for instance {example.id}", page=example.id, anchor=anchor, document=True),)


def _about_documents(example: Document | None) -> Iterator[AuditQuestion]:
    name = example.id if example else "ID"
    yield AuditQuestion(
        anchor="list",
        question="Which controlled documents are there, and how do you know that the list is complete?",
        answer=(
            "The list is worked out from the files themselves, so that it cannot miss one. A file among the documents "
            "that is neither a controlled document nor marked as uncontrolled is an error, and stops publication."
        ),
        places=(
            Place(words="Master document list", page="register.md"),
            Place(words="the rule about pages without control", page="rules/dc106.md"),
        ),
        commands=("qms list", "qms check"),
    )
    yield AuditQuestion(
        anchor="in-force",
        question="Which revision of a document is in force today, and which was on a certain day?",
        answer="The header of each document says what holds today. For any other day, pick it.",
        places=(*_shown(example), Place(words="Master document list of any day", page="as-of/index.md")),
        commands=(f"qms show {name}", "qms list --as-of 2026-03-14", f"qms show {name} --as-of 2026-03-14"),
    )
    yield AuditQuestion(
        anchor="approved",
        question="Who approved it, in which role, when, and was that before it took effect?",
        answer=(
            "The header names who approved the revision in force, the history those of every revision, each with role, "
            "day and what was verified of it. A revision takes effect no earlier than its approvals are complete."
        ),
        places=_shown(example, "revision-history"),
        commands=(f"qms history {name}", f"qms answers {name}"),
    )


def _about_revisions(example: Document | None, *, archive: bool, redlines: bool) -> Iterator[AuditQuestion]:
    name = example.id if example else "ID"
    compared = ", and leads to a comparison, word by word" if redlines else ""
    yield AuditQuestion(
        anchor="changed",
        question="What changed from one revision to the next, why, and at whose request?",
        answer=f"Each line of the revision history says what changed, the reason and any request{compared}.",
        places=_shown(example, "revision-history"),
        commands=(f"qms history {name}", f"qms diff {name}"),
    )
    if archive:
        yield AuditQuestion(
            anchor="superseded",
            question="What did the former revision say, and how is it kept from being used by mistake?",
            answer=(
                "The number of each revision in the history leads to its text as it was issued. A page of the past "
                "says in its banner and across the text that it is not in force, leads to what is, and is in neither "
                "search nor navigation."
            ),
            places=_shown(example, "revision-history"),
            commands=(f"qms show {name} --revision 1",),
        )
    of_paper = "; the page of the revision on the paper says whether it still is" if archive else ""
    yield AuditQuestion(
        anchor="paper",
        question="This printed copy: is it still current?",
        answer=(
            "A print names id, revision and status and says that it is uncontrolled. The document's page tells which "
            f"revision is in force{of_paper}."
        ),
        places=(*_shown(example), Place(words="Printed copies", page="control.md", anchor="copies")),
        commands=(f"qms show {name}",),
    )


def _about_approvals(manual: Manual) -> Iterator[AuditQuestion]:
    if not any(kind.approvals for kind in manual.policy.types.values()):
        return
    yield AuditQuestion(
        anchor="authority",
        question="Who may approve what, and were they authorized then?",
        answer=(
            "Each type of document names the roles that approve it. An approval is judged by the roles and keys that a "
            "person held on its day, as they were accepted before; one that fails does not count, and the history says "
            "why."
        ),
        places=(
            Place(words="Types of documents", page="control.md", anchor="types"),
            Place(words="Approvals and what they prove", page="control.md", anchor="approvals"),
            Place(words="How anyone verifies a signature", page="control.md", anchor="verify"),
        ),
        commands=("qms verify", "qms approvals pending"),
    )


def _about_manual(manual: Manual) -> Iterator[AuditQuestion]:
    yield AuditQuestion(
        anchor="reviews",
        question="Which documents are overdue for review?",
        answer="The list has the day of each document's next review; what is due soon or overdue is on the home page.",
        places=(
            Place(words="Master document list", page="register.md"),
            Place(words="What is coming", page="index.md", anchor="coming"),
            Place(words="Review", page="control.md", anchor="review"),
        ),
        commands=("qms list",),
    )
    if manual.policy.standards:
        yield AuditQuestion(
            anchor="clauses",
            question="Which document answers which clause of the standard?",
            answer="Documents name the clauses that they serve; the page turns that round.",
            places=(Place(words="Documents by clause", page="clauses.md"),),
        )
    if has_gap_page(manual):
        yield AuditQuestion(
            anchor="gaps",
            question="How far do you meet the standard, what is the evidence, and what is still missing?",
            answer=(
                "Clause by clause the documents in force, the newest evidence with its age, what does not apply and "
                "why, open gaps with their actions, and a state in words."
            ),
            places=(Place(words="Gap analysis", page="gap.md"),),
            commands=("qms gap",),
        )
    if has_coverage_page(PublishedRecords(manual)):
        yield AuditQuestion(
            anchor="audits",
            question="Was everything audited in the cycle, by whom, and what came of what was found?",
            answer=(
                "Process by clause, what internal audits have looked at and when, what is planned and what is left "
                "out. The record of each audit has its team with their independence, and its audit findings."
            ),
            places=(Place(words="Audit coverage", page="records/audits/coverage.md"),),
            commands=("qms record list internal-audit", "qms record list audit-finding"),
        )
    if manual.organization.processes:
        yield AuditQuestion(
            anchor="processes",
            question="What are the processes, who owns them, and which documents belong to each?",
            answer="A map of the processes, and for each its owner, inputs, outputs, documents, measures and records.",
            places=(
                Place(words="Process map", page="records/processes/index.md"),
                Place(words="Documents by process", page="processes.md"),
            ),
        )
    yield AuditQuestion(
        anchor="rewritten",
        question="How would anybody notice that the history was rewritten?",
        answer=(
            "Each publication comes with manifest.json, a list of every revision and the digest of its text. One that "
            "was kept outside, held against a copy of the repository, names whatever is missing or other than it was."
        ),
        places=(Place(words="What is checked", page="control.md", anchor="checks"),),
        commands=("qms verify", "qms verify manifest.json"),
    )
    yield AuditQuestion(
        anchor="checked",
        question="The manual is controlled by software: what does it check?",
        answer="Every rule has a page that says what it finds, why, and what to do, with an example.",
        places=(
            Place(words="Rules of document control", page="rules/index.md"),
            Place(words="How this manual is controlled", page="control.md"),
        ),
        commands=("qms check", "qms explain DC301"),
    )
