"""Files that are named on the command line."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

import click

from qms_docs.failures import CannotCheckError, WrongUseError

if TYPE_CHECKING:
    from pathlib import Path

    from qms_docs.model.manifest import KeptManifest

__all__ = ["given_content", "given_file", "given_manifest", "given_place", "previous_option"]

_LARGEST = 20_000_001
"""Bytes that are read: one more than any reader takes."""
_Command = TypeVar("_Command", bound=Callable[..., Any])


def previous_option(command: _Command) -> _Command:
    """The option `--previous`."""
    text = "The manifest.json of the publication before: the history must still have what it names (DC501)."
    return click.option("--previous", metavar="FILE", help=text)(command)


def given_file(folder: Path, name: str) -> Path:
    """The file, seen from the folder in which the command runs.

    Raises WrongUseError where there is none.
    """
    if not os.path.exists(folder / name):  # noqa: PTH110 - unlike Path.exists it has an answer for every name
        raise WrongUseError(f"There is no file {name}.")
    return folder / name


def given_content(folder: Path, name: str) -> bytes:
    """What stands in the file, or on standard input for `-`.

    Raises CannotCheckError where it cannot be read.
    """
    try:
        if name == "-":
            return sys.stdin.buffer.read(_LARGEST)
        with (folder / name).open("rb") as stream:
            return stream.read(_LARGEST)
    except (OSError, ValueError) as error:
        why = error.strerror if isinstance(error, OSError) else "its name is none"
        raise CannotCheckError(f"{name} cannot be read: {why}.", "Name another file.") from error


def given_place(root: Path, folder: Path, name: str) -> str:
    """The path from the root of a folder that is named in another one; it need not be there yet.

    Raises WrongUseError for one outside.
    """
    place = os.path.relpath(os.path.normpath(folder / name), root)
    if place == ".." or place.startswith("../"):
        raise WrongUseError(f"{name} does not lie in the repository, {root}.")
    return place


def given_manifest(folder: Path, name: str) -> KeptManifest:
    """The manifest in the file; raises as `read_manifest` does."""
    from qms_docs.sources.manifests import read_manifest

    return read_manifest(given_file(folder, name), name)
