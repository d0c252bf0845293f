"""What a run on GitHub left behind for a pull request, possibly one from a fork: nothing of it is believed or run."""

from __future__ import annotations

import io
import json
import re
import sys
import urllib.error
import urllib.parse
import urllib.request
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from client import PATIENCE, NoRedirect, setting
from summary_text import LIMIT

if TYPE_CHECKING:
    from client import Client

__all__ = ["Run", "artefact", "finished_run"]

ARTEFACT = "qms-summary"
FOUND = 302


@dataclass(frozen=True, kw_only=True, slots=True)
class Run:
    """A run that has ended, as GitHub itself says."""

    number: int
    commit: str
    """The head of the pull request when it began."""
    repository: str
    """Where that commit is: this repository or a fork."""


def finished_run() -> Run | None:
    """The run that this job follows, from the event's own file; none where it was not of a pull request."""
    event = json.loads(Path(setting("GITHUB_EVENT_PATH")).read_text(encoding="utf-8"))
    run: dict[str, Any] = event.get("workflow_run") or sys.exit("This job follows another: start it on workflow_run.")
    if run["event"] != "pull_request":
        return None
    repository = (run.get("head_repository") or {}).get("full_name", "")
    return Run(number=int(run["id"]), commit=run["head_sha"], repository=repository)


def artefact(client: Client, run: Run) -> tuple[bytes, int] | None:
    """The summary and the number of the pull request that the run claims; none where it left nothing."""
    listed = client.ask(f"actions/runs/{run.number}/artifacts?per_page=100&name={ARTEFACT}")["artifacts"]
    found = [each for each in listed if each["name"] == ARTEFACT and not each["expired"]]
    if not found:
        return None
    newest = max(found, key=lambda each: int(each["id"]))
    if newest["size_in_bytes"] > LIMIT:
        sys.exit(f"The artefact of the run has more than {LIMIT} bytes, and is not read.")
    return _read(_download(client, int(newest["id"])))


def _download(client: Client, number: int) -> bytes:
    """GitHub names another server for the file, which is not given the token."""
    address = f"{client.address}/actions/artifacts/{number}/zip"
    request = urllib.request.Request(address, headers=dict(client.headers))  # noqa: S310 - the server is the runner's
    try:
        with urllib.request.build_opener(NoRedirect).open(request, timeout=PATIENCE):
            sys.exit("GitHub gives the artefact itself, where it should say where it is.")
    except urllib.error.HTTPError as error:
        place = error.headers.get("Location", "")
        secure = urllib.parse.urlsplit(client.address).scheme
        if error.code != FOUND or urllib.parse.urlsplit(place).scheme != secure:
            sys.exit(f"GitHub answers {error.code} {error.reason} to the artefact: {client.hint}")
    except OSError as error:
        sys.exit(f"GitHub gives no answer to the artefact: {error}")
    try:
        with urllib.request.build_opener(NoRedirect).open(place, timeout=PATIENCE) as answer:
            content: bytes = answer.read(LIMIT + 1)
    except OSError as error:
        sys.exit(f"The artefact of the run cannot be loaded: {error}")
    if len(content) > LIMIT:
        sys.exit(f"The artefact of the run has more than {LIMIT} bytes, and is not read.")
    return content


def _read(archive: bytes) -> tuple[bytes, int]:
    """Two files by their names, in memory and no more of them than fits; nothing is unpacked."""
    try:
        with zipfile.ZipFile(io.BytesIO(archive)) as files:
            summary, number = (_member(files, name, size) for name, size in (("summary.md", LIMIT), ("number", 20)))
    except (zipfile.BadZipFile, zlib.error, LookupError, RuntimeError, EOFError, OSError, ValueError) as error:
        sys.exit(f"The artefact of the run is not what a job of qms-docs leaves behind: {error}")
    claimed = number.decode("ascii", "replace").strip()
    if not re.fullmatch(r"[0-9]{1,9}", claimed):
        sys.exit("The artefact of the run names no pull request.")
    return summary, int(claimed)


def _member(files: zipfile.ZipFile, name: str, size: int) -> bytes:
    if files.getinfo(name).compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
        sys.exit(f"{name} in the artefact of the run is packed as GitHub does not pack, and is not read.")
    with files.open(name) as member:
        content = member.read(size + 1)
    if len(content) > size:
        sys.exit(f"{name} in the artefact of the run has more than {size} bytes, and is not read.")
    return content
