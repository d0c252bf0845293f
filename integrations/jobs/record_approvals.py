"""Records the reviews of pull requests that were just merged as approvals below `records/approvals/`.

It asks the forge with a token that may only read, runs `qms approvals import`, and leaves new files in the work tree;
`deliver_approvals.sh` takes them to the repository. It runs in a clone with the whole history, at the end of the
release branch, with nothing but Python's standard library and `qms`. It reads these variables:

FORGE              github, gitlab or gitea (Forgejo too), and what the runner of that forge says by itself
TOKEN              may read pull requests and their reviews
RELEASE_BRANCH     the branch that is published, such as `main`
BEFORE, AFTER      the commits before and after the push; or
NUMBER             the number of one pull request, to look at it again
IMPORTER           optional: the name of this job under `importers` in `organization.yml`
IMPORTER_KEY       optional: its private key, or a file with it, which signs what is recorded
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from client import setting
from forges import requests_of_this_forge

if TYPE_CHECKING:
    from forges import Requests

SECRETS = ("TOKEN", "GITHUB_TOKEN", "IMPORTER_KEY", "QMS_READ_TOKEN", "QMS_PUSH_TOKEN", "QMS_COMMENT_TOKEN")
"""Nothing that this starts is given them, but git where it fetches."""
HELPER = '!f() { echo username=x-access-token; echo "password=$TOKEN"; }; f'


def run(*command: str, token: str | None = None) -> subprocess.CompletedProcess[str]:
    """A program with this output, without the secrets of this one."""
    variables = {name: value for name, value in os.environ.items() if name not in SECRETS}
    # Runners are shared: what another job has left behind is not built upon.
    variables["QMS_CACHE"] = "off"
    if token is not None:
        variables["TOKEN"] = token
    return subprocess.run(command, env=variables, stdout=subprocess.PIPE, text=True, check=False)  # noqa: S603 - no shell


def has(commit: str) -> bool:
    """Whether the commit is here."""
    return run("git", "rev-parse", "--verify", "--quiet", f"{commit}^{{commit}}").returncode == 0


def merged_requests(requests: Requests) -> list[int]:
    """The numbers of those that the push brought to the release branch."""
    if number := os.environ.get("NUMBER", "").lstrip("!#"):
        if not re.fullmatch(r"[0-9]{1,9}", number):
            sys.exit("NUMBER is not the number of a pull request.")
        return [int(number)]
    before, after = os.environ.get("BEFORE", ""), setting("AFTER")
    pushed = f"{before}..{after}" if before.strip("0") and has(before) else f"{after}^!"
    commits = run("git", "rev-list", "--first-parent", pushed).stdout.split()
    branch = setting("RELEASE_BRANCH")
    return sorted({number for commit in commits for number in requests.merged_by(commit, branch)})


def fetch(commit: object) -> None:
    """A reviewed commit is here, also where a squash or rebase left it out of the branch; the forge keeps it."""
    if not isinstance(commit, str) or not re.fullmatch(r"[0-9a-f]{40,64}", commit) or has(commit):
        return
    settings = ("-c", "credential.helper=", "-c", f"credential.helper={HELPER}")
    run("git", *settings, "fetch", "--quiet", "--no-tags", "origin", commit, token=setting("TOKEN"))


def record(requests: Requests, number: int, signing: list[str], folder: Path) -> int:
    """The reviews of one pull request are recorded; the exit status of `qms`."""
    head, commits, answers = requests.approvals(number)
    for commit in commits:
        fetch(commit)
    saved = folder / "answers.json"
    saved.write_text(answers, encoding="utf-8")
    print(f"{requests.kind}{number}:", flush=True)
    done = run("qms", "approvals", "import", str(saved), "--forge", requests.forge, "--commit", head, *signing)
    print(done.stdout, end="", flush=True)
    return done.returncode


def signing_key(folder: Path) -> list[str]:
    """The options that sign, where the job has a key; the key lies in the folder."""
    given = os.environ.get("IMPORTER_KEY", "")
    if not given:
        return []
    text = given if "PRIVATE KEY" in given else Path(given).read_text(encoding="utf-8")
    key = folder / "key"
    key.touch(mode=0o600)
    # Forges leave out the last line break, without which OpenSSH does not read it.
    key.write_text(f"{text.strip()}\n", encoding="utf-8")
    return ["--sign-as", setting("IMPORTER"), "--key", str(key)]


def main() -> int:
    """The exit status is that of the first pull request that could not be looked at."""
    requests = requests_of_this_forge()
    numbers = merged_requests(requests)
    if not numbers:
        print(f"The push brought no {requests.kind.rstrip(' !').lower()}: there is nothing to record.")
    with tempfile.TemporaryDirectory() as folder:
        signing = signing_key(Path(folder))
        return next(filter(None, [record(requests, each, signing, Path(folder)) for each in numbers]), 0)


if __name__ == "__main__":
    sys.exit(main())
