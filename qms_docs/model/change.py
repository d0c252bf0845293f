"""A change: the manual before it and the manual after it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from qms_docs.model.manual import Manual

__all__ = ["Change"]


@dataclass(frozen=True, kw_only=True)
class Change:
    """What a pull request would make of a manual, both sides as they would stand on the same day.

    *Before* is the merge base, *after* the work tree; what either has beyond the release line is taken for accepted, so
    that nothing differs between the two that the change did not bring.
    """

    since: str
    """What the change is compared with, as the user calls it."""
    base: str
    """The commit from which the change began."""
    before: Manual
    after: Manual

    @cached_property
    def moved(self) -> Mapping[str, str]:
        """The path before of each file that stands at another path now: by the document's id, else by equal bytes."""
        found = self._moved_unchanged()
        for document in self.after.standing:
            earlier = self.before.document(document.id)
            if earlier is not None and earlier.vanished_by is None and earlier.path != document.path:
                found[document.path] = earlier.path
        return found

    def _moved_unchanged(self) -> dict[str, str]:
        before, after = self.before.blobs, self.after.blobs
        gone = {before[path]: path for path in sorted(before.keys() - after.keys())}
        return {path: gone[after[path]] for path in sorted(after.keys() - before.keys()) if after[path] in gone}

    def path_before(self, path: str) -> str:
        """Where a file that stands now stood before."""
        return self.moved.get(path, path)
