"""By what the parts of a manual are known again: equal names stand for equal parts."""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING

from qms_docs.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["KnownBy"]


@dataclass(frozen=True, kw_only=True, slots=True)
class KnownBy:
    """Names that whoever read the manual gave to what it is made of; what has none is taken for another each time."""

    documents: Mapping[str, bytes] = field(default_factory=dict)
    """By id, those documents of which nothing has happened since they were kept."""
    records: bytes | None = None
    """The records with their history, without the files that they attach."""
    texts: bytes | None = None
    """The way in which texts are read; with it the outline of a text follows from its bytes."""
