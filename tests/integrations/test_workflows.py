"""The files that forges run: what may start them, what each job may do, and that a user's own stay small."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from integrations.conftest import SOURCE

WORKFLOWS = SOURCE / ".github/workflows"
GITEA = SOURCE / "integrations/gitea"
GITLAB = SOURCE / "integrations/gitlab/manual.yml"
OURS = (*sorted(WORKFLOWS.glob("manual-*.yml")), *sorted(GITEA.glob("*/action.yml")))
READMES = ("github", "gitlab", "gitea")
DIGEST = "0123456789abcdef0123456789abcdef01234567"


def loaded(text: str) -> Any:  # noqa: ANN401 - a workflow is a mapping of anything
    """YAML with the key `on` as forges read it."""
    return yaml.safe_load(re.sub(r"(?m)^on:", "'on':", text))


def shown(forge: str) -> list[str]:
    """The files that a README tells to write, with a digest in place of the word."""
    text = (SOURCE / f"integrations/{forge}/README.md").read_text(encoding="utf-8")
    blocks = re.findall(r"(?m)^```yaml\n(.*?)^```", text, re.DOTALL)
    return [each.replace("DIGEST", DIGEST) for each in blocks]


def steps(job: Any) -> list[Any]:  # noqa: ANN401 - as above
    """What a job or an action does, one after the other."""
    found: list[Any] = job["steps"]
    return found


def audit(folder: Path, *options: str) -> tuple[int, str]:
    """What zizmor finds in the workflows and actions of a folder, without a network."""
    command = [str(Path(sys.executable).with_name("zizmor")), "--offline", "--no-progress", "--persona=auditor"]
    surroundings = os.environ | {"NO_COLOR": "1"}
    done = subprocess.run(
        [*command, *options, str(folder)], env=surroundings, capture_output=True, text=True, check=False, timeout=60
    )
    return done.returncode, done.stdout + done.stderr


@pytest.mark.parametrize("folder", [WORKFLOWS, GITEA], ids=["github", "gitea"])
def test_an_audit_finds_nothing(folder: Path) -> None:
    """The strictest audit of zizmor has no remark: on digests, rights, credentials, and strangers' text in shells."""
    status, said = audit(folder)
    assert (status, "No findings to report" in said) == (0, True), said


def test_the_audit_looks(tmp_path: Path) -> None:
    """An action without a digest and a title in a shell are found, so that its silence means something."""
    folder = tmp_path / ".github/workflows"
    folder.mkdir(parents=True)
    text = (WORKFLOWS / "manual-check.yml").read_text(encoding="utf-8")
    broken = re.sub(r"checkout@\w{40}", "checkout@v7", text).replace(
        "run: bash ../qms-docs/integrations/jobs/preview.sh", "run: echo ${{ github.event.pull_request.title }}"
    )
    (folder / "manual-check.yml").write_text(broken, encoding="utf-8")
    status, said = audit(tmp_path)
    assert status != 0
    assert "unpinned-uses" in said
    assert "template-injection" in said


@pytest.mark.parametrize("path", OURS, ids=lambda path: path.relative_to(SOURCE).as_posix())
def test_actions_are_named_by_digest(path: Path) -> None:
    """Each with its release beside it; no shell is given an expression, and a checkout leaves no credentials behind."""
    text = path.read_text(encoding="utf-8")
    used = re.findall(r"uses: (\S+) # v\d+\.\d+\.\d+", text)
    assert len(used) == text.count("uses:")
    assert all(re.fullmatch(r"[a-z-]+/[a-z/-]+@[0-9a-f]{40}", each) for each in used)
    content = loaded(text)
    jobs = content["jobs"].values() if "jobs" in content else [content["runs"]]
    for step in (each for job in jobs for each in steps(job)):
        assert "${{" not in step.get("run", "")
        if "checkout@" in step.get("uses", ""):
            assert step["with"]["persist-credentials"] is False
            full = step["with"].get("path") == "qms-docs" or step["with"].get("fetch-depth") == 0
            assert full or "Deliver the approvals" in text


PERMISSIONS = {
    "manual-check.yml": {"check": {"contents": "read"}, "preview": {"contents": "read"}},
    "manual-comment.yml": {"comment": {"actions": "read", "pull-requests": "write"}},
    "manual-build.yml": {"build": {"contents": "read"}},
    "manual-publish.yml": {"build": {"contents": "read"}, "deploy": {"pages": "write", "id-token": "write"}},
    "manual-approvals.yml": {
        "record": {"contents": "read", "pull-requests": "read"},
        "deliver": {"contents": "write", "pull-requests": "write"},
    },
    "manual-code-scanning.yml": {"alerts": {"contents": "read", "security-events": "write"}},
}


@pytest.mark.parametrize("path", sorted(WORKFLOWS.glob("manual-*.yml")), ids=lambda path: path.name)
def test_each_job_may_do_no_more_than_it_needs(path: Path) -> None:
    """A workflow is called and starts by itself on nothing; a job has its own rights, and the workflow has none."""
    workflow = loaded(path.read_text(encoding="utf-8"))
    assert set(workflow["on"]) == {"workflow_call"}
    assert workflow["permissions"] == {}
    assert {name: job["permissions"] for name, job in workflow["jobs"].items()} == PERMISSIONS[path.name]
    # The scripts are those of the release, and never of what was checked out beside it.
    for job in workflow["jobs"].values():
        taken = [each["with"] for each in steps(job) if each.get("with", {}).get("path") == "qms-docs"]
        for each in taken:
            assert each["repository"] == "${{ inputs.source || job.workflow_repository || 'unknown/unknown' }}"
            assert each["ref"] == "${{ inputs.release || job.workflow_sha || 'unknown' }}"


def test_who_may_write_runs_nothing_of_the_change() -> None:
    """No job with a right to write or a secret checks out a pull request, or installs and runs qms."""
    for path in sorted(WORKFLOWS.glob("manual-*.yml")):
        for name, job in loaded(path.read_text(encoding="utf-8"))["jobs"].items():
            can_write = "write" in {right for what, right in job["permissions"].items() if what != "security-events"}
            if not can_write:
                continue
            done = " ".join(each.get("run", "") for each in steps(job))
            assert "install.sh" not in done, (path.name, name)
            assert "pull_request" not in " ".join(str(each.get("with", "")) for each in steps(job)), (path.name, name)


def test_scripts_that_are_named_exist() -> None:
    """Every script that a workflow, an action or the template starts is there."""
    for path in (*OURS, GITLAB):
        named = re.findall(r"(?:jobs/|\$jobs/)([\w.]+)", path.read_text(encoding="utf-8"))
        assert named
        assert all((SOURCE / "integrations/jobs" / each).is_file() for each in named), path


@pytest.mark.parametrize("forge", READMES)
def test_a_file_of_ones_own(forge: str) -> None:
    """It stays under ten lines, begins with the placeholder that is to be replaced, and calls what exists."""
    files = [each for each in shown(forge) if "uses:" in each or "remote:" in each]
    assert len(files) == (1 if forge == "gitlab" else 4)
    for text in files:
        assert len(text.splitlines()) < 10
        assert "OWNER/qms-docs/" in text
        (called,) = re.findall(rf"OWNER/qms-docs/(?:-/raw/{DIGEST}/)?([\w./-]+)", text.partition("source:")[0])
        assert (SOURCE / called).is_file() or (SOURCE / called / "action.yml").is_file()


def test_what_the_caller_grants() -> None:
    """On GitHub a caller grants exactly what the jobs ask for, and what runs for pull requests may read alone."""
    for text in shown("github"):
        workflow = loaded(text)
        if "jobs" not in workflow:
            continue
        (job,) = workflow["jobs"].values()
        called = re.search(r"workflows/([\w-]+\.yml)@", job["uses"])
        assert called is not None
        asked: dict[str, str] = {}
        for rights in PERMISSIONS[called[1]].values():
            asked |= {name: right for name, right in rights.items() if asked.get(name) != "write"}
        assert job["permissions"] == asked
        if "pull_request" in str(workflow["on"]):
            assert set(asked.values()) == {"read"}
        assert "pull_request_target" not in text


def test_callers_pass_the_audit(tmp_path: Path) -> None:
    """What the README shows passes too, but for what it gives reasons for: a run that follows, inherited secrets."""
    folder = tmp_path / ".github/workflows"
    folder.mkdir(parents=True)
    for number, text in enumerate(shown("github")):
        if "uses:" in text:
            (folder / f"{number}.yml").write_text(text.replace("OWNER", "example"), encoding="utf-8")
    _, said = audit(tmp_path, "--format=plain", "--min-severity=medium")
    found = set(re.findall(r"^(?:error|warning|info|help)\[([\w-]+)\]", said, re.MULTILINE))
    assert found == {"dangerous-triggers", "secrets-inherit"}, said


def test_the_template_of_gitlab() -> None:
    """Jobs with a token run on the release branch alone, with the whole history, apart from what runs a change."""
    spec, jobs = yaml.load_all(GITLAB.read_text(encoding="utf-8"), Loader=References)
    assert spec["spec"]["inputs"]["release"]["regex"] == "^[0-9a-f]{40}$"
    assert jobs[".qms"]["variables"]["GIT_DEPTH"] == "0"
    on_the_branch = "$CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH"
    for name, job in jobs.items():
        if "TOKEN" not in str(job.get("script", "")) or name == ".qms-merge-request":
            continue
        parent = jobs[job["extends"]]
        assert all(on_the_branch in rule["if"] for rule in parent["rules"]), name
        assert job["environment"]["action"] == "access"
    assert jobs["qms-check"]["extends"] == jobs["qms-preview"]["extends"] == ".qms-merge-request"
    assert "environment" not in jobs["qms-preview"]
    assert all(on_the_branch in rule["if"] for rule in jobs["pages"]["rules"])
    for writing in ("deliver-approvals", "qms-comment"):
        assert "install.sh" not in str(jobs[writing]["script"])


class References(yaml.SafeLoader):
    """YAML with GitLab's own tag, which takes over parts of other jobs."""


References.add_constructor("!reference", lambda loader, node: loader.construct_sequence(node))
