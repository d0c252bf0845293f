"""Clauses that a starter document names, of the standards that an organization uses."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["with_tags_of"]

_FIELD = re.compile(r"^clauses:(?:.*)\n(?:[ -].*\n)*", re.MULTILINE)
_TAG = re.compile(r"[a-z][a-z0-9.-]*:[0-9]{4}#[0-9.]+")
_FEW = 4
"""As many stand beside one another."""


def with_tags_of(text: str, standards: Sequence[str]) -> str:
    """The text whose front matter names clauses of these standards alone; the field goes where none is left."""
    head, fence, body = text.partition("\n---\n")
    found = _FIELD.search(f"{head}\n")
    if found is None:
        return text
    tags = [each for each in _TAG.findall(found[0]) if each.partition("#")[0] in standards]
    if len(tags) == len(_TAG.findall(found[0])):
        return text
    return f"{head}\n".replace(found[0], _field(tags)).removesuffix("\n") + fence + body


def _field(tags: Sequence[str]) -> str:
    if not tags:
        return ""
    quoted = [f'"{each}"' for each in tags]
    if len(tags) <= _FEW:
        return f"clauses: [{', '.join(quoted)}]\n"
    return "clauses:\n" + "".join(f"  - {each}\n" for each in quoted)
