"""From the stream of `git log` to commits with what they changed."""

from __future__ import annotations

import os
import re
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

__all__ = ["Commit", "FileChange", "Identity", "authored_at", "parse_differences", "parse_log"]

_IDENTITY = re.compile(r"(?P<name>[^<]*)<(?P<email>[^>]*)>(?:.*>)?(?: +(?P<time>-?[0-9]{1,20})\b)?.*")
"""As git takes signatures apart: the address is the first in angle brackets, the time stands after the last one. Old
programs wrote offsets of any length, or none."""
_CO_AUTHOR = re.compile(
    r"^ {4}co-authored-by:[ \t]*(?P<name>[^<\n]*?)[ \t]*<(?P<email>[^<>\n]+)>[ \t\r]*$", re.IGNORECASE | re.MULTILINE
)
_CO_AUTHORED = "o-authored-by:"
"""What stands in every line that names a co-author, but for the case of its letters."""
_MOST_DIGITS = 20
_NOTHING, _SUBMODULE = b"000000", b"160000"
_NO_BLOBS = (_NOTHING, _SUBMODULE)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


# Tuples, because tens of thousands of them are kept between runs, and nothing else is unpacked as quickly.


class Identity(NamedTuple):
    """A name and an address as a commit carries them."""

    name: str
    email: str


class FileChange(NamedTuple):
    """A change of one path; a mode or object id is None where the path does not exist on that side.

    The commit of another repository that stands at a path (a submodule) has a mode, and no object id here.
    """

    path: str
    old_blob: str | None
    new_mode: str | None
    new_blob: str | None


class Commit(NamedTuple):
    """A commit with its differences from each of its parents (the first is that of the line)."""

    id: str
    parents: tuple[str, ...]
    author: Identity
    authored: int
    """The author date in seconds after 1970."""
    committed: int
    """The committer date."""
    co_authors: tuple[Identity, ...]
    changes: dict[str, list[FileChange]]
    """By parent; the empty name stands for a commit without parents."""

    @property
    def authored_at(self) -> datetime:
        """The author date."""
        return _moment(self.authored)

    @property
    def committed_at(self) -> datetime:
        """The committer date."""
        return _moment(self.committed)

    @property
    def first_parent(self) -> str:
        """The parent on the line, or the empty name."""
        return self.parents[0] if self.parents else ""

    @property
    def accepted(self) -> list[FileChange]:
        """What the commit changed against the line."""
        return self.changes.get(self.first_parent, [])

    @property
    def own(self) -> list[FileChange]:
        """What the commit itself wrote: for a merge, only the paths that differ from every parent."""
        if len(self.parents) <= 1:
            return self.accepted
        others = [{each.path for each in self.changes.get(parent, ())} for parent in self.parents[1:]]
        return [each for each in self.accepted if all(each.path in paths for paths in others)]


def parse_log(pieces: Iterable[bytes]) -> list[Commit]:
    """The commits of a `--pretty=raw --raw -z` stream, in its order.

    A header is followed by pairs of a difference (`:modes ids status`) and a path. Message lines are indented, so
    that nothing that somebody wrote in a message or a path can be taken for a header.
    """
    commits: dict[bytes, Commit] = {}
    differences, tokens = _Differences(), _tokens(pieces)
    listed: list[FileChange] = []
    for token in tokens:
        if token.startswith(b":"):
            listed.append(differences[token, next(tokens)])
        elif token.strip(b"\n"):
            header, _, difference = token.rpartition(b"\n:") if b"\n\n:" in token else (token, b"", b"")
            listed = _begun(header.lstrip(b"\n"), commits)
            if difference:
                listed.append(differences[b":" + difference, next(tokens)])
    return list(commits.values())


def parse_differences(pieces: Iterable[bytes]) -> list[FileChange]:
    """The changes of a `diff-tree -r -z --raw` or `diff-index -z --raw` stream."""
    differences, tokens = _Differences(), _tokens(pieces)
    return [differences[token, next(tokens)] for token in tokens if token.startswith(b":")]


def authored_at(commit: bytes) -> datetime | None:
    """The author date of a commit as git stores it; None for anything else."""
    head = commit.partition(b"\n\n")[0].decode("utf-8", "replace")
    line = next((each for each in head.split("\n") if each.startswith("author ")), None)
    return None if line is None else _moment(_signed(line.removeprefix("author "))[1])


def _tokens(pieces: Iterable[bytes]) -> Iterator[bytes]:
    return chain.from_iterable(_divided(pieces))


def _divided(pieces: Iterable[bytes]) -> Iterator[list[bytes]]:
    rest = b""
    for piece in pieces:
        *whole, rest = (rest + piece).split(b"\0")
        yield whole
    if rest:
        yield [rest]


class _Names(dict[bytes, str]):
    """Paths, modes and object ids as text, each one once: most of them come again and again."""

    def __missing__(self, name: bytes) -> str:
        """The name, met for the first time."""
        found = self[name] = os.fsdecode(name)
        return found


class _Differences(dict[tuple[bytes, bytes], FileChange]):
    """The changes by how git writes them; a merge tells again what the commits that it brought in have told."""

    def __init__(self) -> None:
        """Nothing was read yet."""
        self._names = _Names()

    def __missing__(self, written: tuple[bytes, bytes]) -> FileChange:
        """The change, met for the first time."""
        names, (token, path) = self._names, written
        old_mode, new_mode, old_blob, new_blob, _ = token[1:].split(b" ")
        found = self[written] = FileChange(
            names[path],
            names[old_blob] if old_mode not in _NO_BLOBS else None,
            names[new_mode] if new_mode != _NOTHING else None,
            names[new_blob] if new_mode not in _NO_BLOBS else None,
        )
        return found


def _begun(header: bytes, commits: dict[bytes, Commit]) -> list[FileChange]:
    """Where the differences go that follow a header: those of its commit, from the parent that it names."""
    # `commit ID`, and ` (from ID)` where there is a choice.
    first, _, rest = header.partition(b"\n")
    _, id_, *origin = first.split(b" ")
    commit = commits.get(id_)
    if commit is None:
        commit = commits[id_] = _commit(id_.decode(), rest.decode("utf-8", "replace"))
    parent = origin[1].rstrip(b")").decode() if len(origin) > 1 else commit.first_parent
    return commit.changes.setdefault(parent, [])


def _commit(id_: str, text: str) -> Commit:
    """The commit of a header, its first line left out."""
    head, _, message = text.partition("\n\n")
    fields: dict[str, list[str]] = {}
    for line in head.split("\n"):
        name, _, value = line.partition(" ")
        fields.setdefault(name, []).append(value)
    author, authored = _signed(fields.get("author", [""])[0])
    _, committed = _signed(fields.get("committer", [""])[0])
    co_authors: tuple[Identity, ...] = ()
    if _CO_AUTHORED in message.lower():
        co_authors = tuple(Identity(each["name"], each["email"]) for each in _CO_AUTHOR.finditer(message))
    return Commit(id_, tuple(fields.get("parent", ())), author, authored, committed, co_authors, {})


def _signed(line: str) -> tuple[Identity, int]:
    """Who signed, and when, in seconds after 1970."""
    who, _, when = line.rpartition("> ")
    time = when.partition(" ")[0]
    # Nearly every line is as git writes it today, and names somebody whom many others name.
    if "<" in who and ">" not in when and len(time) <= _MOST_DIGITS and time.isascii() and time.isdecimal():
        return _identity(who), int(time)
    found = _IDENTITY.fullmatch(line)
    if found is None:
        return Identity(line, ""), 0
    return Identity(found["name"].strip(), found["email"].strip()), int(found["time"] or 0)


@lru_cache(10_000)
def _identity(who: str) -> Identity:
    """The name and the address of a line up to the end of the address."""
    name, _, rest = who.partition("<")
    return Identity(name.strip(), rest.partition(">")[0].strip())


def _moment(seconds: int) -> datetime:
    """The moment that many seconds after 1970; a commit may claim one that no calendar holds."""
    try:
        return _EPOCH + timedelta(seconds=seconds)
    except OverflowError:
        return datetime.max.replace(tzinfo=UTC) if seconds > 0 else datetime.min.replace(tzinfo=UTC)
