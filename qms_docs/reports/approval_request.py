"""What somebody who approves is shown before, as text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qms_docs.reports.plain import printable
from qms_docs.reports.redline import redline_text

if TYPE_CHECKING:
    from qms_docs.views.approval_request import ApprovalRequest
    from qms_docs.views.comparison import Comparison, Side

__all__ = ["request_text"]


def request_text(request: ApprovalRequest, comparison: Comparison | None, text: Side) -> str:
    """The facts, the redline against the revision in force, and what to bear in mind.

    Where no revision is in force there is no comparison, and the whole text is shown.
    """
    width = max(len(name) for name, _ in request.facts)
    facts = "".join(f"{name:<{width}}  {printable(value)}\n" for name, value in request.facts)
    if comparison is None:
        redline = "No revision is in force, so that the whole text is new:\n\n"
        redline += "".join(f"  {printable(line)}".rstrip() + "\n" for line in (text.head + text.body).splitlines())
    else:
        redline = f"Revision {comparison.before.number} is in force. {redline_text(comparison)}"
    notes = "".join(f"\n{note}\n" for note in request.notes)
    return f"{facts}\n{redline}{notes}"
