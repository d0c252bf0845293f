"""A file that a text shows is a part of it, whatever happens to the file (document-control.md 5)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from support import Build, Executable, Link, Story, document
from support.manuals import document_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from support.trees import Content

PATH = "procedures/buying/purchasing.md"


def told_in_order(*steps: Mapping[str, Content | None]) -> Story:
    """A document that shows `a.png`, and changes one after the other."""
    story = Story()
    story.policy("2026-01-01")
    story.entry("2026-01-05", {PATH: document(body="![x](a.png)\n"), "procedures/buying/a.png": b"one"})
    for number, files in enumerate(steps, 6):
        story.entry(f"2026-01-{number:02}", files)
    return story


A, B = "procedures/buying/a.png", "procedures/b.png"


@pytest.mark.parametrize(
    "steps",
    [
        [{A: b"two"}],
        [{A: None}],
        [{A: Link("../b.png"), B: b"two"}],
        [{A: Link("../b.png"), B: b"one"}, {B: b"two"}],
        [{A: Link("../c.png"), "procedures/c.png": Link("b.png"), B: b"one"}, {B: b"two"}],
        [{A: None}, {A: b"two"}],
        [{A: None, f"{A}/x": b"one"}],
    ],
)
def test_change_of_a_shown_file(build: Build, steps: list[dict[str, Content | None]]) -> None:
    """A flow chart that changes, by whatever way, is a change of the document."""
    (revision,) = document_of(build(told_in_order(*steps))).revisions
    assert revision.altered
    assert [each.blob for each in revision.last_text.text.files] != [each.blob for each in revision.text.text.files]


@pytest.mark.parametrize(
    "steps",
    [
        [{"procedures/buying/other.png": b"two"}],
        [{A: Executable(b"one")}],
        [{A: None, B: b"one"}, {A: b"one", B: None}],
        [{A: b"two"}, {A: b"one"}],
        [{"procedures/buying/other.md": document("SOP-005", body="![x](a.png)\n")}],
    ],
)
def test_no_change_of_a_shown_file(build: Build, steps: list[dict[str, Content | None]]) -> None:
    """Other files, and a file that comes back as it was, change no document in the end."""
    (revision,) = document_of(build(told_in_order(*steps))).revisions
    assert not revision.altered


def test_file_that_comes_later(build: Build) -> None:
    """A file that the text names and that comes later changes the document, also through a new link to its folder."""
    for number, late in enumerate([{A: b"one"}, {"procedures/buying": Link("real"), "procedures/real/a.png": b"one"}]):
        story = Story()
        story.policy("2026-01-01")
        story.entry("2026-01-05", {"procedures/p.md": document(body="![x](buying/a.png)\n")})
        story.entry("2026-01-06", late)
        (revision,) = document_of(build(story, str(number))).revisions
        assert revision.altered
        assert [each.name for each in revision.last_text.text.files] == ["buying/a.png"]


def test_link_to_a_folder_goes(build: Build) -> None:
    """A file that was reached through a linked folder is gone with the link, and back with a folder in its place."""
    story = Story()
    story.policy("2026-01-01")
    files = {"drawings/a.png": b"one", "procedures/f": Link("../drawings")}
    story.entry("2026-01-05", {"procedures/p.md": document(body="![x](f/a.png)\n"), **files})
    story.entry("2026-01-06", {"procedures/f": None})
    gone = document_of(build(story)).revisions[0]
    assert (len(gone.text.text.files), len(gone.last_text.text.files)) == (1, 0)
    story.entry("2026-01-07", {"procedures/f/a.png": b"one"})
    assert not document_of(build(story)).vanished_by
    assert len(document_of(build(story)).revisions[0].last_text.text.files) == 1


def test_document_that_moves_away_from_its_file(build: Build) -> None:
    """A document that is moved without the file that it shows is changed; together with it, it is not."""
    story = told_in_order()
    story.move("2026-01-07", PATH, "procedures/elsewhere/purchasing.md")
    assert document_of(build(story)).revisions[0].altered
    story.move("2026-01-08", A, "procedures/elsewhere/a.png")
    assert not document_of(build(story)).revisions[0].altered


def test_folders_of_documents_through_time(build: Build) -> None:
    """Which files count is decided by the folders of the time."""
    story = Story()
    story.policy("2026-01-01")
    story.entry("2026-01-05", {PATH: document(body="![x](../../docs/a.png)\n"), "docs/a.png": b"one"})
    assert document_of(build(story)).latest.text.files == ()
    story.policy("2026-01-06", {"documents": ["procedures", "docs"]})
    assert len(document_of(build(story)).latest.text.files) == 1
