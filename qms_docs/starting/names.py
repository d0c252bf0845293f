"""The name of an organization inside Markdown, figures and drawings, where each of its characters stands for itself."""

from __future__ import annotations

import re
from html import escape

__all__ = ["in_drawing", "in_figure", "in_markdown"]

_MARKS = re.compile(r"[\\`*_{}\[\]()#+!]")
"""Characters that both parsers, and those of the forges, take for themselves behind a backslash."""
_REFERENCES = re.compile(r"[<>|~$]|&(?=[#\w])|^[=:]")
"""Characters that not all of them take so; every one knows these references."""
_BEGINNING = re.compile(r"[0-9]+(?=[.)])|(?=-)")
"""At the beginning of a line, what follows makes a list or a rule of it."""
_LABEL_ENDS = re.compile(r"[\\`*_{}\[\]()<>#+!|~$&;]")


def in_markdown(name: str) -> str:
    """The name in a text."""
    marked = _REFERENCES.sub(lambda found: f"&#{ord(found[0])};", name)
    # The references just written keep their sign.
    parts = re.split(r"(&#[0-9]+;)", marked)
    text = "".join(each if number % 2 else _MARKS.sub(r"\\\g<0>", each) for number, each in enumerate(parts))
    found = _BEGINNING.match(text)
    return f"{text[: found.end()]}\\{text[found.end() :]}" if found else text


def in_figure(name: str) -> str:
    """The name in a diagram, whose labels end at a quotation mark or a bracket and know no way to write one."""
    return _LABEL_ENDS.sub(" ", name).replace('"', "'")


def in_drawing(name: str) -> str:
    """The name in a drawing (SVG)."""
    return escape(name)
