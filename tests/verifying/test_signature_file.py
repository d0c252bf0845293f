"""What may lie beside a manifest in the place of its signature."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from qms_docs.failures import CannotCheckError
from qms_docs.verifying.verify import read_given

if TYPE_CHECKING:
    from pathlib import Path

MANIFEST = '{"commit": null, "as_of": "2026-01-01", "builder": "qms", "previous": null, "documents": [], "files": {}}'


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="the system has no named pipes")
def test_pipe_beside_a_manifest(tmp_path: Path) -> None:
    """A pipe, from which nothing may ever come, is refused and not waited for."""
    file = tmp_path / "manifest.json"
    file.write_text(MANIFEST, encoding="utf-8")
    os.mkfifo(tmp_path / "manifest.json.sig")
    with pytest.raises(CannotCheckError, match=r"manifest\.json\.sig cannot be read: it is no file"):
        read_given([("manifest.json", file)])
