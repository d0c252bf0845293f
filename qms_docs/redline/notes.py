"""What marks of words alone would not tell of a change, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qms_docs.redline.text import HEADINGS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qms_docs.redline.marked import Marked, Span

__all__ = ["note_of_form", "note_of_look"]


def note_of_form(whole: Marked) -> str:
    """What a block is now and was before; empty where it is what it was, or shows so by itself."""
    if whole.former is None:
        return ""
    tag, attributes = whole.former
    before, now = dict(attributes), dict(whole.attributes)
    if tag != whole.tag:
        if tag in HEADINGS:
            return f"heading of level {whole.tag[1]}, was {tag[1]}"
        return {"ol": "list numbered", "ul": "numbers of the list taken away"}.get(whole.tag, "kind of cell changed")
    if "class" in before.keys() | now.keys():
        return f"kind of notice: {_kind(now)}, was {_kind(before)}"
    if whole.tag == "ol":
        return f"numbers begin with {now.get('start', '1')}, was {before.get('start', '1')}"
    return "cells joined differently"


def note_of_look(gone: Sequence[Span], come: Sequence[Span]) -> str:
    """What changed where the words did not: where a link leads, or how they look; empty where the words changed."""
    if _text(gone) != _text(come):
        return ""
    before, now = _links(gone), _links(come)
    if before != now and before and now:
        return f"link leads to {', '.join(now)}, was {', '.join(before)}"
    if before != now:
        return f"link to {', '.join(now)} added" if now else f"link to {', '.join(before)} removed"
    return "same words, set differently"


def _kind(attributes: dict[str, str]) -> str:
    return attributes.get("class", "").replace("admonition", "").strip() or "plain"


def _text(spans: Sequence[Span]) -> str:
    return "".join(span.run.image.words if span.run.image else span.run.text for span in spans)


def _links(spans: Sequence[Span]) -> list[str]:
    found = [value for span in spans for mark in span.run.marks for name, value in mark.attributes if name == "href"]
    return list(dict.fromkeys(found))
