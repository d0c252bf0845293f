"""The demo, written and published once for all tests that only look at it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from datetime import date
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import pytest

import qms_docs
from mkdocs_document_control.generator import MkDocsGenerator
from qms_docs.starting.demo.writing import write_demo
from support.sites import Site

if TYPE_CHECKING:
    from collections.abc import Mapping

SOURCE = Path(qms_docs.__file__).parents[1]
DAY = date(2026, 11, 27)
"""The day for which the story is told as it is written."""


class Say(Protocol):
    """Runs a command."""

    def __call__(self, folder: Path, *words: str) -> Any:  # noqa: ANN401 - whatever a command says in JSON
        """What the command says with `--format json`."""


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The repository of the demo, which no test may change."""
    folder = tmp_path_factory.mktemp("demo") / "manual"
    write_demo(folder, seed=1, day=DAY)
    return folder


@pytest.fixture(scope="session")
def demo_site(demo: Path) -> Site:
    """Its site, as it was built on the day."""
    MkDocsGenerator().build(demo / "mkdocs.yml", mode="controlled", as_of=None, strict=False, today=DAY)
    return Site(demo / "site")


def variables(further: Mapping[str, str] | None = None) -> dict[str, str]:
    """The variables of a process that runs this source."""
    path = os.pathsep.join((str(SOURCE), str(SOURCE / "plugins")))
    return os.environ | {"PYTHONPATH": path, "PYTHONDONTWRITEBYTECODE": "1"} | dict(further or {})


@pytest.fixture(scope="session")
def say(tmp_path_factory: pytest.TempPathFactory) -> Say:
    """Runs `qms`; what it says is read as JSON, and the same again is not asked for a second time."""
    kept = {"QMS_CACHE": str(tmp_path_factory.mktemp("kept"))}

    @cache
    def said(folder: Path, *words: str) -> object:
        command = [sys.executable, "-m", "qms_docs", *words, "--format", "json"]
        done = subprocess.run(
            command, cwd=folder, env=variables(kept), stdin=subprocess.DEVNULL, capture_output=True, check=False
        )
        assert done.returncode == 0, done.stderr.decode()
        return json.loads(done.stdout)

    return said
