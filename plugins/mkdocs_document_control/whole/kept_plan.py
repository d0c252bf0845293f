"""Plans of sites that are kept between runs, so that a build after an edit of words plans the edited pages alone."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

from mkdocs_document_control.late import LateValues, SourceAtHand
from mkdocs_document_control.page import Origin, PlannedPage
from mkdocs_document_control.replan import can_go_on, with_edited
from mkdocs_document_control.whole.earlier_site import EarlierSite
from qms_docs.keeping.divided import DividedDrawer
from qms_docs.keeping.drawer import Drawer
from qms_docs.keeping.packing import packed, unpacked
from qms_docs.keeping.store import Store
from qms_docs.model.manual import Manual
from qms_docs.sources.grounds import still_answered
from qms_docs.sources.loading import ManualSource
from qms_docs.views.approvals import Approvals
from qms_docs.views.control_header import ControlHeader
from qms_docs.views.document_page import DocumentPage
from qms_docs.views.master_list import MasterListRow
from qms_docs.views.publication import DocumentReference
from qms_docs.views.published_records import PublishedRecords
from qms_docs.views.revision_history import RevisionRow

if TYPE_CHECKING:
    from collections.abc import Callable

    from mkdocs_document_control.late_file import FileContent
    from mkdocs_document_control.page_finding import KnownPages
    from mkdocs_document_control.plan import SitePlan, Terms
    from qms_docs.sources.grounds import Noted
    from qms_docs.views.besides_words import BesidesWords

__all__ = ["KeptPlans"]

_ROOM = 150_000_000
"""Bytes that plans may take."""
_MANY = (
    PlannedPage,
    DocumentPage,
    ControlHeader,
    RevisionRow,
    MasterListRow,
    Approvals,
    DocumentReference,
    Origin,
)
"""Of which a plan has very many, nowhere in a set and nowhere as the key of a mapping."""


class _Kept(NamedTuple):
    """A plan, with what it rests on besides its manual."""

    plan: SitePlan
    pages: KnownPages
    feeds: dict[str, FileContent]
    noted: Noted


class KeptPlans:
    """Finds the plan of a site that differs from this one in the words of some documents alone."""

    def __init__(self, store: Store, settings: bytes) -> None:
        """`settings` are those of the site."""
        self._shelf = store.shelf("plans", _ROOM)
        self._settings = settings

    def find(
        self, besides: BesidesWords, terms: Terms, source: ManualSource, manual: Manual, anew: Callable[[], SitePlan]
    ) -> EarlierSite | None:
        """The plan with the pages of the edited documents as they are now, and where all others were found.

        None where none is kept that could be of use. What is not kept of its pages follows from the site as it is
        planned `anew`, should anybody ask for it.
        """
        content = self._shelf.get(self._key(besides))
        if content is None:
            return None
        kept: _Kept = unpacked(content, _PartsAtHand(source, manual, anew))
        if not can_go_on(kept.plan, terms) or not still_answered(source.repository, kept.noted):
            return None
        plan = with_edited(kept.plan, besides.edited, source, manual)
        return None if plan is None else EarlierSite(self._settings, plan, kept.pages, kept.feeds)

    def keep(self, besides: BesidesWords, site: EarlierSite, source: ManualSource) -> None:
        """A later run can go on from this site."""
        plan, pages, noted = site.plan, site.pages, source.repository.grounds.noted()
        # Where nothing was kept before, nobody has looked for pages, and the next build would have to plan them all.
        if noted is None or not pages.pages or not self._shelf.lasts:
            return
        if plan.texts.attachments.warned:
            # Whoever goes on from the plan would not say that again.
            return
        # Where the pages lead nobody will ask: they lead there still.
        leading = {
            name: each._replace(found=each.found and each.found._replace(led=None))
            for name, each in pages.pages.items()
        }
        # From which parts the pages of documents were made is asked by a whole plan alone.
        kept = _Kept(
            replace(plan, documents={}),
            replace(pages, pages=leading),
            site.feeds,
            noted,
        )
        try:
            content = packed(kept, _names_of_parts(plan), _MANY)
        except _ForeignError:
            # Something in it is not that of this manual; such a site is planned anew in each build.
            return
        self._shelf.put(self._key(besides), content)

    def _key(self, besides: BesidesWords) -> bytes:
        return hashlib.blake2b(self._settings + b"\0" + besides.digest, digest_size=20).digest()


class _ForeignError(Exception):
    """A plan leads to something that is not its own."""


class _Name(NamedTuple):
    """What stands for a part to which a plan leads, and which is not kept with it."""

    kind: str
    name: str = ""
    digest: bytes | None = None


_MANUAL, _PUBLISHED, _SOURCE, _AT_HAND = map(_Name, ("manual", "published", "source", "source at hand"))
_DRAWER, _VALUES = "drawer", "values"


def _names_of_parts(plan: SitePlan) -> dict[type[Any], Callable[[Any], _Name]]:
    """How the manual is named with all that is read, and values that nobody has worked out, by the path of the page."""
    source = plan.source.now
    parts = (plan.manual, plan.published, source, plan.source)
    own = dict(zip(map(id, parts), (_MANUAL, _PUBLISHED, _SOURCE, _AT_HAND), strict=True))
    late = {id(each.values): each for each in plan.pages.values()}

    def part(value: object) -> _Name:
        if id(value) not in own:
            raise _ForeignError
        return own[id(value)]

    def values(value: LateValues) -> _Name:
        if id(value) not in late:
            raise _ForeignError
        page = late[id(value)]
        # Documents are known by the keys of their pages, the others by their values.
        return _Name(_VALUES, page.src_uri, value.known_digest if page.document else value.digest)

    def drawer(value: Drawer[Any, Any]) -> _Name:
        if source.store.drawer(value.name) is not value:
            raise _ForeignError
        return _Name(_DRAWER, value.name)

    # A store is no part of a plan, and would be foreign.
    return {
        **dict.fromkeys((Manual, PublishedRecords, ManualSource, SourceAtHand, Store), part),
        **dict.fromkeys((Drawer, DividedDrawer), drawer),
        LateValues: values,
    }


class _PartsAtHand:
    """The parts of a run that goes on from a plan, by what stands for them."""

    def __init__(self, source: ManualSource, manual: Manual, anew: Callable[[], SitePlan]) -> None:
        self._source = source
        self._parts: dict[_Name, object] = {
            _MANUAL: manual,
            _PUBLISHED: PublishedRecords(manual),
            _SOURCE: source,
            _AT_HAND: SourceAtHand(source, manual),
        }
        self._anew = cache(anew)

    def __call__(self, name: _Name) -> object:
        if name.kind == _DRAWER:
            return self._source.store.drawer(name.name)
        if name.kind == _VALUES:
            return LateValues(lambda: self._anew().pages[name.name].values, name.digest)
        return self._parts[name]
