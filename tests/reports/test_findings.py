"""The lines of a report: one for each finding, and one for many that were permitted in one go."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from qms_docs.model.finding import Finding, Report, Severity
from qms_docs.reports.findings import finding_lines, findings_text

DAY = date(2026, 11, 27)
ONE = Finding(
    code="CL101",
    rule="uncovered-clause",
    severity=Severity.WARNING,
    path="qms.yml",
    line=9,
    document=None,
    fact="No document in force names it.",
    remedy="Name it.",
)


def told(*findings: Finding) -> list[str]:
    """The lines of a report."""
    report = Report(commit=None, as_of=DAY, dirty=False, documents=1, records=0, entries=1, findings=findings)
    return findings_text(report).splitlines()


def test_each_by_itself() -> None:
    """Findings that count are never told together, however many and however alike; few permitted ones neither."""
    permitted = replace(ONE, permitted_until=DAY)
    assert told(*[ONE] * 9) == ["qms.yml:9: CL101 No document in force names it. Name it. (warning)"] * 9
    assert (
        told(*[permitted] * 3)
        == ["qms.yml:9: CL101 No document in force names it. Name it. (permitted until 2026-11-27)"] * 3
    )


def test_many_permitted_in_one_go() -> None:
    """One line says how many, where, of which rule and until when, and where to see each."""
    permitted = replace(ONE, permitted_until=DAY)
    other = replace(permitted, code="CL103", rule="missing-required-information")
    later = replace(permitted, permitted_until=date(2027, 1, 1))
    assert told(*[permitted] * 5, ONE, *[other] * 4, *[later] * 2) == [
        (
            "qms.yml:9: CL101 5 findings of the rule uncovered-clause, each for itself in `qms check --format json`. "
            "(permitted until 2026-11-27)"
        ),
        "qms.yml:9: CL101 No document in force names it. Name it. (warning)",
        (
            "qms.yml:9: CL103 4 findings of the rule missing-required-information, each for itself in "
            "`qms check --format json`. (permitted until 2026-11-27)"
        ),
        *["qms.yml:9: CL101 No document in force names it. Name it. (permitted until 2027-01-01)"] * 2,
    ]
    assert [each for each, _ in finding_lines([permitted] * 5)] == [permitted]
