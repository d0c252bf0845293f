"""The starter documents: those of the sample manual, each as the first issue of another organization."""

from __future__ import annotations

import tomllib
from enum import Enum
from importlib import resources
from typing import Any

from qms_docs.model.numbering import Scheme
from qms_docs.starting.first_issue import SAMPLE, first_issue, first_number, named_in_drawing, value_of
from qms_docs.starting.sample import document_files
from qms_docs.values import dataclass

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

    @property
    def in_words(self) -> str:
        """As it is said to readers."""
        return {Need.REQUIRED: "required", Need.MOST: "needed by most", Need.OPTIONAL: "optional"}[self]


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
    assumes: tuple[str, ...]
    """Values of the policy that its text takes for granted: a scheme of revisions, or a level of evidence."""


@dataclass(frozen=True, kw_only=True, slots=True)
class StarterFile:
    """What starter documents show or link to: a picture, a table, a page that is not controlled."""

    path: str
    """Below the folder of documents, with slashes."""
    content: bytes


def starter_documents(organization: str = SAMPLE, numbering: Scheme = Scheme.INTEGER) -> tuple[StarterDocument, ...]:
    """The controlled documents of the sample as those of this organization, sorted by id, without withdrawn ones."""
    inventory, first = _inventory(), first_number(numbering)
    documents = []
    for path, file in document_files():
        text = file.read_text(encoding="utf-8") if path.endswith(".md") else ""
        document_id = value_of(text, "id")
        if document_id is None or value_of(text, "obsolete") is not None:
            continue
        issue = first_issue(text, organization, first)
        documents.append(_document(document_id, path, issue, inventory.get(document_id)))
    return tuple(sorted(documents, key=lambda each: each.id))


def starter_files(organization: str = SAMPLE) -> tuple[StarterFile, ...]:
    """The files beside the starter documents, sorted by path."""
    files = []
    for path, file in document_files():
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
        assumes=tuple(known.get("assumes", ())),
    )


def _inventory() -> dict[str, dict[str, Any]]:
    """What stands in `inventory.toml` about each document, by its id."""
    content = resources.files("qms_docs.starting").joinpath("inventory.toml").read_text(encoding="utf-8")
    entries: dict[str, dict[str, Any]] = tomllib.loads(content)
    return entries
