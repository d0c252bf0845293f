"""What is approved: the committed text of a document, with everything that could make its approval useless."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qms_docs.failures import RefusedError, UnknownThingError
from qms_docs.model.permission import hindrance
from qms_docs.values import dataclass

if TYPE_CHECKING:
    from qms_docs.model.document import Document, Revision
    from qms_docs.model.manual import Manual
    from qms_docs.model.permission import NextEntry
    from qms_docs.sources.loading import ManualSource

__all__ = ["Subject", "find_subject", "require_open"]

_ORIGIN = "refs/remotes/origin/"


@dataclass(frozen=True, kw_only=True, slots=True)
class Subject:
    """A revision as it would stand if what is checked out were merged today."""

    manual: Manual
    document: Document
    revision: Revision
    next_entry: NextEntry

    @property
    def name(self) -> str:
        """The revision in words."""
        return f"Revision {self.revision.number} of {self.document.id}"

    @property
    def in_force(self) -> Revision | None:
        """The revision on the release line by which people work today, to which the text is compared."""
        day = self.manual.as_of
        accepted = (each for each in self.document.revisions if each.text.entry.commit is not None)
        return max(
            (each for each in accepted if each.in_effect_by(day)), key=self.document.revisions.index, default=None
        )


def find_subject(source: ManualSource, document: Document, manual: Manual) -> Subject:
    """The revision of the document that is checked out.

    `manual` is the one with what is proposed, taken for accepted. Raises RefusedError where no approval of this text
    could count, and UnknownThingError where there is no text.
    """
    if document.vanished_by is not None:
        raise UnknownThingError(f"{document.id} does not stand in what is checked out: there is no text to approve.")
    _refuse_uncommitted(source, document)
    header = document.latest.header
    revision = document.revision(header.revision or "")
    if header.draft or revision is None:
        what = "is a draft" if header.draft else "has no revision number"
        raise RefusedError(f"The text of {document.id} {what}. Only an issued revision can be approved.")
    _refuse_other_text(document, revision)
    _refuse_outdated(source, document, revision)
    return Subject(manual=manual, document=document, revision=revision, next_entry=source.next_entry())


def require_open(subject: Subject) -> None:
    """Raises RefusedError where nobody can approve the revision, or nobody has to any more."""
    reason = hindrance(subject.revision)
    if reason is not None:
        raise RefusedError(f"{subject.name} {reason}: there is nothing to approve.")


def _refuse_uncommitted(source: ManualSource, document: Document) -> None:
    text = source.text_at(source.position.head, document.latest.path)
    if text != document.latest.text:
        raise RefusedError(
            f"{document.latest.path}, or a file that it shows, differs from what is committed, and only a committed "
            "text can be approved. Commit the change, or take it back (git restore), then run this again."
        )


def _refuse_other_text(document: Document, revision: Revision) -> None:
    if revision.text.text == document.latest.text:
        return
    since = f" since {revision.fixed_on}" if revision.fixed_on else ""
    raise RefusedError(
        f"Revision {revision.number} of {document.id} is fixed{since}, and the text that is checked out is another "
        "one. Raise the revision number and fill in `change`."
    )


def _refuse_outdated(source: ManualSource, document: Document, revision: Revision) -> None:
    """The release branch may have gone on, and have another text of the document by now."""
    branch, head, ours = source.position.branch, source.position.head, document.latest.text
    for name in (f"refs/heads/{branch}", f"{_ORIGIN}{branch}") if branch else ():
        tip = source.repository.reference(name)
        base = source.repository.last_shared(tip, head) if tip else None
        if tip is None or base is None or base == tip:
            continue
        before = [source.text_at(base, path) for path in revision.candidate.paths]
        now = [source.text_at(tip, path) for path in revision.candidate.paths]
        if now != before and ours not in now:
            where = name.removeprefix("refs/heads/").removeprefix("refs/remotes/")
            raise RefusedError(
                f"{document.id} has changed on {where} in the meantime, so that another text than this one would be "
                f"merged. Bring what is checked out up to date (git merge {where}), then run this again."
            )
