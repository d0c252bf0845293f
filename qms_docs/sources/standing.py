"""How the files stand at the end: pages, marks, faults and outlines, for rules and pages."""

from __future__ import annotations

import csv
import io
import posixpath
from dataclasses import replace
from typing import TYPE_CHECKING

from qms_docs.model.days import parse_day
from qms_docs.model.finding import Fault, FaultKind
from qms_docs.model.manual import Claim, UncontrolledPage
from qms_docs.model.readers import texts_read
from qms_docs.progress import counted
from qms_docs.sources.destinations import local_destination
from qms_docs.sources.history import FilesShown
from qms_docs.sources.table_faults import TableFaults
from qms_docs.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterable, Iterator
    from datetime import date

    from qms_docs.model.document import Document
    from qms_docs.model.outline import Outline
    from qms_docs.model.policy import Policy
    from qms_docs.sources.examination import Examination, Examinations
    from qms_docs.sources.git import Repository
    from qms_docs.sources.table_faults import KeptFaults
    from qms_docs.sources.texts import Texts
    from qms_docs.sources.tree import Tree

__all__ = ["PageSource", "Standing", "last_reviews", "read_standing", "record_paths", "unseen_pages"]

_OTHER_ENDINGS = (".markdown", ".mdown", ".mkdn", ".mkd")
"""Endings that a site generator would take for pages, but document control does not."""
_RECORD_ENDINGS = (".yml", ".yaml", ".md", ".csv")


@dataclass(frozen=True, slots=True)
class Standing:
    """The pages as they stand."""

    pages: tuple[UncontrolledPage, ...]
    unmarked: tuple[str, ...]
    claims: dict[str, tuple[Claim, ...]]
    faults: tuple[Fault, ...]
    outlines: dict[str, Outline]


@dataclass(frozen=True, slots=True)
class PageSource:
    """Where pages are read from, and in which words."""

    tree: Tree
    texts: Texts
    policy: Policy
    examinations: Examinations
    read: Callable[[Iterable[str]], Iterator[tuple[str, bytes | None]]]
    """The bytes of texts by their object ids, in the order asked for."""
    tables: KeptFaults
    """What is wrong with tables, as far as it is known already."""


def page_paths(tree: Tree, policy: Policy) -> list[str]:
    """Where something stands that is a page by its name."""
    return [path for path in tree.below(policy.documents, ".md") if policy.holds(path)]


def unseen_pages(source: PageSource) -> dict[str, bytes]:
    """The bytes, by object id, of every page that nobody has looked at yet."""
    tree = source.tree
    blobs = (blob for path in page_paths(tree, source.policy) if (blob := tree.blob(path)))
    return {blob: content or b"" for blob, content in source.read(source.examinations.unknown(blobs))}


def read_standing(source: PageSource, documents: tuple[Document, ...], day: date) -> Standing:
    """Every page below the folders of documents, read as a whole, and the other texts that people read or will read."""
    gathered = _Gathering(source)
    tree, policy = source.tree, source.policy
    paths = page_paths(tree, policy)
    standing = {path: blob for path in paths if (blob := tree.blob(path))}
    for path, blob in counted(standing.items(), "Looking at the documents", len(standing)):
        gathered.page(path, blob)
    for _, blob in _read_besides(documents, frozenset(standing.values()), day):
        gathered.outline(blob)
    gathered.links([path for path in paths if tree.is_link(path)])
    others = [path for path in tree.below(policy.documents, _OTHER_ENDINGS) if policy.holds(path)]
    return gathered.standing(sorted(others, key=lambda path: _OTHER_ENDINGS.index(posixpath.splitext(path.lower())[1])))


def _read_besides(documents: tuple[Document, ...], known: Container[str], day: date) -> Iterator[tuple[str, str]]:
    """Path and object id of each text that is in force or to come and stands in no file."""
    for document in documents:
        for reading in texts_read(document, day) if document.vanished_by is None else ():
            if reading.text.text.blob not in known:
                yield reading.text.path, reading.text.text.blob


def _contents(repository: Repository, wanted: list[tuple[str, str]]) -> Iterator[tuple[str, str, bytes]]:
    read = repository.read(blob for _, blob in wanted)
    for (path, blob), (_, content) in zip(wanted, read, strict=True):
        yield path, blob, content or b""


class _Gathering:
    """Collects what the pages say one after the other."""

    def __init__(self, source: PageSource) -> None:
        self._source = source
        self._texts = source.texts
        self._policy = source.policy
        self._tables = TableFaults(FilesShown(source.texts, source.tree, source.policy), source.read, source.tables)
        self._pages: list[UncontrolledPage] = []
        self._unmarked: list[str] = []
        self._claims: dict[str, tuple[Claim, ...]] = {}
        self._faults: list[Fault] = []
        self._outlines: dict[str, Outline] = {}

    def page(self, path: str, blob: str) -> None:
        """One page with everything that it says."""
        reading = self._texts.reading(blob, self._policy.vocabulary)
        self._faults += reading.faults_at(path)
        whole = self._examined(blob).faults
        document = reading.header.id if reading.header else None
        self._faults += [replace(fault, path=path, document=document) for fault in whole if reading.readable]
        if not whole:
            self.outline(blob)
            self._faults += _unclear_names(path, self._outlines[blob], document)
            self._faults += self._tables.of(path, blob, self._outlines[blob], document)
        if reading.header is not None:
            claim = Claim(path=path, line=reading.header.line("id"))
            self._claims[reading.header.id] = (*self._claims.get(reading.header.id, ()), claim)
        elif reading.uncontrolled:
            self._pages.append(UncontrolledPage(path=path, blob=blob, title=reading.title, line=reading.marked_in))
        elif reading.readable and not reading.has_id and not whole:
            self._unmarked.append(path)

    def outline(self, blob: str) -> None:
        """The outline of one text."""
        self._outlines[blob] = self._examined(blob).outline

    def _examined(self, blob: str) -> Examination:
        return self._source.examinations.of(blob, lambda: next(self._source.read([blob]))[1] or b"")

    def links(self, paths: list[str]) -> None:
        """Symbolic links in the place of pages."""
        fact = "This page is a symbolic link, and its text could change without a change of the page."
        remedy = "Put the text itself here, or link to the other document by its id."
        self._faults += [
            Fault(kind=FaultKind.UNREADABLE, path=path, line=1, fact=fact, remedy=remedy) for path in paths
        ]

    def standing(self, others: list[str]) -> Standing:
        """Everything that was gathered."""
        return Standing(
            tuple(self._pages), (*self._unmarked, *others), self._claims, tuple(self._faults), self._outlines
        )


def _unclear_names(path: str, outline: Outline, document: str | None) -> Iterator[Fault]:
    """Names of files that could not stand on one line of the digest's listing (settled.md 21)."""
    for link in outline.links:
        if local_destination(link.destination) and set(link.destination) & set("\\\n\r"):
            yield Fault(
                kind=FaultKind.WRONG_TYPE,
                path=path,
                line=link.line,
                document=document,
                fact=f"Link: got {link.destination!r}, expected a name without backslash and line break.",
                remedy="Write the path with slashes.",
            )


def record_paths(tree: Tree, policy: Policy) -> list[str]:
    """The record files that stand; what explains them to people is none."""
    registers = {f"{policy.records}/{name}" for name in ("organization.yml", "processes.yml", "README.md")}
    found = tree.below([policy.records], _RECORD_ENDINGS)
    notes = f"{policy.records}/decisions/"
    attached = "/files/"
    return sorted(
        path
        for path in found
        if path not in registers and not path.startswith(notes) and attached not in path[len(policy.records) :]
    )


def last_reviews(repository: Repository, tree: Tree, policy: Policy, as_of: date) -> dict[str, date]:
    """The day of the latest review of each document, from `reviews/<document>.csv` below the folder of records."""
    folder = f"{policy.records}/reviews"
    reviews: dict[str, date] = {}
    wanted = [(path, blob) for path in tree.below([folder], ".csv") if (blob := tree.blob(path))]
    for path, _, content in _contents(repository, wanted):
        try:
            rows = _rows(content.decode("utf-8-sig", "replace"))
        except csv.Error:
            continue
        days = [day for row in rows if (day := parse_day((row.get("date") or "").strip())) and day <= as_of]
        if days:
            reviews[path.removeprefix(f"{folder}/").removesuffix(".csv")] = max(days)
    return reviews


def _rows(text: str) -> list[dict[str, str | None]]:
    """The rows of a CSV file with a header (RFC 4180).

    Raises csv.Error for a cell of more than 128 kB, which is what an unclosed quotation mark makes of a large file.
    """
    return list(csv.DictReader(io.StringIO(text, newline="")))
