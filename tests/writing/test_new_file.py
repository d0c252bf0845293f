"""Files that are written whole or not at all."""

from __future__ import annotations

import fcntl
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest

from qms_docs.writing import new_file
from qms_docs.writing.new_file import CannotWriteError, create_file, replace_file

if TYPE_CHECKING:
    from pathlib import Path

TEXT = "Åse\n".encode()


def everything(root: Path) -> list[str]:
    """Every path below a folder."""
    return sorted(each.relative_to(root).as_posix() for each in root.rglob("*"))


def test_the_file_and_its_folders(tmp_path: Path) -> None:
    """Missing folders are made, nothing else is left behind, and the permissions are those of any new file."""
    made = create_file(tmp_path, "records/approvals/SOP-004/3/ann.berg.yml", TEXT)
    assert made.read_bytes() == TEXT
    assert everything(tmp_path)[-1] == "records/approvals/SOP-004/3/ann.berg.yml"
    assert len(everything(tmp_path)) == 5
    (tmp_path / "usual").touch()
    assert made.stat().st_mode == (tmp_path / "usual").stat().st_mode


def test_nothing_that_exists_is_replaced(tmp_path: Path) -> None:
    """A file, a folder and a link at the path stay as they are."""
    (tmp_path / "file").write_text("mine")
    (tmp_path / "folder").mkdir()
    (tmp_path / "link").symlink_to("nowhere")
    for name in ("file", "folder", "link"):
        with pytest.raises(CannotWriteError, match=f"{name} exists already and is not replaced"):
            create_file(tmp_path, name, TEXT)
    assert everything(tmp_path) == ["file", "folder", "link"]
    assert (tmp_path / "file").read_text() == "mine"


def test_nothing_is_written_through_a_link(tmp_path: Path) -> None:
    """A folder that is a link could lead anywhere on the computer."""
    root, outside = tmp_path / "root", tmp_path / "outside"
    root.mkdir()
    outside.mkdir()
    (root / "records").symlink_to(outside)
    with pytest.raises(CannotWriteError, match="records is a symbolic link"):
        create_file(root, "records/approvals/x.yml", TEXT)
    for path in ("../x.yml", str(outside / "x.yml")):
        with pytest.raises(CannotWriteError, match="does not lie below"):
            create_file(root, path, TEXT)
    assert everything(outside) == []


def test_a_root_that_is_itself_reached_by_a_link(tmp_path: Path) -> None:
    """Where the repository lies is the user's own business."""
    (tmp_path / "real").mkdir()
    (tmp_path / "root").symlink_to("real")
    create_file(tmp_path / "root", "a/b", TEXT)
    assert (tmp_path / "real/a/b").read_bytes() == TEXT


def test_of_many_at_once_one_wins(tmp_path: Path) -> None:
    """Two who write the same file at the same time: one has written it, every other is told so."""

    def attempt(number: int) -> bool:
        try:
            create_file(tmp_path, "a/b/c", b"%d" % number * 10_000)
        except CannotWriteError:
            return False
        return True

    with ThreadPoolExecutor(8) as several:
        won = list(several.map(attempt, range(1, 9)))
    assert won.count(True) == 1
    assert (tmp_path / "a/b/c").read_bytes() == b"%d" % (won.index(True) + 1) * 10_000
    assert everything(tmp_path) == ["a", "a/b", "a/b/c"]


def test_a_full_disk_leaves_nothing(tmp_path: Path) -> None:
    """Where the file cannot be written to its end, neither it nor its folders are there afterwards."""
    code = (
        "import resource, signal, sys\n"
        "from pathlib import Path\n"
        "from qms_docs.writing.new_file import CannotWriteError, create_file\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))\n"
        "try:\n"
        "    create_file(Path(sys.argv[1]), 'a/b/c', bytes(1 << 20))\n"
        "except CannotWriteError as failure:\n"
        "    sys.exit(str(failure))\n"
    )
    done = subprocess.run([sys.executable, "-c", code, tmp_path], capture_output=True, text=True, check=False)
    assert done.stderr == "a/b/c cannot be written: File too large. Correct this, then run this again.\n"
    assert everything(tmp_path) == []


def test_a_file_in_the_place_of_a_folder(tmp_path: Path) -> None:
    """What cannot be made is a sentence."""
    (tmp_path / "records").write_text("a file")
    with pytest.raises(CannotWriteError, match=r"cannot be written: Not a directory\. Correct this"):
        create_file(tmp_path, "records/x.yml", TEXT)
    assert everything(tmp_path) == ["records"]


def test_a_file_is_replaced_whole_and_keeps_its_permissions(tmp_path: Path) -> None:
    """The new content stands in its place; where somebody was quicker, or a link stands there, nothing changes."""
    file = tmp_path / "a.md"
    file.write_bytes(b"old")
    file.chmod(0o640)
    replace_file(tmp_path, "a.md", b"old", TEXT)
    assert (file.read_bytes(), file.stat().st_mode & 0o777) == (TEXT, 0o640)
    with pytest.raises(CannotWriteError, match="in the meantime"):
        replace_file(tmp_path, "a.md", b"old", b"new")
    (tmp_path / "link.md").symlink_to("a.md")
    with pytest.raises(CannotWriteError, match="no regular file"):
        replace_file(tmp_path, "link.md", TEXT, b"new")
    assert (file.read_bytes(), everything(tmp_path)) == (TEXT, ["a.md", "link.md"])


def test_a_write_protected_file_stays(tmp_path: Path) -> None:
    """Whoever protects a file does not want it changed, though the folder would let it be replaced."""
    file = tmp_path / "a.md"
    file.write_bytes(b"old")
    file.chmod(0o444)
    with pytest.raises(CannotWriteError, match=r"a\.md is write-protected, and is not replaced\. Allow it"):
        replace_file(tmp_path, "a.md", b"old", TEXT)
    assert (file.read_bytes(), file.stat().st_mode & 0o777) == (b"old", 0o444)


def test_of_many_who_replace_at_once_one_wins(tmp_path: Path) -> None:
    """Everybody has read the same text; whoever comes later is told that it has changed."""
    (tmp_path / "a.md").write_bytes(b"old")

    def attempt(number: int) -> str:
        try:
            replace_file(tmp_path, "a.md", b"old", b"%d" % number * 10_000)
        except CannotWriteError as refused:
            return refused.fact
        return ""

    with ThreadPoolExecutor(8) as several:
        said = list(several.map(attempt, range(1, 9)))
    assert sorted(said) == ["", *["a.md has changed in the meantime."] * 7]
    assert (tmp_path / "a.md").read_bytes() == b"%d" % (said.index("") + 1) * 10_000
    assert everything(tmp_path) == ["a.md"]


def test_a_run_that_does_not_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody waits for ever for another run that holds the folder."""
    monkeypatch.setattr(new_file, "_PATIENCE", 0.1)
    (tmp_path / "a.md").write_bytes(b"old")
    handle = os.open(tmp_path, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        with pytest.raises(CannotWriteError, match="Another run is writing"):
            replace_file(tmp_path, "a.md", b"old", TEXT)
    finally:
        os.close(handle)
    replace_file(tmp_path, "a.md", b"old", TEXT)
    assert everything(tmp_path) == ["a.md"]
