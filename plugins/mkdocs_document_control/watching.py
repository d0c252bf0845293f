"""Edits are seen as soon as the system tells of them, and by the looking of MkDocs where it does not."""

from __future__ import annotations

import logging
import threading
import warnings
from contextlib import suppress
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
    from watchdog.observers.api import BaseObserver, EventEmitter

__all__ = ["Watching"]

_EDITS: list[type[FileSystemEvent]] = [
    *(FileCreatedEvent, FileModifiedEvent, FileMovedEvent, FileDeletedEvent),
    *(DirCreatedEvent, DirMovedEvent, DirDeletedEvent),
]
"""What the system is to tell of: a build opens and closes thousands of files itself."""

_OFTEN = 0.5
"""Seconds after which is looked whether something is there again that was missing."""
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
        self._told = threading.Event()
        self._observer: BaseObserver | None = None
        self._looking: threading.Thread | None = None
        self._is_over = False

    def begin(self, server: LiveReloadServer, paths: Iterable[str]) -> None:
        """The folders among the paths are watched, with everything below them, as far as the system can."""
        _say_nothing()
        self._observer = _started(self, [each for each in dict.fromkeys(paths) if Path(each).is_dir()])
        self._looking = threading.Thread(target=self._look, args=(server,), daemon=True)
        self._looking.start()

    def on_any_event(self, _: FileSystemEvent) -> None:
        """There may be an edit."""
        self._told.set()

    def end(self) -> None:
        """Nothing is watched any more."""
        self._is_over = True
        self._told.set()
        if self._looking:
            self._looking.join()
        if self._observer:
            self._observer.stop()
            self._observer.join()

    def _look(self, server: LiveReloadServer) -> None:
        """However many edits are told while the server looks, it looks once more, when they have come to rest."""
        while not self._is_over:
            told = self._told.wait(_OFTEN)
            # What somebody replaces is missing for a moment, and MkDocs would not look at it again.
            for _ in range(_AT_MOST if told else 0):
                self._told.clear()
                if not self._told.wait(_REST):
                    break
            # Before it has looked a first time it cannot say what is otherwise.
            for each in list(server.observer.emitters) if server.observer.is_alive() else ():
                if Path(each.watch.path).exists():
                    _look_at(each, server, at_once=told)


def _say_nothing() -> None:
    """What is missed of what the system tells MkDocs sees for itself, and nobody need hear of it."""
    for each in ("inotify", "inotify_c"):
        logging.getLogger(f"watchdog.observers.{each}").setLevel(logging.CRITICAL)
    # Many folders that are made at once are told twice.
    warnings.filterwarnings("ignore", "Callback with id", RuntimeWarning)


def _look_at(emitter: EventEmitter, server: LiveReloadServer, *, at_once: bool) -> None:
    """The server looks at a folder or file, again where it was missing for a while and is there now."""
    path = emitter.watch.path
    if emitter.is_alive():
        if at_once:
            emitter.queue_events(0)
        return
    with suppress(KeyError):
        while True:
            # It may be watched for several reasons.
            server.unwatch(path)
    server.watch(path)
    for each in list(server.observer.emitters):
        if each.watch.path == path:
            each.queue_event(FileModifiedEvent(path))


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
