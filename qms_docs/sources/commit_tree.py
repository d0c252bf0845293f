"""The files of any commit in the repository, looked up one by one without listing them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qms_docs.sources.tree import REGULAR, SYMLINK, Tree

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from qms_docs.sources.git import Repository

__all__ = ["CommitTree", "FolderReader"]

_FOLDER = "40000"
_GROUP_WRITABLE = "100664"
"""As the first versions of git stored some files; everywhere else git itself calls it 100644."""


class FolderReader:
    """Folders as git stores them, each read once."""

    def __init__(self, repository: Repository) -> None:
        """Nothing is read yet."""
        self.repository = repository
        self._known: dict[str, dict[str, tuple[str, str]]] = {}

    def root(self, commit: str) -> dict[str, tuple[str, str]] | None:
        """The top folder of a commit: mode and object id by name; None where the repository has no such commit."""
        content = self.repository.read_folder(f"{commit}^{{commit}}^{{tree}}")
        return None if content is None else _entries(content, len(commit) // 2)

    def folder(self, tree: str) -> dict[str, tuple[str, str]]:
        """The folder with an object id."""
        if tree not in self._known:
            self._known[tree] = _entries(self.repository.read_folder(tree) or b"", len(tree) // 2)
        return self._known[tree]


class CommitTree(Tree):
    """The files of one commit."""

    def __init__(self, reader: FolderReader, root: dict[str, tuple[str, str]]) -> None:
        """`root` is the top folder of the commit."""
        super().__init__(reader.repository.read_one)
        self._reader = reader
        self._root = root

    def standing(self, path: str) -> tuple[str, str]:
        """The mode and object id of the file at a path, or two empty texts."""
        folder = self._root
        *outer, name = path.split("/")
        for each in outer:
            mode, tree = folder.get(each, ("", ""))
            if mode != _FOLDER:
                return "", ""
            folder = self._reader.folder(tree)
        return folder.get(name, ("", ""))

    def places_of(self, blob: str, folders: Iterable[str]) -> Iterator[str]:
        """The paths below these folders at which a regular file with the object id stands; `.` is the top."""
        for each in folders:
            if each == ".":
                yield from self._places(blob, "", self._root)
                continue
            mode, tree = self.standing(each)
            if mode == _FOLDER:
                yield from self._places(blob, f"{each}/", self._reader.folder(tree))

    def _places(self, blob: str, before: str, folder: dict[str, tuple[str, str]]) -> Iterator[str]:
        for name, (mode, found) in folder.items():
            if mode == _FOLDER:
                yield from self._places(blob, f"{before}{name}/", self._reader.folder(found))
            elif found == blob and mode in REGULAR:
                yield before + name

    def is_link(self, path: str) -> bool:
        """Whether a symbolic link stands at the path."""
        return self.standing(path)[0] == SYMLINK

    @property
    def may_have_links(self) -> bool:
        """Nobody knows before looking."""
        return True


def _entries(content: bytes, size: int) -> dict[str, tuple[str, str]]:
    """What a folder holds: `<mode> <name>`, a zero byte and the object id in `size` bytes, one after the other."""
    found: dict[str, tuple[str, str]] = {}
    position = 0
    while position < len(content):
        end = content.index(b"\0", position)
        mode, _, name = content[position:end].decode("utf-8", "surrogateescape").partition(" ")
        position = end + 1 + size
        found[name] = "100644" if mode == _GROUP_WRITABLE else mode, content[end + 1 : position].hex()
    return found
