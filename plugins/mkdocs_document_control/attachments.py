"""The files that published texts show or attach, with the bytes that belong to each text (settled.md 21)."""

from __future__ import annotations

import hashlib
import logging
import posixpath
from collections.abc import Callable, Mapping
from dataclasses import field, replace
from typing import TYPE_CHECKING

from mkdocs_document_control.active_content import harmless
from qms_docs.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Collection

    from qms_docs.keeping.store import Drawer
    from qms_docs.model.document import ShownFile

__all__ = ["Attached", "Attachments"]

_log = logging.getLogger("mkdocs.plugins.document_control")
_REFUSED = "%s is not published: a browser or a web server could run it. Attach it as PDF or as an image instead."


@dataclass(frozen=True, slots=True)
class Attached:
    """A file of a text: where the site has it, or that it is not published."""

    uri: str | None
    content: bytes
    """Empty where nobody needs it: a text of the past is drawn once."""
    path: str = ""
    """Where it stands in the repository, or stood with the text."""


@dataclass(slots=True)
class Attachments:
    """Gathers the files of all published texts."""

    taken: Collection[str]
    """Addresses that belong to the theme or to generated pages."""
    drawings: Drawer[bytes, bytes | bool]
    """What earlier builds have found out about drawings."""
    files: dict[str, bytes] = field(default_factory=dict)
    _hashes: dict[str, str] = field(default_factory=dict, init=False)
    """The SHA-256 of each file by its address."""
    _refused: set[tuple[str, str]] = field(default_factory=set, init=False)
    warned: bool = field(default=False, init=False)
    """Whether a warning was given of any of them, which every build has to give."""

    def copied(self) -> Attachments:
        """The same files, to which others can be added."""
        copy = replace(self, files=dict(self.files))
        copy._hashes, copy._refused = dict(self._hashes), set(self._refused)  # noqa: SLF001 - of its own class
        copy.warned = self.warned
        return copy

    def add(self, path: str, uri: str, content: bytes, *, quiet: bool = False) -> Attached:
        """The file is published under its own address, or one named after its content where that is taken.

        What cannot be published is told in a warning, unless `quiet` is said.
        """
        published = harmless(path, content, self.drawings)
        if published is None:
            if not quiet:
                self.warned = True
                _log.warning(_REFUSED, path)
            return Attached(None, content, path)
        sha256 = hashlib.sha256(content).hexdigest()
        if not {uri, uri.lower()}.isdisjoint(self.taken) or self.files.get(uri, published) != published:
            uri = _named_after(uri, sha256)
        self.files[uri], self._hashes[uri] = published, sha256
        return Attached(uri, content, path)

    def of_the_past(self, shown: ShownFile, uri: str, read: Callable[[str], bytes]) -> Attached:
        """The same of a text that is not the one in force: what people use today keeps the plain addresses to itself.

        `read` gives the bytes of an object. A file is read once, unless it stands there today.
        """
        if self._hashes.get(uri) == shown.sha256:
            return Attached(uri, b"", shown.path)
        named, known = _named_after(uri, shown.sha256), (shown.path, shown.sha256)
        if self._hashes.get(named) == shown.sha256:
            return Attached(named, b"", shown.path)
        content = b"" if known in self._refused else read(shown.blob)
        published = None if known in self._refused else harmless(shown.path, content, self.drawings)
        if published is None:
            # Nobody can mend a text of the past, so nothing is said.
            self._refused.add(known)
            return Attached(None, b"", shown.path)
        self.files[named], self._hashes[named] = published, shown.sha256
        return Attached(named, b"", shown.path)


def _named_after(uri: str, sha256: str) -> str:
    stem, ending = posixpath.splitext(uri)
    return f"{stem}-{sha256[:12]}{ending}"


Files = Mapping[str, Attached]
"""The files of one text: by the name as the text writes it, and by the path to which that leads."""
