"""Where links will lead if every document is what its file says; whoever asks is told so by nobody else yet."""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING
from urllib.parse import unquote

from mkdocs.structure.files import Files

from mkdocs_document_control.links import INDEXES, REFERENCE, Target, is_elsewhere

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mkdocs.structure.files import File

    from mkdocs_document_control.page import Origin, PlannedPage

__all__ = ["GuessedFiles", "GuessedLinks", "NoGuessError", "Unguessed"]


class NoGuessError(Exception):
    """Only the manual itself can tell."""


class Unguessed:
    """Whether something was asked that only the manual can tell, whatever became of the error on its way."""

    def __init__(self) -> None:
        """Everything could be told."""
        self.any = False

    def error(self) -> NoGuessError:
        """What says so."""
        self.any = True
        return NoGuessError()


class GuessedLinks:
    """The places of the documents that are known by their files alone."""

    def __init__(self, of_document: Mapping[str, PlannedPage], at_path: Mapping[str, str], lost: Unguessed) -> None:
        """The page of each document by its id, and the ids by path."""
        self._of_document = of_document
        self._at_path = at_path
        self._lost = lost

    def resolve(self, origin: Origin | None, destination: str) -> Target | None:
        """The place that a destination names.

        Raises NoGuessError.
        """
        if is_elsewhere(destination):
            return None
        return self.reference(destination) or self._by_path(origin, destination)

    def reference(self, text: str) -> Target | None:
        """The document that `SOP-004` or `SOP-004#scope` names.

        Raises NoGuessError.
        """
        found = REFERENCE.fullmatch(unquote(text).strip())
        document = found["id"].strip() if found else ""
        page = self._of_document.get(document)
        if found is None or page is None:
            return None
        if found["revision"]:
            raise self._lost.error()
        label = f"{document} {page.title}" if page.title != document else document
        return Target(src_uri=page.src_uri, fragment=found["anchor"] or "", label=label)

    def unlisted(self, here: str, destination: str) -> Target | None:  # noqa: ARG002 - as all links are asked
        """No page of the past."""
        return None

    def stands(self, path: str) -> bool:  # noqa: ARG002 - as all links are asked
        """Nothing can be edited."""
        return False

    def _by_path(self, origin: Origin | None, destination: str) -> Target | None:
        path, _, anchor = destination.partition("#")
        if attached := origin and origin.file(destination):
            return Target(src_uri=attached.uri, fragment=anchor, fixed=True)
        folder = posixpath.dirname(origin.path) if origin else ""
        joined = posixpath.normpath(posixpath.join(folder, unquote(path.partition("?")[0])))
        for candidate in (joined, *(posixpath.join(joined, index) for index in INDEXES)):
            if document := self._at_path.get(candidate):
                return self.reference(f"{document}#{anchor}" if anchor else document)
        return None


class GuessedFiles(Files):
    """The pages of these documents, and which of them were asked for."""

    def __init__(self, files: Mapping[str, File], lost: Unguessed) -> None:
        """Nothing was asked."""
        super().__init__(list(files.values()))
        self._guessed = files
        self._lost = lost
        self.asked: dict[str, str] = {}
        """The addresses of the files that were asked for by their paths in MkDocs' terms."""

    def get_file_from_path(self, path: str) -> File:
        """The file with that path.

        Raises NoGuessError.
        """
        if (found := self._guessed.get(path)) is None:
            raise self._lost.error()
        self.asked[path] = found.url
        return found
