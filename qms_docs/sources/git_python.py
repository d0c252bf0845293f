"""GitPython, loaded wherever git is missing or badly set as well: what is wrong is said when git is needed.

While it is loaded it asks git for its version, and ends every program that loads it where git does not answer.
"""

from __future__ import annotations

import os
from contextlib import contextmanager
from typing import TYPE_CHECKING

from qms_docs.failures import CannotCheckError

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["Git", "GitCommandError", "GitCommandNotFound"]

_UNDISTURBED = {
    "GIT_PYTHON_REFRESH": "quiet",
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_CONFIG_COUNT": "0",
    "GIT_DIR": os.devnull,
}
"""Variables with which git reads no settings, not even of the repository in which somebody stands."""


@contextmanager
def _undisturbed() -> Iterator[None]:
    before = {name: os.environ.get(name) for name in _UNDISTURBED}
    os.environ.update(_UNDISTURBED)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value


try:
    with _undisturbed():
        from git.cmd import Git
        from git.exc import GitCommandError, GitCommandNotFound
except ImportError as stopped:
    # Git is there and was not answering, or the machine begins no program at this moment.
    reason = (str(stopped).splitlines() or [""])[0].removeprefix("Failed to initialize: ")
    raise CannotCheckError(
        f"Git does not say which version it is: {reason}.",
        "Run `git version`; where it answers, the machine has no room for another process or file at the moment.",
    ) from stopped
