"""What another process works out of records while the site is planned is used, and kept."""

from __future__ import annotations

import os
import signal
from datetime import date
from typing import TYPE_CHECKING

import pytest

from mkdocs_document_control.early import early_records
from mkdocs_document_control.generator import MkDocsGenerator
from qms_docs.exports.audited_texts import AuditedTexts
from qms_docs.keeping.store import open_store
from qms_docs.sources.records import changes
from qms_docs.starting.demo.writing import write_demo
from support.processes import children_of
from support.sites import Site, one_processor

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.usefixtures("no_other_threads")

DAY = date(2026, 11, 27)


@pytest.fixture
def demo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The manual of `qms init --demo`, of which nothing is kept, and in which every record counts."""
    write_demo(tmp_path / "manual", day=DAY)
    monkeypatch.setenv("QMS_CACHE", str(tmp_path / "kept"))
    monkeypatch.setattr(early_records, "_FEWEST", 1)
    return tmp_path / "manual"


@pytest.fixture
def worked_out(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What this process works out itself."""
    done: list[str] = []
    read, compared = AuditedTexts._read, changes._compared

    def reads(self: AuditedTexts, blob: str) -> object:
        done.append("text")
        return read(self, blob)

    def compares(*forms: tuple[bytes, bool]) -> object:
        done.append("change")
        return compared(*forms)

    monkeypatch.setattr(AuditedTexts, "_read", reads)
    monkeypatch.setattr(changes, "_compared", compares)
    return done


def files(folder: Path, as_of: date | None = None) -> dict[str, bytes]:
    """The files of the site as of a day, but the record of its building."""
    MkDocsGenerator().build(folder / "mkdocs.yml", mode="controlled", as_of=as_of, strict=False, today=DAY)
    found = Site(folder / "site").files()
    del found["build.json"]
    return found


def test_another_process_does_it(demo: Path, worked_out: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """The site is the same, this process works nothing out, and the next run finds it all."""
    found = files(demo)
    assert worked_out == []
    kept = open_store(demo / ".git", demo)
    assert len(dict(kept.drawer("audited").values())) > 0
    assert len(dict(kept.drawer("record-changes").values())) > 0

    monkeypatch.setenv("QMS_CACHE", "off")
    with one_processor():
        assert files(demo) == found
    assert {"text", "change"} == set(worked_out)


def test_it_ends_before_it_has_begun(demo: Path, worked_out: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the system ends the other process, this one does the work, and nothing is left of the other."""
    begin, before = early_records.meanwhile, children_of(os.getpid())
    ended = []

    def killed(work: dict[str, object]) -> object:
        known = children_of(os.getpid())
        begun = begin(work)  # type: ignore[arg-type]
        for number, _ in set(children_of(os.getpid())) - set(known):
            os.kill(number, signal.SIGKILL)
            ended.append(number)
        return begun

    monkeypatch.setattr(early_records, "meanwhile", killed)
    found = files(demo)
    assert len(ended) == 1
    assert {"text", "change"} == set(worked_out)
    assert children_of(os.getpid()) == before
    monkeypatch.setenv("QMS_CACHE", "off")
    with one_processor():
        assert files(demo) == found


def test_no_audit_is_to_come(demo: Path, worked_out: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """Where nothing is kept of one because there is nothing, later builds begin no process for it."""
    begin, begun = early_records.meanwhile, []

    def counted(work: dict[str, object]) -> object:
        begun.append(sorted(work))
        return begin(work)  # type: ignore[arg-type]

    monkeypatch.setattr(early_records, "meanwhile", counted)
    for day in (date(2025, 12, 28), date(2025, 12, 29)):
        files(demo, as_of=day)
    assert not dict(open_store(demo / ".git", demo).drawer("audited").values())
    assert begun == [["audited", "record-changes"]]
    assert worked_out == []
