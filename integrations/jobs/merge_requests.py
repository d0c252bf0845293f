"""Merge requests on GitLab."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace

from client import Client, setting

__all__ = ["MergeRequests", "on_gitlab"]


@dataclass(frozen=True, kw_only=True, slots=True)
class MergeRequests:
    """Those of one project."""

    client: Client
    server: Client
    """The interface of the whole server."""
    forge: str = "gitlab"
    """As `qms approvals import --forge` calls it."""
    kind: str = "Merge request !"
    """What stands before a number."""

    def merged_by(self, commit: str, branch: str) -> list[int]:
        """The numbers of those that the commit brought to the branch."""
        found = self.client.pages(f"repository/commits/{commit}/merge_requests")
        return [each["iid"] for each in found if each["state"] == "merged" and each["target_branch"] == branch]

    def approvals(self, number: int) -> tuple[str, list[object], str]:
        """The head, the commits that somebody has looked at, and what the forge says about it."""
        request = self.client.ask(f"merge_requests/{number}")
        # Which head stood at the time of an approval, which GitLab does not say with the approval itself.
        versions = self.client.pages(f"merge_requests/{number}/versions")
        answers = (request, versions, self.client.ask(f"merge_requests/{number}/approvals"))
        commits = [request["sha"], *(each.get("head_commit_sha") for each in versions)]
        return request["sha"], commits, "\n".join(map(json.dumps, answers))

    def head(self, number: int) -> tuple[str, str, bool]:
        """The commit at its head, the project that this is in, and whether it is open."""
        request = self.client.ask(f"merge_requests/{number}", missing={})
        return request.get("sha", ""), str(request.get("source_project_id", "")), request.get("state") == "opened"

    def comments(self, number: int) -> list[tuple[int, str]]:
        """Those by the account of the token, each with its number."""
        account = self.server.ask("user")["id"]
        found = self.client.pages(f"merge_requests/{number}/notes")
        return [(each["id"], each["body"]) for each in found if each["author"]["id"] == account]

    def write(self, number: int, text: str, comment: int | None) -> None:
        """A comment is written anew, or in place of an earlier one."""
        notes = f"merge_requests/{number}/notes"
        if comment is None:
            self.client.send("POST", notes, {"body": text})
        else:
            self.client.send("PUT", f"{notes}/{comment}", {"body": text})


def on_gitlab(token: str) -> MergeRequests:
    """Those of the project that the runner works for."""
    server = Client(
        name="GitLab",
        address=setting("CI_API_V4_URL"),
        headers={"PRIVATE-TOKEN": token},
        hint="has the token the scope and the role that README.md names?",
    )
    project = replace(server, address=f"{server.address}/projects/{setting('CI_PROJECT_ID')}")
    return MergeRequests(client=project, server=server)
