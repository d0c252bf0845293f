"""What stands in a drawn page for what every build says of itself: so the rest of it can be kept between builds."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["BANNER", "Stamp", "stamps_in"]


class Stamp(str):
    """Stands for a value, in one of the forms in which templates ask for it."""

    __slots__ = ()

    def __new__(cls, name: str) -> Self:
        """Its characters belong to no alphabet, so that no text means them."""
        return super().__new__(cls, f"\ue000{name}\ue001")

    def as_form(self, form: str) -> Stamp:
        """The same value in another form."""
        return Stamp(f"{self[1:-1]} {form}")


BANNER = Stamp("banner")
"""The only one for which elements are put in."""
_ALIKE = re.compile("\ue000[a-z ]{1,20}\ue001")
_BEFORE_BANNER = '<div class="qms-sheet__body">\n'


def stamps_in(html: str) -> Iterator[re.Match[str]]:
    """Every stamp; that of the banner where a page begins and nowhere else.

    Whoever writes its characters into an attribute would have the elements break out of it, and nothing that comes from
    a text begins such a part of a page.
    """
    for found in _ALIKE.finditer(html):
        if found[0] != BANNER or html.endswith(_BEFORE_BANNER, 0, found.start()):
            yield found
