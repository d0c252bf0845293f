"""What stands in a drawn page for what every build says of itself: so the rest of it can be kept between builds."""

from __future__ import annotations

import re
from typing import Self

__all__ = ["BANNER", "STAMP", "Stamp"]


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
STAMP = re.compile(rf"(?:(?<=<div class=\"qms-sheet__body\">\n){BANNER}|(?!{BANNER})\ue000[^\ue000\ue001]*\ue001)")
"""A stamp; that of the banner where a page begins and nowhere else.

Whoever writes its characters into an attribute would have the elements break out of it, and nothing that comes from a
text begins such a part of a page.
"""
