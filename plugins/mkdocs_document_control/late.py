"""Values of pages that are worked out when the page is drawn, and only then."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from mkdocs_document_control.page import PlannedPage
    from qms_docs.sources.loading import ManualSource

__all__ = ["Late", "SourceAtHand", "late", "needed_by"]


@dataclass(slots=True)
class SourceAtHand:
    """What late values are read from: the source of the latest build, where pages stay planned from one to the next."""

    now: ManualSource


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


def late(planned: PlannedPage) -> list[Late]:
    """What has to be read before the page can be drawn."""
    return [each for each in (planned.past, *planned.values.values()) if isinstance(each, Late)]


def needed_by(pages: Iterable[PlannedPage]) -> Iterator[str]:
    """The texts that have to be read before the pages can be drawn, each once."""
    yield from dict.fromkeys(text for planned in pages for each in late(planned) for text in each.blobs)
