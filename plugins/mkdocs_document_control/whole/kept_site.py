"""What a site consists of, so that it can be written once more without being worked out."""

from __future__ import annotations

import hashlib
import os
from typing import TYPE_CHECKING, Any, NamedTuple

from qms_docs.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Mapping
    from logging import LogRecord
    from pathlib import Path

    from mkdocs_document_control.many.gaps import Gaps
    from mkdocs_document_control.whole.asked import Named
    from qms_docs.keeping.shelf import Shelf
    from qms_docs.keeping.store import Store
    from qms_docs.sources.grounds import Noted

__all__ = ["KeptSite", "PageOfSite", "files_of_sites", "keep_files", "kept_site", "name_of_site"]

_ROOM = 100_000_000


class PageOfSite(NamedTuple):
    """A page that is kept by itself."""

    address: str
    place: bytes
    """Where it lies."""
    listed: bool
    """Whether search engines may keep it."""


@dataclass(frozen=True, kw_only=True, slots=True)
class KeptSite:
    """A site with all that it rests on. Pages and groups of pages lie where their own builds have kept them."""

    asked: bytes
    noted: Noted
    """What was asked of the repository."""
    named: Named
    names: bytes
    """What tells which files lay in `docs_dir`."""
    said: tuple[tuple[LogRecord, ...], ...]
    """What was logged before MkDocs gathers its files, and what after."""
    gaps: Gaps
    pages: tuple[PageOfSite, ...]
    groups: tuple[tuple[bytes, dict[str, str]], ...]
    """The place of each group, with the addresses of its pages by their paths in MkDocs' terms."""
    hashes: dict[str, str]
    """The SHA-256 of every file but the record of the build by its address; what is no page is kept under it."""
    record: dict[str, Any]
    """What the record of the build says besides the time."""


def files_of_sites(store: Store) -> Shelf:
    """Where files that are no pages are kept by their SHA-256."""
    return store.shelf("files", room=_ROOM)


def kept_site(store: Store, name: str) -> KeptSite | None:
    """The latest site of that name."""
    found = store.slip(name)
    return found if isinstance(found, KeptSite) else None


def keep_files(store: Store, files: Mapping[str, Path]) -> None:
    """Files that are no pages are kept by their SHA-256."""
    shelf = files_of_sites(store)
    for sha256, path in files.items():
        key = bytes.fromhex(sha256)
        if not shelf.has(key):
            shelf.put(key, path.read_bytes())


def name_of_site(root: Path, configuration: str | None, *, past: bool) -> str:
    """The name under which the latest site of a work tree and a configuration is kept."""
    said = b"\0".join(os.fsencode(each) for each in (root, configuration or "", "past" if past else ""))
    return f"site-{hashlib.blake2b(said, digest_size=16).hexdigest()}"
