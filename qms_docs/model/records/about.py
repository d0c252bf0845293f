"""What is said of a field of a record beside its form."""

from __future__ import annotations

from qms_docs.values import dataclass

__all__ = ["ALWAYS", "About", "OrOne"]

ALWAYS = ("*",)
"""In every state, and in types that have none."""


@dataclass(frozen=True, kw_only=True, slots=True)
class About:
    """A field: what it is, and when a record needs it."""

    says: str
    """One sentence, for editors and for the comments of new records."""
    needed: tuple[str, ...] = ()
    """The states that need it; `ALWAYS` for every one."""
    code: str = "RC104"
    """The rule that finds it missing."""
    may_be_empty: bool = False
    """Whether an empty list says enough."""


@dataclass(frozen=True, slots=True)
class OrOne:
    """A list that may be written as its only item."""
