"""What every page says of its build, put in when the page is complete: so the rest of it can be kept between builds."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Self

from markupsafe import escape

from qms_docs.values import dataclass
from qms_docs.views.words import day_in_words

if TYPE_CHECKING:
    from datetime import date

    from qms_docs.views.notice import Notice
    from qms_docs.views.site_state import SiteState

__all__ = ["Stamp", "StampedState", "Stamps"]

_STAMP = re.compile("\ue000[^\ue000\ue001]*\ue001")
_SHORT = 10
"""Characters of an object id by which people know it."""


class Stamp(str):
    """Stands for a value, in one of the forms in which templates ask for it."""

    __slots__ = ()

    def __new__(cls, name: str) -> Self:
        """Its characters belong to no alphabet, so that no text means them."""
        return super().__new__(cls, f"\ue000{name}\ue001")

    def as_form(self, form: str) -> Stamp:
        """The same value in another form."""
        return Stamp(f"{self[1:-1]} {form}")


@dataclass(frozen=True, kw_only=True, slots=True)
class StampedState:
    """The state of a site, as templates ask for it, with stamps in the place of what changes from build to build."""

    organization: str
    controlled: bool
    as_of: Stamp
    commit: Stamp | None
    stale_on: Stamp | None
    banner: Notice | None
    print_rule: str


class Stamps:
    """The values of one build."""

    def __init__(self, state: SiteState) -> None:
        """One state of the site serves one build."""
        self.state = StampedState(
            organization=state.organization,
            controlled=state.controlled,
            as_of=Stamp("day"),
            commit=Stamp("commit") if state.commit else None,
            stale_on=Stamp("stale") if state.stale_on else None,
            banner=state.banner,
            print_rule=state.print_rule,
        )
        commit = state.commit or ""
        values = {Stamp("commit"): commit, Stamp("commit").as_form("short"): commit[:_SHORT]}
        values |= _forms("day", state.as_of) | _forms("stale", state.stale_on)
        self.values = {str(stamp): str(escape(value)) for stamp, value in values.items()}
        """What is put in for each stamp."""

    def put_into(self, html: str) -> str:
        """The page with the values of this build."""
        return _STAMP.sub(lambda found: self.value(found[0]), html)

    def value(self, stamp: str) -> str:
        """The value for which something stands that looks like a stamp."""
        return self.values.get(stamp, stamp)


def _forms(name: str, day: date | None) -> dict[Stamp, str]:
    return {
        Stamp(name).as_form("words"): day_in_words(day),
        Stamp(name).as_form("iso"): day.isoformat() if day else "",
    }
