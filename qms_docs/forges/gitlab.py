"""Approvals as GitLab returns them: `GET /projects/{id}/merge_requests/{iid}/approvals`.

GitLab says who approved and when, but not which commit they looked at. The versions of the merge request
(`.../versions`) say which head stood at that time, and the merge request itself where it can be looked up: both may
be saved together with the approvals. Without the versions the head that the caller names is taken.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from qms_docs.failures import CannotCheckError
from qms_docs.forges.export import Shape, items, shaped
from qms_docs.forges.review import ForgeReview, State, is_bot, moment_of
from qms_docs.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

__all__ = ["Besides", "reviews"]


class _User(Shape):
    username: str


class _Approval(Shape):
    user: _User | None
    approved_at: str | None = None


class _Approvals(Shape):
    approved_by: tuple[_Approval, ...]


class _Version(Shape):
    head_commit_sha: str
    created_at: str


class _MergeRequest(Shape):
    web_url: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Besides:
    """What GitLab does not say with the approvals, named by the caller."""

    head: str
    """The commit that was approved."""
    url: str | None = None
    """Where the merge request can be looked up."""
    submitted_at: str | None = None
    """When it was approved, where the version of GitLab does not say so itself."""


def reviews(values: Iterable[object], besides: Besides) -> tuple[ForgeReview, ...]:
    """The approvals, each of the head that stood when it was given.

    Raises CannotCheckError where an item is neither approvals nor a merge request nor one of its versions.
    """
    approvals: list[_Approval] = []
    versions: list[tuple[datetime, str]] = []
    url = besides.url
    for each in items(values):
        fields: Mapping[object, object] = each if isinstance(each, dict) else {}
        if "approved_by" in fields:
            approvals += shaped(_Approvals, _lists_as_tuples(fields), "the approvals of a merge request").approved_by
        elif "head_commit_sha" in fields:
            versions.append(_version(shaped(_Version, each, "a version of a merge request")))
        else:
            url = url or shaped(_MergeRequest, each, "an answer of GitLab about a merge request").web_url
    return tuple(_review(each, sorted(versions), besides, url or "") for each in approvals)


def _lists_as_tuples(fields: Mapping[object, object]) -> dict[object, object]:
    return {name: tuple(value) if isinstance(value, list) else value for name, value in fields.items()}


def _version(version: _Version) -> tuple[datetime, str]:
    made = moment_of(version.created_at)
    if made is None:
        raise CannotCheckError(
            "The reviews cannot be read: a version of the merge request has no time.", "Save the answer of GitLab anew."
        )
    return made, version.head_commit_sha


def _review(approval: _Approval, versions: Sequence[tuple[datetime, str]], besides: Besides, url: str) -> ForgeReview:
    written = approval.approved_at or besides.submitted_at or ""
    at = moment_of(written)
    heads = [head for made, head in versions if at and made <= at]
    commit = (heads[-1] if heads else None) if versions else besides.head
    user = approval.user
    return ForgeReview(
        forge="gitlab",
        user=user.username if user else None,
        bot=user is not None and is_bot(user.username),
        state=State.APPROVED,
        commit=commit,
        submitted_at=at,
        at_written=written,
        url=url,
    )
