"""What the release branch has in the meantime, and what is checked out does not know yet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qms_docs.sources.history import is_page
from qms_docs.sources.log import parse_differences
from qms_docs.sources.pages import cut_head, read_head
from qms_docs.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qms_docs.model.header import Header
    from qms_docs.model.policy import Policy
    from qms_docs.sources.git import Repository
    from qms_docs.sources.line import Position
    from qms_docs.sources.log import FileChange

__all__ = ["NewerText", "newer_paths", "newer_texts"]


@dataclass(frozen=True, kw_only=True, slots=True)
class NewerText:
    """A document as the release branch has it by now, there or as it was fetched last."""

    branch: str
    """As git names it to people: `main`, `origin/main`."""
    header: Header


def newer_texts(repository: Repository, position: Position, policy: Policy) -> Iterator[NewerText]:
    """The documents that changed on the release branch since it and what is checked out parted; nothing is fetched."""
    for name, change in _newer(repository, position):
        if change.new_blob and is_page(change.path) and policy.holds(change.path):
            content = repository.read_one(change.new_blob) or b""
            header = read_head(cut_head(content), policy.vocabulary).header
            if header is not None:
                yield NewerText(branch=name, header=header)


def newer_paths(repository: Repository, position: Position) -> Iterator[str]:
    """The paths at which files changed there."""
    return (change.path for _, change in _newer(repository, position) if change.new_blob)


def _newer(repository: Repository, position: Position) -> Iterator[tuple[str, FileChange]]:
    """What changed on the release branch, by the branch as git names it to people."""
    for start in ("refs/heads/", "refs/remotes/origin/") if position.branch else ():
        tip = repository.reference(f"{start}{position.branch}")
        base = repository.last_shared(tip, position.head) if tip else None
        if tip is None or base in (None, tip):
            continue
        name = f"{start}{position.branch}".removeprefix("refs/heads/").removeprefix("refs/remotes/")
        for change in parse_differences(repository.changes_between(base, tip)):
            yield name, change
