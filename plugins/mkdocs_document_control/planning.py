"""Plans a site: which pages it has, what each says, and which files their texts show."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from mkdocs.exceptions import PluginError

from mkdocs_document_control.attachments import Attachments
from mkdocs_document_control.comparison_pages import shown_in
from mkdocs_document_control.dashboard import with_glances
from mkdocs_document_control.generated_pages import generated_pages
from mkdocs_document_control.late import SourceAtHand, set_aside
from mkdocs_document_control.links import Links
from mkdocs_document_control.organization_pages import organization_pages
from mkdocs_document_control.pages_of_records import pages_of_records, with_records
from mkdocs_document_control.plan import HOME, STATUS, PlannedDocument, SitePlan, registers
from mkdocs_document_control.revision_pages import PagesOfEach, revision_pages
from mkdocs_document_control.site_files import FILES_OF_SITE
from mkdocs_document_control.status_pages import status_pages
from mkdocs_document_control.text_pages import TextPages
from qms_docs.keeping.store import Store
from qms_docs.views.dashboard import glances
from qms_docs.views.document_page import document_page
from qms_docs.views.publication import Access, access_to
from qms_docs.views.published_records import PublishedRecords
from qms_docs.views.register import published_row
from qms_docs.views.site_state import site_state
from qms_docs.views.text_edits import stands_as_issued, untouched_documents

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mkdocs_document_control.page import PlannedPage
    from mkdocs_document_control.plan import Terms
    from mkdocs_document_control.revision_pages import PagesOfOne
    from qms_docs.model.manual import Manual
    from qms_docs.sources.loading import ManualSource

__all__ = ["plan_site"]


def plan_site(
    source: ManualSource, manual: Manual, terms: Terms, store: Store | None = None, before: SitePlan | None = None
) -> SitePlan:
    """The pages and files of a manual.

    In the `store` is found what earlier builds of this site have worked out. The pages of documents about which nothing
    is otherwise are those of the plan `before`, which belongs to the same settings.

    Raises PluginError where two pages would have one address.
    """
    many = terms.many
    known = _known(before, manual, terms) if before else {}
    last = before if known else None
    edited = [each for each in manual.documents if each.id not in known]
    published = last.published.after_edit(manual, edited) if last else PublishedRecords(manual)
    at_hand = last.source if last else SourceAtHand(source, manual)
    at_hand.now, at_hand.manual = source, manual
    rows = {
        each.id: row
        for each in manual.documents
        if (row := last.rows.get(each.id) if last and each.id in known else published_row(manual, each))
    }
    generated = generated_pages(published, rows, archive=many.archive != 0, redlines=many.redlines != 0)
    taken = FILES_OF_SITE.union(terms.taken)
    drawings = source.store.drawer("still-drawings")
    attachments = last.texts.attachments.copied() if last else Attachments(taken, drawings)
    # Whoever reads the manual of a day in the past can edit the files of today alone.
    standing = source.manual() if manual.as_of < terms.today else manual
    texts = TextPages(source, manual, standing, terms.places, attachments)
    documents = sorted(manual.documents, key=lambda each: (each.latest.entry.number, each.id))
    views = {each.id: page for each in documents if each.id not in known and (page := document_page(manual, each))}
    source.read_ahead(page.text.text.blob for page in views.values() if page.text)
    ids = [each.id for each in documents if each.id in known or each.id in views]
    # The files of what people work by get the plain addresses, so they come before those of the past.
    shown = {name: known[name].text if name in known else texts.document(views[name]) for name in ids}
    free = [texts.uncontrolled(each) for each in manual.pages]
    if not terms.controlled:
        free += [texts.unmarked(path) for path in manual.unmarked if path.endswith(".md")]
    each_of = PagesOfEach(at_hand, manual, terms.places, attachments, many)
    by_id = {each.id: each for each in documents}
    made = {name: known[name].pages if name in known else each_of.of(by_id[name], shown[name]) for name in ids}
    anew = [name for name in ids if name not in known]
    if last and not all(_shows_the_same(last, name, shown[name], made[name]) for name in anew):
        # A file that nobody shows any more would stay, and what people use today keeps the plain addresses.
        return plan_site(source, manual, terms, store)
    past = revision_pages(manual, made)
    records = pages_of_records(
        at_hand, published, terms.findings, attachments, store or Store(), before=last.records if last else None
    )
    own = {
        name: known[name].own if name in known else set_aside(with_records(made[name].own, published)) for name in ids
    }
    pages = [*own.values(), *free]
    status, of_status = status_pages(manual, published)
    knowing = last.competence if last and stands_as_issued(last.manual, manual) else None
    organization = organization_pages(published, terms.findings, status, records.about, knowing)
    of_records = [*records.pages, *records.about, *of_status, *organization.pages]
    placed = _placed([*pages, *past.further, *map(set_aside, [*generated, *of_records])])
    if HOME not in placed:
        placed[HOME] = texts.bare_home()
    shown_small = glances(published, status)
    placed |= {each: with_glances(placed[each], manual, shown_small, STATUS) for each in (HOME, STATUS)}
    return SitePlan(
        manual=manual,
        state=site_state(manual, controlled=terms.controlled, today=terms.today),
        pages=placed,
        files={**registers(rows.values()), **records.twins, **organization.files, **attachments.files},
        links=Links({page.src_uri: page for page in pages}, _unnamed(manual), standing.paths, past, records.places),
        status=status,
        texts=texts,
        terms=terms,
        source=at_hand,
        documents={name: PlannedDocument(text=shown[name], pages=made[name], own=own[name]) for name in ids},
        rows=rows,
        published=published,
        records=records,
        competence=organization.competence,
    )


def _known(before: SitePlan, manual: Manual, terms: Terms) -> dict[str, PlannedDocument]:
    """The pages of documents by their ids that are what they were; the home page shows more than its document."""
    same = replace(before.terms, findings=()) == replace(terms, findings=())
    if not same or before.texts.standing is not before.manual:
        return {}
    untouched = untouched_documents(before.manual, manual)
    return {name: each for name, each in before.documents.items() if name in untouched and each.own.src_uri != HOME}


def _shows_the_same(before: SitePlan, name: str, text: PlannedPage, pages: PagesOfOne) -> bool:
    """Whether the pages of a document show the files that they showed, those of the past apart."""
    old = before.documents.get(name)
    return old is not None and _shown(old.text) == _shown(text) and _shown_of_past(old.pages) == _shown_of_past(pages)


def _shown(page: PlannedPage) -> set[str | None]:
    return {each.uri for each in page.origin.by_name.values()} if page.origin else set()


def _shown_of_past(pages: PagesOfOne) -> set[str | None]:
    compared = {uri for each in pages.comparisons for uri in shown_in(each)}
    return compared.union(*map(_shown, pages.revisions.values()))


def _unnamed(manual: Manual) -> frozenset[str]:
    return frozenset(each.id for each in manual.documents if access_to(manual, each) is Access.NONE)


def _placed(pages: Iterable[PlannedPage]) -> dict[str, PlannedPage]:
    placed: dict[str, PlannedPage] = {}
    addresses: dict[str, PlannedPage] = {}
    for page in pages:
        address = _address(page.src_uri)
        if address.strip("/") in FILES_OF_SITE:
            place = page.origin.path if page.origin else page.src_uri
            raise PluginError(f"{place} would stand where the site has the file {address}. Rename the file.")
        other = addresses.get(address)
        if other is not None:
            raise PluginError(_collision(other, page, address))
        addresses[address] = placed[page.src_uri] = page
    return placed


def _address(src_uri: str) -> str:
    """The address that MkDocs gives to a page, letters of either case taken as one as some disks do."""
    stem = src_uri.rpartition(".")[0]
    folder, _, name = stem.rpartition("/")
    return f"/{folder if name in ('index', 'README') else stem}".rstrip("/").lower() + "/"


def _collision(one: PlannedPage, other: PlannedPage, address: str) -> str:
    first, second = (each.origin.path if each.origin else f"the page “{each.title}”" for each in (one, other))
    return f"{first} and {second} would both stand at {address}. Rename the file."
