"""The steps of workflows, actions and the template, run as they are written: only the forge's own parts are played."""

from __future__ import annotations

import re
import shutil
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from integrations.conftest import APPROVAL, JOBS, REVIEWED, SOURCE, Runner, commands
from support import Story, document
from support.clone import run_git
from support.forge_answers import gitea_review, github_review
from support.sites import MKDOCS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from support.fake_forge import FakeForge

PURCHASING = "procedures/purchasing.md"
CHANGED = document("SOP-004", body="Every order is checked twice.\n")


@dataclass(kw_only=True)
class Stage:
    """A runner's machine: the release of qms-docs, and the manual as it was checked out."""

    folder: Path
    manual: Runner
    expressions: dict[str, str] = field(default_factory=dict)
    """What the forge puts in place of expressions; any other fails the test."""

    @property
    def release(self) -> Path:
        """The jobs as they are here, with an installation that takes the qms of these tests."""
        place = self.folder / "qms-docs"
        if not place.exists():
            shutil.copytree(JOBS, place / "integrations/jobs", ignore=shutil.ignore_patterns("__pycache__"))
            for each in sorted((SOURCE / "integrations/gitea").iterdir()):
                (place / "integrations/gitea" / each.name).mkdir(parents=True)
            script = f'#!/bin/sh\nset -e\nmkdir -p "$1/bin"\ncp {self.manual.bin}/qms "$1/bin/qms"\n'
            (place / "integrations/jobs/install.sh").write_text(script, encoding="utf-8")
        return place

    def put(self, text: object) -> str:
        """A value of the file with the forge's values in place of its expressions."""
        return re.sub(r"\$\{\{ (.*?) \}\}", lambda found: self.expressions[found[1]], str(text))

    def steps(self, job: Mapping[str, Any], **variables: str) -> tuple[int, str]:
        """The shell steps of a job, one after the other, until one fails; the last status and everything said."""
        said = ""
        for step in job["steps"]:
            if "run" not in step or ("if" in step and not self._holds(step["if"])):
                continue
            given = variables | {name: self.put(value) for name, value in step.get("env", {}).items()}
            status, out = self.shell([step["run"]], self.folder / step.get("working-directory", ""), given)
            said += out
            if status:
                return status, said
        return 0, said

    def shell(self, lines: Iterable[str], place: Path, variables: Mapping[str, str]) -> tuple[int, str]:
        """Lines as a forge gives them to bash."""
        moved = f"cd '{place}'\n" + "\n".join(lines)
        temp = {"RUNNER_TEMP": str(self.folder / "temp"), "HOME": str(self.folder)}
        (self.folder / "temp").mkdir(exist_ok=True)
        done = self.manual.run(
            ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", moved], temp | dict(variables)
        )
        assert b"Traceback" not in done.stderr, done.stderr.decode()
        return done.returncode, done.stdout.decode() + done.stderr.decode()

    def _holds(self, condition: str) -> bool:
        known = {"inputs.branch != ''": True, "!cancelled()": True}
        text = condition.removeprefix("${{ ").removesuffix(" }}")
        own = self.expressions["github.event.pull_request.head.repo.full_name"] if "full_name" in text else ""
        return known.get(text, (own == "example/qms") is ("== github.repository" in text))


def job(path: str, name: str | None = None) -> Any:  # noqa: ANN401 - a mapping of anything
    """A job of a workflow, or what an action runs."""
    content = yaml.safe_load(re.sub(r"(?m)^on:", "'on':", (SOURCE / path).read_text(encoding="utf-8")))
    return content["jobs"][name] if name else content["runs"]


def stage(folder: Path, place: str, *, proposed: bool) -> Stage:
    """A manual with a change that breaks a rule, checked out as for a pull request or as the release branch."""
    told = Story()
    told.policy("2024-01-05")
    told.entry("2024-01-06", {"mkdocs.yml": MKDOCS, PURCHASING: document("SOP-004")})
    branch = told.branch("change")
    branch.entry("2024-02-01", {PURCHASING: CHANGED})
    origin = told.build(folder / "origin")
    head = origin.git("rev-parse", "change")
    origin.git("update-ref", "refs/merge-requests/31/head", head)
    clone = origin.clone(folder / place, "--no-checkout")
    clone.git("checkout", "--quiet", *(["--detach", head] if proposed else ["main"]))
    return Stage(folder=folder, manual=Runner(origin=origin, clone=clone, bin=commands(folder)))


def test_a_check_on_github(tmp_path: Path) -> None:
    """The annotation is in the log, and summary and number lie where the next step takes them from."""
    here = stage(tmp_path, "manual", proposed=True)
    here.expressions = {
        "github.base_ref": "main",
        "github.event.pull_request.number": "31",
        "runner.temp": str(tmp_path / "temp"),
        "github.server_url": "https://github.com",
        "github.repository": "example/qms",
        "github.run_id": "555",
        "inputs.site": "site",
    }
    assert here.release.is_dir()
    check = job(".github/workflows/manual-check.yml", "check")
    status, said = here.steps(check)
    assert (status, f"::error file={PURCHASING},line=5,title=DC301" in said) == (1, True)
    (kept,) = (each["with"]["path"] for each in check["steps"] if "upload-artifact" in each.get("uses", ""))
    assert all(Path(each).is_file() for each in here.put(kept).splitlines())
    preview = job(".github/workflows/manual-check.yml", "preview")
    assert here.steps(preview)[0] == 0
    (site,) = (each["with"]["path"] for each in preview["steps"] if "upload-artifact" in each.get("uses", ""))
    assert (tmp_path / here.put(site) / "index.html").is_file()


def test_a_publication_on_github(tmp_path: Path) -> None:
    """The site lies where it is taken from."""
    here = stage(tmp_path, "manual", proposed=False)
    here.expressions = {"inputs.published": "", "inputs.site": "site"}
    assert here.release.is_dir()
    for name in ("manual-publish.yml", "manual-build.yml"):
        build = job(f".github/workflows/{name}", "build")
        assert here.steps(build)[0] == 0
        (site,) = (each["with"]["path"] for each in build["steps"] if "artifact@" in each.get("uses", ""))
        assert (tmp_path / here.put(site) / "manifest.json").is_file()


def test_approvals_on_github(runner: Runner, forge: FakeForge, tmp_path: Path) -> None:
    """The first job hands the new file to the second, which opens a pull request."""
    head, after = runner.origin.commit("head"), runner.origin.commit("after")
    merged = {"number": 31, "merged_at": "2024-07-03T12:00:00Z", "base": {"ref": "main"}}
    forge.answers = {
        f"/repos/example/qms/commits/{after}/pulls": [merged],
        "/repos/example/qms/pulls/31": {"number": 31, "head": {"sha": head}},
        "/repos/example/qms/pulls/31/reviews": [github_review(commit=head, at=REVIEWED)],
    }
    clone = runner.origin.clone(tmp_path / "manual", "--single-branch")
    here = Stage(folder=tmp_path, manual=Runner(origin=runner.origin, clone=clone, bin=runner.bin))
    here.expressions = {
        "github.token": "token",
        "github.ref_name": "main",
        "github.event.before": runner.origin.commit("before"),
        "github.sha": after,
        "inputs.number": "",
        "inputs.importer": "reviews",
        "inputs.delivery": "pull-request",
        "secrets.QMS_IMPORTER_KEY": "",
    }
    assert here.release.is_dir()
    output = tmp_path / "output"
    github = {"GITHUB_API_URL": forge.address, "GITHUB_REPOSITORY": "example/qms", "GITHUB_OUTPUT": str(output)}
    manual = tmp_path / "manual"
    assert here.steps(job(".github/workflows/manual-approvals.yml", "record"), **github)[0] == 0
    name, _, patch = output.read_text().strip().partition("=")
    assert name == "patch"
    run_git(manual, "reset", "--quiet", "--hard")
    run_git(manual, "clean", "--quiet", "-fd")
    here.expressions["needs.record.outputs.patch"] = patch
    status, said = here.steps(job(".github/workflows/manual-approvals.yml", "deliver"), **github)
    assert (status, "The approvals wait in a pull request from approvals/" in said) == (0, True), said
    branch = said.split()[-1].rstrip(".")
    assert runner.origin.git("diff", "--name-status", "main", branch) == f"A\t{APPROVAL}"


@pytest.mark.parametrize("home", ["example/qms", "stranger/qms"])
def test_a_check_on_gitea(forge: FakeForge, tmp_path: Path, home: str) -> None:
    """A branch of the repository gets a comment with the findings; a fork gets none, and has its summary in the log."""
    here = stage(tmp_path, "manual", proposed=True)
    head = here.manual.clone.git("rev-parse", "HEAD")
    thread = "/api/v1/repos/example/qms/issues/31/comments"
    forge.account = {"login": "gitea-actions", "id": -2}
    forge.answers = {
        "/api/v1/repos/example/qms/pulls/31": {"state": "open", "head": {"sha": head, "repo": {"full_name": home}}},
        thread: [],
    }
    here.expressions = {
        "github.base_ref": "main",
        "github.event.pull_request.number": "31",
        "github.event.pull_request.head.repo.full_name": home,
        "runner.temp": str(tmp_path / "temp"),
        "github.server_url": forge.address,
        "github.repository": "example/qms",
        "inputs.token": "token",
        "inputs.author": "",
    }
    forgejo = {
        "GITHUB_API_URL": f"{forge.address}/api/v1",
        "GITHUB_REPOSITORY": "example/qms",
        "GITHUB_ACTION_PATH": str(here.release / "integrations/gitea/check"),
    }
    action = job("integrations/gitea/check/action.yml")
    # An action begins in the folder that was checked out; a step that failed does not stop those that say so.
    said = ""
    for step in action["steps"]:
        _, out = here.steps({"steps": [{"working-directory": "manual", **step}]}, **forgejo)
        said += out
    assert f"{PURCHASING}:5: DC301" in said
    comments = forge.answers[thread]
    assert isinstance(comments, list)
    assert [f"**DC301** <code>{PURCHASING}:5</code>" in each["body"] for each in comments] == (
        [True] if home == "example/qms" else []
    )
    assert ("| <!-- qms-summary -->" in said) is (home != "example/qms")


def test_a_publication_on_gitea(tmp_path: Path) -> None:
    """The site is on the branch of the web server."""
    here = stage(tmp_path, "manual", proposed=False)
    here.expressions = {
        "inputs.published": "",
        "inputs.site": "site",
        "inputs.branch": "pages",
        "inputs.token": "token",
    }
    action = job("integrations/gitea/publish/action.yml")
    action["steps"] = [{"working-directory": "manual", **each} for each in action["steps"]]
    status, said = here.steps(action, GITHUB_ACTION_PATH=str(here.release / "integrations/gitea/publish"))
    assert (status, "The site is on the branch pages." in said) == (0, True), said
    assert "manifest.json" in here.manual.origin.git("ls-tree", "--name-only", "pages").splitlines()


def test_approvals_on_gitea(runner: Runner, forge: FakeForge, tmp_path: Path) -> None:
    """One step records, the next delivers."""
    head, after = runner.origin.commit("head"), runner.origin.commit("after")
    merged = {"number": 31, "merged_at": "2024-07-03T12:00:00Z", "base": {"ref": "main"}, "head": {"sha": head}}
    project = "/api/v1/repos/example/qms"
    forge.answers = {
        f"{project}/pulls": [merged],
        f"{project}/commits/{after}/pull": merged,
        f"{project}/pulls/31": merged,
        f"{project}/pulls/31/reviews": [gitea_review(at=REVIEWED, commit=head)],
    }
    here = Stage(folder=tmp_path, manual=runner)
    here.expressions = {
        "github.ref_name": "main",
        "github.event.before": runner.origin.commit("before"),
        "github.sha": after,
        "inputs.token": "token",
        "inputs.number": "",
        "inputs.importer": "reviews",
        "inputs.importer-key": "",
        "inputs.delivery": "pull-request",
    }
    gitea = {
        "GITHUB_API_URL": f"{forge.address}/api/v1",
        "GITHUB_REPOSITORY": "example/qms",
        "GITHUB_ACTION_PATH": str(here.release / "integrations/gitea/approvals"),
    }
    action = job("integrations/gitea/approvals/action.yml")
    action["steps"] = [{"working-directory": "clone", **each} for each in action["steps"]]
    status, said = here.steps(action, **gitea)
    assert (status, "The approvals wait in a pull request from approvals/" in said) == (0, True), said
    assert runner.origin.git("diff", "--name-status", "main", said.split()[-1].rstrip(".")) == f"A\t{APPROVAL}"


class Template(yaml.SafeLoader):
    """The template of GitLab, with its references left as lists of names."""


Template.add_constructor("!reference", lambda loader, node: tuple(loader.construct_sequence(node)))


def lines_of(name: str, inputs: Mapping[str, str]) -> list[str]:
    """What a job of the template gives to the shell, with the inputs in their places."""
    text = (SOURCE / "integrations/gitlab/manual.yml").read_text(encoding="utf-8")
    text = re.sub(r"\$\[\[ inputs\.(\w+) \]\]", lambda found: inputs.get(found[1], ""), text)
    _, jobs = yaml.load_all(text, Loader=Template)
    lines = [*jobs[".qms"]["before_script"]]
    for line in jobs[name]["script"]:
        lines += jobs[line[0]][line[1]] if isinstance(line, tuple) else [line]
    return lines


@pytest.fixture
def gitlab(tmp_path: Path) -> tuple[Stage, dict[str, str]]:
    """A clone as GitLab's runner makes it, and the release as a repository that is fetched by digest."""
    here = stage(tmp_path, "manual", proposed=True)
    release = here.release
    run_git(release, "init", "--quiet", "--initial-branch=main")
    run_git(release, "config", "uploadpack.allowAnySHA1InWant", "true")
    run_git(release, "add", "--all")
    run_git(release, "-c", "user.name=A", "-c", "user.email=a@example.com", "commit", "--quiet", "--message=Release")
    digest = run_git(release, "rev-parse", "HEAD").decode().strip()
    variables = {
        "FORGE": "gitlab",
        "QMS_SOURCE": release.as_uri(),
        "QMS_RELEASE": digest,
        "CI_DEFAULT_BRANCH": "main",
        "CI_PROJECT_ID": "42",
        "CI_MERGE_REQUEST_PROJECT_ID": "42",
        "CI_MERGE_REQUEST_PROJECT_URL": "https://gitlab.example.com/example/qms",
        "CI_JOB_TOKEN": "job",
        "BASE": "main",
        "NUMBER": "31",
        "RESULTS": "qms-summary",
    }
    return here, variables


def test_a_merge_request_on_gitlab(gitlab: tuple[Stage, dict[str, str]]) -> None:
    """Reports and preview lie where the artefacts are taken from; a release that is not the digest is not run."""
    here, variables = gitlab
    place = here.manual.clone.path
    status, said = here.shell(lines_of("qms-check", {}), place, variables)
    assert (status, f"{PURCHASING}:5: DC301" in said) == (1, True), said
    for name in ("summary.md", "gl-code-quality-report.json", "junit.xml"):
        assert (place / "qms-summary" / name).is_file()
    here.manual.clone.git("checkout", "--quiet", "--detach", "origin/change")
    assert here.shell(lines_of("qms-preview", {}), place, variables)[0] == 0
    assert (place / "site/index.html").is_file()
    assert here.shell(lines_of("qms-check", {}), place, variables | {"QMS_RELEASE": "main"})[0] == 1


def test_a_fork_on_gitlab(gitlab: tuple[Stage, dict[str, str]]) -> None:
    """Its pipeline runs in the fork and takes the branches of the project that it is sent to."""
    here, variables = gitlab
    place = here.manual.clone.path
    real = here.manual.origin.path.as_uri()
    here.manual.clone.git(
        "config", f"url.{real}.insteadOf", "https://gitlab-ci-token:job@gitlab.example.com/example/qms.git"
    )
    here.manual.clone.git("remote", "set-url", "origin", "https://127.0.0.1:1/fork.git")
    status, said = here.shell(lines_of("qms-check", {}), place, variables | {"CI_PROJECT_ID": "99"})
    assert (status, f"{PURCHASING}:5: DC301" in said) == (1, True), said


def test_pages_on_gitlab(gitlab: tuple[Stage, dict[str, str]]) -> None:
    """The site is in the folder that GitLab publishes."""
    here, variables = gitlab
    here.manual.clone.git("checkout", "--quiet", "--detach", "origin/main")
    commit = here.manual.clone.git("rev-parse", "HEAD")
    lines = lines_of("pages", {"site": "site"})
    status, said = here.shell(lines, here.manual.clone.path, variables | {"CI_COMMIT_SHA": commit, "PUBLISHED": ""})
    assert status == 0, said
    assert (here.manual.clone.path / "public/manifest.json").is_file()
