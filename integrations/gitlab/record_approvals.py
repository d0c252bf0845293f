"""Records approvals of merge requests that were just merged below `records/approvals/`.

It asks GitLab with a token that may only read, runs `qms approvals import`, and leaves new files in the work tree;
`deliver_approvals.sh` takes them to the repository. It runs in a clone with the whole history, at the end of the
release branch, with nothing but Python's standard library and `qms`. It reads these variables:

QMS_READ_TOKEN          a project access token with the scope `read_api`
CI_API_V4_URL           `https://gitlab.com/api/v4`, or the address of an own server
CI_PROJECT_ID           the number of the project
CI_DEFAULT_BRANCH       the branch that is published, such as `main`
CI_COMMIT_BEFORE_SHA, CI_COMMIT_SHA   the commits before and after the push; or
MERGE_REQUEST           the number (`!12`) of one merge request, to look at it again
IMPORTER                optional: the name of this job under `importers` in `organization.yml`
IMPORTER_KEY            optional: a file with its private key, which signs what is recorded
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
"""Seconds in which GitLab has to answer."""
PAGE = 100
SECRETS = ("QMS_READ_TOKEN", "QMS_PUSH_TOKEN", "IMPORTER_KEY")
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


def ask(path: str) -> Any:  # noqa: ANN401 - whatever GitLab says
    """What GitLab answers about the project."""
    address = f"{setting('CI_API_V4_URL')}/projects/{setting('CI_PROJECT_ID')}/{path}"
    request = urllib.request.Request(address, headers={"PRIVATE-TOKEN": setting("QMS_READ_TOKEN")})  # noqa: S310 - the server is the runner's
    try:
        with urllib.request.build_opener(NoRedirect).open(request, timeout=PATIENCE) as answer:
            return json.load(answer)
    except urllib.error.HTTPError as error:
        sys.exit(f"GitLab answers {error.code} {error.reason} to {path}: has the token the scope read_api?")
    except (OSError, ValueError) as error:
        sys.exit(f"GitLab gives no answer to {path}: {error}")


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


def merged_requests() -> list[int]:
    """The numbers of those that the push brought to the release branch."""
    if number := os.environ.get("MERGE_REQUEST", "").lstrip("!"):
        if not re.fullmatch(r"[0-9]{1,9}", number):
            sys.exit("MERGE_REQUEST is not a number.")
        return [int(number)]
    before, after = os.environ.get("CI_COMMIT_BEFORE_SHA", ""), setting("CI_COMMIT_SHA")
    known = before.strip("0") and run("git", "rev-parse", "--verify", "--quiet", f"{before}^{{commit}}").returncode == 0
    commits = run("git", "rev-list", "--first-parent", f"{before}..{after}" if known else f"{after}^!").stdout.split()
    found = (each for commit in commits for each in pages(f"repository/commits/{commit}/merge_requests"))
    branch = setting("CI_DEFAULT_BRANCH")
    return sorted({each["iid"] for each in found if each["state"] == "merged" and each["target_branch"] == branch})


def fetch(commit: object) -> None:
    """An approved commit is here, also where a squash or rebase left it out of the branch; GitLab keeps it."""
    if not isinstance(commit, str) or not re.fullmatch(r"[0-9a-f]{40,64}", commit):
        return
    if run("git", "rev-parse", "--verify", "--quiet", f"{commit}^{{commit}}").returncode:
        run("git", "fetch", "--quiet", "--no-tags", "origin", commit)


def record(number: int, signing: list[str], folder: Path) -> int:
    """The approvals of one merge request are recorded; the exit status of `qms`."""
    request = ask(f"merge_requests/{number}")
    # Which head stood at the time of an approval, which GitLab does not say with the approval itself.
    versions = pages(f"merge_requests/{number}/versions")
    for commit in (request["sha"], *(each.get("head_commit_sha") for each in versions)):
        fetch(commit)
    answers = (request, versions, ask(f"merge_requests/{number}/approvals"))
    saved = folder / "approvals.json"
    saved.write_text("\n".join(map(json.dumps, answers)), encoding="utf-8")
    print(f"Merge request !{number}:", flush=True)
    arguments = ("--forge", "gitlab", "--commit", request["sha"], *signing)
    done = run("qms", "approvals", "import", str(saved), *arguments)
    print(done.stdout, end="", flush=True)
    return done.returncode


def main() -> int:
    """The exit status is that of the first merge request that could not be looked at."""
    numbers = merged_requests()
    if not numbers:
        print("The push brought no merge request: there is nothing to record.")
    with tempfile.TemporaryDirectory() as folder:
        signing: list[str] = []
        if given := os.environ.get("IMPORTER_KEY", ""):
            # GitLab leaves out the last line break, and everybody can read the file.
            key = Path(folder, "key")
            key.touch(mode=0o600)
            key.write_text(f"{Path(given).read_text(encoding='utf-8').strip()}\n", encoding="utf-8")
            signing = ["--sign-as", setting("IMPORTER"), "--key", str(key)]
        return next(filter(None, [record(each, signing, Path(folder)) for each in numbers]), 0)


if __name__ == "__main__":
    sys.exit(main())
