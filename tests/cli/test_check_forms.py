"""Findings in the forms that other programs read."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest

from support import Story, document, policy

if TYPE_CHECKING:
    from pathlib import Path

    from cli.conftest import Qms
    from support import Build, Clone

HOSTILE = "procedures/a,b: 100%\n::error title=x::[y](z)\x1b.md"
FORMS = ("sarif", "github", "gitlab", "junit")


@pytest.fixture
def odd(build: Build) -> Clone:
    """A manual with a page of a hostile name, a name that is no UTF-8, and an entry whose date runs backwards."""
    story = Story()
    story.entry("2021-03-04", {"qms.yml": policy()})
    files = {HOSTILE: "# No mark\n", "procedures/\udcff.md": "# No mark\n", "procedures/b.md": document(heading=False)}
    story.entry("2021-02-01", files)
    return build(story)


def test_sarif_has_rules_with_help_and_places_below_the_top(qms: Qms, odd: Clone) -> None:
    """Each result names its rule, level, message and an encoded relative place; the release line is at the policy."""
    ran = qms(odd, "check", "--format", "sarif")
    log = ran.json
    (run,) = log["runs"]
    rules = run["tool"]["driver"]["rules"]
    assert (ran.status, ran.err, log["version"]) == (1, "", "2.1.0")
    assert all(each["help"]["text"] and each["help"]["markdown"] and "helpUri" not in each for each in rules)
    assert {each["level"] for each in run["results"]} == {"error", "warning"}
    places = {}
    for each in run["results"]:
        assert rules[each["ruleIndex"]]["id"] == each["ruleId"]
        assert each["suppressions"] == []
        assert "](" not in each["message"]["text"]
        (place,) = each["locations"]
        assert place["physicalLocation"]["region"]["startLine"] >= 1
        places[place["physicalLocation"]["artifactLocation"]["uri"]] = each["ruleId"]
    assert places["qms.yml"] == "DC305"
    assert "procedures/a%2Cb%3A%20100%25%0A%3A%3Aerror%20title%3Dx%3A%3A%5By%5D%28z%29%1B.md" in places
    assert "procedures/%FF.md" in places


def test_github_commands_cannot_be_forged(qms: Qms, odd: Clone) -> None:
    """Each line is one command, whatever the names of files; a finding of the release line has no file."""
    ran = qms(odd, "check", "--format", "github")
    lines = ran.text.splitlines()
    assert len(lines) == len(qms(odd, "check", "--format", "json").json["findings"])
    assert all(each.startswith(("::error ", "::warning ")) for each in lines)
    assert any(each.startswith("::warning title=DC305 ") for each in lines)
    start = "::error file=procedures/a%2Cb%3A 100%25%0A%3A%3Aerror title=x%3A%3A[y](z)\ufffd.md,line=1,title=DC106 "
    assert any(each.startswith(start) for each in lines)
    assert ran.err.startswith("2 errors and 2 warnings ")


def test_gitlab_fingerprints_stay_when_lines_move(qms: Qms, copy: Clone) -> None:
    """Every issue has what GitLab asks for; more lines above it do not make it another issue."""
    text = document("SOP-004", revision=5, title="Purchasing")
    copy.write("procedures/purchasing.md", text)
    before = qms(copy, "check", "--format", "gitlab").json
    copy.write("procedures/purchasing.md", text.replace("---\n", "---\n# A remark.\n", 1))
    after = qms(copy, "check", "--format", "gitlab").json
    gap, moved = (next(each for each in every if each["check_name"] == "gap-in-revisions") for every in (before, after))
    assert set(gap) == {"description", "check_name", "fingerprint", "severity", "location"}
    assert (gap["severity"], gap["location"]["path"]) == ("major", "procedures/purchasing.md")
    assert moved["location"]["lines"]["begin"] == gap["location"]["lines"]["begin"] + 1
    assert moved["fingerprint"] == gap["fingerprint"]
    assert len({each["fingerprint"] for each in before}) == len(before)


def test_junit_is_xml_whatever_files_are_called(qms: Qms, odd: Clone) -> None:
    """A suite for each rule; errors are failures, warnings only where it is strict; the numbers are true."""
    for strict, failures in (((), 2), (("--strict",), 4)):
        root = ET.fromstring(qms(odd, "check", "--format", "junit", *strict).out)  # noqa: S314 - our own
        assert len(root.findall(".//failure")) == int(root.attrib["failures"]) == failures
        assert len(root.findall(".//testcase")) == int(root.attrib["tests"])


@pytest.mark.parametrize("form", FORMS)
def test_every_form_is_the_same_twice_and_knows_no_machine(qms: Qms, odd: Clone, tmp_path: Path, form: str) -> None:
    """Equal manuals give equal bytes, without a folder of the machine."""
    first, second = (qms(odd, "check", "--format", form) for _ in range(2))
    assert first.out == second.out
    assert str(tmp_path).encode() not in first.out
