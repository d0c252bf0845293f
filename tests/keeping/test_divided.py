"""A drawer in parts gives what an undivided one gives, and reads no more of it than is asked for."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pytest

from qms_docs.keeping.store import Store
from qms_docs.values import dataclass

if TYPE_CHECKING:
    from pathlib import Path

    from qms_docs.keeping.drawer import Drawer

SECRET = b"s" * 32


@dataclass(frozen=True, slots=True)
class Told:
    """A value of which there are many."""

    number: int
    words: str


def opened(folder: Path | None) -> tuple[Store, Drawer[str | bytes, Told]]:
    """A store as the next run opens it, and its drawer."""
    store = Store(folder, SECRET) if folder else Store()
    return store, store.divided_drawer("words", many=(Told,))


def filled(folder: Path, numbers: range) -> None:
    """A run keeps values of these numbers."""
    store, drawer = opened(folder)
    for number in numbers:
        drawer.put(f"key {number}", Told(number, "w" * 40))
    store.save()


def test_found_again_in_parts(tmp_path: Path) -> None:
    """A value is found by the next run, which has read a small part of what is kept."""
    filled(tmp_path, range(10_000))
    _, drawer = opened(tmp_path)
    assert not drawer.is_empty
    assert drawer.get("key 7") == Told(7, "w" * 40)
    assert drawer.get("key 10000") is None
    assert len(drawer._known or ()) < 500
    assert len(dict(drawer.values())) == 10_000
    assert [drawer.get(f"key {number}") for number in range(10_000)] == [Told(n, "w" * 40) for n in range(10_000)]


@pytest.mark.parametrize("kept", [True, False])
def test_as_an_undivided_one(tmp_path: Path, kept: bool) -> None:
    """Whatever runs do one after the other, it says what one says that holds everything in memory."""
    chance = random.Random(7)  # noqa: S311 - no secret
    store, drawer = opened(tmp_path if kept else None)
    expected: dict[str | bytes, Told] = {}
    for step in range(600):
        key: str | bytes = f"{chance.randrange(300)}" if step % 2 else b"%d" % chance.randrange(300)
        match chance.choice(["put", "find", "get", "save", "let go", "again", "values", "read again"]):
            case "put":
                drawer.put(key, expected.setdefault(key, Told(step, "put")))
            case "find":
                found = drawer.find(key, lambda: Told(step, "found"))  # noqa: B023 - asked at once
                assert found == expected.setdefault(key, found)
            case "get":
                assert drawer.get(key) == expected.get(key)
            case "save":
                store.save()
            case "let go":
                store.let_go()
            case "read again" if kept:
                drawer.read_again()
            case "again" if kept:
                store.save()
                store, drawer = opened(tmp_path)
            case _:
                assert dict(drawer.values()) == expected
    assert len(list(tmp_path.glob("*.pieces"))) < 9
    assert len(list(tmp_path.glob("*.kept"))) < 9


def test_one_part_is_damaged(tmp_path: Path) -> None:
    """What lies in a part that is not as it was written is worked out again and kept; the others are found."""
    filled(tmp_path, range(1_000))
    (file,) = tmp_path.glob("*.pieces")
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 1
    file.write_bytes(content)
    store, drawer = opened(tmp_path)
    lost = [number for number in range(1_000) if drawer.get(f"key {number}") is None]
    assert 0 < len(lost) < 200
    for number in lost:
        drawer.put(f"key {number}", Told(number, "new"))
    store.save()
    assert [opened(tmp_path)[1].get(f"key {number}") for number in lost] == [Told(number, "new") for number in lost]


@pytest.mark.parametrize("ending", ["kept", "pieces"])
@pytest.mark.parametrize("content", [b"", b"x" * 200, None])
def test_a_broken_file(tmp_path: Path, ending: str, content: bytes | None) -> None:
    """Where a file is gone, cut off or something else, what lay there is worked out again."""
    filled(tmp_path, range(100))
    (file,) = tmp_path.glob(f"*.{ending}")
    if content is None:
        file.unlink()
    else:
        file.write_bytes(content)
    store, drawer = opened(tmp_path)
    assert drawer.find("key 1", lambda: Told(1, "again")) == Told(1, "again")
    store.save()
    assert opened(tmp_path)[1].get("key 1") == Told(1, "again")


def test_names_that_begin_with_another(tmp_path: Path) -> None:
    """A drawer whose name begins with that of another one is not taken for it."""
    filled(tmp_path, range(10))
    store = Store(tmp_path, SECRET)
    store.drawer("words-defined").put("one", "eins")
    store.save()
    store = Store(tmp_path, SECRET)
    assert store.drawer("words").get("one") is None
    assert opened(tmp_path)[1].get("key 1") == Told(1, "w" * 40)
    assert Store(tmp_path, SECRET).drawer("words-defined").get("one") == "eins"
