"""What `qms record new` does: the next id, the answers, the file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qms_docs.cli.answers import answered, one_line
from qms_docs.cli.common import opened
from qms_docs.cli.output import give, say
from qms_docs.cli.record_types import unknown_type
from qms_docs.failures import RefusedError, UnknownThingError, WrongUseError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from qms_docs.cli.record_review import Asked
    from qms_docs.model.manual import Manual
    from qms_docs.model.records.kind import Lack, RecordKind
    from qms_docs.model.records.series import SeriesKind
    from qms_docs.recording.new_record import Draft
    from qms_docs.sources.loading import ManualSource

__all__ = ["new_record", "new_row"]

_BY_COMMAND = {"acknowledgement": "qms acknowledge", "document-review": "qms review"}
"""Rows about documents have commands of their own."""


def new_record(
    folder: Path, name: str, title: str | None, owner: str | None, given: Sequence[str], asked: Asked | None = None
) -> int:
    """The record is begun, a management review from what its period holds where one is asked for; the exit status."""
    from qms_docs.cli.record_review import begun_review, say_review, usual_chair
    from qms_docs.recording.new_record import Draft, given_values
    from qms_docs.writing.new_file import create_file

    kind = _kind(name)
    values = given_values(kind, given)
    with opened(folder) as source:
        manual = source.manual(preview=True, judged=True, merged=True)
        values.setdefault("id", _next_id(source, manual, kind.prefix))
        _refuse_used(manual, values["id"])
        values.setdefault("opened", source.today.isoformat())
        review = begun_review(source, manual, asked, values["id"]) if asked else None
        values = {**review.values, **values} if review else values
        values["title"] = answered(title or values.get("title"), "--title", "What is it about, in a few words?")
        values["owner"] = _owner(source, manual, owner or values.get("owner"))
        if review:
            values.update(usual_chair(manual, values))
        if kind.states:
            values.setdefault("status", kind.state_names[0])
        draft = Draft(kind, values, review.preface if review else (), review.notes if review else None)
        path = f"{manual.policy.records}/{kind.folder}/{draft.record.id}.yml"
        _complete(draft, manual, path)
        create_file(source.repository.root, path, draft.text.encode())
        _remark(draft, manual, path)
    give(f"{path}\n")
    state = f", {draft.record.status}" if draft.record.status else ""
    say(f"Written: {draft.record.id} {draft.record.title}{state}, in {path}.")
    if review:
        say_review(review)
    say("Another branch may take the same id; `qms check` says so after the merge (RC106).")
    say("Next: commit it on a branch, and open a pull request.")
    return 0


def new_row(folder: Path, name: str, given: Sequence[str]) -> int | None:
    """One row more of a series; None where the name is that of a type of records."""
    from qms_docs.model.records.series import SERIES

    kind = next((each for each in SERIES if each.name == name), None)
    if kind is None:
        return None
    if kind.of_document:
        raise WrongUseError(f"`{_BY_COMMAND[kind.name]}` writes rows of the type {kind.name}.")
    return _written_row(folder, kind, given)


def _written_row(folder: Path, kind: SeriesKind, given: Sequence[str]) -> int:
    from qms_docs.recording.new_row import choices, given_cells, missing_cells, require_cells, require_id, row_fields
    from qms_docs.revising.appended_rows import append_rows

    cells = given_cells(kind, given)
    with opened(folder) as source:
        manual = source.manual(preview=True, judged=True, merged=True)
        prefix = kind.prefix or ""
        id_ = cells.pop("id", "") or None
        if id_ is None and kind.type_name != kind.name:
            id_ = answered(None, "--set id=", f"Whose row is it, such as {prefix}-{source.today.year}-001?")
        id_ = id_ or _next_id(source, manual, prefix)
        require_id(kind, id_)
        if kind.type_name != kind.name and manual.records.find(id_) is None:
            raise UnknownThingError(
                f"There is no record {id_}. `qms record list {kind.type_name}` shows which there are."
            )
        for name in missing_cells(kind, cells):
            field = row_fields(kind)[name]
            cells[name] = answered(None, f"--set {name}=", field.about.says, choices(field))
        require_cells(kind, cells)
        path = f"{manual.policy.records}/{kind.folder}/{id_}.csv"
        row = {each: cells.get(each, "") for each in row_fields(kind)}
        if not append_rows(source.repository.root, path, [row]):
            say(f"There is nothing to do: {path} has this row already.")
            return 0
    give(f"{path}\n")
    say(f"Written: one row more in {path}. Next: commit it on a branch, and open a pull request.")
    return 0


def _kind(name: str) -> RecordKind:
    from qms_docs.model.records.kinds import kind_named

    kind = kind_named(name)
    if kind is None:
        raise unknown_type(name)
    return kind


def _next_id(source: ManualSource, manual: Manual, prefix: str) -> str:
    from qms_docs.recording.next_number import next_record_id, used_record_ids
    from qms_docs.sources.newer import newer_paths

    used = used_record_ids(manual, newer_paths(source.repository, source.position))
    return next_record_id(prefix, source.today.year, used)


def _refuse_used(manual: Manual, id_: str) -> None:
    from qms_docs.recording.next_number import used_record_ids

    if id_ in {each.partition(".")[0] for each in used_record_ids(manual)}:
        raise RefusedError(f"{id_} was used already; an id is never given to another record. Nothing was written.")


def _owner(source: ManualSource, manual: Manual, given: str | None) -> str:
    """Who brings the record to its end: a role or person that the organization knows."""
    from qms_docs.revising.person import acting_person
    from qms_docs.rules.likeness import nearest_name

    organization = manual.organization
    person = acting_person(source.repository, organization, source.today)
    held = sorted({each.role for each in person.roles if each.held_on(source.today)}) if person else []
    usual = held[0] if len(held) == 1 else None
    owner = one_line(answered(given, "--owner", "Which role or person brings it to its end?", usual=usual), "--owner")
    known = [*(organization.roles or ()), *organization.people]
    if organization.roles is not None and owner not in known:
        like = nearest_name(owner, known)
        hint = f"Did you mean {like}?" if like else "Name a role or person of organization.yml."
        raise UnknownThingError(f"There is no role or person {owner}. {hint} Nothing was written.")
    return owner


def _complete(draft: Draft, manual: Manual, path: str) -> None:
    """Everything that the state needs is there: it is asked for on a terminal, and named elsewhere."""
    import sys

    from qms_docs.recording.new_record import is_askable

    while lacks := draft.lacks(manual, path):
        wanted = [lack for lack in lacks if "missing" in lack.what or is_askable(draft.kind, lack.field)]
        if len(wanted) < len(lacks) or any(lack.field == "status" for lack in lacks):
            raise RefusedError(f"{lacks[0].what[:1].upper()}{lacks[0].what[1:]} Nothing was written.")
        open_ones = [lack for lack in wanted if not is_askable(draft.kind, lack.field)]
        if not sys.stdin.isatty() or open_ones:
            names = ", ".join(f"--set {lack.field}=..." for lack in (open_ones or wanted))
            raise WrongUseError(f"A new {draft.kind.title.lower()} needs more: name {names}. Nothing was written.")
        _ask(draft, wanted[0])


def _ask(draft: Draft, lack: Lack) -> None:
    """One question, until its answer has the form of the field."""
    from qms_docs.recording.new_record import choices_of, says

    question = says(draft.kind, lack.field)
    choices = tuple(map(str, choices_of(draft.kind, lack.field)))
    while True:
        try:
            draft.set(lack.field, answered(None, f"--set {lack.field}=", question, choices))
        except WrongUseError as error:
            say(str(error).removesuffix(" Nothing was written."))
        else:
            return


def _remark(draft: Draft, manual: Manual, path: str) -> None:
    """What is named and is not there yet; it may come with the same change."""
    from qms_docs.recording.remarks import remarks

    for each in remarks(draft.record, manual, path):
        say(f"Look at this: {each}")
