"""A text as the site shows it, for other forms: what a site generator gives, and what it is asked for."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from qms_docs.model.document import LineText

__all__ = ["SiteText", "SiteTexts", "WantedText"]


@dataclass(frozen=True, kw_only=True, slots=True)
class WantedText:
    """A text of a document that is to be shown elsewhere than on the site."""

    document: str
    text: LineText


@dataclass(frozen=True, kw_only=True, slots=True)
class SiteText:
    """The text in clean HTML; every id and every reference to one begins with the document's id."""

    html: str
    address: str | None
    """The page of the document on the site, in full; None where nobody knows where the site is."""


@dataclass(frozen=True, kw_only=True, slots=True)
class SiteTexts:
    """Texts with what they need to look as on the site."""

    texts: tuple[SiteText, ...]
    """In the order in which they were wanted."""
    style: str = ""
    """CSS for what the generator makes of Markdown."""
    files: Mapping[str, bytes] = field(default_factory=dict)
    """The images of the texts, by the address under which their HTML names them."""
    site_name: str = ""
