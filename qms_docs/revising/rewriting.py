"""The front matter of a document with some fields set, as the reader of documents reads it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from qms_docs.failures import RefusedError
from qms_docs.sources.pages import cut_head, read_head
from qms_docs.sources.stated_fields import stated_fields
from qms_docs.writing.front_matter import Edits, NotEditableError, with_fields
from qms_docs.writing.new_file import replace_file

if TYPE_CHECKING:
    from qms_docs.model.header import Header
    from qms_docs.revising.standing import StandingText

__all__ = ["rewrite", "rewritten"]

_ORDER = ("change", "effective", "owner", "revision")
"""Behind the first of these that stands a new field is put."""


def rewrite(standing: StandingText, edits: Edits, expected: Header) -> None:
    """The file has these fields and is otherwise as it was.

    `edits` has the names and values of the contract. Raises as `rewritten` does, and CannotWriteError; nothing has
    changed then.
    """
    replace_file(standing.root, standing.path, standing.content, rewritten(standing, edits, expected))


def rewritten(standing: StandingText, edits: Edits, expected: Header) -> bytes:
    """The text with these fields, for which the reader has been asked what it reads.

    Raises RefusedError where that is something else than expected.
    """
    header, words = standing.header, standing.vocabulary
    spelt: Edits = {
        header.spelt(name): words.foreign(name, value) if isinstance(value, str) else value
        for name, value in edits.items()
    }
    try:
        content = with_fields(standing.content, spelt, tuple(map(header.spelt, _ORDER)))
    except NotEditableError:
        raise _by_hand(standing) from None
    reading = read_head(cut_head(content), words)
    if reading.header != expected or _others(content, spelt) != _others(standing.content, spelt):
        raise _by_hand(standing)
    return content


def _by_hand(standing: StandingText) -> RefusedError:
    return RefusedError(
        f"{standing.path}: the front matter is written in a form in which no single field can be changed safely, "
        "and nothing was written. Change it by hand: one field on a line."
    )


def _others(content: bytes, edits: Edits) -> dict[str, str] | None:
    """The fields that nobody asked to change."""
    changed = set(edits)
    for name, value in edits.items():
        changed |= {f"{name}.{each}" for each in value} if isinstance(value, Mapping) else set()
    fields = stated_fields(content)
    return fields and {name: value for name, value in fields.items() if name not in changed}
