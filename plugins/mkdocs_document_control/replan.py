"""The plan of a site after somebody has edited texts and nothing else, which leaves all other pages as they were."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from mkdocs_document_control.late import set_aside
from mkdocs_document_control.pages_of_records import with_records
from mkdocs_document_control.plan import HOME, STATUS, PlannedDocument, registers
from mkdocs_document_control.revision_pages import PagesOfEach
from mkdocs_document_control.text_pages import TextPages
from qms_docs.views.document_page import document_page
from qms_docs.views.register import published_row
from qms_docs.views.text_edits import edited_documents

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mkdocs_document_control.page import PlannedPage
    from mkdocs_document_control.plan import SitePlan, Terms
    from qms_docs.model.document import Document
    from qms_docs.model.manual import Manual
    from qms_docs.sources.loading import ManualSource

__all__ = ["can_go_on", "replanned", "with_edited"]


def replanned(plan: SitePlan, source: ManualSource, manual: Manual, terms: Terms) -> SitePlan | None:
    """The plan in which the pages of edited documents are new, and all others those of the earlier plan.

    None where more is otherwise than texts, so that the site has to be planned anew.
    """
    edited = edited_documents(plan.manual, manual) if can_go_on(plan, terms) else None
    return None if edited is None else with_edited(plan, edited, source, manual)


def can_go_on(plan: SitePlan, terms: Terms) -> bool:
    """Whether a plan on these terms may go on from another one."""
    return plan.terms == terms and plan.texts.standing is plan.manual


def with_edited(plan: SitePlan, edited: Iterable[Document], source: ManualSource, manual: Manual) -> SitePlan | None:
    """The plan in which the pages of these documents are new, which differ in their words alone; None as above."""
    terms, old = plan.terms, plan.texts
    attachments = old.attachments.copied()
    texts = TextPages(source, manual, manual, old.addresses, attachments)
    plan.source.now, plan.source.manual = source, manual
    each_of = PagesOfEach(plan.source, manual, old.addresses, attachments, terms.many)
    documents: dict[str, PlannedDocument] = {}
    placed = dict(plan.pages)
    for document in edited:
        view = document_page(manual, document)
        if view is None:
            continue
        text = texts.document(view)
        made = each_of.of(document, text)
        own = set_aside(with_records(made.own, plan.published))
        pages = (own, *made.revisions.values(), *made.comparisons)
        if not all(_stands_alike(placed.get(each.src_uri), each) for each in pages):
            return None
        documents[document.id] = PlannedDocument(text=text, pages=made, own=own)
        placed |= {each.src_uri: each for each in pages}
    if attachments.files != old.attachments.files:
        return None
    rows = plan.rows | {each.id: row for each in edited if (row := published_row(manual, each))}
    return replace(
        plan,
        manual=manual,
        pages=placed,
        files={**plan.files, **registers(rows.values())},
        links=plan.links.after_edit(documents),
        texts=texts,
        documents={**plan.documents, **documents},
        rows=rows,
        words_differ=True,
    )


def _stands_alike(old: PlannedPage | None, new: PlannedPage) -> bool:
    """Whether a page stands where one stood of which everything was the same that other pages see of it.

    The pages that bring small charts are made of more than a document.
    """
    if old is None or new.src_uri in (HOME, STATUS) or bool(old.markdown) is not bool(new.markdown):
        return False
    return replace(old, **_OF_ITSELF) == replace(new, **_OF_ITSELF)


_OF_ITSELF: dict[str, Any] = {"values": {}, "markdown": "", "document": None, "past": None, "origin": None}
"""What a page shows of itself alone."""
