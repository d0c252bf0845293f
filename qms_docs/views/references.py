"""What else refers to a document: other documents, pages, processes, records."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qms_docs.rules.links import of_page
from qms_docs.values import dataclass
from qms_docs.views.referring import linked, linking
from qms_docs.views.words import title_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from qms_docs.model.header import Header
    from qms_docs.model.manual import Manual

__all__ = ["References", "ReferringDocument", "references_to"]

_EXTERNAL = "external/"
"""The folder of records in which documents of others are registered."""


@dataclass(frozen=True, kw_only=True, slots=True)
class ReferringDocument:
    """A document that refers to another one."""

    id: str
    title: str


@dataclass(frozen=True, kw_only=True, slots=True)
class References:
    """Everything that refers to one document, sorted."""

    documents: tuple[ReferringDocument, ...] = ()
    pages: tuple[str, ...] = ()
    """Paths of pages that are not controlled."""
    processes: tuple[str, ...] = ()
    """Titles."""
    records: tuple[str, ...] = ()
    """Ids of records, or paths where the file has no id for its name."""
    external: tuple[str, ...] = ()
    """Ids of external documents."""

    @property
    def nothing(self) -> bool:
        """Whether nothing refers to the document."""
        return not (self.documents or self.pages or self.processes or self.records or self.external)


def references_to(
    manual: Manual, documents: Collection[str], records: Mapping[str, Sequence[str]]
) -> dict[str, References]:
    """What refers to each of these documents by its id; `records` are the paths of records that name each of them."""
    found = {each: set(others) for each, others in linking(manual, documents).items()}
    for document in manual.standing:
        for each in found.keys() & set(_named(document.latest.header)) - {document.id}:
            found[each].add(document.id)
    titles = {each.id: title_of(each, None) for each in manual.standing}
    pages: dict[str, list[str]] = {each: [] for each in documents}
    for page in manual.pages:
        for each in pages.keys() & set(linked(manual, of_page(page))):
            pages[each].append(page.path)
    return {
        each: References(
            documents=tuple(ReferringDocument(id=other, title=titles[other]) for other in sorted(found[each])),
            pages=tuple(pages[each]),
            processes=tuple(_processes(manual, each)),
            **_records(manual, records.get(each, ())),
        )
        for each in documents
    }


def _named(header: Header) -> Iterator[str]:
    """The documents that the front matter names."""
    yield from header.supersedes
    if header.translation_of:
        yield header.translation_of.document
    if header.obsolete and header.obsolete.successor:
        yield header.obsolete.successor


def _processes(manual: Manual, document: str) -> Iterator[str]:
    for process in (manual.organization.processes or {}).values():
        if document in process.documents:
            yield process.title


def _records(manual: Manual, paths: Sequence[str]) -> dict[str, tuple[str, ...]]:
    inside = [path.removeprefix(f"{manual.policy.records}/") for path in paths]
    names = {path: path.rpartition("/")[2].rpartition(".")[0] for path in inside}
    return {
        "records": tuple(sorted({name for path, name in names.items() if not path.startswith(_EXTERNAL)})),
        "external": tuple(sorted({name for path, name in names.items() if path.startswith(_EXTERNAL)})),
    }
