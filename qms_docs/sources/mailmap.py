"""One name and address for each person, as `.mailmap` says (gitmailmap(5)).

Read from the release line and not by git itself, which would take the file of the work tree and add those that the
user's settings name.
"""

from __future__ import annotations

import re
import string
from dataclasses import field, replace
from typing import TYPE_CHECKING

from qms_docs.model.document import Author
from qms_docs.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from qms_docs.sources.log import Commit, Identity

__all__ = ["Mailmap", "read_mailmap"]

_PERSON = re.compile(r"(?P<name>[^<]*)<(?P<email>[^>]*)>")
_BLANKS = " \t\r"
_SMALL_LETTERS = str.maketrans({capital: capital.lower() for capital in string.ascii_uppercase})


@dataclass(frozen=True, slots=True)
class _Proper:
    name: str | None
    email: str | None


@dataclass(frozen=True, slots=True)
class Mailmap:
    """Proper names and addresses, by the address (and name) that commits carry."""

    _by_email: Mapping[str, _Proper] = field(default_factory=dict)
    _by_both: Mapping[tuple[str, str], _Proper] = field(default_factory=dict)
    _known: dict[Identity, Author] = field(default_factory=dict, compare=False, repr=False)

    def author(self, identity: Identity) -> Author:
        """The person behind an identity of a commit."""
        known = self._known.get(identity)
        if known is None:
            known = self._known[identity] = self._author(identity)
        return known

    def _author(self, identity: Identity) -> Author:
        email = _folded(identity.email)
        proper = self._by_both.get((_folded(identity.name), email)) or self._by_email.get(email)
        if proper is None:
            return Author(name=identity.name, email=identity.email)
        written = frozenset({identity.email})
        return Author(name=proper.name or identity.name, email=proper.email or identity.email, committed_as=written)

    def authors(self, commits: Iterable[Commit]) -> tuple[Author, ...]:
        """Everybody who wrote one of the commits, in their order; a person with several addresses once."""
        persons = [self.author(each) for commit in commits for each in (commit.author, *commit.co_authors)]
        if len(persons) == 1:
            return tuple(persons)
        people: dict[str, Author] = {}
        for person in persons:
            known = people.setdefault(person.email.lower() or person.name, person)
            if not person.addresses <= known.addresses:
                both = known.committed_as | person.addresses
                people[person.email.lower() or person.name] = replace(known, committed_as=both)
        return tuple(people.values())


def read_mailmap(content: bytes | None) -> Mailmap:
    """The mapping of a `.mailmap`; lines that it cannot make sense of are passed over, as git does."""
    by_email: dict[str, _Proper] = {}
    by_both: dict[tuple[str, str], _Proper] = {}
    for line in (content or b"").decode("utf-8", "replace").split("\n"):
        proper = None if line.startswith("#") else _PERSON.match(line)
        if proper is None or not proper["email"]:
            continue
        name = proper["name"].strip(_BLANKS) or None
        old = _PERSON.match(line, proper.end())
        if old is None:
            _merge(by_email, _folded(proper["email"]), _Proper(name, None))
        elif old_name := old["name"].strip(_BLANKS):
            by_both[_folded(old_name), _folded(old["email"])] = _Proper(name, proper["email"])
        else:
            _merge(by_email, _folded(old["email"]), _Proper(name, proper["email"]))
    return Mailmap(by_email, by_both)


def _folded(text: str) -> str:
    """The text without regard to capitals, as git knows them: those of ASCII."""
    return text.translate(_SMALL_LETTERS)


def _merge(known: dict[str, _Proper], email: str, proper: _Proper) -> None:
    """Later lines add to what earlier ones said of the same address."""
    before = known.get(email, _Proper(None, None))
    known[email] = _Proper(proper.name or before.name, proper.email or before.email)
