"""Answers of forges in the shape of their interfaces, with the fields that a reader of reviews may meet."""

from __future__ import annotations

__all__ = ["gitea_review", "github_review", "gitlab_approvals", "gitlab_merge_request", "gitlab_version"]

HEAD = "ce72d44075d4954e186f48bfe28d5b99e5303c7a"


def github_review(
    user: str | None = "ciddahl",
    state: str = "APPROVED",
    at: str | None = "2026-05-21T08:42:17Z",
    *,
    commit: str | None = HEAD,
    kind: str = "User",
    number: int = 1187,
) -> dict[str, object]:
    """An item of `GET /repos/{owner}/{repo}/pulls/{number}/reviews` of GitHub; a pending review has no time."""
    page = f"https://github.com/example/qms/pull/31#pullrequestreview-{number}"
    review: dict[str, object] = {
        "id": number,
        "node_id": "PRR_kwDOABCD1234",
        "user": user
        and {
            "login": user,
            "id": 1,
            "node_id": "MDQ6VXNlcjE=",
            "avatar_url": "https://avatars.githubusercontent.com/u/1?v=4",
            "gravatar_id": "",
            "url": f"https://api.github.com/users/{user}",
            "html_url": f"https://github.com/{user}",
            "type": kind,
            "user_view_type": "public",
            "site_admin": False,
        },
        "body": "Looks good.",
        "state": state,
        "html_url": page,
        "pull_request_url": "https://api.github.com/repos/example/qms/pulls/31",
        "author_association": "MEMBER",
        "_links": {
            "html": {"href": page},
            "pull_request": {"href": "https://api.github.com/repos/example/qms/pulls/31"},
        },
        "commit_id": commit,
    }
    return review | ({} if at is None else {"submitted_at": at})


def gitea_review(
    user: str | None = "ciddahl",
    state: str = "APPROVED",
    at: str = "2026-05-21T10:42:17+02:00",
    *,
    commit: str = HEAD,
    stale: bool = False,
    dismissed: bool = False,
    account: int = 7,
) -> dict[str, object]:
    """An item of `GET /api/v1/repos/{owner}/{repo}/pulls/{index}/reviews` of Gitea; a review by a team has no user."""
    return {
        "id": 12,
        "user": user
        and {
            "id": account,
            "login": user,
            "login_name": "",
            "source_id": 0,
            "full_name": "Cid Dahl",
            "email": f"{user}@noreply.gitea.example.com",
            "avatar_url": "https://gitea.example.com/avatars/1",
            "html_url": f"https://gitea.example.com/{user}",
            "language": "",
            "is_admin": False,
            "active": False,
            "visibility": "public",
            "username": user,
        },
        "team": None if user else {"id": 3, "name": "quality"},
        "state": state,
        "body": "",
        "commit_id": commit,
        "stale": stale,
        "official": True,
        "dismissed": dismissed,
        "comments_count": 0,
        "submitted_at": at,
        "updated_at": at,
        "html_url": "https://gitea.example.com/example/qms/pulls/31#issuecomment-99",
        "pull_request_url": "https://gitea.example.com/example/qms/pulls/31",
    }


def gitlab_approvals(*given: tuple[str, str | None]) -> dict[str, object]:
    """`GET /projects/{id}/merge_requests/{iid}/approvals` of GitLab: account and time, which old versions leave out."""
    return {
        "id": 5,
        "iid": 31,
        "project_id": 1,
        "title": "Purchasing: a second person checks",
        "description": "",
        "state": "merged",
        "created_at": "2026-05-20T00:19:52.638Z",
        "updated_at": "2026-05-21T21:20:42.470Z",
        "merge_status": "can_be_merged",
        "approved": True,
        "approvals_required": 1,
        "approvals_left": 0,
        "user_has_approved": False,
        "user_can_approve": False,
        "approved_by": [
            {
                "user": {
                    "id": number,
                    "username": user,
                    "public_email": "",
                    "name": user.title(),
                    "state": "active",
                    "locked": False,
                    "avatar_url": "https://gitlab.example.com/uploads/avatar.png",
                    "web_url": f"https://gitlab.example.com/{user}",
                }
            }
            | ({} if at is None else {"approved_at": at})
            for number, (user, at) in enumerate(given, 1)
        ],
    }


def gitlab_version(head: str, at: str, number: int = 1) -> dict[str, object]:
    """An item of `GET /projects/{id}/merge_requests/{iid}/versions` of GitLab."""
    return {
        "id": number,
        "head_commit_sha": head,
        "base_commit_sha": "1" * 40,
        "start_commit_sha": "2" * 40,
        "created_at": at,
        "merge_request_id": 105,
        "state": "collected",
        "real_size": "1",
        "patch_id_sha": "3" * 40,
    }


def gitlab_merge_request(head: str = HEAD) -> dict[str, object]:
    """`GET /projects/{id}/merge_requests/{iid}` of GitLab, in part."""
    return {
        "id": 105,
        "iid": 31,
        "project_id": 1,
        "title": "Purchasing: a second person checks",
        "state": "merged",
        "target_branch": "main",
        "source_branch": "better-purchasing",
        "sha": head,
        "merge_commit_sha": "4" * 40,
        "squash_commit_sha": None,
        "web_url": "https://gitlab.example.com/example/qms/-/merge_requests/31",
    }
