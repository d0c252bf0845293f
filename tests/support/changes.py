"""What a change brings, in a form that a test can compare."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from qms_docs.check import check, check_change
from qms_docs.cli.checked import report_since
from qms_docs.cli.common import side_of
from qms_docs.cli.redline_given import redline_if_possible
from qms_docs.reports.summary import summary_markdown
from qms_docs.sources.change import read_change
from qms_docs.sources.record_names import records_naming
from qms_docs.views.summary import summary
from support.manuals import LATE, opened

if TYPE_CHECKING:
    from collections.abc import Iterable

    from qms_docs.model.finding import Finding, Report
    from qms_docs.views.summary import Summary
    from support.clone import Clone

__all__ = ["all_findings", "brought", "markdown_of", "places", "report_of", "summary_of"]


def report_of(clone: Clone, since: str = "main", as_of: str | None = None, *, today: str = LATE) -> Report:
    """The report about the change since a branch or commit."""
    with opened(clone, today) as source:
        return report_since(source, since, date.fromisoformat(as_of) if as_of else None)


def brought(clone: Clone, since: str = "main", as_of: str | None = None, *, today: str = LATE) -> list[str]:
    """`CODE path:line` of each finding that the change brings."""
    return places(report_of(clone, since, as_of, today=today).findings)


def all_findings(clone: Clone, *, today: str = LATE) -> list[str]:
    """`CODE path:line` of each finding that there is."""
    with opened(clone, today) as source:
        return places(check(source.manual(preview=True, judged=True, merged=True)).findings)


def places(findings: Iterable[Finding]) -> list[str]:
    """Each finding as `CODE path:line`."""
    return [f"{each.code} {each.place}" for each in findings]


def summary_of(clone: Clone, since: str = "main", *, today: str = LATE) -> Summary:
    """The summary of the change since a branch or commit."""
    with opened(clone, today) as source:
        change = read_change(source, since)
        naming = partial(records_naming, source.repository, change.after)
        return summary(
            change,
            check_change(change, source.read),
            partial(side_of, source),
            partial(redline_if_possible, source),
            naming,
        )


def markdown_of(clone: Clone, since: str = "main", *, today: str = LATE) -> str:
    """The same as Markdown."""
    return summary_markdown(summary_of(clone, since, today=today))
