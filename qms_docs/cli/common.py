"""What the commands share: options, the clock, the manual."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any, TypeVar

import click

from qms_docs.collection import no_collection
from qms_docs.failures import UnknownThingError, WrongUseError
from qms_docs.model.days import parse_day

if TYPE_CHECKING:
    from pathlib import Path

    from qms_docs.model.document import Document, LineText
    from qms_docs.model.manual import Manual
    from qms_docs.sources.loading import ManualSource
    from qms_docs.views.comparison import Side

__all__ = [
    "as_of_option",
    "asked_document",
    "asked_manual",
    "base_option",
    "day_option",
    "now",
    "opened",
    "preview_option",
    "side_of",
    "today",
]

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


def day_option(name: str, text: str) -> Callable[[_Command], _Command]:
    """An option that is a day."""
    return click.option(name, type=_Day(), metavar="DATE", help=text)


def as_of_option(command: _Command) -> _Command:
    """The option `--as-of`."""
    return day_option("--as-of", "As it stood at the end of this day (UTC).")(command)


def base_option(*, required: bool = False) -> Callable[[_Command], _Command]:
    """The option `--base`."""
    text = "What the change is to be merged into: a branch, tag or commit; it is compared with the merge base."
    return click.option("--base", metavar="REF", required=required, help=text)


def preview_option(command: _Command) -> _Command:
    """The option `--preview`."""
    return click.option(
        "--preview", is_flag=True, help="Include what the work tree or the branch would bring if merged today."
    )(command)


def now() -> datetime:
    """The time of this run, to the second and with the offset of this place: where commands read the clock."""
    return datetime.now(UTC).astimezone().replace(microsecond=0)


def today() -> date:
    """The UTC day of this run."""
    return now().astimezone(UTC).date()


@contextmanager
def opened(folder: Path) -> Iterator[ManualSource]:
    """The manual of the repository around a folder; its processes end with the block."""
    # What reads a manual takes long to load, and a result that is kept needs none of it.
    from qms_docs.keeping.store import open_store
    from qms_docs.sources.loading import open_manual

    with no_collection():
        source = open_manual(folder, today(), keep=open_store)
        try:
            yield source
        finally:
            source.close()


def asked_manual(source: ManualSource, as_of: date | None, *, preview: bool) -> Manual:
    """The manual on a day, with what is proposed where a preview is asked for.

    Raises WrongUseError for a preview of a day in the past.
    """
    if preview and as_of is not None and as_of < source.today:
        raise WrongUseError(
            f"The work tree has no past, so there is no preview as of {as_of}: leave out `--preview` or `--as-of`."
        )
    return source.manual(as_of, preview=preview)


def asked_document(source: ManualSource, manual: Manual, document_id: str) -> Document:
    """The document with this id.

    Raises UnknownThingError where there is none, or none yet.
    """
    document = manual.document(document_id)
    if document is None:
        raise UnknownThingError(_not_yet(source, manual, document_id) or _unknown(manual, document_id))
    return document


def _not_yet(source: ManualSource, manual: Manual, document_id: str) -> str | None:
    """Why a document that is known otherwise is not in the manual that was asked for."""
    accepted = source.manual().document(document_id)
    if accepted is not None:
        return f"{document_id} did not exist yet on {manual.as_of}: it came into the manual on {accepted.stands_since}."
    if source.manual(preview=True).document(document_id) is None:
        return None
    past = f"{document_id} did not exist yet on {manual.as_of}. " if manual.as_of < source.today else ""
    return (
        f"{past}{document_id} is only proposed, and not on the release line yet. "
        f"`qms show {document_id} --preview` prints its text."
    )


def _unknown(manual: Manual, document_id: str) -> str:
    from qms_docs.sources.fields import nearest

    like = nearest(document_id, [each.id.lower() for each in manual.documents])
    known = next((each.id for each in manual.documents if each.id.lower() == like), None)
    hint = f"Did you mean {known}?" if known else "`qms list` shows every document."
    return f"There is no document {document_id}. {hint}"


def side_of(source: ManualSource, text: LineText, number: str | None) -> Side:
    """A text with everything that a comparison asks of it."""
    from qms_docs.views.comparison import Side

    return Side.of(number, text, source.parts(text.text.blob))
