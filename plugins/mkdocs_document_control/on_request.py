"""Pages of a preview that are made when somebody asks for them: most are never looked at before the next edit."""

from __future__ import annotations

import hashlib
import logging
import os
import posixpath
import tempfile
import threading
from dataclasses import field
from pathlib import Path
from typing import TYPE_CHECKING

from mkdocs.exceptions import PluginError

from qms_docs.failures import FailureError
from qms_docs.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

    from mkdocs.livereload import LiveReloadServer

__all__ = ["Offered", "PagesOnRequest"]

_log = logging.getLogger("mkdocs.plugins.document_control")
_MISSING = "404"
_INDEX = "index.html"
_NO_SIGN = "\ufffd".encode().decode("latin-1")
"""U+FFFD in the way in which an address reaches an application."""


@dataclass(frozen=True, slots=True)
class Offered:
    """What one build has left to be made."""

    site: Path
    pages: Mapping[str, Callable[[], bytes]]
    """What gives the bytes of each page, by its address."""
    list_address: str
    list_of_all: Callable[[Mapping[str, str]], bytes]
    """The file that names the SHA-256 of every other one, from those of these pages."""

    def __contains__(self, address: str) -> bool:
        """Whether it is one of these."""
        return address in self.pages or address == self.list_address


@dataclass(slots=True)
class _Heard:
    """What an application begins its answer with."""

    status: str = ""
    headers: list[tuple[str, str]] = field(default_factory=list)

    @property
    def is_missing(self) -> bool:
        """Whether there is nothing."""
        return self.status.startswith(_MISSING)

    def __call__(self, status: str, headers: list[tuple[str, str]], _: object = None, /) -> Callable[[bytes], object]:
        """The status and the headers are known, in the place of `start_response`."""
        self.status, self.headers = status, headers
        return lambda _: None


@dataclass(slots=True)
class PagesOnRequest:
    """Makes a page while its site is the latest one, and never beside a build, which works with the same things."""

    _offered: Offered | None = None
    _lock: threading.Lock = field(default_factory=threading.Lock, init=False)
    _list_lock: threading.Lock = field(default_factory=threading.Lock, init=False)

    def offer(self, offered: Offered) -> None:
        """A build is done, and this is left."""
        self._offered = offered

    def withdraw(self) -> None:
        """Nothing more is made of the build before; what is being made right now is waited for."""
        self._offered = None
        with self._lock:
            pass

    def serve(self, server: LiveReloadServer) -> None:
        """Whoever asks the server for a page that is not made yet gets it."""
        served, start = server.get_app(), server.mount_path
        assert served is not None  # noqa: S101 - MkDocs' server has set its own
        server.set_app(self.around(served, start))

    def around(self, served: WSGIApplication, start: str) -> WSGIApplication:
        """The application that serves what lies in the site, asked once more when a missing page is made.

        It answers only once no build is going on, so that what it misses is missing in the latest site.
        """

        def application(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
            # MkDocs would stumble over it; no file has it in its name, nor what stands in its place.
            environ["PATH_INFO"] = environ["PATH_INFO"].replace("\0", _NO_SIGN)
            made_of: Offered | None = None
            while True:
                offered, heard = self._offered, _Heard()
                answer = served(environ, heard)
                if heard.is_missing and self._offered is not offered:
                    # Another build has begun meanwhile, and its site may have the page.
                    continue
                address = _address(environ, start, offered) if heard.is_missing and offered else None
                if not offered or not address or offered is made_of or not self._make(offered, address):
                    start_response(heard.status, heard.headers)
                    return answer
                made_of = offered

        return application

    def _make(self, offered: Offered, address: str) -> bool:
        """Whether it is worth it to look again: the page was made, or another build has begun."""
        try:
            if address in offered.pages:
                self._write(offered, address, offered.pages[address])
            else:
                self._write_list(offered)
        except (FailureError, PluginError, OSError) as error:
            _log.error("/%s cannot be shown: %s", address, error)
            return False
        return True

    def _write_list(self, offered: Offered) -> None:
        with self._list_lock:
            # Whoever has waited for another one finds it made.
            if not (offered.site / offered.list_address).exists():
                self._work_out_list(offered)

    def _work_out_list(self, offered: Offered) -> None:
        hashes: dict[str, str] = {}
        for each, content in offered.pages.items():
            # One at a time, so that nobody waits for all of them.
            with self._lock:
                if self._offered is not offered:
                    return
                hashes[each] = hashlib.sha256(content()).hexdigest()
        self._write(offered, offered.list_address, lambda: offered.list_of_all(hashes))

    def _write(self, offered: Offered, address: str, content: Callable[[], bytes]) -> None:
        place = offered.site / address
        with self._lock:
            if self._offered is not offered or place.exists():
                return
            made = content()
            place.parent.mkdir(parents=True, exist_ok=True)
            # Nobody reads half of it.
            handle, draft = tempfile.mkstemp(dir=place.parent)
            with os.fdopen(handle, "wb") as stream:
                stream.write(made)
            Path(draft).replace(place)


def _address(environ: WSGIEnvironment, start: str, offered: Offered) -> str | None:
    """The address of the page that is asked for, if it is one of those that are left to be made."""
    path = environ["PATH_INFO"].encode("latin-1").decode("utf-8", "ignore")
    if not f"{path}/".startswith(start):
        return None
    below = posixpath.normpath("/" + path[len(start) :]).lstrip("/")
    names = (below, posixpath.join(below, _INDEX)) if not path.endswith("/") else (posixpath.join(below, _INDEX),)
    return next((each for each in names if each in offered), None)
