"""Writes the summary of a change as a comment, in place of its earlier one; comments of others are never touched.

On GitHub it follows the run that made the summary (`workflow_run`), because a pull request from a fork has no right to
write. Elsewhere the summary lies beside it. What it was given is text by whoever wrote the change: it is bounded, calls
nobody, and goes to no other pull request than the one whose head it was made of. It reads these variables:

FORGE           github, gitlab or gitea (Forgejo too), and what the runner of that forge says by itself
TOKEN           may write comments
SUMMARY         not on GitHub: the folder with `summary.md`, `number` and `head` that `pull_request.sh` has made
COMMENT_AUTHOR  optional: the account of the token, where it is not that of the forge's own jobs
"""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from client import setting
from forges import requests_of_this_forge
from pull_requests import PullRequests
from summary_text import MARKER, summary_comment
from workflow_run import artefact, finished_run

if TYPE_CHECKING:
    from forges import Requests


def left_by_a_run(requests: PullRequests) -> tuple[bytes, int, str, str]:
    """Summary, number, commit and repository of the run that this job follows on GitHub."""
    run = finished_run()
    if run is None:
        print("The run was not of a pull request: there is nothing to write.")
        sys.exit(0)
    found = artefact(requests.client, run)
    if found is None:
        print("The run left no summary: there is nothing to write.")
        sys.exit(0)
    return *found, run.commit, run.repository


def left_in_a_folder() -> tuple[bytes, int, str, str]:
    """Summary, number and commit, which another step or job of this run has made; the repository is not said."""
    folder = Path(setting("SUMMARY"))
    if any(each.is_symlink() for each in (folder, *(folder / name for name in ("number", "head", "summary.md")))):
        sys.exit("The summary is a link to something else, and is not read.")
    try:
        number, head = ((folder / name).read_text(encoding="ascii").strip() for name in ("number", "head"))
        summary = (folder / "summary.md").read_bytes()
    except (OSError, ValueError):
        sys.exit("There is no summary: the step before has failed and says why.")
    if not re.fullmatch(r"[0-9]{1,9}", number):
        sys.exit("The summary names no pull request.")
    return summary, int(number), head, ""


def write(requests: Requests, number: int, text: str) -> str:
    """The comment is written where it is none yet or says something else; what was done."""
    ours = [(comment, body) for comment, body in requests.comments(number) if body.startswith(MARKER)]
    comment, body = ours[0] if ours else (None, "")
    if body.replace("\r\n", "\n").strip() == text.strip():
        return "says so already"
    requests.write(number, text, comment)
    return "is written" if comment is None else "is written anew, in its place"


def main() -> int:
    """Nothing is written unless the pull request still has the head that the summary is about."""
    requests = requests_of_this_forge()
    if isinstance(requests, PullRequests) and requests.forge == "github":
        summary, number, commit, repository = left_by_a_run(requests)
    else:
        summary, number, commit, repository = left_in_a_folder()
    head, home, is_open = requests.head(number)
    if repository not in {"", home} or not head:
        sys.exit(f"{requests.kind}{number} is not the one that the summary was made for: nothing is written.")
    if head != commit or not is_open:
        print(f"{requests.kind}{number} has moved on or is closed: the next run writes the comment.")
        return 0
    done = write(requests, number, summary_comment(summary))
    print(f"{requests.kind}{number}: the comment {done}.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
