"""Who approves which revision: what the policy of the corpus asks for, and the people who give it."""

from __future__ import annotations

from datetime import timedelta, timezone
from typing import TYPE_CHECKING

from benchmarks.approval import Approval, GivenApproval, digest_of
from benchmarks.founding import PICTURES
from benchmarks.people import PEOPLE, SECOND_ROLE
from benchmarks.signatures import derived_key, public_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from benchmarks.chance import Chance
    from benchmarks.people import Person
    from benchmarks.sheet import Sheet

__all__ = ["Approvers", "keys_of"]


def keys_of(seed: int) -> dict[str, str]:
    """The public key of everybody in the corpus with this seed, by person."""
    return {person.id: public_line(derived_key(seed, person.id)) for person in PEOPLE}


class Approvers:
    """The people who approve; they know which revisions there have been."""

    def __init__(self, seed: int, chance: Chance) -> None:
        """Nothing has been issued."""
        self._keys = {person.id: derived_key(seed, person.id) for person in PEOPLE}
        self._chance = chance
        self._issued: set[tuple[str, int]] = set()
        self.waiting: list[list[Approval]] = []
        """Approvals that are still to come, those of one person together."""

    def awaits(self, document: str) -> bool:
        """Whether a revision of a document waits for somebody."""
        return any(approval.document == document for approvals in self.waiting for approval in approvals)

    def asked(self, sheets: Iterable[Sheet | None], authors: Mapping[str, Iterable[Person]]) -> list[Approval]:
        """The approvals that revisions need which are issued now for the first time."""
        found = []
        for sheet in sheets:
            if sheet and not sheet.draft and (sheet.id, sheet.revision) not in self._issued:
                self._issued.add((sheet.id, sheet.revision))
                found += self._for(sheet, set(authors[sheet.id]))
        return found

    def divided(self, approvals: list[Approval]) -> list[Approval]:
        """Those that come with the texts; the others wait, each person's for a commit of its own."""
        now = approvals[: self._chance.one_of((0, 1, len(approvals)))]
        later: dict[Person, list[Approval]] = {}
        for approval in approvals[len(now) :]:
            later.setdefault(approval.person, []).append(approval)
        self.waiting.extend(later.values())
        return now

    def given(self, approval: Approval, at: datetime) -> GivenApproval:
        """An approval that the person gives at that time, by the clock of the place."""
        local = at.astimezone(timezone(timedelta(minutes=approval.person.offset))).isoformat()
        content = approval.content(local, self._keys[approval.person.id])
        return GivenApproval(approval=approval, at=local, content=content)

    def _for(self, sheet: Sheet, authors: set[Person]) -> list[Approval]:
        editorial = sheet.change is not None and sheet.change.kind == "editorial"
        asked = sheet.kind.editorial_by if editorial else None
        roles = sheet.kind.approved_by if asked is None else asked
        people: dict[str, Person] = {}
        for role in dict.fromkeys(sheet.owner if role == "owner" else role for role in roles):
            people[role] = self._somebody(role, {*authors, *people.values()})
        digest = digest_of(sheet.id, sheet.content(), PICTURES) if people else ""
        return [
            Approval(document=sheet.id, revision=sheet.revision, digest=digest, person=person, role=role)
            for role, person in people.items()
        ]

    def _somebody(self, role: str, others: set[Person]) -> Person:
        """A holder of the role, as far as possible none of the others: an author alone cannot approve.

        There are more quality managers than a change has authors.
        """
        holders = [person for person in PEOPLE if role in (person.role, SECOND_ROLE.get(person.id))]
        return self._chance.one_of([person for person in holders if person not in others] or holders)
