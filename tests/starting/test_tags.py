"""Clauses of standards that an organization does not use are named nowhere."""

from __future__ import annotations

import pytest

from qms_docs.starting.tags import with_tags_of

INLINE = '---\nid: A\nclauses: ["iso9001:2015#7.5", "iso9001:2026#7.5"]\nlanguage: en\n---\n# A\n\nclauses: x\n'
BLOCK = (
    "---\nid: A\nclauses:\n"
    + "".join(f'  - "iso9001:{edition}#7.{number}"\n' for edition in (2015, 2026) for number in range(1, 6))
    + "---\n# A\n"
)


@pytest.mark.parametrize("text", [INLINE, BLOCK])
def test_all_of_them(text: str) -> None:
    """Where every standard is in use, nothing is touched."""
    assert with_tags_of(text, ["iso9001:2026", "iso9001:2015"]) == text


def test_some_of_them() -> None:
    """A short list stays on its line, a long one stays a list."""
    assert with_tags_of(INLINE, ["iso9001:2026"]) == INLINE.replace('"iso9001:2015#7.5", ', "")
    later = "".join(f'  - "iso9001:2026#7.{number}"\n' for number in range(1, 6))
    assert with_tags_of(BLOCK, ["iso9001:2026"]) == f"---\nid: A\nclauses:\n{later}---\n# A\n"


def test_none_of_them() -> None:
    """The field goes."""
    assert with_tags_of(INLINE, []) == "---\nid: A\nlanguage: en\n---\n# A\n\nclauses: x\n"
    assert with_tags_of(BLOCK, []) == "---\nid: A\n---\n# A\n"
    assert with_tags_of("---\nid: A\n---\n", []) == "---\nid: A\n---\n"
