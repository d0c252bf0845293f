"""What auditors ask of a document, answered for one day in plain sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qms_docs.model.document import Status
from qms_docs.values import dataclass
from qms_docs.views.approvals import approvals_of
from qms_docs.views.timeline import standings
from qms_docs.views.words import day_in_words, gone_in_words, listed, status_in_words, title_of, withdrawal_in_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from qms_docs.model.document import Document, Revision
    from qms_docs.model.manual import Manual
    from qms_docs.views.approvals import Approvals

__all__ = ["Answer", "DocumentAnswers", "answers_of"]

_NONE = "none"


@dataclass(frozen=True, kw_only=True, slots=True)
class Answer:
    """One question with its answer."""

    key: str
    """By which programs know the question."""
    question: str
    words: str


@dataclass(frozen=True, kw_only=True, slots=True)
class DocumentAnswers:
    """The answers about one document, each document the same questions in the same order."""

    id: str
    title: str
    as_of: date
    commit: str | None
    answers: tuple[Answer, ...]


def answers_of(manual: Manual, documents: Sequence[Document]) -> tuple[DocumentAnswers, ...]:
    """The answers about a sample of documents on the day of the manual."""
    return tuple(
        DocumentAnswers(
            id=each.id,
            title=title_of(each, each.shown(manual.as_of)),
            as_of=manual.as_of,
            commit=manual.commit,
            answers=tuple(_answers(manual, each)),
        )
        for each in documents
    )


def _answers(manual: Manual, document: Document) -> Iterator[Answer]:
    day = manual.as_of
    revision = document.shown(day)
    yield Answer(key="in_force", question="Which revision holds?", words=_holds(manual, document, revision))
    if revision is None:
        return
    withdrawn = withdrawal_in_words(document, revision, day)
    yield Answer(key="withdrawn", question="Is it withdrawn, why, and what takes its place?", words=withdrawn or "no")
    header, who = revision.header, manual.organization
    approvals = approvals_of(manual, document, revision)
    yield Answer(key="approved", question="Who approved it, in which role, when?", words=_approved(approvals))
    yield Answer(key="in_time", question="Was that before it took effect?", words=_in_time(revision, day))
    yield Answer(key="not_counting", question="Is an approval recorded that does not count?", words=_failed(approvals))
    names = listed([each.name for each in revision.text.authors])
    yield Answer(key="authors", question="Who wrote the change?", words=names or _NONE)
    change = header.change
    said = [change.kind.value if change and change.kind else None, change.summary if change else None]
    yield Answer(key="changed", question="What changed?", words=": ".join(filter(None, said)) or "first issue")
    yield Answer(key="reason", question="Why?", words=(change.reason if change else None) or "not stated")
    yield Answer(key="request", question="At whose request?", words=(change.request if change else None) or _NONE)
    yield Answer(key="before", question="What held when?", words=_periods(document, day))
    yield Answer(key="owner", question="Who owns it?", words=who.role_title(header.owner) if header.owner else _NONE)
    roles = listed([who.role_title(role) for role in header.applies_to])
    yield Answer(key="applies_to", question="Who has to know it?", words=roles or "not stated")
    yield Answer(key="review", question="When is it to be reviewed?", words=_review(manual, document))
    yield Answer(key="coming", question="What comes next?", words=_coming(manual, document))
    yield Answer(key="text", question="Where is the text?", words=f"qms show {document.id} --as-of {day}")
    yield Answer(key="digest", question="By which digest is it known?", words=revision.digest)
    yield Answer(key="entry", question="Which entry brought it?", words=revision.text.entry.commit or _NONE)


def _holds(manual: Manual, document: Document, revision: Revision | None) -> str:
    day = manual.as_of
    if revision is None:
        return "It was not issued yet."
    words = status_in_words(document, revision, day, manual.organization)
    gone = gone_in_words(document, day)
    return " ".join(filter(None, (f"Revision {revision.number}.", words, gone)))


def _approved(approvals: Approvals) -> str:
    given = [f"{each.who} ({each.proof})" for each in approvals.approved]
    waiting = listed([each.words for each in approvals.waiting])
    missing = f"waiting for {waiting}" if waiting and not approvals.complete else None
    return "; ".join(filter(None, (*given, missing, approvals.note))) or _NONE


def _in_time(revision: Revision, day: date) -> str:
    if revision.effective_on is None:
        return "It has not taken effect."
    effect = f"{'took' if revision.effective_on <= day else 'takes'} effect on {day_in_words(revision.effective_on)}"
    if revision.before_control:
        return f"It was issued before document control began. It {effect}."
    if not revision.needs_approval or revision.approved_on is None:
        return f"No approval was asked for. It {effect}."
    return f"Yes: the approvals were complete on {day_in_words(revision.approved_on)}, and it {effect}."


def _failed(approvals: Approvals) -> str:
    return "; ".join(f"{each.who}, {day_in_words(each.day)}: {each.why_not}" for each in approvals.not_counting) or "no"


def _periods(document: Document, day: date) -> str:
    """The stretches in which something was in force or withdrawn, as far as they have come."""
    told = (each for each in standings(document) if each.status in (Status.EFFECTIVE, Status.OBSOLETE))
    words = [
        f"{'obsolete' if each.status is Status.OBSOLETE else f'revision {each.revision}'} "
        + (f"from {each.since} to {each.until}" if each.until and each.until < day else f"since {each.since}")
        for each in told
        if each.since <= day
    ]
    return "; ".join(words) or "nothing yet"


def _review(manual: Manual, document: Document) -> str:
    due = document.next_review(manual.policy, manual.as_of)
    if due is None:
        return "no interval is set" if document.effective(manual.as_of) else "it is not in force"
    return f"by {day_in_words(due)}" + (" (overdue)" if due < manual.as_of else "")


def _coming(manual: Manual, document: Document) -> str:
    coming = document.coming(manual.as_of)
    if coming is None or coming is document.shown(manual.as_of):
        return "nothing"
    words = status_in_words(document, coming, manual.as_of, manual.organization)
    return f"Revision {coming.number}. {words}"
