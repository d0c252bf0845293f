"""From the stream of `git log` to commits with what they changed."""

from __future__ import annotations

import os
import re
from datetime import UTC, datetime, timedelta
from functools import lru_cache
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
    authored_at: datetime
    committed_at: datetime
    co_authors: tuple[Identity, ...]
    changes: dict[str, list[FileChange]]
    """By parent; the empty name stands for a commit without parents."""

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
    commits: dict[str, Commit] = {}
    names, tokens = _Names(), _tokens(pieces)
    listed: list[FileChange] = []
    for token in tokens:
        if token.startswith(b":"):
            listed.append(_difference(token, next(tokens), names))
        elif token.strip(b"\n"):
            header, _, difference = token.rpartition(b"\n:") if b"\n\n:" in token else (token, b"", b"")
            commit, parent = _header(header.lstrip(b"\n").decode("utf-8", "replace"))
            commit = commits.setdefault(commit.id, commit)
            listed = commit.changes.setdefault(parent or commit.first_parent, [])
            if difference:
                listed.append(_difference(b":" + difference, next(tokens), names))
    return list(commits.values())


def parse_differences(pieces: Iterable[bytes]) -> list[FileChange]:
    """The changes of a `diff-tree -r -z --raw` stream."""
    names, tokens = _Names(), _tokens(pieces)
    return [_difference(token, next(tokens), names) for token in tokens if token.startswith(b":")]


def authored_at(commit: bytes) -> datetime | None:
    """The author date of a commit as git stores it; None for anything else."""
    head = commit.partition(b"\n\n")[0].decode("utf-8", "replace")
    line = next((each for each in head.split("\n") if each.startswith("author ")), None)
    return None if line is None else _signed(line.removeprefix("author "))[1]


def _tokens(pieces: Iterable[bytes]) -> Iterator[bytes]:
    rest = b""
    for piece in pieces:
        *whole, rest = (rest + piece).split(b"\0")
        yield from whole
    if rest:
        yield rest


class _Names(dict[bytes, str]):
    """Paths, modes and object ids as text, each one once: most of them come again and again."""

    def __missing__(self, name: bytes) -> str:
        """The name, met for the first time."""
        found = self[name] = os.fsdecode(name)
        return found


def _difference(token: bytes, path: bytes, names: _Names) -> FileChange:
    old_mode, new_mode, old_blob, new_blob, _ = token[1:].split(b" ")
    return FileChange(
        names[path],
        names[old_blob] if old_mode not in _NO_BLOBS else None,
        names[new_mode] if new_mode != _NOTHING else None,
        names[new_blob] if new_mode not in _NO_BLOBS else None,
    )


def _header(text: str) -> tuple[Commit, str]:
    """The commit of a header and the parent that the differences are from (empty where there is no choice)."""
    head, _, message = text.partition("\n\n")
    first, *lines = head.split("\n")
    words = first.split(" ")
    parent = words[3].rstrip(")") if len(words) > 3 else ""  # noqa: PLR2004 - `commit ID (from ID)`
    fields: dict[str, list[str]] = {}
    for line in lines:
        name, _, value = line.partition(" ")
        fields.setdefault(name, []).append(value)
    author, authored_at = _signed(fields.get("author", [""])[0])
    _, committed_at = _signed(fields.get("committer", [""])[0])
    co_authors = tuple(Identity(each["name"], each["email"]) for each in _CO_AUTHOR.finditer(message))
    parents = tuple(fields.get("parent", ()))
    return Commit(words[1], parents, author, authored_at, committed_at, co_authors, {}), parent


def _signed(line: str) -> tuple[Identity, datetime]:
    who, _, when = line.rpartition("> ")
    time = when.partition(" ")[0]
    # Nearly every line is as git writes it today, and names somebody whom many others name.
    if "<" in who and ">" not in when and len(time) <= _MOST_DIGITS and time.isascii() and time.isdecimal():
        return _identity(who), _moment(int(time))
    found = _IDENTITY.fullmatch(line)
    if found is None:
        return Identity(line, ""), _EPOCH
    return Identity(found["name"].strip(), found["email"].strip()), _moment(int(found["time"] or 0))


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
