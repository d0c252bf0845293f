"""The hook for pre-commit: a commit that the rules refuse is not made."""

from __future__ import annotations

import shlex
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import yaml

from integrations.conftest import SOURCE, commands
from support import Story, document
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
