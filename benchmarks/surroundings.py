"""The machine on which something is measured, and the versions of everything that takes part."""

from __future__ import annotations

import os
import platform
import subprocess
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["surroundings"]

_PACKAGES = ("qms-docs", "mkdocs", "mkdocs-material", "markdown", "gitpython", "pydantic", "pyyaml", "markdown-it-py")


def surroundings(neighbours: Mapping[str, str]) -> dict[str, str]:
    """The machine and the versions, by what they are of; those of the neighbours are given."""
    found = {"machine": f"{_processor()}, {os.cpu_count()} processors", "system": platform.platform()}
    if hasattr(os, "getloadavg"):
        found["load before"] = f"{os.getloadavg()[0]:.2f}"
    found["Python"] = platform.python_version()
    answer = subprocess.run(["git", "--version"], capture_output=True, text=True, check=True).stdout
    found["git"] = answer.strip().removeprefix("git version ")
    return found | {package: _version(package) for package in _PACKAGES} | dict(neighbours)


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "not installed"


def _processor() -> str:
    """The name of the processor, as far as the system says it."""
    listed = Path("/proc/cpuinfo")
    if listed.exists():
        for line in listed.read_text(encoding="utf-8", errors="replace").splitlines():
            name, _, value = line.partition(":")
            if name.strip() == "model name":
                return value.strip()
    return platform.processor() or platform.machine()
