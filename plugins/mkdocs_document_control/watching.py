"""Edits are seen as soon as the system tells of them, and by the looking of MkDocs where it does not."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import TYPE_CHECKING

from watchdog.events import (
    DirCreatedEvent,
    DirDeletedEvent,
    DirMovedEvent,
    FileCreatedEvent,
    FileDeletedEvent,
    FileModifiedEvent,
    FileMovedEvent,
    FileSystemEventHandler,
)
from watchdog.observers import Observer

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mkdocs.livereload import LiveReloadServer
    from watchdog.events import FileSystemEvent
    from watchdog.observers.api import BaseObserver

__all__ = ["Watching"]

_EDITS: list[type[FileSystemEvent]] = [
    *(FileCreatedEvent, FileModifiedEvent, FileMovedEvent, FileDeletedEvent),
    *(DirCreatedEvent, DirMovedEvent, DirDeletedEvent),
]
"""What the system is to tell of: a build opens and closes thousands of files itself."""

_REST = 0.03
"""Seconds in which nothing more is told."""
_AT_MOST = 10
"""How often that is waited for."""


class Watching(FileSystemEventHandler):
    """Has the server of MkDocs look for edits at once when there may be one.

    The server looks at every file twice a second, which finds edits on every disk, also where the system tells of none,
    and takes half a second at worst. It still does: who is told of an edit only makes it look sooner.
    """

    def __init__(self) -> None:
        """Nothing is watched."""
        self._server: LiveReloadServer | None = None
        self._told = threading.Event()
        self._observer: BaseObserver | None = None

    def begin(self, server: LiveReloadServer, paths: Iterable[str]) -> None:
        """The folders among the paths are watched, with everything below them, as far as the system can."""
        self._server = server
        self._observer = observer = _started(self, [each for each in dict.fromkeys(paths) if Path(each).is_dir()])
        if observer:
            threading.Thread(target=self._look, args=(observer,), daemon=True).start()

    def on_any_event(self, _: FileSystemEvent) -> None:
        """There may be an edit."""
        self._told.set()

    def end(self) -> None:
        """Nothing is watched any more."""
        observer, self._observer = self._observer, None
        if observer:
            observer.stop()
            observer.join()
            self._told.set()

    def _look(self, observer: BaseObserver) -> None:
        """However many edits are told while the server looks, it looks once more, when they have come to rest."""
        while self._told.wait() and self._observer is observer:
            # What somebody replaces is missing for a moment, and of that MkDocs would never see anything again.
            for _ in range(_AT_MOST):
                self._told.clear()
                if not self._told.wait(_REST):
                    break
            looks = self._server.observer if self._server else None
            # Before it has looked a first time it cannot say what is otherwise.
            if looks is not None and looks.is_alive():
                for each in list(looks.emitters):
                    if Path(each.watch.path).exists():
                        each.queue_events(0)


def _started(handler: FileSystemEventHandler, folders: Iterable[str]) -> BaseObserver | None:
    """What hears from the system; None where it watches no more folders, or none of these."""
    try:
        observer = Observer()
    except OSError:
        return None
    for folder in folders:
        observer.schedule(handler, folder, recursive=True, event_filter=_EDITS)
    try:
        observer.start()
    except OSError:
        observer.unschedule_all()
        return None
    return observer
