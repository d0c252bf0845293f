"""Pages of registers in one file each: training requirements, and interested parties with the climate decision."""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING

from mkdocs_document_control.competence_pages import COMPETENCE
from mkdocs_document_control.page import PlannedPage
from qms_docs.reports.register_files import register_file
from qms_docs.values import dataclass
from qms_docs.views.register_files import parties_register, requirements_register

if TYPE_CHECKING:
    from mkdocs_document_control.late_file import FileContent
    from qms_docs.views.published_records import PublishedRecords

__all__ = ["RegisterFilePages", "register_file_pages"]

_PARTIES = "records/context/parties.md"
_REQUIREMENTS = "records/training/requirements.md"


@dataclass(frozen=True, kw_only=True, slots=True)
class RegisterFilePages:
    """What the site has of these registers."""

    pages: tuple[PlannedPage, ...] = ()
    files: dict[str, FileContent] = field(default_factory=dict)


def register_file_pages(published: PublishedRecords, *, competence: bool) -> RegisterFilePages:
    """The pages of the registers that there are, with their files; `competence` says whether the site has that page."""
    manual = published.manual
    pages: list[PlannedPage] = []
    files: dict[str, FileContent] = {}
    parties, requirements = parties_register(published), requirements_register(published)
    if parties is not None:
        pages.append(
            _page(_PARTIES, "Interested parties", "parties.html.jinja", {"register": parties, "as_of": manual.as_of})
        )
        files |= _files(published, "interested-parties")
    if requirements is not None:
        values: dict[str, object] = {
            "register": requirements,
            "competence": COMPETENCE if competence else None,
            "as_of": manual.as_of,
        }
        pages.append(_page(_REQUIREMENTS, "Training requirements", "training_requirements.html.jinja", values))
        files |= _files(published, "training-requirements")
    return RegisterFilePages(pages=tuple(pages), files=files)


def _page(address: str, title: str, template: str, values: dict[str, object]) -> PlannedPage:
    return PlannedPage(
        src_uri=address,
        title=title,
        template=template,
        values=values,
        in_navigation=True,
        record_register=True,
        searchable=True,
        indexed="title",
        hidden_parts=("toc",),
    )


def _files(published: PublishedRecords, name: str) -> dict[str, FileContent]:
    return {
        f"records/{name}.{form}": register_file(published.manual, name, form).encode("utf-8", "backslashreplace")
        for form in ("csv", "json")
    }
