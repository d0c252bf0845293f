"""The starter documents: those of the sample manual, each as the first issue of another organization."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from enum import Enum
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any

from qms_docs.starting.first_issue import SAMPLE, first_issue, named_in_drawing, value_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from importlib.resources.abc import Traversable

__all__ = ["Need", "StarterDocument", "StarterFile", "starter_documents", "starter_files"]

_HOME = "index.md"
"""The home page says that the sample is one, and is of no use to anybody else."""


class Need(Enum):
    """Who needs a starter document."""

    REQUIRED = "required"
    """ISO 9001 asks for what it says as documented information."""
    MOST = "most"
    """No standard asks for the document; most organizations need it."""
    OPTIONAL = "optional"
    """It helps some, and others do without."""


@dataclass(frozen=True, kw_only=True, slots=True)
class StarterDocument:
    """A controlled document as its first issue: revision 1, neither approved nor effective."""

    id: str
    path: str
    """Below the folder of documents, with slashes."""
    text: str
    """Front matter and Markdown, with the name of the organization that begins."""
    serves: str
    """What it is there for, in one sentence."""
    need: Need
    example: bool
    """Its text is about the products of the sample: others show by it how such a document may look."""


@dataclass(frozen=True, kw_only=True, slots=True)
class StarterFile:
    """What starter documents show or link to: a picture, a table, a page that is not controlled."""

    path: str
    """Below the folder of documents, with slashes."""
    content: bytes


def starter_documents(organization: str = SAMPLE) -> tuple[StarterDocument, ...]:
    """The controlled documents of the sample as those of this organization, sorted by id, without withdrawn ones."""
    inventory = _inventory()
    documents = []
    for path, file in _files():
        text = file.read_text(encoding="utf-8") if path.endswith(".md") else ""
        document_id = value_of(text, "id")
        if document_id is None or value_of(text, "obsolete") is not None:
            continue
        documents.append(_document(document_id, path, first_issue(text, organization), inventory.get(document_id)))
    return tuple(sorted(documents, key=lambda each: each.id))


def starter_files(organization: str = SAMPLE) -> tuple[StarterFile, ...]:
    """The files beside the starter documents, sorted by path."""
    files = []
    for path, file in _files():
        content = file.read_bytes()
        if path.endswith(".md"):
            text = content.decode("utf-8")
            if path == _HOME or value_of(text, "id") is not None:
                continue
            content = first_issue(text, organization).encode("utf-8")
        elif path.endswith(".svg"):
            content = named_in_drawing(content.decode("utf-8"), organization).encode("utf-8")
        files.append(StarterFile(path=path, content=content))
    return tuple(files)


def _document(document_id: str, path: str, text: str, entry: dict[str, Any] | None) -> StarterDocument:
    """One that the inventory does not name yet counts as an example, so that nobody takes it for more."""
    known = entry or {"serves": "", "need": Need.OPTIONAL.value, "example": True}
    return StarterDocument(
        id=document_id,
        path=path,
        text=text,
        serves=known["serves"],
        need=Need(known["need"]),
        example=known["example"],
    )


def _inventory() -> dict[str, dict[str, Any]]:
    """What stands in `inventory.toml` about each document, by its id."""
    content = resources.files("qms_docs.starting").joinpath("inventory.toml").read_text(encoding="utf-8")
    entries: dict[str, dict[str, Any]] = tomllib.loads(content)
    return entries


def _files() -> Iterator[tuple[str, Traversable]]:
    """Every file of the sample's documents with its path, sorted."""
    return iter(sorted(_below(_folder(), ""), key=lambda each: each[0]))


def _folder() -> Traversable:
    """The documents as the wheel carries them; in a checkout, those of the repository itself: there is one source."""
    packed = resources.files("qms_docs.starting").joinpath("documents")
    return packed if packed.is_dir() else Path(__file__).resolve().parents[2] / "procedures"


def _below(folder: Traversable, prefix: str) -> Iterator[tuple[str, Traversable]]:
    for each in folder.iterdir():
        if each.name.startswith("."):
            continue
        if each.is_dir():
            yield from _below(each, f"{prefix}{each.name}/")
        else:
            yield f"{prefix}{each.name}", each
