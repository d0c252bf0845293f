"""`qms check --base`: what a pull request brings, as people and programs get it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from support import document

if TYPE_CHECKING:
    from pathlib import Path

    from cli.conftest import Qms
    from support import Clone

FORMS = ("text", "json", "sarif", "github", "gitlab", "junit")
NEW = "procedures/new.md"
LINKING = document("SOP-041", title="New", review="80 years", body="One\n\nTwo\n\nSee [[SOP-404]].\n")
COMMAND = re.compile(r"::error file=(?P<file>[^,]+),line=(?P<line>\d+),title=(?P<code>\S+) [^:]+::(?P<said>.+)")


@pytest.fixture
def proposed(copy: Clone) -> Clone:
    """A branch of the manual that brings a document with a link to nothing; another such document was there before."""
    old = document("SOP-040", title="Old", review="80 years", body="See [[SOP-404]].\n")
    copy.write("procedures/old.md", old)
    copy.git("add", "--all")
    copy.git("commit", "--quiet", "--message", "Old", day="2023-01-01")
    copy.git("switch", "--quiet", "--create", "pr")
    copy.write(NEW, LINKING)
    copy.git("add", "--all")
    copy.git("commit", "--quiet", "--message", "New", day="2023-02-01")
    return copy


def test_only_what_the_change_brings(qms: Qms, proposed: Clone) -> None:
    """A line for the new finding, and a sentence that says how many there were before."""
    ran = qms(proposed, "check", "--base", "main")
    assert ran.status == 1
    assert ran.text == f"{NEW}:16: DC105 The link leads to SOP-404, which does not exist. Correct it.\n"
    assert re.fullmatch(
        r"1 error brought by the change since main, in 7 documents as of [\d-]+\. "
        r"1 finding was there before; `qms check` without `--base` shows all\.\n",
        ran.err,
    )
    assert qms(proposed, "check").text.count("DC105") == 2


def test_json_keeps_its_shape(qms: Qms, proposed: Clone) -> None:
    """Everything but the findings is as without a base; each finding has the promised keys."""
    plain, compared = (qms(proposed, "check", "--format", "json", *more).json for more in ((), ("--base", "main")))
    assert [each["path"] for each in compared["findings"]] == [NEW]
    assert plain["findings"][0] == compared["findings"][0]
    assert plain | {"findings": []} == compared | {"findings": []}
    assert "about" not in compared["findings"][0]


def test_an_annotation_lies_at_its_line(qms: Qms, proposed: Clone) -> None:
    """The command of GitHub names the line at which the text of HEAD has the fault."""
    ran = qms(proposed, "check", "--base", "main", "--format", "github")
    found = COMMAND.fullmatch(ran.text.strip())
    assert found is not None
    lines = proposed.git("show", f"HEAD:{found['file']}").splitlines()
    assert (found["code"], "[[SOP-404]]" in lines[int(found["line"]) - 1]) == ("DC105", True)


@pytest.mark.parametrize("form", FORMS)
def test_every_form_has_both_outcomes(qms: Qms, proposed: Clone, form: str) -> None:
    """Status 1 with the new finding alone, status 0 and a whole, empty result where there is none."""
    ran = qms(proposed, "check", "--base", "main", "--format", form)
    assert (ran.status, b"SOP-404" in ran.out, b"old.md" in ran.out) == (1, True, False)
    nothing = qms(proposed, "check", "--base", "HEAD", "--format", form)
    assert (nothing.status, b"SOP-404" in nothing.out) == (0, False)
    if form in {"json", "sarif", "gitlab"}:
        assert nothing.json is not None


def test_in_order(qms: Qms, proposed: Clone) -> None:
    """What brings nothing says so, and does not hide what was there."""
    ran = qms(proposed, "check", "--base", "HEAD")
    assert (ran.status, ran.out) == (0, b"")
    assert ran.err.startswith("In order: the change since HEAD brings no finding; 7 documents checked as of ")
    assert ran.err.endswith(" 2 findings were there before; `qms check` without `--base` shows all.\n")


def test_a_text_that_changed_is_told_in_plain_words(qms: Qms, copy: Clone) -> None:
    """What happened, what to run, and what it does, so that it can be done by hand."""
    text = (copy.path / "procedures/sales.md").read_text(encoding="utf-8")
    copy.write("procedures/sales.md", f"{text}\nMore.\n")
    assert qms(copy, "check", "--base", "main").text == (
        "procedures/sales.md:5: DC301 SOP-009: the text changed but the revision is still 1. Run `qms revise SOP-009`, "
        "or set `revision: 2` and fill in `change`. To take the change back, restore what was issued on 2021-03-01.\n"
    )
    assert qms(copy, "revise", "SOP-009", "--class=minor", "--summary=More.", "--reason=Asked for.").status == 0
    assert qms(copy, "check", "--base", "main").status == 0


def test_warnings_fail_only_where_it_is_strict(qms: Qms, copy: Clone) -> None:
    """A warning that the change brings changes the status with `--strict` alone."""
    copy.write(NEW, document("SOP-041", title="New", heading=False))
    assert [qms(copy, "check", "--base", "main", *more).status for more in ((), ("--strict",))] == [0, 1]


def test_a_day_of_the_past_has_no_change(qms: Qms, proposed: Clone) -> None:
    """The branch has no part in it, and on a day to come it has."""
    past = qms(proposed, "check", "--base", "main", "--as-of", "2022-01-01", "--format", "json")
    assert (past.status, past.json["findings"], past.json["as_of"]) == (0, [], "2022-01-01")
    assert qms(proposed, "check", "--base", "main", "--as-of", "2098-12-31").status == 1


def test_what_contradicts_a_manifest_is_told_in_any_case(qms: Qms, copy: Clone, tmp_path: Path) -> None:
    """A rewritten history is no finding that a change could be excused from, wherever the change began."""
    kept = tmp_path / "manifest.json"
    assert qms(copy, "verify", "--write", str(kept)).status == 0
    assert qms(copy, "check", "--base", "HEAD~3", "--previous", str(kept)).status == 0
    rewritten = kept.read_text(encoding="utf-8").replace('"effective_on": "2021-02-01"', '"effective_on": "2021-02-02"')
    kept.write_text(rewritten, encoding="utf-8")
    for since in ("HEAD", "HEAD~3"):
        ran = qms(copy, "check", "--base", since, "--previous", str(kept))
        assert (ran.status, "DC501" in ran.text) == (1, True)


@pytest.mark.parametrize("name", ["nowhere", "", "main..pr", "--strict", "\x1b[31m", "^main", "../x", "*"])
def test_a_name_that_leads_nowhere_is_wrong_usage(qms: Qms, proposed: Clone, name: str) -> None:
    """Nothing on standard output; the sentence says what is missing and what to do. Status 2."""
    ran = qms(proposed, "check", f"--base={name}")
    assert (ran.status, ran.out) == (2, b"")
    assert ran.err.startswith("qms: There is no branch, tag or commit ")
    assert "git fetch origin" in ran.err
    assert "\x1b" not in ran.err


def test_histories_that_cannot_be_compared(qms: Qms, proposed: Clone, tmp_path: Path) -> None:
    """No common commit, or a clone that lacks a part of the history: status 3 and what to do."""
    proposed.git("switch", "--quiet", "--orphan", "foreign")
    proposed.git("commit", "--quiet", "--allow-empty", "--message", "Foreign", day="2023-03-01")
    proposed.git("switch", "--quiet", "pr")
    ran = qms(proposed, "check", "--base", "foreign")
    assert (ran.status, ran.out) == (3, b"")
    assert "no history in common with `foreign`" in ran.err
    shallow = proposed.clone(tmp_path / "shallow", "--depth=1")
    ran = qms(shallow, "check", "--base", "HEAD")
    assert (ran.status, ran.out) == (3, b"")
    assert "shallow" in ran.err


def test_from_any_folder_and_work_tree(qms: Qms, proposed: Clone, tmp_path: Path) -> None:
    """A folder inside the repository and a second work tree give the same answer."""
    expected = qms(proposed, "check", "--base", "main").text
    assert qms(proposed.path / "procedures", "check", "--base", "main").text == expected
    proposed.git("switch", "--quiet", "main")
    assert qms(proposed.worktree(tmp_path / "second", "pr"), "check", "--base", "main").text == expected


def test_an_interrupted_merge(qms: Qms, proposed: Clone) -> None:
    """Marks of a conflict in the work tree are found by their line, beside nothing that was known."""
    marked = LINKING.replace("Two\n", "<<<<<<< HEAD\nTwo\n=======\nThree\n>>>>>>> main\n")
    proposed.write(NEW, marked)
    ran = qms(proposed, "check", "--base", "main")
    assert ran.status == 1
    assert ran.text.startswith(f"{NEW}:14: IN101 ")


def test_before_a_commit_it_looks_at_that_alone(qms: Qms, proposed: Clone) -> None:
    """What the last commit has is left out; naming another state as well has no meaning."""
    proposed.write(NEW, LINKING + "\nSee [[SOP-405]].\n")
    ran = qms(proposed, "check", "--before-commit")
    assert (ran.status, ran.text.count("DC105")) == (1, 1)
    assert "SOP-405" in ran.text
    assert re.fullmatch(
        r"1 error brought by the change since the last commit, in 7 documents as of [\d-]+\.\n", ran.err
    )
    for other in (("--base", "main"), ("--as-of", "2023-01-01")):
        assert (qms(proposed, "check", "--before-commit", *other)).status == 2
