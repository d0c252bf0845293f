"""Real git repositories for tests, built from stories that read like the life of a manual."""

from __future__ import annotations

from support.approvals import Keys, Signer, approval, digest_of, record_of
from support.clone import Build, Clone, GitFailedError
from support.commits import Commit
from support.people import Person
from support.story import Branch, Story
from support.texts import document, organization_file, policy
from support.trees import Executable, Link, Submodule

__all__ = [
    "Branch",
    "Build",
    "Clone",
    "Commit",
    "Executable",
    "GitFailedError",
    "Keys",
    "Link",
    "Person",
    "Signer",
    "Story",
    "Submodule",
    "approval",
    "digest_of",
    "document",
    "organization_file",
    "policy",
    "record_of",
]
