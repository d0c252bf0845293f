"""The page of a rule on the terminal."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from qms_docs.check import RULES
from qms_docs.reports.rule_page import rule_text

if TYPE_CHECKING:
    from pathlib import Path

    from cli.conftest import Qms
    from qms_docs.check import Rule


@pytest.mark.parametrize("name", ["DC301", "dc301", "changed-text-under-same-revision"])
def test_by_code_or_name(qms: Qms, tmp_path: Path, name: str) -> None:
    """A rule is found by either, in any case and outside every repository; its page has all its parts."""
    ran = qms(tmp_path, "explain", name)
    assert (ran.status, ran.err) == (0, "")
    assert ran.text.startswith(
        "DC301 changed-text-under-same-revision\n\nError. Basis: the standard asks for it, clause "
    )
    for part in ("Avoid\n-----", "Prefer\n------", "Why\n---"):
        assert part in ran.text


def test_every_rule_has_a_page(qms: Qms, tmp_path: Path) -> None:
    """What `qms check` can report, `qms explain` can explain."""
    for rule in (RULES[0], RULES[-1]):
        assert qms(tmp_path, "explain", rule.code).text.startswith(f"{rule.code} {rule.name}\n")


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_examples_read_well_without_markup(rule: Rule) -> None:
    """A file of an example stands indented under its path; no mark of Markdown code is left."""
    text = rule_text(rule)
    assert "```" not in text
    assert re.search(r"^\S+\.(?:csv|md|yml)(?: on [\d-]+)?(?:, published)?:\n\n    \S", text, re.MULTILINE)


def test_no_such_rule(qms: Qms, tmp_path: Path) -> None:
    """Status 1, nothing on standard output, and the rule that was perhaps meant."""
    ran = qms(tmp_path, "explain", "vanished-documents")
    assert (ran.status, ran.out) == (1, b"")
    assert ran.err == "qms: There is no rule vanished-documents. Did you mean DC304 vanished-document?\n"
    assert qms(tmp_path, "explain").status == 2
