"""Which forge an answer is from: each has fields of its own."""

from __future__ import annotations

from itertools import chain
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

_OWN_ANCHORS = {"github": "#pullrequestreview-", "gitea": "#issuecomment-"}
"""How the address of a review ends, before its number."""


def recognised(values: Iterable[object]) -> str | None:
    """`github`, `gitlab` or `gitea`; None where the first item has neither a field nor an address of only one of them.

    Whoever stored the answer may have left out fields that nobody needs.
    """
    first = next(iter(items(values)), None)
    fields = first if isinstance(first, dict) else {}
    address = str(fields.get("html_url"))
    by_field = (forge for forge, own in _OWN_FIELDS.items() if own & set(fields))
    by_address = (forge for forge, anchor in _OWN_ANCHORS.items() if anchor in address)
    return next(chain(by_field, by_address), None)
