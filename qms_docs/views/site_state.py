"""What holds for the site as a whole: its day, its commit, and whether it is controlled."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qms_docs.values import dataclass
from qms_docs.views.notice import Notice, Tone
from qms_docs.views.words import day_in_words

if TYPE_CHECKING:
    from datetime import date

    from qms_docs.model.manual import Manual

__all__ = ["SiteState", "site_state"]


@dataclass(frozen=True, kw_only=True, slots=True)
class SiteState:
    """What every page says about itself."""

    organization: str
    controlled: bool
    as_of: date
    commit: str | None
    stale_on: date | None
    """The day from which on the copy is too old; None where the policy sets no limit."""
    banner: Notice | None
    print_rule: str
    """What stands at the foot of every printed page."""


def site_state(manual: Manual, *, controlled: bool, today: date) -> SiteState:
    """The state of a site that shows this manual; a site of another day than today's never grows old."""
    stale = manual.policy.site.stale_after
    return SiteState(
        organization=manual.policy.organization,
        controlled=controlled,
        as_of=manual.as_of,
        commit=manual.commit,
        stale_on=stale.after(manual.as_of) if stale and controlled and manual.as_of == today else None,
        banner=_banner(manual, controlled=controlled, today=today),
        print_rule="Uncontrolled when printed" if controlled else "Preview, not controlled",
    )


def _banner(manual: Manual, *, controlled: bool, today: date) -> Notice | None:
    day = day_in_words(manual.as_of)
    if not controlled:
        ahead = f" for {day}" if manual.as_of > today else ""
        sentence = f"It shows texts as they are proposed{ahead}. Work by the published manual."
        return Notice(tone=Tone.PREVIEW, title="Preview, not controlled", sentences=(sentence,))
    if manual.as_of < today:
        sentence = "What holds today may differ."
        return Notice(tone=Tone.PREVIEW, title=f"The manual as it stood on {day}", sentences=(sentence,))
    if manual.as_of > today:
        sentence = "It is worked out from what is known today, and is not in force."
        return Notice(tone=Tone.PREVIEW, title=f"The manual as it will stand on {day}", sentences=(sentence,))
    return None
