"""Who approves: the person whose key it is, or else the person of git's address."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qms_docs.approving.signing_key import SigningKey, signing_key
from qms_docs.failures import RefusedError, WrongUseError
from qms_docs.values import dataclass

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from qms_docs.model.candidate import Trust
    from qms_docs.model.organization import Organization, Person
    from qms_docs.sources.git import Repository

__all__ = ["Approver", "declaring_person", "signing_person"]

_FIRST = "Merge that first: what a change brings cannot be used for its own approvals."


@dataclass(frozen=True, kw_only=True, slots=True)
class Approver:
    """A person, with the key for the signature; without one nothing is signed."""

    person: Person
    key: SigningKey | None = None

    @property
    def key_ends(self) -> date | None:
        """The last day of the key, where it has one; the approval has to be merged by then."""
        if self.key is None:
            return None
        line = self.key.public.line
        ends = [each.until for each in self.person.keys if each.key == line]
        return None if None in ends else max(each for each in ends if each)


def signing_person(repository: Repository, trust: Trust, named: Path | None, day: date) -> Approver:
    """Whose key it is, by the organization that is trusted.

    Raises RefusedError where it is nobody's or was ended, WrongUseError where no key is named and git has none.
    """
    key = signing_key(repository, named)
    line, fingerprint = key.public.line, key.public.fingerprint
    holders = _holders(trust.organization, line)
    if not holders:
        brought = _holders(trust.brought, line) if trust.brought else []
        reason = f"is a key of {brought[0].name} only after this change. {_FIRST}" if brought else _nobodys(line)
        raise RefusedError(f"The key {fingerprint} {reason}")
    if len(holders) > 1:
        names = " and ".join(each.name for each in holders)
        raise RefusedError(f"The key {fingerprint} is one of {names}, so that nobody can tell who signs with it.")
    person = holders[0]
    periods = [each for each in person.keys if each.key == line]
    if not any(each.held_on(day) for each in periods):
        ended = [each.until for each in periods if each.until and each.until < day]
        when = f"ended on {max(ended)}" if ended else f"begins on {min(each.since for each in periods)}"
        raise RefusedError(
            f"The key {fingerprint} of {person.name} {when}. Use the one that organization.yml lists now."
        )
    return Approver(person=person, key=key)


def declaring_person(repository: Repository, trust: Trust) -> Approver:
    """Whose address git has, by the organization that is trusted.

    Raises RefusedError where it is nobody's, WrongUseError where git has none.
    """
    email = repository.setting("user.email")
    if email is None:
        raise WrongUseError(
            "Git has no address of yours: set it with `git config --global user.email you@example.com`."
        )
    people = [each for each in trust.organization.people.values() if each.commits_as(email)]
    if not people:
        brought = trust.brought and any(each.commits_as(email) for each in trust.brought.people.values())
        remedy = _FIRST if brought else "Somebody has to add it to organization.yml."
        raise RefusedError(f"The address {email}, which git has for you, is nobody's in organization.yml. {remedy}")
    if len(people) > 1:
        raise RefusedError(f"The address {email} is one of {' and '.join(each.name for each in people)}.")
    return Approver(person=people[0])


def _holders(organization: Organization, line: str) -> list[Person]:
    return [each for each in organization.people.values() if any(key.key == line for key in each.keys)]


def _nobodys(line: str) -> str:
    return (
        f"is nobody's in organization.yml. There it would stand below the holder's `keys`: {{key: {line}, from: ...}}"
    )
