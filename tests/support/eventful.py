"""A manual to which everything happens that can happen to what holds on a day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from support.approvals import record_of
from support.sites import MKDOCS
from support.story import Story
from support.texts import document, organization_file

if TYPE_CHECKING:
    from collections.abc import Iterator

    from support.trees import Files

__all__ = ["FIRST", "LAST", "eventful"]

FIRST, LAST = "2026-01-05", "2026-09-15"
"""The days of the first document and of the last entry."""

_PEOPLE = {"Ann Berg": ["author"], "Cid Dahl": ["quality-manager"]}


def eventful(mkdocs: str = MKDOCS) -> Story:
    """Days to come, late approvals, a delay, a withdrawal, a file that is gone, changing titles, swapped paths."""
    story = Story()
    types = {
        "procedure": {},
        "approved": {"approvals": [{"role": "quality-manager"}]},
        "delayed": {"approvals": [{"role": "quality-manager"}], "effective": "P14D"},
    }
    story.policy("2026-01-02", {"types": types})
    files = {"mkdocs.yml": mkdocs.replace("document-control]", "{document-control: {fail_on: never}}]")}
    story.entry(
        "2026-01-02", {"records/organization.yml": organization_file(_PEOPLE), ".gitignore": "/site/\n"} | files
    )
    entries = [*_swapped(), *_coming_later(), *_approved_late(), *_leaving()]
    for day, changes in sorted(entries, key=lambda each: each[0]):
        story.entry(day, changes)
    return story


def _swapped() -> Iterator[tuple[str, Files]]:
    """Two documents take each other's path, and the one refers to the other by its path."""
    yield FIRST, {"procedures/a.md": document("SOP-001", title="Alpha"), "procedures/b.md": document("SOP-002")}
    link = "See [the other](b.md#scope), [[SOP-003@1]] and [[SOP-001]].\n"
    yield "2026-01-20", {"procedures/a.md": document("SOP-001", 2, title="Alpha and more", body=link)}
    swapped = {
        "procedures/a.md": document("SOP-002", 2, title="Bought", body="Swapped.\n"),
        "procedures/b.md": document("SOP-001", 3, title="Alpha again", body="Swapped too.\n"),
    }
    yield "2026-02-10", swapped


def _coming_later() -> Iterator[tuple[str, Files]]:
    """A first revision and a second one take effect on days to come; a higher one overtakes a third."""
    path = "procedures/later.md"
    yield "2026-01-15", {path: document("SOP-003", title="Later", effective="2026-02-20")}
    yield "2026-03-01", {path: document("SOP-003", 2, title="Later still", effective="2026-05-01")}
    yield "2026-03-10", {path: document("SOP-003", 3, title="Never", effective="2026-06-20")}
    yield "2026-06-01", {path: document("SOP-003", 4, title="Sooner")}
    yield "2026-07-01", {path: document("SOP-003", 5, title="In some future", effective="2026-12-24")}


def _approved_late() -> Iterator[tuple[str, Files]]:
    """Texts wait for approvals, change while they wait, and take effect after a delay."""
    path = "procedures/signed.md"
    first = document("SOP-004", type="approved", title="First wording", body="One.\n")
    second = document("SOP-004", type="approved", title="Second wording", body="Two.\n")
    yield "2026-02-01", {path: first}
    yield "2026-02-05", {path: second}
    yield "2026-02-25", record_of(second, at="2026-02-24T10:00:00+00:00")
    third = document("SOP-004", 2, type="approved", title="Third wording", body="Three.\n")
    yield "2026-04-01", {path: third}
    yield "2026-04-20", record_of(third, revision=2, at="2026-04-19T10:00:00+00:00")
    fourth = document("SOP-004", 3, type="approved", title="Waits for ever", body="Four.\n")
    yield "2026-08-01", {path: fourth}
    delayed = document("SOP-005", type="delayed", title="Delayed")
    yield "2026-03-03", {"procedures/delayed.md": delayed}
    yield "2026-03-05", record_of(delayed, at="2026-03-04T10:00:00+00:00")


def _leaving() -> Iterator[tuple[str, Files]]:
    """One document is withdrawn and its file deleted, one file is just gone, one is a draft, one moves."""
    path = "procedures/telex.md"
    yield "2026-01-08", {path: document("SOP-006", title="Telex")}
    obsolete = {"date": "2026-05-15", "superseded_by": "SOP-001", "reason": "Nobody sends any."}
    yield "2026-05-02", {path: document("SOP-006", 2, title="Telex", body="Old.\n", obsolete=obsolete)}
    yield "2026-06-06", {path: None}
    yield "2026-01-09", {"procedures/gone.md": document("SOP-007", title="Gone")}
    yield "2026-06-10", {"procedures/gone.md": None}
    yield "2026-01-10", {"procedures/draft.md": document("SOP-008", title="Draft", status="draft")}
    yield "2026-01-11", {"procedures/mover.md": document("SOP-009", title="Mover")}
    moved = document("SOP-009", title="Mover")
    yield "2026-07-07", {"procedures/mover.md": None, "procedures/there/mover.md": moved}
    twice = {"procedures/twice.md": document("SOP-010", title="Twice a day")}
    yield "2026-08-08T08:00:00+00:00", twice
    again = {"procedures/twice.md": document("SOP-010", 2, title="Twice on that day")}
    yield "2026-08-08T18:00:00+00:00", again
    yield LAST, {"procedures/withdrawn.md": document("SOP-011", title="Last")}
