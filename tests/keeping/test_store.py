"""What is kept between runs is what was put there, or nothing."""

from __future__ import annotations

import os
import resource
import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest

from qms_docs.keeping.place import cache_folder, program, secret_of
from qms_docs.keeping.store import Store, open_store

if TYPE_CHECKING:
    from pathlib import Path

SECRET = b"s" * 32
BUSY = """
import sys
from pathlib import Path
from qms_docs.keeping import store

store._ABANDONED = -1
for number in range(80):
    kept = store.Store(Path(sys.argv[1]), b"s" * 32)
    kept.drawer("words").put(number, "w" * 1_000)
    kept.shelf("pages").put(b"%d" % number, b"p" * 1_000)
    kept.save()
"""
"""A program that writes again and again, and takes every draft for abandoned."""


def pieces(folder: Path) -> list[Path]:
    """The files of every drawer."""
    return sorted(folder.rglob("*.kept"))


def worked_out_again() -> str:
    """Stands for work that must not be done twice."""
    raise AssertionError("this was kept")


def test_found_again(tmp_path: Path) -> None:
    """A value that one run has saved is found by the next, by its own drawer's name alone."""
    first = Store(tmp_path, SECRET)
    assert first.drawer("words").find("one", lambda: "eins") == "eins"
    first.save()
    second = Store(tmp_path, SECRET)
    assert second.drawer("words").find("one", worked_out_again) == "eins"
    assert second.drawer("names").get("one") is None
    assert list(second.drawer("words").values()) == [("one", "eins")]


def test_what_is_let_go_is_read_again(tmp_path: Path) -> None:
    """A run that needs the memory for something else saves what it knows, and finds all of it when it asks again."""
    first = Store(tmp_path, SECRET)
    words, shelf = first.drawer("words"), first.shelf("pages")
    words.put("one", "eins")
    shelf.put(b"1", b"piece")
    first.let_go()
    assert Store(tmp_path, SECRET).drawer("words").get("one") == "eins"
    words.put("two", "zwei")
    assert list(words.values()) == [("one", "eins"), ("two", "zwei")]
    first.save()
    second = Store(tmp_path, SECRET)
    assert dict(second.drawer("words").values()) == {"one": "eins", "two": "zwei"}
    assert second.shelf("pages").get(b"1") == b"piece"


def test_what_is_kept_nowhere_is_not_let_go() -> None:
    """Where nothing outlives the run, what it has worked out stays in memory."""
    store = Store()
    store.drawer("words").put("one", "eins")
    store.let_go()
    assert store.drawer("words").get("one") == "eins"


def test_nothing_without_saving(tmp_path: Path) -> None:
    """A run that is interrupted leaves what was kept before."""
    first = Store(tmp_path, SECRET)
    first.drawer("words").put("one", "eins")
    first.save()
    interrupted = Store(tmp_path, SECRET)
    interrupted.drawer("words").put("one", "uno")
    interrupted.drawer("words").put("two", "due")
    assert dict(Store(tmp_path, SECRET).drawer("words").values()) == {"one": "eins"}


def test_nothing_new_nothing_written(tmp_path: Path) -> None:
    """A run that learns nothing writes nothing."""
    first = Store(tmp_path, SECRET)
    first.drawer("words").put("one", "eins")
    first.save()
    before = [(path, path.stat().st_mtime_ns) for path in pieces(tmp_path)]
    second = Store(tmp_path, SECRET)
    assert second.drawer("words").get("one") == "eins"
    second.save()
    assert [(path, path.stat().st_mtime_ns) for path in pieces(tmp_path)] == before


def test_a_name_that_begins_as_another(tmp_path: Path) -> None:
    """What lies in a drawer stays there when one is opened whose name is the beginning of its own."""
    store = Store(tmp_path, SECRET)
    store.drawer("names-defined").put("key", "defined")
    store.drawer("names").put("key", "named")
    store.shelf("names-read").put(b"key", b"read")
    store.save()
    for name, value in (("names", "named"), ("names-defined", "defined")):
        assert Store(tmp_path, SECRET).drawer(name).get("key") == value
    assert Store(tmp_path, SECRET).shelf("names-read").get(b"key") == b"read"


@pytest.mark.parametrize("place", [0, 31, 32, 60, -1])
def test_flipped_byte(tmp_path: Path, place: int) -> None:
    """A file in which one byte was flipped is thrown away, and the value is worked out again."""
    first = Store(tmp_path, SECRET)
    first.drawer("words").put("one", "a longer word, so that there are enough bytes to flip")
    first.save()
    (piece,) = pieces(tmp_path)
    content = bytearray(piece.read_bytes())
    content[place] ^= 1
    piece.write_bytes(content)
    again = Store(tmp_path, SECRET)
    assert again.drawer("words").find("one", lambda: "new") == "new"
    assert pieces(tmp_path) == []
    again.save()
    assert Store(tmp_path, SECRET).drawer("words").get("one") == "new"


@pytest.mark.parametrize("content", [b"", b"short", b"x" * 200])
def test_broken_file(tmp_path: Path, content: bytes) -> None:
    """A file that is cut off, empty or something else is not read."""
    (tmp_path / "words-00000000000000000001-x.kept").write_bytes(content)
    assert Store(tmp_path, SECRET).drawer("words").get("one") is None


def test_sealed_by_somebody_else(tmp_path: Path) -> None:
    """What was sealed with another secret, or for another drawer, is not unpacked."""
    foreign = Store(tmp_path, b"t" * 32)
    foreign.drawer("words").put("one", "uno")
    foreign.save()
    assert Store(tmp_path, SECRET).drawer("words").get("one") is None
    ours = Store(tmp_path, SECRET)
    ours.drawer("words").put("one", "eins")
    ours.save()
    (piece,) = pieces(tmp_path)
    piece.rename(piece.with_name(piece.name.replace("words", "names")))
    assert Store(tmp_path, SECRET).drawer("names").get("one") is None


def test_two_runs_at_once(tmp_path: Path) -> None:
    """Of two runs at once neither takes anything from the other."""
    one, other = Store(tmp_path, SECRET), Store(tmp_path, SECRET)
    one.drawer("words").put("one", "eins")
    other.drawer("words").put("two", "zwei")
    one.save()
    other.save()
    assert dict(Store(tmp_path, SECRET).drawer("words").values()) == {"one": "eins", "two": "zwei"}


def test_few_files(tmp_path: Path) -> None:
    """However many runs learn something, the files stay few and everything is known."""
    for number in range(30):
        store = Store(tmp_path, SECRET)
        store.drawer("numbers").put(number, str(number))
        store.save()
        assert len(pieces(tmp_path)) <= 8
    assert dict(Store(tmp_path, SECRET).drawer("numbers").values()) == {each: str(each) for each in range(30)}


def test_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A drawer that has grown too large keeps what the last run has used."""
    monkeypatch.setattr("qms_docs.keeping.drawer._LARGEST", 1_000)
    for number in range(7):
        store = Store(tmp_path, SECRET)
        store.drawer("words").put(number, "w" * 300)
        store.save()
    last = Store(tmp_path, SECRET)
    assert last.drawer("words").get(3)
    last.drawer("words").put(7, "w")
    last.save()
    assert [key for key, _ in Store(tmp_path, SECRET).drawer("words").values()] == [3, 7]


def test_place(home: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Things are kept in the user's cache folder, or where `QMS_CACHE` says, or nowhere where it says `off`."""
    assert cache_folder() == home / ".cache" / "qms-docs"
    monkeypatch.setenv("QMS_CACHE", str(tmp_path / "kept"))
    assert cache_folder() == tmp_path / "kept"
    monkeypatch.setenv("QMS_CACHE", "off")
    assert cache_folder() is None
    store = open_store(tmp_path, tmp_path / "work")
    store.drawer("words").put("one", "eins")
    store.save()
    assert open_store(tmp_path, tmp_path / "work").drawer("words").get("one") is None


def test_only_ours(tmp_path: Path) -> None:
    """A folder or a secret that others can write to is not used, nor one behind a link; ours is closed to others."""
    folder = tmp_path / "kept"
    secret = secret_of(folder)
    assert secret is not None
    assert len(secret) == 32
    assert secret_of(folder) == secret
    assert folder.stat().st_mode & 0o777 == 0o700
    assert [path.stat().st_mode & 0o777 for path in folder.iterdir()] == [0o600]
    folder.chmod(0o770)
    assert secret_of(folder) is None
    folder.chmod(0o700)
    (folder / "sealing").chmod(0o622)
    assert secret_of(folder) is None
    (tmp_path / "link").symlink_to(folder, target_is_directory=True)
    assert secret_of(tmp_path / "link") is None


def test_no_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where no folder can be made nothing is kept, and nothing else is different."""
    (tmp_path / "file").write_bytes(b"")
    monkeypatch.setenv("QMS_CACHE", str(tmp_path / "file" / "kept"))
    store = open_store(tmp_path, tmp_path / "work")
    assert store.drawer("words").find("one", lambda: "eins") == "eins"
    store.save()


@pytest.mark.parametrize("said", ["OFF", "0", "kept", "./kept", "~/kept"])
def test_no_certain_place(said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is no path from the root names no place, so that nothing is kept, and nothing made where the run began."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("QMS_CACHE", said)
    store = open_store(tmp_path / "repository", tmp_path / "work")
    store.drawer("words").put("one", "eins")
    store.save()
    assert list(tmp_path.iterdir()) == []


def test_no_place_in_the_work_tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is kept in the work tree, also behind a link: what lies there may have come with anybody's change."""
    (tmp_path / "work" / "kept").mkdir(parents=True)
    (tmp_path / "link").symlink_to(tmp_path / "work", target_is_directory=True)
    for place in ("work", "work/kept", "link/kept"):
        monkeypatch.setenv("QMS_CACHE", str(tmp_path / place))
        store = open_store(tmp_path / "work" / ".git", tmp_path / "work")
        store.drawer("words").put("one", "eins")
        store.save()
    assert list((tmp_path / "work").iterdir()) == [tmp_path / "work" / "kept"]
    assert list((tmp_path / "work" / "kept").iterdir()) == []


def test_known_secret(tmp_path: Path) -> None:
    """A secret that others can read, as a checked out one, seals nothing; nor does something that is no file."""
    folder = tmp_path / "kept"
    assert secret_of(folder) is not None
    (folder / "sealing").chmod(0o644)
    assert secret_of(folder) is None
    (folder / "sealing").unlink()
    os.mkfifo(folder / "sealing", 0o600)
    assert secret_of(folder) is None


def test_another_program(tmp_path: Path) -> None:
    """Another state of the program is another program: nothing that it has kept is used."""
    package = tmp_path / "package"
    package.mkdir()
    (package / "module.py").write_text("one = 1\n")
    first = program(package)
    assert program(package) == first
    os.utime(package / "module.py", (10**9, 10**9))
    assert program(package) != first


def test_another_release_beside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another release of what is installed makes another program, also where every folder has one and the same time."""
    installed = tmp_path / "site-packages"
    monkeypatch.setattr(sys, "path", [*sys.path, str(installed)])
    programs = []
    for release in ("3.9", "3.9", "3.10"):
        (installed / f"markdown-{release}.dist-info").mkdir(parents=True, exist_ok=True)
        os.utime(installed, (0, 0))
        programs.append(program())
        (installed / f"markdown-{release}.dist-info").rmdir()
    assert programs[0] == programs[1] != programs[2]


def test_forgotten(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What no run has used for sixty days is thrown away when something new begins; the rest stays."""
    monkeypatch.setenv("QMS_CACHE", str(tmp_path / "kept"))
    for name in ("old", "young"):
        store = open_store(tmp_path / name, tmp_path / "work")
        store.drawer("words").put("one", name)
        store.save()
    old = next(path for path in pieces(tmp_path) if b"old" in path.read_bytes()).parent
    os.utime(old, (time.time() - 61 * 86400,) * 2)
    open_store(tmp_path / "new", tmp_path / "work")
    assert not old.exists()
    assert open_store(tmp_path / "young", tmp_path / "work").drawer("words").get("one") == "young"


def test_things_of_others_stay(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where somebody keeps things in a folder that has other things in it, those stay however old they are."""
    for name in ("Documents/thesis", "0" * 32 + "/letters", "letters/" + "0" * 32, "1" * 32 + "/" + "2" * 32):
        folder = tmp_path / name
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "text.md").write_text("Years of work.\n")
        os.utime(folder, (10**9, 10**9))
    monkeypatch.setenv("QMS_CACHE", str(tmp_path))
    open_store(tmp_path / "repository", tmp_path / "work")
    assert len(list(tmp_path.rglob("text.md"))) == 4


def test_full_disk(tmp_path: Path) -> None:
    """A file that could not be written to its end is taken away at once, the secret too."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (10, resource.RLIM_INFINITY))
    before = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    try:
        assert secret_of(tmp_path) is None
        store = Store(tmp_path, SECRET)
        store.drawer("words").put("one", "w" * 100_000)
        store.save()
    finally:
        signal.signal(signal.SIGXFSZ, before)
        resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    assert list(tmp_path.iterdir()) == []


def test_taken_away_meanwhile(tmp_path: Path) -> None:
    """Runs that write and tidy up at the same time disturb each other in nothing."""
    command = [sys.executable, "-c", BUSY, str(tmp_path)]
    runs = [subprocess.Popen(command, stderr=subprocess.PIPE, text=True) for _ in range(4)]
    assert [run.communicate()[1] for run in runs] == [""] * 4


def test_what_another_process_has_written(tmp_path: Path) -> None:
    """Pieces that a process that was divided off has written are found once the first has adopted and saved them."""
    other = Store(tmp_path, SECRET)
    other.shelf("pages").put(b"one", b"eins")
    written = other.shelf("pages").write()
    first = Store(tmp_path, SECRET)
    assert first.shelf("pages").get(b"one") is None
    first.shelf("pages").adopt(written)
    first.shelf("pages").put(b"two", b"zwei")
    assert first.shelf("pages").get(b"one") == b"eins"
    first.save()
    later = Store(tmp_path, SECRET)
    assert [later.shelf("pages").get(each) for each in (b"one", b"two")] == [b"eins", b"zwei"]


def test_nothing_is_adopted_that_was_not_written(tmp_path: Path) -> None:
    """A process that could write nothing says so by naming no place."""
    other = Store(tmp_path / "file", SECRET)
    (tmp_path / "file").write_bytes(b"")
    other.shelf("pages").put(b"one", b"eins")
    written = other.shelf("pages").write()
    assert written.fresh == {}
    first = Store(tmp_path / "kept", SECRET)
    first.shelf("pages").adopt(written)
    first.save()
    assert first.shelf("pages").get(b"one") is None


def test_a_process_that_was_divided_off_tells_of_its_own(tmp_path: Path) -> None:
    """It neither writes what waited before nor tells of what was used before; what it tells of is found by all."""
    first = Store(tmp_path, SECRET)
    first.shelf("pages").put(b"old", b"alt")
    first.save()
    other = Store(tmp_path, SECRET)
    assert other.shelf("pages").get(b"old") == b"alt"
    other.shelf("pages").put(b"before", b"vorher")
    other.part()
    other.shelf("pages").put(b"one", b"eins")
    other.shelf("groups").put(b"two", b"zwei")
    written = other.written()
    assert {name: (list(each.fresh), list(each.used)) for name, each in written.items()} == {
        "pages": ([b"one"], [b"one"]),
        "groups": ([b"two"], [b"two"]),
    }
    first.adopt(written)
    first.save()
    later = Store(tmp_path, SECRET)
    assert later.shelf("pages").get(b"one") == b"eins"
    assert later.shelf("groups").get(b"two") == b"zwei"
    assert later.shelf("pages").get(b"before") is None


def test_what_another_process_works_out(tmp_path: Path) -> None:
    """It is taken in once, when somebody asks for what is not known, and kept with everything else."""
    asked = []

    def others() -> dict[str, str]:
        asked.append("others")
        return {"one": "eins", "two": "zwei"}

    first = Store(tmp_path, SECRET).drawer("words")
    first.put("three", "drei")
    first.wait_for(others)
    assert first.get("three") == "drei"
    assert asked == []
    assert first.find("one", lambda: "never") == "eins"
    assert first.find("four", lambda: "vier") == "vier"
    assert asked == ["others"]
    assert first.fresh == {"one": "eins", "two": "zwei", "three": "drei", "four": "vier"}
    first.save()
    assert Store(tmp_path, SECRET).drawer("words").get("two") == "zwei"


def test_much_is_laid_down_early(tmp_path: Path) -> None:
    """Pieces that are many megabytes together lie in a file before the run ends, and are found in it and after it."""
    names = [b"%d" % number for number in range(10)]
    kept = Store(tmp_path, SECRET)
    for name in names:
        kept.shelf("pages").put(name, name * 1_000_000)
    assert list(tmp_path.glob("pages-*.pieces"))
    assert all(kept.shelf("pages").get(name) == name * 1_000_000 for name in names)
    kept.save()
    assert all(Store(tmp_path, SECRET).shelf("pages").get(name) == name * 1_000_000 for name in names)


def test_a_shelf_keeps_to_its_room(tmp_path: Path) -> None:
    """Beyond its room only what the last run has used stays."""
    first = Store(tmp_path, SECRET)
    for number in range(5):
        first.shelf("files", room=3_000).put(b"%d" % number, b"f" * 1_000)
    first.save()
    second = Store(tmp_path, SECRET)
    assert second.shelf("files", room=3_000).has(b"4")
    second.shelf("files").put(b"5", b"f")
    second.save()
    third = Store(tmp_path, SECRET).shelf("files")
    assert [number for number in range(6) if third.get(b"%d" % number)] == [4, 5]
