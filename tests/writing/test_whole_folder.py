"""Many files stand in a folder afterwards, or none."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from qms_docs.writing.new_file import CannotWriteError
from qms_docs.writing.whole_folder import in_the_way, place_files

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

FILES = {"a.txt": b"a", "b/c/d.txt": b"d", "b/e.txt": b"e"}


def nothing_more(_: Path) -> tuple[str, ...]:
    """What was built is complete."""
    return ()


def tree(root: Path) -> dict[str, bytes]:
    """Every file and every empty folder."""
    return {
        str(each.relative_to(root)): each.read_bytes() if each.is_file() else b""
        for each in root.rglob("*")
        if each.is_file() or not any(each.iterdir())
    }


@pytest.mark.parametrize("name", ["new", "new/deep/er", ""])
def test_all_stand_there(tmp_path: Path, name: str) -> None:
    """In a folder that is there, or that is made with those around it; nothing stands beside."""
    (tmp_path / "manual").mkdir()
    root = tmp_path / "manual" / name
    written = place_files(root, FILES, nothing_more)
    assert written == tuple(FILES)
    assert tree(root) == FILES
    assert [each.name for each in tmp_path.iterdir()] == ["manual"]


def test_what_is_equal_stays(tmp_path: Path) -> None:
    """A file with the same content is not in the way, and not written again."""
    (tmp_path / "b").mkdir()
    (tmp_path / "b/e.txt").write_bytes(b"e")
    before = (tmp_path / "b/e.txt").stat()
    assert in_the_way(tmp_path, FILES) == ()
    assert place_files(tmp_path, FILES, nothing_more) == ("a.txt", "b/c/d.txt")
    after = (tmp_path / "b/e.txt").stat()
    assert (before.st_ino, before.st_mtime_ns) == (after.st_ino, after.st_mtime_ns)


def fails_while_building(_: Path) -> tuple[str, ...]:
    """The disk is full."""
    raise OSError(28, "No space left on device")


def is_interrupted(_: Path) -> tuple[str, ...]:
    """Somebody ends it."""
    raise KeyboardInterrupt


def names_what_is_not_there(_: Path) -> tuple[str, ...]:
    """The last move fails, after all others."""
    return ("missing",)


@pytest.mark.parametrize(
    ("finish", "error"),
    [
        (fails_while_building, CannotWriteError),
        (is_interrupted, KeyboardInterrupt),
        (names_what_is_not_there, CannotWriteError),
    ],
)
def test_whatever_fails_nothing_stays(
    tmp_path: Path, finish: Callable[[Path], tuple[str, ...]], error: type[BaseException]
) -> None:
    """What was moved is taken away again, what was there before stays."""
    (tmp_path / "b").mkdir()
    (tmp_path / "b/mine.txt").write_bytes(b"Mine.")
    with pytest.raises(error):
        place_files(tmp_path, FILES, finish)
    assert tree(tmp_path) == {"b/mine.txt": b"Mine."}


@pytest.mark.parametrize("finish", [fails_while_building, is_interrupted])
def test_folders_that_were_made_go_again(tmp_path: Path, finish: Callable[[Path], tuple[str, ...]]) -> None:
    """Those around a new folder too."""
    with pytest.raises((CannotWriteError, KeyboardInterrupt)):
        place_files(tmp_path / "new/deep", FILES, finish)
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_comes_in_the_meantime(tmp_path: Path) -> None:
    """Somebody else's file wins, and is neither replaced nor taken away."""

    def meanwhile(_: Path) -> tuple[str, ...]:
        (tmp_path / "b").mkdir()
        (tmp_path / "b/e.txt").write_bytes(b"Mine.")
        return ()

    with pytest.raises(CannotWriteError, match=r"nothing was: .* Something has come there meanwhile"):
        place_files(tmp_path, FILES, meanwhile)
    assert tree(tmp_path) == {"b/e.txt": b"Mine."}


def test_obstacles(tmp_path: Path) -> None:
    """Other content, links, folders in the place of files, and the other way about."""
    (tmp_path / "a.txt").symlink_to(tmp_path / "nowhere")
    (tmp_path / "b").write_bytes(b"")
    (tmp_path / "f.txt").mkdir()
    (tmp_path / "g.txt").write_bytes(b"other")
    os.mkfifo(tmp_path / "h.txt")
    files = FILES | {"f.txt": b"", "g.txt": b"g", "h.txt": b"h", "i.txt": b"i"}
    assert in_the_way(tmp_path, files) == ("a.txt", "b", "f.txt", "g.txt", "h.txt")
