"""The repository by itself, or against manifests that were kept elsewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qms_docs.model.problem import Verification
from qms_docs.sources.manifests import read_manifest, read_signature
from qms_docs.sources.objects import read_objects
from qms_docs.values import dataclass
from qms_docs.verifying.problems import (
    approval_problems,
    chain_problems,
    damage_problems,
    holder_of,
    manifest_problems,
    signature_problem,
)

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from qms_docs.model.candidate import SignedBy
    from qms_docs.model.manifest import KeptManifest
    from qms_docs.model.manual import Manual
    from qms_docs.model.problem import Problem
    from qms_docs.sources.loading import ManualSource

__all__ = ["GivenManifest", "read_given", "verify_manifests", "verify_repository"]


@dataclass(frozen=True, kw_only=True, slots=True)
class GivenManifest:
    """A manifest that somebody kept, with the signature beside it."""

    path: Path
    kept: KeptManifest
    signed_by: SignedBy | None


def read_given(files: Iterable[tuple[str, Path]]) -> tuple[GivenManifest, ...]:
    """The manifests in these files, by the names that the user calls them; equal ones count once.

    Raises CannotCheckError for a file that cannot be read or is no manifest.
    """
    given = [(path, read_manifest(path, name)) for name, path in files]
    different = {kept.sha256: (path, kept) for path, kept in reversed(given)}
    return tuple(
        GivenManifest(path=path, kept=kept, signed_by=read_signature(path, kept))
        for path, kept in reversed(different.values())
    )


def verify_repository(source: ManualSource) -> Verification:
    """Every approval that ever came onto the release line, with its signature and digest, and all that git stores."""
    manual = source.manual()
    stored, damage = _stored(source, manual)
    records = manual.approvals
    checked = {
        **stored,
        "documents": len(manual.documents),
        "revisions": sum(len(document.revisions) for document in manual.documents),
        "approvals": len(records),
        "signatures": sum(bool(each.signature or (each.source and each.source.signature)) for each in records),
    }
    return Verification(checked=checked, problems=(*damage, *approval_problems(manual)))


def verify_manifests(source: ManualSource, given: tuple[GivenManifest, ...]) -> Verification:
    """Whether the history still has what the manifests name, and whether they are what was signed and chained."""
    kept = [each.kept for each in given]
    for each in kept:
        source.refuse_behind(each)
    # A manifest may have been made for a day that is still to come: what was known then is known now.
    manual = source.manual(max([source.today, *(each.manifest.as_of for each in kept)]))
    stored, damage = _stored(source, manual)
    signed = [(each.kept, each.signed_by) for each in given if each.signed_by]
    signers, unsigned = _signers(source, signed)
    checked = {
        **stored,
        "manifests": len(given),
        "revisions": len({(row.document, row.number) for each in kept for row in each.manifest.revisions}),
        "signatures": len(signed),
    }
    problems = (*damage, *unsigned, *chain_problems(kept), *manifest_problems(kept, manual))
    return Verification(checked=checked, problems=problems, signers=signers)


def _signers(
    source: ManualSource, signed: Iterable[tuple[KeptManifest, SignedBy]]
) -> tuple[tuple[str, ...], list[Problem]]:
    """Who signed which manifest, and which signatures prove nothing."""
    signers: list[str] = []
    problems: list[Problem] = []
    for kept, signed_by in signed:
        organization = source.organization_after(kept.manifest.commit)
        holder = holder_of(signed_by.key, organization, kept.manifest.as_of)
        problem = signature_problem(kept, signed_by, holder)
        if problem:
            problems.append(problem)
        else:
            signers.append(f"{kept.name} is signed by {holder} with the key {signed_by.fingerprint}.")
    return tuple(signers), problems


def _stored(source: ManualSource, manual: Manual) -> tuple[dict[str, int], list[Problem]]:
    objects = read_objects(source.repository, [source.position.tip])
    checked = {"entries": len(manual.entries), "objects": objects.number}
    return checked, list(damage_problems(objects.damaged, manual))
