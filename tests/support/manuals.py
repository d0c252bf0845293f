"""What is worked out from the repository of a story, in a form that a test can compare."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import date
from typing import TYPE_CHECKING

from qms_docs.keeping.store import Store
from qms_docs.model.document import Revision
from qms_docs.sources.loading import ManualSource, open_manual
from support.clone import Clone

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from qms_docs.model.document import Document, LineText
    from qms_docs.model.manual import Manual

__all__ = ["LATE", "authors", "document_of", "issues", "manual_of", "opened", "statuses"]

LATE = "2026-12-31"
"""The day of reading where a test names none: after everything that the stories tell."""


@contextmanager
def opened(where: Clone | Path, today: str = LATE, kept: Path | None = None) -> Iterator[ManualSource]:
    """The manual of a repository as it is read on a day, with what is kept in a folder, until the block ends."""
    folder = where.path if isinstance(where, Clone) else where
    store = Store(kept, b"of this test") if kept else Store()
    source = open_manual(folder, date.fromisoformat(today), keep=lambda *_: store)
    with source.repository:
        yield source


def manual_of(
    where: Clone | Path,
    as_of: str | None = None,
    *,
    today: str = LATE,
    preview: bool = False,
    judged: bool = False,
    merged: bool = False,
) -> Manual:
    """The manual of a repository on a day."""
    with opened(where, today) as source:
        day = date.fromisoformat(as_of) if as_of else None
        return source.manual(day, preview=preview, judged=judged, merged=merged)


def document_of(
    where: Clone | Path, id_: str = "SOP-004", as_of: str | None = None, *, today: str = LATE, preview: bool = False
) -> Document:
    """One document of a repository, which is there."""
    found = manual_of(where, as_of, today=today, preview=preview).document(id_)
    assert found is not None
    return found


def issues(document: Document) -> list[tuple[str, str]]:
    """The numbers of a document with the days of their texts, the lowest number first."""
    return [(each.number, each.issued_on.isoformat()) for each in document.revisions]


def statuses(document: Document, day: str) -> dict[str, str]:
    """The status of each number on a day."""
    on = date.fromisoformat(day)
    return {each.number: document.status(each, on).value for each in document.revisions}


def authors(of: Revision | LineText) -> list[str]:
    """The names of the authors, in their order."""
    text = of.text if isinstance(of, Revision) else of
    return [each.name for each in text.authors]
