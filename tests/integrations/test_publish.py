"""The job that publishes: what is in force today, every night anew, and on top of what was published before."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from integrations.conftest import JOBS, Runner, commands
from support import Story, document
from support.sites import MKDOCS, Site

if TYPE_CHECKING:
    from pathlib import Path

    from support.fake_forge import FakeForge

PURCHASING = "procedures/purchasing.md"


def runner_for(folder: Path, effective: str | None = None, body: str = "Every order is checked twice.\n") -> Runner:
    """A clone of a manual whose second revision was merged in July 2024."""
    told = Story()
    told.policy("2024-01-05")
    told.entry("2024-01-06", {"mkdocs.yml": MKDOCS, PURCHASING: document("SOP-004")})
    told.entry("2024-07-01", {PURCHASING: document("SOP-004", revision=2, effective=effective, body=body)})
    folder.mkdir(exist_ok=True)
    origin = told.build(folder / "origin")
    return Runner(origin=origin, clone=origin.clone(folder / "clone", "--single-branch"), bin=commands(folder))


def publish(runner: Runner, *options: str, **variables: str) -> tuple[int, str, str]:
    """The job."""
    done = runner.run(["bash", str(JOBS / "publish.sh"), *options], variables)
    assert b"Traceback" not in done.stderr, done.stderr.decode()
    return done.returncode, done.stdout.decode(), done.stderr.decode()


def site(runner: Runner) -> Site:
    """What was built."""
    return Site(runner.clone.path / "site")


def test_a_night_without_a_commit(tmp_path: Path) -> None:
    """The night of its effective day shows a revision that the night before only announced, of the same commit."""
    runner = runner_for(tmp_path, effective="2024-08-01")
    assert publish(runner, "--as-of", "2024-07-31")[0] == 0
    assert "Every order is checked before it is sent" in site(runner).words("/purchasing/")
    before = json.loads(site(runner).text("register.json"))
    assert publish(runner, "--as-of", "2024-08-01")[0] == 0
    assert "Every order is checked twice" in site(runner).words("/purchasing/")
    after = json.loads(site(runner).text("register.json"))
    assert [(each[0]["revision"], each[0]["next"] is None) for each in (before, after)] == [("1", False), ("2", True)]
    assert runner.clone.git("rev-list", "--count", "HEAD") == "3"
    assert "QMS_CACHE=off\n" in (tmp_path / "given").read_text()


def test_today(tmp_path: Path) -> None:
    """What takes effect today is published today, what does so later is not."""
    today = datetime.now(UTC).date()
    for name, effective, words in (
        ("now", today, "Every order is checked twice"),
        ("later", today + timedelta(days=2), "Every order is checked before it is sent"),
    ):
        runner = runner_for(tmp_path / name, effective=effective.isoformat())
        assert publish(runner)[0] == 0
        assert words in site(runner).words("/purchasing/")


def test_on_top_of_what_was_published(forge: FakeForge, tmp_path: Path) -> None:
    """The manifest of the published site is named in the next; rewritten history is not published over it."""
    runner = runner_for(tmp_path)
    published = {"PUBLISHED": f"{forge.address}/manual/"}
    status, out, _ = publish(runner, **published)
    assert (status, "this is the first publication" in out) == (0, True)
    kept = site(runner).files()
    forge.files = {"/manual/manifest.json": kept["manifest.json"]}
    assert publish(runner, **published)[0] == 0
    assert json.loads(site(runner).text("manifest.json"))["previous"] is not None
    rewritten = runner_for(tmp_path / "rewritten", body="No order is checked.\n")
    status, _, err = publish(rewritten, **published)
    assert (status, "DC501" in err) == (1, True)
    assert not (rewritten.clone.path / "site").exists()


def test_a_published_site_that_cannot_be_read(forge: FakeForge, tmp_path: Path) -> None:
    """Nothing is built where nobody knows what was published before."""
    runner = runner_for(tmp_path)
    for address in ("http://127.0.0.1:1", "file:///etc"):
        status, _, err = publish(runner, PUBLISHED=address)
        assert (status, "so that nobody knows what was published before" in err) == (3, True)
    forge.redirect = "http://127.0.0.1:1/elsewhere"
    assert publish(runner, PUBLISHED=forge.address)[0] == 3
    assert not (runner.clone.path / "site").exists()


def test_a_branch_that_a_server_publishes(tmp_path: Path) -> None:
    """Each site is a commit on top of the one before, and the branch holds nothing else."""
    runner = runner_for(tmp_path)
    variables = {"TOKEN": "token", "SITE": "site", "BRANCH": "pages"}
    command = ["bash", str(JOBS / "publish_branch.sh")]
    assert runner.run(command, variables).returncode == 1
    for times in ("1", "2"):
        assert publish(runner)[0] == 0
        done = runner.run(command, variables)
        assert (done.returncode, done.stdout) == (0, b"The site is on the branch pages.\n")
        assert runner.origin.git("rev-list", "--count", "pages") == times
    files = runner.origin.git("ls-tree", "-r", "--name-only", "pages").splitlines()
    assert sorted(files) == sorted(site(runner).files())
    assert runner.clone.git("status", "--porcelain", "--untracked-files=no") == ""
