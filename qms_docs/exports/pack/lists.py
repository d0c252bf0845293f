"""What is asked of all documents at once: master list, answers, clauses, rules with findings, organization."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from qms_docs.check import RULES
from qms_docs.model.document import Status
from qms_docs.model.organization import ORGANIZATION_FILES
from qms_docs.reports.answers import answers_csv, answers_json
from qms_docs.reports.findings import findings_json
from qms_docs.reports.listing import listing_csv, listing_json
from qms_docs.views.answers import answers_of
from qms_docs.views.clauses import clauses_in_use
from qms_docs.views.master_list import master_list
from qms_docs.views.rule_pages import rule_entries
from qms_docs.views.words import status_in_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qms_docs.exports.pack.request import Desk
    from qms_docs.model.finding import Finding, Report
    from qms_docs.views.answers import Answer

__all__ = ["MASTER_LIST", "write_answers", "write_clauses", "write_master_list", "write_organization", "write_rules"]

MASTER_LIST = "master-list.json"
_POLICY = "qms.yml"
_UNTOLD = "left out, because it names something restricted"


def write_master_list(desk: Desk) -> None:
    """The list of the day as a page, as CSV and as JSON."""
    rows = [row for row in master_list(desk.manual) if row.id in desk.ids]
    who, types = desk.manual.organization, desk.manual.policy.types
    desk.archive.add(MASTER_LIST, listing_json(rows))
    desk.archive.add("master-list.csv", listing_csv(rows))
    folders = {each.id: desk.folder(each) for each in desk.documents}
    shown = [
        (
            row,
            types[row.type].title if row.type and row.type in types else row.type,
            who.role_title(row.owner) if row.owner else "",
            _status(desk, row.id, row.revision, row.status),
            _status(desk, row.id, row.next.revision, row.next.status) if row.next else "",
        )
        for row in rows
    ]
    desk.write("master-list.html", "master_list", "Master document list", rows=shown, folders=folders)


def write_answers(desk: Desk) -> None:
    """What auditors ask of each document, answered."""
    answers = [
        replace(each, answers=tuple(_told(desk, answer) for answer in each.answers))
        for each in answers_of(desk.manual, desk.documents)
    ]
    desk.archive.add("answers.json", answers_json(answers))
    desk.archive.add("answers.csv", answers_csv(answers))
    folders = {each.id: desk.folder(each) for each in desk.documents}
    desk.write("answers.html", "answers", "Answers to auditors' questions", sample=answers, folders=folders)


def write_clauses(desk: Desk) -> None:
    """Which documents in force name which clause."""
    standards = clauses_in_use(desk.manual, desk.documents)
    folders = {each.id: desk.folder(each) for each in desk.documents}
    desk.write("clauses.html", "clauses", "Clause matrix", standards=standards, folders=folders)


def write_rules(desk: Desk, report: Report, findings: Sequence[Finding], left_out: int) -> None:
    """The rules that were applied, with what they found that day."""
    rules = [(entry, rule.page.why) for entry, rule in zip(rule_entries(RULES), RULES, strict=True)]
    desk.archive.add("findings.json", findings_json(replace(report, findings=tuple(findings))))
    records = [each.record for each in desk.manual.records.deviations if each in desk.scope.records]
    desk.write(
        *("rules.html", "rules", "Rules, findings and deviations"),
        rules=rules,
        report=report,
        findings=findings,
        left_out=left_out,
        deviations=[each for each in records if desk.scope.gives_nothing_away(getattr(each, "document", None))],
    )


def write_organization(desk: Desk) -> None:
    """Policy and organization of the day, as files and as people read them."""
    manual = desk.manual
    paths = [_POLICY, *(f"{manual.policy.records}/{name}" for name in ORGANIZATION_FILES)]
    files = []
    for path in paths:
        blob = manual.blobs.get(path)
        if blob is not None:
            name = f"organization/{path.rpartition('/')[2]}"
            files.append((path, desk.archive.add(name, desk.source.read(blob))))
    desk.write(
        *("organization.html", "organization", "Organization and policy"),
        files=files,
        policy=manual.policy,
        who=manual.organization,
    )


def _status(desk: Desk, document_id: str, number: str | None, status: str | None) -> str:
    """The status as people read it: that it is approved only where somebody had to approve it."""
    document = desk.manual.document(document_id)
    revision = document.revision(number) if document and number else None
    if document is None or revision is None or status != Status.APPROVED.value:
        return status or ""
    return status_in_words(document, revision, desk.manual.as_of, desk.manual.organization).removesuffix(".")


def _told(desk: Desk, answer: Answer) -> Answer:
    return answer if desk.scope.gives_nothing_away(answer.words) else replace(answer, words=_UNTOLD)
