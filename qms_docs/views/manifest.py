"""What the manifest of a publication says (interfaces.md 3, settled.md 26)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qms_docs import __version__
from qms_docs.model.manifest import Manifest, PublishedRevision
from qms_docs.views.publication import readable_documents

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from qms_docs.model.document import Document
    from qms_docs.model.manual import Manual

__all__ = ["manifest_of", "pack_manifest", "site_manifest"]


def site_manifest(manual: Manual, files: Mapping[str, str], previous: str | None) -> Manifest:
    """The manifest of a site with these files; a document that the site withholds is not in it.

    The number of its revisions, their days and digests say more than a reader may know (settled.md 22).
    """
    return _manifest(manual, readable_documents(manual), files, previous)


def manifest_of(manual: Manual, previous: str | None) -> Manifest:
    """The manifest of everything that was issued, for those who keep it; it belongs to no site."""
    return _manifest(manual, manual.documents, {}, previous)


def pack_manifest(manual: Manual, documents: Iterable[Document], files: Mapping[str, str]) -> Manifest:
    """The manifest of a pack with these documents and files; what stays out of it is not named."""
    return _manifest(manual, documents, files, None)


def _manifest(
    manual: Manual, documents: Iterable[Document], files: Mapping[str, str], previous: str | None
) -> Manifest:
    return Manifest(
        commit=manual.commit,
        as_of=manual.as_of,
        builder=f"qms-docs {__version__}",
        previous=previous,
        revisions=tuple(each for document in documents for each in _issued(document)),
        files=files,
    )


def _issued(document: Document) -> Iterator[PublishedRevision]:
    for revision in document.issued:
        if (commit := revision.text.entry.commit) is not None:
            yield PublishedRevision(
                document=document.id,
                number=revision.number,
                digest=revision.digest,
                commit=commit,
                effective_on=revision.effective_on,
            )
