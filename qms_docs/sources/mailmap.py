"""One name and address for each person, as `.mailmap` says (gitmailmap(5)).

Read from the release line and not by git itself, which would take the file of the work tree and add those that the
user's settings name.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from qms_docs.model.document import Author

if TYPE_CHECKING:
    from collections.abc import Mapping

    from qms_docs.sources.log import Identity

__all__ = ["Mailmap", "read_mailmap"]

_LINE = re.compile(r"(?P<name>[^<]*)<(?P<email>[^>]*)>(?:(?P<old_name>[^<]*)<(?P<old_email>[^>]*)>)?")


@dataclass(frozen=True, slots=True)
class _Proper:
    name: str | None
    email: str | None


@dataclass(frozen=True, slots=True)
class Mailmap:
    """Proper names and addresses, by the address (and name) that commits carry."""

    _by_email: Mapping[str, _Proper] = field(default_factory=dict)
    _by_both: Mapping[tuple[str, str], _Proper] = field(default_factory=dict)

    def author(self, identity: Identity) -> Author:
        """The person behind an identity of a commit."""
        email = identity.email.lower()
        proper = self._by_both.get((identity.name.lower(), email)) or self._by_email.get(email)
        if proper is None:
            return Author(name=identity.name, email=identity.email)
        return Author(name=proper.name or identity.name, email=proper.email or identity.email)


def read_mailmap(content: bytes | None) -> Mailmap:
    """The mapping of a `.mailmap`; lines that it cannot make sense of are passed over, as git does."""
    by_email: dict[str, _Proper] = {}
    by_both: dict[tuple[str, str], _Proper] = {}
    for line in (content or b"").decode("utf-8", "replace").splitlines():
        found = None if line.startswith("#") else _LINE.match(line)
        if found is None:
            continue
        name = found["name"].strip() or None
        if found["old_email"] is None:
            _merge(by_email, found["email"].strip().lower(), _Proper(name, None))
        elif old_name := found["old_name"].strip().lower():
            by_both[old_name, found["old_email"].strip().lower()] = _Proper(name, found["email"].strip())
        else:
            _merge(by_email, found["old_email"].strip().lower(), _Proper(name, found["email"].strip()))
    return Mailmap(by_email, by_both)


def _merge(known: dict[str, _Proper], email: str, proper: _Proper) -> None:
    """Later lines add to what earlier ones said of the same address."""
    before = known.get(email, _Proper(None, None))
    known[email] = _Proper(proper.name or before.name, proper.email or before.email)
