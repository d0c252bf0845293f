"""Where the pages of single revisions and of comparisons stand (settled.md 42)."""

from __future__ import annotations

import posixpath
import re

__all__ = ["comparison_page", "has_address", "revision_page"]

_FOLDER = "revisions"
_PLAIN = re.compile(r"[A-Za-z0-9]+(?:\.[A-Za-z0-9]+)*")
_TAKEN = ("index", "readme")
"""Names that MkDocs gives the address of their folder."""


def has_address(number: str) -> bool:
    """Whether a revision's number can be part of an address; one that is not well formed may hold any characters."""
    return _PLAIN.fullmatch(number) is not None and number.lower() not in _TAKEN


def revision_page(document_page: str, number: str) -> str:
    """The path in MkDocs' terms of the page of a revision, from that of the document's own page."""
    return posixpath.join(_below(document_page), f"{number}.md")


def comparison_page(document_page: str, name: str) -> str:
    """The same of a comparison, which is named as `2..3`."""
    return posixpath.join(_below(document_page), f"{name}.md")


def _below(document_page: str) -> str:
    """The folder whose address begins with that of the document's page."""
    stem = posixpath.splitext(document_page)[0]
    folder, name = posixpath.split(stem)
    return posixpath.join(folder if name in ("index", "README") else stem, _FOLDER)
