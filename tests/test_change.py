"""What a change brings or breaks, anywhere in the manual, beside what was found before."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from qms_docs.failures import CannotCheckError, WrongUseError
from support import Story, approval, document, organization_file, policy, record_of
from support.changes import all_findings, brought, report_of

if TYPE_CHECKING:
    from pathlib import Path

    from support import Branch, Build, Clone

PURCHASING, SALES, HOME = "procedures/purchasing.md", "procedures/sales.md", "procedures/index.md"
BROKEN = "See [[SOP-099]].\n"


def told(**texts: str) -> Story:
    """A manual of two procedures, of which sales links to purchasing and to nothing else that exists."""
    story = Story()
    story.policy("2026-01-01")
    sales = document("SOP-009", title="Sales", body=f"{BROKEN}\nBuy as in [purchasing](purchasing.md#ordering).\n")
    first = {PURCHASING: document(body="## Ordering\n"), SALES: sales, HOME: "---\ncontrolled: false\n---\n# Home\n"}
    story.entry("2026-01-05", first | texts)
    return story


def revised(text: str, number: int = 2) -> str:
    """The text as the next revision."""
    change = "change: {class: minor, summary: Clearer., reason: Asked for.}\n"
    return text.replace("revision: 1\n", f"revision: {number}\n{change}", 1)


def committed(clone: Clone, files: dict[str, str | None], *, branch: str = "pr", at: str = "main") -> Clone:
    """A branch of the repository with one commit is checked out."""
    clone.git("switch", "--quiet", "--create", branch, at)
    return on_top(clone, files)


def on_top(clone: Clone, files: dict[str, str | None]) -> Clone:
    """One more commit on what is checked out."""
    for path, text in files.items():
        if text is None:
            (clone.path / path).unlink()
        else:
            clone.write(path, text)
    clone.git("add", "--all")
    clone.git("commit", "--quiet", "--message", "Change", day="2026-03-01")
    return clone


def text_of(clone: Clone, path: str) -> str:
    """What stands in the work tree."""
    return (clone.path / path).read_text(encoding="utf-8")


def edited(clone: Clone, path: str, old: str, new: str) -> dict[str, str | None]:
    """The file as its next revision, with these words in place of those."""
    text = text_of(clone, path)
    assert old in text
    return {path: revised(text).replace(old, new, 1)}


def test_what_was_found_before_is_left_out_wherever_its_line_went(build: Build) -> None:
    """Lines above a known finding move it and bring nothing; it is counted as known."""
    clone = build(told())
    assert all_findings(clone) == [f"DC105 {SALES}:11"]
    committed(clone, edited(clone, SALES, "# Sales\n", "# Sales\n\nFive\n\nlines\n\nmore\n"))
    report = report_of(clone)
    assert (report.findings, report.known, report.since) == ((), 1, "main")
    assert all_findings(clone) == [f"DC105 {SALES}:18"]


def test_a_further_equal_fault_is_found_where_it_is(build: Build) -> None:
    """A second link to the same nothing counts, and it is the new line that is named, though the old one is below."""
    clone = build(told())
    committed(clone, edited(clone, SALES, "# Sales\n", f"# Sales\n\nFirst: {BROKEN}"))
    assert brought(clone) == [f"DC105 {SALES}:12"]


def test_of_two_equal_faults_one_may_go_and_come_again(build: Build) -> None:
    """As many equal faults as before bring nothing, wherever they stand now."""
    clone = build(told())
    committed(clone, edited(clone, SALES, BROKEN, "Nothing.\n\nAt the end: see [[SOP-099]].\n"))
    assert brought(clone) == []


def test_what_breaks_elsewhere_is_found_there(build: Build) -> None:
    """A heading that goes, a file that moves and a role that is taken out are found where others name them."""
    story = told()
    story.entry("2026-01-06", {"records/organization.yml": organization_file()})
    clone = build(story)
    committed(clone, edited(clone, PURCHASING, "## Ordering\n", "## Orders\n"))
    assert brought(clone) == [f"DC105 {SALES}:13"]
    clone.git("switch", "--quiet", "main")
    clone.git("switch", "--quiet", "--create", "moving")
    clone.git("mv", PURCHASING, "procedures/buying.md")
    on_top(clone, {"records/organization.yml": organization_file({"Liv Strand": ["clerk"]})})
    assert brought(clone) == [
        "DC107 procedures/buying.md:6",
        "DC107 procedures/sales.md:6",
        "DC105 procedures/sales.md:13",
    ]


def test_a_renamed_file_keeps_its_findings(build: Build) -> None:
    """A document is known by its id, also where text and place change at once; a page by its unchanged bytes."""
    page = "---\ncontrolled: false\n---\n# Old\n\n[Nowhere](nowhere.md)\n"
    clone = build(told(**{"procedures/old.md": page}))
    assert all_findings(clone) == ["DC105 procedures/old.md:6", f"DC105 {SALES}:11"]
    selling = revised(text_of(clone, SALES)).replace("# Sales", "# Sales\n\nMuch\n\nmore")
    committed(clone, {SALES: None, "procedures/selling.md": selling})
    clone.git("mv", "procedures/old.md", "procedures/ancient.md")
    on_top(clone, {})
    assert brought(clone) == []
    assert all_findings(clone) == ["DC105 procedures/ancient.md:6", "DC105 procedures/selling.md:16"]


def test_time_alone_brings_nothing(build: Build) -> None:
    """A review that has become overdue since is no finding of the change: both sides are judged on one day."""
    clone = build(told(**{PURCHASING: document(body="## Ordering\n", review="1 months")}))
    committed(clone, edited(clone, SALES, BROKEN, "Nothing.\n"))
    assert all_findings(clone) == [f"DC403 {PURCHASING}:1"]
    assert brought(clone) == []
    assert brought(clone, as_of="2099-01-01") == []


def test_what_the_change_mends_in_part_it_does_not_bring(build: Build) -> None:
    """One of two missing approvals, or a summary without its reason: the words change, and the fault is the old one."""
    story = Story()
    story.policy(
        "2026-01-01", {"types": {"procedure": {"approvals": [{"role": "quality-manager"}, {"role": "owner"}]}}}
    )
    story.entry("2026-01-02", {"records/organization.yml": organization_file()})
    second = document(revision=2, owner="purchasing-manager", change=False)
    story.entry("2026-01-05", {PURCHASING: document(owner="purchasing-manager")})
    story.entry("2026-01-06", {PURCHASING: second})
    clone = build(story)
    assert all_findings(clone) == [f"DC201 {PURCHASING}:1", f"DC201 {PURCHASING}:1", f"DC303 {PURCHASING}:1"]
    approved = record_of(second, "ann.berg", revision=2, at="2026-02-01T10:00:00+00:00")
    committed(clone, dict(approved))
    assert brought(clone) == []
    assert "by Purchasing manager is missing" in " ".join(each.fact for each in report_of(clone, "main~1").findings)


def test_a_text_that_changes_again_under_its_number_is_found_again(build: Build) -> None:
    """Each text that comes under a fixed number is a departure; another change leaves the known one alone."""
    story = told()
    story.entry("2026-01-06", {PURCHASING: document(body="## Ordering\n\nChanged.\n")})
    clone = build(story)
    committed(clone, edited(clone, SALES, BROKEN, "Nothing.\n"))
    assert brought(clone) == []
    on_top(clone, {PURCHASING: document(body="## Ordering\n\nChanged again.\n")})
    assert brought(clone) == [f"DC301 {PURCHASING}:5"]


def test_a_third_file_with_one_id_is_the_one_that_is_found(build: Build) -> None:
    """Two files with one id were known; the third is what the change brings, at its place."""
    clone = build(told(**{"procedures/copy.md": document()}))
    assert [each.partition(" ")[0] for each in all_findings(clone)] == ["DC102", "DC102", "DC105"]
    committed(clone, {"procedures/another.md": document()})
    assert brought(clone) == ["DC102 procedures/another.md:2"]


def test_a_suggestion_does_not_make_a_known_fault_a_new_one(build: Build) -> None:
    """A document whose name is like one that is linked to in vain changes what is said, and nothing else."""
    clone = build(told())
    committed(clone, {"procedures/new.md": document("SOP-0099", title="New")})
    assert brought(clone) == []
    with_suggestion = report_of(clone, "main~1").findings
    assert any("Did you mean" in each.fact for each in with_suggestion)


def test_the_work_tree_belongs_to_the_change(build: Build) -> None:
    """What is not committed yet is judged with the branch; on the release branch it is the whole change."""
    clone = build(told())
    clone.write("procedures/canteen.md", "# Canteen\n")
    assert brought(clone) == ["DC106 procedures/canteen.md:1"]
    assert brought(clone, "HEAD") == ["DC106 procedures/canteen.md:1"]


def test_on_the_release_branch_the_last_entries_are_the_change(build: Build) -> None:
    """After a merge the same question has the same answer."""
    clone = build(told())
    on_top(clone, {"procedures/canteen.md": "# Canteen\n"})
    assert brought(clone, "main~1") == ["DC106 procedures/canteen.md:1"]
    assert brought(clone, "HEAD") == []
    clone.git("tag", "--annotate", "--message", "Published", "published", "HEAD~1", day="2026-03-02")
    assert brought(clone, "published") == ["DC106 procedures/canteen.md:1"]


def test_a_branch_that_has_gone_on_is_compared_where_they_parted(build: Build) -> None:
    """What the release branch got meanwhile, good or bad, is nothing that the change takes away or brings."""
    clone = build(told())
    committed(clone, {"procedures/canteen.md": "# Canteen\n"})
    clone.git("switch", "--quiet", "main")
    on_top(clone, {"procedures/bus.md": "# Bus\n", SALES: revised(text_of(clone, SALES)).replace(BROKEN, "")})
    assert all_findings(clone) == ["DC106 procedures/bus.md:1"]
    clone.git("switch", "--quiet", "pr")
    assert brought(clone) == ["DC106 procedures/canteen.md:1"]
    clone.git("merge", "--quiet", "--no-edit", "main", day="2026-03-02")
    assert brought(clone) == ["DC106 procedures/canteen.md:1"]
    assert report_of(clone).known == 1


def test_a_branch_on_a_branch_brings_what_is_its_own(build: Build) -> None:
    """The base need not be the release branch: what the branch below proposes is there before."""
    clone = build(told())
    committed(clone, {"procedures/canteen.md": "# Canteen\n"}, branch="below")
    committed(clone, {"procedures/bus.md": "# Bus\n"}, branch="above", at="below")
    assert brought(clone, "below") == ["DC106 procedures/bus.md:1"]
    assert brought(clone, "main") == ["DC106 procedures/bus.md:1", "DC106 procedures/canteen.md:1"]


def test_what_was_merged_of_a_branch_is_no_part_of_its_next_change(build: Build) -> None:
    """A branch goes on after it was merged: the merge base lies beside the line, and only the rest is the change."""
    clone = build(told())
    committed(clone, {"procedures/canteen.md": "# Canteen\n"})
    clone.git("switch", "--quiet", "main")
    clone.git("merge", "--quiet", "--no-ff", "--no-edit", "pr", day="2026-03-02")
    clone.git("switch", "--quiet", "pr")
    on_top(clone, {"procedures/bus.md": "# Bus\n"})
    assert brought(clone) == ["DC106 procedures/bus.md:1"]


def test_the_merge_of_a_pull_request_as_a_runner_checks_it_out(build: Build, tmp_path: Path) -> None:
    """A detached merge beside origin's branches: `main` means that of origin, and the change is what is merged."""
    clone = build(told())
    committed(clone, {"procedures/canteen.md": "# Canteen\n"})
    clone.git("switch", "--quiet", "main")
    on_top(clone, {"procedures/bus.md": "# Bus\n"})
    clone.git("switch", "--quiet", "--detach", "main")
    clone.git("merge", "--quiet", "--no-ff", "--no-edit", "pr", day="2026-03-02")
    clone.git("update-ref", "refs/pull/7/merge", "HEAD")
    clone.git("switch", "--quiet", "main")
    runner = clone.clone(tmp_path / "runner")
    runner.git("fetch", "--quiet", "origin", "+refs/pull/7/merge:refs/remotes/pull/7/merge")
    runner.git("checkout", "--quiet", "refs/remotes/pull/7/merge")
    runner.git("branch", "--quiet", "--delete", "--force", "main")
    for since in ("main", "origin/main", "origin/pr~1"):
        assert "DC106 procedures/canteen.md:1" in brought(runner, since)
    assert brought(runner, "main") == ["DC106 procedures/canteen.md:1"]


def test_the_past_knows_no_change(build: Build) -> None:
    """On a day before the change neither side has it; on one to come both are as they would be."""
    clone = build(told())
    committed(clone, {"procedures/canteen.md": "# Canteen\n"})
    assert brought(clone, as_of="2026-02-01", today="2026-04-01") == []
    assert brought(clone, as_of="2026-05-01", today="2026-04-01") == ["DC106 procedures/canteen.md:1"]


def test_a_policy_that_could_not_be_read_before_is_mended(build: Build) -> None:
    """The last readable one takes its place on the side before, and its faults are no longer found after."""
    story = told()
    story.entry("2026-02-01", {"qms.yml": "types: [\n"})
    clone = build(story)
    committed(clone, {"qms.yml": policy(), "procedures/canteen.md": "# Canteen\n"})
    assert brought(clone) == ["DC106 procedures/canteen.md:1"]


def test_the_first_policy_is_a_change_like_any_other(build: Build) -> None:
    """Before it no type was known and no rule of its own asked for anything."""
    story = Story()
    story.entry("2026-01-05", {PURCHASING: document("BUY-1")})
    clone = build(story)
    committed(clone, {"qms.yml": policy(types={"procedure": {"id": r"SOP-\d{3}"}})})
    assert brought(clone) == [f"DC104 {PURCHASING}:2"]


def unknown_history(clone: Clone) -> None:
    """The repository has a branch of another origin."""
    clone.git("switch", "--quiet", "--orphan", "foreign")
    on_top(clone, {"qms.yml": policy()})
    clone.git("switch", "--quiet", "main")


def test_names_that_lead_nowhere_or_elsewhere(build: Build) -> None:
    """An unknown name is wrong usage, a history of its own cannot be compared; both sentences say what to do."""
    clone = build(told())
    unknown_history(clone)
    for name in ("nowhere", "", "0" * 40, "main..pr", "--all", "HEAD:qms.yml", "main^{tree}"):
        with pytest.raises(WrongUseError, match="There is no branch, tag or commit"):
            brought(clone, name)
    with pytest.raises(CannotCheckError, match="no history in common with `foreign`"):
        brought(clone, "foreign")


def approvable() -> tuple[Story, str]:
    """A manual in which the quality manager approves, and its text."""
    story = Story()
    story.policy("2026-01-01", {"types": {"procedure": {"approvals": [{"role": "quality-manager"}]}}})
    story.entry("2026-01-02", {"records/organization.yml": organization_file()})
    text = document()
    story.entry("2026-01-05", {PURCHASING: text, **record_of(text, "eva.lund", at="2026-01-05T09:00:00+00:00")})
    return story, text


def test_authority_that_comes_with_its_own_approval(build: Build) -> None:
    """A role that the change gives is found with the approval that rests on it, also where another branch gave it."""
    story, _ = approvable()
    clone = build(story)
    second = document(revision=2)
    granted = {"Eva Lund": ["quality-manager"], "Ann Berg": ["quality-manager"]}
    committed(clone, {"records/organization.yml": organization_file(granted)}, branch="grant")
    given = record_of(second, "eva.lund", revision=2, at="2026-03-01T13:00:00+00:00", name="Eva Lund")
    committed(clone, {PURCHASING: second, **given}, branch="pr", at="grant")
    path = next(iter(given))
    expected = [f"DC201 {PURCHASING}:1", f"CH101 {path}:5"]
    assert brought(clone) == expected
    assert brought(clone, "grant") == expected
    clone.git("switch", "--quiet", "main")
    clone.git("merge", "--quiet", "grant")
    clone.git("switch", "--quiet", "pr")
    assert brought(clone) == []


def test_an_approval_that_was_worthless_before_is_not_brought(build: Build) -> None:
    """An approval by somebody unknown stays known while others come; one more of the kind is brought."""
    story, text = approvable()
    clone = build(story)
    known = [each for each in all_findings(clone) if "DC204" in each]
    assert len(known) == 1
    more = {"records/approvals/SOP-004/1/ole.vik.yml": approval(text, "ole.vik", at="2026-03-01T11:00:00+00:00")}
    committed(clone, more)
    assert brought(clone) == ["DC204 records/approvals/SOP-004/1/ole.vik.yml:5"]


def many(branch: Branch, number: int) -> None:
    """So many pages without a mark."""
    branch.entry("2026-03-01", {f"procedures/p{each:04}.md": "# Page\n" for each in range(number)})


def test_thousands_of_findings_are_no_matter(build: Build) -> None:
    """A thousand known ones and a thousand new ones are told apart."""
    story = told()
    story.entry("2026-02-01", {f"procedures/k{each:04}.md": "# Known\n" for each in range(1000)})
    pr = story.branch("pr")
    many(pr, 1000)
    report = report_of(build(story, at=pr))
    assert (len(report.findings), report.known) == (1000, 1001)
