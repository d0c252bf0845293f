"""The forge that a job runs for."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from client import setting
from merge_requests import MergeRequests, on_gitlab
from pull_requests import PullRequests, on_gitea, on_github

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["Requests", "requests_of_this_forge"]

Requests = PullRequests | MergeRequests

FORGES: dict[str, Callable[[str], Requests]] = {"github": on_github, "gitea": on_gitea, "gitlab": on_gitlab}


def requests_of_this_forge() -> Requests:
    """Those that FORGE names, with the TOKEN of the job."""
    found = FORGES.get(os.environ.get("FORGE", ""))
    if found is None:
        sys.exit(f"The variable FORGE has to be one of: {', '.join(FORGES)}.")
    return found(setting("TOKEN"))
