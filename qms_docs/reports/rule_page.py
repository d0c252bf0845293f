"""The page of a rule as text for a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from qms_docs.rules.registry import Rule

__all__ = ["rule_text"]


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
            parts.append(f"{title}\n{'-' * len(title)}\n\n{text}")
    return "\n\n".join(parts) + "\n"
