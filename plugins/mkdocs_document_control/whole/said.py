"""What is logged in the course of a build, so that it can be said again."""

from __future__ import annotations

import logging

from mkdocs_document_control.ahead import Remarks

__all__ = ["Said"]


class Said(Remarks):
    """Listens from the beginning of a build to its end."""

    def __init__(self) -> None:
        """Everything is heard from here on."""
        super().__init__()
        self._logger = logging.getLogger("mkdocs")
        self._logger.addHandler(self)

    def taken(self) -> tuple[logging.LogRecord, ...]:
        """What was said since this was asked last."""
        taken = tuple(self._records)
        self._records = []
        return taken

    def close(self) -> None:
        """Nothing is heard any more."""
        self._logger.removeHandler(self)
        super().close()
