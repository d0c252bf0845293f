"""The manifest of a publication as JSON (settled.md 26)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qms_docs.reports.indented import indented

if TYPE_CHECKING:
    from qms_docs.model.manifest import Manifest

__all__ = ["manifest_json"]


def manifest_json(manifest: Manifest) -> bytes:
    """The bytes of `manifest.json`: equal manifests give equal bytes, which may be signed.

    A path that is no UTF-8 is written as escapes.
    """
    shape = {
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
        "files": dict(sorted(manifest.files.items())),
    }
    return (indented(shape) + "\n").encode("utf-8", "backslashreplace")
