"""Which known name was meant by one that does not exist: only what a slip of the pen explains is suggested."""

from __future__ import annotations

import difflib
import posixpath
import re
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

__all__ = ["nearest_name", "nearest_path"]

_LEAST = 0.8
"""How like two words must be; 1 is equal."""
_LONGEST = 100
"""Characters of a name up to which it is compared, so that none makes it take long."""
_SHORTEST = 3
"""Characters of a word from which on a single slip is one, and not another word."""
_NUMBER = re.compile(r"\d+")
_NO_WORD = re.compile(r"[\W_]+")
_FOUND_IN_EVERY_FOLDER = frozenset({"index.md", "readme.md"})


def nearest_name(name: str, known: Iterable[str]) -> str | None:
    """The known name that was probably meant.

    Numbers must agree apart from leading zeros, an exchange of neighbours or one digit too few or too many: SOP-098 is
    not SOP-097 misspelt, but another document.
    """
    scored = ((_likeness(name, each), each) for each in known)
    near = [(-score, each) for score, each in scored if score >= _LEAST]
    return min(near)[1] if near else None


def nearest_path(path: str, by_folder: Mapping[str, Sequence[str]], by_name: Mapping[str, Sequence[str]]) -> str | None:
    """The path that was probably meant: one beside it with a like name, or the same name in another folder.

    Known are the names of files by their folder and the folders by the name of a file.
    """
    folder, name = posixpath.split(path)
    elsewhere = by_name.get(name, ())
    if len(elsewhere) == 1 and name.lower() not in _FOUND_IN_EVERY_FOLDER:
        return posixpath.join(elsewhere[0], name)
    stem, ending = posixpath.splitext(name)
    alike = {posixpath.splitext(each)[0]: each for each in by_folder.get(folder, ()) if _same_kind(ending, each)}
    found = nearest_name(stem, alike)
    return None if found is None else posixpath.join(folder, alike[found])


def _same_kind(ending: str, name: str) -> bool:
    """Whether a file has the ending; where none was written, a page is meant."""
    return posixpath.splitext(name)[1].lower() == (ending.lower() or ".md")


def _likeness(name: str, other: str) -> float:
    (words, numbers), (other_words, other_numbers) = _parts(name), _parts(other)
    if numbers != other_numbers:
        slip = words == other_words and _one_slip(_digits(name), _digits(other))
        return 1 if slip else 0
    if words == other_words:
        return 2
    if max(len(name), len(other)) > _LONGEST:
        return 0
    short_slip = min(len(words), len(other_words)) >= _SHORTEST and _one_slip(words, other_words)
    return 1 if short_slip else _ratio(words, other_words)


@lru_cache(maxsize=16384)
def _parts(name: str) -> tuple[str, tuple[str, ...]]:
    """What a name has besides digits, marks and the difference of small and capital letters; and its numbers."""
    words = _NO_WORD.sub(" ", _NUMBER.sub(" ", name)).strip().casefold()
    return words, tuple(each.lstrip("0") for each in _NUMBER.findall(name))


def _digits(name: str) -> str:
    return "".join(_NUMBER.findall(name))


def _one_slip(written: str, other: str) -> bool:
    """Whether two neighbours were exchanged, or one character was left out or written too many."""
    if len(written) == len(other):
        places = [place for place in range(len(written)) if written[place] != other[place]]
        return len(places) == 2 and places[1] == places[0] + 1 and sorted(written) == sorted(other)  # noqa: PLR2004
    shorter, longer = sorted((written, other), key=len)
    return len(longer) == len(shorter) + 1 and any(
        longer[:place] + longer[place + 1 :] == shorter for place in range(len(longer))
    )


@lru_cache(maxsize=4096)
def _ratio(words: str, other: str) -> float:
    return difflib.SequenceMatcher(None, words, other, autojunk=False).ratio()
