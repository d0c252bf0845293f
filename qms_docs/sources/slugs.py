"""How a site makes the anchors of headings."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

__all__ = ["Slugs", "slug_ascii"]

Slugs = Callable[[str], str]
"""From the words of a heading to its anchor, before repeated ones are numbered."""


def slug_ascii(text: str) -> str:
    """The anchor that the toc extension gives by default: ASCII letters and digits, lower case, hyphens."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode("ascii")
    return re.sub(r"[-\s]+", "-", re.sub(r"[^\w\s-]", "", plain).strip().lower())
