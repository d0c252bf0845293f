"""A change: the manual before it and the manual after it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qms_docs.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Mapping

    from qms_docs.model.finding import Finding
    from qms_docs.model.manual import Manual

__all__ = ["Before", "Change"]


@dataclass(frozen=True, kw_only=True)
class Change:
    """What a pull request would make of a manual, both sides as they would stand on the same day.

    *Before* is the merge base, *after* the work tree; what either has beyond the release line is taken for accepted, so
    that nothing differs between the two that the change did not bring.
    """

    since: str
    """What the change is compared with, as the user calls it."""
    base: str
    """The commit from which the change began."""
    before: Manual
    after: Manual


@dataclass(frozen=True, kw_only=True, slots=True)
class Before:
    """What has to be known of the manual before a change, to tell what is found only after it."""

    findings: tuple[Finding, ...]
    blobs: Mapping[str, str]
    """Object id by path of every regular file that stood."""
    places: Mapping[str, str]
    """Where each document stood, by its id."""
