"""The job for GitLab: from approvals of a merge request to one that adds them to the repository and nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from integrations.conftest import APPROVAL
from support.forge_answers import gitlab_approvals, gitlab_merge_request, gitlab_version
from support.manuals import manual_of

if TYPE_CHECKING:
    from pathlib import Path

    from integrations.conftest import Runner
    from support.approvers import Keys
    from support.fake_forge import FakeForge

TOKEN = "token-that-reads"  # noqa: S105 - of a forge that does not exist


@pytest.fixture
def variables(runner: Runner, forge: FakeForge) -> dict[str, str]:
    """What the runner gives to the jobs after the push; the forge knows the merge request and its approvals."""
    head, after = runner.origin.commit("head"), runner.origin.commit("after")
    merged = {"iid": 31, "state": "merged", "target_branch": "main"}
    others = [{"iid": 32, "state": "opened", "target_branch": "main"}, merged | {"iid": 33, "target_branch": "other"}]
    project = "/api/v4/projects/42"
    forge.answers = {
        f"{project}/repository/commits/{after}/merge_requests": [*others, merged],
        f"{project}/merge_requests/31": gitlab_merge_request(head),
        f"{project}/merge_requests/31/versions": [gitlab_version(head, "2024-07-01T12:00:09.000Z")],
        f"{project}/merge_requests/31/approvals": gitlab_approvals(("ciddahl", "2024-07-02T08:42:17.638Z")),
    }
    return {
        "FORGE": "gitlab",
        "TOKEN": TOKEN,
        "QMS_READ_TOKEN": TOKEN,
        "QMS_PUSH_TOKEN": "token-that-writes",
        "CI_API_V4_URL": f"{forge.address}/api/v4",
        "CI_PROJECT_ID": "42",
        "RELEASE_BRANCH": "main",
        "BEFORE": runner.origin.commit("before"),
        "AFTER": after,
        "REMOTE": runner.origin.path.as_uri(),
    }


def test_from_approval_to_merge_request(
    runner: Runner, forge: FakeForge, variables: dict[str, str], keys: Keys, tmp_path: Path
) -> None:
    """The approval of a squashed merge request is signed by the job, delivered on a branch, and counts once merged."""
    # GitLab leaves out the last line break of a variable that is a file.
    key = tmp_path / "IMPORTER_KEY"
    key.write_text(keys["nobody"].read_text().rstrip("\n"))
    options = tmp_path / "options"
    hook = runner.origin.path / ".git/hooks/pre-receive"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text(f'#!/bin/sh\nenv | grep ^GIT_PUSH_OPTION_[0-9] | sort | cut -d= -f2- >"{options}"\n')
    hook.chmod(0o755)
    status, out, err = runner.record(variables | {"IMPORTER": "reviews", "IMPORTER_KEY": str(key)})
    assert (status, out, err) == (0, f"Merge request !31:\n{APPROVAL}\n", "")
    assert forge.tokens == {TOKEN}
    given = (tmp_path / "given").read_text()
    assert TOKEN not in given
    assert "token-that-writes" not in given
    status, out, err = runner.deliver(variables, runner.new_files())
    assert (status, err) == (0, "")
    branch = out.split()[-1].rstrip(".")
    assert options.read_text().splitlines() == [
        "merge_request.create",
        "merge_request.target=main",
        "merge_request.title=Record approvals",
        "merge_request.remove_source_branch",
    ]
    assert runner.origin.git("diff", "--name-status", "main", branch) == f"A\t{APPROVAL}"
    runner.origin.git("merge", "--quiet", "--no-ff", "--no-edit", branch)
    another = runner.origin.clone(tmp_path / "another", "--single-branch")
    revision = next(each for each in manual_of(another, today="9999-12-31").documents).revision("2")
    assert revision is not None
    assert revision.fixed_on is not None
    assert [each.forge for each in revision.approvals] == ["GitLab"]


def test_run_again_by_hand_and_straight_to_the_branch(runner: Runner, variables: dict[str, str]) -> None:
    """The same approvals are offered once; a merge request may be named; the branch may be pushed to."""
    by_hand = variables | {"NUMBER": "!31", "BEFORE": "", "AFTER": ""}
    assert runner.record(by_hand)[:2] == (0, f"Merge request !31:\n{APPROVAL}\n")
    patch = runner.new_files()
    for said in ("The approvals wait in a merge request", "The approvals wait already in the branch approvals/"):
        assert runner.deliver(variables, patch)[1].startswith(said)
        runner.clone.git("reset", "--quiet", "--hard", "origin/main")
    runner.origin.git("checkout", "--quiet", "--detach")
    assert runner.deliver(variables | {"DELIVERY": "push"}, patch)[1] == "The approvals are on main.\n"
    assert runner.record(by_hand | {"NUMBER": "31?x"})[2] == "NUMBER is not the number of a pull request.\n"


def test_no_merge_request_and_no_answer(runner: Runner, forge: FakeForge, variables: dict[str, str]) -> None:
    """There is nothing to record; an error or another server is a sentence."""
    forge.answers = {name: [] for name in forge.answers}
    assert runner.record(variables)[:2] == (0, "The push brought no merge request: there is nothing to record.\n")
    assert runner.deliver(variables, runner.new_files())[:2] == (0, "There are no new approvals.\n")
    forge.answers = {}
    assert runner.record(variables)[2].startswith("GitLab answers 404 Not Found to repository/commits/")
    forge.redirect = "http://127.0.0.1:1/elsewhere"
    assert runner.record(variables)[2].startswith("GitLab answers 302 Found to repository/commits/")


def test_another_change_is_not_delivered(runner: Runner, variables: dict[str, str]) -> None:
    """A patch that does anything else than adding approvals is refused."""
    runner.clone.write("procedures/purchasing.md", "changed\n")
    patch = f"{runner.clone.git('diff', '--binary')}\n".encode()
    runner.clone.git("reset", "--quiet", "--hard")
    status, _, err = runner.deliver(variables, patch)
    assert (status, "does something else than adding approvals" in err) == (1, True)
