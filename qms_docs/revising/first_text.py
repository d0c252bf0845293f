"""The text with which a document begins: its control fields, its title, and the sections that its type asks for."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from qms_docs.model.numbering import Scheme
from qms_docs.writing.record_text import record_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qms_docs.model.header import Header
    from qms_docs.model.policy import Vocabulary

__all__ = ["FIRST_NUMBERS", "first_text", "heading"]

FIRST_NUMBERS = {Scheme.INTEGER: "1", Scheme.LETTER: "A", Scheme.MAJOR_MINOR: "1.0"}
_FIELDS = ("id", "title", "type", "revision", "owner")
_MEANS_SOMETHING = re.compile(r"[\\`*_\[\]{}]|#+(?=\s*$)|^#+")
_ENTITY = re.compile(r"&(?=#?\w+;)")
_GUIDANCE = {
    "purpose": "What this document is for, in one or two sentences.",
    "scope": "Which work, places and people it holds for, and which it does not.",
    "responsibilities": "Which role does what; roles, not names.",
    "procedure": "The steps in the order in which they are done: who does what, when, and by which criteria.",
    "records": "What is kept as evidence, where, and for how long.",
    "references": "Which other documents are needed, each by its id, such as [[SOP-001]].",
    "definitions": "Words that readers could take for something else.",
}
"""One sentence for sections that mean the same everywhere."""


def first_text(header: Header, sections: Sequence[str], words: Vocabulary) -> bytes:
    """The page, with the fields that every document needs under the organization's own names.

    What is to be written under a heading stands there as a comment, which no page shows.
    """
    fields = {words.fields.get(name, name): words.foreign(name, getattr(header, name)) for name in _FIELDS}
    parts = [f"# {heading(header.title or header.id)}"]
    for section in sections:
        parts.append(f"## {heading(section)}")
        guidance = _GUIDANCE.get(section.casefold().strip())
        parts += [f"<!-- {guidance} -->"] if guidance else []
    body = "\n\n".join(parts)
    return f"---\n{record_text(fields)}---\n\n{body}\n".encode()


def heading(words: str) -> str:
    """The words as a heading that shows just them, whatever Markdown would make of their characters."""
    escaped = _MEANS_SOMETHING.sub(lambda found: "".join(f"\\{each}" for each in found[0]), words)
    return _ENTITY.sub("&amp;", escaped).replace("<", "&lt;")
