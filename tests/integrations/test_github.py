"""The job for GitHub: from reviews to a pull request that adds approvals and nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from integrations.conftest import APPROVAL, REVIEWED
from support.forge_answers import github_review
from support.manuals import manual_of

if TYPE_CHECKING:
    from pathlib import Path

    from integrations.conftest import Runner
    from support.approvers import Keys
    from support.fake_forge import FakeForge

TOKEN = "token-of-the-job"  # noqa: S105 - of a forge that does not exist


@pytest.fixture
def variables(runner: Runner, forge: FakeForge) -> dict[str, str]:
    """What the runner gives to the job after the push; the forge knows the pull request and its reviews."""
    head, after = runner.origin.commit("head"), runner.origin.commit("after")
    merged = {"number": 31, "merged_at": "2024-07-03T12:00:00Z", "base": {"ref": "main"}}
    others = [
        {"number": 32, "merged_at": None, "base": {"ref": "main"}},
        {"number": 33, "merged_at": "2024-07-03T12:00:00Z", "base": {"ref": "elsewhere"}},
    ]
    comments = [github_review("talkative", state="COMMENTED", commit=head, at=REVIEWED) for _ in range(100)]
    project = "/repos/example/qms"
    forge.answers = {
        f"{project}/commits/{after}/pulls": [*others, merged],
        f"{project}/pulls/31": {"number": 31, "head": {"sha": head}},
        f"{project}/pulls/31/reviews": [*comments, github_review(commit=head, at=REVIEWED)],
    }
    return {
        "FORGE": "github",
        "TOKEN": TOKEN,
        "GITHUB_API_URL": forge.address,
        "GITHUB_REPOSITORY": "example/qms",
        "RELEASE_BRANCH": "main",
        "BEFORE": runner.origin.commit("before"),
        "AFTER": after,
    }


def test_from_review_to_pull_request(
    runner: Runner, forge: FakeForge, variables: dict[str, str], keys: Keys, tmp_path: Path
) -> None:
    """The review of a squashed pull request is signed by the job, delivered on a branch, and counts once merged."""
    signing = {"IMPORTER": "reviews", "IMPORTER_KEY": keys["nobody"].read_text()}
    status, out, err = runner.record(variables | signing)
    assert (status, out) == (0, f"Pull request 31:\n{APPROVAL}\n")
    assert "the review by talkative" in err
    assert forge.tokens == {f"Bearer {TOKEN}"}
    given = (tmp_path / "given").read_text()
    assert TOKEN not in given
    assert "PRIVATE KEY" not in given
    patch = runner.new_files()
    status, out, err = runner.deliver(variables, patch)
    assert (status, err) == (0, "")
    (path, pull_request), *_ = forge.told
    branch = out.split()[-1].rstrip(".")
    assert (path, pull_request["head"], pull_request["base"]) == ("/repos/example/qms/pulls", branch, "main")  # type: ignore[index]
    changed = runner.origin.git("diff", "--name-status", "main", branch)
    assert changed == f"A\t{APPROVAL}"
    assert runner.origin.git("log", "-1", "--format=%an", branch) == "github-actions[bot]"
    runner.origin.git("merge", "--quiet", "--no-ff", "--no-edit", branch)
    another = runner.origin.clone(tmp_path / "another", "--single-branch")
    revision = next(each for each in manual_of(another, today="9999-12-31").documents).revision("2")
    assert revision is not None
    assert revision.fixed_on is not None


def test_a_job_that_is_run_again(runner: Runner, forge: FakeForge, variables: dict[str, str]) -> None:
    """The same approvals are offered once."""
    runner.record(variables)
    patch = runner.new_files()
    assert runner.deliver(variables, patch)[0] == 0
    runner.clone.git("reset", "--quiet", "--hard", "origin/main")
    status, out, _ = runner.deliver(variables, patch)
    assert status == 0
    assert out.startswith("The approvals wait already in the branch approvals/")
    assert len(forge.told) == 1


def test_straight_to_the_branch(runner: Runner, forge: FakeForge, variables: dict[str, str]) -> None:
    """Where the rules of the branch let the job do so, also if something else was merged meanwhile."""
    runner.origin.git("checkout", "--quiet", "main")
    runner.record(variables)
    patch = runner.new_files()
    runner.origin.write("notes.txt", "Meanwhile.\n")
    runner.origin.git("add", "notes.txt")
    runner.origin.git("commit", "--quiet", "--message=Meanwhile")
    runner.origin.git("checkout", "--quiet", "--detach")
    status, out, _ = runner.deliver(variables | {"DELIVERY": "push"}, patch)
    assert (status, out, forge.told) == (0, "The approvals are on main.\n", [])
    assert runner.origin.git("diff", "--name-status", "HEAD", "main") == f"A\t{APPROVAL}"
    assert runner.origin.git("log", "-1", "--format=%s", "main~1") == "Meanwhile"


def test_one_pull_request_by_its_number(runner: Runner, forge: FakeForge, variables: dict[str, str]) -> None:
    """Whoever starts the job by hand names it; anything but a number is refused."""
    by_hand = variables | {"NUMBER": "31", "BEFORE": "", "AFTER": ""}
    assert runner.record(by_hand)[:2] == (0, f"Pull request 31:\n{APPROVAL}\n")
    asked = len(forge.asked)
    for number in ("31/../32", "-1", "x"):
        assert runner.record(by_hand | {"NUMBER": number})[::2] == (1, "NUMBER is not the number of a pull request.\n")
    assert len(forge.asked) == asked


def test_a_push_without_pull_request(runner: Runner, forge: FakeForge, variables: dict[str, str]) -> None:
    """There is nothing to record, and nothing to deliver; a branch that is new has its last commit looked at."""
    forge.answers = {name: [] for name in forge.answers}
    for before in (variables["BEFORE"], "0" * 40, "f" * 40):
        status, out, _ = runner.record(variables | {"BEFORE": before})
        assert (status, out) == (0, "The push brought no pull request: there is nothing to record.\n")
    assert runner.deliver(variables, runner.new_files())[:2] == (0, "There are no new approvals.\n")


def test_a_forge_that_does_not_answer(runner: Runner, forge: FakeForge, variables: dict[str, str]) -> None:
    """An error, another server and no server are a sentence, and the token goes nowhere else."""
    forge.answers = {}
    status, _, err = runner.record(variables)
    assert (status, err.startswith("GitHub answers 404 Not Found to commits/")) == (1, True)
    forge.redirect = "http://127.0.0.1:1/elsewhere"
    assert runner.record(variables)[2].startswith("GitHub answers 302 Found to commits/")
    assert runner.record(variables | {"GITHUB_API_URL": "http://127.0.0.1:1"})[2].startswith("GitHub gives no answer")
    assert runner.record(variables | {"TOKEN": ""})[2] == "The variable TOKEN is missing.\n"


def test_another_change_is_not_delivered(runner: Runner, variables: dict[str, str]) -> None:
    """A patch that does anything else than adding approvals is refused, whatever made it."""
    clone = runner.clone
    clone.write(APPROVAL, "document: SOP-004\n")
    clone.git("add", "--all")
    clone.git("commit", "--quiet", "--message=An approval")
    changes = {
        "a document": lambda: clone.write("procedures/purchasing.md", "changed\n"),
        "another record": lambda: clone.write("records/organization.yml", "roles: {}\n"),
        "a workflow": lambda: clone.write(".github/workflows/x.yml", "on: push\n"),
        "an approval that exists": lambda: clone.write(APPROVAL, "document: SOP-004\nrevision: 3\n"),
        "an approval removed": (clone.path / APPROVAL).unlink,
        "no record": lambda: clone.write("records/approvals/x.sh", "echo\n"),
        "an executable": lambda: clone.write("records/approvals/x.yml", "x: 1\n").chmod(0o755),
        "a link": lambda: (clone.path / "records/approvals/x.yml").symlink_to("../organization.yml"),
        "a rename": lambda: (clone.path / APPROVAL).rename(clone.path / "records/approvals/SOP-004/2/liv.yml"),
    }
    for what, change in changes.items():
        change()
        clone.git("add", "--all")
        patch = f"{clone.git('diff', '--cached', '--binary', '-M')}\n".encode()
        clone.git("reset", "--quiet", "--hard")
        clone.git("clean", "--quiet", "-fd")
        status, _, err = runner.deliver(variables, patch)
        assert (status, "does something else than adding approvals" in err) == (1, True), (what, err)
        assert clone.git("status", "--porcelain") == ""
    outside = b"diff --git a/records/approvals/../../x.yml b/records/approvals/../../x.yml\nnew file mode 100644\n"
    outside += b"index 0000000..7898192\n--- /dev/null\n+++ b/records/approvals/../../x.yml\n@@ -0,0 +1 @@\n+a\n"
    assert runner.deliver(variables, outside)[0] != 0
    assert runner.deliver(variables, b"no patch\n")[0] != 0
    assert clone.git("rev-list", "--count", "origin/main..HEAD") == "1"
