"""A story in the language of git fast-import (git-fast-import(1))."""

from __future__ import annotations

from typing import TYPE_CHECKING

from support.trees import changed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import datetime

    from support.commits import Commit
    from support.people import Person
    from support.trees import Blob

__all__ = ["fast_import_stream"]


def fast_import_stream(commits: Iterable[Commit], tips: Mapping[str, Commit]) -> bytes:
    """The commits in their order, the branches at their tips, and at the end a question for the id of each commit."""
    told = list(commits)
    lines = [b"feature done\n"]
    for commit in told:
        lines.extend(_commit(commit))
    lines.extend(_text(f"reset refs/heads/{name}\nfrom :{tip.number}\n\n") for name, tip in tips.items())
    lines.extend(_text(f"get-mark :{commit.number}\n") for commit in told)
    lines.append(b"done\n")
    return b"".join(lines)


def _commit(commit: Commit) -> Iterator[bytes]:
    reference = f"refs/heads/{commit.branch}"
    if not commit.parents:
        # Without this, a first commit would become the child of what the branch already holds.
        yield _text(f"reset {reference}\n")
    yield _text(f"commit {reference}\nmark :{commit.number}\n")
    yield _text(f"author {_signature(commit.author, commit.written)}\n")
    yield _text(f"committer {_signature(commit.committer, commit.committed)}\n")
    yield _data(_text(commit.message))
    for word, parent in zip(("from", "merge"), commit.parents, strict=False):
        yield _text(f"{word} :{parent.number}\n")
    before = commit.parents[0].tree if commit.parents else {}
    for path, entry in changed(before, commit.tree).items():
        yield from _file(path, entry)
    yield b"\n"


def _file(path: str, entry: Blob | None) -> Iterator[bytes]:
    name = _quoted(path)
    if entry is None:
        yield b"D " + name + b"\n"
    elif entry.mode == "160000":
        yield b"M 160000 " + entry.data + b" " + name + b"\n"
    else:
        yield b"M " + entry.mode.encode() + b" inline " + name + b"\n"
        yield _data(entry.data)


def _data(content: bytes) -> bytes:
    return b"data %d\n%s\n" % (len(content), content)


def _quoted(path: str) -> bytes:
    """The path in C quotes, which hold any name; bytes outside ASCII need no escape."""
    escaped = path.replace("\\", r"\\").replace('"', r"\"").replace("\n", r"\n")
    return b'"' + _text(escaped) + b'"'


def _signature(who: Person, when: datetime) -> str:
    """Name, address, seconds since 1970 and offset: `Ann Berg <ann@example.com> 1767614400 +0000`."""
    return f"{who} {int(when.timestamp())} {when:%z}"


def _text(text: str) -> bytes:
    return text.encode("utf-8", "surrogateescape")
