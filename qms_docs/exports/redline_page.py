"""Two texts of a document in one, as a page of HTML that stands alone: no script, nothing from elsewhere."""

from __future__ import annotations

import base64
import posixpath
import re
from dataclasses import field
from importlib.resources import files
from typing import TYPE_CHECKING

import jinja2
from markupsafe import Markup

from qms_docs.values import dataclass
from qms_docs.views.words import day_in_words

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from qms_docs.redline.text import Image
    from qms_docs.views.compared_side import ComparedSide
    from qms_docs.views.comparison import Comparison
    from qms_docs.views.redline import Redline, RedlineFigures

__all__ = ["Heading", "redline_page"]

_TEMPLATES = jinja2.Environment(
    loader=jinja2.PackageLoader("qms_docs.exports"), autoescape=True, trim_blocks=True, lstrip_blocks=True
)
_TEMPLATES.filters["day"] = day_in_words
_KINDS = {
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".gif": "image/gif",
    ".webp": "image/webp",
    ".avif": "image/avif",
    ".bmp": "image/bmp",
    ".svg": "image/svg+xml",
}
"""Pictures as a browser shows them; in a drawing that is shown as a picture nothing runs and nothing is fetched."""
_LARGEST, _LARGEST_TOGETHER = 3_000_000, 20_000_000
_FIRST_LEVEL = re.compile(r"<(/?)h1\b")
_ELSEWHERE = re.compile(r"(?:https?|mailto|tel):", re.IGNORECASE)


@dataclass(frozen=True, kw_only=True, slots=True)
class Heading:
    """What the page says about itself."""

    organization: str
    title: str
    language: str
    as_of: date
    before: ComparedSide
    after: ComparedSide
    navigation: tuple[tuple[str, str], ...] = ()
    """Where the page stands among others: their addresses, each with its words."""


def redline_page(  # noqa: PLR0913 - all that the page is made of
    heading: Heading,
    comparison: Comparison,
    redline: Redline,
    content: Callable[[str], bytes | None],
    figures: RedlineFigures,
    *,
    beside: Callable[[Image], str | None] | None = None,
) -> str:
    """The page; `content` gives the bytes of a picture by their SHA-256, `figures` draws diagrams and formulas.

    `beside` gives the address of a picture where the page does not stand alone.
    """
    style = (files("qms_docs.redline") / "redline.css").read_text(encoding="utf-8")
    pictures = _Pictures(content)

    def picture(image: Image, former: bool) -> str | None:  # noqa: FBT001 - of no matter here
        return beside(image) if beside else pictures.address(image, former)

    text = redline.html(_link, picture, figures)
    if heading.navigation:
        # The heading of the page is its only one of the first level.
        text = _FIRST_LEVEL.sub(r"<\1h2", text)
    return _TEMPLATES.get_template("redline.html.jinja").render(
        heading=heading,
        comparison=comparison,
        redline=redline,
        alone=beside is None,
        summary=redline.in_words(source_differs=comparison.words_changed),
        style=Markup(style),  # noqa: S704 - a file of this program
        text=Markup(text),  # noqa: S704 - escaped where it was made
    )


def _link(destination: str, _former: bool) -> str | None:  # noqa: FBT001 - of no matter here
    """Links to other places of the web stay; those within the manual lead nowhere from a file that stands alone."""
    return destination if _ELSEWHERE.match(destination) else None


@dataclass(slots=True)
class _Pictures:
    """Pictures within the page, up to a size that a browser opens."""

    content: Callable[[str], bytes | None]
    _known: dict[str, str | None] = field(default_factory=dict)
    _room: int = _LARGEST_TOGETHER

    def address(self, image: Image, _former: bool) -> str | None:  # noqa: FBT001 - of no matter here
        """The picture itself as an address; None where it belongs to no file of the text, or is too large."""
        kind = _KINDS.get(posixpath.splitext(re.split(r"[?#]", image.name, maxsplit=1)[0])[1].lower())
        if image.sha256 is None or kind is None:
            return None
        if image.sha256 not in self._known:
            data = self.content(image.sha256) or b""
            fits = 0 < len(data) <= min(_LARGEST, self._room)
            self._room -= len(data) if fits else 0
            self._known[image.sha256] = f"data:{kind};base64,{base64.b64encode(data).decode()}" if fits else None
        return self._known[image.sha256]
