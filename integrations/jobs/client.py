"""What a job says to a forge and hears from it: with a token, in time, and with no other server."""

from __future__ import annotations

import json
import os
import sys
import urllib.error
import urllib.request
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["Client", "NoRedirect", "setting"]

PATIENCE = 60
"""Seconds in which the forge has to answer."""
PAGE = 100
MISSING = 404


class NoRedirect(urllib.request.HTTPRedirectHandler):
    """The token goes to the server that was named, and nowhere else."""

    def redirect_request(self, *_: object) -> None:
        """A redirection is an error."""


def setting(name: str) -> str:
    """A variable that has to be there."""
    value = os.environ.get(name, "")
    if not value:
        sys.exit(f"The variable {name} is missing.")
    return value


@dataclass(frozen=True, kw_only=True, slots=True)
class Client:
    """The interface of one repository or project on a forge."""

    name: str
    """What people call the forge."""
    address: str
    """Where the interface of the repository begins; what is asked is added to it."""
    headers: Mapping[str, str]
    hint: str
    """What to look at where the forge refuses."""
    size: str = "per_page"
    """How the forge calls the length of a page."""

    def ask(self, path: str, *, missing: object = None) -> Any:  # noqa: ANN401 - whatever the forge says
        """What the forge answers; where it knows no such thing, `missing`, if that is given."""
        return self._exchange(urllib.request.Request(f"{self.address}/{path}"), path, missing)  # noqa: S310 - the server is the runner's

    def pages(self, path: str) -> list[Any]:
        """The items of every page; forges shorten pages as they like, and some give everything on each."""
        items: dict[str, Any] = {}
        number = 1
        while True:
            page = {json.dumps(each): each for each in self.ask(f"{path}?{self.size}={PAGE}&page={number}")}
            if page.keys() <= items.keys():
                return list(items.values())
            items |= page
            number += 1

    def send(self, method: str, path: str, content: Mapping[str, object]) -> None:
        """The forge takes the content."""
        body = json.dumps(content).encode()
        request = urllib.request.Request(f"{self.address}/{path}", data=body, method=method)  # noqa: S310 - as above
        request.add_header("Content-Type", "application/json")
        self._exchange(request, path, None)

    def _exchange(self, request: urllib.request.Request, path: str, missing: object) -> Any:  # noqa: ANN401 - as above
        for name, value in self.headers.items():
            request.add_header(name, value)
        try:
            with urllib.request.build_opener(NoRedirect).open(request, timeout=PATIENCE) as answer:
                return json.load(answer)
        except urllib.error.HTTPError as error:
            if error.code == MISSING and missing is not None:
                return missing
            sys.exit(f"{self.name} answers {error.code} {error.reason} to {path}: {self.hint}")
        except (OSError, ValueError) as error:
            sys.exit(f"{self.name} gives no answer to {path}: {error}")
