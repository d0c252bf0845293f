"""A repository on disk, with a git that knows nobody's settings."""

from __future__ import annotations

import os
import subprocess
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Protocol

from support.commits import Commit, moment
from support.trees import blob

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from support.commits import Day
    from support.story import Branch, Story
    from support.trees import Content

__all__ = ["Build", "Clone", "GitFailedError", "make_repository", "run_git"]

SETTINGS = {
    "user.name": "Ann Berg",
    "user.email": "ann@example.com",
    "core.autocrlf": "false",
    # A folder may hold any name that git can; only Windows would object.
    "core.protectNTFS": "false",
    "uploadpack.allowFilter": "true",
    "uploadpack.allowAnySHA1InWant": "true",
}
"""What stands in the settings of each repository, so that it also holds for the program under test."""

PASSING = {"core.fsync": "none", "maintenance.auto": "false", "protocol.file.allow": "always"}
"""What makes the git of the tests fast and lets it clone from the same disk."""


class GitFailedError(RuntimeError):
    """Git did not do what a test asked of it; the message is git's own."""


class Build(Protocol):
    """Builds stories below the folder of the test."""

    def __call__(self, story: Story, name: str = ..., *, at: Branch | None = ...) -> Clone:
        """The repository of the story; a second one in the same test needs a name of its own."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Clone:
    """A repository with a work tree."""

    path: Path
    commit_ids: tuple[str, ...] = field(repr=False)
    """The ids of the story's commits, in the order in which it tells them."""
    names: Mapping[str, str] = field(repr=False)
    """The ids of the commits that the story has named."""

    def commit(self, which: Commit | str) -> str:
        """The id that git gave to a commit of the story, or to the one with this name."""
        return self.names[which] if isinstance(which, str) else self.commit_ids[which.number - 1]

    def git(self, *arguments: str, day: Day | None = None) -> str:
        """What git prints, without the last line break; commits that it makes are of that day.

        Raises GitFailedError, with git's words, where it fails.
        """
        dates = {} if day is None else dict.fromkeys(("GIT_AUTHOR_DATE", "GIT_COMMITTER_DATE"), moment(day).isoformat())
        return run_git(self.path, *arguments, variables=dates).decode("utf-8", "surrogateescape").removesuffix("\n")

    def write(self, path: str, content: Content) -> Path:
        """The file in the work tree, written as it would be in a commit; its folders are made."""
        mode, data = blob(content)
        file = self.path / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.unlink(missing_ok=True)
        if mode == "120000":
            file.symlink_to(os.fsdecode(data))
        else:
            file.write_bytes(data)
            file.chmod(0o755 if mode == "100755" else 0o644)
        return file

    def clone(self, path: Path, *options: str) -> Clone:
        """A clone of this repository, as a runner makes one (`--depth=1`, `--filter=blob:none`)."""
        settings = [f"--config={key}={value}" for key, value in SETTINGS.items()]
        self.git("clone", "--quiet", *settings, *options, self.path.as_uri(), str(path))
        return replace(self, path=path)

    def worktree(self, path: Path, *arguments: str) -> Clone:
        """A second work tree of this repository, with a branch of its own or one that is named."""
        self.git("worktree", "add", "--quiet", str(path), *arguments)
        return replace(self, path=path)


def make_repository(path: Path, branch: str) -> None:
    """An empty repository with the settings of the tests; one that is there already stays as it is."""
    if (path / ".git").exists():
        return
    path.mkdir(parents=True, exist_ok=True)
    run_git(path, "init", "--quiet", "--template=", f"--initial-branch={branch}")
    with (path / ".git" / "config").open("a", encoding="utf-8") as config:
        for key, value in SETTINGS.items():
            section, _, name = key.partition(".")
            config.write(f"[{section}]\n\t{name} = {value}\n")


def run_git(folder: Path, *arguments: str, text: bytes = b"", variables: Mapping[str, str] | None = None) -> bytes:
    """What git prints when it runs in a folder, whatever the settings of the user and the machine.

    Raises GitFailedError, with git's words, where it fails.
    """
    settings = [part for key, value in PASSING.items() for part in ("-c", f"{key}={value}")]
    command = ["git", *settings, *arguments]
    done = subprocess.run(
        command, cwd=folder, input=text, env=_surroundings() | dict(variables or {}), capture_output=True, check=False
    )
    if done.returncode:
        complaint = done.stderr.decode("utf-8", "replace")
        raise GitFailedError(f"git {' '.join(arguments)} ended with {done.returncode}: {complaint}")
    return done.stdout


def _surroundings() -> dict[str, str]:
    """The variables of the process without git's own, and without a home that could hold settings."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    return kept | {
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_ATTR_NOSYSTEM": "1",
        "GIT_TERMINAL_PROMPT": "0",
        "HOME": os.devnull,
        "XDG_CONFIG_HOME": os.devnull,
        "LC_ALL": "C",
    }
