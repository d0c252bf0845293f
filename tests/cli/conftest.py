"""The command as people call it: a process of its own in a real repository."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import pytest

import qms_docs
from support import Clone, Story, document, organization_file, policy

if TYPE_CHECKING:
    from collections.abc import Mapping

SOURCE = Path(qms_docs.__file__).parents[1]
PATIENCE = 60
"""Seconds after which a command counts as hanging; the machine may be busy."""

TYPES = {
    "procedure": {"id": r"SOP-\d{3}", "review": "24 months"},
    "reviewed": {"approvals": [{"role": "quality-manager"}]},
}
WINDOWS = document(
    "SOP-020",
    title="Innkjøp",
    type="reviewed",
    effective="2099-01-01",
    bom=True,
    newline="\r\n",
    body="Blåbær.   \n\n\n",
    language="nb",
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Ran:
    """What a command left behind."""

    status: int
    out: bytes
    err: str

    @property
    def text(self) -> str:
        """The result as text."""
        return self.out.decode("utf-8")

    @property
    def json(self) -> Any:  # noqa: ANN401 - whatever a command says in JSON
        """The result as JSON."""
        return json.loads(self.out)


class Qms(Protocol):
    """Runs `qms` in a folder."""

    def __call__(self, where: Path | Clone, *arguments: str, variables: Mapping[str, str] | None = ...) -> Ran:
        """What the command with these arguments left behind; it never leaves a traceback."""


def environment(variables: Mapping[str, str] | None = None) -> dict[str, str]:
    """The variables of a process that runs this source, whatever the folder."""
    path = os.pathsep.join((str(SOURCE), str(SOURCE / "plugins")))
    return os.environ | {"PYTHONPATH": path, "PYTHONDONTWRITEBYTECODE": "1"} | dict(variables or {})


@pytest.fixture(scope="session")
def qms() -> Qms:
    """The command."""

    def run(where: Path | Clone, *arguments: str, variables: Mapping[str, str] | None = None) -> Ran:
        done = subprocess.run(
            [sys.executable, "-m", "qms_docs", *arguments],
            cwd=where.path if isinstance(where, Clone) else where,
            env=environment(variables),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            check=False,
            timeout=PATIENCE,
        )
        ran = Ran(status=done.returncode, out=done.stdout, err=done.stderr.decode("utf-8"))
        assert "Traceback" not in ran.err, ran.err
        return ran

    return run


@pytest.fixture(scope="session")
def windows() -> str:
    """The text of SOP-020: a byte order mark, Windows line ends, blanks at the ends of lines and of the text."""
    return WINDOWS


@pytest.fixture(scope="session")
def story() -> Story:
    """Three years of a small manual: four documents that are in force, in review, obsolete and drafted."""
    told = Story()
    told.policy("2021-01-04", {"types": TYPES})
    told.entry("2021-01-05", {"records/organization.yml": organization_file()})
    told.entry("2021-02-01", {"procedures/purchasing.md": document("SOP-004")}, name="first")
    told.entry("2021-03-01", {"procedures/sales.md": document("SOP-009", title='=SUM(1), "Sales"', review="90 years")})
    better = told.branch("better-purchasing")
    second = document("SOP-004", revision=2, body="Every order is checked twice.\n", review="80 years")
    better.entry("2022-01-20", {"procedures/purchasing.md": second}, by="Cid Dahl", co_authors=["Liv Strand"])
    told.merge("2022-02-01", better, name="second")
    told.entry("2022-05-01", {"procedures/telex.md": document("SOP-014", title="Orders by telex")})
    obsolete = {"date": "2022-06-15", "superseded_by": "SOP-009", "reason": "The telex is gone."}
    withdrawn = document("SOP-014", revision=2, title="Orders by telex", obsolete=obsolete)
    told.entry("2022-06-01", {"procedures/telex.md": withdrawn})
    told.entry("2022-07-01", {"procedures/buying/innkjøp.md": WINDOWS})
    third = document("SOP-004", revision=3, title="Purchasing of goods", effective="2099-01-01", review="80 years")
    told.entry("2022-08-01", {"procedures/purchasing.md": third}, name="third")
    told.entry("2022-10-01", {"procedures/draft.md": document("SOP-030", title="Ideas", status="draft")}, name="last")
    return told


@pytest.fixture(scope="session")
def manual(story: Story, tmp_path_factory: pytest.TempPathFactory) -> Clone:
    """The repository of that manual, which no test may change."""
    return story.build(tmp_path_factory.mktemp("cli") / "manual")


@pytest.fixture
def copy(story: Story, tmp_path: Path) -> Clone:
    """A repository of that manual that a test may change."""
    return story.build(tmp_path / "copy")


@pytest.fixture
def small(tmp_path: Path) -> Clone:
    """A repository with a policy alone."""
    told = Story()
    told.entry("2021-01-04", {"qms.yml": policy()})
    return told.build(tmp_path / "small")


def type_on_a_terminal(folder: Path, arguments: tuple[str, ...], *answers: str) -> tuple[int, str, str]:
    """Somebody calls the command on a terminal and types these answers; status, result and talk."""
    ours, theirs = os.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "qms_docs", *arguments],
        cwd=folder,
        env=environment(),
        stdin=theirs,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    os.close(theirs)
    os.write(ours, "".join(f"{each}\n" for each in answers).encode())
    out, talk = process.communicate(timeout=PATIENCE)
    os.close(ours)
    assert "Traceback" not in talk
    return process.returncode, out, talk
