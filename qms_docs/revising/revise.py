"""The next revision of a document, begun in the work tree."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from qms_docs.failures import RefusedError
from qms_docs.revising.standing import StandingText, next_number, rewrite

if TYPE_CHECKING:
    from qms_docs.model.header import Change

__all__ = ["nothing_to_revise", "revise"]


def nothing_to_revise(standing: StandingText) -> str | None:
    """Why nothing has to be written; None where a revision can be begun.

    Raises RefusedError where none can be.
    """
    header, accepted = standing.header, standing.accepted
    _refuse_draft(standing)
    if header.obsolete is not None:
        raise RefusedError(f"{header.id} is made obsolete, and an obsolete document is not revised.")
    if accepted is None:
        return f"{header.id} is only proposed, as revision {header.revision}: edit {standing.path} as it stands."
    if not standing.raised:
        return _still_open(standing)
    _refuse_other_number(standing)
    if standing.complete:
        return f"{standing.path} has revision {header.revision} and says what changes: edit the text."
    return None


def revise(standing: StandingText, change: Change) -> tuple[str, str]:
    """The path and the number of the revision that is begun; raises as `rewrite` does."""
    assert change.kind is not None  # noqa: S101 - a change that is asked for has a class
    number = standing.header.revision if standing.raised else next_number(standing, change.kind)
    assert number is not None  # noqa: S101 - a number that was raised is there
    expected = replace(standing.header, revision=number, change=change)
    return rewrite(standing, {"revision": number, "change": _said(change)}, expected), number


def _said(change: Change) -> dict[str, str | None]:
    kind = change.kind.value if change.kind else None
    return {"class": kind, "summary": change.summary, "reason": change.reason, "request": change.request}


def _refuse_draft(standing: StandingText) -> None:
    if standing.header.draft:
        raise RefusedError(
            f"{standing.header.id} is a draft: edit {standing.path}, and take out `status: draft` when "
            "it is to be issued."
        )


def _still_open(standing: StandingText) -> str | None:
    accepted = standing.accepted
    if accepted is None or accepted.fixed_on is not None:
        return None
    waits = f" and waits for {', '.join(accepted.waiting_for)}" if accepted.waiting_for else ""
    return f"Revision {accepted.number} of {standing.header.id} is in review{waits}: its text may still be edited."


def _refuse_other_number(standing: StandingText) -> None:
    accepted, number = standing.accepted, standing.header.revision
    if accepted is None or number in standing.scheme.successors(accepted.number):
        return
    wanted = " or ".join(standing.scheme.successors(accepted.number)) or "another"
    raise RefusedError(
        f"{standing.path} has revision {number or '(none)'}, and after {accepted.number} comes {wanted}: "
        f"set it back to {accepted.number}, then run this again."
    )
