"""What was signed, published or stored, held against the history."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qms_docs.check import RULES
from qms_docs.model.approval import APPROVED, Shortfall
from qms_docs.model.manifest import contradictions
from qms_docs.model.problem import Problem
from qms_docs.rules.publication import rewritten_history

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date

    from qms_docs.model.candidate import SignedBy
    from qms_docs.model.document import LineText
    from qms_docs.model.manifest import KeptManifest
    from qms_docs.model.manual import Manual
    from qms_docs.model.organization import Organization
    from qms_docs.model.problem import Damage

__all__ = [
    "approval_problems",
    "chain_problems",
    "damage_problems",
    "holder_of",
    "manifest_problems",
    "signature_problem",
]

_REWRITTEN = rewritten_history.code
_SHORTFALLS = frozenset(each.value for each in Shortfall if each.value)


def approval_problems(manual: Manual) -> Iterator[Problem]:
    """Every approval that does not count, also where a later one or a later revision has overtaken it (settled.md 14).

    What is left to mend is what the rules find.
    """
    found = [finding for rule in RULES if rule.code in _SHORTFALLS for finding in rule.findings(manual)]
    standing = {(each.code, each.path) for each in found}
    told = set()
    for revision in (each for document in manual.documents for each in document.revisions):
        for approval in revision.approvals:
            if approval.shortfall is None or approval.shortfall.value not in _SHORTFALLS:
                continue
            code, path = approval.shortfall.value, approval.record.path
            told.add((code, path))
            other = approval.shortfall is Shortfall.OTHER_TEXT
            yield Problem(
                code=code,
                what=f"The {'approval' if approval.meaning == APPROVED else 'review'} of revision {revision.number} of "
                f"{revision.document} by {approval.name} does not count: {approval.why_not}.",
                path=path,
                expected=revision.digest if other else None,
                got=approval.record.digest if other else None,
                overtaken=(code, path) not in standing,
            )
    for each in found:
        if (each.code, each.path) not in told:
            yield Problem(code=each.code, what=each.fact, path=each.path)


def damage_problems(damaged: Iterable[Damage], manual: Manual) -> Iterator[Problem]:
    """What git has stored otherwise than its id says, with the file that it is a text of."""
    paths = {text.text.blob: text.path for text in _texts(manual)} | {blob: path for path, blob in manual.blobs.items()}
    for each in damaged:
        fact = "A part of the history is missing." if each.got is None else "A part of the history was replaced."
        yield Problem(code=_REWRITTEN, what=fact, path=paths.get(each.id), expected=each.id, got=each.got)


def _texts(manual: Manual) -> Iterator[LineText]:
    for document in manual.documents:
        for revision in document.revisions:
            yield from revision.texts


def manifest_problems(manifests: Sequence[KeptManifest], manual: Manual) -> Iterator[Problem]:
    """Where the history contradicts a manifest; what contradicts several is told of the first of them.

    `manual` is that of the latest day of the manifests or a later one, without what is only proposed.
    """
    documents = {each.id: each for each in manual.documents}
    told = set()
    for kept in manifests:
        for each in contradictions(kept.manifest, documents, manual.entries):
            if each not in told:
                told.add(each)
                yield Problem(
                    code=_REWRITTEN,
                    what=each.what,
                    path=each.path,
                    expected=each.expected,
                    got=each.got,
                    manifest=kept.name,
                )


def chain_problems(manifests: Sequence[KeptManifest]) -> Iterator[Problem]:
    """Where manifests do not follow each other without a gap, in whatever order they are given.

    Each names the one before by its hash. The first of them may name one that is not given, or none; as long as no
    manifest names one before, there is no chain that could have a gap.
    """
    known = {each.sha256 for each in manifests}
    starts = [each for each in manifests if each.manifest.previous not in known]
    first = min((each.manifest.as_of for each in starts), default=None)
    earliest = [each for each in starts if each.manifest.as_of == first]
    chained = [each.manifest.as_of for each in manifests if each.manifest.previous is not None]
    for kept in starts:
        previous = kept.manifest.previous
        if [kept] == earliest or (previous is None and all(kept.manifest.as_of < day for day in chained)):
            continue
        fact = (
            "The manifest names none before it, so that it begins a new chain."
            if previous is None
            else "The manifest names one before it that is not among those given."
        )
        yield Problem(code=_REWRITTEN, what=fact, expected=previous, got=None, manifest=kept.name)


def holder_of(key: str, organization: Organization, day: date) -> str | None:
    """The name of the person or CI job that has the key on the day."""
    people = ((each.name, each.keys) for each in organization.people.values())
    jobs = ((each.title, each.keys) for each in organization.importers.values())
    held = (name for name, keys in (*people, *jobs) for each in keys if each.key == key and each.held_on(day))
    return next(held, None)


def signature_problem(kept: KeptManifest, signed_by: SignedBy, holder: str | None) -> Problem | None:
    """Why the signature beside a manifest proves nothing; None where it does.

    `holder` is who held the key on the manifest's day, by the organization of the entry at which it was made.
    """
    if signed_by.reason is not None:
        fact = f"The signature of the manifest does not hold: {signed_by.reason}."
    elif holder is None:
        fact = f"The manifest is signed with a key that nobody in organization.yml held on {kept.manifest.as_of}."
    else:
        return None
    return Problem(
        code=Shortfall.INVALID_SIGNATURE.value, what=fact, got=signed_by.fingerprint or None, manifest=kept.name
    )
