"""The page of a rule as text for a terminal."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from qms_docs.rules.registry import Rule

__all__ = ["rule_text"]

_EXAMPLE = re.compile(
    r'^```\w+ title="(?P<path>[^"]+)"(?: on="(?P<day>[^"]+)")?(?P<published> published)?(?P<deleted> deleted)?\n'
    r"(?P<text>.*?)^```$",
    re.MULTILINE | re.DOTALL,
)


def rule_text(rule: Rule) -> str:
    """Code, name, basis and the sections of the page."""
    page = rule.page
    clause = f", clause {rule.clause} of ISO 9001" if rule.clause else ""
    parts = [
        f"{rule.code} {rule.name}",
        f"{rule.severity.value.capitalize()}. Basis: {rule.basis.words}{clause}.",
        page.summary,
    ]
    for title, text in (("Avoid", page.avoid), ("Prefer", page.prefer), ("Why", page.why), ("Related", page.related)):
        if text:
            parts.append(f"{title}\n{'-' * len(title)}\n\n{_EXAMPLE.sub(_example, text)}")
    return "\n\n".join(parts) + "\n"


def _example(found: re.Match[str]) -> str:
    """A file of an example under its path, indented as in a letter."""
    day = f" on {found['day']}" if found["day"] else ""
    day += ", published" if found["published"] else ""
    if found["deleted"]:
        return f"{found['path']}{day}: the file is deleted."
    lines = (f"    {line}".rstrip() for line in found["text"].splitlines())
    return f"{found['path']}{day}:\n\n" + "\n".join(lines)
