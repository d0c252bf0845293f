"""The revision that withdraws a document from use, begun in the work tree."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from qms_docs.failures import RefusedError, UnknownThingError
from qms_docs.model.header import Change, ChangeClass, Obsolescence
from qms_docs.revising.revise import Begun, said_of_change
from qms_docs.revising.rewriting import rewrite
from qms_docs.revising.standing import StandingText, next_number, refuse_unfit_number
from qms_docs.rules.likeness import nearest_name

if TYPE_CHECKING:
    from qms_docs.model.document import Document
    from qms_docs.model.manual import Manual

__all__ = ["find_successor", "nothing_to_withdraw", "withdraw"]


def nothing_to_withdraw(standing: StandingText, asked: Obsolescence) -> str | None:
    """Why nothing has to be written; None where the withdrawal can be begun.

    `asked` has what was said so far. Raises RefusedError where none can be begun, or another one was.
    """
    header, stated = standing.header, standing.header.obsolete
    if standing.accepted is None:
        raise RefusedError(f"{header.id} is only proposed: delete {standing.path} where it is not wanted.")
    refuse_unfit_number(standing)
    whole = stated is not None and stated.successor_stated and None not in (stated.day, stated.reason)
    if stated is None or not whole or (standing.raised and not standing.complete):
        return None
    has = f"{standing.path} withdraws {header.id} from use by revision {header.revision}, on {stated.day}"
    other = _other(stated, asked)
    if other:
        raise RefusedError(f"{has}, with another {other}: correct it there, in a revision of its own if it is issued.")
    return f"{has}."


def find_successor(manual: Manual, document: Document, name: str) -> Document:
    """The document that takes another one's place.

    Raises UnknownThingError where there is none, and RefusedError for one that cannot.
    """
    successor = manual.document(name)
    if successor is None:
        like = nearest_name(name, [each.id for each in manual.documents])
        hint = f"Did you mean {like}?" if like else "Begin it first (qms new), or name `none`."
        raise UnknownThingError(f"There is no document {name} that could take the place of {document.id}. {hint}")
    withdrawn = successor.latest.header.obsolete is not None or successor.is_obsolete(manual.as_of)
    if successor is document or withdrawn or successor.vanished_by is not None:
        why = "itself" if successor is document else "made obsolete" if withdrawn else "without a file"
        raise RefusedError(f"{name} cannot take the place of {document.id}: it is {why}. Name another one, or `none`.")
    return successor


def withdraw(standing: StandingText, obsolete: Obsolescence, summary: str) -> Begun:
    """The withdrawing revision is begun; raises as `rewrite` does, and RefusedError where no number follows."""
    assert obsolete.day is not None  # noqa: S101 - a withdrawal that is asked for has a day
    change = Change(kind=ChangeClass.MAJOR, summary=summary, reason=obsolete.reason)
    number, dropped = next_number(standing, ChangeClass.MAJOR), standing.past_effective
    expected = replace(
        standing.header,
        revision=number,
        change=change,
        obsolete=obsolete,
        effective=None if dropped else standing.header.effective,
    )
    block = {"date": obsolete.day.isoformat(), "superseded_by": obsolete.successor or "", "reason": obsolete.reason}
    edits: dict[str, str | dict[str, str | None] | None] = {"revision": number, "change": said_of_change(change)}
    edits |= {"obsolete": block} | ({"effective": None} if dropped else {})
    rewrite(standing, edits, expected)
    return Begun(path=standing.path, header=expected, dropped=dropped)


def _other(stated: Obsolescence, asked: Obsolescence) -> str | None:
    """What was asked for otherwise than it stands."""
    if asked.day not in (None, stated.day):
        return "date"
    if asked.successor_stated and asked.successor != stated.successor:
        return "successor"
    return "reason" if asked.reason not in (None, stated.reason) else None
