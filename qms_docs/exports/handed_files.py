"""What WeasyPrint may look at: the files that it was handed, and nothing of the network or of this machine."""

from __future__ import annotations

import base64
import binascii
from typing import TYPE_CHECKING

from weasyprint.urls import URLFetcher, URLFetcherResponse

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["HandedFiles"]

_EMBEDDED = (
    "data:image/png;base64,",
    "data:image/jpeg;base64,",
    "data:image/jpg;base64,",
    "data:image/svg+xml;base64,",
)


class HandedFiles(URLFetcher):  # type: ignore[misc] # WeasyPrint has no types
    """Gives files by their addresses below a base, and what is embedded in a drawing."""

    def __init__(self, base: str, files: Mapping[str, bytes]) -> None:
        """`files` by their addresses relative to the base."""
        super().__init__(allowed_protocols=())
        self._files = {base + address: content for address, content in files.items()}

    def fetch(self, url: str, headers: object = None) -> URLFetcherResponse:  # noqa: ARG002 - of the class
        """The file.

        Raises ValueError for every other address.
        """
        content = self._files.get(url)
        if content is None and url.startswith(_EMBEDDED):
            try:
                content = base64.b64decode(url.partition(",")[2], validate=True)
            except binascii.Error as error:
                raise ValueError(url[:40]) from error
        if content is None:
            raise ValueError(f"not handed over: {url[:80]}")
        return URLFetcherResponse(url, content, {"Content-Type": _kind(url)})


def _kind(url: str) -> str:
    if url.startswith("data:"):
        return url[len("data:") :].partition(";")[0]
    ending = url.rpartition(".")[2].lower()
    return {"svg": "image/svg+xml", "png": "image/png", "jpg": "image/jpeg", "jpeg": "image/jpeg"}.get(
        ending, "application/octet-stream"
    )
