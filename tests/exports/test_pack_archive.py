"""The ZIP file of a pack, and the names in it."""

from __future__ import annotations

import zipfile
from typing import TYPE_CHECKING

from qms_docs.exports.pack.archive import PackArchive
from qms_docs.exports.pack.names import Names, source_name
from qms_docs.exports.pack.verifier import Outcome, _Zip

if TYPE_CHECKING:
    from pathlib import Path


def test_more_files_than_a_zip_once_could_hold(tmp_path: Path) -> None:
    """A pack of a large manual, with more than 65,535 files, is written, opened and verified."""
    target = tmp_path / "large.zip"
    with target.open("w+b") as stream, PackArchive(stream) as archive:
        for number in range(66_000):
            archive.add(f"sources/{number}.pdf", b"x")
        archive.close()
    outcome = Outcome()
    files = _Zip(str(target), outcome)
    files.close()
    assert outcome.problems == []
    assert len(files.names) == 66_001
    with zipfile.ZipFile(target) as opened:
        assert opened.read("sources/65999.pdf") == b"x"


def test_names_that_every_system_can_write() -> None:
    """Plain names stay; others become one of their hash, and no two are one on a system that knows no capitals."""
    names = Names()
    assert names.of("SOP-001") == "SOP-001"
    assert names.of("1.0") == "1.0"
    others = ["sop-001", "Ø 1", "a/b", "..", ".hidden", "nul", "COM1.txt", "end.", "x" * 200, "", "a\nb"]
    given = [names.of(each) for each in others]
    assert all(each.startswith("x-") and each.isascii() for each in given)
    assert len(set(given)) == len(others)
    assert [names.of(each) for each in others] == given


def test_endings_of_sources() -> None:
    """Bytes lie under their hash, with the ending that tells programs what they are, where it is a plain one."""
    assert source_name("ab", "procedures/Flow.SVG") == "sources/ab.svg"
    assert source_name("ab", "procedures/odd.a b") == "sources/ab"
