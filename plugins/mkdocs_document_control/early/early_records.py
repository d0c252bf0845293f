"""What another process works out of records while the site is planned, where no earlier build has kept any of it.

What auditors look for in texts is asked for by the plan, and what each change of a record changed by its page; both
follow from the bytes of files alone and are kept by their object ids, so that it makes no difference who does it.
"""

from __future__ import annotations

import os
from functools import partial
from typing import TYPE_CHECKING, Any

from qms_docs.meanwhile import NOTHING, NotDoneError, meanwhile

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from qms_docs.meanwhile import Meanwhile
    from qms_docs.model.manual import Manual
    from qms_docs.sources.loading import ManualSource

__all__ = ["begin_records"]

_FEWEST = 60
"""Records from which on another process is worth its beginning."""
_AUDITED, _CHANGES = "audited", "record-changes"
"""The drawers in which both are kept."""


def begin_records(source: ManualSource, manual: Manual) -> Meanwhile:
    """The process, whose work whoever asks for it in this one will find."""
    work = {_AUDITED: _read_audited, _CHANGES: _compare}
    known = not all(source.store.drawer(name).is_empty for name in work)
    if known or len(manual.records.kept) < _FEWEST:
        return NOTHING
    begun = meanwhile({name: partial(_fresh, name, each, source, manual, os.getpid()) for name, each in work.items()})
    for name in work if begun.begun else ():
        source.store.drawer(name).wait_for(partial(_taken, begun, name))
    return begun


def _fresh(
    name: str, work: Callable[[ManualSource, Manual], None], source: ManualSource, manual: Manual, parent: int
) -> Mapping[Any, Any]:
    # Whoever began this may have been ended in a way that it could not tell.
    if os.getppid() == parent:
        work(source, manual)
    return dict(source.store.drawer(name).fresh)


def _taken(begun: Meanwhile, name: str) -> Mapping[Any, Any]:
    try:
        found: Any = begun.take(name)
    except NotDoneError:
        return {}
    return found if isinstance(found, dict) else {}


def _read_audited(source: ManualSource, manual: Manual) -> None:
    # Most builds know these texts, and few manuals have audits to come.
    from mkdocs_document_control.audit_pages import papers
    from qms_docs.views.published_records import PublishedRecords

    for _ in papers(source, PublishedRecords(manual)):
        pass


def _compare(source: ManualSource, manual: Manual) -> None:
    for kept in manual.records.standing:
        source.record_changes(kept.entries)
