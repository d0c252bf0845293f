"""The text of a sample document as the first issue of another organization's."""

from __future__ import annotations

import re
from html import escape

from qms_docs.writing.record_text import scalar

__all__ = ["SAMPLE", "as_draft", "first_issue", "named_in_drawing", "value_of"]

SAMPLE = "Fjordlys Instruments"
"""The organization of the sample manual, as its texts name it."""

_LATER = ("change", "effective", "obsolete", "status", "supersedes")
"""Fields that belong to a revision which this organization never had."""
_CHANGE = """\
change:
  class: major
  summary: First issue.
  reason: The organization begins its manual.
"""
_FENCE = re.compile(r"\s*(```|~~~)")
_MARKS = re.compile(r"([\\`*_{}\[\]()<>#+!|~$&])")
"""Characters that Markdown may take for something else than themselves."""
_PAST = re.compile(r"(?<=\[\[)([A-Z]+-[0-9]+)@[0-9]+(?=\]\])")
"""A link to a past revision."""


def first_issue(text: str, organization: str = SAMPLE) -> str:
    """Revision 1 with the change "First issue.", without days and approvals, and with the organization's name."""
    fields, body = _parts(text)
    lines = [_named_field(line, organization) for line in _without(fields, _LATER)]
    if value_of(text, "id") is not None:
        lines = [_first_number(line) for line in lines]
        lines.insert(_behind(lines, "owner"), _CHANGE)
    return "---\n" + "".join(lines) + "---\n" + _named(_PAST.sub(r"\1", body), organization)


def as_draft(text: str) -> str:
    """The same text with `status: draft`: nobody reads it as approved, and it is issued by taking the line out."""
    fields, body = _parts(text)
    fields.insert(_behind(fields, "revision"), "status: draft\n")
    return "---\n" + "".join(fields) + "---\n" + body


def value_of(text: str, field: str) -> str | None:
    """What stands behind a field of the front matter, on its line; None without it."""
    fields, _ = _parts(text)
    for line in fields:
        name, colon, value = line.partition(":")
        if colon and name == field:
            return value.strip()
    return None


def named_in_drawing(text: str, organization: str) -> str:
    """A drawing (SVG) with the organization's name."""
    return text.replace(SAMPLE, escape(organization))


def _parts(text: str) -> tuple[list[str], str]:
    """The lines of the front matter, and what follows it; the sample's own texts have it as the plugin reads it."""
    if not text.startswith("---\n"):
        return [], text
    fields, _, body = text.removeprefix("---\n").partition("\n---\n")
    return [f"{line}\n" for line in fields.split("\n")], body


def _without(lines: list[str], names: tuple[str, ...]) -> list[str]:
    """The lines without those of the fields named, whatever is indented below them included."""
    kept, dropping = [], False
    for line in lines:
        if not line.startswith((" ", "-")):
            dropping = line.partition(":")[0] in names
        if not dropping:
            kept.append(line)
    return kept


def _behind(lines: list[str], field: str) -> int:
    """Where a line belongs that is to follow a field of one line."""
    return next((number for number, line in enumerate(lines, 1) if line.startswith(f"{field}:")), len(lines))


def _first_number(line: str) -> str:
    name, _, value = line.partition(":")
    if name == "revision":
        return "revision: 1\n"
    if name == "translation_of":
        return f"translation_of: {value.strip().partition('@')[0]}@1\n"
    return line


def _named_field(line: str, organization: str) -> str:
    """A line of the front matter with the organization's name; a name that means something to YAML is quoted."""
    if SAMPLE not in line or organization == SAMPLE:
        return line
    name, _, value = line.partition(":")
    return f"{name}: {scalar(value.strip().replace(SAMPLE, organization))}\n"


def _named(body: str, organization: str) -> str:
    """A text with the organization's name, each character of which stands for itself, in figures too."""
    if organization == SAMPLE:
        return body
    lines, fenced = [], False
    for line in body.split("\n"):
        if _FENCE.match(line):
            fenced = not fenced
        name = _in_figure(organization) if fenced else _MARKS.sub(r"\\\1", organization)
        lines.append(line.replace(SAMPLE, name))
    return "\n".join(lines)


def _in_figure(organization: str) -> str:
    """Labels of figures end at a quotation mark or a bracket, and know no way to write one."""
    return _MARKS.sub(" ", organization).replace('"', "'")
