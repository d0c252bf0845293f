"""Links in the folder of documents in which a site generator would walk without end."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from qms_docs.failures import WrongUseError

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["refuse_circles"]

_MOST_FOLDERS = 50_000
_REMEDY = "Take the link away, or put the files themselves in its place."


def refuse_circles(docs_dir: str) -> None:
    """Raises WrongUseError where following links from a folder leads back into it, or into very many folders.

    MkDocs looks through the folder, follows every link, and knows nothing of where it has been.
    """
    waiting: list[tuple[str, tuple[str, ...]]] = [(docs_dir, (os.path.realpath(docs_dir),))]
    seen = 0
    while waiting:
        place, around = waiting.pop()
        seen += 1
        if seen > _MOST_FOLDERS:
            raise WrongUseError(
                f"Below {docs_dir} links lead into more than {_MOST_FOLDERS:,} folders, lastly {place}. {_REMEDY}"
            )
        for name, real, is_link in _folders(place, around[-1]):
            path = os.path.join(place, name)  # noqa: PTH118 - as the walk names it, link or not
            if is_link and any(f"{each}/".startswith(f"{real.rstrip('/')}/") for each in around):
                raise WrongUseError(
                    f"{path} is a link to a folder around it, through which MkDocs would walk in circles. {_REMEDY}"
                )
            waiting.append((path, (*around, real)))


def _folders(place: str, real: str) -> Iterator[tuple[str, str, bool]]:
    """Name, real path and whether it is a link, of each folder in a folder; none of one that cannot be looked into."""
    try:
        entries = list(os.scandir(place))
    except OSError:
        return
    for each in entries:
        try:
            if each.is_dir():
                link = each.is_symlink()
                yield each.name, os.path.realpath(each.path) if link else f"{real}/{each.name}", link
        except OSError:
            # A link that leads to itself is no folder.
            continue
