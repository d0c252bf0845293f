"""What is checked out: the policy and the settings that lie there, and what differs from the release line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qms_docs.failures import CannotCheckError
from qms_docs.sources.history import is_page
from qms_docs.sources.log import FileChange, parse_differences
from qms_docs.sources.readings import POLICY
from qms_docs.sources.site_settings import SITE_CONFIGURATION, SiteSettings, read_site_settings

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from qms_docs.model.policy import Policy
    from qms_docs.sources.git import Repository
    from qms_docs.sources.line import Position

__all__ = ["is_uncommitted", "policy_file", "proposed_changes", "site_settings"]


def policy_file(repository: Repository) -> bytes | None:
    """The bytes of the policy as it lies in the work tree; None where there is none.

    Raises CannotCheckError where it cannot be opened.
    """
    if repository.is_link(POLICY):
        raise CannotCheckError(f"{POLICY}:1: IN101 The policy is a symbolic link.", "Put the file itself in its place.")
    try:
        return repository.standing_file(POLICY)
    except OSError as error:
        raise CannotCheckError(
            f"{POLICY}:1: IN101 The policy cannot be opened: {error.strerror}.", "Correct this."
        ) from error


def site_settings(repository: Repository) -> SiteSettings:
    """The settings of the site as they lie in the work tree; those of MkDocs where there are none."""
    try:
        return read_site_settings(repository.standing_file(SITE_CONFIGURATION))
    except OSError:
        return SiteSettings()


def is_uncommitted(repository: Repository, policy: Policy, changed: Iterable[tuple[str, str]]) -> bool:
    """Whether the work tree is dirty: a tracked file changed, or a new one where documents, records or policy are.

    `changed` are the files in which it differs from the commit, each with its state as `git status` tells it.
    """
    site = site_settings(repository).site_folder
    watched = (*(f"{folder}/" for folder in policy.documents if folder != "."), f"{policy.records}/")
    for state, path in changed:
        if path.startswith(f"{site}/"):
            continue
        everywhere = "." in policy.documents and is_page(path)
        if state != "??" or everywhere or path.startswith(watched) or path in (POLICY, SITE_CONFIGURATION):
            return True
    return False


def proposed_changes(
    repository: Repository, position: Position, policy: Policy, changed: Collection[tuple[str, str]] = ()
) -> list[FileChange]:
    """In what the commit that is checked out, or the work tree with what has `changed`, differs from the line's end."""
    folders = (*policy.documents, policy.records, POLICY, SITE_CONFIGURATION, ".mailmap")
    if changed:
        return parse_differences([repository.changes_of_work(position.tip, tuple(_committed(changed, folders)))])
    if position.head == position.tip:
        return []
    return parse_differences(repository.changes_between(position.tip, position.head))


def _committed(changed: Iterable[tuple[str, str]], folders: Iterable[str]) -> Iterator[str]:
    """The paths that a commit would take from the work tree: tracked files as they stand, and new ones in `folders`."""
    starts = tuple("" if each == "." else f"{each}/" for each in folders)
    for state, path in changed:
        if (f"{path}/".startswith(starts) if state == "??" else state[1] != " ") and not path.endswith("/"):
            yield path
