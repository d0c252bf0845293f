"""What records, their pages and the grid of competence tell of documents is worked out anew where it is otherwise."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from qms_docs.views import published_records
from qms_docs.views.competence.grid import competence
from qms_docs.views.published_records import PublishedRecords
from qms_docs.views.record_grounds import record_grounds
from qms_docs.views.text_edits import stands_as_issued, untouched_documents
from support import document
from support.examples import TODAY
from support.manuals import manual_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from qms_docs.model.manual import Manual
    from support import Clone

PLACE = "procedures/SOP-005.md"


def read(clone: Clone) -> Manual:
    """The manual with the work tree."""
    return manual_of(clone, today=TODAY, preview=True, judged=True)


def edited(**about: str) -> Callable[[Clone], None]:
    """An edit of the document."""
    return lambda clone: clone.write(PLACE, document("SOP-005", **{"title": "SOP-005", **about}))


TELLS_THE_SAME = {
    "words": edited(body="Something else.\n"),
    "a link to a document": edited(body="See [[SOP-004]].\n"),
    "an owner": edited(owner="purchasing-manager"),
}
TELLS_ANOTHER_THING = {
    "a title": edited(title="Purchasing"),
    "a secret": edited(confidentiality="restricted"),
    "a link to a record": edited(body="See [[NC-2026-003]].\n"),
    "a link to a file of a record": edited(body="See [it](../records/nonconformities/NC-2026-003.yml).\n"),
}
EITHER = TELLS_THE_SAME | TELLS_ANOTHER_THING


def after_edit(examples: Clone, change: Callable[[Clone], None]) -> tuple[PublishedRecords, PublishedRecords]:
    """The records before an edit of the document, and what is known of them after it."""
    before = PublishedRecords(read(examples))
    record_grounds(before)
    assert before.evidence
    assert before.at_path
    assert before.naming
    change(examples)
    manual = read(examples)
    one = manual.document("SOP-005")
    assert one
    return before, before.after_edit(manual, [one])


@pytest.mark.parametrize("change", EITHER.values(), ids=EITHER)
def test_what_is_known_is_right(examples: Clone, change: Callable[[Clone], None]) -> None:
    """Whatever the document tells, what is known after the edit is what is found by whoever knew nothing."""
    _, after = after_edit(examples, change)
    anew = PublishedRecords(after.manual)
    assert after.around == anew.around
    assert (after.told, after.evidence, after.naming, after.at_path) == (
        *(anew.told, anew.evidence),
        *(anew.naming, anew.at_path),
    )
    assert record_grounds(after).digest == record_grounds(anew).digest


@pytest.mark.parametrize("change", TELLS_THE_SAME.values(), ids=TELLS_THE_SAME)
def test_where_nothing_else_is_told(examples: Clone, change: Callable[[Clone], None]) -> None:
    """Nothing is worked out once more that follows from records, and their pages stay."""
    before, after = after_edit(examples, change)
    assert (after.around is before.around, after.evidence is before.evidence) == (True, True)
    grounds = record_grounds(before)
    assert record_grounds(after, grounds) is grounds


@pytest.mark.parametrize("change", TELLS_ANOTHER_THING.values(), ids=TELLS_ANOTHER_THING)
def test_where_another_thing_is_told(examples: Clone, change: Callable[[Clone], None]) -> None:
    """All is worked out once more."""
    before, after = after_edit(examples, change)
    assert after.around is not before.around
    grounds = record_grounds(before)
    assert record_grounds(after, grounds).digest != grounds.digest


def test_a_revision_that_a_change_waits_for(examples: Clone) -> None:
    """The pages of records do not stay where one tells of a revision that was proposed since."""
    change = examples.path / "records/change-requests/CR-2026-002.yml"
    told = change.read_text(encoding="utf-8")
    assert "documents_released: [SOP-004@3]" in told
    examples.write(
        "records/change-requests/CR-2026-002.yml",
        told.replace("documents_released: [SOP-004@3]", "documents_released: [SOP-005@2]"),
    )
    before, after = after_edit(examples, lambda clone: clone.write(PLACE, document("SOP-005", 2, title="SOP-005")))
    assert after.around is before.around
    grounds = record_grounds(before)
    assert record_grounds(after, grounds).digest == record_grounds(PublishedRecords(after.manual)).digest
    assert record_grounds(after, grounds) is not grounds


@pytest.mark.parametrize("change", EITHER.values(), ids=EITHER)
def test_who_has_to_know_what(examples: Clone, change: Callable[[Clone], None]) -> None:
    """Where documents are untouched and the others stand as they were issued, everybody has to know the same."""
    before = read(examples)
    change(examples)
    after = read(examples)
    assert stands_as_issued(before, after)
    same = competence(before, PublishedRecords(before)) == competence(after, PublishedRecords(after))
    assert same or not untouched_documents(before, after)


def test_what_is_issued(examples: Clone) -> None:
    """A document stands otherwise once another revision of it is accepted."""
    before = read(examples)
    examples.write(PLACE, document("SOP-005", 2, title="SOP-005", body="Two.\n"))
    assert stands_as_issued(before, read(examples))
    examples.git("add", "--all")
    examples.git("commit", "-q", "-m", "Two", day=TODAY)
    assert not stands_as_issued(before, read(examples))


def test_what_follows_from_records_is_named(examples: Clone) -> None:
    """What is taken over under a name is what has that name."""
    published = PublishedRecords(read(examples))
    assert all(hasattr(published, name) for name in published_records._OF_RECORDS)
    assert set(vars(published)) > published_records._OF_RECORDS
