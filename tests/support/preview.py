"""A preview as MkDocs serves it: built when the test says so, and asked without a network."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Self
from wsgiref.util import FileWrapper, setup_testing_defaults

from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.livereload import LiveReloadServer

from mkdocs_document_control.choice import Choice
from mkdocs_document_control.on_request import PagesOnRequest

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date
    from pathlib import Path
    from wsgiref.types import WSGIEnvironment

    from mkdocs.config.defaults import MkDocsConfig

    from mkdocs_document_control.plugin import DocumentControlPlugin
    from support.clone import Clone

__all__ = ["Answer", "Preview", "differing"]

_ADDRESS = "http://127.0.0.1:8000/"
_ANEW = """\
import sys
from datetime import date
from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs_document_control.choice import Choice
config = load_config(sys.argv[1], site_dir=sys.argv[2], site_url=sys.argv[3])
config.plugins["document-control"].chosen = Choice(today=date.fromisoformat(sys.argv[4]))
config.plugins.on_startup(command="serve", dirty=False)
build(config, serve_url=sys.argv[3])
config.plugins.on_shutdown()
"""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a browser gets."""

    status: str
    content: bytes

    @property
    def is_found(self) -> bool:
        """Whether there is something."""
        return self.status.startswith("200")


class Preview:
    """`qms serve` in this process, from its first build to its end."""

    def __init__(self, clone: Clone, folder: Path, today: date) -> None:
        """Nothing is built yet; the site goes to the folder."""
        self._configuration = clone.path / "mkdocs.yml"
        self._folder = folder
        config = self._config()
        plugin: DocumentControlPlugin = config.plugins["document-control"]  # type: ignore[assignment]
        self._plugin = plugin
        plugin.on_request = PagesOnRequest()
        self.set_day(today)
        config.plugins.on_startup(command="serve", dirty=False)
        self._server = LiveReloadServer(self.build, "127.0.0.1", 8000, str(folder))
        config.plugins.on_serve(self._server, config=config, builder=self.build)

    def __enter__(self) -> Self:
        """The preview."""
        return self

    def __exit__(self, *_: object) -> None:
        """It ends as with Ctrl+C; the plugin may serve another test."""
        self._server.server_close()
        self._plugin.on_shutdown()
        self._plugin.on_request, self._plugin.chosen = None, Choice()

    def set_day(self, today: date) -> None:
        """Another day has begun."""
        self._plugin.chosen = Choice(today=today)

    def build(self) -> None:
        """What MkDocs does when a file has changed."""
        build(self._config(), serve_url=_ADDRESS)

    def ask(self, address: str) -> Answer:
        """What a browser gets at an address such as `/purchasing/`."""
        environ: WSGIEnvironment = {"PATH_INFO": address.encode().decode("latin-1")}
        setup_testing_defaults(environ)
        heard: list[str] = []

        def begin(status: str, *_: object) -> object:
            heard.append(status)
            return None

        application = self._server.get_app()
        assert application is not None
        answer: Iterable[bytes] = application(environ, begin)  # type: ignore[arg-type]
        try:
            return Answer(heard[0], b"".join(answer))
        finally:
            if isinstance(answer, FileWrapper):
                answer.close()

    def lies_there(self, path: str) -> bool:
        """Whether the file was made already."""
        return (self._folder / path).exists()

    def files(self, names: Iterable[str]) -> dict[str, bytes | None]:
        """What a browser gets in the place of these files; None where there is nothing."""
        answers = ((name, self.ask(f"/{name}")) for name in names)
        return {name: answer.content if answer.is_found else None for name, answer in answers}

    def _config(self) -> MkDocsConfig:
        return load_config(str(self._configuration), site_dir=str(self._folder), site_url=_ADDRESS)


def differing(clone: Clone, opened: Preview, today: date) -> list[str]:
    """The names of the files that are not what a build makes that knows nothing."""
    folder = clone.path.parent / "anew"
    anew = _made_anew(clone, folder, today)
    shutil.rmtree(folder)
    shown = opened.files(anew)
    return [name for name in sorted(anew) if shown[name] != anew[name]]


def _made_anew(clone: Clone, folder: Path, today: date) -> dict[str, bytes]:
    """The files of the same preview, each made by another process that knows nothing, but the record of building."""
    words = (str(clone.path / "mkdocs.yml"), str(folder), _ADDRESS, today.isoformat())
    subprocess.run(
        [sys.executable, "-c", _ANEW, *words], env=os.environ | {"QMS_CACHE": "off"}, check=True, capture_output=True
    )
    found = {each.relative_to(folder).as_posix(): each.read_bytes() for each in folder.rglob("*") if each.is_file()}
    del found["build.json"]
    return found
