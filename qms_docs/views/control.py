"""How this manual is controlled, worked out from the policy, in plain words for staff and auditors."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qms_docs.model.numbering import Scheme
from qms_docs.model.policy import OWNER, Audience, Evidence
from qms_docs.values import dataclass
from qms_docs.views.evidence import ApprovalStatement, approval_statement
from qms_docs.views.publication import listed_documents
from qms_docs.views.words import day_in_words, listed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qms_docs.model.manual import Manual
    from qms_docs.model.policy import DocumentType, Requirement

__all__ = ["ControlStatement", "Section", "TypeStatement", "control_statement"]

_EVIDENCE = {
    Evidence.DECLARED: "declared at least: a record says who approved",
    Evidence.ATTESTED: "at least a recorded review: a forge's review of a commit with exactly this text",
    Evidence.SIGNED: "a verified signature: made with the approver's own key over exactly this text",
}
_NUMBERS = {
    Scheme.INTEGER: "Revisions are numbered 1, 2, 3 and so on.",
    Scheme.LETTER: "Revisions carry letters: A, B, C and so on, without I, O and Q; after Z comes AA.",
    Scheme.MAJOR_MINOR: "Revisions are numbered in two parts: 1.0, then 1.1 or 2.0.",
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Section:
    """A heading with its sentences."""

    anchor: str
    title: str
    sentences: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class TypeStatement:
    """What the organization asks of one type of document."""

    anchor: str
    title: str
    number: int
    """How many documents of the type the site lists."""
    ids: str | None
    approvals: str
    evidence: str | None
    editorial: str | None
    effective: str
    review: str
    sections: str | None
    retrain: str


@dataclass(frozen=True, kw_only=True, slots=True)
class ControlStatement:
    """The page as a whole."""

    organization: str
    types: tuple[TypeStatement, ...]
    before: tuple[Section, ...]
    """What stands above the table of types."""
    approvals: ApprovalStatement | None
    """What approvals rest on; None where there are none."""
    after: tuple[Section, ...]


def control_statement(manual: Manual) -> ControlStatement:
    """How this manual is controlled on the day."""
    return ControlStatement(
        organization=manual.policy.organization,
        types=tuple(_type(manual, each) for each in manual.policy.types.values()),
        before=(_in_short(), _holds(manual)),
        approvals=approval_statement(manual),
        after=(_revisions(manual), _began(manual), _review(), _copies(manual), _checks(), _access(manual)),
    )


def _in_short() -> Section:
    return Section(
        anchor="in-short",
        title="In short",
        sentences=(
            (
                "Work by what this site shows. It shows the one revision of each document that is in force, or says "
                "that there is none."
            ),
            (
                "Every document has an id that is never used again, an owner, a revision number and a history of "
                "revisions with the reason for each change."
            ),
            (
                "Nothing on these pages about status, history or approval is typed by hand: it is worked out from the "
                "recorded changes each time the site is built."
            ),
        ),
    )


def _holds(manual: Manual) -> Section:
    branch = manual.policy.release_branch or "main"
    return Section(
        anchor="what-holds",
        title="What holds and what does not yet",
        sentences=(
            (
                f"The documents are kept under version control. What has been accepted stands on the branch "
                f"“{branch}”, entry by entry; each entry is one accepted change."
            ),
            (
                "Accepted is not yet in force. A revision takes effect when its approvals are complete and its "
                "effective day has come. Until then the site goes on showing the revision before it, and announces the "
                "next one."
            ),
            (
                "Once a text is in force under a number, it is never changed under that number. Even a typing error is "
                "corrected by a new revision."
            ),
            (
                "A document is withdrawn by a revision that makes it obsolete. Its page stays, says so and names the "
                "document that takes its place."
            ),
        ),
    )


def _revisions(manual: Manual) -> Section:
    return Section(
        anchor="revisions",
        title="Revisions",
        sentences=(
            _NUMBERS[manual.policy.scheme] + " No number is left out or used twice.",
            (
                "From the second revision on, each one states its class, what changes and why. Major: what people do "
                "changes. Minor: it changes in a detail. Editorial: only the wording changes."
            ),
            (
                "Days are those on which a change was accepted (UTC). The authors of a revision are those who wrote "
                "the change, as the history records it."
            ),
        ),
    )


def _began(manual: Manual) -> Section:
    issued = [each for document in listed_documents(manual) for each in document.issued]
    before = [each for each in issued if each.before_control]
    since = manual.policy.control_from
    if since and any(each.issued_on < since for each in issued if not each.before_control):
        # The policy names a day that came too late: control had begun.
        since = None
    first = (
        f"Document control in this form began on {day_in_words(since)}."
        if since
        else "Document control in this form began when the policy was first accepted."
        if manual.policy.stated
        else "No policy is stated: every type of document is accepted and nothing needs approval."
    )
    count = f"{len(before)} revision{'s were' if len(before) != 1 else ' was'}"
    earlier = f"{count} issued before that day; they count as approved on the day they were issued, and say so."
    return Section(anchor="since-when", title="Since when", sentences=(first, earlier) if before else (first,))


def _review() -> Section:
    return Section(
        anchor="review",
        title="Review",
        sentences=(
            (
                "The owner of a document looks at it again within the interval of its type. The day of the next review "
                "stands in the header of each document and in the master document list."
            ),
            (
                "The interval counts from the latest issue or recorded review. It is a rule of this organization; the "
                "standard sets no interval."
            ),
        ),
    )


def _copies(manual: Manual) -> Section:
    stale = manual.policy.site.stale_after
    sentences = [
        (
            "Printed pages and saved copies are uncontrolled. A printed page names its id, revision, effective day and "
            "the day of printing; compare it with this site before you work by it."
        ),
        "A preview carries a banner on every page and is not controlled.",
    ]
    if stale:
        sentences.append(f"A copy of the site that was built more than {stale} ago says so by itself.")
    return Section(anchor="copies", title="Printed copies and previews", sentences=tuple(sentences))


def _checks() -> Section:
    return Section(
        anchor="checks",
        title="What is checked",
        sentences=(
            (
                "Before the site is built, every document is checked against the rules of document control. While a "
                "rule is broken, the site stays as it was."
            ),
            (
                "With each publication goes a list of every revision that was issued, with the digest of its text: "
                "manifest.json. Kept outside, it shows later whether the history was rewritten."
            ),
        ),
    )


def _access(manual: Manual) -> Section:
    if manual.policy.site.audience is Audience.PUBLIC:
        sentence = (
            "This site is open to anybody and shows public documents alone. It names no person: approvals are shown by "
            "role and day."
        )
    else:
        sentence = (
            "This site is for the people of the organization. Restricted documents are listed with id and title only."
        )
    return Section(anchor="readers", title="Who may read what", sentences=(sentence,))


def _type(manual: Manual, kind: DocumentType) -> TypeStatement:
    number = sum(1 for each in listed_documents(manual) if each.latest.header.type == kind.id)
    delay = f"{kind.delay} after approval" if kind.delay else "on approval"
    return TypeStatement(
        anchor=f"type-{kind.id}",
        title=kind.title,
        number=number,
        ids=kind.pattern,
        approvals=_approvals(manual, kind),
        evidence=_EVIDENCE[kind.evidence] if kind.approvals else None,
        editorial=_roles(manual, kind.editorial) if kind.approvals and kind.editorial is not None else None,
        effective=delay if kind.approvals else f"{kind.delay} after issue" if kind.delay else "on issue",
        review=f"every {str(kind.review).removeprefix('1 ')}" if kind.review else "no fixed interval",
        sections=", ".join(kind.sections) or None,
        retrain=listed([each.value for each in kind.retrain]) or "none",
    )


def _approvals(manual: Manual, kind: DocumentType) -> str:
    if not kind.approvals:
        return "none needed: an accepted change is issued"
    apart = "; at least one approver is not an author" if kind.independent else ""
    return _roles(manual, kind.approvals) + apart


def _roles(manual: Manual, requirements: Sequence[Requirement]) -> str:
    titles = [
        "the document's owner" if each.role == OWNER else manual.organization.role_title(each.role)
        for each in requirements
    ]
    return listed(titles) or "none needed"
