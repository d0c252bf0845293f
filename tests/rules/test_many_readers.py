"""Who is late with reading: each by name where they are few, one finding where they are very many."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from qms_docs.check import check
from qms_docs.sources.loading import open_manual
from support import Story, document, organization_file

if TYPE_CHECKING:
    from qms_docs.model.finding import Finding
    from support import Build

DAY = date(2026, 6, 1)


def found(build: Build, readers: int) -> list[Finding]:
    """What TR101 finds where so many people are late with each of two documents."""
    story = Story()
    story.policy("2026-01-01", {"types": {"procedure": {"acknowledge": "14 days"}}, "standards": []})
    people = {f"Reader {number:04}": ["buyer"] for number in range(readers)}
    files = {"records/organization.yml": organization_file(people | {"Per Haug": ["clerk"]})}
    for number in (1, 2):
        text = document(f"SOP-00{number}", title=f"Text {number}", applies_to=["buyer"], owner="clerk")
        files[f"procedures/p{number}.md"] = text
    story.entry("2026-01-05", files)
    with (source := open_manual(build(story).path, DAY)).repository:
        report = check(source.manual(judged=True))
    return [each for each in report.findings if each.code == "TR101"]


def test_twenty_people_have_a_finding_each(build: Build) -> None:
    """Each of them is named, for each document."""
    findings = found(build, 20)
    assert len(findings) == 40
    assert findings[0].fact == "reader.0000 (Buyer) was to acknowledge revision 1 of SOP-001 by 2026-01-19."


@pytest.mark.parametrize("readers", [21, 2000])
def test_more_people_are_one_finding_a_document(build: Build, readers: int) -> None:
    """It says how many they are, names the first of them, and says how to see and how to mend all of it."""
    findings = found(build, readers)
    assert [(each.document, each.path, each.line) for each in findings] == [
        ("SOP-001", "procedures/p1.md", 7),
        ("SOP-002", "procedures/p2.md", 7),
    ]
    assert findings[0].fact.startswith(
        f"{readers} people were to acknowledge revision 1 of SOP-001: reader.0000 (Buyer) by 2026-01-19, reader.0001"
    )
    assert findings[0].fact.endswith(f"and {readers - 5} more.")
    assert "`qms status`" in findings[0].remedy
    assert "`--import FILE`" in findings[0].remedy
