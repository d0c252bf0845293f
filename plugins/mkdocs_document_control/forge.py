"""Links to the forge: to edit a document, to the change that issued a revision, to a file that has no page."""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING, cast
from urllib.parse import quote, urljoin, urlsplit

from qms_docs.values import dataclass

if TYPE_CHECKING:
    from mkdocs.config.config_options import EditURITemplate
    from mkdocs.config.defaults import MkDocsConfig

__all__ = ["Branches", "Forge", "commit_address", "edit_path", "forge_of"]

# What MkDocs takes where nothing is stated: a branch and a folder that are seldom there.
_GUESSED = (None, "edit/master/docs/", "src/default/docs/")
_STARTS = ("-/edit/", "-/blob/", "edit/", "blob/", "_edit/", "src/branch/", "src/")
"""With what stated edit links begin before the name of the branch."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Branches:
    """Which branch a site leads to."""

    release: str
    """The branch that edit links of a configuration are stated for."""
    shown: str | None
    """The branch whose files the site shows; None where the forge has none, so that there is nothing to edit there."""
    commit: str | None = None
    """An entry of it."""


@dataclass(frozen=True, slots=True)
class Forge:
    """Where the forge shows the files of a branch, and where they are edited."""

    repo_url: str | None
    edit_uri: str | None
    """What an edit link has before the path from the repository's root; it tells forges on hosts of their own apart."""
    branch: str
    commit: str | None = None
    editing: bool = True
    """Whether there is anything to edit there."""
    template: EditURITemplate.Template | None = None
    """The form of edit links that the configuration states, for paths from `docs_dir`."""
    docs_folder: str = ""

    def file(self, path: str, *, folder: bool = False) -> str | None:
        """The address of a file or folder of the repository; None without a forge."""
        if not _is_web(self.repo_url):
            return None
        below = "" if path == "." else f"/{edit_path(path)}"
        start = f"{_plain(self.repo_url)}/{self._start(folder=folder)}"
        if self._on_bitbucket and "/" in self.branch:
            # Bitbucket takes the first part of a path for the whole name of the branch.
            return f"{start}{self.commit or 'HEAD'}{below}?at={quote(self.branch, safe='')}"
        return f"{start}{quote(self.branch)}{below}"

    def edit(self, path: str) -> str | None:
        """The address at which a file of the repository is edited; None where there is none."""
        written = self.page_edit(path)
        if written is None or (self.edit_uri is None and self.template is None):
            return None
        address = _in_template(self.template, written) if self.template else f"{self.edit_uri}{written}"
        end = "" if address.startswith(("?", "#")) else "/"
        whole = urljoin(f"{_plain(self.repo_url)}{end}", address) if self.repo_url else address
        return whole if _is_web(whole) else None

    def page_edit(self, path: str) -> str | None:
        """What MkDocs puts behind the start of edit links, or into their template, for a file of the repository."""
        if not self.editing:
            return None
        if self.template:
            below = posixpath.relpath(path, self.docs_folder or ".")
            return None if below.startswith("../") else edit_path(below)
        return edit_path(path) + self._edit_end

    @property
    def _edit_end(self) -> str:
        started = (self.edit_uri or "").lstrip("/").startswith("src/")
        return f"?mode=edit&at={quote(self.branch, safe='')}" if self._on_bitbucket and started else ""

    @property
    def _on_bitbucket(self) -> bool:
        return "bitbucket" in _host(self.repo_url)

    def _start(self, *, folder: bool) -> str:
        host, edit = _host(self.repo_url), (self.edit_uri or "").lstrip("/")
        if _is_gitea(host) or edit.startswith(("_edit/", "src/branch/")):
            return "src/branch/"
        if "bitbucket" in host or edit.startswith("src/"):
            return "src/"
        start = "tree/" if folder else "blob/"
        return f"-/{start}" if "gitlab" in host or edit.startswith("-/") else start


def forge_of(config: MkDocsConfig, docs_folder: str, branches: Branches) -> Forge:
    """The forge that a configuration names; `docs_folder` is its `docs_dir` from the repository's root."""
    branch = branches.shown or branches.release
    return Forge(
        config.repo_url,
        _edit_start(config, docs_folder, branches),
        branch,
        # Named only where a link shows it, because every entry has another.
        commit=branches.commit if "/" in branch and "bitbucket" in _host(config.repo_url) else None,
        editing=branches.shown is not None,
        template=cast("EditURITemplate.Template | None", config.edit_uri_template or None),
        docs_folder=docs_folder,
    )


def _in_template(template: EditURITemplate.Template, path: str) -> str:
    """The path put into the form that a configuration states."""
    return str(template.format(path, posixpath.splitext(path)[0]))  # type: ignore[no-untyped-call]  # It has no types.


def _edit_start(config: MkDocsConfig, docs_folder: str, branches: Branches) -> str | None:
    """The start of edit links for paths from the repository's root.

    MkDocs takes paths from `docs_dir`, so a folder that is stated for it is cut off at the end; where none is stated,
    it is the forge's usual one. A branch that is stated gives way to the one that the site shows.
    """
    branch = branches.shown or branches.release
    stated = _stated(config)
    if stated is None:
        return _usual(config.repo_url, branch, branches.commit)
    folder = stated.strip("/")
    ending = quote(docs_folder)
    if ending and (folder == ending or folder.endswith(f"/{ending}")):
        folder = folder[: -len(ending)].rstrip("/")
    folder = _on_branch(folder, branches.release, branch)
    start = "/" if stated.startswith("/") else ""
    return f"{start}{folder}/" if folder else (start or None)


def _on_branch(folder: str, release: str, branch: str) -> str:
    """The start of edit links with another branch in the place of the release branch, where that is named."""
    for start in _STARTS:
        for name in (quote(release), release):
            if f"{folder}/".startswith(f"{start}{name}/"):
                return f"{start}{quote(branch)}{folder[len(start) + len(name) :]}"
    return folder


def edit_path(path: str) -> str:
    """The path as it stands in an edit link."""
    return quote(path.encode("utf-8", "surrogateescape"))


def commit_address(repo_url: str | None, commit: str) -> str | None:
    """Where the forge shows a commit; None without a forge."""
    if not _is_web(repo_url):
        return None
    host = _host(repo_url)
    part = "-/commit" if "gitlab" in host else "commits" if "bitbucket" in host else "commit"
    return f"{_plain(repo_url)}/{part}/{commit}"


def _stated(config: MkDocsConfig) -> str | None:
    """What the configuration says; None where MkDocs itself filled in the folder of an unknown repository."""
    return None if config.edit_uri in _GUESSED else config.edit_uri


def _usual(repo_url: str | None, branch: str, commit: str | None) -> str | None:
    host, name = _host(repo_url), quote(branch)
    if "github" in host:
        return f"edit/{name}/"
    if "gitlab" in host:
        return f"-/edit/{name}/"
    if _is_gitea(host):
        return f"_edit/{name}/"
    if "bitbucket" in host:
        return f"src/{(commit or 'HEAD') if '/' in branch else name}/"
    return None


def _is_gitea(host: str) -> bool:
    return "gitea" in host or "forgejo" in host or host == "codeberg.org"


def _host(repo_url: str | None) -> str:
    return urlsplit(repo_url or "").netloc.lower()


def _is_web(address: str | None) -> bool:
    return bool(address) and urlsplit(address).scheme in ("http", "https")


def _plain(repo_url: str | None) -> str:
    """The address of the repository as pages below it begin, also where that for cloning is stated."""
    return (repo_url or "").rstrip("/").removesuffix(".git")
