"""Values of pages that are worked out when the page is drawn, and only then."""

from __future__ import annotations

import hashlib
from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING

from qms_docs.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from mkdocs_document_control.page import PlannedPage
    from qms_docs.model.manual import Manual
    from qms_docs.sources.loading import ManualSource

__all__ = ["Late", "LateValues", "SourceAtHand", "digest_of", "late", "needed_by", "set_aside"]


@dataclass(slots=True)
class SourceAtHand:
    """What late values follow from: source and manual of the latest build, where pages stay planned over several."""

    now: ManualSource
    manual: Manual


class Late(ABC):
    """A value that takes long; what an earlier build has made of the page is used without it.

    Its `repr` says everything that it is worked out from, because kept pages are found by that.
    """

    @abstractmethod
    def prepare(self) -> None:
        """What is to be read is read, before another process draws: the repository is read by one alone."""

    @property
    def blobs(self) -> tuple[str, ...]:
        """The object ids of texts that will certainly be read, so that they can be read in one go with others."""
        return ()


class LateValues(Mapping[str, object]):
    """The values of one of very many pages; nobody works them out as long as nobody asks for one."""

    def __init__(self, work_out: Callable[[], Mapping[str, object]], digest: bytes | None = None) -> None:
        """They are worked out once, and follow from nothing that changes as long as the page stays planned.

        The `digest` is that of `digest_of`, where somebody knows it.
        """
        self._work_out = work_out
        self._digest = digest

    @property
    def digest(self) -> bytes:
        """What stands for all of them."""
        if self._digest is None:
            self._digest = digest_of(self._all)
        return self._digest

    @property
    def known_digest(self) -> bytes | None:
        """The same; None where nobody has asked for it."""
        return self._digest

    def __repr__(self) -> str:
        """What stands for them where kept pages are found again."""
        return f"values {self.digest.hex()}"

    def __getitem__(self, name: str) -> object:
        """One of them."""
        return self._all[name]

    def __iter__(self) -> Iterator[str]:
        """Their names."""
        return iter(self._all)

    def __len__(self) -> int:
        """How many there are."""
        return len(self._all)

    @cached_property
    def _all(self) -> Mapping[str, object]:
        return self._work_out()


def set_aside(page: PlannedPage) -> PlannedPage:
    """The page, known by what stands for its values, which another run works out anew should it draw the page."""
    values = page.values
    # What the search learns of everything on a page is asked for in each build.
    is_asked = isinstance(values, LateValues) or page.indexed == "page"
    return page if is_asked else replace(page, values=LateValues(lambda: values))


def digest_of(values: Mapping[str, object]) -> bytes:
    """What stands for values: where it is the same, so is all that they say."""
    return hashlib.blake2b(repr(values).encode("utf-8", "backslashreplace"), digest_size=20).digest()


def late(planned: PlannedPage) -> list[Late]:
    """What has to be read before the page can be drawn."""
    return [each for each in (planned.past, *planned.values.values()) if isinstance(each, Late)]


def needed_by(pages: Iterable[PlannedPage]) -> Iterator[str]:
    """The texts that have to be read before the pages can be drawn, each once."""
    yield from dict.fromkeys(text for planned in pages for each in late(planned) for text in each.blobs)
