"""Who runs a command: the person of git's signing key, else of git's address (settled.md 29)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qms_docs.approving.signing_key import signing_key
from qms_docs.failures import WrongUseError
from qms_docs.signing.ssh_keygen import CannotSignError

if TYPE_CHECKING:
    from datetime import date

    from qms_docs.model.organization import Organization, Person
    from qms_docs.sources.git import Repository

__all__ = ["acting_person"]


def acting_person(repository: Repository, organization: Organization, day: date) -> Person | None:
    """The one person whose key, or whose address, git has here; None where that is nobody or several."""
    found = _by_key(repository, organization, day) or _by_address(repository, organization)
    return found[0] if len(found) == 1 else None


def _by_key(repository: Repository, organization: Organization, day: date) -> list[Person]:
    try:
        line = signing_key(repository, None).public.line
    except (WrongUseError, CannotSignError):
        # Nothing is signed here: a key that git does not have, or that cannot be read, says nothing about anybody.
        return []
    return [
        each for each in organization.people.values() if any(key.key == line and key.held_on(day) for key in each.keys)
    ]


def _by_address(repository: Repository, organization: Organization) -> list[Person]:
    address = repository.setting("user.email")
    return [each for each in organization.people.values() if address and each.commits_as(address)]
