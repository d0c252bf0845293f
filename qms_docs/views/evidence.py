"""What approvals of this manual rest on: which ones count, how far each can be verified, and by whom."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qms_docs.model.policy import Evidence
from qms_docs.values import dataclass
from qms_docs.views.approvals import evidence_in_words
from qms_docs.views.publication import readable_documents
from qms_docs.views.verification import VerificationStep, example_of, verification_steps
from qms_docs.views.words import day_in_words

if TYPE_CHECKING:
    from qms_docs.model.approval import Approval
    from qms_docs.model.manual import Manual

__all__ = ["ApprovalStatement", "Level", "approval_statement"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Level:
    """One level of evidence, in the words that stand beside an approval."""

    words: str
    asked_by: tuple[str, ...]
    """Titles of the types of documents that ask for at least this level."""
    what: str
    proves: str
    leaves_open: str


@dataclass(frozen=True, kw_only=True, slots=True)
class ApprovalStatement:
    """What the page about control says of approvals."""

    counting: tuple[str, ...]
    """What has to hold for an approval to count, each as a clause."""
    levels: tuple[Level, ...]
    """The strongest first."""
    people: tuple[str, ...]
    """Sentences about who is who, and since when."""
    example: str
    """What the steps verify."""
    steps: tuple[VerificationStep, ...]


_WHAT = {
    Evidence.SIGNED: (
        "The person signed the approval with their own SSH key: document, revision, digest of the text, meaning, name, "
        "role and time."
    ),
    Evidence.ATTESTED: (
        "The approval was given as a review of a pull request on a forge (GitHub, GitLab or Gitea). The record names "
        "the review, the account and the commit that was reviewed."
    ),
    Evidence.DECLARED: "A record says that the person approved.",
}
_PROVES = {
    Evidence.SIGNED: (
        "Whoever holds this key signed exactly these words for exactly this text, and the list of people gave the key "
        "and the role to this person at that time. Any change of the text, of a picture in it or of the record would "
        "show."
    ),
    Evidence.ATTESTED: (
        "The commit that was reviewed holds exactly this text, or the job that recorded the review has signed the "
        "record with its own key; and the account is the one that the list of people gives to this person."
    ),
    Evidence.DECLARED: "The record came into the manual with an accepted change, and the history names who made it.",
}
_LEAVES_OPEN = {
    Evidence.SIGNED: (
        "That nobody else had the key in hand. The exact time: it is the signer's word, and what is checked is that it "
        "lies between the writing of the text and the acceptance of the record."
    ),
    Evidence.ATTESTED: (
        "That the review took place: this site asks no forge. The review can be seen at the address in the record, as "
        "long as the forge keeps it. Nor that nobody else used the person's account."
    ),
    Evidence.DECLARED: "That the person named approved, or knows of it.",
}
_COUNTING = (
    "It is of exactly the text that is controlled under the number, as its digest shows.",
    "The person held the role on the day of the approval.",
    "The policy asks this role to approve this type of document.",
    "It can be verified at least as far as the policy asks for this type.",
    "Its time is not before the text existed, and not after the record of it was accepted.",
    (
        "The person, the role and the key were known before the change that brought the approval: nobody can bring in "
        "a key and approve with it in one change."
    ),
    "Where the policy asks for independence, at least one of those who approve is not among the authors.",
)


def approval_statement(manual: Manual) -> ApprovalStatement | None:
    """What approvals rest on; None where the policy asks for none and none was given."""
    asked = [kind for kind in manual.policy.types.values() if kind.approvals]
    given = _given(manual)
    if not asked and not given:
        return None
    example = example_of(manual)
    return ApprovalStatement(
        counting=_COUNTING,
        levels=tuple(
            Level(
                words=_words(each),
                asked_by=tuple(kind.title for kind in asked if kind.evidence is each),
                what=_WHAT[each],
                proves=_PROVES[each],
                leaves_open=_LEAVES_OPEN[each],
            )
            for each in (Evidence.SIGNED, Evidence.ATTESTED, Evidence.DECLARED)
        ),
        people=_people(manual, given),
        example=(
            "The commands verify an approval of this manual; put the file of another one, and its document, in place."
            if example.real
            else "Put the file of the approval, and its document, in the place of the made-up ones."
        ),
        steps=verification_steps(example),
    )


def _given(manual: Manual) -> list[Approval]:
    return [
        each
        for document in readable_documents(manual)
        for revision in document.issued
        for each in revision.approvals
        if each.counts
    ]


def _words(evidence: Evidence) -> str:
    words = evidence_in_words(evidence, "GitHub")
    return f"{words} (or GitLab, Gitea)" if evidence is Evidence.ATTESTED else words


def _people(manual: Manual, given: list[Approval]) -> tuple[str, ...]:
    where = f"{manual.policy.records}/organization.yml"
    sentences = [
        (
            f"Who holds which role, key and account, and from when until when, is recorded in {where}, which is kept "
            "in the same history as the documents. Each approval is judged by that list as it stood before the "
            "approval came in, and by the policy as it stood when the revision was issued. Later changes of either "
            "change nothing: people who have left stay the approvers of what they approved, with the name of then."
        ),
        *_founding(given),
    ]
    return tuple(sentences)


def _founding(given: list[Approval]) -> tuple[str, ...]:
    first = "The first list of people is the one that nothing before it could confirm: it vouches for itself."
    founding = [each for each in given if each.founding]
    if not founding:
        return (f"{first} No approval in this manual came in together with it.",)
    day = day_in_words(founding[0].record.entry.day)
    count = "One approval" if len(founding) == 1 else f"{len(founding)} approvals"
    rest = "rests" if len(founding) == 1 else "rest"
    return (
        (
            f"{first} {count} came in together with it on {day} and {rest} on it alone. Whether that list was right "
            "is not to be seen in the manual; ask those who were there."
        ),
    )
