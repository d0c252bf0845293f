"""Commands that write, on a terminal: what no option says is asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from cli.conftest import type_on_a_terminal
from support import Story, document, organization_file, policy

if TYPE_CHECKING:
    from support import Build, Clone


@pytest.fixture
def clone(build: Build) -> Clone:
    """A manual with one document."""
    told = Story()
    told.policy("2021-01-04", {"types": {"procedure": {"id": r"SOP-\d{3}"}, "form": {"id": r"FRM-\d{2}-\d"}}})
    told.entry("2021-01-05", {"records/organization.yml": organization_file()})
    told.entry("2021-02-01", {"procedures/purchasing.md": document("SOP-004")})
    return build(told)


def test_a_revision(clone: Clone) -> None:
    """Each answer is asked for until there is one."""
    answers = "huge", "minor", "", "Two offers.", "Finding 2."
    status, out, talk = type_on_a_terminal(clone.path, ("revise", "SOP-004"), *answers)
    assert (status, out) == (0, "procedures/purchasing.md\n"), talk
    assert "How much changes for those who work by it? [major/minor/editorial] One of major, minor, editorial." in talk
    text = (clone.path / "procedures/purchasing.md").read_text()
    assert "change:\n  class: minor\n  summary: Two offers.\n  reason: Finding 2.\n" in text


def test_a_change_request(clone: Clone) -> None:
    """It is asked for where the type wants one."""
    clone.write("qms.yml", policy(types={"procedure": {"request": "required"}}))
    answers = "minor", "Two offers.", "Finding 2.", "CR-2026-014"
    status, _, talk = type_on_a_terminal(clone.path, ("revise", "SOP-004"), *answers)
    assert (status, "the type asks for one" in talk) == (0, True), talk
    assert "  request: CR-2026-014\n" in (clone.path / "procedures/purchasing.md").read_text()


def test_a_withdrawal(clone: Clone) -> None:
    """A day that is none is asked for again."""
    answers = "soon", "2099-01-31", "none", "No purchasing.", "We make everything."
    status, _, talk = type_on_a_terminal(clone.path, ("obsolete", "SOP-004"), *answers)
    assert status == 0, talk
    assert "A day such as 2026-12-01." in talk
    assert "  date: 2099-01-31\n  superseded_by: null\n" in (clone.path / "procedures/purchasing.md").read_text()


def test_a_review(clone: Clone) -> None:
    """The comment may be empty."""
    status, out, talk = type_on_a_terminal(clone.path, ("review", "SOP-004"), "keep", "")
    assert (status, out) == (0, "records/reviews/SOP-004.csv\n"), talk
    assert (clone.path / "records/reviews/SOP-004.csv").read_text().endswith(",ann.berg,1,keep,\n")


def test_a_document(clone: Clone) -> None:
    """The owner is offered, the id only asked for where it is not sure."""
    status, _, talk = type_on_a_terminal(clone.path, ("new", "form", "Order"), "", "FRM-26-1")
    assert status == 0, talk
    assert "[internal-auditor/purchasing-manager/quality-manager] (Enter: quality-manager)" in talk
    assert "Which id is it to have?" in talk
    text = (clone.path / "procedures/order.md").read_text()
    assert text.startswith("---\nid: FRM-26-1\ntitle: Order\ntype: form\nrevision: 1\nowner: quality-manager\n")


def test_whoever_ends_it_writes_nothing(clone: Clone) -> None:
    """At the end of what is typed the command ends, with status 130."""
    status, out, talk = type_on_a_terminal(clone.path, ("revise", "SOP-004"), "minor", "\x04")
    assert (status, out) == (130, ""), talk
    assert clone.git("status", "--porcelain") == ""
