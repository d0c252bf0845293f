"""A preview after texts alone were edited: no other page is planned, and every file is what a first build makes."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pytest
from mkdocs.exceptions import MkDocsException

from mkdocs_document_control import planning
from support import document, policy
from support.preview import Preview, differing
from support.sites import TODAY
from support.text_edits import (
    ALONE,
    EDITED,
    FURTHER,
    OTHER,
    as_it_was,
    committed,
    moved,
    moved_back,
    naming,
    organization,
    text_of,
    words,
    words_of_a_draft,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from support import Clone


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Clone:
    """An organization with documents that lead to each other, and a record."""
    return organization(tmp_path_factory.mktemp("text-edits") / "manual")


@pytest.fixture
def manual(told: Clone) -> Iterator[Clone]:
    """The same."""
    with as_it_was(told) as clone:
        yield clone


@pytest.fixture
def preview(manual: Clone, tmp_path: Path) -> Iterator[Preview]:
    """Its preview with an edit that proposes a revision."""
    manual.write(EDITED, text_of("## Steps\n\nThree.\n"))
    with Preview(manual, tmp_path / "preview", TODAY) as opened:
        opened.build()
        opened.build()
        yield opened


@pytest.fixture
def planned(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """Something for each time that a whole site is planned."""
    found: list[object] = []
    plan = planning.plan_site

    def counted(*about: object) -> object:
        found.append(about)
        # Handed on as it came.
        return plan(*about)  # type: ignore[arg-type]

    monkeypatch.setattr(planning, "plan_site", counted)
    return found


def test_no_other_page_is_planned(manual: Clone, preview: Preview, planned: list[object]) -> None:
    """After edits of words the site is not planned anew, and every file is right."""
    # Two documents lead to others from now on, which their records show.
    for change in (words, words_of_a_draft):
        change(manual)
    preview.build()
    planned.clear()
    for change in ALONE:
        change(manual)
        preview.build()
        assert (change, differing(manual, preview, TODAY)) == (change, [])
    assert planned == []


def test_after_a_build_that_failed(manual: Clone, preview: Preview, planned: list[object]) -> None:
    """Where a build stopped in between, the next one goes on from the one before."""
    stated = (manual.path / "mkdocs.yml").read_text(encoding="utf-8")
    manual.write("mkdocs.yml", stated.replace("fail_on: never", "fail_on: error, mode: controlled"))
    manual.write(EDITED, text_of("## Steps\n\nSee [[SOP-404]].\n"))
    with pytest.raises(MkDocsException):
        preview.build()
    manual.write("mkdocs.yml", stated)
    manual.write(EDITED, text_of("## Steps\n\nThree, and no more.\n"))
    planned.clear()
    preview.build()
    assert (planned, differing(manual, preview, TODAY)) == ([], [])


def test_other_pages_may_show_it(manual: Clone, preview: Preview) -> None:
    """After each of many edits every file is right."""
    for number, change in enumerate(FURTHER):
        change(manual)
        preview.build()
        assert (number, change, differing(manual, preview, TODAY)) == (number, change, [])


def test_an_anchor_that_goes_and_comes_back(
    manual: Clone, tmp_path: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After each edit a preview says of links what one says that knows nothing, however long nobody mends them."""
    with_anchor = "%s.\n{: #place }\n"
    bodies = [*(with_anchor % each for each in "ABC"), "D.\n", "E.\n", "F.\n", with_anchor % "G", with_anchor % "H"]
    manual.write("procedures/place.md", "---\ncontrolled: false\n---\n\n# Place\n\n[It](edited.md#place)\n")

    def said(opened: Preview, body: str) -> list[str]:
        manual.write(EDITED, text_of(body))
        caplog.clear()
        with caplog.at_level("INFO", logger="mkdocs"):
            opened.build()
        return sorted({text for each in caplog.records if "an anchor" in (text := each.getMessage())})

    with Preview(manual, tmp_path / "preview", TODAY) as opened:
        told = [said(opened, body) for body in bodies]
    assert [any("'#place'" in each for each in here) for here in told] == [False] * 3 + [True] * 3 + [False] * 2
    monkeypatch.setenv("QMS_CACHE", "off")
    for here, body in zip(told, bodies, strict=True):
        with Preview(manual, tmp_path / "other", TODAY) as opened:
            assert said(opened, body) == here


def test_what_is_withheld_from_now_on(manual: Clone, preview: Preview) -> None:
    """The files of a document that becomes confidential are on the site no more, until it is open again."""
    manual.write(EDITED, text_of("## Steps\n\n![Flow](flow.png)\n"))
    preview.build()
    for further, is_there in (({"confidentiality": "confidential"}, False), ({}, True)):
        manual.write(EDITED, text_of("## Steps\n\n![Flow](flow.png)\n", **further))
        preview.build()
        assert preview.ask("/flow.png").is_found is is_there
        assert differing(manual, preview, TODAY) == []


def test_a_picture_of_the_past(manual: Clone, preview: Preview) -> None:
    """What a text shows no more gives its plain address to nothing of the past."""
    manual.write(EDITED, text_of("## Steps\n\n![Flow](flow.png)\n"))
    committed(manual)
    preview.build()
    manual.write(EDITED, text_of("## Steps\n", revision=4))
    preview.build()
    assert not preview.ask("/flow.png").is_found
    assert differing(manual, preview, TODAY) == []


def test_a_name_that_nobody_may_know_from_now_on(manual: Clone, preview: Preview) -> None:
    """A title of a record that names a document tells it no more on any page, once the site does not name that."""
    public = {"confidentiality": "public"}
    manual.write("qms.yml", policy(site={"audience": "public"}))
    manual.write(EDITED, text_of("## Steps\n", **public))
    manual.write(OTHER, document("SOP-022", 2, title="Leading", body="More.\n", **public))
    title = "confidentiality: public\ntitle: Wrong label by SOP-021\nlinks: [{evidence: SOP-022@2}]\n"
    manual.write("records/nonconformities/NC-2026-090.yml", naming(EDITED).replace("title: Wrong label\n", title))
    committed(manual)
    preview.build()
    assert b"by SOP-021" in preview.ask("/leading/").content
    manual.write(EDITED, text_of("## Steps\n", revision=4))
    preview.build()
    assert b"by SOP-021" not in preview.ask("/leading/").content
    assert differing(manual, preview, TODAY) == []


@pytest.mark.parametrize("seed", range(1))
def test_in_any_order(manual: Clone, preview: Preview, seed: int) -> None:
    """However the edits follow each other, every file is right."""
    chance = random.Random(seed)  # noqa: S311 - no secret
    edits: list[Callable[[Clone], None]] = [each for each in (*ALONE, *FURTHER) if each is not moved_back]
    for _ in range(4):
        made = [chance.choice(edits) for _ in range(chance.randrange(1, 4))]
        for change in made:
            if change is not moved or (manual.path / EDITED).exists():
                change(manual)
            preview.build()
        assert (made, differing(manual, preview, TODAY)) == (made, [])
