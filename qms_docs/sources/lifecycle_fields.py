"""Facts that are worked out and so may not be typed into front matter (document-control.md 2)."""

from __future__ import annotations

from qms_docs.model.finding import Fault, FaultKind
from qms_docs.sources.yaml_text import YamlMapping, YamlScalar

__all__ = ["WORKED_OUT", "typed_lifecycle"]

_APPROVALS = "Approvals come from the files in records/approvals/."
_HISTORY = "The revision history is worked out from git and from the `change` block of each revision."
_DATES = "The days of issue and approval are worked out from git; only `effective`, the earliest day of use, is typed."
_STATUS = "The status is worked out from approvals and days; only `draft` may be typed."
_REVIEWS = "Reviews are recorded in records/reviews/, and the next one is worked out from the interval in `review`."
_AUTHORS = "Authors are worked out from git."

WORKED_OUT = {
    **dict.fromkeys(
        ("approved_by", "approver", "approvers", "approved", "approval", "approvals", "signed_by"), _APPROVALS
    ),
    **dict.fromkeys(("reviewed_by", "reviewer", "reviewers", "authorised_by", "authorized_by"), _APPROVALS),
    **dict.fromkeys(("approval_date", "approved_on", "approved_at", "date_approved"), _APPROVALS),
    **dict.fromkeys(
        ("revision_history", "history", "revisions", "changelog", "change_log", "change_history"), _HISTORY
    ),
    **dict.fromkeys(("previous_revision", "last_revision", "revision_date"), _HISTORY),
    **dict.fromkeys(("issued_on", "issue_date", "issued", "effective_on", "superseded_on", "obsolete_on"), _DATES),
    **dict.fromkeys(
        ("created", "created_on", "updated", "updated_on", "last_updated", "last_modified", "date"), _DATES
    ),
    **dict.fromkeys(("next_review", "review_date", "last_review", "last_reviewed", "reviewed_on"), _REVIEWS),
    **dict.fromkeys(("state", "lifecycle"), _STATUS),
    **dict.fromkeys(("author", "authors", "prepared_by", "written_by", "last_editor"), _AUTHORS),
}
"""Names of facts, each with the place from which the fact really comes."""


def typed_lifecycle(node: YamlMapping) -> tuple[YamlMapping, list[Fault]]:
    """The block without the facts that are typed though they are worked out, and a fault for each of them."""
    faults = [_fault(name, node.lines[name], WORKED_OUT[name]) for name in node.items if name in WORKED_OUT]
    taken = {name for name in node.items if name in WORKED_OUT}
    status = node.items.get("status")
    if status is not None and not (isinstance(status, YamlScalar) and (status.text == "draft" or status.is_null)):
        faults.append(_fault("status", node.lines["status"], _STATUS))
        taken.add("status")
    items = {name: value for name, value in node.items.items() if name not in taken}
    return YamlMapping(items, node.lines, node.line), faults


def _fault(name: str, line: int, origin: str) -> Fault:
    return Fault(
        kind=FaultKind.TYPED_LIFECYCLE,
        path="",
        line=line,
        fact=f"The field `{name}` is typed by hand, and so can be wrong without anybody noticing.",
        remedy=f"Take it out. {origin}",
    )
