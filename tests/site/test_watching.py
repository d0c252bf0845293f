"""A preview sees an edit when the system tells of it, long before MkDocs looks again."""

from __future__ import annotations

import os
import resource
import socket
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from mkdocs.livereload import LiveReloadServer

from mkdocs_document_control.watching import Watching

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from watchdog.events import FileSystemEvent

NEVER, PATIENCE = 3_600.0, 60.0
"""Seconds after which MkDocs looks by itself, and after which nobody waits any longer."""


class Served:
    """A server of MkDocs that watches a folder, and says when it builds."""

    def __init__(self, folder: Path) -> None:
        """It watches from here on, and would not look by itself while a test lasts."""
        self.built = threading.Event()
        with socket.socket() as free:
            free.bind(("localhost", 0))
            port = free.getsockname()[1]
        self.server = LiveReloadServer(
            builder=self.built.set, host="localhost", port=port, root=str(folder), polling_interval=NEVER
        )
        self.server.watch(str(folder))
        self.watching = Watching()
        self.running = threading.Thread(target=self.server.serve)

    def begin(self, *paths: Path) -> None:
        """The server looks for the first time."""
        self.watching.begin(self.server, [str(each) for each in paths])
        self.running.start()
        until = time.monotonic() + PATIENCE
        while not self.server.observer.is_alive() and time.monotonic() < until:
            time.sleep(0.01)

    def end(self) -> None:
        """Nothing goes on."""
        self.watching.end()
        self.server.shutdown()
        self.running.join()


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    """A server of a folder with one text."""
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "text.md").write_text("Do it.\n")
    before = threading.active_count()
    serving = Served(tmp_path)
    yield serving
    serving.end()
    assert threading.active_count() == before


def edit(folder: Path) -> None:
    """A text is written over."""
    (folder / "a" / "text.md").write_text("Do it well.\n")


def replace(folder: Path) -> None:
    """A text is written beside and moved into its place, as many editors do."""
    (folder / "a" / ".text.md.draft").write_text("Do it well.\n")
    (folder / "a" / ".text.md.draft").replace(folder / "a" / "text.md")


def remove(folder: Path) -> None:
    """A text is gone."""
    (folder / "a" / "text.md").unlink()


def begin(folder: Path) -> None:
    """A text begins in a folder of its own."""
    (folder / "b").mkdir()
    (folder / "b" / "text.md").write_text("Do it.\n")


@pytest.mark.parametrize("change", [edit, replace, remove, begin])
def test_an_edit_is_seen(served: Served, tmp_path: Path, change: Callable[[Path], None]) -> None:
    """Whatever happens to a text, the site is built without waiting for MkDocs to look by itself."""
    served.begin(tmp_path, tmp_path / "nowhere", tmp_path / "a" / "text.md", tmp_path)
    change(tmp_path)
    assert served.built.wait(PATIENCE)


def test_edits_after_another(served: Served, tmp_path: Path) -> None:
    """The next edit is seen as well, also of a text that was not there when the server began."""
    served.begin(tmp_path)
    begin(tmp_path)
    assert served.built.wait(PATIENCE)
    served.built.clear()
    (tmp_path / "b" / "text.md").write_text("Do it, and write it down.\n")
    assert served.built.wait(PATIENCE)


def test_what_is_missing_for_a_moment(tmp_path: Path) -> None:
    """A folder that is taken away and comes back is looked at as before, whatever is told meanwhile."""
    records, folder = tmp_path / "records", tmp_path / "manual"
    records.mkdir()
    folder.mkdir()
    (records / "record.yml").write_text("a: 1\n")
    serving = Served(folder)
    serving.server.watch(str(records))
    serving.begin(folder)
    try:
        records.rename(tmp_path / "away")
        # Once the second edit is seen, everything was looked at after the first one.
        for number in range(2):
            serving.built.clear()
            (folder / f"{number}.md").touch()
            assert serving.built.wait(PATIENCE)
        (tmp_path / "away").rename(records)
        (records / "record.yml").write_text("a: 12\n")
        serving.built.clear()
        # A folder has MkDocs look, and is no edit itself.
        (folder / "new").mkdir()
        assert serving.built.wait(PATIENCE)
    finally:
        serving.end()


def test_reading_is_no_edit(served: Served, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who opens a text, as a build does, makes nobody look."""
    told: list[str] = []
    on_any_event = Watching.on_any_event

    def noted(self: Watching, event: FileSystemEvent) -> None:
        told.append(event.event_type)
        on_any_event(self, event)

    monkeypatch.setattr(Watching, "on_any_event", noted)
    served.begin(tmp_path)
    (tmp_path / "a" / "text.md").read_text()
    [*os.scandir(tmp_path / "a")]
    remove(tmp_path)
    assert served.built.wait(PATIENCE)
    # The system tells everything in its order.
    assert told == ["deleted"]


def test_where_the_system_does_not_tell(served: Served, tmp_path: Path) -> None:
    """Where nothing more can be watched, MkDocs looks alone, and nothing is left of the attempt."""
    alone, threads, limit = Watching(), threading.active_count(), resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (len([*Path("/proc/self/fd").iterdir()]) - 1, limit[1]))
    try:
        alone.begin(served.server, [str(tmp_path)])
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, limit)
    assert threading.active_count() == threads + 1
    alone.end()
    assert threading.active_count() == threads
    served.begin()


def test_a_folder_that_comes_back(served: Served, tmp_path: Path) -> None:
    """What was missing when MkDocs looked is looked at again once it is there, and so are edits in it."""
    served.begin(tmp_path)
    served.server.watch(str(tmp_path / "a"))
    (tmp_path / "a").rename(tmp_path / "away")
    for emitter in served.server.observer.emitters:
        emitter.queue_events(0)
    until = time.monotonic() + PATIENCE
    while all(emitter.is_alive() for emitter in served.server.observer.emitters) and time.monotonic() < until:
        time.sleep(0.01)
    assert not all(emitter.is_alive() for emitter in served.server.observer.emitters)
    served.built.clear()
    (tmp_path / "away").rename(tmp_path / "a")
    assert served.built.wait(PATIENCE)
    while not all(emitter.is_alive() for emitter in served.server.observer.emitters) and time.monotonic() < until:
        time.sleep(0.01)
    assert all(emitter.is_alive() for emitter in served.server.observer.emitters)
