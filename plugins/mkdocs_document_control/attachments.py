"""The files that published texts show or attach, with the bytes that belong to each text (settled.md 21)."""

from __future__ import annotations

import hashlib
import logging
import posixpath
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from mkdocs_document_control.active_content import is_active

if TYPE_CHECKING:
    from collections.abc import Collection

__all__ = ["Attached", "Attachments"]

_log = logging.getLogger("mkdocs.plugins.document_control")


@dataclass(frozen=True, slots=True)
class Attached:
    """A file of a text: where the site has it, or that it is not published."""

    uri: str | None
    content: bytes
    path: str = ""
    """Where it stands in the repository, or stood with the text."""


@dataclass(slots=True)
class Attachments:
    """Gathers the files of all published texts."""

    taken: Collection[str]
    """Addresses that belong to the theme or to generated pages."""
    files: dict[str, bytes] = field(default_factory=dict)

    def add(self, path: str, uri: str, content: bytes) -> Attached:
        """The file is published under its own address, or one named after its content where that is taken."""
        if is_active(path, content):
            _log.warning(
                "%s is not published: a browser or a web server could run it. Attach it as PDF or as an image instead.",
                path,
            )
            return Attached(None, content, path)
        if uri in self.taken or self.files.get(uri, content) != content:
            stem, ending = posixpath.splitext(uri)
            uri = f"{stem}-{hashlib.sha256(content).hexdigest()[:12]}{ending}"
        self.files[uri] = content
        return Attached(uri, content, path)


Files = Mapping[str, Attached]
"""The files of one text: by the name as the text writes it, and by the path to which that leads."""
