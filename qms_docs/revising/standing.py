"""The text of a document in the work tree, with what would make an edit of it useless."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qms_docs.failures import RefusedError
from qms_docs.model.header import Change, ChangeClass, Header
from qms_docs.revising.standing_file import read_standing_file
from qms_docs.sources.newer import newer_texts
from qms_docs.sources.pages import cut_head, read_head
from qms_docs.sources.readable import text_faults
from qms_docs.values import dataclass

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from qms_docs.model.document import Document, Revision
    from qms_docs.model.manual import Manual
    from qms_docs.model.numbering import Scheme
    from qms_docs.model.policy import Policy, Vocabulary
    from qms_docs.sources.loading import ManualSource

__all__ = ["StandingText", "next_number", "read_standing_text", "refuse_outdated", "refuse_unfit_number"]


@dataclass(frozen=True, kw_only=True, slots=True)
class StandingText:
    """A document's text as it lies in the work tree."""

    root: Path
    path: str
    content: bytes
    header: Header
    policy: Policy
    today: date
    accepted: Revision | None
    """The highest revision on the release line; None where there is none yet."""

    @property
    def vocabulary(self) -> Vocabulary:
        """The organization's own words."""
        return self.policy.vocabulary

    @property
    def scheme(self) -> Scheme:
        """How the next revision is numbered."""
        return self.policy.scheme

    @property
    def raised(self) -> bool:
        """Whether the work tree has another number than the release line."""
        return self.accepted is not None and self.header.revision != self.accepted.number

    @property
    def change(self) -> Change:
        """What the revision that is begun says of itself; nothing where that is what the one before said."""
        said = self.header.change
        return Change() if said is None or not self.raised or said in self._past("change") else said

    @property
    def complete(self) -> bool:
        """Whether the block of the change says everything that it has to."""
        return None not in (self.change.kind, self.change.summary, self.change.reason)

    @property
    def past_effective(self) -> date | None:
        """The effective day of the revision before, where it still stands and has come.

        It says nothing about the next one, which cannot take effect before it is approved.
        """
        day = self.header.effective
        return day if day is not None and day <= self.today and day in self._past("effective") else None

    def _past(self, name: str) -> tuple[object, ...]:
        accepted = self.accepted
        return (
            ()
            if accepted is None
            else tuple(getattr(each.header, name) for each in (accepted.text, accepted.last_text))
        )


def read_standing_text(source: ManualSource, manual: Manual, document: Document) -> StandingText:
    """The text that can be revised; `manual` is the judged one with what is proposed.

    Raises RefusedError where there is none, or where no sure edit of it is possible.
    """
    claims = manual.claims.get(document.id, ())
    if len(claims) > 1:
        places = ", ".join(each.path for each in claims)
        raise RefusedError(f"{document.id} stands in {len(claims)} files: {places}. Give each its own id first.")
    root, path = source.repository.root, document.path
    content = read_standing_file(root, path)
    if content is None:
        raise RefusedError(f"{document.id} has no file any more; it stood last in {path}.")
    reading = read_head(cut_head(content), manual.policy.vocabulary)
    unreadable = [*(() if reading.readable else reading.faults), *text_faults(content)]
    if unreadable:
        fault = unreadable[0]
        raise RefusedError(f"{path}:{fault.line}: The text cannot be read. {fault.fact} {fault.remedy}")
    if reading.header is None or reading.header.id != document.id:
        raise RefusedError(f"{path} does not say that it is {document.id}.")
    line = source.manual().document(document.id)
    return StandingText(
        root=root,
        path=path,
        content=content,
        header=reading.header,
        policy=manual.policy,
        today=source.today,
        accepted=line.issued[-1] if line and line.issued else None,
    )


def next_number(standing: StandingText, kind: ChangeClass) -> str:
    """The number that was raised already, or the one after the highest that was issued.

    Raises RefusedError where the scheme of the policy has none.
    """
    if standing.raised and standing.header.revision is not None:
        return standing.header.revision
    number = standing.accepted.number if standing.accepted else ""
    after = standing.scheme.successors(number)
    if not after:
        raise RefusedError(
            f"Revision {number} of {standing.header.id} is no number of the scheme `{standing.scheme.value}` in "
            "qms.yml, so that none follows it. Write the next number by hand."
        )
    return after[-1] if kind is ChangeClass.MAJOR else after[0]


def refuse_unfit_number(standing: StandingText) -> None:
    """Raises RefusedError for a draft, and for a number that does not follow the one on the release line."""
    header, accepted = standing.header, standing.accepted
    if header.draft:
        raise RefusedError(
            f"{header.id} is a draft: edit {standing.path}, and take out `{header.spelt('status')}: draft` when it is "
            "to be issued."
        )
    if accepted is None or not standing.raised or header.revision in standing.scheme.successors(accepted.number):
        return
    wanted = " or ".join(standing.scheme.successors(accepted.number)) or "another"
    raise RefusedError(
        f"{standing.path} has revision {header.revision or '(none)'}, and after {accepted.number} comes {wanted}: "
        f"set it back to {accepted.number}, then run this again."
    )


def refuse_outdated(source: ManualSource, standing: StandingText) -> None:
    """Raises RefusedError where the release branch has gone on to another revision of the document."""
    known = standing.accepted.number if standing.accepted else None
    for newer in newer_texts(source.repository, source.position, standing.policy):
        number = newer.header.revision
        if newer.header.id == standing.header.id and number != known:
            raise RefusedError(
                f"{standing.header.id} has revision {number} on {newer.branch} in the meantime. Bring what is checked "
                f"out up to date (git merge {newer.branch}), then run this again."
            )
