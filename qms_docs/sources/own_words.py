"""The words that an organization has defined, read from its files as they stand, without their history."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qms_docs.failures import CannotCheckError
from qms_docs.model.finding import FaultKind
from qms_docs.model.organization import ORGANIZATION_FILES
from qms_docs.sources.organization import OrganizationFiles, read_organization
from qms_docs.sources.policy import POLICY, read_policy
from qms_docs.sources.regular_file import read_regular
from qms_docs.sources.schemas.own_words import OwnWords
from qms_docs.sources.standards import load_library

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["read_own_words", "root_of"]


def root_of(folder: Path) -> Path | None:
    """The folder of the repository around a folder that has a `qms.yml`; None where there is none."""
    for each in (folder, *folder.parents):
        if (each / POLICY).is_file():
            return each
        if (each / ".git").exists():
            return None
    return None


def read_own_words(root: Path) -> OwnWords:
    """What policy and organization define.

    Raises CannotCheckError where one of them cannot be read: a schema without their words would refuse what is right.
    """
    policy = read_policy(_content(root, POLICY)).required()
    found = (_content(root, f"{policy.records}/{name}") for name in ORGANIZATION_FILES)
    organization, faults = read_organization(OrganizationFiles(policy.records, *found))
    broken = next((each for each in faults if each.kind is FaultKind.UNREADABLE), None)
    if broken is not None:
        raise CannotCheckError(f"{broken.path}:{broken.line}: IN101 {broken.fact}", broken.remedy)
    return OwnWords(policy=policy, organization=organization, library=load_library())


def _content(root: Path, path: str) -> bytes | None:
    place = root / path
    if any((root / each).is_symlink() for each in (path, path.rpartition("/")[0]) if each):
        raise CannotCheckError(f"{path}:1: IN101 The file is a symbolic link.", "Put the file itself in its place.")
    try:
        return read_regular(place)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise CannotCheckError(
            f"{path}:1: IN101 The file cannot be opened: {error.strerror}.", "Correct this."
        ) from error
