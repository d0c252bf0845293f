"""The texts of the past and the present, by object id: read once, through one process."""

from __future__ import annotations

import hashlib
import posixpath
from typing import TYPE_CHECKING, NamedTuple

from qms_docs.model.header import Header
from qms_docs.progress import counted
from qms_docs.sources.destinations import candidate_destinations, certain_destinations, local_destination
from qms_docs.sources.readings import Reading

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Mapping

    from qms_docs.keeping.store import Drawer, Store
    from qms_docs.model.policy import Vocabulary
    from qms_docs.sources.git import Repository

__all__ = ["Texts"]


_PAGE = ".md"
_NOT_ON_ONE_LINE = frozenset("\\\n\r")
"""Characters that no name in the listing of a digest may have (settled.md 21)."""


class _Known(NamedTuple):
    """What is kept of a text once its bytes are gone; a tuple, because there are very many."""

    head: bytes
    sha256: str
    candidates: frozenset[str] | None


class Texts:
    """What the history needs to know of each text: its front matter, its hash, the files that it may show."""

    def __init__(self, repository: Repository, store: Store) -> None:
        """Nothing is read yet but what the store has kept, which object ids and equal bytes vouch for."""
        self._repository = repository
        self._known: Drawer[str, _Known] = store.divided_drawer("texts")
        self._read: Drawer[bytes, Reading] = store.divided_drawer("readings", many=(Reading, Header))
        self._names: Drawer[str, tuple[str, ...]] = store.divided_drawer("names")
        self._hashes: Drawer[str, str] = store.drawer("hashes")
        self._readings: dict[tuple[bytes, bytes], Reading] = {}
        self._asked_in: Vocabulary | None = None
        self._by_blob: dict[str, Reading] = {}
        """Of the vocabulary that was asked in last."""
        self._words = b""

    def moved_to(self, repository: Repository) -> Texts:
        """The same texts, where what is still unknown is read from that repository."""
        self._repository = repository
        return self

    def learn(self, blobs: Iterable[str], files: Container[str]) -> None:
        """The texts are read, in one go; `files` holds the names of all files that they might show."""
        fresh = [blob for blob in dict.fromkeys(blobs) if self._known.get(blob) is None]
        for blob, content in counted(self._repository.read(fresh), "Reading the texts of the history", len(fresh)):
            if content is not None:
                known, names = _learnt(content, files)
                self._known.put(blob, known)
                if names is not None:
                    self._names.put(blob, names)

    def reading(self, blob: str, vocabulary: Vocabulary) -> Reading:
        """What a text says of itself in the organization's words of that time; equal front matter is parsed once."""
        self._ask_in(vocabulary)
        found = self._by_blob.get(blob)
        if found is None:
            found = self._by_blob[blob] = self._said(self._of(blob).head, vocabulary)
        return found

    def remember(self, readings: Mapping[str, Reading], vocabulary: Vocabulary) -> None:
        """These texts, by their object ids, were read already in these words."""
        self._ask_in(vocabulary)
        self._by_blob |= readings

    def _ask_in(self, vocabulary: Vocabulary) -> None:
        if vocabulary is not self._asked_in:
            self._asked_in = vocabulary
            self._by_blob = {}
            self._words = repr(_key(vocabulary)).encode("utf-8", "backslashreplace")

    def _said(self, head: bytes, vocabulary: Vocabulary) -> Reading:
        known = self._readings.get((head, self._words))
        if known is None:
            name = hashlib.sha256(self._words + b"\0" + head).digest()
            known = self._readings[head, self._words] = self._read.find(name, lambda: _reading(head, vocabulary))
        return known

    def sha256(self, blob: str) -> str:
        """The SHA-256 of a text."""
        return self._of(blob).sha256

    def sha256_of_file(self, blob: str) -> str:
        """The SHA-256 of any file."""
        return self._hashes.find(blob, lambda: hashlib.sha256(self._repository.read_file(blob)).hexdigest())

    def candidates(self, blob: str) -> frozenset[str] | None:
        """The destinations that a text may have; None where it has to be parsed."""
        return self._of(blob).candidates

    def file_names(self, blob: str) -> tuple[str, ...]:
        """The destinations of local files as the text writes them, code left out, each once, in the order of bytes."""
        return self._names.find(blob, lambda: _named_files(self._repository.read_file(blob)))

    def _of(self, blob: str) -> _Known:
        return self._known.find(blob, lambda: _learnt(self._repository.read_file(blob), ())[0])


# What was read before needs no parser: these are loaded with the first text that was not.


def _reading(head: bytes, vocabulary: Vocabulary) -> Reading:
    from qms_docs.sources.pages import read_head

    return read_head(head, vocabulary)


def _learnt(content: bytes, files: Container[str]) -> tuple[_Known, tuple[str, ...] | None]:
    """What is kept of a text, and what it names, where that may be one of the files and no parser is needed for it.

    Whoever asks for more has the text read once more.
    """
    from qms_docs.sources.pages import cut_head, split_page

    body, _ = split_page(content)
    candidates = candidate_destinations(body)
    named = any(_name_of(each) in files for each in candidates or ())
    certain = certain_destinations(body) if named else None
    names = None if certain is None else _in_order(each for each in certain if _is_name(each))
    return _Known(cut_head(content), hashlib.sha256(content).hexdigest(), candidates), names


def _name_of(destination: str) -> str | None:
    """The name of the file that a destination may lead to; None where that is a page or not in the repository."""
    path = local_destination(destination)
    return None if path is None or path.lower().endswith(_PAGE) else posixpath.basename(path)


def _named_files(content: bytes) -> tuple[str, ...]:
    from qms_docs.sources.pages import split_page

    body, _ = split_page(content)
    return _in_order(_file_names(body))


def _file_names(body: str) -> set[str]:
    from qms_docs.sources.outlines import outline_of

    certain = certain_destinations(body)
    destinations = (
        {each.destination for each in outline_of(body).links if not each.by_id} if certain is None else certain
    )
    return {each for each in destinations if _is_name(each)}


def _is_name(destination: str) -> bool:
    return local_destination(destination) is not None and not set(destination) & _NOT_ON_ONE_LINE


def _in_order(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(names, key=lambda name: name.encode()))


def _key(vocabulary: Vocabulary) -> tuple[object, ...]:
    values = tuple((name, tuple(sorted(mapped.items()))) for name, mapped in sorted(vocabulary.values.items()))
    return tuple(sorted(vocabulary.fields.items())), values, tuple(sorted(vocabulary.ignored))
