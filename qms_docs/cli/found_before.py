"""What is found where a change began, worked out once for each place from which changes begin."""

from __future__ import annotations

import hashlib
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, cast

from qms_docs.check import found_before
from qms_docs.meanwhile import NotDoneError, meanwhile

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from qms_docs.model.change import Before
    from qms_docs.sources.grounds import Noted
    from qms_docs.sources.loading import ManualSource

__all__ = ["FoundBefore"]


class FoundBefore:
    """What is found at the commits from which a change began, on one day.

    It follows from objects of git, the day on which it is asked and the day that is asked about, so that it is kept by
    these.
    """

    def __init__(self, source: ManualSource, commits: Sequence[str], as_of: date | None) -> None:
        """What an earlier run has found is looked up."""
        self._source = source
        self._commits = commits
        self._as_of = as_of
        self._position = source.position_at(commits)
        named = repr((self._position, source.today, as_of)).encode("utf-8", "surrogatepass")
        self._name = f"before-{hashlib.blake2b(named, digest_size=16).hexdigest()}"
        self._found = self._kept()

    @property
    def shares_the_line(self) -> bool:
        """Whether the line ends where that of the change does, so that it is best followed together with it."""
        return self._position.tip == self._source.position.tip

    def take(self) -> Before:
        """What is found, worked out here and now where nobody has."""
        if self._found is None:
            self._keep(self._worked_out())
        assert self._found is not None  # noqa: S101 - it was just kept
        return self._found

    @contextmanager
    def meanwhile(self) -> Iterator[None]:
        """Another process finds it out while this one does something else."""
        if self._found is not None:
            yield
            return
        aside = meanwhile({self._name: self._worked_out})
        try:
            yield
            with suppress(NotDoneError):
                self._keep(cast("tuple[Noted, Before]", aside.take(self._name)))
        finally:
            aside.close()

    def _worked_out(self) -> tuple[Noted, Before]:
        began = self._source.standing_at(self._commits)
        before = found_before(began.manual(self._as_of, preview=True, judged=True, merged=True))
        return self._source.repository.grounds.missing(), before

    def _kept(self) -> Before | None:
        kept: tuple[Noted, Before] | None = self._source.store.slip(self._name)
        if kept is None or not self._source.repository.is_as_it_was(kept[0]):
            return None
        self._source.repository.grounds.adopt(kept[0])
        return kept[1]

    def _keep(self, worked_out: tuple[Noted, Before]) -> None:
        self._source.repository.grounds.adopt(worked_out[0])
        self._source.store.write_slip(self._name, worked_out)
        self._found = worked_out[1]
