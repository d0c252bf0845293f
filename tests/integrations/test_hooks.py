"""The hook for pre-commit: a commit that the rules refuse is not made."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import yaml

from integrations.conftest import SOURCE, commands
from support import Story, document, organization_file, policy
from support.clone import GitFailedError

if TYPE_CHECKING:
    from support import Clone

PURCHASING = "procedures/purchasing.md"


def hook() -> dict[str, object]:
    """What pre-commit reads."""
    (found,) = yaml.safe_load((SOURCE / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    return dict(found)


@pytest.fixture
def manual(tmp_path: Path) -> Clone:
    """A manual in which git starts the hook as pre-commit would: before each commit, without names of files."""
    told = Story()
    told.policy("2024-01-05")
    told.entry("2024-01-06", {PURCHASING: document("SOP-004")})
    repository = told.build(tmp_path / "manual")
    entry = shlex.split(str(hook()["entry"]))
    script = repository.path / ".git/hooks/pre-commit"
    script.parent.mkdir(exist_ok=True)
    script.write_text(f'#!/bin/sh\nPATH="{commands(tmp_path)}:$PATH"\nexec {shlex.join(entry)}\n')
    script.chmod(0o755)
    return repository


def test_a_commit_that_the_rules_refuse(manual: Clone) -> None:
    """It says what is wrong, and nothing is committed; once that is mended the commit is made."""
    manual.write(PURCHASING, document("SOP-004", body="Every order is checked twice.\n"))
    before = manual.git("rev-parse", "HEAD")
    with pytest.raises(GitFailedError, match=f"{PURCHASING}:5: DC301"):
        manual.git("commit", "--quiet", "--all", "--message=Twice")
    assert manual.git("rev-parse", "HEAD") == before
    manual.write(PURCHASING, document("SOP-004", revision=2, body="Every order is checked twice.\n"))
    manual.git("commit", "--quiet", "--all", "--message=Twice")
    assert manual.git("rev-parse", "HEAD~1") == before


def test_what_was_wrong_before(manual: Clone) -> None:
    """It holds nobody up who changes something else."""
    broken = "---\ncontrolled: false\n---\n# Home\n\n[Gone](gone.md)\n"
    manual.write("procedures/index.md", broken)
    manual.git("add", "--all")
    manual.git("commit", "--quiet", "--no-verify", "--message=Broken")
    manual.write("procedures/other.md", document("SOP-005"))
    manual.git("add", "--all")
    manual.git("commit", "--quiet", "--message=Other")
    manual.write("procedures/other.md", document("SOP-005", body="[Gone](gone.md)\n"))
    with pytest.raises(GitFailedError, match="DC105"):
        manual.git("commit", "--quiet", "--all", "--message=Also broken")


def test_approvals_come_after_the_commit(manual: Clone) -> None:
    """A text that needs approvals is committed without them, and so is what comes after it."""
    manual.write(
        "qms.yml", policy(types={"procedure": {"approvals": [{"role": "owner"}, {"role": "quality-manager"}]}})
    )
    manual.write(
        "records/organization.yml", organization_file({"Ann Berg": ["owner"], "Cid Dahl": ["quality-manager"]})
    )
    manual.git("add", "--all")
    manual.git("commit", "--quiet", "--message=Approvals")
    manual.write(PURCHASING, document("SOP-004", revision=2, owner="quality-manager", body="Twice.\n"))
    manual.git("commit", "--quiet", "--all", "--message=Second")
    manual.write("procedures/index.md", "---\ncontrolled: false\n---\n# Home\n")
    manual.git("add", "--all")
    manual.git("commit", "--quiet", "--message=Home")
    assert manual.git("status", "--porcelain") == ""


def test_the_first_commit(tmp_path: Path) -> None:
    """Nothing is judged before there is a history, and the hook says so."""
    new = tmp_path / "new"
    new.mkdir()
    command = shlex.split(str(hook()["entry"]))
    found = {"PATH": f"{commands(tmp_path)}:{os.environ['PATH']}", "HOME": os.environ["HOME"]}
    subprocess.run(["git", "init", "--quiet", new], check=True)
    ran = subprocess.run(command, cwd=new, env=found, capture_output=True, check=True, text=True)
    assert ran.stderr.startswith("Nothing was committed yet")


def test_what_pre_commit_is_told() -> None:
    """The whole manual is judged, whatever was changed, by the command that the package installs."""
    told = hook()
    assert (told["id"], told["language"], told["always_run"], told["pass_filenames"]) == (
        "qms-check",
        "python",
        True,
        False,
    )
    name, *arguments = shlex.split(str(told["entry"]))
    command = [str(Path(sys.executable).with_name(name)), *arguments, "--help"]
    assert subprocess.run(command, capture_output=True, check=True).stdout.startswith(b"Usage: qms check")
