"""Whether a heading that a link names is there when somebody follows the link."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qms_docs.model.readers import Reading, texts_read
from qms_docs.rules.likeness import nearest_name
from qms_docs.values import dataclass

if TYPE_CHECKING:
    from datetime import date

    from qms_docs.model.document import Document
    from qms_docs.model.manual import Manual
    from qms_docs.rules.links import Target

__all__ = ["Followed", "anchor_problem"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Followed:
    """From when on, as far as it is known, a link is followed, and whether a draft has it."""

    since: date | None
    draft: bool = False
    movable: bool = False
    """Whether the text with the link is a proposal, which can be told to take effect later."""


def anchor_problem(manual: Manual, target: Target, followed: Followed, *, suggesting: bool) -> tuple[str, str] | None:
    """What is wrong with the anchor of a link, in words that follow `The link leads to`, and what to do."""
    if target.anchor is None:
        return None
    if target.blob is not None or target.document is None:
        if not _lacks(manual, target.blob or "", target.anchor):
            return None
        return _nowhere(manual, target, target.blob or "", suggesting=suggesting)
    return _in_document(manual, target, target.document, followed, suggesting=suggesting)


def _in_document(
    manual: Manual, target: Target, document: Document, followed: Followed, *, suggesting: bool
) -> tuple[str, str] | None:
    met = _met(document, followed.since, manual.as_of)
    lacking = next((each for each in met if _lacks(manual, each.text.text.blob, target.anchor)), None)
    if lacking is None:
        return None
    latest = document.latest
    in_draft = latest.header.draft and not _lacks(manual, latest.text.blob, target.anchor)
    if in_draft and followed.draft:
        return None
    known = texts_read(document, manual.as_of)
    place = next((place for place, each in enumerate(known) if each.number == lacking.number), 0)
    before, after = known[:place], known[place + 1 :]
    bringing = next((each for each in after if not _lacks(manual, each.text.text.blob, target.anchor)), None)
    if bringing is not None:
        return _too_early(target, lacking, bringing, followed)
    if any(not _lacks(manual, each.text.text.blob, target.anchor) for each in before):
        return _lost(target, lacking)
    fact, remedy = _nowhere(manual, target, lacking.text.text.blob, suggesting=suggesting)
    return (f"{fact} A draft of {target.name} has it.", remedy) if in_draft else (fact, remedy)


def _met(document: Document, since: date | None, day: date) -> tuple[Reading, ...]:
    """The texts that somebody can meet who follows a link from a day on; the last one where the day is not known."""
    if document.vanished_by is not None or document.is_obsolete(day):
        return ()
    readings = texts_read(document, day)
    if not readings:
        return (Reading(text=document.latest, number=document.latest.header.revision, since=None),)
    if since is None:
        return readings[-1:]
    begun = sum(each.since is not None and each.since <= max(since, day) for each in readings)
    return readings[max(begun - 1, 0) :]


def _lacks(manual: Manual, blob: str, anchor: str | None) -> bool:
    outline = manual.outlines.get(blob)
    return outline is not None and anchor not in outline.anchors


def _nowhere(manual: Manual, target: Target, blob: str, *, suggesting: bool) -> tuple[str, str]:
    outline = manual.outlines.get(blob) if suggesting else None
    like = nearest_name(target.anchor or "", outline.anchors) if outline else None
    meant = f" Did you mean #{like}?" if like else ""
    return f"#{target.anchor} in {target.name}, where there is no such heading.{meant}", "Correct the anchor."


def _too_early(target: Target, lacking: Reading, bringing: Reading, followed: Followed) -> tuple[str, str]:
    when = f"from {bringing.since} on" if bringing.since else "once it takes effect"
    fact = (
        f"#{target.anchor} in {target.name}, but revision {lacking.number} has no such heading; revision "
        f"{bringing.number} brings it {when}."
    )
    can_wait = followed.movable and bringing.since is not None
    link = f"Let this text take effect no earlier (`effective: {bringing.since}`), or link" if can_wait else "Link"
    return fact, f"{link} to {target.name} without the anchor until then."


def _lost(target: Target, lacking: Reading) -> tuple[str, str]:
    which = f", in force from {lacking.since}," if lacking.since else ", which is to come,"
    return (
        f"#{target.anchor} in {target.name}, but revision {lacking.number}{which} no longer has that heading.",
        f'Give the new heading the old anchor too (`<a id="{target.anchor}"></a>`), or correct the link in time.',
    )
