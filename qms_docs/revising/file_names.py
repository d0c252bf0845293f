"""The name of a document's file, from its title."""

from __future__ import annotations

import posixpath
import re
import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

__all__ = ["free_path", "plain_words"]

_LETTERS = str.maketrans(
    dict(zip("äöüßæøåœþðđł", ("ae", "oe", "ue", "ss", "ae", "oe", "aa", "oe", "th", "d", "d", "l"), strict=True))
    | dict.fromkeys("'\N{RIGHT SINGLE QUOTATION MARK}", "")
)
"""Letters that are more than a letter with a mark."""
_LONGEST = 60
_NOT_TAKEN_FOR_A_PAGE = re.compile(r"index|readme|con|prn|aux|nul|(?:com|lpt)[0-9]")
"""The front page of a folder, and what Windows takes for a device."""


def free_path(folder: str, title: str, document_id: str, taken: Iterable[str]) -> str:
    """A path in the folder by the title, and where that is taken by title and id; no other page has its address.

    Letters of Latin script become plain ones, those of another script stay.
    """
    used = {_address(path) for path in taken}
    found = (posixpath.join(folder, f"{name}.md") for name in _names(plain_words(title), plain_words(document_id)))
    return next(path for path in found if _address(path) not in used)


def _names(title: str, document_id: str) -> Iterator[str]:
    if title and not _NOT_TAKEN_FOR_A_PAGE.fullmatch(title):
        yield title
    name = f"{title}-{document_id}" if title else document_id
    yield name
    number = 2
    while True:
        yield f"{name}-{number}"
        number += 1


def plain_words(words: str) -> str:
    """The words in small letters with hyphens between them."""
    folded = unicodedata.normalize("NFC", words).lower().translate(_LETTERS)
    name = re.sub("-+", "-", "".join(map(_letter, folded))).strip("-")
    if len(name) <= _LONGEST:
        return name
    cut = name[: _LONGEST + 1]
    return (cut.rpartition("-")[0] or cut[:_LONGEST]).strip("-")


def _letter(character: str) -> str:
    """The letter without its marks where it is Latin, as it is elsewhere; a hyphen for everything else."""
    bare = "".join(each for each in unicodedata.normalize("NFKD", character) if each.isascii() and each.isalnum())
    kept = bare or character
    return kept if kept.isalnum() or unicodedata.category(kept).startswith("M") else "-"


def _address(path: str) -> str:
    """What a site makes of the path of a page, whatever the case."""
    stem, _ = posixpath.splitext(path)
    folder, name = posixpath.split(unicodedata.normalize("NFC", stem).casefold())
    return folder if name in ("index", "readme") else posixpath.join(folder, name)
