"""Which forge an answer is from: each has fields of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qms_docs.forges.export import items

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["recognised"]

_OWN_FIELDS = {
    "gitlab": {"approved_by", "head_commit_sha", "iid"},
    "gitea": {"stale", "official"},
    "github": {"author_association", "_links", "node_id"},
}


def recognised(values: Iterable[object]) -> str | None:
    """`github`, `gitlab` or `gitea`; None where the first item has no field that only one of them knows."""
    first = next(iter(items(values)), None)
    fields = set(first) if isinstance(first, dict) else set()
    return next((forge for forge, own in _OWN_FIELDS.items() if own & fields), None)
