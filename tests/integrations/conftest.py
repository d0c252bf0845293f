"""The jobs of integrations/ as a runner starts them: in a clone, with a forge on this computer."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import qms_docs
from support import Story, document, organization_file
from support.approvers import PURCHASING, SECOND, Keys
from support.fake_forge import FakeForge, fake_forge
from support.ssh import public_line

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from support import Clone

SOURCE = Path(qms_docs.__file__).parents[1]
JOBS = SOURCE / "integrations/jobs"
APPROVAL = "records/approvals/SOP-004/2/cid.dahl.yml"
REVIEWED = "2024-07-02T08:42:17Z"


@pytest.fixture(scope="session")
def keys(tmp_path_factory: pytest.TempPathFactory) -> Keys:
    """Keys, of which the one that is nobody's belongs to the job."""
    return Keys.make(tmp_path_factory.mktemp("keys"))


@pytest.fixture
def forge() -> Iterator[FakeForge]:
    """A forge that knows nothing yet."""
    with fake_forge() as running:
        yield running


@dataclass(frozen=True, kw_only=True, slots=True)
class Runner:
    """What a job works in."""

    origin: Clone
    """The repository on the forge, which keeps the head of the pull request."""
    clone: Clone
    bin: Path
    """Where `qms` is, which also writes down what it was given."""

    def run(
        self, command: list[str], variables: Mapping[str, str], text: bytes = b""
    ) -> subprocess.CompletedProcess[bytes]:
        """A step of the job."""
        surroundings = {name: value for name, value in os.environ.items() if not name.startswith(("GITHUB_", "CI_"))}
        path = f"{self.bin}{os.pathsep}{os.environ['PATH']}"
        return subprocess.run(
            command,
            cwd=self.clone.path,
            env=surroundings | {"PATH": path, "PYTHONPATH": str(SOURCE)} | dict(variables),
            input=text,
            capture_output=True,
            check=False,
            timeout=60,
        )

    def record(self, variables: Mapping[str, str]) -> tuple[int, str, str]:
        """The job that reads the reviews."""
        done = self.run([sys.executable, str(JOBS / "record_approvals.py")], variables)
        assert b"Traceback" not in done.stderr
        return done.returncode, done.stdout.decode(), done.stderr.decode()

    def deliver(self, variables: Mapping[str, str], patch: bytes) -> tuple[int, str, str]:
        """The job that writes, in a work tree of its own."""
        done = self.run(["bash", str(JOBS / "deliver_approvals.sh")], variables, patch)
        return done.returncode, done.stdout.decode(), done.stderr.decode()

    def new_files(self) -> bytes:
        """The patch that the first job hands over to the second."""
        patch = self.run(["bash", str(JOBS / "new_approvals.sh")], {}).stdout
        self.clone.git("reset", "--quiet", "--hard")
        self.clone.git("clean", "--quiet", "-fd")
        return patch


def commands(folder: Path) -> Path:
    """Where `qms` is; it writes the variables that it was given beside it."""
    found = folder / "bin"
    found.mkdir()
    qms = found / "qms"
    script = f'#!/bin/sh\nenv >"{folder}/given"\nexec "{sys.executable}" -P -m qms_docs "$@"\n'
    qms.write_text(script)
    qms.chmod(0o755)
    return found


@pytest.fixture
def runner(keys: Keys, tmp_path: Path) -> Runner:
    """A pull request was just squashed; the clone has the release branch alone."""
    kinds = {"procedure": {"approvals": [{"role": "quality-manager"}], "evidence": "attested"}}
    accounts = dict.fromkeys(("github", "gitlab", "gitea"), "ciddahl")
    importer = f"{{key: {public_line(keys['nobody'])}, from: 2024-01-01}}"
    who = organization_file(
        {"Ann Berg": ["quality-manager"], "Cid Dahl": {"roles": ["quality-manager"], "forges": accounts}}
    )
    told = Story()
    told.policy("2024-01-05", {"control_from": "2024-06-01", "types": kinds})
    told.entry(
        "2024-01-06", {"records/organization.yml": f"{who}importers:\n  reviews:\n    keys:\n      - {importer}\n"}
    )
    told.entry("2024-02-01", {PURCHASING: document("SOP-004", owner="purchasing-manager")}, name="before")
    branch = told.branch("better")
    branch.entry("2024-07-01", {PURCHASING: SECOND}, name="head")
    told.squash("2024-07-03", branch, name="after")
    origin = told.build(tmp_path / "origin")
    origin.git("config", "receive.advertisePushOptions", "true")
    return Runner(origin=origin, clone=origin.clone(tmp_path / "clone", "--single-branch"), bin=commands(tmp_path))
