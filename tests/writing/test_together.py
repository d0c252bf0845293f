"""Several files that are all written, or none of them."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest

from qms_docs.writing.new_file import CannotWriteError
from qms_docs.writing.together import Change, write_together

if TYPE_CHECKING:
    from pathlib import Path

MANY = """
import sys
from pathlib import Path
from qms_docs.writing.together import Change, write_together
changes = [Change(path=f"new/{n}.csv", before=None, after=b"x") for n in range(400)]
changes += [Change(path=f"old/{n}.csv", before=b"a", after=b"ab") for n in range(100)]
write_together(Path(sys.argv[1]), changes)
"""


def test_all_of_them(tmp_path: Path) -> None:
    """New files stand in folders that are made, those that were there have their new content."""
    (tmp_path / "old").write_bytes(b"a")
    write_together(
        tmp_path, [Change(path="a/new", before=None, after=b"x"), Change(path="old", before=b"a", after=b"ab")]
    )
    assert ((tmp_path / "a/new").read_bytes(), (tmp_path / "old").read_bytes()) == (b"x", b"ab")


def test_none_of_them(tmp_path: Path) -> None:
    """Where one has changed in the meantime, it keeps its content, and those before it are as they were."""
    (tmp_path / "old").write_bytes(b"a")
    (tmp_path / "other").write_bytes(b"somebody else's")
    changes = [
        Change(path="a/new", before=None, after=b"x"),
        Change(path="old", before=b"a", after=b"ab"),
        Change(path="other", before=b"a", after=b"ab"),
    ]
    with pytest.raises(CannotWriteError, match="other has changed in the meantime"):
        write_together(tmp_path, changes)
    assert sorted(each.name for each in tmp_path.iterdir()) == ["old", "other"]
    assert ((tmp_path / "old").read_bytes(), (tmp_path / "other").read_bytes()) == (b"a", b"somebody else's")


def test_what_somebody_else_has_made(tmp_path: Path) -> None:
    """A file that was made at the same time stays, though it has the very content that was to be written."""
    (tmp_path / "there").write_bytes(b"x")
    with pytest.raises(CannotWriteError, match="exists already"):
        write_together(tmp_path, [Change(path="there", before=None, after=b"x")])
    assert (tmp_path / "there").read_bytes() == b"x"


def test_interrupted(tmp_path: Path) -> None:
    """Whoever interrupts finds either every file as it was, or every file as it was to be."""
    (tmp_path / "old").mkdir()
    for number in range(100):
        (tmp_path / f"old/{number}.csv").write_bytes(b"a")
    for wait in (0.0, 0.01, 0.03):
        run = subprocess.Popen([sys.executable, "-c", MANY, str(tmp_path)], stderr=subprocess.DEVNULL)
        while not (tmp_path / "new").exists() and run.poll() is None:
            time.sleep(0.001)
        time.sleep(wait)
        run.send_signal(signal.SIGINT)
        run.wait(60)
        made = len(list((tmp_path / "new").iterdir())) if (tmp_path / "new").exists() else 0
        found = {each.read_bytes() for each in (tmp_path / "old").iterdir()}
        assert (made, found) in ((0, {b"a"}), (400, {b"ab"}))
        if made:
            break
