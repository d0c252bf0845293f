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
    from collections.abc import Iterator, Mapping

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
    files: dict[str, bytes] = field(default_factory=dict)
    """By path; whoever asks is sent to another place for them, as GitHub does with artefacts."""
    strangers: list[str] = field(default_factory=list)
    """Paths that were asked for with no word of who it is."""
    account: dict[str, object] = field(default_factory=lambda: {"login": "github-actions[bot]", "id": 41898282})
    """Whose comments are written."""
    redirect: str | None = None
    """Where it sends everybody instead."""
    largest_page: int = 100
    """Longer pages are not given, whatever is asked for; Gitea's usual is 50."""

    def comment(self, path: str, text: str) -> None:
        """A comment is added to the list at this path, or, where one has this path, it has another text."""
        thread, _, number = path.rpartition("/")
        if isinstance(listed := self.answers.get(path), list):
            taken = sum(len(each) for each in self.answers.values() if isinstance(each, list))
            listed.append({"id": 9000 + taken, "body": text, "user": self.account, "author": self.account})
            return
        everything = [each for answer in self.answers.values() if isinstance(answer, list) for each in answer]
        found = [each for each in everything if thread.endswith(("/comments", "/notes")) and str(each["id"]) == number]
        for each in found:
            each["body"] = text


@contextmanager
def fake_forge() -> Iterator[FakeForge]:
    """The forge answers until the block ends."""
    forge = FakeForge()
    server = _Server(forge)
    forge.address = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield forge
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class _Server(ThreadingHTTPServer):
    def __init__(self, forge: FakeForge) -> None:
        self.forge = forge
        super().__init__(("127.0.0.1", 0), _Handler)


class _Handler(BaseHTTPRequestHandler):
    server: _Server

    def do_GET(self) -> None:
        """Answers with what is known, and 404 otherwise."""
        forge, parts = self.server.forge, urlsplit(self.path)
        forge.asked.append(self.path)
        self._remember()
        if forge.redirect is not None:
            self._send(302, b"", Location=forge.redirect)
        elif (file := parts.path.removeprefix("/elsewhere")) in forge.files:
            if file == parts.path:
                self._send(302, b"", Location=f"{forge.address}/elsewhere{file}")
            else:
                self._send(200, forge.files[file])
        elif parts.path not in forge.answers:
            self._answer(404, {"message": "Not Found"})
        else:
            self._answer(200, self._page(forge.answers[parts.path], parse_qs(parts.query)))

    def do_POST(self) -> None:
        """Takes anything."""
        content = json.loads(self.rfile.read(int(self.headers.get("Content-Length", "0"))))
        self.server.forge.told.append((self.path, content))
        self._remember()
        if isinstance(text := content.get("body"), str):
            self.server.forge.comment(self.path, text)
        self._answer(201, {})

    def do_PATCH(self) -> None:
        """As above."""
        self.do_POST()

    def do_PUT(self) -> None:
        """As above."""
        self.do_POST()

    def log_message(self, *_: object) -> None:
        """Nothing is printed."""

    def _page(self, answer: object, asked: Mapping[str, list[str]]) -> object:
        if not isinstance(answer, list):
            return answer
        size = int((asked.get("per_page") or asked.get("limit") or ["30"])[0])
        size = min(size, self.server.forge.largest_page)
        page = int(asked.get("page", ["1"])[0])
        return answer[size * (page - 1) : size * page]

    def _remember(self) -> None:
        said = {value for name in ("Authorization", "PRIVATE-TOKEN") if (value := self.headers.get(name))}
        self.server.forge.tokens |= said
        if not said:
            self.server.forge.strangers.append(self.path)

    def _answer(self, status: int, content: object) -> None:
        self._send(status, json.dumps(content).encode(), **{"Content-Type": "application/json"})

    def _send(self, status: int, body: bytes, **headers: str) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
