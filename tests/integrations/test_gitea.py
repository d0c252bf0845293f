"""The job for Gitea and Forgejo: from reviews to a pull request that adds approvals and nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from integrations.conftest import APPROVAL
from support.forge_answers import gitea_review
from support.manuals import manual_of

if TYPE_CHECKING:
    from pathlib import Path

    from integrations.conftest import Runner
    from support.approvers import Keys
    from support.fake_forge import FakeForge

TOKEN = "token-of-the-job"  # noqa: S105 - of a forge that does not exist
PROJECT = "/api/v1/repos/example/qms"


@pytest.fixture
def variables(runner: Runner, forge: FakeForge) -> dict[str, str]:
    """What the runner gives to the job after the push; the forge knows the pull request and its reviews."""
    head, after = runner.origin.commit("head"), runner.origin.commit("after")
    merged = {"number": 31, "merged_at": "2024-07-03T12:00:00Z", "base": {"ref": "main"}, "head": {"sha": head}}
    comments = [gitea_review(f"talkative{each}", "COMMENT", commit=head, account=100 + each) for each in range(60)]
    forge.largest_page = 50
    forge.answers = {
        f"{PROJECT}/pulls": [merged],
        f"{PROJECT}/commits/{after}/pull": merged,
        f"{PROJECT}/pulls/31": merged,
        f"{PROJECT}/pulls/31/reviews": [*comments, gitea_review(at="2024-07-02T10:42:17+02:00", commit=head)],
    }
    return {
        "FORGE": "gitea",
        "TOKEN": TOKEN,
        "GITHUB_API_URL": f"{forge.address}/api/v1",
        "GITHUB_REPOSITORY": "example/qms",
        "RELEASE_BRANCH": "main",
        "BEFORE": runner.origin.commit("before"),
        "AFTER": after,
    }


def test_from_review_to_pull_request(
    runner: Runner, forge: FakeForge, variables: dict[str, str], keys: Keys, tmp_path: Path
) -> None:
    """A review that stands on the second, short page is signed, delivered on a branch, and counts once merged."""
    signing = {"IMPORTER": "reviews", "IMPORTER_KEY": keys["nobody"].read_text()}
    status, out, _ = runner.record(variables | signing)
    assert (status, out) == (0, f"Pull request 31:\n{APPROVAL}\n")
    assert TOKEN not in (tmp_path / "given").read_text()
    status, out, err = runner.deliver(variables, runner.new_files())
    assert (status, err) == (0, "")
    assert forge.tokens == {f"token {TOKEN}"}
    (path, pull_request), *_ = forge.told
    branch = out.split()[-1].rstrip(".")
    assert (path, pull_request["head"], pull_request["base"]) == (f"{PROJECT}/pulls", branch, "main")  # type: ignore[index]
    assert runner.origin.git("diff", "--name-status", "main", branch) == f"A\t{APPROVAL}"
    runner.origin.git("merge", "--quiet", "--no-ff", "--no-edit", branch)
    another = runner.origin.clone(tmp_path / "another", "--single-branch")
    revision = next(each for each in manual_of(another, today="9999-12-31").documents).revision("2")
    assert revision is not None
    assert revision.fixed_on is not None
    assert [each.forge for each in revision.approvals] == ["Gitea"]


def test_a_commit_without_pull_request(runner: Runner, forge: FakeForge, variables: dict[str, str]) -> None:
    """There is nothing to record; a token that may not look is told from that."""
    del forge.answers[f"{PROJECT}/commits/{variables['AFTER']}/pull"]
    assert runner.record(variables)[:2] == (0, "The push brought no pull request: there is nothing to record.\n")
    forge.answers = {}
    status, _, err = runner.record(variables)
    assert (status, err.startswith("The forge answers 404 Not Found to pulls")) == (1, True)
    assert runner.record(variables | {"FORGE": "sourcehut"})[2].startswith("The variable FORGE has to be one of: ")
