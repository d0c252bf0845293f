"""What the manifest says before it names files, told by another process while the site is planned."""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING, cast

from qms_docs.meanwhile import NOTHING, NotDoneError, meanwhile
from qms_docs.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable

    from qms_docs.meanwhile import Meanwhile
    from qms_docs.sources.git import Repository
    from qms_docs.sources.grounds import Noted

__all__ = ["EarlyManifest"]

_TOLD = "told"


@dataclass(slots=True)
class EarlyManifest:
    """Knows the beginning of the manifest, whichever process tells it."""

    tell: Callable[[], str]
    """Tells it in this process."""
    repository: Repository
    _process: Meanwhile = field(default=NOTHING, init=False)
    _told: str | None = field(default=None, init=False)

    def begin(self) -> None:
        """Another process tells it as soon as a processor has nothing else to do."""
        self._process = meanwhile({_TOLD: self._with_grounds}, waits=True)

    def prepare(self) -> None:
        """It is told now, while all is at hand, unless another process does that."""
        if not self._process.begun:
            self._told = self.tell()

    def take(self) -> str:
        """What was told; it is told now where the other process has ended before it was done."""
        if self._told is None:
            self._told = self._taken() or self.tell()
        return self._told

    def _taken(self) -> str | None:
        try:
            told, noted = cast("tuple[str, Noted | None]", self._process.take(_TOLD))
        except NotDoneError:
            return None
        # What it has asked the site rests on.
        self.repository.grounds.adopt(noted or ())
        return None if noted is None else told

    def close(self) -> None:
        """No other process goes on."""
        self._process.close()

    def _with_grounds(self) -> tuple[str, Noted | None]:
        return self.tell(), self.repository.grounds.noted()
