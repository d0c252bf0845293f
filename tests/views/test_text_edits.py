"""What an edit of a document leaves as it was."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest

from qms_docs.sources.loading import open_manual
from qms_docs.views.archive import archived_revision, archived_revisions
from qms_docs.views.compared_side import compared_side
from qms_docs.views.comparisons import compared_pairs
from qms_docs.views.document_page import document_page
from qms_docs.views.text_edits import edited_documents, untouched_documents
from support import document, organization_file
from support.sites import TODAY
from support.story import Story

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from qms_docs.model.document import Document
    from qms_docs.model.manual import Manual
    from qms_docs.sources.loading import ManualSource
    from support import Clone

EDITED, WITHDRAWN, SUCCESSOR, OTHER = (f"procedures/{name}.md" for name in ("edited", "withdrawn", "new", "other"))


@pytest.fixture
def clone(tmp_path: Path) -> Clone:
    """A manual with a document that gave way to another one, and one that waits for an approval."""
    story = Story()
    types = {"procedure": {}, "policy": {"approvals": [{"role": "quality-manager"}]}}
    story.policy("2026-01-01", {"types": types})
    story.entry("2026-01-02", {"records/organization.yml": organization_file()})
    story.entry(
        "2026-01-05",
        {
            EDITED: document("SOP-001", title="Edited", body="See [[SOP-004]].\n"),
            WITHDRAWN: document("SOP-002", title="Withdrawn"),
            SUCCESSOR: document("SOP-003", title="Successor"),
            OTHER: document("SOP-004", title="Other"),
            "procedures/policy.md": document("POL-001", title="Policy", type="policy"),
        },
    )
    obsolete = {"reason": "Two in one.", "superseded_by": "SOP-003"}
    withdrawn = document("SOP-002", 2, title="Withdrawn", obsolete=obsolete)
    story.entry("2026-02-05", {WITHDRAWN: withdrawn, OTHER: document("SOP-004", 2, title="Other", body="Two.\n")})
    return story.build(tmp_path / "manual")


class Open:
    """A repository that is read again after each edit, as a preview reads it."""

    def __init__(self, clone: Clone) -> None:
        """Nothing is read yet."""
        self._clone = clone
        self._source: ManualSource | None = None

    def read(self) -> Manual:
        """What a preview shows today."""
        self._source = open_manual(self._clone.path, TODAY, self._source)
        return self._source.manual(TODAY, preview=True, judged=True)

    def close(self) -> None:
        """Nothing more is read."""
        if self._source:
            self._source.close()


@pytest.fixture
def repository(clone: Clone) -> Iterator[Open]:
    """The repository, which is open until the test is over."""
    opened = Open(clone)
    yield opened
    opened.close()


def told(manual: Manual, one: Document) -> list[object]:
    """Everything that pages of a document say of it."""
    page = document_page(manual, one)
    assert page
    rows = {row.revision: row for row in page.history}
    shown = [each for each in archived_revisions(manual, one, None) if each.number in rows]
    numbers = [each.number for each in shown]
    archived = [archived_revision(manual, one, each, rows[each.number], numbers) for each in shown]
    pairs = compared_pairs(manual, one, None)
    sides = [compared_side(manual, one, each.after, each.number) for each in pairs]
    return [page, archived, pairs, sides]


def test_pages_of_a_document_tell_of_no_other(clone: Clone, repository: Open) -> None:
    """But for what its successor is called: so they stay when another document is edited."""
    clone.write(EDITED, document("SOP-001", 2, title="Edited", body="More.\n"))
    manual = repository.read()
    for each in manual.documents:
        kept = tuple(one for one in manual.documents if one is each or (each.id, one.id) == ("SOP-002", "SOP-003"))
        alone = replace(manual, documents=kept, outlines={}, mentions={}, faults=(), claims={}, dirty=False)
        assert told(alone, each) == told(manual, each)


@pytest.mark.parametrize(
    ("path", "edit", "touched"),
    [
        (EDITED, document("SOP-001", 2, title="Edited", body="More.\n"), {"SOP-001"}),
        (EDITED, document("SOP-001", 2, title="Other title", body="More.\n"), {"SOP-001"}),
        (SUCCESSOR, document("SOP-003", 2, title="Called otherwise"), {"SOP-002", "SOP-003"}),
        ("procedures/policy.md", document("POL-001", 2, title="Policy", type="policy", body="More.\n"), {"POL-001"}),
        (EDITED, document("SOP-001", 2, title="Edited", confidentiality="confidential"), "all"),
        (OTHER, document("SOP-009", title="Other"), "all"),
        ("procedures/more.md", document("SOP-010", title="More"), "all"),
        ("records/organization.yml", organization_file({"Cid Dahl": ["quality-manager"]}), "all"),
        ("procedures/note.txt", "Beside them.\n", "all"),
        (EDITED, document("SOP-001", 2, title="Edited", body="![x](note.txt)\n"), {"SOP-001"}),
    ],
)
def test_what_an_edit_touches(clone: Clone, repository: Open, path: str, edit: str, touched: object) -> None:
    """The document and what has it for a successor; everything, where more is otherwise than documents."""
    before = repository.read()
    clone.write(path, edit)
    after = repository.read()
    everything = frozenset(each.id for each in after.documents)
    found = everything - untouched_documents(before, after)
    assert found == (everything if touched == "all" else touched)


def test_words(clone: Clone, repository: Open) -> None:
    """An edit that goes on with a text touches words alone; one of a title or a link does not."""
    states = []
    for title, body in (("Edited", "One.\n"), ("Edited", "One, two.\n"), ("Else", "One.\n"), ("Else", "[[SOP-003]]\n")):
        clone.write(EDITED, document("SOP-001", 2, title=title, body=body))
        states.append(repository.read())
    found = [edited_documents(*pair) for pair in pairwise(states)]
    assert [each and [one.id for one in each] for each in found] == [["SOP-001"], None, None]
