"""Where the jobs of a forge are taken from: a release of qms-docs, by its address and digest."""

from __future__ import annotations

import json
import re
from importlib.metadata import PackageNotFoundError, distribution
from urllib.parse import urlsplit

from qms_docs import __version__
from qms_docs.values import dataclass

__all__ = ["UNKNOWN_JOBS", "Jobs", "installed_jobs", "parse_jobs"]

_DIGEST = re.compile(r"[0-9a-f]{40}")
_PATH = re.compile(r"(?:/[A-Za-z0-9][A-Za-z0-9._-]{0,99}){2,6}")
_HOST = re.compile(r"[A-Za-z0-9.-]{1,253}(?::[0-9]{1,5})?")


@dataclass(frozen=True, kw_only=True, slots=True)
class Jobs:
    """A release of qms-docs on some forge."""

    host: str
    path: str
    """Owner and name, with slashes."""
    release: str
    """The commit of the release."""

    @property
    def unknown(self) -> bool:
        """Whether somebody has to fill in address and digest first."""
        return self.release == "DIGEST"

    @property
    def version(self) -> str:
        """The release by its name, as a comment beside its digest."""
        return f"v{__version__}"

    @property
    def place(self) -> str:
        """Owner and name, as GitHub names what a workflow uses."""
        return self.path

    @property
    def web(self) -> str:
        """The address in a browser."""
        return f"https://{self.host}/{self.path}"

    @property
    def source(self) -> str:
        """The address for git."""
        return f"{self.web}.git"

    @property
    def raw(self) -> str:
        """The address below which a file of the release is had as it is."""
        if self.host == "github.com":
            return f"https://raw.githubusercontent.com/{self.path}/{self.release}"
        return f"{self.web}/raw/commit/{self.release}" if self._like_gitea else f"{self.web}/-/raw/{self.release}"

    def guide(self, forge: str) -> str:
        """The address of what has to be set up on a forge."""
        shown = "blob" if "github" in self.host else "src/commit" if self._like_gitea else "-/blob"
        return f"{self.web}/{shown}/{self.release}/integrations/{forge}/README.md"

    @property
    def _like_gitea(self) -> bool:
        return "gitea" in self.host or "forgejo" in self.host or self.host == "codeberg.org"


UNKNOWN_JOBS = Jobs(host="FORGE.EXAMPLE", path="OWNER/qms-docs", release="DIGEST")
"""What the guides of the forges write where everybody puts their own."""


def parse_jobs(text: str) -> Jobs | None:
    """The release that `https://HOST/OWNER/NAME@DIGEST` names; None where it names none."""
    address, at, release = text.strip().rpartition("@")
    try:
        parts = urlsplit(address.removesuffix("/").removesuffix(".git"))
    except ValueError:
        return None
    sound = parts.scheme == "https" and _HOST.fullmatch(parts.netloc) and _PATH.fullmatch(parts.path)
    if not at or not sound or parts.query or parts.fragment or not _DIGEST.fullmatch(release):
        return None
    return Jobs(host=parts.netloc.lower(), path=parts.path.removeprefix("/"), release=release)


def installed_jobs() -> Jobs | None:
    """The release from which this program was installed, where pip was told a repository; None elsewhere."""
    try:
        told = distribution("qms-docs").read_text("direct_url.json")
    except PackageNotFoundError:
        return None
    facts = json.loads(told) if told else {}
    return parse_jobs(f"{facts.get('url', '')}@{facts.get('vcs_info', {}).get('commit_id', '')}")
