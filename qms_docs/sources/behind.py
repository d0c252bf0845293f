"""A clone that is behind what was published from another one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qms_docs.failures import CannotCheckError

if TYPE_CHECKING:
    from qms_docs.model.manifest import KeptManifest
    from qms_docs.sources.git import Repository
    from qms_docs.sources.line import Position, ReleaseLine

__all__ = ["refuse_behind"]


def refuse_behind(kept: KeptManifest, repository: Repository, position: Position, line: ReleaseLine) -> None:
    """Raises CannotCheckError where a manifest is of a later entry of the release branch than what is checked out."""
    commit, branch = kept.manifest.commit, position.branch
    if commit is None or branch is None or any(each.entry.commit == commit for each in line.entries):
        return
    for start in ("refs/heads/", "refs/remotes/origin/"):
        tip = repository.reference(start + branch)
        if tip and repository.resolve(commit) and _lead_to(tip, (position.tip, commit), repository):
            raise CannotCheckError(
                f"{kept.name} was made at a later entry of the release branch `{branch}` than what is checked out.",
                f"Bring it up to date with `git switch {branch}` and `git pull`, then run this again.",
            )


def _lead_to(tip: str, commits: tuple[str, ...], repository: Repository) -> bool:
    """Whether all these commits are followed by that tip."""
    return all(repository.is_first_parent_ancestor(each, tip) for each in commits)
