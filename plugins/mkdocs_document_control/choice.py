"""Which site is built: of which day, and controlled or a preview (document-control.md 8)."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from qms_docs.failures import WrongUseError
from qms_docs.values import dataclass

if TYPE_CHECKING:
    from datetime import date

    from qms_docs.model.manifest import KeptManifest
    from qms_docs.sources.loading import ManualSource

__all__ = ["Choice", "is_controlled", "refuse_past_preview", "utc_today"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Choice:
    """What was chosen outside of `mkdocs.yml`; None leaves it to the configuration and the clock."""

    mode: str | None = None
    as_of: date | None = None
    today: date | None = None
    previous: KeptManifest | None = None
    """The manifest of the publication before, which the history must still bear out."""


def utc_today() -> date:
    """The UTC day of this run: the one place at which the plugin reads the clock for a page."""
    return datetime.now(UTC).date()


def refuse_past_preview(mode: str, *, as_of: date, today: date) -> None:
    """Raises WrongUseError for a preview of a day in the past: it shows the work tree, which has none."""
    if mode == "preview" and as_of < today:
        raise WrongUseError(
            f"A preview shows the work tree, which has no past, so there is none as of {as_of}. "
            "Leave out `--as-of`, or choose another mode (`mode` in mkdocs.yml, or `--mode` of `qms build`)."
        )


def is_controlled(mode: str, source: ManualSource, *, command: str, as_of: date) -> bool:
    """Whether the site shows what is in force; else it is a preview of the work tree.

    A day in the past has no work tree, so its site shows what was in force.
    """
    if mode != "auto":
        return mode == "controlled"
    if as_of < source.today:
        return True
    return command == "build" and source.on_release_line and not source.uncommitted
