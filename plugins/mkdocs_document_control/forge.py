"""Links to the forge: to edit a document, to the change that issued a revision, to a file that has no page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import quote, urlsplit

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig

__all__ = ["Forge", "commit_address", "edit_folder", "edit_path"]

# What MkDocs takes where nothing is stated: a branch and a folder that are seldom there.
_GUESSED = (None, "edit/master/docs/", "src/default/docs/")


@dataclass(frozen=True, slots=True)
class Forge:
    """Where the forge shows the files of the release branch."""

    repo_url: str | None
    edit_uri: str | None
    """The start of edit links, which tells forges on hosts of their own apart."""
    branch: str

    def file(self, path: str, *, folder: bool = False) -> str | None:
        """The address of a file or folder of the repository; None without a forge."""
        if not self.repo_url or urlsplit(self.repo_url).scheme not in ("http", "https"):
            return None
        part = self._start(folder=folder) + quote(self.branch)
        below = "" if path == "." else f"/{edit_path(path)}"
        return f"{self.repo_url.rstrip('/')}/{part}{below}"

    def _start(self, *, folder: bool) -> str:
        host, edit = urlsplit(self.repo_url or "").netloc.lower(), (self.edit_uri or "").lstrip("/")
        if _is_gitea(host) or edit.startswith(("_edit/", "src/branch/")):
            return "src/branch/"
        if "bitbucket" in host or edit.startswith("src/"):
            return "src/"
        start = "tree/" if folder else "blob/"
        return f"-/{start}" if "gitlab" in host or edit.startswith("-/") else start


def edit_folder(config: MkDocsConfig, docs_folder: str, branch: str) -> str | None:
    """The start of edit links for paths from the repository's root.

    MkDocs takes paths from `docs_dir`, so a folder that is stated for it is cut off at the end; where none is stated,
    it is the forge's usual one for the release branch.
    """
    stated = _stated(config)
    if stated is None:
        return _usual(config.repo_url, branch)
    folder = stated.strip("/")
    ending = quote(docs_folder)
    if ending and (folder == ending or folder.endswith(f"/{ending}")):
        folder = folder[: -len(ending)].rstrip("/")
    start = "/" if stated.startswith("/") else ""
    return f"{start}{folder}/" if folder else (start or None)


def edit_path(path: str) -> str:
    """The path as it stands in an edit link."""
    return quote(path.encode("utf-8", "surrogateescape"))


def commit_address(repo_url: str | None, commit: str) -> str | None:
    """Where the forge shows a commit; None without a forge."""
    if not repo_url or urlsplit(repo_url).scheme not in ("http", "https"):
        return None
    host = urlsplit(repo_url).netloc.lower()
    part = "-/commit" if "gitlab" in host else "commits" if "bitbucket" in host else "commit"
    return f"{repo_url.rstrip('/')}/{part}/{commit}"


def _stated(config: MkDocsConfig) -> str | None:
    """What the configuration says; None where MkDocs itself filled in the folder of an unknown repository."""
    return None if config.edit_uri in _GUESSED else config.edit_uri


def _usual(repo_url: str | None, branch: str) -> str | None:
    host = urlsplit(repo_url or "").netloc.lower()
    name = quote(branch)
    if "github" in host:
        return f"edit/{name}/"
    if "gitlab" in host:
        return f"-/edit/{name}/"
    if _is_gitea(host):
        return f"_edit/{name}/"
    if "bitbucket" in host:
        return f"src/{name}/"
    return None


def _is_gitea(host: str) -> bool:
    return "gitea" in host or "forgejo" in host or host == "codeberg.org"
