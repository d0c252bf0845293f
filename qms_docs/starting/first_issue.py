"""The text of a sample document as the first issue of another organization's."""

from __future__ import annotations

import re

from qms_docs.model.numbering import Scheme
from qms_docs.starting.names import in_drawing, in_figure, in_markdown
from qms_docs.writing.record_text import scalar

__all__ = ["SAMPLE", "as_draft", "first_issue", "first_number", "named_in_drawing", "value_of"]

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
_PAST = re.compile(r"(?<=\[\[)([A-Z]+-[0-9]+)@[0-9]+(?=\]\])")
"""A link to a past revision."""


def first_number(numbering: Scheme) -> str:
    """The number of a first revision."""
    return {Scheme.INTEGER: "1", Scheme.LETTER: "A", Scheme.MAJOR_MINOR: "1.0"}[numbering]


def first_issue(text: str, organization: str = SAMPLE, first: str = "1") -> str:
    """The first revision, with the change "First issue." and the organization's name, without days and approvals."""
    fields, body = _parts(text)
    lines = [_named_field(line, organization) for line in _without(fields, _LATER)]
    if value_of(text, "id") is not None:
        lines = [_numbered(line, first) for line in lines]
        lines.insert(_behind(lines, "owner"), _CHANGE)
    return "---\n" + "".join(lines) + "---\n" + _named(_PAST.sub(r"\1", body), organization)


def as_draft(text: str, note: str = "") -> str:
    """The same text with `status: draft`: nobody reads it as approved, and it is issued by taking the line out.

    A note stands below the title.
    """
    fields, body = _parts(text)
    fields.insert(_behind(fields, "revision"), "status: draft\n")
    if note:
        title, _, rest = body.partition("\n")
        body = f"{title}\n\n{note}\n{rest}" if title.startswith("# ") else f"{note}\n\n{body}"
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
    return text.replace(SAMPLE, in_drawing(organization))


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


def _numbered(line: str, first: str) -> str:
    name, _, value = line.partition(":")
    if name == "revision":
        return f"revision: {first}\n"
    if name == "translation_of":
        return f"translation_of: {value.strip().partition('@')[0]}@{first}\n"
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
        name = in_figure(organization) if fenced else in_markdown(organization)
        lines.append(line.replace(SAMPLE, name))
    return "\n".join(lines)
