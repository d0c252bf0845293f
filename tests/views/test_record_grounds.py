"""What stands for all that pages of records may tell: it changes with each of these things, and with nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from qms_docs.views.published_records import PublishedRecords
from qms_docs.views.record_grounds import record_grounds
from support import document
from support.examples import TODAY
from support.manuals import manual_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from support import Clone


def digest(clone: Clone, day: str = TODAY) -> bytes:
    """What stands for the grounds on a day, the work tree included."""
    manual = manual_of(clone, today=day, preview=True, judged=True)
    return record_grounds(PublishedRecords(manual)).digest


def replaced(path: str, old: str, new: str) -> Callable[[Clone], None]:
    """A change of words in a file."""

    def change(clone: Clone) -> None:
        before = (clone.path / path).read_text(encoding="utf-8")
        assert old in before
        clone.write(path, before.replace(old, new))

    return change


NC = "records/nonconformities/NC-2026-003.yml"
SHOWN = {
    "a title": replaced(NC, "Enclosures received", "Boxes received"),
    "a person": replaced("records/organization.yml", "Ann Berg", "Ann Bergen"),
    "a process": replaced("records/processes.yml", "title: ", "title: Our "),
    "the policy": replaced("qms.yml", "Fjordlys Instruments", "Fjordlys Systems"),
    "a row": replaced("records/equipment/EQ-2025-003.csv", "2025", "2024"),
    "a file": replaced("records/nonconformities/files/EN-40-receipt-inspection.pdf", "What", "All that"),
    "a document": replaced("procedures/SOP-005.md", "title: SOP-005", "title: Purchasing"),
    "a secret": replaced("procedures/SOP-005.md", "title: SOP-005", "title: SOP-005\nconfidentiality: restricted"),
    "a link": lambda clone: clone.write(
        "procedures/SOP-005.md", document("SOP-005", title="SOP-005", body="See [[NC-2026-003]].\n")
    ),
    "a record that is gone": lambda clone: (clone.path / NC).unlink(),
}


@pytest.mark.parametrize("change", SHOWN.values(), ids=SHOWN)
def test_whatever_a_record_shows(examples: Clone, change: Callable[[Clone], None]) -> None:
    """A change of anything that a page of a record may show is seen."""
    before = digest(examples)
    change(examples)
    assert digest(examples) != before


def test_a_revision_that_a_change_waits_for(examples: Clone) -> None:
    """A change request waits for the approval of the revisions that it releases, and its page says so."""
    change = "records/change-requests/CR-2026-002.yml"
    released = replaced(change, "documents_released: [SOP-004@3]", "documents_released: [SOP-005@2]")
    released(examples)
    before = digest(examples)
    examples.write("procedures/SOP-005.md", document("SOP-005", 2, title="SOP-005"))
    assert digest(examples) != before


def test_another_day(examples: Clone) -> None:
    """What is due, and how old it is, hangs on the day."""
    assert digest(examples, "2026-11-24") != digest(examples)


def test_texts_of_documents(examples: Clone) -> None:
    """Pages of records hang on no text of a document that does not name them."""
    before = digest(examples)
    examples.write("procedures/SOP-005.md", document("SOP-005", title="SOP-005", body="Something else altogether.\n"))
    examples.write("procedures/new.md", "---\ncontrolled: false\n---\n# A new page\n")
    assert digest(examples) == before


def test_nothing_else_is_there(examples: Clone) -> None:
    """Whoever makes a page of a record cannot ask what the digest does not stand for."""
    manual = manual_of(examples, today=TODAY, preview=True, judged=True)
    alone = record_grounds(PublishedRecords(manual)).published.manual
    told = {each.name.partition("@")[0] for kept in manual.records.kept for each in kept.record.names}
    assert {each.id for each in alone.documents} < {each.id for each in manual.documents} & told
    assert set(alone.blobs) < set(manual.blobs)
    assert not any((alone.entries, alone.pages, alone.outlines, alone.paths, alone.approvals, alone.if_merged))
