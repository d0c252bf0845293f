"""A preview after texts alone were edited: no other page is planned, and every file is what a first build makes."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pytest
from mkdocs.exceptions import MkDocsException

from mkdocs_document_control import build as of_build
from support import Story, document, organization_file, policy
from support.preview import Preview, differing
from support.sites import MKDOCS, TODAY

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from support import Clone

UNSTOPPED = MKDOCS.replace("document-control]", "{document-control: {fail_on: never}}]")
PICTURE = b"\x89PNG "
LEADING = "See [[SOP-021#steps]], [it](edited.md#steps) and [[SOP-021@1]].\n"
EDITED, OTHER, DRAFT, HOME = (f"procedures/{name}.md" for name in ("edited", "leading", "draft", "index"))


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Clone:
    """An organization with documents that lead to each other, and a record."""
    story = Story()
    story.policy("2026-01-01")
    story.entry("2026-01-02", {"records/organization.yml": organization_file(), "procedures/buying.md": document()})
    files: dict[str, str | bytes | None] = {
        "mkdocs.yml": UNSTOPPED,
        ".gitignore": "/site/\n",
        EDITED: _text("## Steps\n\nOne.\n", revision=1),
        OTHER: document("SOP-022", title="Leading", body=LEADING),
        DRAFT: document("SOP-023", title="Drafted", status="draft", body="Begun.\n"),
        HOME: "---\ncontrolled: false\n---\n\n# Welcome\n",
        "procedures/flow.png": PICTURE + b"1",
        "procedures/limits.csv": "Name,Limit\nWidth,3\n",
        "records/nonconformities/NC-2026-090.yml": _naming(EDITED),
    }
    story.entry("2026-11-18", files)
    story.entry("2026-11-19", {EDITED: _text("## Steps\n\nTwo.\n", revision=2)})
    return story.build(tmp_path_factory.mktemp("text-edits") / "manual")


@pytest.fixture
def manual(told: Clone) -> Iterator[Clone]:
    """The same, as it was when it is left."""
    begun = told.git("rev-parse", "HEAD").strip()
    yield told
    told.git("reset", "-q", "--hard", begun)
    told.git("clean", "-q", "-f", "-d")


@pytest.fixture
def preview(manual: Clone, tmp_path: Path) -> Iterator[Preview]:
    """Its preview with an edit that proposes a revision."""
    manual.write(EDITED, _text("## Steps\n\nThree.\n"))
    with Preview(manual, tmp_path / "preview", TODAY) as opened:
        opened.build()
        opened.build()
        yield opened


@pytest.fixture
def planned(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """Something for each time that a whole site is planned."""
    found: list[object] = []
    plan = of_build.plan_site

    def counted(*about: object) -> object:
        found.append(about)
        return plan(*about)  # type: ignore[arg-type]

    monkeypatch.setattr(of_build, "plan_site", counted)
    return found


def _text(body: str, revision: int = 3, **fields: object) -> str:
    return document("SOP-021", revision, title="Edited", body=body, **fields)


def _naming(path: str) -> str:
    return (
        "id: NC-2026-090\ntitle: Wrong label\nopened: 2026-11-18\nowner: quality-manager\nstatus: open\n"
        "source: process\ndetected_on: 2026-11-18\ndetected_by: ann.berg\nproduct: Batch 4\nseverity: minor\n"
        f"description: Another number, see [it](../../{path}).\n"
    )


def _words(clone: Clone) -> None:
    clone.write(EDITED, _text("## Steps\n\nThree, and four.\n\nSee [[SOP-004]].\n"))


def _more_words(clone: Clone) -> None:
    clone.write(EDITED, _text("Before.\n\n## Steps\n\nFour & <b>five</b>.\n\nSee [[SOP-004]].\n"))


def _words_of_a_draft(clone: Clone) -> None:
    clone.write(DRAFT, document("SOP-023", title="Drafted", status="draft", body="Gone on with.\n"))


def _two_at_once(clone: Clone) -> None:
    clone.write(EDITED, _text("Before.\n\n## Steps\n\nSix.\n\nSee [[SOP-004]].\n"))
    clone.write(DRAFT, document("SOP-023", title="Drafted", status="draft", body="Gone on with further.\n"))


def _windows(clone: Clone) -> None:
    clone.write(EDITED, _text("Before.\n\n## Steps\n\nSix.\n\nSee [[SOP-004]].\n", newline="\r\n"))


ALONE = (_words, _more_words, _words_of_a_draft, _two_at_once, _windows)
"""One after the other: edits that no page shows but that of the document, from the second build of each on."""


def _heading(clone: Clone) -> None:
    clone.write(EDITED, _text("## Steps\n\n## Other steps\n\nSeven.\n"))


def _link(clone: Clone) -> None:
    clone.write(EDITED, _text("## Steps\n\nSee [[SOP-022]] and [[NC-2026-090]].\n"))


def _heading_gone(clone: Clone) -> None:
    clone.write(EDITED, _text("Seven.\n"))


def _picture(clone: Clone) -> None:
    clone.write(EDITED, _text("## Steps\n\n![Flow](flow.png)\n"))


def _other_picture(clone: Clone) -> None:
    clone.write("procedures/flow.png", (PICTURE + b"2").decode("latin-1"))


def _table(clone: Clone) -> None:
    clone.write(EDITED, _text("## Steps\n\n```table\nfile: limits.csv\n```\n"))


def _other_data(clone: Clone) -> None:
    clone.write("procedures/limits.csv", "Name,Limit\nWidth,4\n")


def _title(clone: Clone) -> None:
    clone.write(EDITED, document("SOP-021", 3, title="Edited anew", body="## Steps\n\nEight.\n"))


def _summary(clone: Clone) -> None:
    change = {"class": "minor", "summary": "Other words.", "reason": "Somebody asked."}
    clone.write(EDITED, document("SOP-021", 3, title="Edited anew", change=change, body="## Steps\n\nEight.\n"))


def _finding(clone: Clone) -> None:
    clone.write(EDITED, _text("## Steps\n\nSee [[SOP-404]].\n"))


def _same_number(clone: Clone) -> None:
    clone.write(EDITED, _text("## Steps\n\nTwo.\n", revision=2))


def _altered(clone: Clone) -> None:
    clone.write(EDITED, _text("## Steps\n\nTwo and more.\n", revision=2))


def _home(clone: Clone) -> None:
    clone.write(HOME, "---\ncontrolled: false\n---\n\n# Welcome\n\nHere.\n")


def _unmarked(clone: Clone) -> None:
    clone.write("procedures/note.md", "# A note\n\nOne.\n")


def _unmarked_again(clone: Clone) -> None:
    clone.write("procedures/note.md", "# A note\n\nTwo.\n")


def _moved(clone: Clone) -> None:
    clone.write("procedures/parts/edited.md", (clone.path / EDITED).read_text(encoding="utf-8"))
    (clone.path / EDITED).unlink()


def _moved_back(clone: Clone) -> None:
    (clone.path / "procedures/parts/edited.md").unlink()
    clone.write(EDITED, _text("## Steps\n\nNine.\n"))


def _at_home(clone: Clone) -> None:
    clone.write(HOME, document("SOP-024", title="Manual", status="draft", body="Ten.\n"))


def _at_home_again(clone: Clone) -> None:
    clone.write(HOME, document("SOP-024", title="Manual", status="draft", body="Eleven.\n"))


def _committed(clone: Clone) -> None:
    clone.git("add", "--all")
    clone.git("commit", "-q", "--allow-empty", "-m", "Meanwhile", day="2026-11-20")


def _named_by_a_record(clone: Clone) -> None:
    path = clone.path / "records/nonconformities/NC-2026-090.yml"
    named = path.read_text(encoding="utf-8") + f"evidence:\n  - ../../{EDITED}\n"
    clone.write("records/nonconformities/NC-2026-090.yml", named)


def _settings(clone: Clone) -> None:
    text = (clone.path / "mkdocs.yml").read_text(encoding="utf-8")
    clone.write("mkdocs.yml", text.replace("site_name: Manual", "site_name: Ours\nnav: [index.md, edited.md]"))


def _file_of_the_site(clone: Clone) -> None:
    clone.write("procedures/note.txt", "Not under control.\n")


FURTHER = (
    *(
        _heading,
        _words,
        _link,
        _words,
        _heading_gone,
        _words,
        _picture,
        _other_picture,
        _words,
        _table,
        _other_data,
        _title,
        _summary,
    ),
    *(_finding, _words, _same_number, _altered, _words, _home, _unmarked, _unmarked_again, _moved, _moved_back),
    *(_at_home, _at_home_again, _named_by_a_record, _words, _committed, _words, _settings, _more_words),
    _file_of_the_site,
)
"""One after the other: edits of which other pages may show something, and edits of words in between."""


def test_no_other_page_is_planned(manual: Clone, preview: Preview, planned: list[object]) -> None:
    """After edits of words the site is not planned anew, and every file is right."""
    # Two documents lead to others from now on, which their records show.
    for change in (_words, _words_of_a_draft):
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
    manual.write(EDITED, _text("## Steps\n\nSee [[SOP-404]].\n"))
    with pytest.raises(MkDocsException):
        preview.build()
    manual.write("mkdocs.yml", stated)
    manual.write(EDITED, _text("## Steps\n\nThree, and no more.\n"))
    planned.clear()
    preview.build()
    assert (planned, differing(manual, preview, TODAY)) == ([], [])


def test_other_pages_may_show_it(manual: Clone, preview: Preview) -> None:
    """After each of many edits every file is right."""
    for number, change in enumerate(FURTHER):
        change(manual)
        preview.build()
        assert (number, change, differing(manual, preview, TODAY)) == (number, change, [])


def test_what_is_withheld_from_now_on(manual: Clone, preview: Preview) -> None:
    """The files of a document that becomes confidential are on the site no more, until it is open again."""
    manual.write(EDITED, _text("## Steps\n\n![Flow](flow.png)\n"))
    preview.build()
    for further, is_there in (({"confidentiality": "confidential"}, False), ({}, True)):
        manual.write(EDITED, _text("## Steps\n\n![Flow](flow.png)\n", **further))
        preview.build()
        assert preview.ask("/flow.png").is_found is is_there
        assert differing(manual, preview, TODAY) == []


def test_a_picture_of_the_past(manual: Clone, preview: Preview) -> None:
    """What a text shows no more gives its plain address to nothing of the past."""
    manual.write(EDITED, _text("## Steps\n\n![Flow](flow.png)\n"))
    _committed(manual)
    preview.build()
    manual.write(EDITED, _text("## Steps\n", revision=4))
    preview.build()
    assert not preview.ask("/flow.png").is_found
    assert differing(manual, preview, TODAY) == []


def test_a_name_that_nobody_may_know_from_now_on(manual: Clone, preview: Preview) -> None:
    """A title of a record that names a document tells it no more on any page, once the site does not name that."""
    public = {"confidentiality": "public"}
    manual.write("qms.yml", policy(site={"audience": "public"}))
    manual.write(EDITED, _text("## Steps\n", **public))
    manual.write(OTHER, document("SOP-022", 2, title="Leading", body="More.\n", **public))
    title = "confidentiality: public\ntitle: Wrong label by SOP-021\nlinks: [{evidence: SOP-022@2}]\n"
    manual.write("records/nonconformities/NC-2026-090.yml", _naming(EDITED).replace("title: Wrong label\n", title))
    _committed(manual)
    preview.build()
    assert b"by SOP-021" in preview.ask("/leading/").content
    manual.write(EDITED, _text("## Steps\n", revision=4))
    preview.build()
    assert b"by SOP-021" not in preview.ask("/leading/").content
    assert differing(manual, preview, TODAY) == []


@pytest.mark.parametrize("seed", range(1))
def test_in_any_order(manual: Clone, preview: Preview, seed: int) -> None:
    """However the edits follow each other, every file is right."""
    chance = random.Random(seed)  # noqa: S311 - no secret
    edits: list[Callable[[Clone], None]] = [each for each in (*ALONE, *FURTHER) if each is not _moved_back]
    for _ in range(4):
        made = [chance.choice(edits) for _ in range(chance.randrange(1, 4))]
        for change in made:
            if change is not _moved or (manual.path / EDITED).exists():
                change(manual)
            preview.build()
        assert (made, differing(manual, preview, TODAY)) == (made, [])
