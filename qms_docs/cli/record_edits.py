"""What `qms record close` and `qms record amend` do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qms_docs.cli.answers import answered, one_line
from qms_docs.cli.common import opened
from qms_docs.cli.output import give, say
from qms_docs.failures import RefusedError, UnknownThingError

if TYPE_CHECKING:
    from pathlib import Path

    from qms_docs.model.manual import Manual
    from qms_docs.model.records.kind import Lack
    from qms_docs.recording.standing_record import StandingRecord
    from qms_docs.sources.loading import ManualSource

__all__ = ["amend_record", "close_record"]


def close_record(folder: Path, record_id: str, status: str | None, by: str | None) -> int:
    """The record is closed, or it is said what is missing; the exit status."""
    from qms_docs.recording.close import closed, lacks_to_close

    with opened(folder) as source:
        manual, standing = _standing(source, record_id)
        kept = standing.kept
        if not kept.kind.states:
            raise RefusedError(f"A {kept.kind.title.lower()} has no states: it is closed by its day.")
        if kept.kind.is_final(kept.record.status):
            say(f"There is nothing to do: {record_id} is {kept.record.status} already.")
            return 0
        state = _state(standing, manual, status)
        lacks = lacks_to_close(standing, state, manual)
        if lacks:
            give("".join(_lack(standing, lack) for lack in lacks))
            say(f"{record_id} is not {state} yet: {len(lacks)} thing{'s' if len(lacks) > 1 else ''} to do first.")
            return 1
        by = _person(source, manual, by) if kept.record.reopened else None
        standing.write(closed(standing, state, source.today, by))
    give(f"{kept.path}\n")
    say(f"Written: {record_id} is {state}. From the merge on it only grows: `qms record amend {record_id}`.")
    return 0


def amend_record(
    folder: Path, record_id: str, field: str | None, new: str | None, reason: str | None, by: str | None
) -> int:
    """The amendment is appended; the exit status."""
    from qms_docs.recording.amend import Wish, amended
    from qms_docs.recording.remarks import remarks

    with opened(folder) as source:
        manual, standing = _standing(source, record_id)
        wish = Wish(
            field=answered(field, "--field", "Which field (a path with dots)?"),
            new=answered(new, "--new", "What is it to say (empty for nothing)?", may_be_empty=True),
            reason=answered(reason, "--reason", "Why?"),
            by=_person(source, manual, by),
            on=source.today,
        )
        content = amended(standing, wish)
        record = standing.read(content)
        before = set(remarks(standing.kept.record, manual, standing.kept.path))
        notes = [each.what for each in standing.lacks(record, manual)]
        notes += [each for each in remarks(record, manual, standing.kept.path) if each not in before]
        standing.write(content)
    give(f"{standing.kept.path}\n")
    say(f"Written: an amendment of {wish.field} by {wish.by}, in {standing.kept.path}.")
    if not standing.kept.is_closed(source.today):
        say(f"{record_id} is not closed, so that its fields could be edited as well.")
    for note in notes:
        say(f"Look at this: {note}")
    return 0


def _standing(source: ManualSource, record_id: str) -> tuple[Manual, StandingRecord]:
    from qms_docs.recording.standing_record import find_record, read_standing_record

    manual = source.manual(preview=True, judged=True, merged=True)
    return manual, read_standing_record(source.repository.root, manual, find_record(manual, record_id))


def _state(standing: StandingRecord, manual: Manual, given: str | None) -> str:
    """The final state that is meant.

    Raises WrongUseError for one that is not final, or where the type leaves a choice and nobody makes it.
    """
    from qms_docs.recording.close import chosen_end

    finals = standing.kept.kind.final_states
    if given is None:
        given = chosen_end(standing, manual)
    return answered(given, "--status", "In which state does it end?", finals)


def _lack(standing: StandingRecord, lack: Lack) -> str:
    path = lack.path or standing.kept.path
    line = lack.line if lack.path else standing.kept.record.line(lack.field)
    return f"{path}:{line}: {lack.what[:1].upper()}{lack.what[1:]}\n"


def _person(source: ManualSource, manual: Manual, given: str | None) -> str:
    """The id of who does it.

    Raises UnknownThingError for somebody whom organization.yml does not list.
    """
    from qms_docs.revising.person import acting_person
    from qms_docs.rules.likeness import nearest_name

    people = manual.organization.people
    found = acting_person(source.repository, manual.organization, source.today) if given is None else None
    name = found.id if found else answered(given, "--by", "Who does it (the id of a person in organization.yml)?")
    if name not in people and (people or manual.organization.roles is not None):
        like = nearest_name(name, list(people))
        hint = f" Did you mean {like}?" if like else ""
        raise UnknownThingError(f"There is nobody {name} in {manual.policy.records}/organization.yml.{hint}")
    return one_line(name, "--by")
