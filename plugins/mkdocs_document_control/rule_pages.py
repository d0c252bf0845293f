"""The pages that explain the rules of document control."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mkdocs_document_control.page import LITTLE, PlannedPage
from mkdocs_document_control.templates import fragment
from qms_docs.check import RULES
from qms_docs.views.rule_pages import rule_entries

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qms_docs.check import Rule

__all__ = ["pages_of_rules"]

_FOLDER = "rules"
_EXAMPLE = re.compile(r"^(?P<mark>`{3,}|~{3,})(?P<language>\w+)(?P<options>[^\n`]*)$", re.MULTILINE)
_OPTION = re.compile(r"(title|on)=\"([^\"]*)\"")


def pages_of_rules() -> Iterator[PlannedPage]:
    """The page on which the rules stand, and one for each; they are those of the program, whatever the manual."""
    entries = rule_entries(RULES)
    families = list(dict.fromkeys(entry.family for entry in entries))
    anchored = [(f"family-{number}", title) for number, title in enumerate(families, 1)]
    yield PlannedPage(
        src_uri=f"{_FOLDER}/index.md",
        title="Rules of document control",
        template="rules.html.jinja",
        values={
            "families": [
                (anchor, title, [entry for entry in entries if entry.family == title]) for anchor, title in anchored
            ]
        },
        in_navigation=True,
        boost=LITTLE,
        headings=tuple(anchored),
    )
    for rule, entry in zip(RULES, entries, strict=True):
        yield PlannedPage(
            src_uri=f"{_FOLDER}/{entry.slug}.md",
            title=f"{entry.code} {entry.name}",
            template="rule.html.jinja",
            values={"entry": entry},
            markdown=_rule_text(rule),
            untrusted=False,
            # The words of examples would be found before those of the manual.
            indexed="title",
            tags=(entry.code,),
            boost=LITTLE,
        )


def _rule_text(rule: Rule) -> str:
    """The sections of a rule's page, its examples with file and day above them."""
    sections = [
        {"title": title, "text": _EXAMPLE.sub(_captioned, text)}
        for title, text in (
            ("Avoid", rule.page.avoid),
            ("Prefer", rule.page.prefer),
            ("Why", rule.page.why),
            ("Related", rule.page.related),
        )
        if text
    ]
    return fragment("rule.md.jinja", sections=sections)


def _captioned(found: re.Match[str]) -> str:
    options = dict(_OPTION.findall(found["options"]))
    if not options:
        return found[0]
    day = f", accepted on {options['on']}" if "on" in options else ""
    return f"`{options.get('title', 'File')}`{day}:\n\n{found['mark']}{found['language']}"
