"""What there is at the end of the story: documents of the sample and of the demo, and the files around them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qms_docs.sources.front_matter import front_matter_block
from qms_docs.sources.yaml_text import plain
from qms_docs.starting.demo.manuscripts import FileNow, StoryError, stripped
from qms_docs.starting.demo.story import files_below, read_toml
from qms_docs.starting.demo.sweeps import SWEEPS
from qms_docs.starting.kit import starter_documents, starter_files
from qms_docs.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from qms_docs.starting.demo.moved import Moved
    from qms_docs.starting.demo.story import Change

__all__ = ["Scene", "fields_of", "scene_of", "values_of"]

_FOLDER = "procedures"
_EXPLAINED = "README.md"
_HIDDEN = {"gitignore": ".gitignore", "gitattributes": ".gitattributes"}
"""Names under which the story keeps files that would mean something to this project's own git."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Scene:
    """The files at the end of the story."""

    files: Sequence[FileNow]
    attachments: Mapping[str, bytes]
    """What documents show, by its path."""

    @property
    def documents(self) -> list[FileNow]:
        """The controlled documents, by id."""
        return sorted((each for each in self.files if each.controlled), key=lambda each: each.id)

    def named(self, field: str) -> list[str]:
        """Everything that documents name in a field, each once, sorted."""
        return sorted({value for each in self.documents for value in values_of(each.text, field)})


def scene_of(moved: Moved, changes: Sequence[Change], seed: int) -> Scene:
    """The files, where the sample's documents are as the demo with this seed needs them."""
    documents = {each.id: (f"{_FOLDER}/{each.path}", stripped(each.text)) for each in starter_documents()}
    for path, content in files_below("documents"):
        text = moved.text(content.decode())
        documents[values_of(text, "id")[0]] = f"{_FOLDER}/{path}", text
    for told in read_toml("adapted.toml", moved)["adapted"]:
        path, text = _told_of(documents, told["document"], "adapted.toml")
        documents[told["document"]] = path, _adapted(told["document"], text, told["old"], told["new"])
    for sweep in [change.sweep for change in changes if change.sweep]:
        for each in sweep.not_yet:
            path, text = _told_of(documents, each, f"not_yet of {sweep.name}")
            documents[each] = path, SWEEPS[sweep.name](text)
    files = [FileNow(id=each, path=path, text=text, controlled=True) for each, (path, text) in documents.items()]
    for path, content in files_below("files"):
        place = _HIDDEN.get(path, path)
        text = moved.text(content.decode())
        if place == _EXPLAINED:
            text = text.replace("{seed}", str(seed)).replace("{documents}", str(len(documents)))
        files.append(FileNow(id=place, path=place, text=text, controlled=False))
    attachments = {f"{_FOLDER}/{each.path}": each.content for each in starter_files()}
    return Scene(files=files, attachments=attachments)


def _told_of(documents: Mapping[str, tuple[str, str]], document: str, where: str) -> tuple[str, str]:
    if document not in documents:
        raise StoryError(f"{where}: there is no {document}.")
    return documents[document]


def fields_of(text: str) -> Mapping[str, object]:
    """The front matter of a document."""
    block = front_matter_block(text.encode())
    found = plain(block) if block else {}
    return found if isinstance(found, dict) else {}


def values_of(text: str, field: str) -> list[str]:
    """The value of a field, or the values of a list."""
    value = fields_of(text).get(field)
    if isinstance(value, list):
        return [str(each) for each in value]
    return [] if value is None else [str(value)]


def _adapted(document: str, text: str, old: str, new: str) -> str:
    if text.count(old) != 1:
        raise StoryError(f"adapted.toml: {document} has these words {text.count(old)} times, and not once: “{old}”.")
    return text.replace(old, new)
