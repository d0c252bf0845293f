"""Texts and approvals in the form in which anybody can hold them against their digests and signatures."""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING

from qms_docs.exports.pack.names import Names, source_name
from qms_docs.model.days import utc_day
from qms_docs.model.policy import Evidence
from qms_docs.signing.keys import PublicKeyError, parse_public_key
from qms_docs.signing.statement import StatementError
from qms_docs.sources.witness import statement_of

if TYPE_CHECKING:
    from qms_docs.exports.pack.request import Desk
    from qms_docs.model.approval import Approval
    from qms_docs.model.document import Document, Revision
    from qms_docs.model.organization import Key
    from qms_docs.sources.organizations import OrganizationHistory

__all__ = ["approval_evidence", "text_evidence"]


def text_evidence(desk: Desk, document: Document, revision: Revision) -> dict[str, object]:
    """The bytes of a text and its files, and the listing whose SHA-256 is the digest."""
    text = revision.text.text
    shape: dict[str, object] = {"document": document.id, "revision": revision.number, "digest": revision.digest}
    if not desk.scope.shows(revision):
        return shape | {"withheld": True}
    source = desk.archive.add_source(desk.source.read(text.blob), "text.md")
    lines = [f"{text.sha256}  {document.id}\n"]
    files = []
    for shown in text.files:
        name = source_name(shown.sha256, shown.path)
        if name not in desk.archive.sums:
            desk.archive.add(name, desk.source.read(shown.blob))
        files.append({"name": shown.name, "file": name})
        lines.append(f"{shown.sha256}  {shown.name}\n")
    number = desk.number(document, revision)
    listing = desk.archive.add(f"{desk.folder(document)}/revision-{number}.listing.txt", "".join(lines).encode())
    return shape | {"withheld": False, "source": source, "listing": listing, "files": files}


def approval_evidence(
    desk: Desk, organizations: OrganizationHistory, document: Document, revision: Revision
) -> list[dict[str, object]]:
    """Each approval with the file that records it, and where it is signed statement, signature and key."""
    if not desk.scope.shows(revision):
        return []
    names = Names()
    return [_evidence(desk, organizations, document, revision, each, names) for each in revision.approvals]


def _evidence(  # noqa: PLR0913, PLR0917 - of a revision each approval with all that it rests on
    desk: Desk,
    organizations: OrganizationHistory,
    document: Document,
    revision: Revision,
    approval: Approval,
    names: Names,
) -> dict[str, object]:
    record, archive = approval.record, desk.archive
    stem = posixpath.basename(record.path).rpartition(".")[0]
    own = names.of(stem) if stem not in names else names.of(record.path)
    folder = f"{desk.folder(document)}/approvals-{desk.number(document, revision)}/{own}"
    blob = desk.manual.blobs.get(record.path)
    shape: dict[str, object] = {
        "document": record.document,
        "revision": record.revision,
        "digest": record.digest,
        "meaning": record.meaning,
        "person": record.person,
        "name": approval.name,
        "role": record.role,
        "at": record.at_written,
        "evidence": approval.evidence.value,
        "counts": approval.counts,
        "record": archive.add(f"{folder}/approval.yml", desk.source.read(blob)) if blob else None,
    }
    if record.signature is None:
        return shape
    try:
        statement = statement_of(record, approval.name).bytes
    except StatementError:
        return shape
    shape["statement"] = archive.add(f"{folder}/statement.txt", statement)
    armored = record.signature.replace("\r\n", "\n").removesuffix("\n") + "\n"
    shape["signature"] = archive.add(f"{folder}/statement.txt.sig", armored)
    if approval.evidence is Evidence.SIGNED:
        trust = organizations.trust(record.entry.number).organization
        key = _key(trust.people[record.person].keys, approval)
        file = organizations.file(record.entry.number)
        if key is not None and file is not None:
            shape["key"] = key.key
            shape["key_from"] = key.since.isoformat()
            shape["key_until"] = key.until.isoformat() if key.until else None
            shape["organization"] = archive.add_source(desk.source.read(file), "organization.yml")
            archive.add(f"{folder}/allowed_signers", f'{record.person} namespaces="qms-approval" {key.key}\n')
    return shape


def _key(keys: tuple[Key, ...], approval: Approval) -> Key | None:
    """The key that made the signature; where a person has stated it twice, the one that was held on the day."""
    found = [each for each in keys if _fingerprint(each) == approval.key]
    held = [each for each in found if each.held_on(utc_day(approval.at))]
    return next(iter(held or found), None)


def _fingerprint(key: Key) -> str | None:
    try:
        return parse_public_key(key.key).fingerprint
    except PublicKeyError:
        return None
