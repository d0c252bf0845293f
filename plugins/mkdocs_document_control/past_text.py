"""The text of a revision: read and drawn when its page is, and only then."""

from __future__ import annotations

from dataclasses import field, replace
from typing import TYPE_CHECKING

from mkdocs_document_control.bodies import body_of
from mkdocs_document_control.late import Late
from qms_docs.values import dataclass

if TYPE_CHECKING:
    from mkdocs_document_control.late import SourceAtHand
    from mkdocs_document_control.page import Origin
    from qms_docs.model.document import LineText

__all__ = ["PastText"]

_DATA = (".csv", ".tsv", ".yml", ".yaml")
"""Files of which a text may show the content as a table."""


@dataclass(slots=True, repr=False)
class PastText(Late):
    """A text as the release line has it, with the files that belong to it."""

    text: LineText
    origin: Origin
    """Where it stood, and the addresses of its files."""
    source: SourceAtHand
    _body: str | None = field(default=None, init=False)
    _data: dict[str, bytes] = field(default_factory=dict, init=False)

    def __repr__(self) -> str:
        """The object ids of everything that is shown, and the addresses of the files."""
        files = [
            (each.name, each.path, each.sha256, self.origin.by_name[each.name].uri) for each in self.text.text.files
        ]
        return repr((self.text.text.blob, self.text.path, files))

    def prepare(self) -> None:
        """The text is read, and the data that it shows as tables."""
        if self._body is not None:
            return
        self._body = body_of(self.source.now.read(self.text.text.blob))
        if "table" in self._body:
            shown = (each for each in self.text.text.files if each.name.lower().endswith(_DATA))
            self._data = {each.name: self.source.now.read(each.blob) for each in shown}

    @property
    def blobs(self) -> tuple[str, ...]:
        """The text alone; of its files few are read."""
        return (self.text.text.blob,)

    def taken(self) -> tuple[str, Origin]:
        """The Markdown below the front matter, and its origin with the data; neither is held any longer."""
        self.prepare()
        body, data = self._body or "", self._data
        self._body, self._data = None, {}
        by_name = {
            name: replace(each, content=data[name]) if name in data else each
            for name, each in self.origin.by_name.items()
        }
        by_path = {each.path: by_name[each.name] for each in self.text.text.files}
        return body, replace(self.origin, by_name=by_name, by_path=by_path)

    def excess(self, body: str) -> str | None:
        """What the text has more of than can be drawn in good time."""
        return self.source.now.excess(body)
