"""What was issued is told by another process while the site is planned, and by this one where that has ended."""

from __future__ import annotations

import shutil
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from mkdocs_document_control.early.early_manifest import EarlyManifest
from qms_docs.sources.git import open_repository
from support.sites import TODAY, one_processor
from support.text_edits import EDITED, organization, text_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from support import Clone
    from support.sites import Publish

pytestmark = pytest.mark.usefixtures("no_other_threads")


@pytest.fixture
def manual(tmp_path: Path, publish: Publish) -> Clone:
    """An organization, published, in which somebody proposes a revision then."""
    clone = organization(tmp_path / "manual")
    publish(clone)
    clone.write(EDITED, text_of("## Steps\n\nThree.\n"))
    publish(clone)
    clone.write(EDITED, text_of("## Steps\n\nThree, and four.\n"))
    return clone


@pytest.fixture
def taken(monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """For each manifest whether another process has told it."""
    found: list[bool] = []
    take = EarlyManifest._taken

    def noted(self: EarlyManifest) -> str | None:
        told = take(self)
        found.append(told is not None)
        return told

    monkeypatch.setattr(EarlyManifest, "_taken", noted)
    return found


@pytest.fixture
def right(monkeypatch: pytest.MonkeyPatch, publish: Publish, manual: Clone) -> Callable[[], bool]:
    """Builds the site, and says whether its manifest is that of a build of which nothing is kept."""

    def built() -> bool:
        manifest = publish(manual, today=TODAY).text("manifest.json")
        shutil.rmtree(manual.path / "site")
        with monkeypatch.context() as patch:
            patch.setenv("QMS_CACHE", "off")
            return manifest == publish(manual, today=TODAY).text("manifest.json")

    return built


def test_another_process_tells_it(right: Callable[[], bool], taken: list[bool]) -> None:
    """After an edit the site is the same, though this process told nothing of what was issued."""
    assert right()
    assert taken == [True]


def test_with_one_processor(right: Callable[[], bool], taken: list[bool]) -> None:
    """Where there is no other process it is told here."""
    with one_processor():
        assert right()
    assert taken == []


def test_a_process_that_has_ended(
    right: Callable[[], bool], taken: list[bool], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the other process has ended before it was done it is told here."""
    begin = EarlyManifest.begin

    def ended(self: EarlyManifest) -> None:
        begin(self)
        assert self._process.begun
        process, _ = self._process._running or (None, None)
        assert process is not None
        process.kill()

    monkeypatch.setattr(EarlyManifest, "begin", ended)
    assert right()
    assert taken == [False]


def test_what_it_asks_is_noted(manual: Clone) -> None:
    """What the other process has asked of the repository counts as asked."""
    with closing(open_repository(manual.path)) as repository:
        early = EarlyManifest(lambda: str(repository.resolve("refs/heads/elsewhere")), repository)
        early.begin()
        assert early.take() == "None"
        asked = [arguments for (_, arguments), _ in repository.grounds.noted() or ()]
    assert ("refs/heads/elsewhere",) in asked
