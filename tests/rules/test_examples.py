"""The bad and the good example on the page of every rule, executed on a real repository."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest

from qms_docs.check import RULES, Rule, check
from qms_docs.model.manifest import KeptManifest
from qms_docs.model.records.retention import RECORD_TYPES
from qms_docs.sources.loading import open_manual
from qms_docs.views.manifest import manifest_of
from support import Story

if TYPE_CHECKING:
    from pathlib import Path

    from qms_docs.model.finding import Finding

_BLOCK = re.compile(
    r"^```(?P<kind>\w+) title=\"(?P<path>[^\"]+)\"(?: on=\"(?P<day>[\d-]+)\")?(?P<deleted> deleted)?"
    r"(?P<published> published)?\n"
    r"(?P<text>.*?)^```$",
    re.MULTILINE | re.DOTALL,
)
_POLICY = """\
organization: Fjordlys Instruments
standards: [iso9001:2015, iso9001:2026]
release_branch: main
types:
  procedure: {title: Procedure, id: 'SOP-\\d{3}', approvals: []}
retention:
"""
_POLICY += "".join(f"  {name}: {{keep: 10 years, from: closed, then: delete}}\n" for name in RECORD_TYPES)
_TODAY = date(2026, 6, 1)
_OF_THE_WHOLE = frozenset({"CL101", "CL103"})
"""Rules about the manual as a whole: the few texts of an example serve hardly a clause."""


def _findings(example: str, folder: Path) -> tuple[Finding, ...]:
    """What the rules find in the files of an example.

    Of files that are marked as published the manifest is given to the rules; where another file is of the same path and
    day, the history was rewritten and has that one in its place.
    """
    blocks = list(_BLOCK.finditer(example))
    assert blocks, "the example has no files"
    published = [each for each in blocks if each["published"]]
    replaced = {(each["day"], each["path"]) for each in blocks if not each["published"]}
    kept = _kept(published, folder.with_name("published")) if published else None
    standing = [each for each in blocks if not each["published"] or (each["day"], each["path"]) not in replaced]
    _tell(standing, folder)
    source = open_manual(folder, _TODAY)
    with source.repository:
        return check(replace(source.manual(preview=True, judged=True), earlier=kept)).findings


def _kept(blocks: list[re.Match[str]], folder: Path) -> KeptManifest:
    """The manifest of a manual that was published on the last day of its entries."""
    _tell(blocks, folder)
    source = open_manual(folder, date.fromisoformat(blocks[-1]["day"]))
    with source.repository:
        manifest = manifest_of(source.manual(), None)
    return KeptManifest(name="manifest.json", content=b"", manifest=manifest)


def _tell(blocks: list[re.Match[str]], folder: Path) -> None:
    entries: dict[str, dict[str, str | None]] = defaultdict(dict)
    order: list[str] = []
    for block in blocks:
        day = block["day"] or "2026-01-05"
        if day not in order:
            order.append(day)
        entries[day][block["path"]] = None if block["deleted"] else block["text"]
    story = Story()
    story.entry("2025-01-01", {"qms.yml": _POLICY})
    for day in order:
        story.entry(day, entries[day])
    story.build(folder)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_what_the_page_says_to_avoid_is_found(rule: Rule, tmp_path: Path) -> None:
    """The example under Avoid brings a finding of the rule, and of no other.

    Where there is nothing for a clause (CL103), no document serves it either (CL101).
    """
    found = {finding.code for finding in _findings(rule.page.avoid, tmp_path)}
    assert found - _looked_away(rule) == {rule.code}


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_what_the_page_prefers_is_in_order(rule: Rule, tmp_path: Path) -> None:
    """The example under Prefer brings no finding at all."""
    found = _findings(rule.page.prefer, tmp_path)
    beside = frozenset() if rule.code in _OF_THE_WHOLE else _OF_THE_WHOLE
    assert [finding.sentence for finding in found if finding.code not in beside] == []


def _looked_away(rule: Rule) -> frozenset[str]:
    return frozenset() if rule.code == "CL101" else _OF_THE_WHOLE - {rule.code}


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_every_page_is_whole(rule: Rule) -> None:
    """Each rule says what it finds and why."""
    assert rule.page.summary.endswith(".")
    assert rule.page.why


def test_codes_and_names_are_unique() -> None:
    """No code and no name is given twice."""
    assert len({rule.code for rule in RULES}) == len(RULES)
    assert len({rule.name for rule in RULES}) == len(RULES)
