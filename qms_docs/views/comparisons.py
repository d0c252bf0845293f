"""Which revisions of a document the site compares (interfaces.md 3, settled.md 22 and 42)."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from qms_docs.values import dataclass
from qms_docs.views.publication import Access, access_to, withheld

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qms_docs.model.document import Document, LineText, Revision
    from qms_docs.model.manual import Manual

__all__ = ["ComparedPair", "compared_pairs"]

_PLAIN = re.compile(r"[A-Za-z0-9.]+")
_PROPOSED = "proposed"


@dataclass(frozen=True, kw_only=True, slots=True)
class ComparedPair:
    """Two texts of a document, the earlier one first."""

    before: Revision
    after: LineText
    number: str | None
    """The number of the later revision; None for a text that is only proposed."""
    name: str
    """The end of the page's address, such as `2..3`."""
    row: str
    """The number of the line of the revision history at which the comparison is offered."""

    @property
    def proposes(self) -> bool:
        """Whether the later text is only proposed."""
        return self.number is None


def compared_pairs(manual: Manual, document: Document, most: int | None) -> tuple[ComparedPair, ...]:
    """The pairs that the site shows, newest first and `most` at the most; None shows all.

    Each revision is compared with the one before it; where all are shown, each earlier one with the latest as well. A
    preview shows besides what the proposed text changes. On a controlled site a text that is or was never in force is
    compared with nothing, and on no site one that is withheld; a document that vanished shows no text at all.
    """
    gone = document.vanished_by is not None and not document.is_obsolete(manual.as_of)
    if access_to(manual, document) is not Access.TEXT or most == 0 or gone:
        return ()
    shown = [each for each in document.issued if _is_shown(manual, each)]
    pairs = [_pair(before, after) for before, after in pairwise(shown)][::-1]
    if most is None:
        pairs += [_pair(each, shown[-1]) for each in reversed(shown[:-2])]
    return (*_proposed(manual, document), *pairs[:most])


def _is_shown(manual: Manual, revision: Revision) -> bool:
    plain = _PLAIN.fullmatch(revision.number) is not None
    known = manual.preview or revision.in_effect_by(manual.as_of)
    return plain and known and not withheld(revision.header, manual.policy)


def _pair(before: Revision, after: Revision) -> ComparedPair:
    name = f"{before.number}..{after.number}"
    return ComparedPair(before=before, after=after.text, number=after.number, name=name, row=after.number)


def _proposed(manual: Manual, document: Document) -> Iterator[ComparedPair]:
    """What the proposed text changes of the one in force, or where none is, of the latest that was issued."""
    latest = document.latest
    if not manual.preview or not latest.entry.proposed or document.vanished_by is not None:
        return
    before = document.in_force(manual.as_of) or (document.issued[-1] if document.issued else None)
    if before is None or before.text.text == latest.text or not _is_shown(manual, before):
        return
    stated = latest.header.revision or ""
    known = document.revision(stated)
    is_new = bool(_PLAIN.fullmatch(stated)) and (known is None or known.proposed)
    name = f"{before.number}..{stated if is_new else _PROPOSED}"
    yield ComparedPair(before=before, after=latest, number=None, name=name, row=stated)
