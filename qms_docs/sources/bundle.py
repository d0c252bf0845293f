"""The history as a git bundle: the same bytes from every clone, however it is packed and whatever it is set to."""

from __future__ import annotations

import re
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from qms_docs.sources.git_process import GitProcess

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from qms_docs.model.policy import Policy

__all__ = ["bundle", "says_restricted"]

_SHA256_DIGITS = 64
_SETTINGS = (
    *("core.bigFileThreshold=64m", "core.commitGraph=false", "pack.allowPackReuse=false", "pack.useBitmaps=false"),
    *("pack.useSparse=false", "pack.usePathWalk=false", "pack.windowMemory=0", "pack.deltaCacheSize=256m"),
)
_PACKING = (
    *("--stdout", "--all", "--quiet", "--delta-base-offset", "--no-reuse-delta", "--no-reuse-object"),
    *("--threads=1", "--window=10", "--depth=50", "--compression=9"),
)
"""Nothing of how the clone has packed its objects is taken over, and nothing depends on the number of processors."""
_HEAD = 64_000
"""Bytes. Nothing is read of a text that has a longer front matter."""
_RECORD = re.compile(rb"^[\"']?id[\"']?[ \t]*:", re.MULTILINE)
_FRONT_MATTER = re.compile(
    rb"\A(?:\xef\xbb\xbf)?---[ \t]*\r?\n(.*?)^(?:---|\.\.\.)[ \t]*\r?$", re.DOTALL | re.MULTILINE
)


def bundle(objects: str, commit: str, branch: str) -> Iterator[bytes]:
    """The history of a commit as a branch of that name, in pieces; `objects` is the folder in which git keeps objects.

    A repository of no settings borrows the objects, so that attributes, grafts and settings of the clone have no part.
    """
    with tempfile.TemporaryDirectory(prefix="qms-bundle-") as folder:
        git = GitProcess(Path(folder))
        form = "sha256" if len(commit) == _SHA256_DIGITS else "sha1"
        git.ask("init", "--quiet", "--bare", "--template=", f"--object-format={form}", ".")
        Path(folder, "objects", "info").mkdir(exist_ok=True)
        Path(folder, "objects", "info", "alternates").write_bytes(_quoted(objects))
        git.ask("update-ref", f"refs/heads/{branch}", commit)
        version = "# v2 git bundle\n" if form == "sha1" else "# v3 git bundle\n@object-format=sha256\n"
        yield f"{version}{commit} HEAD\n{commit} refs/heads/{branch}\n\n".encode()
        yield from git.stream("pack-objects", *_PACKING, settings=_SETTINGS)


def _quoted(path: str) -> bytes:
    """A path as a line of `alternates` (gitrepository-layout(5)), which takes quotes as C does."""
    escaped = path.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"\n'.encode("utf-8", "surrogateescape")


def says_restricted(contents: Iterable[bytes], policies: Iterable[Policy]) -> bool:
    """Whether one of these texts or records, of whatever day, is marked as restricted in the words of any policy."""
    fields, values = {"confidentiality"}, {"restricted"}
    for policy in policies:
        fields.add(policy.vocabulary.fields.get("confidentiality", "confidentiality"))
        own = policy.vocabulary.values.get("confidentiality", {})
        values |= {name for name, meaning in own.items() if meaning == "restricted"}
    names, words = (b"|".join(re.escape(each.encode()) for each in sorted(group)) for group in (fields, values))
    said = rb"[\"']?(?:%s)[\"']?[ \t]*:[ \t]*[\"']?(?:%s)\b" % (names, words)
    in_head, in_record = re.compile(rb"(?:^|[\s{,])" + said), re.compile(rb"^" + said, re.MULTILINE)
    return any(_is_marked(content, in_head, in_record) for content in contents)


def _is_marked(content: bytes, in_head: re.Pattern[bytes], in_record: re.Pattern[bytes]) -> bool:
    """Whether the front matter of a text says so, or a file that begins as records do."""
    head = _FRONT_MATTER.match(content[:_HEAD])
    if head:
        return bool(in_head.search(head[1]))
    return bool(_RECORD.search(content[:_HEAD]) and in_record.search(content[:_HEAD]))
