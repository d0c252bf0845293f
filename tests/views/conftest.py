"""What tests of views have in common."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from support.examples import example_story

if TYPE_CHECKING:
    from pathlib import Path

    from support import Clone


@pytest.fixture(scope="session")
def organization(tmp_path_factory: pytest.TempPathFactory) -> Clone:
    """An organization with a record of every type."""
    return example_story().build(tmp_path_factory.mktemp("organization") / "manual")


@pytest.fixture
def examples(organization: Clone, tmp_path: Path) -> Clone:
    """The same, for one test to change."""
    shutil.copytree(organization.path, tmp_path / "firm", symlinks=True)
    return type(organization)(path=tmp_path / "firm", commit_ids=organization.commit_ids, names=organization.names)
