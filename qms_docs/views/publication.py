"""What the published site may say of a document, by its confidentiality and the site's readers (settled.md 22)."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING

from qms_docs.model.policy import Audience
from qms_docs.model.records.secrecy import is_withheld, record_is_withheld
from qms_docs.values import dataclass
from qms_docs.views.words import title_of

if TYPE_CHECKING:
    from qms_docs.model.document import Document
    from qms_docs.model.header import Header
    from qms_docs.model.manual import Manual
    from qms_docs.model.policy import Policy

__all__ = [
    "Access",
    "DocumentReference",
    "access_to",
    "listed_documents",
    "published_request",
    "readable_documents",
    "reference_to",
    "withheld",
]


class Access(Enum):
    """How much of a document the readers of the site get."""

    TEXT = "text"
    """Everything."""
    TITLE = "title"
    """That it exists: id and title, and nothing else."""
    NONE = "none"
    """Nothing: the site is public and the document is not."""


@dataclass(frozen=True, kw_only=True, slots=True)
class DocumentReference:
    """A document as a list or a link names it."""

    id: str
    title: str


def withheld(header: Header, policy: Policy) -> bool:
    """Whether a text with this header is not for the readers of the site."""
    return is_withheld(header.confidentiality, policy)


def access_to(manual: Manual, document: Document) -> Access:
    """What the site shows of a document.

    The strictest of the texts in force, to come and proposed decides: a text that is to become restricted is not
    shown on its last day either.
    """
    if not manual.withholds(document.id):
        return Access.TEXT
    return Access.NONE if manual.policy.site.audience is Audience.PUBLIC else Access.TITLE


def listed_documents(manual: Manual) -> tuple[Document, ...]:
    """The documents that the site may name, sorted by id."""
    return manual.documents if manual.policy.site.audience is not Audience.PUBLIC else readable_documents(manual)


def readable_documents(manual: Manual) -> tuple[Document, ...]:
    """The documents whose text and history the site may show, sorted by id."""
    return tuple(each for each in manual.documents if each.id not in manual.withheld)


def published_request(manual: Manual, request: str | None) -> str | None:
    """The change request that a revision names; None where it is a record that a public site does not name."""
    kept = manual.records.find(request) if request else None
    hidden = kept is not None and manual.policy.site.audience is Audience.PUBLIC
    return None if kept and hidden and record_is_withheld(kept, manual.policy) else request


def reference_to(manual: Manual, document: Document) -> DocumentReference:
    """The document by its id and the title that holds on the day."""
    shown = None if manual.preview and document.vanished_by is None else document.shown(manual.as_of)
    return DocumentReference(id=document.id, title=title_of(document, shown))
