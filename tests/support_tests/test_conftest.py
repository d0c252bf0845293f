"""Tests start from nothing of the user's, and a skipped test is seen where none may be skipped."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

TESTS = Path(__file__).parent.parent

SEEN = "SKIPPED, but nothing may be skipped here: "

SAMPLES = {
    "passes": "def test_it():\n    pass\n",
    "skips": "import pytest\n\n@pytest.mark.skip(reason='no browser')\ndef test_it():\n    pass\n",
    "skips_inside": "import pytest\n\ndef test_it():\n    pytest.skip('no browser')\n",
    "skips_in_fixture": "import pytest\n\n@pytest.fixture\ndef browser():\n    pytest.skip('no browser')\n\n"
    "def test_it(browser):\n    pass\n",
    "skips_file": "import pytest\n\npytest.skip('no browser', allow_module_level=True)\n",
    "expected_to_fail": "import pytest\n\n@pytest.mark.xfail(reason='known')\ndef test_it():\n    assert False\n",
    "not_run": "import pytest\n\n@pytest.mark.xfail(reason='known', run=False)\ndef test_it():\n    assert False\n",
}


def run(folder: Path, *names: str, options: tuple[str, ...] = (), nothing_skipped: str = "1") -> tuple[int, str]:
    """Exit status and output of pytest over some of the samples, with the conftest of these tests."""
    shutil.copy(TESTS / "conftest.py", folder)
    for name in names:
        (folder / f"test_{name}.py").write_text(SAMPLES[name], encoding="utf-8")
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-p",
        "no:cacheprovider",
        "-o",
        f"pythonpath={TESTS}",
        f"--rootdir={folder}",
    ]
    done = subprocess.run(
        [*command, "--import-mode=importlib", *options, str(folder)],
        cwd=folder,
        env={**os.environ, "QMS_NOTHING_SKIPPED": nothing_skipped},
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout + done.stderr


def test_every_kind_of_skip_is_named(tmp_path: Path) -> None:
    """However a test is skipped, the session fails and names it; a test that runs and fails as expected is in order."""
    skipped = ["skips", "skips_inside", "skips_in_fixture", "not_run"]
    status, output = run(tmp_path, "passes", "expected_to_fail", "skips_file", *skipped)
    assert status == pytest.ExitCode.TESTS_FAILED
    named = [line for line in output.splitlines() if line.startswith(SEEN)]
    assert len(named) == len(skipped) + 1
    assert all(any(f" test_{name}.py::test_it (" in line for line in named) for name in skipped)
    assert any(" test_skips_file.py (" in line and "no browser" in line for line in named)


def test_skips_in_workers_are_named(tmp_path: Path) -> None:
    """Where pytest-xdist runs the tests in workers, the session fails just so, and names each test once."""
    status, output = run(tmp_path, "passes", "skips", "skips_file", options=("-n", "2"))
    assert status == pytest.ExitCode.TESTS_FAILED
    assert output.count(SEEN) == 2


def test_skips_are_in_order_otherwise(tmp_path: Path) -> None:
    """Without the variable a skipped test is no failure."""
    assert run(tmp_path, "passes", "skips", nothing_skipped="")[0] == pytest.ExitCode.OK


def test_surroundings(home: Path) -> None:
    """Home is an empty folder of the test's own, git's variables are gone, and the time zone is UTC."""
    assert Path.home() == home
    assert list(home.iterdir()) == []
    assert os.environ["XDG_CONFIG_HOME"] == str(home / ".config")
    assert [name for name in os.environ if name.startswith("GIT_")] == ["GIT_CONFIG_SYSTEM"]
    assert time.localtime(0).tm_hour == 0
