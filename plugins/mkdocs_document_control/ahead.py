"""Texts and pages that another process draws while MkDocs draws the rest; the site is the same without it."""

from __future__ import annotations

import io
import logging
import pickle
from contextlib import contextmanager
from copy import copy
from functools import partial
from typing import TYPE_CHECKING, Any, cast

from mkdocs.structure.files import File

from qms_docs.meanwhile import Meanwhile, meanwhile

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping

    from mkdocs.structure.files import Files

__all__ = ["Ahead", "Remarks", "dumped", "loaded", "said_again"]

_FEWEST = 8
"""Pieces of work from which on another process is worth its beginning."""
_LOGGER = "mkdocs"
_HEARD = logging.INFO
"""The level from which on remarks are kept, whatever this build prints."""


class Ahead:
    """What another process draws: pieces by their names, each with what was said while it was drawn."""

    def __init__(self, work: Mapping[Hashable, Callable[[], Any]], files: Files) -> None:
        """The process begins, if it is worth it."""
        remarks = Remarks()
        told = {name: partial(remarks.beside, piece) for name, piece in work.items()}
        self._process: Meanwhile = meanwhile(told, fewest=_FEWEST, dump=dumped, load=partial(loaded, files=files))

    @property
    def begun(self) -> bool:
        """Whether another process draws at all."""
        return self._process.begun

    def take(self, name: Hashable) -> tuple[object, list[logging.LogRecord]]:
        """What came of a piece of work, and everything said about it, which is said again.

        Raises NotDoneError where it is to be drawn here.
        """
        drawn, remarks = cast("tuple[object, list[logging.LogRecord]]", self._process.take(name))
        said_again(remarks)
        return drawn, remarks

    def gather(self) -> None:
        """What is drawn already is at hand, and the process has room for more."""
        self._process.gather()

    def close(self) -> None:
        """The process ends."""
        self._process.close()


def said_again(remarks: Iterable[logging.LogRecord]) -> None:
    """What was said elsewhere, or by an earlier build, is said here."""
    for remark in remarks:
        logger = logging.getLogger(remark.name)
        if logger.isEnabledFor(remark.levelno):
            logger.handle(remark)


def dumped(drawn: object) -> bytes:
    """What was drawn, with the files that it knows by their names."""
    written = io.BytesIO()
    _Writer(written).dump(drawn)
    return written.getvalue()


def loaded(written: bytes, files: Files) -> Any:  # noqa: ANN401 - whatever was drawn
    """What was drawn, with the files of this build.

    Raises UnpicklingError where one of them is not there any more.
    """
    return _Reader(io.BytesIO(written), files).load()


class Remarks(logging.Handler):
    """Keeps what MkDocs and its plugins log."""

    def __init__(self) -> None:
        """Nothing was said yet."""
        super().__init__()
        self._records: list[logging.LogRecord] = []

    @contextmanager
    def listening(self) -> Iterator[list[logging.LogRecord]]:
        """What is said until the block ends, which is printed where it is to be."""
        logger = logging.getLogger(_LOGGER)
        level, printed = logger.level, logger.getEffectiveLevel()
        # Few builds are quiet.
        quiet = (*logger.handlers, *logging.getLogger().handlers) if printed > _HEARD else ()
        others = [(each, each.level) for each in quiet]
        for each, least in others:
            each.setLevel(max(least, printed))
        _hear_all(logger)
        logger.addHandler(self)
        try:
            yield self._records
        finally:
            logger.removeHandler(self)
            if printed > _HEARD:
                logger.setLevel(level)
            for each, least in others:
                each.setLevel(least)

    def beside(self, piece: Callable[[], Any]) -> tuple[Any, list[logging.LogRecord]]:
        """What comes of a piece of work, and what was logged by it; for a process that logs nowhere else."""
        for logger in (logging.getLogger(), logging.getLogger(_LOGGER)):
            logger.handlers = [self]
            logger.propagate = False
        _hear_all(logging.getLogger(_LOGGER))
        self._records = []
        return piece(), self._records

    def emit(self, record: logging.LogRecord) -> None:
        """The remark is kept in words."""
        kept = copy(record)
        kept.msg, kept.args, kept.exc_info = record.getMessage(), None, None
        self._records.append(kept)


def _hear_all(logger: logging.Logger) -> None:
    """What a quiet build does not print is kept with what it draws, because a later one may print it."""
    if logger.getEffectiveLevel() > _HEARD:
        logger.setLevel(_HEARD)


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
