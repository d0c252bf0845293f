"""The manifest of a publication as JSON (settled.md 26)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qms_docs.reports.indented import indented

if TYPE_CHECKING:
    from collections.abc import Mapping

    from qms_docs.model.manifest import Manifest

__all__ = ["manifest_json", "told_before_files", "with_files"]

_NO_FILES = "{}\n}"
"""With which a manifest ends that names no files."""


def manifest_json(manifest: Manifest) -> bytes:
    """The bytes of `manifest.json`: equal manifests give equal bytes, which may be signed."""
    return with_files(told_before_files(manifest), manifest.files)


def with_files(told: str, files: Mapping[str, str]) -> bytes:
    """The bytes of a manifest that names these files after what is told before; a path that is no UTF-8 is escaped."""
    return f"{told}{indented(dict(sorted(files.items())), '  ')}\n}}\n".encode("utf-8", "backslashreplace")


def told_before_files(manifest: Manifest) -> str:
    """The JSON of a manifest up to its files."""
    shape: dict[str, object] = {
        "commit": manifest.commit,
        "as_of": manifest.as_of.isoformat(),
        "builder": manifest.builder,
        "previous": manifest.previous,
        "documents": [
            {
                "id": each.document,
                "revision": each.number,
                "digest": each.digest,
                "commit": each.commit,
                "effective_on": each.effective_on.isoformat() if each.effective_on else None,
            }
            for each in manifest.revisions
        ],
        "files": {},
    }
    return indented(shape).removesuffix(_NO_FILES)
