"""The navigation of a site whose `mkdocs.yml` has none, and what is taken out of one that it has."""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING

from markupsafe import escape

from mkdocs_document_control.record_addresses import IMPROVEMENT
from qms_docs.views.groups import department_title, type_title

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from mkdocs_document_control.page import PlannedPage
    from mkdocs_document_control.plan import SitePlan

__all__ = ["names_in", "navigation", "without"]

_FIND = ("departments.md", "processes.md", "types.md", "clauses.md", "as-of/index.md")
_ABOUT = ("control.md", "auditor.md", "rules/index.md")
_ON_THE_WAY = ("certification.md", "gap.md", "principles/index.md")
"""How far the organization is; a site has those of which there is something to say."""
_GENERATED = frozenset(("index.md", "register.md", "status/index.md", *_FIND, *_ON_THE_WAY, IMPROVEMENT, *_ABOUT))


def navigation(plan: SitePlan) -> list[object]:
    """Home, the documents by folder, the registers, and the pages about the manual itself."""
    shown = [page for page in plan.pages.values() if page.in_navigation and page.src_uri not in _GENERATED]
    registers = [page.src_uri for page in shown if page.record_register]
    shown = [page for page in shown if not page.record_register]
    documents: list[object] = [{"Documents": _documents(plan, shown)}] if shown else []
    return [
        "index.md",
        *documents,
        "register.md",
        "status/index.md",
        *([IMPROVEMENT] if IMPROVEMENT in plan.pages else []),
        *([{"Records": registers}] if registers else []),
        {"Find documents": list(_FIND)},
        *(each for each in _ON_THE_WAY if each in plan.pages),
        {"About this manual": list(_ABOUT)},
    ]


def without(items: object, hidden: Collection[str]) -> object:
    """The navigation of `mkdocs.yml` without the pages that have left use."""
    if isinstance(items, list):
        kept = [without(each, hidden) for each in items]
        return [each for each in kept if each not in (None, [], {})]
    if isinstance(items, dict):
        entries = {title: without(value, hidden) for title, value in items.items()}
        return {title: value for title, value in entries.items() if value not in (None, [], {})}
    return None if isinstance(items, str) and items in hidden else items


def names_in(items: object) -> Iterator[str]:
    """The paths, and whatever else stands in their place, in a navigation."""
    if isinstance(items, str):
        yield items
    elif isinstance(items, (list, dict)):
        for each in items.values() if isinstance(items, dict) else items:
            yield from names_in(each)


def _documents(plan: SitePlan, pages: Sequence[PlannedPage]) -> list[object]:
    """By the folders that hold them; by type where they all lie in one."""
    if any("/" in page.src_uri for page in pages):
        return _folder(pages, "")
    groups: dict[str, list[str]] = {}
    for page in sorted(pages, key=_order):
        groups.setdefault(_type(plan, page), []).append(page.src_uri)
    if len(groups) == 1:
        return [page.src_uri for page in sorted(pages, key=_order)]
    return [{_heading(title): members} for title, members in groups.items()]


def _folder(pages: Iterable[PlannedPage], folder: str) -> list[object]:
    here: list[PlannedPage] = []
    below: dict[str, list[PlannedPage]] = {}
    for page in pages:
        rest = page.src_uri.removeprefix(folder)
        name, _, further = rest.partition("/")
        if further:
            below.setdefault(name, []).append(page)
        else:
            here.append(page)
    items: list[object] = [page.src_uri for page in sorted(here, key=_order)]
    items += [{_heading(department_title(name)): _folder(below[name], f"{folder}{name}/")} for name in sorted(below)]
    return items


def _order(page: PlannedPage) -> tuple[bool, str, str]:
    is_index = posixpath.basename(page.src_uri) in ("index.md", "README.md")
    return (not is_index, page.document.id if page.document else "~", page.src_uri)


def _type(plan: SitePlan, page: PlannedPage) -> str:
    document = plan.manual.document(page.document.id) if page.document and page.document.header else None
    if document is None or document.latest.header.type is None:
        return "Other pages"
    return type_title(plan.manual, document.latest.header.type)


def _heading(title: str) -> str:
    """Themes print headings as they are."""
    return str(escape(title))
