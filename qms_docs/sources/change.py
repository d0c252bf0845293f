"""A change: what is checked out, beside what it began from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qms_docs.failures import CannotCheckError, WrongUseError
from qms_docs.model.change import Change

if TYPE_CHECKING:
    from datetime import date

    from qms_docs.sources.git import Repository
    from qms_docs.sources.loading import ManualSource

__all__ = ["begun_at", "read_change"]

_ORIGIN = "refs/remotes/origin/"


def read_change(source: ManualSource, since: str, as_of: date | None = None) -> Change:
    """The change since the merge base with a branch, tag or commit; both sides judged on one day, as if merged then.

    Raises as `begun_at` does.
    """
    before = source.standing_at(begun_at(source.repository, since))
    return Change(
        since=since,
        base=before.position.head,
        before=before.manual(as_of, preview=True, judged=True, merged=True),
        after=source.manual(as_of, preview=True, judged=True, merged=True),
    )


def begun_at(repository: Repository, since: str) -> tuple[str, ...]:
    """The merge bases with what is checked out; a clone of a runner may have a branch as that of origin alone.

    Raises WrongUseError for a name that leads nowhere, and CannotCheckError where there is no common history.
    """
    tip = repository.resolve(since) or repository.reference(f"{_ORIGIN}{since}")
    if tip is None:
        raise WrongUseError(
            f"There is no branch, tag or commit `{since}` in this clone. Fetch it (`git fetch origin {since}`), or "
            "name another, for instance `--base origin/main`."
        )
    bases = repository.merge_bases(tip, repository.head())
    if not bases:
        raise CannotCheckError(
            f"What is checked out has no history in common with `{since}`, so that nothing says what it changes.",
            "Name the branch that it was made from, and is to be merged into.",
        )
    return bases
