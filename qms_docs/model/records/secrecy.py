"""Which records are not for the readers of the published site (settled.md 22)."""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING

from qms_docs.model.header import Confidentiality
from qms_docs.model.policy import Audience
from qms_docs.model.records.forms import Refers

if TYPE_CHECKING:
    from collections.abc import Iterable

    from qms_docs.model.document import Document
    from qms_docs.model.manual import Manual
    from qms_docs.model.policy import Policy
    from qms_docs.model.records.history import KeptRecord

__all__ = ["NAMING_FILES", "files_of", "is_handed_out", "is_withheld", "record_is_withheld", "withheld_files"]

NAMING_FILES = (Refers.FILE, Refers.EVIDENCE, Refers.EVIDENCE_LINK)
"""What may name a file beside a record."""


def is_withheld(confidentiality: Confidentiality, policy: Policy) -> bool:
    """Whether what is confidential to that degree is not for the readers of the site."""
    if policy.site.audience is Audience.PUBLIC:
        return confidentiality is not Confidentiality.PUBLIC
    return confidentiality is Confidentiality.RESTRICTED


def record_is_withheld(kept: KeptRecord, policy: Policy) -> bool:
    """Whether a record is not for the readers of the site.

    One whose confidentiality cannot be read is for nobody, because nobody knows what it was to be.
    """
    if not kept.readable or "confidentiality" in kept.record.faulty:
        return True
    stated = kept.record.confidentiality
    return is_withheld(Confidentiality(stated) if stated else Confidentiality.INTERNAL, policy)


def files_of(kept: KeptRecord) -> tuple[str, ...]:
    """The paths to which the attachments of a record and the files that it names as evidence lead."""
    names = [each.path for each in kept.record.attachments if each.path]
    names += [each.name for each in kept.record.names if each.refers in NAMING_FILES and "/" in each.name]
    folder = posixpath.dirname(kept.path) if names else ""
    paths = (posixpath.normpath(posixpath.join(folder, name)) for name in names)
    return tuple(dict.fromkeys(paths))


def withheld_files(manual: Manual, documents: Iterable[Document]) -> frozenset[str]:
    """The object ids of files that belong to records or these documents and are not for the readers of the site."""
    found: set[str] = set()
    for kept in manual.records.standing:
        if record_is_withheld(kept, manual.policy):
            found.update(blob for path in files_of(kept) if (blob := manual.blobs.get(path)))
    for document in documents:
        texts = [document.latest, *(each.text for each in document.revisions)]
        for text in texts:
            if is_withheld(text.header.confidentiality, manual.policy):
                found.update(each.blob for each in text.text.files)
    return frozenset(found)


def is_handed_out(path: str, policy: Policy) -> bool:
    """Whether a file may be published with a record: it stands among the records, and is none itself."""
    inside = path.removeprefix(f"{policy.records}/")
    folder, _, name = inside.rpartition("/")
    return inside != path and ("files" in folder.split("/") or not name.lower().endswith(_RECORDS))


_RECORDS = (".yml", ".yaml", ".md", ".csv")
