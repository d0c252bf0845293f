"""The people of the stories: everybody is made up, and a name is enough to know the address."""

from __future__ import annotations

from typing import NamedTuple

__all__ = ["AUTHOR", "Person", "Who", "person"]

AUTHOR = "Ann Berg"
"""Writes whatever nobody else is named for."""

Who = str | tuple[str, str]
"""A name, or a name with an address."""


class Person(NamedTuple):
    """Somebody as git names people."""

    name: str
    email: str

    def __str__(self) -> str:
        """The form of commits and of `Co-authored-by`: `Ann Berg <ann@example.com>`."""
        return f"{self.name} <{self.email}>"


def person(who: Who) -> Person:
    """The person of a name; the address is the first name at example.com where none is given.

    Raises ValueError for what git would cut out of a name or an address.
    """
    if isinstance(who, str):
        first_name = (who.split() or [""])[0]
        who = (who, f"{first_name.lower()}@example.com")
    found = Person(*who)
    if any(character in part for part in found for character in "<>\n\0"):
        raise ValueError(f"git has no room for such a person: {found!r}")
    return found
