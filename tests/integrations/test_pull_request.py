"""The jobs for pull requests: they find what a change breaks, at its line, and run nothing of it but in the preview."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ET
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from integrations.conftest import JOBS, Runner, commands
from support import Story, document
from support.sites import MKDOCS

if TYPE_CHECKING:
    from pathlib import Path

    from support import Branch

PURCHASING = "procedures/purchasing.md"
SALES = "procedures/sales.md"
SPY = "from pathlib import Path\nPath({seen!r}).touch()\n"


@pytest.fixture
def story() -> Story:
    """A manual of two documents."""
    told = Story()
    told.policy("2024-01-05")
    told.entry("2024-01-06", {"mkdocs.yml": MKDOCS, PURCHASING: document("SOP-004"), SALES: document("SOP-005")})
    return told


def runner_for(story: Story, branch: Branch, folder: Path) -> Runner:
    """A clone of a bare repository as a forge checks out the head of a pull request, with every branch of it."""
    told = story.build(folder / "told")
    head = told.git("rev-parse", branch.name)
    told.git("update-ref", "refs/merge-requests/31/head", head)
    told.git("branch", "--quiet", "-D", branch.name)
    told.git("clone", "--quiet", "--mirror", told.path.as_uri(), str(folder / "bare.git"))
    origin = replace(told, path=folder / "bare.git")
    clone = origin.clone(folder / "clone", "--no-checkout")
    clone.git("fetch", "--quiet", "origin", "refs/merge-requests/31/head")
    clone.git("checkout", "--quiet", "--detach", head)
    clone.git("branch", "--quiet", "-D", "main")
    return Runner(origin=origin, clone=clone, bin=commands(folder))


def run(runner: Runner, script: str, **variables: str) -> tuple[int, str, str]:
    """A script of the job."""
    given = {"FORGE": "github", "BASE": "main", "NUMBER": "31", "RESULTS": str(runner.bin.parent / "results")}
    done = runner.run(["bash", str(JOBS / script)], given | variables)
    assert b"Traceback" not in done.stderr, done.stderr.decode()
    return done.returncode, done.stdout.decode(), done.stderr.decode()


def result(runner: Runner, name: str) -> str:
    """A file that the job has left for others."""
    return (runner.bin.parent / "results" / name).read_text(encoding="utf-8")


def test_a_finding_at_its_line(story: Story, tmp_path: Path) -> None:
    """A text that was changed under its number is annotated at `revision:`, and the summary is made all the same."""
    branch = story.branch("change")
    branch.entry("2024-02-01", {PURCHASING: document("SOP-004", body="Every order is checked twice.\n")})
    runner = runner_for(story, branch, tmp_path)
    head = runner.clone.git("rev-parse", "HEAD")
    summary = tmp_path / "step-summary"
    status, out, _ = run(runner, "pull_request.sh", GITHUB_STEP_SUMMARY=str(summary))
    assert status == 1
    (line,) = [each for each in out.splitlines() if each.startswith("::error ")]
    assert line.startswith(f"::error file={PURCHASING},line=5,title=DC301 changed-text-under-same-revision::")
    assert document("SOP-004").splitlines()[4] == "revision: 1"
    assert (result(runner, "number"), result(runner, "head")) == ("31\n", f"{head}\n")
    assert "SOP-004" in result(runner, "summary.md")
    assert summary.read_text() == result(runner, "summary.md")


def test_a_change_in_order(story: Story, tmp_path: Path) -> None:
    """A proper revision has no finding, even where the branch is behind what was accepted meanwhile."""
    branch = story.branch("change")
    branch.entry("2024-02-01", {PURCHASING: document("SOP-004", revision=2, body="Every order is checked twice.\n")})
    story.entry("2024-02-02", {SALES: document("SOP-005", revision=2, body="Every offer is written down.\n")})
    runner = runner_for(story, branch, tmp_path)
    status, out, _ = run(runner, "pull_request.sh")
    assert (status, out) == (0, "")
    assert "SOP-004" in result(runner, "summary.md")
    assert "SOP-005" not in result(runner, "summary.md")
    assert runner.clone.git("status", "--porcelain") == ""


def test_a_change_that_contradicts(story: Story, tmp_path: Path) -> None:
    """Where two changed the same lines, or the clone lacks the branch, the job says what to do and checks nothing."""
    branch = story.branch("change")
    branch.entry("2024-02-01", {PURCHASING: document("SOP-004", revision=2, body="Every order is checked twice.\n")})
    story.entry("2024-02-02", {PURCHASING: document("SOP-004", revision=2, body="No order is checked.\n")})
    runner = runner_for(story, branch, tmp_path)
    said = "The change contradicts what was accepted on main meanwhile: merge main into it first.\n"
    assert run(runner, "pull_request.sh") == (3, "", said)
    status, _, err = run(runner, "pull_request.sh", BASE="production")
    assert (status, err.startswith("The clone has no branch origin/production")) == (3, True)


def test_code_of_the_change(story: Story, tmp_path: Path) -> None:
    """Checking and summing up run no hook, plugin or module that the change brings; the preview does run its hooks."""
    seen = tmp_path / "seen"
    spy = SPY.format(seen=str(seen))
    names = ("hook.py", "json.py", "click.py", "pip.py", "sitecustomize.py", "git.py", "qms_docs.py")
    branch = story.branch("change")
    settings = f"{MKDOCS}hooks: [hook.py]\n"
    branch.entry("2024-02-01", {"mkdocs.yml": settings, **dict.fromkeys(names, spy)})
    runner = runner_for(story, branch, tmp_path)
    assert run(runner, "pull_request.sh")[0] == 0
    assert not seen.exists()
    assert "QMS_CACHE=off\n" in (tmp_path / "given").read_text()
    assert run(runner, "preview.sh")[0] == 0
    assert seen.exists()


@pytest.mark.parametrize("linked", ["qms-summary", "qms-summary/findings.txt", "qms-summary/summary.md"])
def test_links_in_the_place_of_results(story: Story, tmp_path: Path, linked: str) -> None:
    """A link that the change puts where the job leaves its results is not written through."""
    branch = story.branch("change")
    branch.entry("2024-02-01", {PURCHASING: document("SOP-004", body="Twice.\n")})
    runner = runner_for(story, branch, tmp_path)
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "kept").write_text("As it was.\n")
    place = runner.clone.path / linked
    place.parent.mkdir(exist_ok=True)
    place.symlink_to(outside if linked == "qms-summary" else outside / "kept")
    runner.clone.git("add", "--all")
    runner.clone.git("commit", "--quiet", "-m", "Links")
    assert run(runner, "pull_request.sh", FORGE="gitlab", RESULTS="qms-summary")[0] == 1
    assert {each.name: each.read_text() for each in outside.iterdir()} == {"kept": "As it was.\n"}
    left = runner.clone.path / "qms-summary"
    assert not left.is_symlink()
    assert "DC301" in (left / "findings.txt").read_text()
    assert "SOP-004" in (left / "summary.md").read_text()


def test_reports_for_gitlab(story: Story, tmp_path: Path) -> None:
    """The reports that GitLab shows in the merge request name the same place."""
    branch = story.branch("change")
    branch.entry("2024-02-01", {PURCHASING: document("SOP-004", body="Every order is checked twice.\n")})
    runner = runner_for(story, branch, tmp_path)
    status, out, _ = run(runner, "pull_request.sh", FORGE="gitlab")
    assert (status, f"{PURCHASING}:5: DC301" in out) == (1, True)
    (finding,) = json.loads(result(runner, "gl-code-quality-report.json"))
    assert finding["location"] == {"path": PURCHASING, "lines": {"begin": 5}}
    assert ET.fromstring(result(runner, "junit.xml")).iter("failure")  # noqa: S314 - of our own making


def test_findings_in_the_comment_on_gitea(story: Story, tmp_path: Path) -> None:
    """Gitea shows no annotations, so that log and comment name the place; text of the change is no markup there."""
    branch = story.branch("change")
    branch.entry("2024-02-01", {PURCHASING: document("SOP-004", title="</details> @all", body="Twice.\n")})
    runner = runner_for(story, branch, tmp_path)
    status, out, _ = run(
        runner, "pull_request.sh", FORGE="gitea", PREVIEW_URL="https://forge.example/firm/manual/actions"
    )
    assert (status, f"{PURCHASING}:5: DC301" in out) == (1, True)
    summary = result(runner, "summary.md")
    assert summary.startswith("<!-- qms-summary -->\n")
    assert f"- **DC301** <code>{PURCHASING}:5</code>" in summary
    assert "(https://forge.example/firm/manual/actions)" in summary
    assert "</details> @all" not in summary


def test_a_webhook_of_gitlab(story: Story, tmp_path: Path) -> None:
    """The merge request that it tells of is summed up, whatever its title says; one that is closed is not."""
    branch = story.branch("change")
    branch.entry("2024-02-01", {PURCHASING: document("SOP-004", body="Every order is checked twice.\n")})
    runner = runner_for(story, branch, tmp_path)
    runner.clone.git("checkout", "--quiet", "--detach", "origin/main")
    payload = tmp_path / "payload"
    request = {"iid": 31, "target_branch": "main", "state": "opened", "title": "$(touch seen) `touch seen`"}
    payload.write_text(json.dumps({"object_kind": "merge_request", "object_attributes": request}))
    script, told = "merge_request_of_webhook.sh", {"TRIGGER_PAYLOAD": str(payload)}
    assert run(runner, script, **told)[0] == 0
    assert (result(runner, "number"), result(runner, "head")) == ("31\n", f"{runner.origin.commit_ids[-1]}\n")
    assert "SOP-004" in result(runner, "summary.md")
    for wrong in ({"iid": "31/../32"}, {"target_branch": "--upload-pack=x"}, {"target_branch": "a b"}):
        payload.write_text(json.dumps({"object_kind": "merge_request", "object_attributes": request | wrong}))
        assert run(runner, script, **told)[0] == 1
    payload.write_text("[]")
    assert run(runner, script, **told)[2].startswith("The webhook has not said")
    payload.write_text(
        json.dumps({"object_kind": "merge_request", "object_attributes": {**request, "state": "merged"}})
    )
    nothing = {"RESULTS": str(tmp_path / "nothing")}
    assert run(runner, script, **told, **nothing) == (0, "", "No merge request is open: there is nothing to write.\n")
    assert not (tmp_path / "nothing").exists()
