"""The manifest of a publication, `manifest.json` (settled.md 26): written by a program, read with suspicion."""

from __future__ import annotations

import re
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict
from pydantic_core import PydanticCustomError

from qms_docs.sources.schemas.forms import DayField, Words

__all__ = ["ManifestShape", "PublishedRevisionShape"]


def _written_as(pattern: str, expected: str) -> BeforeValidator:
    form = re.compile(pattern)

    def check(value: object) -> object:
        if not isinstance(value, str) or not form.fullmatch(value):
            raise PydanticCustomError("form", "{expected}", {"expected": expected})
        return value

    return BeforeValidator(check)


Digest = Annotated[str, _written_as(r"qms1:[0-9a-f]{64}", "a digest: qms1: and 64 hexadecimal digits")]
CommitId = Annotated[str, _written_as(r"[0-9a-f]{40}|[0-9a-f]{64}", "the id of a commit in hexadecimal digits")]
Sha256 = Annotated[str, _written_as(r"[0-9a-f]{64}", "a SHA-256 of 64 hexadecimal digits")]


class _Shape(BaseModel):
    """Names that are not known are left alone: later versions of the program may write more."""

    model_config = ConfigDict(extra="ignore", frozen=True)


class PublishedRevisionShape(_Shape):
    """A revision that was issued."""

    id: Words
    revision: Words
    digest: Digest
    commit: CommitId
    effective_on: DayField | None


class ManifestShape(_Shape):
    """What was issued and what was published."""

    commit: CommitId | None
    as_of: DayField
    builder: Words
    previous: Sha256 | None
    documents: tuple[PublishedRevisionShape, ...]
    files: dict[str, Sha256]
