"""What the commands share: options, the clock, the manual."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any, TypeVar

import click

from qms_docs.failures import UnknownThingError
from qms_docs.model.days import parse_day
from qms_docs.sources.fields import nearest
from qms_docs.sources.loading import ManualSource, open_manual

if TYPE_CHECKING:
    from pathlib import Path

    from qms_docs.model.document import Document
    from qms_docs.model.manual import Manual

__all__ = ["as_of_option", "asked_document", "opened", "preview_option", "today"]

_Command = TypeVar("_Command", bound=Callable[..., Any])


class _Day(click.ParamType[date]):
    """A day as YYYY-MM-DD."""

    name = "day"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """The day that was written."""
        if isinstance(value, date):
            return value
        day = parse_day(str(value))
        if day is None:
            self.fail(f"{value!r} is not a day such as 2026-12-01.", param, ctx)
        return day


def as_of_option(command: _Command) -> _Command:
    """The option `--as-of`."""
    return click.option("--as-of", type=_Day(), metavar="DATE", help="As it stood at the end of this day (UTC).")(
        command
    )


def preview_option(command: _Command) -> _Command:
    """The option `--preview`."""
    return click.option("--preview", is_flag=True, help="Include what the work tree or the branch would bring.")(
        command
    )


def today() -> date:
    """The UTC day of this run: the one place at which a command reads the clock."""
    return datetime.now(UTC).date()


@contextmanager
def opened(folder: Path) -> Iterator[ManualSource]:
    """The manual of the repository around a folder; its processes end with the block."""
    source = open_manual(folder, today())
    try:
        yield source
    finally:
        source.repository.close()


def asked_document(manual: Manual, document_id: str) -> Document:
    """The document with this id.

    Raises UnknownThingError where there is none.
    """
    document = manual.document(document_id)
    if document is None:
        like = nearest(document_id, [each.id.lower() for each in manual.documents])
        known = next((each.id for each in manual.documents if each.id.lower() == like), None)
        hint = f" Did you mean {known}?" if known else " `qms list` shows every document."
        raise UnknownThingError(f"There is no document {document_id}.{hint}")
    return document
