"""Fields and states of records in the words that people read."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

    from qms_docs.model.records.history import KeptRecord

__all__ = ["NO_STATE", "in_words", "label", "place_in_words", "state_of"]

NO_STATE = "no state"
_OF_THEIR_OWN = {"id": "ID", "sha256": "SHA-256", "n": "Answers", "as": "Function", "closed_on": "Closed"}
_PLACE = re.compile("[0-9]{1,9}")
_FIELD = re.compile(r"`([a-z0-9_]+(?:\.[A-Za-z0-9_\-]+)*)`")


@lru_cache(maxsize=2_000)
def label(name: str) -> str:
    """The name of a field as people read it, such as “Detected on”."""
    words = _OF_THEIR_OWN.get(name) or name.replace("_", " ")
    return words[:1].upper() + words[1:]


def place_in_words(path: str) -> str:
    """A path with dots in words, such as “Actions 2, done on”; items are counted from one."""
    first, *rest = path.split(".")
    words = label(first)
    for step in rest:
        words += f" {int(step) + 1}" if _PLACE.fullmatch(step) else f", {label(step).lower()}"
    return words


def in_words(sentence: str) -> str:
    """A sentence in which fields are called as people read them, with a capital at its beginning."""
    told = _FIELD.sub(lambda found: f"“{place_in_words(found[1])}”", sentence)
    return told[:1].upper() + told[1:]


def state_of(kept: KeptRecord, day: date) -> str:
    """The state of a record in a word or two."""
    if kept.kind.states:
        return kept.record.status or NO_STATE
    return "closed" if kept.is_closed(day) else "open"
