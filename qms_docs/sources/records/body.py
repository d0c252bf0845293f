"""What of a record stands outside its amendments."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qms_docs.sources.yaml_text import plain

if TYPE_CHECKING:
    from qms_docs.sources.yaml_text import YamlMapping

__all__ = ["AMENDMENTS", "text_outside"]

AMENDMENTS = "amendments"


def text_outside(content: bytes, node: YamlMapping) -> str:
    """The text without the lines of the field `amendments`, blank lines, and blanks at the ends of lines.

    A comment at the margin belongs to what follows it. Where another field stands on the same lines, because the whole
    is written in braces, it is the other values alone.
    """
    text = content.removeprefix(b"\xef\xbb\xbf").decode("utf-8", "surrogateescape")
    lines = [each.rstrip() for each in text.replace("\r\n", "\n").replace("\r", "\n").split("\n")]
    first = node.lines.get(AMENDMENTS)
    if first is None:
        return "\n".join(filter(None, lines))
    others = [line for name, line in node.lines.items() if name != AMENDMENTS]
    if first in others:
        return repr({name: plain(value) for name, value in node.items.items() if name != AMENDMENTS})
    end = min((line for line in others if line > first), default=_end_of_block(lines, first))
    while lines[end - 2].startswith("#") or not lines[end - 2]:
        end -= 1
    return "\n".join(filter(None, [*lines[: first - 1], *lines[end - 1 :]]))


def _end_of_block(lines: list[str], first: int) -> int:
    """The number of the line after the fields: that of the closing `---` of a page, or the one after the last."""
    closing = (number for number, line in enumerate(lines, 1) if number > first and line in ("---", "..."))
    return next(closing, len(lines) + 1)
