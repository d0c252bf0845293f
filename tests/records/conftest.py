"""The organization of the examples, with one file changed in the work tree."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

import pytest

from qms_docs.check import check
from qms_docs.keeping.store import Store
from qms_docs.model.records.history import KeptRecord
from qms_docs.model.records.kinds import kind_of_id
from qms_docs.model.records.needs import lacking
from qms_docs.sources.loading import open_manual
from qms_docs.sources.records.record import read_record
from support.examples import TODAY, example_story

if TYPE_CHECKING:
    from collections.abc import Mapping

    from qms_docs.model.finding import Finding
    from qms_docs.model.manual import Manual
    from qms_docs.model.records.record import Record
    from support import Clone

GATES = ("RC104", "IM101", "IM102", "IM103", "IM104", "IM105")


@dataclass
class Desk:
    """Changes files of the work tree and asks what is found; afterwards everything is as it was."""

    clone: Clone
    store: Store = field(default_factory=Store)

    def text(self, path: str) -> str:
        """A file as it was accepted."""
        return self.clone.git("show", f"HEAD:{path}") + "\n"

    def manual(self, files: Mapping[str, str | None], day: str = TODAY) -> Manual:
        """The manual with these files, as if they were accepted today."""
        for path, content in files.items():
            if content is None:
                (self.clone.path / path).unlink()
            else:
                self.clone.write(path, content)
        source = open_manual(self.clone.path, date.fromisoformat(day), keep=lambda *_: self.store)
        try:
            return source.manual(preview=True, judged=True, merged=True)
        finally:
            source.repository.close()
            self.clone.git("checkout", "--quiet", "--force", "HEAD", "--", ".")
            self.clone.git("clean", "--quiet", "--force", "-d")

    def findings(self, files: Mapping[str, str | None], day: str = TODAY) -> tuple[Finding, ...]:
        """What the rules find."""
        return check(self.manual(files, day)).findings

    def gates(self, files: Mapping[str, str | None], day: str = TODAY) -> list[tuple[str, str]]:
        """Code and fact of everything that a record lacks."""
        return [(each.code, each.fact) for each in self.findings(files, day) if each.code in GATES]

    def lacks(self, text: str, *others: str, day: str = TODAY) -> list[tuple[str, str, str]]:
        """Code, field and words of what a record lacks beside others that take the place of those with their ids."""
        record = _read(text)
        book = self.accepted.records
        kept = {each.id: each for each in book.kept}
        for each in (record, *map(_read, others)):
            kind = kind_of_id(each.id)
            assert kind is not None
            path = kept[each.id].path if each.id in kept else f"records/{kind.folder}/{each.id}.yml"
            kept[each.id] = KeptRecord(record=each, kind=kind, path=path, entries=())
        records = replace(book, kept=tuple(kept[name] for name in sorted(kept)))
        manual = replace(self.accepted, as_of=date.fromisoformat(day), record_book=records)
        found = lacking(record, kept[record.id].kind, manual)
        return sorted((each.code, each.field, each.what) for each in found)

    @cached_property
    def accepted(self) -> Manual:
        """The manual without any change."""
        return self.manual({})


def _read(text: str) -> Record:
    reading = read_record(text.encode(), page=False, fallback=None)
    assert reading.record is not None
    assert reading.faults == (), reading.faults
    return reading.record


@pytest.fixture(scope="session")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """The desk of the organization."""
    return Desk(example_story().build(tmp_path_factory.mktemp("records") / "manual"))


def edited(text: str, *edits: tuple[str, str]) -> str:
    """The text with words in the place of others; each pattern fits exactly once, `^` at the beginning of a line."""
    for pattern, words in edits:
        text, number = re.subn(pattern, words, text, flags=re.MULTILINE)
        assert number == 1, f"{pattern!r} fits {number} times"
    return text


def without(text: str, name: str) -> str:
    """The text of a record without one of its fields."""
    found = re.subn(rf"^{name}:.*\n((  |- |#).*\n)*?(?=^[a-z_]+:|\Z)", "", text, flags=re.MULTILINE)
    assert found[1] == 1, name
    return found[0]
