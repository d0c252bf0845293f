"""A pack from a manual: which parts it has, and in which order they are written."""

from __future__ import annotations

import json
from dataclasses import asdict
from importlib.resources import files
from typing import TYPE_CHECKING, BinaryIO

from qms_docs.check import check
from qms_docs.exports.pack.archive import PackArchive
from qms_docs.exports.pack.counts import Counts
from qms_docs.exports.pack.evidence import approval_evidence, text_evidence
from qms_docs.exports.pack.lists import (
    MASTER_LIST,
    write_answers,
    write_clauses,
    write_master_list,
    write_organization,
    write_rules,
)
from qms_docs.exports.pack.records import refuse_unknown, write_records
from qms_docs.exports.pack.request import Desk, Request
from qms_docs.exports.pack.scope import LeftOut, Scope
from qms_docs.exports.pack.texts import write_document, write_prints, write_redlines, write_texts
from qms_docs.reports.manifest import manifest_json
from qms_docs.values import dataclass
from qms_docs.views.manifest import pack_manifest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from qms_docs.exports.site_text import Elsewhere, SiteTexts, WantedText
    from qms_docs.model.finding import Report
    from qms_docs.model.manual import Manual
    from qms_docs.sources.loading import ManualSource

__all__ = ["Packed", "write_pack"]

_BUNDLE = "history.bundle"


@dataclass(frozen=True, kw_only=True, slots=True)
class Packed:
    """What was written, for whoever asked for it."""

    sha256: str
    """Of the whole file."""
    files: int
    left_out: LeftOut
    bundled: bool
    """Whether the history in git is in it."""
    unprinted: dict[str, str]
    """Why a text has no PDF, by the id of its document."""
    report: Report


def write_pack(  # noqa: PLR0913 - all that a pack is made from
    stream: BinaryIO,
    source: ManualSource,
    manual: Manual,
    request: Request,
    texts: Callable[[Iterable[tuple[WantedText, Elsewhere]]], Iterator[SiteTexts]],
    *,
    everything: bool,
) -> Packed:
    """The pack is written into a stream; the same bytes for the same commit, day and request.

    `source` is frozen at the commit of the manual, which was loaded with all that rules judge. With `everything`
    restricted documents and records go in. Raises UnknownThingError for a record that is not there.
    """
    scope = Scope(manual=manual, everything=everything)
    refuse_unknown(request, scope, manual)
    with PackArchive(stream) as archive:
        desk = Desk(manual=manual, source=source, scope=scope, request=request, archive=archive, texts=texts)
        return _written(desk)


def _written(desk: Desk) -> Packed:
    manual, scope, request, archive = desk.manual, desk.scope, desk.request, desk.archive
    report = check(manual)
    findings = scope.findings(report.findings)
    left_out = scope.left_out(report.findings)
    archive.add("verify.py", files("qms_docs.exports.pack").joinpath("verifier.py").read_bytes())
    archive.add("style.css", files("qms_docs.exports").joinpath("templates/pack/style.css").read_bytes())
    archive.add("texts.css", write_texts(desk))
    unprinted = write_prints(desk) if request.pdf and desk.documents else {}
    contents = _written_documents(desk, unprinted)
    write_master_list(desk)
    write_answers(desk)
    write_clauses(desk)
    write_rules(desk, report, findings, left_out.findings)
    write_organization(desk)
    records = write_records(desk)
    bundled = _written_history(desk, left_out)
    desk.write(
        *("index.html", "index", f"Audit pack: {manual.policy.organization}"),
        left_out=left_out,
        unprinted=unprinted,
        report=report,
        findings=findings,
        bundled=bundled,
        pdf=request.pdf,
        everything=scope.everything,
        drafts=scope.drafts,
        uncontrolled=len(manual.pages),
        records=records,
        counts=Counts.of(desk, unprinted, contents["approvals"]),
    )
    about = {
        "format": "qms-pack 1",
        "organization": manual.policy.organization,
        "commit": manual.commit,
        "as_of": manual.as_of.isoformat(),
        "left_out": asdict(left_out),
        "drafts": [{"id": each.id, "title": each.title, "revision": each.revision} for each in scope.drafts],
        "uncontrolled_pages": len(manual.pages),
        "pdf": request.pdf,
        "bundle": _BUNDLE if bundled else None,
        "master_list": MASTER_LIST,
    }
    archive.add("contents.json", json.dumps(about | contents, ensure_ascii=False, indent=2) + "\n")
    archive.add("manifest.json", manifest_json(pack_manifest(manual, desk.documents, dict(archive.sums))))
    number = len(archive.sums) + 1
    return Packed(
        sha256=archive.close(),
        files=number,
        left_out=left_out,
        bundled=bundled,
        unprinted=unprinted,
        report=report,
    )


def _written_documents(desk: Desk, unprinted: dict[str, str]) -> dict[str, Sequence[object]]:
    """The pages and histories of documents; gives what a verifier holds against each other."""
    organizations = desk.source.organizations()
    revisions: list[dict[str, object]] = []
    approvals: list[dict[str, object]] = []
    histories = []
    for document in desk.documents:
        redlines = write_redlines(desk, document)
        evidence: dict[str, dict[str, object]] = {}
        for each in document.issued:
            text = text_evidence(desk, document, each)
            given = approval_evidence(desk, organizations, document, each)
            evidence[each.number] = {"text": text, "approvals": given}
            revisions.append(text)
            approvals += given
        histories.append(write_document(desk, document, redlines, evidence, unprinted.get(document.id, "")))
    return {"histories": histories, "revisions": revisions, "approvals": approvals}


def _written_history(desk: Desk, left_out: LeftOut) -> bool:
    """The history in git, which holds everything: where something restricted stays out, it stays out too."""
    commit = desk.manual.commit
    if commit is None:
        return False
    if not desk.scope.everything and (left_out or desk.source.says_restricted(commit)):
        return False
    branch = desk.manual.policy.release_branch or "main"
    desk.archive.add_pieces(_BUNDLE, desk.source.repository.bundle(commit, branch))
    return True
