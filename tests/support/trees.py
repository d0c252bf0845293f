"""What a commit holds: files by path, modelled exactly, so that a story says byte for byte what git will have."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

__all__ = [
    "Blob",
    "Content",
    "Executable",
    "Files",
    "Link",
    "Submodule",
    "Tree",
    "applied",
    "blob",
    "changed",
    "check_paths",
    "merged",
]


@dataclass(frozen=True, slots=True)
class Link:
    """A symbolic link."""

    target: str


@dataclass(frozen=True, slots=True)
class Executable:
    """A file that may be run."""

    text: str | bytes


@dataclass(frozen=True, slots=True)
class Submodule:
    """Another repository's commit in the place of a folder."""

    commit: str


Content = str | bytes | Link | Executable | Submodule
"""What stands under a path; text is written as UTF-8 without touching its line endings."""

Files = Mapping[str, Content | None]
"""Content by path; None where the file goes away."""


class Blob(NamedTuple):
    """An entry of a tree: git's mode in octal digits, and the bytes (of a submodule: the commit's id)."""

    mode: str
    data: bytes


Tree = Mapping[str, Blob]


def blob(content: Content) -> Blob:
    """The entry that a content makes; a lone surrogate stands for the byte that is not UTF-8 (PEP 383)."""
    match content:
        case Link(target=target):
            return Blob("120000", target.encode("utf-8", "surrogateescape"))
        case Submodule(commit=commit):
            return Blob("160000", commit.encode("ascii"))
        case Executable(text=text):
            return Blob("100755", blob(text).data)
        case str():
            return Blob("100644", content.encode("utf-8", "surrogateescape"))
        case bytes():
            return Blob("100644", content)


def changed(before: Tree, after: Tree) -> dict[str, Blob | None]:
    """The paths in which two trees differ, with what stands there afterwards, or None; what goes away comes first."""
    gone: dict[str, Blob | None] = {path: None for path in before if path not in after}
    return gone | {path: entry for path, entry in after.items() if before.get(path) != entry}


def merged(base: Tree, ours: Tree, theirs: Tree) -> dict[str, Blob]:
    """Our tree with every path as they left it that they changed since the base, whatever we did to it meanwhile."""
    return applied(changed(base, theirs), ours)


def applied(changes: Mapping[str, Blob | None], tree: Tree) -> dict[str, Blob]:
    """The tree after the changes."""
    entries: dict[str, Blob | None] = {**tree, **changes}
    return {path: entry for path, entry in entries.items() if entry is not None}


def check_paths(tree: Tree) -> None:
    """Raises ValueError for a path that git cannot hold, and where one name is both a file and a folder."""
    for path in tree:
        parts = path.split("/")
        if "\0" in path or any(part in {"", ".", ".."} or part.lower() == ".git" for part in parts):
            raise ValueError(f"git cannot hold a file at {path!r}")
        folders = ("/".join(parts[:length]) for length in range(1, len(parts)))
        if clash := next((folder for folder in folders if folder in tree), None):
            raise ValueError(f"{clash!r} is a file, so that {path!r} cannot lie in it")
