"""A whole manual has the same bytes, built from nothing or from what is kept, by one process or by several."""

from __future__ import annotations

import shutil
from contextlib import nullcontext
from datetime import date
from typing import TYPE_CHECKING

import pytest

from benchmarks.corpus import make_corpus
from benchmarks.plan import Size
from mkdocs_document_control.generator import MkDocsGenerator
from qms_docs.starting.demo.writing import write_demo
from support.sites import Site, one_processor

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

pytestmark = pytest.mark.usefixtures("no_other_threads")

DAY = date(2026, 11, 27)


def demo(folder: Path) -> None:
    """The manual of `qms init --demo`."""
    write_demo(folder, seed=1, day=DAY)


def corpus(folder: Path) -> None:
    """A manual of the benchmarks, with so many documents that every piece of work is worth a process."""
    make_corpus(folder, Size(documents=60, commits=300))


@pytest.mark.parametrize("write", [demo, corpus])
def test_a_whole_manual_has_the_same_bytes(
    write: Callable[[Path], None], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every file is the same, cold and warm, by several processes and by one, whichever of them has kept something."""
    folder = tmp_path / "manual"
    write(folder)
    built = []
    for kept, alone in (("several", False), ("several", True), ("one", True), ("one", False)):
        monkeypatch.setenv("QMS_CACHE", str(tmp_path / kept))
        with one_processor() if alone else nullcontext():
            built.append(_files(folder))

    first, *others = built
    assert len(first) > 300
    for other in others:
        assert [name for name in sorted(first.keys() | other.keys()) if first.get(name) != other.get(name)] == []


def _files(folder: Path) -> dict[str, bytes]:
    """The files of a site that is built into an empty folder, but the record of its building."""
    shutil.rmtree(folder / "site", ignore_errors=True)
    MkDocsGenerator().build(folder / "mkdocs.yml", mode="controlled", as_of=None, strict=False, today=DAY)
    found = Site(folder / "site").files()
    del found["build.json"]
    return found
