"""What every page says of its build, put in when the page is complete."""

from __future__ import annotations

from typing import TYPE_CHECKING

from markupsafe import escape

from mkdocs_document_control.stamps import BANNER, Stamp, stamps_in
from mkdocs_document_control.templates import template
from qms_docs.values import dataclass
from qms_docs.views.words import day_in_words

if TYPE_CHECKING:
    from datetime import date

    from qms_docs.views.site_state import SiteState

__all__ = ["StampedState", "Stamps"]

_SHORT = 10
"""Characters of an object id by which people know it."""


@dataclass(frozen=True, kw_only=True, slots=True)
class StampedState:
    """The state of a site, as templates ask for it, with stamps in the place of what changes from build to build.

    Pages of a controlled site and those of a preview are the same but for these.
    """

    organization: str
    as_of: Stamp
    commit: Stamp | None
    stale_on: Stamp
    banner: Stamp
    print_rule: Stamp


class Stamps:
    """The values of one build."""

    def __init__(self, state: SiteState) -> None:
        """One state of the site serves one build."""
        self.state = StampedState(
            organization=state.organization,
            as_of=Stamp("day"),
            commit=Stamp("commit") if state.commit else None,
            stale_on=Stamp("stale"),
            banner=BANNER,
            print_rule=Stamp("rule"),
        )
        commit = state.commit or ""
        values: dict[Stamp, str] = {
            Stamp("commit"): commit,
            Stamp("commit").as_form("short"): commit[:_SHORT],
            Stamp("rule"): state.print_rule,
            BANNER: template("banner.html.jinja").module.banner(state.banner),  # type: ignore[attr-defined] # its macro
        }
        values |= _forms("day", state.as_of) | _forms("stale", state.stale_on)
        self.values = {str(stamp): str(escape(value)) for stamp, value in values.items()}
        """What is put in for each stamp."""

    def put_into(self, html: str) -> str:
        """The page with the values of this build."""
        pieces: list[str] = []
        end = 0
        for found in stamps_in(html):
            pieces += (html[end : found.start()], self.value(found[0]))
            end = found.end()
        return "".join((*pieces, html[end:]))

    def value(self, stamp: str) -> str:
        """The value for which something stands that looks like a stamp."""
        return self.values.get(stamp, stamp)


def _forms(name: str, day: date | None) -> dict[Stamp, str]:
    return {
        Stamp(name).as_form("words"): day_in_words(day),
        Stamp(name).as_form("iso"): day.isoformat() if day else "",
    }
