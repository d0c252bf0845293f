"""The working papers of an audit, for the commands that print them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qms_docs.failures import UnknownThingError, WrongUseError

if TYPE_CHECKING:
    from datetime import date

    from qms_docs.sources.loading import ManualSource

__all__ = ["is_audit", "papers_html", "papers_pdf"]


def is_audit(id_: str) -> bool:
    """Whether an id is one of audits."""
    from qms_docs.model.records.internal_audit import INTERNAL_AUDIT
    from qms_docs.model.records.kinds import kind_of_id

    return kind_of_id(id_) is INTERNAL_AUDIT


def papers_html(source: ManualSource, id_: str, as_of: date | None, *, preview: bool) -> str:
    """The working papers as a page that stands alone.

    Raises UnknownThingError where there is no such audit, and where it was held already.
    """
    from qms_docs.exports.audited_texts import AuditedTexts
    from qms_docs.exports.working_papers import working_papers_page
    from qms_docs.views.working_papers import for_the_organization, has_papers, working_papers

    if preview and as_of is not None and as_of < source.today:
        raise WrongUseError("The work tree has no past: leave out `--preview` or `--as-of`.")
    manual = source.manual(as_of, preview=preview, judged=True, merged=preview)
    kept = manual.records.find(id_)
    if kept is None or not kept.stands or not is_audit(id_):
        when = f" as of {as_of}" if as_of else ""
        raise UnknownThingError(
            f"There is no audit {id_}{when}. `qms record list internal-audit` shows which there are; "
            "one of the work tree is printed with `--preview`."
        )
    if not has_papers(kept):
        raise UnknownThingError(
            f"{id_} is {kept.record.status or 'unreadable'}: working papers are for an audit that is planned or in "
            "progress. `--as-of` a day before gives those of that day."
        )
    read = AuditedTexts(source).read
    return working_papers_page(working_papers(for_the_organization(manual), kept, read))


def papers_pdf(source: ManualSource, id_: str, as_of: date | None, *, preview: bool) -> bytes:
    """The same as PDF; raises as `papers_html` does, and CannotCheckError where it cannot be made."""
    from qms_docs.exports.pdf_bytes import pdf_bytes

    return pdf_bytes(papers_html(source, id_, as_of, preview=preview), {}, id_)
