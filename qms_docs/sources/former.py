"""The ids of roles, people and processes that were defined once: closed records go on naming them."""

from __future__ import annotations

from functools import partial
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
    read: Callable[[str], bytes],
    kept: Drawer[tuple[str, str], frozenset[str]],
) -> frozenset[str]:
    """Every id that a form of `organization.yml` or `processes.yml` has defined along the line."""
    folders = {policy.records for policy in policies.readers(each.entry.number for each in line)}
    names = {f"{folder}/{name}": name for folder in folders for name in ORGANIZATION_FILES}
    forms = {
        (names[change.path], change.new_blob)
        for accepted in line
        for change in accepted.changes
        if change.path in names and change.new_blob and change.new_mode in REGULAR
    }
    found: set[str] = set()
    for name, blob in sorted(forms):
        found |= kept.find((name, blob), partial(_defined, name, blob, read))
    return frozenset(found)


def _defined(name: str, blob: str, read: Callable[[str], bytes]) -> frozenset[str]:
    # What was read before needs no parser.
    from qms_docs.sources.organization import read_organization
    from qms_docs.sources.readings import OrganizationFiles

    content = read(blob)
    files = (content if name == each else None for each in ORGANIZATION_FILES)
    found, _ = read_organization(OrganizationFiles("", *files))
    return frozenset({*(found.roles or {}), *found.people, *(found.processes or {})})
