"""What a build puts into the gaps of its pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mkdocs_document_control.many.cut_page import encoded
from mkdocs_document_control.rendering import NOT_LISTED, marks
from mkdocs_document_control.stamped_state import Stamps
from qms_docs.values import dataclass

if TYPE_CHECKING:
    from qms_docs.views.site_state import SiteState

__all__ = ["Gaps", "gaps_of"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Gaps:
    """Commit, day and marks of one build, and what every page says besides of the state of the site."""

    stamps: dict[str, str]
    listed: bytes
    """The marks of pages that search engines may keep."""
    unlisted: bytes
    state: str
    """What stands on the pages themselves, so that they cannot be those of a site of which something else holds."""

    def value(self, gap: str | None, *, listed: bool) -> bytes:
        """The bytes for a stamp, or for the marks of the build."""
        if gap is None:
            return self.listed if listed else self.unlisted
        return encoded(self.stamps.get(gap, gap))


def gaps_of(state: SiteState) -> Gaps:
    """What is put in for a site in this state."""
    stamps, of_build = Stamps(state), marks(state)
    return Gaps(
        stamps=stamps.values,
        listed=encoded(of_build),
        unlisted=encoded(of_build + NOT_LISTED),
        state=repr(stamps.state),
    )
