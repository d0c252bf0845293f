"""Copies of a corpus in which a little more has happened than in the corpus itself."""

from __future__ import annotations

import re
import subprocess
from typing import TYPE_CHECKING

from benchmarks.sheet import KINDS
from benchmarks.stream import git, neutral_surroundings

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

__all__ = ["add_files", "change_further", "copied", "in_force", "revise_each", "revise_together"]

_AFTERWARDS = "2026-07-01T12:00:00+0000"
"""The day after the last commit of any corpus."""
_CHANGE = "change:\n  class: major\n  summary: A sentence is added.\n  reason: Somebody asked.\n"
_OLD_CHANGE = re.compile(r"^change:\n(?:  .*\n)+", re.MULTILINE)
_REVISION = re.compile(r"^revision: (\d+)\n", re.MULTILINE)
_BESIDES = re.compile(r"^(?:status|effective|obsolete):", re.MULTILINE)
"""What makes a revision more than the next one."""
_APPROVED = re.compile(rf"^type: (?:{'|'.join(kind.id for kind in KINDS if kind.approved_by)})$", re.MULTILINE)
"""Types whose revisions wait for approvals, in most corpora."""


def copied(corpus: Path, folder: Path) -> Path:
    """A clone in a new folder which knows nothing of the corpus."""
    git(corpus, "clone", "--quiet", "--config", "core.autocrlf=false", str(corpus), str(folder))
    git(folder, "remote", "remove", "origin")
    return folder


def add_files(folder: Path, files: Mapping[str, str]) -> None:
    """Files that git passes over, so that the work tree counts as unchanged."""
    for name, content in files.items():
        (folder / name).write_text(content, encoding="utf-8")
    with (folder / ".git" / "info" / "exclude").open("a", encoding="utf-8") as passed_over:
        passed_over.write("".join(f"/{name}\n" for name in files))


def revise_each(folder: Path, count: int) -> None:
    """So many commits, each with the next revision of a document; where there are fewer documents, some get several.

    Raises ValueError where there is no document that can have one.
    """
    paths = [path for path, _ in _revisable(folder, 1)][:count]
    for number in range(count):
        path = paths[number % len(paths)]
        path.write_text(_next_revision(path.read_bytes().decode()), encoding="utf-8")
        _commit(folder, f"Revise {path.stem}")


def revise_together(folder: Path, count: int, branch: str) -> None:
    """So many documents get their next revision in one commit on a new branch.

    Raises ValueError where there are not so many documents that can have one.
    """
    git(folder, "switch", "--quiet", "--create", branch)
    for path, text in _revisable(folder, count)[:count]:
        path.write_text(_next_revision(text), encoding="utf-8")
    _commit(folder, f"Revise {count} documents")


def change_further(folder: Path, count: int) -> None:
    """The documents that were revised together get one more sentence, by one more commit on their branch."""
    for path, text in _revisable(folder, count)[:count]:
        path.write_text(f"{text}\nOne more sentence is new.\n", encoding="utf-8")
    _commit(folder, "After review")


def in_force(folder: Path) -> Iterator[tuple[Path, str]]:
    """Documents that stand as revisions in force, with their texts: no drafts, nothing withdrawn or for a later day.

    Those that need approvals are left out: their next revision would not be in order at once.
    """
    for path in sorted((folder / "procedures").rglob("*.md")):
        text = path.read_bytes().decode()
        head = text.split("---\n")[1] if text.startswith("---\n") else ""
        if _REVISION.search(head) and not _BESIDES.search(head) and not _APPROVED.search(head):
            yield path, text


def _revisable(folder: Path, least: int) -> list[tuple[Path, str]]:
    found = list(in_force(folder))
    if len(found) < least:
        raise ValueError(f"fewer than {least} documents of the corpus can be revised: take a larger one")
    return found


def _next_revision(text: str) -> str:
    head = text.split("---\n")[1]
    changed = _REVISION.sub(lambda old: f"revision: {int(old[1]) + 1}\n{_CHANGE}", _OLD_CHANGE.sub("", head), count=1)
    return text.replace(head, changed, 1) + "\nSomebody who asks gets an answer.\n"


def _commit(folder: Path, message: str) -> None:
    who = ("-c", "user.name=A Clerk", "-c", "user.email=clerk@example.com")
    variables = neutral_surroundings() | {"GIT_AUTHOR_DATE": _AFTERWARDS, "GIT_COMMITTER_DATE": _AFTERWARDS}
    command = ["git", *who, "commit", "--quiet", "--all", "--message", message]
    subprocess.run(command, cwd=folder, env=variables, check=True)
