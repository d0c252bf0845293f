"""What goes into a pack and what stays out, because it is for some people only."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from qms_docs.model.header import Confidentiality
from qms_docs.values import dataclass
from qms_docs.views.printed_document import is_restricted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qms_docs.model.document import Document, Revision
    from qms_docs.model.finding import Finding
    from qms_docs.model.manual import Manual
    from qms_docs.model.records.history import KeptRecord

__all__ = ["Draft", "LeftOut", "Scope"]

_RESTRICTED = "restricted"


@dataclass(frozen=True, kw_only=True, slots=True)
class LeftOut:
    """How much of what stayed out, and nothing else about it."""

    documents: int = 0
    revisions: int = 0
    """Of documents that are in the pack: texts that were restricted in their time."""
    records: int = 0
    findings: int = 0

    def __bool__(self) -> bool:
        """Whether anything did."""
        return bool(self.documents or self.revisions or self.records or self.findings)


@dataclass(frozen=True, kw_only=True, slots=True)
class Draft:
    """A text that is marked as a draft, and so was never issued."""

    id: str
    title: str
    revision: str | None
    issued: bool
    """Whether earlier revisions of the document were issued, and are in the pack."""


@dataclass(frozen=True, kw_only=True)
class Scope:
    """Tells for one manual what goes in; with `everything` restricted documents and records do as well."""

    manual: Manual
    everything: bool = False

    @cached_property
    def documents(self) -> tuple[Document, ...]:
        """The documents that were issued and go in, sorted by id."""
        issued = (each for each in self.manual.documents if each.issued)
        return tuple(each for each in issued if self.everything or not is_restricted(self.manual, each))

    @cached_property
    def drafts(self) -> tuple[Draft, ...]:
        """The drafts of the day that may be named, sorted by the ids of their documents."""
        return tuple(
            Draft(
                id=each.id,
                title=each.draft.header.title or each.id,
                revision=each.draft.header.revision,
                issued=bool(each.issued),
            )
            for each in self.manual.documents
            if each.draft is not None and (self.everything or not is_restricted(self.manual, each))
        )

    def shows(self, revision: Revision) -> bool:
        """Whether the text of a revision goes in, where its document does."""
        return self.everything or revision.header.confidentiality is not Confidentiality.RESTRICTED

    @cached_property
    def records(self) -> tuple[KeptRecord, ...]:
        """The records that stand and go in, sorted by id."""
        return tuple(each for each in self.manual.records.standing if self._shows_record(each))

    def findings(self, findings: Sequence[Finding]) -> tuple[Finding, ...]:
        """Those that say nothing about what stays out."""
        return tuple(
            each for each in findings if self.gives_nothing_away(each.document, each.path, each.fact, each.remedy)
        )

    def gives_nothing_away(self, *said: str | None) -> bool:
        """Whether none of these words has id, title or path of something that stays out."""
        words = "\n".join(filter(None, said))
        return not any(name in words for name in self._hidden_names)

    def left_out(self, findings: Sequence[Finding]) -> LeftOut:
        """How much stayed out."""
        documents = self.documents
        known = (each for each in self.manual.documents if each.issued or each.draft)
        restricted = sum(is_restricted(self.manual, each) for each in known)
        return LeftOut(
            documents=0 if self.everything else restricted,
            revisions=sum(not self.shows(revision) for each in documents for revision in each.issued),
            records=len(self.manual.records.standing) - len(self.records),
            findings=len(findings) - len(self.findings(findings)),
        )

    def _shows_record(self, kept: KeptRecord) -> bool:
        stated = kept.readable and "confidentiality" not in kept.record.faulty
        return self.everything or (stated and kept.record.confidentiality != _RESTRICTED)

    @cached_property
    def unnamed(self) -> frozenset[str]:
        """The ids of documents and records that stay out."""
        shown = {*(each.id for each in self.documents), *(each.id for each in self.records)}
        restricted = (each.id for each in self.manual.documents if is_restricted(self.manual, each))
        known = (*restricted, *(each.id for each in self.manual.records.standing))
        return frozenset(each for each in known if each not in shown)

    @cached_property
    def _hidden_names(self) -> frozenset[str]:
        """Ids, titles and paths by which something that stays out could be known."""
        if self.everything:
            return frozenset()
        shown = {each.id for each in self.documents}
        names = set()
        for document in self.manual.documents:
            if document.id not in shown:
                headers = [*(each.header for each in document.revisions), document.latest.header]
                names |= {document.id, *(each.title for each in headers if each.title)}
                names |= {each.text.path for each in document.revisions} | {document.path}
        for kept in self.manual.records.standing:
            if not self._shows_record(kept):
                names |= {kept.id, kept.path, *([kept.record.title] if kept.record.title else [])}
        return frozenset(names)
