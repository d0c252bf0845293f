"""Values of pages that are worked out when the page is drawn, and only then."""

from __future__ import annotations

from abc import ABC, abstractmethod

__all__ = ["Late"]


class Late(ABC):
    """A value that takes long; what an earlier build has made of the page is used without it.

    Its `repr` says everything that it is worked out from, because kept pages are found by that.
    """

    @abstractmethod
    def prepare(self) -> None:
        """What is to be read is read, before another process draws: the repository is read by one alone."""
