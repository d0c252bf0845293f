"""Which records name a document."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection

    from qms_docs.model.manual import Manual
    from qms_docs.sources.git import Repository

__all__ = ["records_naming"]

_ENDINGS = (".yml", ".yaml", ".md", ".csv")
_OF_ONE_DOCUMENT = ("approvals/", "acknowledgements/", "reviews/", "decisions/")
"""Folders of records that belong to a document by their names, and of notes that are none."""
_REGISTERS = ("organization.yml", "processes.yml", "README.md")
_LARGEST = 1_000_000
"""Bytes of a record that are looked at."""


def records_naming(repository: Repository, manual: Manual, documents: Collection[str]) -> dict[str, tuple[str, ...]]:
    """The paths of the records that name each of the documents by its id, as a word of its own; sorted."""
    if not documents:
        return {}
    folder = f"{manual.policy.records}/"
    apart = (*(folder + each for each in _OF_ONE_DOCUMENT), *(folder + each for each in _REGISTERS))
    blobs = {
        path: blob
        for path, blob in sorted(manual.blobs.items())
        if path.startswith(folder) and path.endswith(_ENDINGS) and not path.startswith(apart)
    }
    words = re.compile(r"(?<![\w-])(?:" + "|".join(map(re.escape, sorted(documents, reverse=True))) + r")(?![\w-])")
    content = dict(repository.read(dict.fromkeys(blobs.values())))
    found: dict[str, list[str]] = {}
    for path, blob in blobs.items():
        text = (content[blob] or b"")[:_LARGEST].decode("utf-8", "replace")
        for each in set(words.findall(text)):
            found.setdefault(each, []).append(path)
    return {each: tuple(paths) for each, paths in found.items()}
