"""A forge on this computer: it answers what it was told to, and remembers what it was asked."""

from __future__ import annotations

import json
import threading
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["FakeForge", "fake_forge"]


@dataclass(kw_only=True)
class FakeForge:
    """What the forge knows, and what happened to it."""

    address: str = ""
    answers: dict[str, object] = field(default_factory=dict)
    """By path without parameters; of a list each page is given as asked for."""
    asked: list[str] = field(default_factory=list)
    """Paths with their parameters, in their order."""
    tokens: set[str] = field(default_factory=set)
    """Headers by which callers said who they are."""
    told: list[tuple[str, object]] = field(default_factory=list)
    """Path and content of what was sent to it."""
    redirect: str | None = None
    """Where it sends everybody instead."""


@contextmanager
def fake_forge() -> Iterator[FakeForge]:
    """The forge answers until the block ends."""
    forge = FakeForge()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            """Answers with what is known, and 404 otherwise."""
            parts = urlsplit(self.path)
            forge.asked.append(self.path)
            self._remember()
            if forge.redirect is not None:
                self.send_response(302)
                self.send_header("Location", forge.redirect)
                self.end_headers()
                return
            if parts.path not in forge.answers:
                self._answer(404, {"message": "Not Found"})
                return
            answer = forge.answers[parts.path]
            if isinstance(answer, list):
                asked = {name: int(values[0]) for name, values in parse_qs(parts.query).items()}
                size, page = asked.get("per_page", 30), asked.get("page", 1)
                answer = answer[size * (page - 1) : size * page]
            self._answer(200, answer)

        def do_POST(self) -> None:
            """Takes anything."""
            content = self.rfile.read(int(self.headers.get("Content-Length", "0")))
            forge.told.append((self.path, json.loads(content)))
            self._remember()
            self._answer(201, {})

        def log_message(self, *_: object) -> None:
            """Nothing is printed."""

        def _remember(self) -> None:
            names = ("Authorization", "PRIVATE-TOKEN")
            forge.tokens |= {value for name in names if (value := self.headers.get(name))}

        def _answer(self, status: int, content: object) -> None:
            body = json.dumps(content).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    forge.address = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield forge
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
