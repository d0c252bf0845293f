"""Pages of competence: the grid, one page for each role and each person, and the whole as CSV."""

from __future__ import annotations

from dataclasses import field, replace
from typing import TYPE_CHECKING

from mkdocs_document_control.late_file import LateContent
from mkdocs_document_control.named_pages import named_pages
from mkdocs_document_control.page import PlannedPage
from qms_docs.reports.competence import competence_csv
from qms_docs.values import dataclass
from qms_docs.views.competence.grid import competence

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mkdocs_document_control.late_file import FileContent
    from qms_docs.model.manual import Manual
    from qms_docs.views.competence.grid import Competence, RoleView
    from qms_docs.views.published_records import PublishedRecords

__all__ = ["COMPETENCE", "COMPETENCE_CSV", "CompetencePages", "competence_pages"]

_FOLDER = "records/training/competence"
COMPETENCE = f"{_FOLDER}/index.md"
COMPETENCE_CSV = "records/training/competence.csv"
_MOST_ROLES = 24
_MOST_SUBJECTS = 300
_MOST_PEOPLE = 500
_MOST_NAMES = 20


@dataclass(frozen=True, kw_only=True, slots=True)
class CompetencePages:
    """What the site has of competence; nothing where nobody has to know anything, and for the public."""

    pages: tuple[PlannedPage, ...] = ()
    files: dict[str, FileContent] = field(default_factory=dict)


def competence_pages(published: PublishedRecords) -> CompetencePages:
    """The pages, and the file by its address."""
    manual = published.manual
    found = competence(manual, published)
    if found is None:
        return CompetencePages()
    table = LateContent(lambda: competence_csv(found).encode("utf-8", "backslashreplace"))
    return CompetencePages(pages=tuple(_pages(manual, found)), files={COMPETENCE_CSV: table})


def _pages(manual: Manual, found: Competence) -> Iterator[PlannedPage]:
    roles = named_pages(f"{_FOLDER}/roles", (each.id for each in found.roles))
    people = named_pages(f"{_FOLDER}/people", (each.id for each in found.people))
    yield PlannedPage(
        src_uri=COMPETENCE,
        title="Competence",
        template="competence.html.jinja",
        values={
            "found": _bounded(found),
            "roles": roles,
            "csv": COMPETENCE_CSV,
            "as_of": manual.as_of,
            "more_roles": max(0, len(found.roles) - _MOST_ROLES),
            "more_subjects": max(0, len(found.subjects) - _MOST_SUBJECTS),
            "people": len(found.people),
        },
        in_navigation=True,
        record_register=True,
        searchable=False,
        hidden_parts=("toc",),
    )
    shared = {"as_of": manual.as_of, "csv": COMPETENCE_CSV}
    for role in found.roles:
        yield PlannedPage(
            src_uri=roles[role.id],
            title=f"Competence: {role.title}",
            template="competence_role.html.jinja",
            values={
                "role": _cut(role),
                "more": max(0, len(role.people) - _MOST_PEOPLE),
                "people": {name: people[name] for name, _, _ in role.people[:_MOST_PEOPLE]},
                **shared,
            },
            listed=False,
            searchable=False,
            hidden_parts=("toc",),
        )
    for person in found.people:
        yield PlannedPage(
            src_uri=people[person.id],
            title=f"Competence: {person.name}",
            template="competence_person.html.jinja",
            values={"person": person, "roles": {role: roles[role] for role, _ in person.roles}, **shared},
            listed=False,
            searchable=False,
            hidden_parts=("toc",),
        )


def _bounded(found: Competence) -> Competence:
    """What the page of the whole shows: of roles their numbers, and nothing of single people."""
    return replace(
        found,
        people=(),
        subjects=found.subjects[:_MOST_SUBJECTS],
        cells=tuple(row[:_MOST_ROLES] for row in found.cells[:_MOST_SUBJECTS]),
        roles=tuple(replace(each, subjects=(), people=(), lacking=()) for each in found.roles),
    )


def _cut(role: RoleView) -> RoleView:
    return replace(
        role,
        people=role.people[:_MOST_PEOPLE],
        lacking=tuple((*each[:_MOST_NAMES], *([f"{len(each) - _MOST_NAMES} more"] if len(each) > _MOST_NAMES else []))
                      for each in role.lacking),
    )  # fmt: skip
