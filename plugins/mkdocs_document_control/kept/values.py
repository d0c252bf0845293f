"""Values of pages that follow from something frozen: where that is as it was, nobody works them out again."""

from __future__ import annotations

import pickle
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, TypeVar, cast

from mkdocs_document_control.late import LateValues, digest_of

if TYPE_CHECKING:
    from qms_docs.keeping.store import Store

__all__ = ["KeptValues"]

_ROOM = 100_000_000
"""Bytes that the values of one kind may take."""
_T = TypeVar("_T")
Values = Mapping[str, object]


class KeptValues:
    """What earlier builds have found of values on the same grounds, by names."""

    def __init__(self, store: Store, name: str, grounds: bytes) -> None:
        """`grounds` stand for everything that the values follow from, apart from what their names say."""
        self._shelf = store.shelf(name, _ROOM)
        self._grounds = grounds
        kept = self._shelf.get(grounds)
        # Only what this user's builds have sealed is unpacked.
        self._known: dict[str, object] = pickle.loads(kept) if kept else {}  # noqa: S301 - as above
        self._is_fresh = False

    def find(self, name: str, work_out: Callable[[], _T]) -> _T:
        """A value, worked out where it is not kept."""
        if name not in self._known:
            self._known[name] = work_out()
            self._is_fresh = True
        return cast("_T", self._known[name])

    def values(self, name: str, work_out: Callable[[], Values]) -> Values:
        """The values of a page; those of which the digest is kept are worked out when somebody asks for one."""
        if not self._shelf.lasts:
            return work_out()
        fresh: list[Values] = []

        def digest() -> bytes:
            fresh.append(work_out())
            return digest_of(fresh[0])

        found = self.find(name, digest)
        return LateValues(lambda: fresh[0] if fresh else work_out(), found)

    def keep(self) -> None:
        """What is new is kept for the next build."""
        if self._is_fresh:
            self._shelf.put(self._grounds, pickle.dumps(self._known, protocol=pickle.HIGHEST_PROTOCOL))
