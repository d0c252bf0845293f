"""The Markdown of a controlled document below its front matter."""

from __future__ import annotations

__all__ = ["body_of", "lines_of"]


def body_of(content: bytes) -> str:
    """The body below the block between lines of exactly three hyphens; a controlled document always has one."""
    text = lines_of(content)
    lines = text.split("\n")
    if lines[0].rstrip(" \t") != "---":
        return text
    end = next((place for place, line in enumerate(lines[1:], 1) if line.rstrip(" \t") == "---"), None)
    return text if end is None else "\n".join(lines[end + 1 :])


def lines_of(content: bytes) -> str:
    """The characters of a page, each line ended in the same way."""
    return content.removeprefix(b"\xef\xbb\xbf").decode("utf-8", "replace").replace("\r\n", "\n").replace("\r", "\n")
