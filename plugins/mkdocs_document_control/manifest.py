"""The manifest of the site: what was issued on the day, and the hash of every file (interfaces.md 3)."""

from __future__ import annotations

import hashlib
import json
import os
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from qms_docs.reports.manifest import told_before_files, with_files
from qms_docs.views.manifest import site_manifest

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from qms_docs.model.manifest import KeptManifest
    from qms_docs.model.manual import Manual

__all__ = [
    "BUILD_RECORD",
    "MANIFEST",
    "manifest_of",
    "named_by_manifest",
    "sha256_of",
    "tell_manifest",
    "write_build_record",
    "write_manifest",
]

MANIFEST, BUILD_RECORD = "manifest.json", "build.json"
_LEFT_OUT = (MANIFEST, BUILD_RECORD)
"""What cannot name its own hash, and what tells the time of building."""
_GIT = ".git"
_PART = 65_536
"""Bytes of a file that are held at once."""


def tell_manifest(manual: Manual, previous: KeptManifest | None) -> str:
    """What the manifest says before it names files; `manual` is that of the release line, without what is proposed."""
    return told_before_files(site_manifest(manual, {}, previous.sha256 if previous else None))


def write_manifest(site_folder: Path, told: str, written: Mapping[str, str]) -> dict[str, str]:
    """The manifest is written beside the files that it names, which nobody may change from now on.

    `told` is what it says before them; `written` are the hashes of files that nobody else has touched since they were
    written. The hashes of all files are given back, its own among them.
    """
    content, hashes = manifest_of(site_folder, told, written)
    (site_folder / MANIFEST).write_bytes(content)
    return {**hashes, MANIFEST: hashlib.sha256(content).hexdigest()}


def manifest_of(site_folder: Path, told: str, written: Mapping[str, str]) -> tuple[bytes, dict[str, str]]:
    """The bytes of the manifest, and the hashes that it names: of the files that lie there and of what is `written`."""
    names = {name for name in _names(site_folder) if name not in _LEFT_OUT}
    hashes = {name: written.get(name) or sha256_of(site_folder / name) for name in names.union(written)}
    return with_files(told, hashes), hashes


def write_build_record(site_folder: Path, record: Mapping[str, object]) -> None:
    """The one file that says when the site was built."""
    said = {"built_at": datetime.now(UTC).isoformat(timespec="seconds"), **record}
    (site_folder / BUILD_RECORD).write_text(json.dumps(said, indent=2) + "\n", encoding="utf-8")


def named_by_manifest(site_folder: Path) -> frozenset[str]:
    """The addresses of the files that the manifest of a site says it has; none where nobody can read it."""
    try:
        said = json.loads((site_folder / MANIFEST).read_bytes())
    except (OSError, ValueError, RecursionError):
        return frozenset()
    files = said.get("files") if isinstance(said, dict) else None
    return frozenset(files) if isinstance(files, dict) else frozenset()


def _names(site_folder: Path) -> Iterator[str]:
    """Every file of the site; where a folder of git lies in it, as for pages of a forge, that is none of them."""
    root = str(site_folder)
    for place, folders, files in os.walk(root):
        below = place[len(root) + 1 :].replace(os.sep, "/")
        start = f"{below}/" if below else ""
        yield from (f"{start}{each}" for each in files if each != _GIT)
        if not below and _GIT in folders:
            folders.remove(_GIT)


def sha256_of(path: Path) -> str:
    """The SHA-256 of a file of the site, however large; raises OSError where it cannot be read."""
    hashed = hashlib.sha256()
    # Most files are smaller than the room that the library takes for each.
    with path.open("rb", buffering=0) as stream:
        while part := stream.read(_PART):
            hashed.update(part)
    return hashed.hexdigest()
