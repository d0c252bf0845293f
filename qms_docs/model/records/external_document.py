"""The external document: a text from outside by which people work; never the text itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from qms_docs.model.records.about import ALWAYS, About
from qms_docs.model.records.forms import AnyName, Day, LongPeriod, Published, Words, record_form
from qms_docs.model.records.kind import RecordKind, State, final
from qms_docs.model.records.record import Record
from qms_docs.values import dataclass

if TYPE_CHECKING:
    from datetime import date

__all__ = ["EXTERNAL_DOCUMENT", "ExternalDocument"]

_CHECKED = ("current", "superseded")
_ExternalId = Annotated[str, record_form("EXT")]


@dataclass(frozen=True, kw_only=True)
class ExternalDocument(Record):
    """A text from outside."""

    issuer: Annotated[Words | None, About(says="Who publishes it.", needed=ALWAYS)] = None
    edition: Annotated[Words | None, About(says="The edition, as the issuer writes it.", needed=ALWAYS)] = None
    published: Annotated[Published | None, About(says="The day, month or year of publication.", needed=ALWAYS)] = None
    where_held: Annotated[Words | None, About(says="Where it is to be found.", needed=ALWAYS)] = None
    licence: Annotated[Words | None, About(says="What may be done with it.")] = None
    used_by: Annotated[
        tuple[AnyName, ...], About(says="Processes, roles or documents.", needed=ALWAYS, may_be_empty=True)
    ] = ()
    last_checked: Annotated[
        Day | None, About(says="The day on which somebody looked whether it is the current edition.", needed=_CHECKED)
    ] = None
    interval: Annotated[LongPeriod | None, About(says="The time between looks.", needed=_CHECKED)] = None
    superseded_by: Annotated[
        _ExternalId | None, About(says="The record of the edition that takes its place.", needed=("superseded",))
    ] = None

    @property
    def check_due(self) -> date | None:
        """The day by which somebody is to look again whether it is current."""
        if self.last_checked is None or self.interval is None or self.status != "current":
            return None
        return self.interval.after(self.last_checked)


EXTERNAL_DOCUMENT = RecordKind(
    name="external-document",
    title="External document",
    prefix="EXT",
    folder="external",
    value=ExternalDocument,
    says="A text from outside by which people work; where it is held, and never the text itself.",
    states=(
        State("current", "It is the edition by which people work."),
        final("superseded", "Another edition has taken its place."),
        final("withdrawn", "Its issuer has taken it back."),
        final("not applicable", "Nobody works by it any more."),
    ),
    links=("supersedes",),
    columns=("issuer", "edition", "last_checked"),
)
