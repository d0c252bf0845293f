"""What an approval is worth: whether it counts for a text, and if not, why (document-control.md 6)."""

from __future__ import annotations

from datetime import timedelta
from functools import cached_property
from typing import TYPE_CHECKING

from qms_docs.model.approval import APPROVED, FORGES, Approval, Shortfall
from qms_docs.model.days import utc_day
from qms_docs.model.policy import Evidence
from qms_docs.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime

    from qms_docs.model.approval import ApprovalRecord
    from qms_docs.model.candidate import Candidate, ReviewedCommit, SignedBy, Trust, Witness
    from qms_docs.model.organization import Key, Organization, Person

__all__ = ["judge_approval"]

_GRACE = timedelta(hours=1)
"""By which the clocks of two computers may differ."""
_LEVELS = tuple(Evidence)
_SHORT = 12
_LONGEST_QUOTE = 60


_Lack = tuple[Shortfall, str]
"""Why an approval does not count, with a clause for people."""
_GRANTED = (Shortfall.NO_AUTHORITY, Shortfall.INVALID_SIGNATURE)


def judge_approval(record: ApprovalRecord, candidate: Candidate, trust: Trust, witness: Witness) -> Approval:
    """The record as an approval of the text."""
    judged = _Judged(record, candidate, trust.organization, witness)
    shortfall, why_not = next(judged.lacks(), (None, _not_yet(record)))
    if shortfall in _GRANTED and trust.brought is not None:
        then = next(_Judged(record, candidate, trust.brought, witness).lacks(), None)
        if then is None or then[0] not in _GRANTED:
            shortfall = Shortfall.SELF_GRANTED
            why_not = f"the change that brought it also brought what it rests on: before that, {why_not}"
    evidence = judged.evidence
    return Approval(
        record=record,
        name=judged.name,
        evidence=evidence,
        forge=FORGES.get((record.source and record.source.forge) or "") if evidence is Evidence.ATTESTED else None,
        key=judged.signed_by.fingerprint if evidence is Evidence.SIGNED and judged.signed_by else None,
        founding=trust.founding,
        by_author=judged.by_author,
        shortfall=shortfall,
        why_not=why_not,
    )


def _not_yet(record: ApprovalRecord) -> str | None:
    if record.meaning != APPROVED:
        return f"it says {record.meaning}, and only an approval counts"
    return "it is not on the release line yet" if record.entry.proposed else None


@dataclass(frozen=True)
class _Judged:
    """A record beside a text, in the light of one organization."""

    record: ApprovalRecord
    candidate: Candidate
    organization: Organization
    witness: Witness

    def lacks(self) -> Iterator[_Lack]:
        """Everything for which the approval does not count, the gravest first."""
        yield from self._another_text()
        yield from self._no_authority()
        yield from self._invalid_signature()
        approved = self.record.meaning == APPROVED
        yield from self._below_level() if approved else ()
        yield from self._wrong_time()
        yield from self._not_asked() if approved else ()

    @property
    def name(self) -> str:
        """The name of the person, or the id of somebody who is unknown."""
        return self.person.name if self.person else self.record.person

    @property
    def person(self) -> Person | None:
        """Who approved."""
        return self.organization.people.get(self.record.person)

    @property
    def by_author(self) -> bool:
        """Whether the person wrote the text, alone or with others."""
        person = self.person
        return person is not None and person.wrote(self.candidate.text.authors)

    @property
    def evidence(self) -> Evidence:
        """How far it could be verified."""
        if self.record.signature is not None and self._signature_fault is None:
            return Evidence.SIGNED
        return Evidence.ATTESTED if self._review_fault is None else Evidence.DECLARED

    @cached_property
    def signed_by(self) -> SignedBy | None:
        """Who made the signature of a known person's approval."""
        if self.record.signature is None or self.person is None:
            return None
        return self.witness.signer(self.record, self.person.name, self.record.signature)

    def _another_text(self) -> Iterator[_Lack]:
        if self.record.digest != self.candidate.digest:
            yield Shortfall.OTHER_TEXT, f"it is of another text, with the digest {_short(self.record.digest)}"
        elif self._reviewed and not self._reviewed.has_text and self.record.source:
            commit = _short(self.record.source.commit or "")
            yield Shortfall.OTHER_TEXT, f"the commit {commit} that was reviewed holds another text"

    def _no_authority(self) -> Iterator[_Lack]:
        role, day = self.record.role, utc_day(self.record.at)
        if self.person is None:
            yield Shortfall.NO_AUTHORITY, f"the organization knew nobody as {self.record.person}"
        elif not self.person.holds(role, day):
            yield Shortfall.NO_AUTHORITY, f"{self.name} did not hold the role {role} on {day}"

    def _invalid_signature(self) -> Iterator[_Lack]:
        if self.record.signature is not None and self._signature_fault is not None:
            yield Shortfall.INVALID_SIGNATURE, f"its signature does not hold: {self._signature_fault}"

    @cached_property
    def _signature_fault(self) -> str | None:
        if self.person is None or self.signed_by is None:
            return "it cannot be anybody's"
        return self._key_fault(self.signed_by, self.person.keys, self.name) or self._shared_key(self.signed_by)

    def _key_fault(self, signed_by: SignedBy, keys: Iterable[Key], holder: str) -> str | None:
        """Why a signature is not by a key that the holder had at the time."""
        if signed_by.reason is not None:
            return signed_by.reason
        made = f"it was made with the key {signed_by.fingerprint}"
        theirs = [each for each in keys if each.key == signed_by.key]
        if not theirs:
            others = (
                each.name
                for each in self.organization.people.values()
                if any(key.key == signed_by.key for key in each.keys)
            )
            other = next(others, None)
            return f"{made}, which is not a key of {holder}" + (f" but of {other}" if other else "")
        day = utc_day(self.record.at)
        if not any(each.held_on(day) for each in theirs):
            return f"{made}, which {holder} did not hold on {day}"
        entered = self.record.entry.day
        if not any(each.held_on(entered) for each in theirs):
            return f"{made}, which {holder} no longer held on {entered}, when the approval came onto the release line"
        return None

    def _shared_key(self, signed_by: SignedBy) -> str | None:
        """With whom the person shared the key on that day; nobody can tell then who signed."""
        day = utc_day(self.record.at)
        people = [(each.name, each.keys) for id_, each in self.organization.people.items() if id_ != self.record.person]
        jobs = [(each.title, each.keys) for each in self.organization.importers.values()]
        held = (
            name for name, keys in (*people, *jobs) for key in keys if key.key == signed_by.key and key.held_on(day)
        )
        other = next(held, None)
        return other and f"it was made with the key {signed_by.fingerprint}, which is one of {other} as well"

    def _wrong_time(self) -> Iterator[_Lack]:
        record, entry = self.record, self.record.entry
        latest = record.at - _GRACE
        if latest > entry.committed_at if entry.committed_at else utc_day(latest) > entry.day:
            brought = _moment(entry.committed_at) if entry.committed_at else str(entry.day)
            yield Shortfall.BACKDATED, f"its time {record.at_written} lies after the entry that brought it ({brought})"
        start, what = self._earliest
        if start is not None and record.at < start:
            yield Shortfall.BACKDATED, f"its time {record.at_written} lies before {what} ({_moment(start)})"

    @property
    def _earliest(self) -> tuple[datetime | None, str]:
        """The first moment at which somebody could have approved the text, and what happened then (settled.md 16)."""
        text, preceding = self.candidate.text, self.candidate.preceding
        together = self.record.entry.number == text.entry.number and not text.entry.merge
        if together or self._importer_fault is None:
            return (preceding.committed_at if preceding else None), "the preceding revision was issued"
        dates = [self.candidate.existed_since]
        if self._reviewed and self._reviewed.has_text:
            dates.append(self._reviewed.written_at)
        return (None if None in dates else min(each for each in dates if each)), "the text existed"

    def _below_level(self) -> Iterator[_Lack]:
        kind = self.candidate.kind
        wanted = kind.evidence if kind and self.candidate.needed else Evidence.DECLARED
        if _LEVELS.index(self.evidence) < _LEVELS.index(wanted):
            missing = "it has no signature" if wanted is Evidence.SIGNED else self._review_fault
            yield (
                Shortfall.BELOW_LEVEL,
                f"it is {self.evidence.value}, and {wanted.value} is asked for: {missing}",
            )
        source = self.record.source
        if source and source.signature and self.evidence is Evidence.DECLARED and self._importer_fault:
            yield Shortfall.INVALID_SIGNATURE, f"the review it records cannot be verified: {self._importer_fault}"

    def _not_asked(self) -> Iterator[_Lack]:
        roles = [each.role for each in self.candidate.needed]
        if roles and self.record.role not in roles:
            yield Shortfall.NOT_ASKED, f"no approval by the role {self.record.role} is asked for"

    @cached_property
    def _reviewed(self) -> ReviewedCommit | None:
        source = self.record.source
        return self.witness.reviewed(source.commit, self.candidate) if source and source.commit else None

    @cached_property
    def _review_fault(self) -> str | None:
        """Why the approval is not attested; None where it is (settled.md 18)."""
        source = self.record.source
        if source is None:
            return "it records no review on a forge"
        stated = {
            "forge": source.forge,
            "url": source.url,
            "user": source.user,
            "commit": source.commit,
            "submitted_at": source.submitted_at,
        }
        absent = [f"`{name}`" for name, value in stated.items() if value is None]
        if absent:
            return f"its `source` lacks {', '.join(absent)}"
        if self.person is None or not self.person.has_account(source.forge or "", source.user or ""):
            user, forge = (source.user or "")[:_LONGEST_QUOTE], FORGES[source.forge or ""]
            return f"{user} is not the account of {self.name} on {forge}"
        if self._reviewed is not None:
            return None if self._reviewed.has_text else "the commit that was reviewed holds another text"
        if self._importer_fault is None:
            return None
        return f"the commit {_short(source.commit or '')} is not in this repository, and {self._importer_fault}"

    @cached_property
    def _importer_fault(self) -> str | None:
        """Why no importer vouches for the review; None where one does."""
        source = self.record.source
        if source is None or source.signature is None or self.person is None:
            return "no importer has signed the record of the review"
        signed_by = self.witness.signer(self.record, self.person.name, source.signature)
        keys = [key for each in self.organization.importers.values() for key in each.keys]
        fault = self._key_fault(signed_by, keys, "an importer")
        return fault and f"the signature below its `source` does not hold: {fault}"


def _short(name: str) -> str:
    """The beginning of a digest or an object id, by which people know it."""
    prefix, separator, digits = name.rpartition(":")
    return prefix + separator + digits[:_SHORT]


def _moment(moment: datetime) -> str:
    return moment.isoformat(timespec="seconds")
