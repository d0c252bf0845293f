"""The next revision of a document, begun in the work tree."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from qms_docs.failures import RefusedError
from qms_docs.revising.rewriting import rewrite
from qms_docs.revising.standing import StandingText, next_number, refuse_unfit_number
from qms_docs.values import dataclass

if TYPE_CHECKING:
    from datetime import date

    from qms_docs.model.header import Change, Header

__all__ = ["Begun", "nothing_to_revise", "revise", "said_of_change"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Begun:
    """A revision that stands in the work tree."""

    path: str
    header: Header
    dropped: date | None = None
    """The effective day of the revision before, which was taken out."""


def nothing_to_revise(standing: StandingText, asked: Change, effective: date | None = None) -> str | None:
    """Why nothing has to be written; None where a revision can be begun.

    `asked` has what was said so far. Raises RefusedError where none can be begun, or something else was begun.
    """
    header, accepted = standing.header, standing.accepted
    if header.obsolete is not None:
        raise RefusedError(f"{header.id} is made obsolete in {standing.path}, and an obsolete document is not revised.")
    refuse_unfit_number(standing)
    if accepted is None:
        return f"{header.id} is only proposed, as revision {header.revision}: edit {standing.path} as it stands."
    if not standing.raised:
        return _still_open(standing)
    if not standing.complete:
        return None
    has = f"{standing.path} has revision {header.revision} and says what changes"
    other = _other(standing.change, asked)
    if other is None and effective not in (None, header.effective):
        other = "effective day"
    if other:
        raise RefusedError(f"{has}, with another {other}: correct it there.")
    past = standing.past_effective
    late = f" Its `{header.spelt('effective')}`, {past}, is of the revision before: take it out." if past else ""
    return f"{has}: edit the text.{late}"


def revise(standing: StandingText, change: Change, effective: date | None = None) -> Begun:
    """The revision is begun; raises as `rewrite` does, and RefusedError where no number follows."""
    assert change.kind is not None  # noqa: S101 - a change that is asked for has a class
    number = next_number(standing, change.kind)
    dropped = None if effective else standing.past_effective
    expected = replace(
        standing.header,
        revision=number,
        change=change,
        effective=effective or (None if dropped else standing.header.effective),
        effective_unreadable=False if effective else standing.header.effective_unreadable,
    )
    edits: dict[str, str | dict[str, str | None] | None] = {"revision": number, "change": said_of_change(change)}
    if effective or dropped:
        edits["effective"] = effective.isoformat() if effective else None
    rewrite(standing, edits, expected)
    return Begun(path=standing.path, header=expected, dropped=dropped)


def said_of_change(change: Change) -> dict[str, str | None]:
    """The block of the change as it is written."""
    kind = change.kind.value if change.kind else None
    return {"class": kind, "summary": change.summary, "reason": change.reason, "request": change.request}


def _other(standing: Change, asked: Change) -> str | None:
    """What was asked for otherwise than it stands."""
    names = {"kind": "class", "summary": "summary", "reason": "reason", "request": "request"}
    return next(
        (name for field, name in names.items() if getattr(asked, field) not in (None, getattr(standing, field))), None
    )


def _still_open(standing: StandingText) -> str | None:
    accepted = standing.accepted
    if accepted is None or accepted.fixed_on is not None:
        return None
    waits = f" and waits for {', '.join(accepted.waiting_for)}" if accepted.waiting_for else ""
    return f"Revision {accepted.number} of {standing.header.id} is in review{waits}: its text may still be edited."
