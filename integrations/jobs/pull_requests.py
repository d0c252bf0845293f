"""Pull requests on GitHub and on Gitea and Forgejo, whose interfaces differ little."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from typing import Any

from client import Client, setting

__all__ = ["PullRequests", "on_gitea", "on_github"]


@dataclass(frozen=True, kw_only=True, slots=True)
class PullRequests:
    """Those of one repository."""

    client: Client
    forge: str
    """As `qms approvals import --forge` calls it."""
    accounts: frozenset[str]
    """By whom the comments of jobs are."""
    kind: str = "Pull request "
    """What stands before a number."""

    def merged_by(self, commit: str, branch: str) -> list[int]:
        """The numbers of those that the commit brought to the branch."""
        if self.forge == "gitea":
            # "No such thing" stands for a commit without pull request and for a token that may not look.
            self.client.ask("pulls?limit=1")
            one = self.client.ask(f"commits/{commit}/pull", missing={})
            found = [one] if one else []
        else:
            found = self.client.pages(f"commits/{commit}/pulls")
        return [each["number"] for each in found if each["merged_at"] and each["base"]["ref"] == branch]

    def approvals(self, number: int) -> tuple[str, list[object], str]:
        """The head, the commits that somebody has looked at, and what the forge says about it."""
        head = self.client.ask(f"pulls/{number}")["head"]["sha"]
        reviews = self.client.pages(f"pulls/{number}/reviews")
        return head, [head, *(each.get("commit_id") for each in reviews)], json.dumps(reviews)

    def head(self, number: int) -> tuple[str, str, bool]:
        """The commit at its head, the repository that this is in, and whether it is open."""
        request = self.client.ask(f"pulls/{number}", missing={})
        head = request.get("head") or {}
        repository = (head.get("repo") or {}).get("full_name", "")
        return head.get("sha", ""), repository, request.get("state") == "open"

    def comments(self, number: int) -> list[tuple[int, str]]:
        """Those by jobs, each with its number."""
        found = self.client.pages(f"issues/{number}/comments")
        return [(each["id"], each["body"]) for each in found if self._is_ours(each)]

    def write(self, number: int, text: str, comment: int | None) -> None:
        """A comment is written anew, or in place of an earlier one."""
        if comment is None:
            self.client.send("POST", f"issues/{number}/comments", {"body": text})
        else:
            self.client.send("PATCH", f"issues/comments/{comment}", {"body": text})

    def _is_ours(self, comment: dict[str, Any]) -> bool:
        return (comment.get("user") or {}).get("login") in self.accounts


def on_github(token: str) -> PullRequests:
    """Those of the repository that the runner works for."""
    server = os.environ.get("GITHUB_API_URL", "https://api.github.com")
    headers = {
        "Accept": "application/vnd.github+json",
        "Authorization": f"Bearer {token}",
        "X-GitHub-Api-Version": "2022-11-28",
    }
    address = f"{server}/repos/{setting('GITHUB_REPOSITORY')}"
    client = Client(name="GitHub", address=address, headers=headers, hint="may the token of this job do so?")
    return PullRequests(client=client, forge="github", accounts=_accounts("github-actions[bot]"))


def on_gitea(token: str) -> PullRequests:
    """As above; Gitea and Forgejo give the runner the same variables."""
    address = f"{setting('GITHUB_API_URL')}/repos/{setting('GITHUB_REPOSITORY')}"
    headers = {"Accept": "application/json", "Authorization": f"token {token}"}
    hint = "may the token of this job do so?"
    client = Client(name="The forge", address=address, headers=headers, hint=hint, size="limit")
    return PullRequests(client=client, forge="gitea", accounts=_accounts("gitea-actions", "forgejo-actions"))


def _accounts(*usual: str) -> frozenset[str]:
    """The account of jobs, or the one that is named because the token is that of somebody else."""
    named = os.environ.get("COMMENT_AUTHOR", "")
    return frozenset({named} if named else usual)
