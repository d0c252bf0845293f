"""A document that is begun: its id, its place, and its first text."""

from __future__ import annotations

import os
import posixpath
import re
from contextlib import suppress
from typing import TYPE_CHECKING

from qms_docs.failures import RefusedError, UnknownThingError, WrongUseError
from qms_docs.model.header import Header
from qms_docs.revising.file_names import free_path
from qms_docs.revising.first_text import FIRST_NUMBERS, first_text
from qms_docs.revising.standing_file import read_standing_file
from qms_docs.rules.likeness import nearest_name
from qms_docs.sources.history import is_page
from qms_docs.sources.pages import cut_head, read_head
from qms_docs.values import dataclass
from qms_docs.writing.new_file import alone_in, create_file

if TYPE_CHECKING:
    from pathlib import Path

    from qms_docs.model.document import Document
    from qms_docs.model.manual import Manual
    from qms_docs.model.policy import DocumentType
    from qms_docs.sources.git import Repository

__all__ = ["Beginning", "begin", "chosen_path", "find_type", "require_free_id", "same_title"]

_NOTHING = "Nothing was written."
_TOP = "the top folder of the repository"


@dataclass(frozen=True, kw_only=True, slots=True)
class Beginning:
    """What is known of a document before it has a file."""

    kind: DocumentType
    id: str
    title: str
    owner: str


def find_type(manual: Manual, name: str) -> DocumentType:
    """The type of that name; by its title or the organization's own word as well.

    Raises UnknownThingError where there is none.
    """
    policy = manual.policy
    known = policy.type_of(Header(id="", type=name))
    if known is not None:
        return known
    meant = policy.vocabulary.values.get("type", {}).get(name)
    found = [each for each in policy.types.values() if name.casefold() in (each.id.casefold(), each.title.casefold())]
    found += [policy.types[meant]] if meant is not None and meant in policy.types else []
    if len(found) == 1:
        return found[0]
    like = nearest_name(name, list(policy.types))
    hint = f"Did you mean {like}?" if like else f"There are: {', '.join(policy.types)}."
    raise UnknownThingError(f"There is no type {name} in qms.yml. {hint}")


def same_title(manual: Manual, kind: DocumentType, title: str) -> Document | None:
    """The document of the type that has this title already, and is not withdrawn."""
    for document in manual.standing:
        header = document.latest.header
        if header.type == kind.id and _folded(header.title or "") == _folded(title) and header.obsolete is None:
            return document
    return None


def require_free_id(manual: Manual, kind: DocumentType, used: frozenset[str], document_id: str) -> None:
    """Raises RefusedError for an id that was ever used, or that does not fit the numbering of the type."""
    if document_id in used:
        document = manual.document(document_id)
        whose = f" ({document.latest.header.title}, {document.path})" if document else ""
        raise RefusedError(f"The id {document_id} is or was used{whose}, and an id is never given away again.")
    if kind.pattern and not re.fullmatch(kind.pattern, document_id):
        raise RefusedError(
            f"The id {document_id} does not fit the numbering of the type {kind.title}, `{kind.pattern}`."
        )


def chosen_path(root: Path, folder: Path, manual: Manual, beginning: Beginning, wish: str | None) -> str:
    """Where the file is going to stand, seen from the top of the repository.

    `wish` is a file, or a folder for a name of the title, seen from the folder in which the command runs. Raises
    WrongUseError for a place at which no document can stand, and RefusedError where something stands there.
    """
    policy = manual.policy
    path = (
        _usual_folder(manual, beginning.kind)
        if wish is None
        else os.path.relpath(os.path.normpath(folder / wish), root)
    )
    path = "" if path == "." else path
    if wish is None or wish.endswith("/") or os.path.isdir(root / path):  # noqa: PTH112 - has an answer for every name
        taken = {each for each in manual.paths if each.lower().endswith(".md")}
        path = free_path(path, beginning.title, beginning.id, taken | _names_in(root, path))
    named = wish or path
    if not policy.holds(path) or any(part.startswith(".") for part in path.split("/")) or "\\" in path:
        folders = ", ".join(_TOP if each == "." else each for each in policy.documents)
        raise WrongUseError(f"{named} is no place for a document: --path names one below {folders}. {_NOTHING}")
    if not path.endswith(".md") or not posixpath.basename(path).isprintable():
        raise WrongUseError(
            f"{named} is no name for a document: --path has to end in .md, or in / for a folder. {_NOTHING}"
        )
    if path in manual.paths or os.path.lexists(root / path):
        raise RefusedError(f"{path} exists already, and is not replaced. Name another --path.")
    return path


def begin(repository: Repository, manual: Manual, beginning: Beginning, path: str) -> Header:
    """The document stands in its file; what the reader of documents reads there.

    Raises RefusedError where it would read something else than was meant, or another run has given away the id since
    the manual was read, and CannotWriteError.
    """
    policy, kind = manual.policy, beginning.kind
    header = Header(
        id=beginning.id,
        title=beginning.title,
        type=kind.id,
        revision=FIRST_NUMBERS[policy.scheme],
        owner=beginning.owner,
    )
    content = first_text(header, kind.sections, policy.vocabulary)
    reading = read_head(cut_head(content), policy.vocabulary)
    if reading.header != header or reading.faults:
        why = f" {reading.faults[0].fact}" if reading.faults else ""
        raise RefusedError(f"{beginning.id} would not be read back as it was meant, and nothing was written.{why}")
    with alone_in(repository.root):
        _refuse_given_away(repository, manual, beginning.id)
        create_file(repository.root, path, content)
    return header


def _usual_folder(manual: Manual, kind: DocumentType) -> str:
    """Of several folders of documents the one in which most of the type stand, else the first."""
    paths = [each.path for each in manual.standing if each.latest.header.type == kind.id]
    return max(manual.policy.documents, key=lambda folder: sum(path.startswith(f"{folder}/") for path in paths))


def _refuse_given_away(repository: Repository, manual: Manual, document_id: str) -> None:
    for _, path in repository.changed_files():
        if path in manual.paths or not (is_page(path) and manual.policy.holds(path)):
            continue
        content = read_standing_file(repository.root, path) or b""
        header = read_head(cut_head(content), manual.policy.vocabulary).header
        if header is not None and header.id == document_id:
            raise RefusedError(
                f"{document_id} was given away meanwhile, in {path}. Nothing was written; run this again."
            )


def _names_in(root: Path, folder: str) -> set[str]:
    """The pages of a folder, also those that git does not know."""
    found: set[str] = set()
    with suppress(OSError):
        found = {posixpath.join(folder, name) for name in os.listdir(root / folder)}  # noqa: PTH208 - names alone
    return {each for each in found if each.lower().endswith(".md")}


def _folded(words: str) -> str:
    return " ".join(words.casefold().split())
