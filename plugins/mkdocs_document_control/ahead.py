"""Texts and pages that another process draws while MkDocs draws the rest; the site is the same without it."""

from __future__ import annotations

import io
import logging
import pickle
from functools import partial
from typing import TYPE_CHECKING, Any, cast

from mkdocs.structure.files import File

from qms_docs.meanwhile import Meanwhile, NotDoneError, meanwhile

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Mapping, Sequence

    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files
    from mkdocs.structure.pages import Page

__all__ = ["Ahead", "draw_ahead", "render_ahead"]

_FEWEST = 8
"""Pages from which on another process is worth its beginning."""
_LOGGER = "mkdocs"


class Ahead:
    """What another process draws: pieces by the page they belong to, each with what was said while it was drawn."""

    def __init__(self, work: Mapping[Hashable, Callable[[], Any]], files: Files) -> None:
        """The process begins, if it is worth it."""
        remarks = _Remarks()
        told = {name: partial(remarks.beside, piece) for name, piece in work.items()}
        self._process: Meanwhile = meanwhile(
            told, fewest=_FEWEST, dump=_dumped, load=lambda written: _Reader(io.BytesIO(written), files).load()
        )

    @property
    def begun(self) -> bool:
        """Whether another process draws at all."""
        return self._process.begun

    def take(self, page: Page) -> object:
        """What was drawn for a page; everything said about it is said again.

        Raises NotDoneError where it is to be drawn here.
        """
        drawn, remarks = cast("tuple[object, list[logging.LogRecord]]", self._process.take(page.file.src_uri))
        for remark in remarks:
            logging.getLogger(remark.name).handle(remark)
        return drawn

    def close(self) -> None:
        """The process ends."""
        self._process.close()


def render_ahead(
    pages: Sequence[tuple[Page, str]], prepare: Callable[[Page], object], config: MkDocsConfig, files: Files
) -> Ahead:
    """Three of five pages have their Markdown turned into HTML by another process, for MkDocs to find it ready.

    Each page comes with the Markdown that it is expected to have; with any other it is drawn here. `prepare` is what
    has to happen before a page is drawn.
    """
    # Here every text is also cleaned: three of five for the other process is half.
    shard = [each for place, each in enumerate(pages) if place % 5 in (1, 3, 4)]

    def rendered(page: Page, markdown: str) -> dict[str, Any]:
        prepare(page)
        page.markdown = markdown
        before = dict(vars(page))
        page.render(config, files)
        return {name: value for name, value in vars(page).items() if before.get(name, before) is not value}

    ahead = Ahead({page.file.src_uri: partial(rendered, page, markdown) for page, markdown in shard}, files)
    for page, markdown in shard if ahead.begun else ():
        page.render = partial(_render, page, markdown, ahead)  # type: ignore[method-assign]
    return ahead


def draw_ahead(pages: Sequence[Page], draw: Callable[[Page], str], files: Files) -> Ahead:
    """The pages are drawn as a whole by another process."""
    return Ahead({page.file.src_uri: partial(draw, page) for page in pages}, files)


def _render(page: Page, markdown: str, ahead: Ahead, config: MkDocsConfig, files: Files) -> None:
    """Takes the place of the page's own `render`, and leaves it when it has served."""
    del page.render
    if page.markdown != markdown:
        page.render(config, files)
        return
    try:
        vars(page).update(cast("dict[str, object]", ahead.take(page)))
    except NotDoneError:
        page.render(config, files)


def _dumped(drawn: object) -> bytes:
    written = io.BytesIO()
    _Writer(written).dump(drawn)
    return written.getvalue()


class _Remarks(logging.Handler):
    """Keeps what MkDocs and its plugins log, instead of printing it."""

    def __init__(self) -> None:
        super().__init__()
        self._records: list[logging.LogRecord] = []

    def beside(self, piece: Callable[[], Any]) -> tuple[Any, list[logging.LogRecord]]:
        """What comes of a piece of work, and what was logged by it; for a process that logs nowhere else."""
        for logger in (logging.getLogger(), logging.getLogger(_LOGGER)):
            logger.handlers = [self]
            logger.propagate = False
        self._records = []
        return piece(), self._records

    def emit(self, record: logging.LogRecord) -> None:
        """The remark is kept in words."""
        record.msg, record.args, record.exc_info = record.getMessage(), None, None
        self._records.append(record)


class _Writer(pickle.Pickler):
    """Names files instead of copying them."""

    def persistent_id(self, obj: object) -> str | None:
        """The path of a file in MkDocs' terms."""
        return obj.src_uri if isinstance(obj, File) else None


class _Reader(pickle.Unpickler):
    """Puts the files of this process in the place of their names; what it reads comes from a process of its own."""

    def __init__(self, written: io.BytesIO, files: Files) -> None:
        super().__init__(written)
        self._files = files

    def persistent_load(self, pid: str) -> File:
        """The file with that path."""
        found = self._files.get_file_from_path(pid)
        if found is None:
            raise pickle.UnpicklingError(pid)
        return found
