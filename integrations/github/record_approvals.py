"""Records the reviews of pull requests that were just merged as approvals below `records/approvals/`.

It asks GitHub with a token that may only read, runs `qms approvals import`, and leaves new files in the work tree;
`deliver_approvals.sh` takes them to the repository. It runs in a clone with the whole history, at the end of the
release branch, with nothing but Python's standard library and `qms`. It reads these variables:

GITHUB_TOKEN       may read pull requests
GITHUB_API_URL     `https://api.github.com`, or the address of an own server
GITHUB_REPOSITORY  owner and name, such as `example/qms`
RELEASE_BRANCH     the branch that is published, such as `main`
BEFORE, AFTER      the commits before and after the push; or
PULL_REQUEST       the number of one pull request, to look at it again
IMPORTER           optional: the name of this job under `importers` in `organization.yml`
IMPORTER_KEY       optional: its private key, which signs what is recorded
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tempfile
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

PATIENCE = 60
"""Seconds in which GitHub has to answer."""
PAGE = 100
SECRETS = ("GITHUB_TOKEN", "IMPORTER_KEY")
"""Nothing that this starts is given them."""


class NoRedirect(urllib.request.HTTPRedirectHandler):
    """The token goes to the server that was named, and nowhere else."""

    def redirect_request(self, *_: object) -> None:
        """A redirection is an error."""


def setting(name: str) -> str:
    """A variable that has to be there."""
    value = os.environ.get(name, "")
    if not value:
        sys.exit(f"The variable {name} is missing.")
    return value


def ask(path: str) -> Any:  # noqa: ANN401 - whatever GitHub says
    """What GitHub answers about the repository."""
    server = os.environ.get("GITHUB_API_URL", "https://api.github.com")
    headers = {
        "Accept": "application/vnd.github+json",
        "Authorization": f"Bearer {setting('GITHUB_TOKEN')}",
        "X-GitHub-Api-Version": "2022-11-28",
    }
    request = urllib.request.Request(f"{server}/repos/{setting('GITHUB_REPOSITORY')}/{path}", headers=headers)  # noqa: S310 - the server is the runner's
    try:
        with urllib.request.build_opener(NoRedirect).open(request, timeout=PATIENCE) as answer:
            return json.load(answer)
    except urllib.error.HTTPError as error:
        sys.exit(f"GitHub answers {error.code} {error.reason} to {path}: may the token read pull requests?")
    except (OSError, ValueError) as error:
        sys.exit(f"GitHub gives no answer to {path}: {error}")


def pages(path: str) -> list[Any]:
    """The items of every page."""
    items: list[Any] = []
    number = 1
    while True:
        page = ask(f"{path}?per_page={PAGE}&page={number}")
        items += page
        if len(page) < PAGE:
            return items
        number += 1


def run(*command: str) -> subprocess.CompletedProcess[str]:
    """A program with this output, without the secrets of this one."""
    variables = {name: value for name, value in os.environ.items() if name not in SECRETS}
    return subprocess.run(command, env=variables, stdout=subprocess.PIPE, text=True, check=False)  # noqa: S603 - no shell


def merged_pull_requests() -> list[int]:
    """The numbers of those that the push brought to the release branch."""
    if number := os.environ.get("PULL_REQUEST", ""):
        if not re.fullmatch(r"[0-9]{1,9}", number):
            sys.exit("PULL_REQUEST is not a number.")
        return [int(number)]
    before, after = os.environ.get("BEFORE", ""), setting("AFTER")
    known = before.strip("0") and run("git", "rev-parse", "--verify", "--quiet", f"{before}^{{commit}}").returncode == 0
    commits = run("git", "rev-list", "--first-parent", f"{before}..{after}" if known else f"{after}^!").stdout.split()
    found = (each for commit in commits for each in pages(f"commits/{commit}/pulls"))
    branch = setting("RELEASE_BRANCH")
    return sorted({each["number"] for each in found if each["merged_at"] and each["base"]["ref"] == branch})


def fetch(commit: object) -> None:
    """A reviewed commit is here, also where a squash or rebase left it out of the branch; GitHub keeps it."""
    if not isinstance(commit, str) or not re.fullmatch(r"[0-9a-f]{40,64}", commit):
        return
    if run("git", "rev-parse", "--verify", "--quiet", f"{commit}^{{commit}}").returncode:
        run("git", "fetch", "--quiet", "--no-tags", "origin", commit)


def record(number: int, signing: list[str], folder: Path) -> int:
    """The reviews of one pull request are recorded; the exit status of `qms`."""
    head = ask(f"pulls/{number}")["head"]["sha"]
    reviews = pages(f"pulls/{number}/reviews")
    for commit in (head, *(each.get("commit_id") for each in reviews)):
        fetch(commit)
    saved = folder / "reviews.json"
    saved.write_text(json.dumps(reviews), encoding="utf-8")
    print(f"Pull request {number}:", flush=True)
    done = run("qms", "approvals", "import", str(saved), "--forge", "github", "--commit", head, *signing)
    print(done.stdout, end="", flush=True)
    return done.returncode


def main() -> int:
    """The exit status is that of the first pull request that could not be looked at."""
    numbers = merged_pull_requests()
    if not numbers:
        print("The push brought no pull request: there is nothing to record.")
    with tempfile.TemporaryDirectory() as folder:
        signing: list[str] = []
        if secret := os.environ.get("IMPORTER_KEY", ""):
            key = Path(folder, "key")
            key.touch(mode=0o600)
            key.write_text(f"{secret.strip()}\n", encoding="utf-8")
            signing = ["--sign-as", setting("IMPORTER"), "--key", str(key)]
        return next(filter(None, [record(each, signing, Path(folder)) for each in numbers]), 0)


if __name__ == "__main__":
    sys.exit(main())
