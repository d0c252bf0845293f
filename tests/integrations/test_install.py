"""How a job installs qms: from the release alone, whatever lies in the folder where it happens to start."""

from __future__ import annotations

import subprocess
import zipfile
from typing import TYPE_CHECKING

import pytest

from integrations.conftest import JOBS

if TYPE_CHECKING:
    from pathlib import Path

# A build backend that needs nothing: it packs a command that says its version.
BACKEND = """\
import zipfile


def build_wheel(folder, *_):
    name = "qms_docs-0.0.1-py3-none-any.whl"
    about = "qms_docs-0.0.1.dist-info"
    with zipfile.ZipFile(f"{folder}/{name}", "w") as wheel:
        wheel.writestr("qms_docs/__init__.py", "def main():\\n    print('qms, version 0.0.1')\\n")
        wheel.writestr(f"{about}/METADATA", "Metadata-Version: 2.1\\nName: qms-docs\\nVersion: 0.0.1\\n")
        kind = "Root-Is-Purelib: true\\nTag: py3-none-any\\n"
        wheel.writestr(f"{about}/WHEEL", f"Wheel-Version: 1.0\\nGenerator: test\\n{kind}")
        wheel.writestr(f"{about}/entry_points.txt", "[console_scripts]\\nqms = qms_docs:main\\n")
        wheel.writestr(f"{about}/RECORD", "")
    return name
"""
PROJECT = '[build-system]\nrequires = []\nbuild-backend = "backend"\nbackend-path = ["."]\n'


@pytest.fixture
def release(tmp_path: Path) -> Path:
    """A release that needs nothing from elsewhere, with the script of ours."""
    folder = tmp_path / "release"
    (folder / "integrations/jobs").mkdir(parents=True)
    (folder / "requirements").mkdir()
    (folder / "requirements/manual.lock").write_text("# Nothing.\n")
    (folder / "integrations/jobs/install.sh").write_bytes((JOBS / "install.sh").read_bytes())
    (folder / "backend.py").write_text(BACKEND)
    (folder / "pyproject.toml").write_text(PROJECT)
    return folder


def install(release: Path, start: Path, path: Path) -> subprocess.CompletedProcess[bytes]:
    """The step of the job, started in a folder of somebody else."""
    command = ["bash", str(release / "integrations/jobs/install.sh"), str(start.parent / "qms")]
    variables = {"PATH": "/usr/bin:/bin:/usr/local/bin", "GITHUB_PATH": str(path), "PIP_NO_INDEX": "1"}
    return subprocess.run(command, cwd=start, env=variables, capture_output=True, check=False, timeout=120)


def test_started_in_a_change_of_a_stranger(release: Path, tmp_path: Path) -> None:
    """Modules that lie where it starts are not run; what is installed is the release, and later steps find it."""
    start = tmp_path / "change"
    start.mkdir()
    for name in ("pip", "venv", "json", "ensurepip", "sitecustomize", "backend", "qms_docs"):
        (start / f"{name}.py").write_text(f"open({str(tmp_path / 'seen')!r}, 'w')\n")
    path = tmp_path / "path"
    done = install(release, start, path)
    assert (done.returncode, done.stdout) == (0, b"qms, version 0.0.1\n"), done.stderr
    assert path.read_text() == f"{tmp_path / 'qms'}/bin\n"
    assert not (tmp_path / "seen").exists()


def test_a_package_without_hash(release: Path, tmp_path: Path) -> None:
    """What the lock does not name by hash is not installed, and no package but qms itself is built."""
    start = tmp_path / "change"
    start.mkdir()
    (tmp_path / "other-1.0.zip").write_bytes(b"")
    with zipfile.ZipFile(tmp_path / "other-1.0.zip", "w") as archive:
        archive.writestr("other-1.0/setup.py", "import sys; sys.exit('built')\n")
    lock = release / "requirements/manual.lock"
    lock.write_text(f"other @ {(tmp_path / 'other-1.0.zip').as_uri()}\n")
    done = install(release, start, tmp_path / "path")
    assert done.returncode != 0
    assert b"built" not in done.stderr
    assert not (tmp_path / "qms/bin/qms").exists()
