"""A pack that is made once."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import qms_docs
from support.packs import DAY, files_of, told

if TYPE_CHECKING:
    from support import Clone

SOURCE = Path(qms_docs.__file__).parents[1]


@pytest.fixture(scope="session")
def manual(tmp_path_factory: pytest.TempPathFactory) -> Clone:
    """The manual to pack, which no test may change."""
    return told(tmp_path_factory.mktemp("keys")).build(tmp_path_factory.mktemp("pack") / "manual")


@pytest.fixture(scope="session")
def pack(manual: Clone, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A pack with everything but PDF, restricted documents and the history in git too."""
    target = tmp_path_factory.mktemp("packed") / "pack.zip"
    path = os.pathsep.join((str(SOURCE), str(SOURCE / "plugins")))
    subprocess.run(
        [
            *(sys.executable, "-m", "qms_docs", "pack", "--as-of", DAY, "--no-pdf", "--include-restricted"),
            *("--records", "all", "-o", str(target)),
        ],
        cwd=manual.path,
        env=os.environ | {"PYTHONPATH": path},
        check=True,
        capture_output=True,
        timeout=120,
    )
    return target


@pytest.fixture(scope="session")
def script(pack: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The verifier that lies in the pack, taken out."""
    place = tmp_path_factory.mktemp("verifier") / "verify.py"
    place.write_bytes(files_of(pack)["verify.py"])
    return place
