"""The ids of roles, people and processes that were defined once: closed records go on naming them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qms_docs.model.organization import ORGANIZATION_FILES
from qms_docs.sources.tree import REGULAR

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from qms_docs.keeping.store import Drawer
    from qms_docs.sources.history import Accepted
    from qms_docs.sources.policies import PolicyHistory

__all__ = ["former_names"]


def former_names(
    line: Sequence[Accepted],
    policies: PolicyHistory,
    read: Callable[[str], bytes | None],
    kept: Drawer[str, frozenset[str]],
) -> frozenset[str]:
    """Every id that a form of `organization.yml` or `processes.yml` has defined along the line."""
    folders = tuple({policies.reads(accepted.entry.number).records for accepted in line})
    paths = frozenset(f"{folder}/{name}" for folder in folders for name in ORGANIZATION_FILES)
    blobs = {
        change.new_blob
        for accepted in line
        for change in accepted.changes
        if change.path in paths and change.new_blob and change.new_mode in REGULAR
    }
    return frozenset().union(*(kept.find(blob, lambda blob=blob: _defined(read(blob))) for blob in sorted(blobs)))  # type: ignore[misc]


def _defined(content: bytes | None) -> frozenset[str]:
    # What was read before needs no parser.
    from qms_docs.sources.organization import read_organization
    from qms_docs.sources.readings import OrganizationFiles

    people, _ = read_organization(OrganizationFiles("", content, None))
    work, _ = read_organization(OrganizationFiles("", None, content))
    return frozenset({*(people.roles or {}), *people.people, *(work.processes or {})})
