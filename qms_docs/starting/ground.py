"""The folder in which a manual is to begin, and what git says about it and about whoever begins."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from qms_docs.failures import CannotCheckError, WrongUseError
from qms_docs.sources.git_process import GitProcess, first_line
from qms_docs.starting.beginning import Forge
from qms_docs.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

__all__ = ["Ground", "forge_of", "survey", "web_address"]

_SCP = re.compile(r"(?:[^@/\s]+@)?(?P<host>[A-Za-z0-9.-]+):(?!//)(?P<path>[^\s]+)")
"""`git@forge.example:owner/name.git`, as git writes addresses for SSH."""
_USUAL_BRANCH = "main"
_ANOTHER_FOLDER = "Name another folder: `qms init DIR`."


@dataclass(frozen=True, kw_only=True, slots=True)
class Ground:
    """A folder, there or not yet, that may become the top of a manual's repository."""

    root: Path
    is_repository: bool
    git: GitProcess
    """Git in the nearest folder that is there."""

    def setting(self, name: str) -> str | None:
        """What the user has set for git, a leading `~` unfolded."""
        arguments = ("config", "--null", "--type=path", "--get", name)
        answer = self.git.ask(*arguments, own_settings=True, accept=(0, 1, 128))
        return answer.removesuffix("\0") or None

    def identity(self) -> tuple[str, str]:
        """Name and address of whoever works here: as git is set, else as its variables say.

        Raises CannotCheckError where git does not know them.
        """
        name = self.setting("user.name") or os.environ.get("GIT_AUTHOR_NAME")
        email = self.setting("user.email") or os.environ.get("GIT_AUTHOR_EMAIL")
        if not name or not email or not name.isprintable() or not email.isprintable() or not name.strip():
            raise CannotCheckError(
                "Git does not know yet who you are, and everything in a manual says who wrote it. Nothing was written.",
                'Tell it once: `git config --global user.name "Your Name"` and '
                "`git config --global user.email you@example.com`. Then run this again.",
            )
        return " ".join(name.split()), email.strip()

    def remote(self) -> str | None:
        """The address of the repository it was cloned from, or is pushed to."""
        names = self.git.ask("remote", accept=(0, 128)).split() if self.is_repository else []
        name = "origin" if "origin" in names else names[0] if len(names) == 1 else None
        return self.setting(f"remote.{name}.url") if name else None

    def branch(self) -> str:
        """The release branch: `main` where there is one or nothing yet, else the branch that is checked out.

        Raises CannotCheckError where neither is there.
        """
        if not self.is_repository:
            return _USUAL_BRANCH
        known = ("show-ref", "--verify", "--quiet")
        places = (f"refs/heads/{_USUAL_BRANCH}", f"refs/remotes/origin/{_USUAL_BRANCH}")
        if any(self.git.run(*known, place)[0] == 0 for place in places):
            return _USUAL_BRANCH
        current = self.git.ask("symbolic-ref", "--quiet", "--short", "HEAD", accept=(0, 1)).strip()
        if not current:
            raise CannotCheckError(
                "No branch is checked out here, and there is none called main.",
                "Check out the branch on which the manual is to stand (`git switch BRANCH`), then run this again.",
            )
        return current

    def begin(self, folder: Path, paths: Iterable[str], message: str) -> None:
        """A repository is made in a folder, with these files as its first commit.

        Raises CannotCheckError where git refuses, for instance because it cannot sign.
        """
        git = GitProcess(folder)
        name, email = self.identity()
        told = {
            f"GIT_{who}_{what}": value
            for who in ("AUTHOR", "COMMITTER")
            for what, value in (("NAME", name), ("EMAIL", email))
        }
        for arguments in (
            ("init", "--quiet", f"--initial-branch={_USUAL_BRANCH}"),
            # What a user's own list of ignored files names belongs to the manual all the same.
            ("add", "--force", "--", *paths),
            ("commit", "--quiet", f"--message={message}"),
        ):
            status, _, complaint = git.run(*arguments, own_settings=True, variables=told)
            if status != 0:
                raise CannotCheckError(
                    f"Git could not make the repository (git {arguments[0]}): {first_line(complaint)} Nothing was "
                    "written.",
                    "Correct this, then run it again.",
                )


def survey(root: Path) -> Ground:
    """The ground at a path that is resolved.

    Raises WrongUseError where no manual can begin there, and CannotCheckError where git cannot say.
    """
    if os.path.lexists(root) and not os.path.isdir(root):  # noqa: PTH112 - it has an answer for every name
        raise WrongUseError(f"{root} is a file, and a manual needs a folder. {_ANOTHER_FOLDER}")
    if any(part.lower() == ".git" for part in root.parts):
        raise WrongUseError(f"{root} belongs to git itself, where nothing else may stand. {_ANOTHER_FOLDER}")
    near = next(each for each in (root, *root.parents) if os.path.isdir(each))  # noqa: PTH112 - as above
    git = GitProcess(near)
    git.version()
    asked = ("rev-parse", "--is-inside-git-dir", "--is-bare-repository", "--show-cdup")
    status, answer, complaint = git.run(*asked, own_settings=True)
    if status != 0:
        if "not a git repository" not in complaint:
            raise CannotCheckError(f"Git cannot look into {near}: {first_line(complaint)}", "Correct this first.")
        return Ground(root=root, is_repository=False, git=git)
    inside, bare, up = [*answer.split("\n"), "", ""][:3]
    if "true" in {inside, bare}:
        raise WrongUseError(f"{root} belongs to git itself, where nothing else may stand. {_ANOTHER_FOLDER}")
    if near != root or up:
        top = (near / up).resolve()
        raise WrongUseError(
            f"{root} lies in the repository {top}. A manual has a repository of its own, since its history is that of "
            f"its documents: name a folder outside, or begin it in {top} itself."
        )
    return Ground(root=root, is_repository=True, git=git)


def web_address(remote: str | None) -> str | None:
    """The address of a repository in a browser, without names and passwords; None where it is on no server."""
    if remote is None:
        return None
    short = _SCP.fullmatch(remote)
    if short and len(short["host"]) > 1:
        return f"https://{short['host']}/{short['path'].strip('/').removesuffix('.git')}"
    try:
        parts = urlsplit(remote)
        host, port = parts.hostname, parts.port
    except ValueError:
        return None
    if parts.scheme not in {"https", "http", "ssh", "git"} or not host:
        return None
    shown = f"{host}:{port}" if port and parts.scheme in {"https", "http"} else host
    return f"https://{shown}/{parts.path.strip('/').removesuffix('.git')}"


def forge_of(address: str | None) -> Forge:
    """The forge that an address names by its host."""
    host = urlsplit(address).hostname or "" if address else ""
    if "github" in host:
        return Forge.GITHUB
    if "gitlab" in host:
        return Forge.GITLAB
    return Forge.GITEA if "gitea" in host or "forgejo" in host or host == "codeberg.org" else Forge.NONE
