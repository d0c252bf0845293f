"""The whole life of a document, in a fresh repository with a remote, by two people who run what README.md says."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from support import Clone, document, organization_file, policy
from support.clone import make_repository, run_git
from support.ssh import make_key, public_line

if TYPE_CHECKING:
    from pathlib import Path

    from cli.conftest import Qms

PURCHASING = "procedures/purchasing.md"
FIRST = document("SOP-001", owner="buyer", applies_to=["all-staff"], body="Ask for two offers.\n")
ROLES = [{"role": "owner"}, {"role": "quality-manager"}]
TYPES = {"procedure": {"approvals": ROLES, "evidence": "signed", "retrain": ["major"]}}
SITE = "site_name: Manual\ndocs_dir: procedures\ntheme: {name: material}\nplugins: [search, document-control]\n"
REVISED = ("--class=major", "--summary=Three offers.", "--reason=Audit.", "--effective=2099-01-01")
WITHDRAWN = ("--date=2099-02-01", "--successor=none", "--summary=Nothing is bought.", "--reason=Sold.")


class Team:
    """Ann, who writes and owns, and Cid, who looks after quality, each with a clone and a key."""

    def __init__(self, folder: Path, qms: Qms) -> None:
        """The remote is empty."""
        self.qms = qms
        self.keys = {name: make_key(folder / f"{name}.key") for name in ("ann", "cid")}
        run_git(folder, "init", "--quiet", "--bare", "--initial-branch=main", "manual.git")
        self.ann = Clone(path=folder / "ann", commit_ids=(), names={})
        make_repository(self.ann.path, "main")
        self.ann.git("remote", "add", "origin", str(folder / "manual.git"))

    def begin(self, folder: Path) -> None:
        """Ann's first commit, and Cid's clone of it."""
        keys = {name: [{"key": public_line(key), "from": "2024-01-01"}] for name, key in self.keys.items()}
        people = {
            "Ann Berg": {"roles": ["buyer"], "keys": keys["ann"]},
            "Cid Dahl": {"roles": ["quality-manager"], "keys": keys["cid"]},
        }
        files = {"qms.yml": policy(types=TYPES), "mkdocs.yml": SITE, ".gitignore": "site/\n", PURCHASING: FIRST}
        for path, content in {**files, "records/organization.yml": organization_file(people)}.items():
            self.ann.write(path, content)
        self.push("Begin")
        self.cid = self.ann.clone(folder / "cid", "--origin=ann")
        self.cid.git("remote", "add", "origin", str(folder / "manual.git"))
        for name, value in (("user.name", "Cid Dahl"), ("user.email", "cid@example.com")):
            self.cid.git("config", name, value)

    def push(self, message: str) -> None:
        """Ann commits everything and pushes the branch."""
        self.ann.git("add", "--all")
        self.ann.git("commit", "--quiet", "--message", message)
        self.ann.git("push", "--quiet", "origin", "HEAD")

    def approve(self, branch: str) -> None:
        """Both approve what was pushed, one after the other."""
        for name, clone in (("ann", self.ann), ("cid", self.cid)):
            clone.git("fetch", "--quiet", "origin")
            clone.git("checkout", "--quiet", "-B", branch, f"origin/{branch}")
            ran = self.qms(clone, "approve", "SOP-001", "--yes", "--key", str(self.keys[name]))
            assert ran.status == 0, ran.err
            clone.git("add", "--all")
            clone.git("commit", "--quiet", "--message=Approve SOP-001")
            clone.git("push", "--quiet", "origin", "HEAD")

    def squash(self, branch: str) -> None:
        """The pull request is merged as one commit, which Ann gets."""
        self.cid.git("checkout", "--quiet", "-B", "main", "origin/main")
        self.cid.git("merge", "--quiet", "--squash", f"origin/{branch}")
        self.cid.git("commit", "--quiet", "--message", f"{branch} (#1)")
        self.cid.git("push", "--quiet", "origin", "HEAD")
        self.ann.git("checkout", "--quiet", "main")
        self.ann.git("pull", "--quiet", "--ff-only", "origin", "main")

    def statuses(self, *options: str) -> list[tuple[str, str, str | None]]:
        """Revision, status and what is to come, of each document as Ann's clone has it."""
        listed = self.qms(self.ann, "list", "--format=json", *options).json
        return [(each["revision"], each["status"], each["next"] and each["next"]["status"]) for each in listed]

    def published(self, day: str) -> str:
        """The page of the document as the night before that day builds it."""
        ran = self.qms(self.ann, "build", f"--as-of={day}")
        assert ran.status == 0, ran.err
        return (self.ann.path / "site/purchasing/index.html").read_text(encoding="utf-8")


@pytest.fixture
def team(tmp_path: Path, qms: Qms) -> Team:
    """A manual with one document, which both have approved."""
    found = Team(tmp_path, qms)
    found.begin(tmp_path)
    found.approve("main")
    found.ann.git("pull", "--quiet", "--ff-only", "origin", "main")
    return found


def test_revised_approved_in_force_and_withdrawn(team: Team, qms: Qms) -> None:
    """Branch, revise, check, summary, two approvals, squash merge, the night in which it takes effect, obsolete."""
    assert team.statuses() == [("1", "effective", None)]
    team.ann.git("switch", "--quiet", "--create", "better")
    assert qms(team.ann, "revise", "SOP-001", *REVISED).text == f"{PURCHASING}\n"
    text = (team.ann.path / PURCHASING).read_text(encoding="utf-8")
    team.ann.write(PURCHASING, text.replace("two offers", "three offers"))
    assert qms(team.ann, "check", "--base=main").status == 0
    team.push("Three offers")
    assert "**Approval needed of**: Buyer (Ann Berg)" in qms(team.ann, "summary", "--base=origin/main").text
    team.approve("better")
    assert qms(team.cid, "check", "--base=origin/main").status == 0
    summary = qms(team.cid, "summary", "--base=origin/main").text
    assert "Ask for <del>two</del><ins>three</ins> offers." in summary
    assert "- **Takes effect**: On 1 January 2099.\n- **Approved by**: Ann Berg" in summary
    assert "- **To acknowledge**: All staff (Ann Berg and Cid Dahl)" in summary
    team.squash("better")

    assert team.statuses() == [("1", "effective", "approved")]
    assert team.statuses("--as-of=2099-01-01") == [("2", "effective", None)]
    assert "two offers" in team.published("2098-12-31")
    assert "three offers" in team.published("2099-01-01")
    assert qms(team.ann, "check", "--strict").status == 0

    team.ann.git("switch", "--quiet", "--create", "gone")
    assert qms(team.ann, "obsolete", "SOP-001", *WITHDRAWN).status == 0
    team.push("Withdraw purchasing")
    team.approve("gone")
    assert "- **Withdrawn from use**: from 1 February 2099 on" in qms(team.cid, "summary", "--base=origin/main").text
    team.squash("gone")
    assert team.statuses("--as-of=2099-01-31") == [("3", "effective", None)]
    assert team.statuses("--as-of=2099-02-01") == [("3", "obsolete", None)]
    page = team.published("2099-02-01")
    assert "Obsolete since 1 February 2099" in page
    assert "Ask for" not in page
    assert qms(team.ann, "verify").status == 0
