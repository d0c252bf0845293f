"""What was reviewed: the revisions whose text stands in the commit that a review looked at."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from qms_docs.approving.subject import Subject
from qms_docs.failures import CannotCheckError, RefusedError
from qms_docs.sources.log import parse_differences

if TYPE_CHECKING:
    from qms_docs.model.document import Document, Revision
    from qms_docs.model.manual import Manual
    from qms_docs.model.permission import NextEntry
    from qms_docs.sources.git import Repository
    from qms_docs.sources.loading import ManualSource

__all__ = ["changed_subjects", "named_subject", "require_commit"]

_WHOLE_ID = re.compile(r"[0-9a-f]{40}|[0-9a-f]{64}")


def require_commit(repository: Repository, name: str) -> str:
    """The commit of this name.

    Raises CannotCheckError where the repository does not have it.
    """
    commit = repository.resolve(name)
    if commit is None:
        remedy = f"Fetch it: git fetch origin {name}" if _WHOLE_ID.fullmatch(name) else "Name it by its whole id."
        raise CannotCheckError(f"The commit {name} is not in this repository.", remedy)
    return commit


def named_subject(manual: Manual, document: Document, next_entry: NextEntry, commit: str) -> Subject:
    """The revision of the document whose text stands in the commit.

    Raises RefusedError where the text there is that of no revision.
    """
    found = _revision_at(document, next_entry, commit)
    if found is None:
        raise RefusedError(
            f"The text of {document.id} in the commit {commit[:12]} is that of none of its revisions: it was changed "
            "after the review, and has to be reviewed again."
        )
    return Subject(manual=manual, document=document, revision=found, next_entry=next_entry)


def changed_subjects(source: ManualSource, manual: Manual, next_entry: NextEntry, commit: str) -> tuple[Subject, ...]:
    """The revisions that a change brought which ends with the commit, as far as the policy asks for their approval.

    The change begins where the commit left the release line; of an entry of the line it is the entry.
    """
    changed = _changed_paths(source, commit)
    found = []
    for document in manual.standing:
        revision = _revision_at(document, next_entry, commit)
        if revision is None or revision.before_control or not revision.needs_approval:
            continue
        paths = {*revision.candidate.paths, *(each.path for each in revision.text.text.files)}
        if changed is None or paths & changed:
            found.append(Subject(manual=manual, document=document, revision=revision, next_entry=next_entry))
    return tuple(found)


def _revision_at(document: Document, next_entry: NextEntry, commit: str) -> Revision | None:
    """The latest revision whose text stands in the commit."""
    for revision in reversed(document.revisions):
        reviewed = next_entry.witness.reviewed(commit, revision.candidate)
        if reviewed is not None and reviewed.has_text:
            return revision
    return None


def _changed_paths(source: ManualSource, commit: str) -> frozenset[str] | None:
    """Every path that the change touched; None where there is nothing before it."""
    repository = source.repository
    base = repository.last_shared(source.position.tip, commit)
    if base == commit:
        base = repository.resolve(f"{commit}^1")
    if base is None:
        return None
    return frozenset(each.path for each in parse_differences(repository.changes_between(base, commit)))
