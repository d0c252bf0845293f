"""Where a file of the repository stands on the site (settled.md 6 and 42)."""

from __future__ import annotations

import posixpath
from pathlib import Path
from typing import TYPE_CHECKING

from mkdocs.exceptions import PluginError

from qms_docs.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["Addresses", "addresses"]


@dataclass(frozen=True, slots=True)
class Addresses:
    """The site's folder of documents in the repository, and the folders that the policy names."""

    docs_folder: str
    """Relative to the repository's root; empty for the root itself."""
    documents: Sequence[str]

    def of(self, path: str) -> str:
        """The path in MkDocs' own terms of a file of the repository; a folder beside `docs_dir` keeps its name."""
        if not self.docs_folder:
            return path
        if path.startswith(f"{self.docs_folder}/"):
            return path[len(self.docs_folder) + 1 :]
        for folder in self.documents:
            if path.startswith(f"{folder}/"):
                return posixpath.join(posixpath.basename(folder), path[len(folder) + 1 :])
        return path


def addresses(root: Path, docs_dir: str, documents: Sequence[str]) -> Addresses:
    """The addresses of a repository's files.

    Raises PluginError where the site's folder of documents lies outside the repository.
    """
    docs = Path(docs_dir).resolve()
    try:
        relative = docs.relative_to(root.resolve())
    except ValueError as error:
        raise PluginError(f"docs_dir in mkdocs.yml leads out of the repository: {docs_dir}.") from error
    return Addresses("" if relative == Path() else relative.as_posix(), tuple(documents))
