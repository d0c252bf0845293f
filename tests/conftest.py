"""What every test starts from: no settings of the user, no variables of git, UTC, and nothing skipped unseen."""

from __future__ import annotations

import os
import tempfile
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from support import Branch, Build, Clone, Story


def pytest_configure(config: pytest.Config) -> None:
    """Watches over skipped tests where `QMS_NOTHING_SKIPPED=1` says that none may be."""
    if os.environ.get("QMS_NOTHING_SKIPPED") == "1":
        config.pluginmanager.register(NothingSkipped())


class NothingSkipped:
    """A test that did not run fails the session and is named in its summary.

    With pytest-xdist the reports of the workers arrive here as well, in the process whose exit status counts.
    """

    def __init__(self) -> None:
        """So far nothing is skipped."""
        self.skipped: dict[str, str] = {}

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Notes a test that is skipped; one that is expected to fail did run, unless it is marked `run=False`."""
        expected = getattr(report, "wasxfail", None)
        if report.skipped and (expected is None or "[NOTRUN]" in expected):
            self.skipped[report.nodeid] = expected or _reason(report)

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        """Notes a whole file that is skipped while it is read."""
        if report.skipped:
            self.skipped[report.nodeid] = _reason(report)

    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        """The session fails, even if every other test passed."""
        if self.skipped and session.exitstatus in {pytest.ExitCode.OK, pytest.ExitCode.NO_TESTS_COLLECTED}:
            session.exitstatus = pytest.ExitCode.TESTS_FAILED

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        """Names each of them."""
        for test, reason in self.skipped.items():
            terminalreporter.write_line(f"SKIPPED, but nothing may be skipped here: {test} ({reason})", red=True)


def _reason(report: pytest.TestReport | pytest.CollectReport) -> str:
    """Pytest gives a skip as file, line and reason."""
    return str(report.longrepr[-1]) if isinstance(report.longrepr, tuple) else str(report.longrepr)


@pytest.fixture(scope="session", autouse=True)
def homes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The folder of the homes; no fixture of a wider scope than a test sees the user's settings either."""
    folder = tmp_path_factory.mktemp("homes")
    with pytest.MonkeyPatch.context() as patch:
        for name in [each for each in os.environ if each.startswith("GIT_")]:
            patch.delenv(name)
        # A test that wants system settings replaces this variable; GIT_CONFIG_NOSYSTEM would win over it.
        patch.setenv("GIT_CONFIG_SYSTEM", os.devnull)
        patch.setenv("TZ", "UTC")
        time.tzset()
        _move_home(patch, folder)
        yield folder
    time.tzset()


@pytest.fixture(autouse=True)
def home(homes: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty home of the test's own, in which no earlier test has left settings."""
    return _move_home(monkeypatch, homes)


def _move_home(patch: pytest.MonkeyPatch, folder: Path) -> Path:
    made = Path(tempfile.mkdtemp(dir=folder))
    patch.setenv("HOME", str(made))
    patch.setenv("XDG_CONFIG_HOME", str(made / ".config"))
    patch.setenv("XDG_CACHE_HOME", str(made / ".cache"))
    patch.delenv("QMS_CACHE", raising=False)
    return made


@pytest.fixture
def build(tmp_path: Path) -> Build:
    """Builds stories as repositories below the folder of the test."""

    def build_story(story: Story, name: str = "manual", *, at: Branch | None = None) -> Clone:
        return story.build(tmp_path / name, at=at)

    return build_story


@pytest.fixture
def no_other_threads(monkeypatch: pytest.MonkeyPatch) -> None:
    """Threads that the browser of other tests leaves running do not count: processes may be divided."""
    count, others = threading.active_count, threading.active_count() - 1
    monkeypatch.setattr(threading, "active_count", lambda: count() - others)
