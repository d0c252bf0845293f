"""Pages of what is due, overdue or waiting: one for all, and one for each role and person."""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING
from unicodedata import normalize

from mkdocs_document_control.page import PlannedPage
from qms_docs.views.published_status import site_status

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from qms_docs.model.manual import Manual
    from qms_docs.views.published_records import PublishedRecords
    from qms_docs.views.published_status import SiteStatus

__all__ = ["STATUS", "status_pages"]

STATUS = "status/index.md"
_NOBODY = "nobody-is-named"
_TAKEN = ("index", "readme", _NOBODY)
"""Names of pages that are no owner's; the first two stand for the folder."""
_KEPT_BY_WINDOWS = re.compile(r"(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:\..*)?|.*\.")
_LONGEST = 200
"""Bytes of a name; disks hold 255."""


def status_pages(manual: Manual, published: PublishedRecords) -> tuple[SiteStatus, tuple[PlannedPage, ...]]:
    """What is due, and its pages."""
    status = site_status(manual, published)
    return status, tuple(_pages(manual, status))


def _pages(manual: Manual, status: SiteStatus) -> Iterator[PlannedPage]:
    addresses = _addresses(each.owner for each in status.owners)
    shared = {"as_of": manual.as_of, "addresses": addresses}
    yield PlannedPage(
        src_uri=STATUS,
        title="What is due",
        template="status.html.jinja",
        values={"owners": status.owners, **shared},
        in_navigation=True,
        searchable=False,
        headings=tuple((_anchor(each.owner), each.title) for each in status.owners if not each.person),
    )
    for each in status.owners:
        yield PlannedPage(
            src_uri=addresses[each.owner],
            title=f"What is due: {each.title}",
            template="status_owner.html.jinja",
            values={"one": each, **shared},
            listed=False,
            searchable=False,
            hidden_parts=("toc",),
        )


def _anchor(owner: str) -> str:
    return f"owner-{owner}" if owner else _NOBODY


def _addresses(owners: Iterable[str]) -> dict[str, str]:
    """The page of each owner, named after the id, or its hash where some disk could not tell that from others."""
    taken = set(_TAKEN)
    found = {}
    for owner in sorted(owners):
        folded = normalize("NFC", owner.casefold())
        plain = folded not in taken and not _KEPT_BY_WINDOWS.fullmatch(folded) and len(folded.encode()) <= _LONGEST
        name = (owner if plain else f"x-{hashlib.sha256(owner.encode()).hexdigest()[:16]}") if owner else _NOBODY
        taken.add(folded)
        found[owner] = f"status/{name}.md"
    return found
