"""A management review, begun: what records say about its period stands under the letters; people finish it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qms_docs.compiling.earlier import earlier_actions, last_review, taken_over
from qms_docs.compiling.inputs import SUBJECTS, review_inputs
from qms_docs.recording.flow import flow
from qms_docs.sources.yaml_text import YamlMapping, YamlScalar, YamlSequence
from qms_docs.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from qms_docs.compiling.stand import Stand
    from qms_docs.compiling.told import Told
    from qms_docs.model.manual import Manual
    from qms_docs.sources.yaml_text import Node

__all__ = ["ReviewDraft", "review_draft"]

_WRITE = "nothing in the manual: people write what it rests on"


@dataclass(frozen=True, kw_only=True, slots=True)
class ReviewDraft:
    """What is compiled, in the form in which a new record takes it."""

    values: Mapping[str, str]
    """Fields by their names, as YAML on one line."""
    notes: Mapping[str, str]
    """Comments behind fields, by their path with dots."""
    preface: tuple[str, ...]
    """Comments at the head of the file."""
    unsaid: tuple[str, ...]
    """Letters of which the manual holds nothing."""
    late: int
    """How many records of the period came into the manual after the day."""


def review_draft(stand: Stand, edition: str, id_: str, today: Manual) -> ReviewDraft:
    """The draft of a review; `today` is the manual by which people hold their roles."""
    inputs = review_inputs(stand, edition)
    unsaid = tuple(letter for letter, each in inputs.items() if not each.sources)
    values = {
        "title": f"Management review, {stand.period.words}",
        "date": max(today.as_of, stand.now.after).isoformat(),
        "period": stand.period.written,
        "edition": edition,
        "clauses": flow(_list([f"{edition}#9.3"])),
        "inputs": flow(_group({letter: _told(each) for letter, each in inputs.items()})),
        **_people(stand, today),
        **_earlier(stand, id_),
    }
    return ReviewDraft(
        values=values,
        notes=_notes(edition, inputs, unsaid),
        preface=_preface(stand),
        unsaid=unsaid,
        late=_late(stand, today),
    )


def _late(stand: Stand, today: Manual) -> int:
    known = {each.id for each in stand.manual.records.standing}
    return sum(each.id not in known and each.record.opened in stand.now for each in today.records.standing)


def _preface(stand: Stand) -> tuple[str, ...]:
    as_of = f"Compiled from the manual as of {stand.day}"
    if stand.began_later:
        as_of += f", because it had no record yet on {stand.now.last}"
    elif stand.day < stand.now.last:
        as_of += f", before the end of the period on {stand.now.last}"
    trends = f"trends compare with {stand.before.first} to {stand.before.last}"
    if not stand.compares:
        trends = f"the manual does not go back to {stand.before.first}, so counts have no trend"
    return (
        f"{as_of}; {trends}.",
        "Summaries and trends are what records say: correct and complete them.",
        "Then set `status: held`; `qms check` says what is missing.",
    )


def _notes(edition: str, inputs: Mapping[str, Told], unsaid: Iterable[str]) -> Mapping[str, str]:
    open_ones = set(unsaid)
    notes = {
        f"inputs.{letter}": f"{subject}; {_WRITE}" if letter in open_ones else subject
        for letter, subject in SUBJECTS[edition].items()
    }
    for letter, told in inputs.items():
        notes |= {
            f"inputs.{letter}.topics.{name}": _WRITE for name, each in (told.topics or {}).items() if not each.sources
        }
    return notes


def _people(stand: Stand, today: Manual) -> Mapping[str, str]:
    """The owner, chair and attendees of the review before, as far as they hold a role today."""
    before = last_review(stand)
    if before is None:
        return {}
    organization = today.organization
    there = {each.id for each in organization.people.values() if any(role.held_on(today.as_of) for role in each.roles)}
    found = {"owner": before.owner} if before.owner in {*(organization.roles or ()), *there} else {}
    if before.chair in there:
        found["chair"] = before.chair
    attendees = [each for each in before.attendees if each in there]
    words = {name: value for name, value in found.items() if value is not None}
    if before.confidentiality == "restricted":
        # What it decided is told again here.
        words["confidentiality"] = before.confidentiality
    return words | ({"attendees": flow(_list(attendees))} if attendees else {})


def _earlier(stand: Stand, id_: str) -> Mapping[str, str]:
    """What earlier reviews left: what became of their actions, and those that this review takes over."""
    before = last_review(stand)
    found = {"links": f"[{{follows: {before.id}}}]"} if before else {}
    known = earlier_actions(stand)
    if known:
        items = [
            _group({"review": _text(each.review), "what": _text(each.what), "status": _text(each.status)})
            for each in known
        ]
        found["previous_actions"] = flow(YamlSequence(tuple(items), 1))
    over = taken_over(stand, id_)
    if over:
        actions = [
            _group(
                {
                    name: _text(str(value))
                    for name, value in (("what", each.what), ("owner", each.owner), ("due", each.due))
                    if value
                }
            )
            for each in over
        ]
        found["actions"] = flow(YamlSequence(tuple(actions), 1))
    return found


def _told(told: Told) -> Node:
    fields: dict[str, Node] = {"summary": _text(told.summary)}
    if told.trend is not None:
        fields["trend"] = _text(told.trend)
    fields["sources"] = _list(told.sources)
    if told.topics:
        fields["topics"] = _group({name: _told(each) for name, each in told.topics.items()})
    return _group(fields)


def _text(text: str) -> YamlScalar:
    return YamlScalar(text, 1, quoted=True)


def _list(items: Iterable[str]) -> YamlSequence:
    return YamlSequence(tuple(_text(each) for each in items), 1)


def _group(fields: Mapping[str, Node]) -> YamlMapping:
    return YamlMapping(dict(fields), dict.fromkeys(fields, 1), 1)
