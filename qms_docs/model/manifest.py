"""The manifest of a publication, and what in the history of today contradicts it (interfaces.md 3)."""

from __future__ import annotations

import hashlib
from dataclasses import field
from typing import TYPE_CHECKING

from qms_docs.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    from qms_docs.model.document import Document, Entry, Revision

__all__ = ["Contradiction", "KeptManifest", "Manifest", "PublishedRevision", "contradictions"]


@dataclass(frozen=True, kw_only=True, slots=True)
class PublishedRevision:
    """A revision as a manifest names it."""

    document: str
    number: str
    digest: str
    commit: str
    """The entry of the release line that brought its text."""
    effective_on: date | None
    """None where its approvals were not complete."""

    @property
    def name(self) -> str:
        """The revision as a sentence begins with it."""
        return f"Revision {self.number} of {self.document}"


@dataclass(frozen=True, kw_only=True, slots=True)
class Manifest:
    """What was issued when the manual was published, and the files that were published."""

    commit: str | None
    """The last entry of the release line; None where there was none on the day."""
    as_of: date
    builder: str
    """The program with its version."""
    previous: str | None
    """The SHA-256 of the manifest before, where that was given."""
    revisions: tuple[PublishedRevision, ...]
    files: Mapping[str, str]
    """The SHA-256 of each file by its path in the site."""


@dataclass(frozen=True, kw_only=True, slots=True)
class KeptManifest:
    """A manifest that was kept, with the file in which it lies."""

    name: str
    content: bytes = field(repr=False)
    manifest: Manifest

    @property
    def sha256(self) -> str:
        """The hash of the file, by which the next manifest names it."""
        return hashlib.sha256(self.content).hexdigest()


@dataclass(frozen=True, kw_only=True, slots=True)
class Contradiction:
    """Something that the history of today says otherwise than the manifest; None where one of them says nothing."""

    what: str
    expected: str | None
    got: str | None
    document: str | None = None
    path: str | None = None


def contradictions(
    manifest: Manifest, documents: Mapping[str, Document], entries: tuple[Entry, ...]
) -> Iterator[Contradiction]:
    """Where the history, read up to the manifest's day or later, is not the one that was published.

    The text of a revision is fixed once its approvals are complete, and with it its entry and its day: neither a later
    revision nor a later policy changes them (settled.md 8 and 15). As long as they are not complete the text may still
    be replaced under its number, but the entry that brought it stays on the line.
    """
    if manifest.commit is not None and all(manifest.commit != each.commit for each in entries):
        fact = (
            "The entry at which the manifest was made is not on the release line: "
            "it was rewritten, or this clone is older than the manifest."
        )
        yield Contradiction(what=fact, expected=manifest.commit, got=None)
    for each in manifest.revisions:
        document = documents.get(each.document)
        revision = document.revision(each.number) if document else None
        if document is None:
            fact = f"{each.name} is missing: there is no document {each.document}."
            yield _about(each, fact, each.digest, None, None)
        elif revision is None or all(text.entry.commit is None for text in revision.texts):
            yield _about(each, f"{each.name} is missing.", each.digest, None, document.path)
        else:
            yield from _differences(each, revision)


def _differences(published: PublishedRevision, revision: Revision) -> Iterator[Contradiction]:
    path, name = revision.text.path, published.name
    digest, commit = revision.digest, revision.text.entry.commit
    if published.effective_on is None:
        digest, commit = _as_it_stood(published, revision)
    if digest != published.digest:
        yield _about(published, f"{name} has another text.", published.digest, digest, path)
    if commit != published.commit:
        fact = (
            f"{name} was brought by another entry: its author, date or message was rewritten, or something before it."
        )
        yield _about(published, fact, published.commit, commit, path)
    if published.effective_on is not None and revision.effective_on != published.effective_on:
        fact = f"{name} has another effective day."
        if revision.effective_on is None:
            fact = f"{name} has no effective day any more: an approval is gone, or does not count."
        got = revision.effective_on
        yield _about(published, fact, published.effective_on.isoformat(), got.isoformat() if got else None, path)


def _as_it_stood(published: PublishedRevision, revision: Revision) -> tuple[str, str | None]:
    """Digest and entry of the text under the number that is most like the published one."""
    wanted = (published.digest, published.commit)
    stood = [(each.text.digest(published.document), each.entry.commit) for each in revision.texts]
    return max(stood, key=lambda each: (each == wanted, each[0] == published.digest))


def _about(
    published: PublishedRevision, what: str, expected: str | None, got: str | None, path: str | None
) -> Contradiction:
    return Contradiction(what=what, expected=expected, got=got, document=published.document, path=path)
