"""The pages that are worked out as a whole: registers, groups, clauses, control."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from mkdocs_document_control.late import LateValues
from mkdocs_document_control.page import LITTLE, PlannedPage
from mkdocs_document_control.process_pages import addresses_of_processes
from mkdocs_document_control.rule_pages import pages_of_rules
from qms_docs.views.auditor import audit_questions
from qms_docs.views.clauses import clause_headings, clauses_in_use
from qms_docs.views.control import control_statement
from qms_docs.views.gap_page import gap_headings, gap_page, has_gap_page
from qms_docs.views.groups import by_department, by_process, by_type, group_anchor
from qms_docs.views.register import register

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from qms_docs.model.manual import Manual
    from qms_docs.views.groups import Group
    from qms_docs.views.master_list import MasterListRow
    from qms_docs.views.published_records import PublishedRecords

__all__ = ["generated_pages"]


def generated_pages(
    published: PublishedRecords, rows: Mapping[str, MasterListRow], *, archive: bool, redlines: bool
) -> tuple[PlannedPage, ...]:
    """Every page of the site that no file of the repository stands for, apart from those of revisions and days.

    `rows` are those of the master document list by the ids of documents; `archive` and `redlines` say whether the site
    has pages of revisions and comparisons of them.
    """
    manual = published.manual
    return (
        _register(manual, rows),
        _groups(manual, "departments", "Documents by department", "department", by_department),
        _groups(manual, "processes", "Documents by process", "process", by_process),
        _groups(manual, "types", "Documents by type", "type", by_type),
        _clauses(manual),
        *_gap(published),
        _control(manual),
        _auditor(manual, archive=archive, redlines=redlines),
        *pages_of_rules(),
    )


def _register(manual: Manual, rows: Mapping[str, MasterListRow]) -> PlannedPage:
    def values() -> dict[str, object]:
        return {
            "rows": register(manual, rows.values()),
            "as_of": manual.as_of,
            "records": bool(manual.records.kept),
        }

    return PlannedPage(
        src_uri="register.md",
        title="Master document list",
        template="register.html.jinja",
        values=LateValues(values),
        in_navigation=True,
        searchable=False,
        hidden_parts=("toc",),
    )


def _of_processes(manual: Manual) -> dict[str, str]:
    """The page of each process, by the anchor of its documents."""
    return {group_anchor(name): page for name, page in addresses_of_processes(manual).items()}


class _Grouping(Protocol):
    def __call__(self, manual: Manual, *, named: bool = False) -> tuple[Group, ...]: ...


def _groups(manual: Manual, name: str, title: str, word: str, grouped: _Grouping) -> PlannedPage:
    def values() -> dict[str, object]:
        pages = _of_processes(manual) if word == "process" else {}
        return {"groups": grouped(manual), "word": word, "pages": pages}

    return PlannedPage(
        src_uri=f"{name}.md",
        title=title,
        template="groups.html.jinja",
        values=LateValues(values),
        in_navigation=True,
        searchable=False,
        headings=tuple((group.anchor, group.title) for group in grouped(manual, named=True)),
    )


def _clauses(manual: Manual) -> PlannedPage:
    def values() -> dict[str, object]:
        return {"standards": clauses_in_use(manual), "gap": has_gap_page(manual)}

    return PlannedPage(
        src_uri="clauses.md",
        title="Documents by clause",
        template="clauses.html.jinja",
        values=LateValues(values),
        in_navigation=True,
        searchable=False,
        headings=clause_headings(manual),
    )


def _gap(published: PublishedRecords) -> Iterator[PlannedPage]:
    manual = published.manual

    def values() -> dict[str, object]:
        page = gap_page(published)
        told = {"standards": page.standards, "ways": page.ways, "counts_for": page.counts_for}
        return {**told, "as_of": manual.as_of}

    if has_gap_page(manual):
        yield PlannedPage(
            src_uri="gap.md",
            title="Gap analysis",
            template="gap.html.jinja",
            values=LateValues(values),
            in_navigation=True,
            searchable=False,
            headings=gap_headings(manual),
        )


def _control(manual: Manual) -> PlannedPage:
    statement = control_statement(manual)
    sections = (*statement.before, *statement.after)
    headings = [(each.anchor, each.title) for each in sections]
    about = [("types", "Types of documents")]
    if statement.approvals:
        about += [("approvals", "Approvals and what they prove"), ("verify", "How anyone verifies a signature")]
    headings[len(statement.before) : len(statement.before)] = about
    return PlannedPage(
        src_uri="control.md",
        title="How this manual is controlled",
        template="control.html.jinja",
        values={"statement": statement},
        in_navigation=True,
        indexed="page",
        boost=LITTLE,
        headings=tuple(headings),
    )


def _auditor(manual: Manual, *, archive: bool, redlines: bool) -> PlannedPage:
    questions = audit_questions(manual, archive=archive, redlines=redlines)
    return PlannedPage(
        src_uri="auditor.md",
        title="What auditors ask",
        template="auditor.html.jinja",
        values={"questions": questions},
        in_navigation=True,
        indexed="page",
        boost=LITTLE,
        headings=tuple((each.anchor, each.question) for each in questions),
    )
