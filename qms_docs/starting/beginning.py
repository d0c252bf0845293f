"""What is known of an organization when its manual begins."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING

from qms_docs.starting.first_issue import first_number
from qms_docs.values import dataclass

if TYPE_CHECKING:
    from datetime import date

    from qms_docs.model.numbering import Scheme
    from qms_docs.model.policy import Audience, Evidence
    from qms_docs.starting.jobs import Jobs

__all__ = ["Beginning", "Forge", "Starter"]


class Forge(Enum):
    """Where people propose changes, and where jobs run."""

    GITHUB = "github"
    """GitHub, or GitHub Enterprise Server."""
    GITLAB = "gitlab"
    """GitLab, of gitlab.com or of one's own."""
    GITEA = "gitea"
    """Gitea or Forgejo, such as Codeberg."""
    NONE = "none"
    """Git alone."""

    @property
    def title(self) -> str:
        """As people call it."""
        titles = {Forge.GITHUB: "GitHub", Forge.GITLAB: "GitLab", Forge.GITEA: "Gitea or Forgejo"}
        return titles.get(self, "no forge")


@dataclass(frozen=True, kw_only=True, slots=True)
class Starter:
    """The person who begins the manual."""

    id: str
    name: str
    email: str
    roles: tuple[str, ...]
    account: str | None = None
    """On the forge."""
    key: str | None = None
    """The public SSH key with which git signs, on one line."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Beginning:
    """Everything that was asked, or taken for granted."""

    organization: str
    person: Starter
    day: date
    complete_by: date
    """The last day on which clauses may be without a document in force."""
    standards: tuple[str, ...]
    numbering: Scheme
    audience: Audience
    evidence: Evidence
    approvers: tuple[str, ...]
    """Roles; `owner` is the owner that a document names."""
    independent: bool
    """Whether somebody else than the authors has to approve."""
    forge: Forge
    branch: str
    """The release branch."""
    remote: str | None
    """The address of the repository on its forge, for a browser."""
    jobs: Jobs
    minimal: bool
    """Without starter documents."""

    @property
    def first(self) -> str:
        """The number of a first revision."""
        return first_number(self.numbering)
