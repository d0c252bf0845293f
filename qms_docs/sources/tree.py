"""The files of the repository as they stand after an entry of the release line."""

from __future__ import annotations

import posixpath
from functools import lru_cache
from typing import TYPE_CHECKING

from qms_docs.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from qms_docs.sources.log import FileChange

__all__ = ["REGULAR", "SYMLINK", "Found", "Tree", "ways_to"]

SYMLINK = "120000"
REGULAR = ("100644", "100755")
_LONGEST_CHAIN = 16


@dataclass(frozen=True, slots=True)
class Found:
    """Where a path leads: a regular file with its object id, or nothing; and every path that decides about it."""

    path: str | None
    blob: str | None
    depends_on: frozenset[str]


class Tree:
    """Paths with mode and object id; changed entry by entry."""

    def __init__(self, read_link: Callable[[str], bytes | None]) -> None:
        """`read_link` gives the bytes of a symbolic link by its object id."""
        self._files: dict[str, tuple[str, str]] = {}
        self._links: set[str] = set()
        self._read_link = read_link

    def set(self, files: Mapping[str, tuple[str, str]]) -> None:
        """Mode and object id stand at these paths, and nothing anywhere else."""
        self._files = dict(files)
        self._links = {path for path, (mode, _) in files.items() if mode == SYMLINK}

    def standing_everywhere(self) -> dict[str, tuple[str, str]]:
        """Mode and object id of whatever stands, by its path."""
        return dict(self._files)

    def apply(self, changes: Iterable[FileChange]) -> None:
        """The tree is as the changes leave it."""
        for change in changes:
            self._links.discard(change.path)
            if change.new_mode is None:
                self._files.pop(change.path, None)
            else:
                self._files[change.path] = (change.new_mode, change.new_blob or "")
                if change.new_mode == SYMLINK:
                    self._links.add(change.path)

    def __contains__(self, path: object) -> bool:
        """Whether a file of any kind stands at the path."""
        return path in self._files

    def paths(self) -> frozenset[str]:
        """Every path at which something stands."""
        return frozenset(self._files)

    def regular(self) -> dict[str, str]:
        """The object id of every regular file by its path."""
        return {path: blob for path, (mode, blob) in self._files.items() if mode in REGULAR}

    def blob(self, path: str) -> str | None:
        """The object id of the regular file at a path; None for links, submodules and nothing."""
        mode, blob = self.standing(path)
        return blob if mode in REGULAR else None

    def standing(self, path: str) -> tuple[str, str]:
        """The mode and object id of what stands at a path, or two empty texts."""
        return self._files.get(path, ("", ""))

    @property
    def may_have_links(self) -> bool:
        """Whether it is worth while to look for symbolic links."""
        return bool(self._links)

    def is_link(self, path: str) -> bool:
        """Whether a symbolic link stands at the path."""
        return path in self._links

    def below(self, folders: Iterable[str], ending: str | tuple[str, ...]) -> list[str]:
        """The paths below the folders that end so, or in one of these ways, sorted."""
        starts = tuple("" if folder == "." else f"{folder}/" for folder in folders)
        return sorted(path for path in self._files if path.startswith(starts) and path.lower().endswith(ending))

    def find(self, path: str) -> Found:
        """The regular file to which a path leads, symbolic links inside the tree followed."""
        visited: set[str] = set()
        for _ in range(_LONGEST_CHAIN):
            # A link may take the place of any folder on the way.
            visited.update(_prefixes(path))
            if (blob := self.blob(path)) is not None:
                return Found(path, blob, frozenset(visited))
            link = self._link_on_the_way(path)
            if link is None:
                break
            visited.add(link)
            target = self._read_link(self.standing(link)[1])
            if target is None:
                break
            led = posixpath.normpath(posixpath.join(posixpath.dirname(link), target.decode("utf-8", "surrogateescape")))
            path = posixpath.normpath(led + path[len(link) :])
            if path.startswith(("../", "/")) or path in ("..", "."):
                break
        return Found(None, None, frozenset(visited))

    def _link_on_the_way(self, path: str) -> str | None:
        return next((each for each in _prefixes(path) if self.is_link(each)), None) if self.may_have_links else None


@lru_cache(20_000)
def ways_to(paths: tuple[str, ...]) -> frozenset[str]:
    """Every path that decides where these lead, as long as no symbolic link stands anywhere."""
    return frozenset(prefix for path in paths for prefix in _prefixes(path))


@lru_cache(20_000)
def _prefixes(path: str) -> tuple[str, ...]:
    """The folders on the way to a path, and the path: known for those that the texts of many entries name."""
    parts = path.split("/")
    return tuple("/".join(parts[:length]) for length in range(1, len(parts) + 1))
