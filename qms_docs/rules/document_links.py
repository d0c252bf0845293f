"""The rule about where links lead: to other documents, to files of the repository, to headings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qms_docs.model.finding import Basis, Severity
from qms_docs.model.outline import LinkKind
from qms_docs.model.readers import texts_to_judge
from qms_docs.rules.anchors import Followed, anchor_problem
from qms_docs.rules.facts import Fact
from qms_docs.rules.links import FOLLOWING, Source, Target, of_page, of_reading, resolve, suggestion
from qms_docs.rules.registry import Departure, OfManual, rule_of_documents

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qms_docs.model.document import Document
    from qms_docs.model.header import Header
    from qms_docs.model.manual import Manual
    from qms_docs.model.outline import Link
    from qms_docs.model.readers import Reading

__all__ = ["RULES"]

_NOT_IN_NAMES = frozenset("\\\n\r")
"""Characters that no file name may have here; IN103 reports them."""
_KINDS = {LinkKind.LINK: "link", LinkKind.IMAGE: "image", LinkKind.TABLE: "table"}
_MOST_SUGGESTIONS = 20
"""In one text: comparing a name with all others takes time."""


def _of_pages(manual: Manual) -> Iterator[Departure]:
    for page in manual.pages:
        followed = Followed(since=manual.as_of)
        for link, fact, remedy in _broken(manual, of_page(page), followed, ""):
            yield _departure(page.path, link, fact, remedy)


@rule_of_documents(
    "DC105",
    "unresolved-document-link",
    Severity.ERROR,
    Basis.STANDARD,
    "7.5.3",
    reads=(Fact.DAY, Fact.OUTLINES, *FOLLOWING),
    besides=(OfManual(_of_pages),),
)
def unresolved_document_link(document: Document, manual: Manual) -> Iterator[Departure]:
    """A link leads to a document, a record, a file or an anchor that does not exist.

    ## Avoid

    ```markdown title="procedures/purchasing.md"
    ---
    id: SOP-004
    title: Purchasing
    type: procedure
    revision: 1
    owner: purchasing-manager
    ---
    # Purchasing

    Complaints to suppliers: see [[SOP-099]].
    ```

    ## Prefer

    ```markdown title="procedures/purchasing.md"
    ---
    id: SOP-004
    title: Purchasing
    type: procedure
    revision: 1
    owner: purchasing-manager
    ---
    # Purchasing

    Complaints to suppliers: see [the section below](#complaints).

    ## Complaints
    ```

    ## Why

    Somebody who follows an instruction must not end up nowhere. Links by id (`[[SOP-004]]`, `[text](SOP-004#scope)`)
    survive renames and moves, also to records (`[[NC-2026-007]]`). Links by path work as well, also to files elsewhere
    in the repository: those open on the forge, if `repo_url` in `mkdocs.yml` names it. Nothing leads out of the
    repository. Images and tables lie among the documents, because they are published with the text.

    The text that stands in the file is looked at. The text in force is looked at too where it is another one, unless
    what stands is to take its place: then the fault is mended, and it is only a matter of time. A draft takes nobody's
    place.

    An anchor is looked for in what readers will meet: the revision of the other document that is in force when this
    text is, and each one that is to come. So a link to a heading that only the next revision brings has to wait for
    that revision, and a revision that drops a heading is reported before its day, while the link can still be changed.
    Where both wait for approvals, what stands last is compared.

    Front matter is looked at as well: `translation_of` and, also once the document is obsolete,
    `obsolete.superseded_by`, because its page goes on naming the successor. What a document `supersedes` may be older
    than the manual, on paper or in another system, and is not looked for.

    ## Related

    DC401 finds links to documents that are obsolete, DC107 other names that are defined nowhere.
    """
    stated: set[str] = set()
    for reading in texts_to_judge(document, manual.as_of):
        # What is wrong in the file itself is not said again of the text in force.
        known = frozenset(stated)
        source, followed = of_reading(document, reading), _followed(reading)
        what = "" if reading.stands else f" of revision {reading.number}, which is in force,"
        for link, fact, remedy in _broken(manual, source, followed, what):
            stated.add(link.destination)
            if link.destination not in known:
                yield _departure(document.path, link, fact, remedy, document.id)
    yield from _unknown_documents(manual, document)


def _departure(path: str, link: Link, fact: str, remedy: str, document: str | None = None) -> Departure:
    about = f"{link.kind.value} {link.destination}"
    return Departure(path=path, line=link.line, document=document, fact=fact, remedy=remedy, about=about)


def _followed(reading: Reading) -> Followed:
    return Followed(since=reading.since, draft=reading.draft, movable=reading.text.entry.commit is None)


def _broken(manual: Manual, source: Source, followed: Followed, of: str) -> Iterator[tuple[Link, str, str]]:
    """Each link that leads nowhere, with the fact and the remedy."""
    outline = manual.outlines.get(source.blob)
    found = 0
    for link in outline.links if outline else ():
        if set(link.destination) & _NOT_IN_NAMES:
            continue
        target = resolve(manual, source, link)
        suggesting = found < _MOST_SUGGESTIONS
        problem = _problem(manual, source, link, target, suggesting=suggesting)
        problem = problem or anchor_problem(manual, target, followed, suggesting=suggesting)
        if problem:
            found += 1
            yield link, f"The {_KINDS[link.kind]}{of} leads to {problem[0]}", problem[1]


def _problem(manual: Manual, source: Source, link: Link, target: Target, *, suggesting: bool) -> tuple[str, str] | None:
    """What is wrong with the place to which a link leads, its anchor apart, and what to do."""
    if target.missing:
        like = suggestion(manual, source, link, target) if suggesting else None
        meant = f" Did you mean {like}?" if like else ""
        return f"{link.destination}, which does not exist.{meant}", "Correct it."
    if target.outside:
        return f"{link.destination}, outside the repository.", "Put the file among the documents."
    if link.kind is LinkKind.TABLE and target.file is None:
        return f"{link.destination}, which is no data file.", "Name a file among the documents, in CSV or YAML."
    document = target.document
    if document is not None and target.revision is not None and document.revision(target.revision) is None:
        return f"revision {target.revision} of {document.id}, which does not exist.", "Correct it."
    if link.kind is not LinkKind.LINK and target.file and not _belongs(manual, source, link, target.file):
        return (
            f"{link.destination}, which is no file among the documents, so that the site cannot show it.",
            "Put the file among the documents.",
        )
    return None


def _belongs(manual: Manual, source: Source, link: Link, file: str) -> bool:
    """Whether a file that is shown is one of the text's own, with which it is published (settled.md 21)."""
    if source.document is not None:
        return link.destination in source.shown
    return manual.policy.holds(file) and file in manual.blobs


def _unknown_documents(manual: Manual, document: Document) -> Iterator[Departure]:
    """Ids of documents that front matter sends readers to."""
    headers = [document.latest.header]
    current = document.in_force(manual.as_of)
    if current is not None and document.latest.header.draft:
        headers.append(current.header)
    stated: set[tuple[str, str]] = set()
    for header in headers:
        for field, top, other in _named(header, obsolete=document.is_obsolete(manual.as_of)):
            if manual.document(other) is None and (top, other) not in stated:
                stated.add((top, other))
                yield Departure(
                    path=document.path,
                    line=header.line(field, top),
                    document=document.id,
                    fact=f"Field `{header.spelt(top)}`: the document {other} does not exist.",
                    remedy="Correct the id, or take it out where that document never was in this manual.",
                )


def _named(header: Header, *, obsolete: bool) -> Iterator[tuple[str, str, str]]:
    """Field, its name in the block and the id that it names; of an obsolete document only what its page still says."""
    if header.obsolete and header.obsolete.successor:
        yield "obsolete.superseded_by", "obsolete.superseded_by", header.obsolete.successor
    if obsolete:
        return
    if header.translation_of:
        yield "translation_of", "translation_of", header.translation_of.document


RULES = (unresolved_document_link,)
