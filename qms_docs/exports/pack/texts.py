"""The pages of documents: each revision as it is read on the site, on paper, and against the one before it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from qms_docs.exports.pack.names import source_name
from qms_docs.exports.pack.request import PARTS
from qms_docs.exports.redline_page import Heading, redline_page
from qms_docs.exports.site_text import Elsewhere, WantedText
from qms_docs.figures.page_figures import PageFigures
from qms_docs.model.document import Status
from qms_docs.rendering.text import Texts
from qms_docs.reports.revisions import history_json
from qms_docs.views.approvals import Approvals, approvals_of
from qms_docs.views.compared_side import compared_side
from qms_docs.views.comparison import Side, compare
from qms_docs.views.printed_document import printed_document
from qms_docs.views.redline import redline
from qms_docs.views.revision_history import revision_history
from qms_docs.views.words import listed, withdrawal_in_words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qms_docs.exports.pack.request import Desk
    from qms_docs.model.document import Document, Revision
    from qms_docs.redline.text import Block, Image
    from qms_docs.views.revision_history import RevisionHistory

__all__ = ["published_history", "write_document", "write_prints", "write_redlines", "write_texts"]

_HEADING = re.compile(r"\s*<h1[ >]")
_MARKS = {
    Status.DRAFT: "Draft",
    Status.IN_REVIEW: "Not in force",
    Status.APPROVED: "Not yet in force",
    Status.SUPERSEDED: "Superseded",
    Status.OBSOLETE: "Obsolete",
}


def write_texts(desk: Desk) -> str:
    """A page for every revision; gives the style of the texts."""
    wanted = [(document, revision) for document in desk.documents for revision in _drawn(desk, document)]
    addresses = {each.id: f"../{_address(desk, each).removeprefix('documents/')}" for each in desk.documents}
    style = ""
    asked = (
        (WantedText(document=document.id, text=revision.text), _beside(desk, addresses, document))
        for document, revision in wanted
    )
    for (document, revision), texts in zip(wanted, desk.texts(asked), strict=True):
        style = texts.style
        printed = printed_document(desk.manual, document, revision, revision.text)
        html = texts.texts[0].html
        name = desk.page(document, revision)
        desk.write(
            *(name, "revision", f"{document.id} {printed.title}, revision {revision.number}"),
            document=printed,
            html=html,
            headed=bool(_HEADING.match(html)),
            mark=_mark(desk, document, revision),
            stem=name.rpartition("/")[2].removesuffix(".html"),
            superseded=document.status(revision, desk.manual.as_of) in (Status.SUPERSEDED, Status.OBSOLETE),
            withdrawal=_withdrawal(desk, document, revision),
            printed=desk.request.pdf and desk.in_use(document) is revision,
        )
    return style


def write_prints(desk: Desk) -> dict[str, str]:
    """The PDF of every text in use; gives why a text could not be printed, by the id of its document."""
    from qms_docs.exports.pdf_bytes import UnprintableError, pdf_bytes  # noqa: PLC0415 - needs an extra
    from qms_docs.exports.pdf_page import pdf_page  # noqa: PLC0415 - as above

    wanted = [(each, revision) for each in desk.documents if (revision := desk.in_use(each)) is not None]
    asked = (
        (
            WantedText(document=document.id, text=revision.text),
            Elsewhere(documents={document.id: ""}, unnamed=desk.scope.unnamed),
        )
        for document, revision in wanted
    )
    failed = {}
    for (document, revision), texts in zip(wanted, desk.texts(asked), strict=True):
        printed = printed_document(desk.manual, document, revision, revision.text)
        name = f"{desk.page(document, revision).removesuffix('.html')}.pdf"
        try:
            html = pdf_page(desk.manual, [printed], texts, whole=False)
            desk.archive.add(name, pdf_bytes(html, texts.files, document.id))
        except UnprintableError as error:
            failed[document.id] = error.fact
    return failed


def write_redlines(desk: Desk, document: Document) -> dict[str, str]:
    """Each revision against the one before it; gives the name of the page by the number of the later one."""
    found = {}
    rendered = Texts(formulas=desk.request.formulas)
    sides: dict[str, tuple[Side, tuple[Block, ...] | None]] = {}
    for pair in pairwise(each for each in document.issued if desk.scope.shows(each)):
        for each in pair:
            if each.number not in sides:
                sides = {number: sides[number] for number in [pair[0].number] if number in sides}
                sides[each.number] = _side(desk, each, rendered)
        before, after = pair
        if (old := sides[before.number][1]) is None or (new := sides[after.number][1]) is None:
            continue
        comparison = compare(document.id, sides[before.number][0], sides[after.number][0])
        heading = Heading(
            organization=desk.manual.policy.organization,
            title=after.header.title or document.id,
            language=after.header.language or "en",
            as_of=desk.manual.as_of,
            before=compared_side(desk.manual, document, before.text, before.number),
            after=compared_side(desk.manual, document, after.text, after.number),
            navigation=tuple((f"../../{address}", words) for address, words in PARTS),
        )
        numbers = f"{desk.number(document, before)}-to-{desk.number(document, after)}"
        paths = {shown.sha256: shown.path for each in pair for shown in each.text.text.files}

        def beside(image: Image, paths: dict[str, str] = paths) -> str | None:
            path = paths.get(image.sha256 or "")
            return f"../../{source_name(image.sha256, path)}" if image.sha256 and path else None

        figures = PageFigures(desk.source.store.drawer("figures").find)
        page = redline_page(heading, comparison, redline(old, new), lambda _: None, figures, beside=beside)
        found[after.number] = desk.archive.add(f"{desk.folder(document)}/redline-{numbers}.html", page)
    return found


def published_history(desk: Desk, document: Document) -> RevisionHistory:
    """The revisions, newest first; of one that was restricted in its time nothing but number, days and digest."""
    history = revision_history(desk.manual, document)
    closed = {each.number for each in document.issued if not desk.scope.shows(each)}
    rows = tuple(
        replace(row, change_class=None, summary=None, reason="Restricted.", request=None, approvals=Approvals())
        if row.revision in closed
        else replace(row, request=row.request if row.request not in desk.scope.unnamed else None)
        for row in history.revisions
    )
    return replace(history, revisions=rows)


def write_document(
    desk: Desk, document: Document, redlines: dict[str, str], evidence: dict[str, dict[str, object]], no_print: str
) -> str:
    """The page of a document with its history; gives the name of the history for programs."""
    history = published_history(desk, document)
    name = desk.archive.add(f"{desk.folder(document)}/history.json", history_json(history))
    pages = {each.number: desk.page(document, each).rpartition("/")[2] for each in _drawn(desk, document)}
    current = desk.in_use(document)
    shown = document.shown(desk.manual.as_of) or document.issued[-1]
    desk.write(
        *(f"{desk.folder(document)}/index.html", "document", f"{document.id} {history.title}"),
        document=printed_document(desk.manual, document, shown, shown.text),
        history=history,
        pages=pages,
        redlines={number: each.rpartition("/")[2] for number, each in redlines.items()},
        evidence=evidence,
        current=current.number if current else None,
        pdf=pages[current.number].replace(".html", ".pdf") if current and desk.request.pdf and not no_print else None,
        no_print=no_print,
        withdrawals={each.number: _withdrawal(desk, document, each) for each in document.issued},
        waiting={each.number: _unapproved(desk, document, each) for each in document.issued},
        review=_review(desk, document),
    )
    return name


def _withdrawal(desk: Desk, document: Document, revision: Revision) -> str | None:
    """What a revision says of the withdrawal; where its words name something that stays out, no more than that."""
    if not desk.scope.shows(revision):
        return None
    words = withdrawal_in_words(document, revision, desk.manual.as_of)
    if words is None or desk.scope.gives_nothing_away(words):
        return words
    return "It withdraws the document. Reason and successor are left out, because they name something restricted."


def _unapproved(desk: Desk, document: Document, revision: Revision) -> str:
    """Why a revision has no day on which it was approved."""
    if not desk.scope.shows(revision):
        return "left out"
    given = approvals_of(desk.manual, document, revision)
    if given.waiting:
        return f"not complete: waiting for {listed([each.words for each in given.waiting])}"
    return given.note[:1].lower() + given.note[1:].removesuffix(".") if given.note else "not complete"


def _review(desk: Desk, document: Document) -> dict[str, object]:
    """When the next review is due, on which day the last was, and which record says so."""
    kept = (
        each
        for each in desk.manual.records.series
        if each.kind.name == "document-review" and each.id == document.id and each.vanished_by is None
    )
    return {
        "due": document.next_review(desk.manual.policy, desk.manual.as_of),
        "last": document.reviewed_on,
        "record": next((each.path for each in kept), None),
    }


def _drawn(desk: Desk, document: Document) -> Iterator[Revision]:
    """The revisions whose text is shown and can be drawn."""
    for each in document.issued:
        if desk.scope.shows(each) and desk.can_draw(each):
            yield each


def _address(desk: Desk, document: Document) -> str:
    """Where a link to a document leads: to the text in use, else to the page about it."""
    current = desk.in_use(document)
    drawn = current is not None and current in _drawn(desk, document)
    return desk.page(document, current) if current is not None and drawn else f"{desk.folder(document)}/index.html"


def _beside(desk: Desk, addresses: dict[str, str], document: Document) -> Elsewhere:
    return Elsewhere(
        documents=_SeenFrom(addresses, document.id),
        file=lambda content, name: f"../../{desk.archive.add_source(content, name)}",
        unnamed=desk.scope.unnamed,
    )


class _SeenFrom(Mapping[str, str]):
    """The addresses of documents seen from one of them, whose own places are on the same page."""

    def __init__(self, addresses: dict[str, str], own: str) -> None:
        self._addresses, self._own = addresses, own

    def __getitem__(self, document: str) -> str:
        """The address of a document."""
        return "" if document == self._own else self._addresses[document]

    def __iter__(self) -> Iterator[str]:
        """The ids of the documents."""
        return iter(self._addresses)

    def __len__(self) -> int:
        """How many there are."""
        return len(self._addresses)


def _mark(desk: Desk, document: Document, revision: Revision) -> str | None:
    status = document.status(revision, desk.manual.as_of)
    gone = "Not in use" if document.vanished_by is not None else None
    return _MARKS.get(status, gone)


def _side(desk: Desk, revision: Revision, rendered: Texts) -> tuple[Side, tuple[Block, ...] | None]:
    text = revision.text.text
    side = Side.of(revision.number, revision.text, desk.source.parts(text.blob))
    if side.excess:
        return side, None
    files = {shown.name: shown.sha256 for shown in text.files}
    blobs = {shown.name: shown.blob for shown in text.files}
    read = desk.source.read
    return side, rendered.blocks(side.body, files, lambda name: read(blobs[name]) if name in blobs else None)
