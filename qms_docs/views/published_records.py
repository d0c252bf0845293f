"""The records as the readers of a site may know them, and what is connected with what (settled.md 22)."""

from __future__ import annotations

import posixpath
import re
from collections import defaultdict
from functools import cached_property
from typing import TYPE_CHECKING, TypeVar, cast

from qms_docs.model.policy import Audience
from qms_docs.model.records.evidence import evidence_by_clause
from qms_docs.model.records.forms import Refers
from qms_docs.model.records.secrecy import files_of, is_handed_out, record_is_withheld, withheld_files
from qms_docs.values import dataclass
from qms_docs.views.publication import Access, access_to, reference_to

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping

    from qms_docs.model.document import Document
    from qms_docs.model.manual import Manual
    from qms_docs.model.records.evidence import Evidence
    from qms_docs.model.records.history import KeptRecord
    from qms_docs.model.records.series import Series
    from qms_docs.model.standard import ClauseReference

__all__ = ["LEFT_OUT", "PEOPLE", "THINGS", "DocumentsAround", "PublishedRecords", "Referring", "SeenDocument"]

LEFT_OUT = "left out of this site"
"""What stands in the place of what the readers may not know."""
PEOPLE = frozenset((Refers.PERSON, Refers.PERSON_OR_WORDS, Refers.OWNER))
THINGS = frozenset(
    (
        *(Refers.RECORD, Refers.DOCUMENT, Refers.REVISION, Refers.SUBJECT, Refers.TOPIC, Refers.BASIS, Refers.TARGET),
        *(Refers.EVIDENCE, Refers.EVIDENCE_LINK, Refers.USER, Refers.ADDRESSED, Refers.REQUIREMENT),
    )
)
"""What may name a record or document."""
_WORD = re.compile(r"[^\W_][\w.\-]*[\w]")
_TOLD_APART = re.compile(r"[\W\d_]")
_OF_RECORDS = frozenset(("told", "evidence", "naming", "at_path"))
"""What follows from the records, from what the readers may know of them, and from the policy."""
_T = TypeVar("_T")


@dataclass(frozen=True, kw_only=True, slots=True)
class Referring:
    """Something that names a record or document."""

    id: str
    field: str
    """The path of the field that names it; empty where it is a text."""
    revision: str | None = None
    """The revision of a document whose change it is."""


@dataclass(frozen=True, kw_only=True, slots=True)
class SeenDocument:
    """What records tell of a document that they name."""

    title: str
    access: Access


@dataclass(frozen=True, kw_only=True, slots=True)
class DocumentsAround:
    """Everything that records tell of documents."""

    by_id: Mapping[str, SeenDocument]
    naming: Mapping[str, tuple[Referring, ...]]
    """By the id of a record the documents whose change or text names it, of those that the site shows."""
    withheld_files: frozenset[str]
    """The object ids of files that belong to what the site withholds."""


class PublishedRecords:
    """What the site may say of records, worked out once for all pages."""

    def __init__(self, manual: Manual, around: DocumentsAround | None = None) -> None:
        """The manual has to know its records, and its documents unless it is told what is `around` the records."""
        self.manual = manual
        self.public = manual.policy.site.audience is Audience.PUBLIC
        self._around = around
        self._once: dict[object, object] = {}

    def once(self, work_out: Callable[[PublishedRecords], _T]) -> _T:
        """What several pages show that follows from the records alone, worked out for the first of them."""
        if work_out not in self._once:
            self._once[work_out] = work_out(self)
        return cast("_T", self._once[work_out])

    @cached_property
    def told(self) -> tuple[KeptRecord, ...]:
        """The records that stand and of which the site shows everything."""
        return tuple(each for each in self.manual.records.standing if self.access(each) is Access.TEXT)

    @cached_property
    def evidence(self) -> Mapping[ClauseReference, list[Evidence]]:
        """What records and rows prove that the site shows, by clause."""
        rows = (each for each in self.manual.records.series if self.access_to_series(each) is Access.TEXT)
        return evidence_by_clause(self.manual, self.told, rows)

    def access(self, kept: KeptRecord) -> Access:
        """What the site shows of a record."""
        if not record_is_withheld(kept, self.manual.policy):
            return Access.TEXT
        return Access.NONE if self.public else Access.TITLE

    def access_to_series(self, series: Series) -> Access:
        """What the site shows of rows: as much as of the record or document to which they belong."""
        owner = self.manual.records.find(series.id)
        document = self._document(series.id)
        if owner is not None and owner.stands:
            found = self.access(owner)
        elif self.public:
            # Rows say nothing of who may read them, and so they are internal, as records are.
            found = Access.NONE
        else:
            found = document.access if document else Access.TEXT
        return found if found is Access.TEXT else Access.NONE

    def hides(self, name: str) -> bool:
        """Whether the site may not even name the record or document."""
        kept = self.manual.records.find(name)
        if kept is not None:
            return self.access(kept) is Access.NONE
        document = self._document(name)
        return document is not None and document.access is Access.NONE

    def title(self, name: str) -> str | None:
        """The title of a document or record that the site names; None where it has none by that id.

        Of a record that was taken away nothing but its id is left.
        """
        document = self._document(name)
        if document is not None:
            return document.title
        kept = self.manual.records.find(name)
        if kept is None:
            return None
        return self.words(kept.record.title or "") if kept.stands else ""

    def shown(self, name: str) -> bool:
        """Whether the text of a record or document is on the site."""
        kept = self.manual.records.find(name)
        return kept is not None and self.access(kept) is Access.TEXT

    @cached_property
    def _people(self) -> tuple[frozenset[str], re.Pattern[str] | None]:
        """Ids that are no common words, and what finds names."""
        people = self.manual.organization.people.values()
        ids = frozenset(each.id for each in people if _TOLD_APART.search(each.id))
        names = sorted({each.name for each in people if " " in each.name}, key=len, reverse=True)
        pattern = "|".join(map(re.escape, names))
        return ids, re.compile(rf"(?<!\w)(?:{pattern})(?!\w)") if pattern else None

    def words(self, text: str) -> str:
        """A text without the names of people and of what the site does not name, where anybody can read it."""
        if not self.public:
            return text
        ids, names = self._people
        told = names.sub(f"[{LEFT_OUT}]", text) if names else text
        return _WORD.sub(lambda found: f"[{LEFT_OUT}]" if found[0] in ids or self.hides(found[0]) else found[0], told)

    @cached_property
    def naming(self) -> dict[str, tuple[Referring, ...]]:
        """By the id of a record or document the records that name it, of those that the site shows."""
        found: dict[str, dict[str, Referring]] = defaultdict(dict)
        for kept in self.told:
            for each in kept.record.names:
                name = each.name.partition("@")[0]
                if each.refers in THINGS and name != kept.id and " " not in name:
                    found[name].setdefault(kept.id, Referring(id=kept.id, field=each.field))
        return {name: tuple(by_id[each] for each in sorted(by_id)) for name, by_id in found.items()}

    @cached_property
    def around(self) -> DocumentsAround:
        """What there is to tell of documents."""
        return self._told_of(self.manual.documents) if self._around is None else self._around

    def after_edit(self, manual: Manual, edited: Collection[Document]) -> PublishedRecords:
        """The same of a manual with other texts of these documents, all else in it the same (`untouched_documents`).

        Where they tell records nothing else than before, all stays known that follows from the records.
        """
        before = [each for one in edited if (each := self.manual.document(one.id))]
        after = PublishedRecords(manual)
        if self._told_of(before) != after._told_of(edited):
            return after
        after._around = self.around
        for name in _OF_RECORDS.intersection(vars(self)):
            vars(after)[name] = getattr(self, name)
        return after

    def _told_of(self, documents: Collection[Document]) -> DocumentsAround:
        return DocumentsAround(
            by_id={each.id: _seen(self.manual, each) for each in documents},
            naming=self._documents_naming(documents),
            withheld_files=withheld_files(self.manual, documents),
        )

    def _document(self, name: str) -> SeenDocument | None:
        """What there is to tell of one document, for which the others are not looked at."""
        if self._around is not None:
            return self._around.by_id.get(name)
        document = self.manual.document(name)
        return _seen(self.manual, document) if document else None

    def _documents_naming(self, documents: Iterable[Document]) -> dict[str, tuple[Referring, ...]]:
        found: dict[str, dict[tuple[str, str | None], Referring]] = defaultdict(dict)
        for document in documents:
            if access_to(self.manual, document) is not Access.TEXT:
                continue
            for revision in document.revisions:
                change = revision.header.change
                if change and change.request:
                    one = Referring(id=document.id, field="change.request", revision=revision.number)
                    found[change.request][document.id, revision.number] = one
            for name in self._linked(document.latest.text.blob, document.latest.path):
                found[name].setdefault((document.id, None), Referring(id=document.id, field=""))
        return {name: tuple(by_id[key] for key in sorted(by_id, key=str)) for name, by_id in found.items()}

    def _linked(self, blob: str, path: str) -> Iterator[str]:
        """The records to which a text links, by their ids or their files."""
        outline = self.manual.outlines.get(blob)
        for link in outline.links if outline else ():
            name = link.destination.partition("#")[0]
            place = posixpath.normpath(posixpath.join(posixpath.dirname(path), name))
            if self.manual.records.find(name) is not None:
                yield name
            elif place in self.at_path:
                yield self.at_path[place].id

    def files(self, kept: KeptRecord) -> tuple[str, ...]:
        """The paths of the files of a record that the site hands out."""
        manual = self.manual
        stand = (each for each in files_of(kept) if each in manual.blobs and is_handed_out(each, manual.policy))
        return tuple(each for each in stand if manual.blobs[each] not in self.around.withheld_files)

    @cached_property
    def at_path(self) -> dict[str, KeptRecord]:
        """The records that stand, by their paths."""
        return {each.path: each for each in self.manual.records.standing}


def _seen(manual: Manual, document: Document) -> SeenDocument:
    return SeenDocument(title=reference_to(manual, document).title, access=access_to(manual, document))
