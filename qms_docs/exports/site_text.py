"""A text as the site shows it, for other forms: what a site generator gives, and what it is asked for."""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING

from qms_docs.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from qms_docs.model.document import LineText

__all__ = ["Elsewhere", "SiteText", "SiteTexts", "WantedText"]


@dataclass(frozen=True, kw_only=True, slots=True)
class WantedText:
    """A text of a document that is to be shown elsewhere than on the site."""

    document: str
    text: LineText


@dataclass(frozen=True, kw_only=True, slots=True)
class Elsewhere:
    """What lies beside a text where it is to be shown."""

    documents: Mapping[str, str]
    """The address of each document there, seen from the text; its own is empty, and so is that of all on one paper."""
    file: Callable[[bytes, str], str] | None = None
    """Takes in a file of the text by bytes and name, and gives its address; without it images alone go along."""
    unnamed: frozenset[str] = frozenset()
    """The ids of documents and records of which readers there may not know the titles."""


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
