"""Pages that compare two revisions (interfaces.md 3, settled.md 22 and 42)."""

from __future__ import annotations

import json
import re
from datetime import date
from typing import TYPE_CHECKING

import pytest

from support import document, organization_file
from support.sites import MKDOCS

if TYPE_CHECKING:
    from collections.abc import Callable

    from support import Build, Clone
    from support.sites import Publish, Site, Tell

BODY = "See [[SOP-009]] and [it](sales.md#scope).\n\n![Flow](flow.png)\n\nTwo offers are asked for.\n"


def with_redlines(option: str) -> str:
    """The settings of a site with that option."""
    return MKDOCS.replace("document-control]", f"{{document-control: {{redlines: {option}}}}}]")


@pytest.fixture
def revised(tell: Tell, build: Build) -> Callable[..., Clone]:
    """A document with four revisions beside another one."""

    def made(option: str = "1", **fields: object) -> Clone:
        story = tell(mkdocs=with_redlines(option))
        story.entry(
            "2026-01-05", {"procedures/sales.md": document("SOP-009", title="Sales", body="## Scope\n\nAll.\n")}
        )
        for number, word in enumerate(("Two", "Three", "Four", "Five"), 1):
            text = document("SOP-004", number, body=BODY.replace("Two", word), **fields)
            files = {"procedures/purchasing.md": text, "procedures/flow.png": b"\x89PNG " + word.encode()}
            story.entry(f"2026-02-0{number}", files)
        return build(story)

    return made


def comparisons(site: Site) -> list[str]:
    """The addresses of comparisons."""
    found = (path for path in site.files() if re.fullmatch(r".*/revisions/[^/]+\.\.[^/]+/index\.html", path))
    return sorted(path.removesuffix("/index.html") for path in found)


@pytest.mark.parametrize(
    ("option", "names"),
    [
        ("none", []),
        ("0", []),
        ("1", ["3..4"]),
        ("2", ["2..3", "3..4"]),
        ("all", ["1..2", "1..4", "2..3", "2..4", "3..4"]),
    ],
)
def test_how_many(revised: Callable[..., Clone], publish: Publish, option: str, names: list[str]) -> None:
    """The newest come first; all are each with the one before it, and each with the latest."""
    site = publish(revised(option), strict=True)
    assert comparisons(site) == [f"purchasing/revisions/{name}" for name in names]


def test_one_unless_asked(purchasing: Clone, publish: Publish) -> None:
    """Without the option the two latest revisions are compared."""
    assert comparisons(publish(purchasing)) == ["purchasing/revisions/1..2"]


def test_what_a_comparison_says(revised: Callable[..., Clone], publish: Publish) -> None:
    """Both revisions with their days, the change with summary and reason, the text word by word, files by name."""
    site = publish(revised())
    words = site.words("/purchasing/revisions/3..4/")
    assert "SOP-004 Purchasing: from revision 3 to revision 4" in words
    assert "Superseded on 4 February 2026. In force since 4 February 2026." in words
    assert "Class Major Summary Every order is checked by a second person. Reason Finding 2 of audit" in words
    assert "flow.png: changed" in words
    page = site.article("/purchasing/revisions/3..4/")
    assert "<del>Four</del><ins>Five</ins> offers are asked for." in page
    assert 'href="../../#revision-4">Back to SOP-004 Purchasing</a>' in page


def test_from_the_history_and_nowhere_else(revised: Callable[..., Clone], publish: Publish) -> None:
    """Each line of the revision history leads to its comparison; navigation and search know nothing of it."""
    site = publish(revised("2"))
    history = site.article("/purchasing/").partition('id="revision-history"')[2]
    assert re.findall(r'<tr id="revision-(\d)"|href="(revisions/[^"]*)">Compare with revision (\d)<', history) == [
        ("4", "", ""),
        ("", "revisions/3..4/", "3"),
        ("3", "", ""),
        ("", "revisions/2..3/", "2"),
        ("2", "", ""),
        ("1", "", ""),
    ]
    assert "revisions" not in site.navigation("/purchasing/")
    assert "revisions/" not in site.text("search/search_index.json")


def test_links_and_pictures_of_a_comparison(revised: Callable[..., Clone], publish: Publish) -> None:
    """Links lead where they lead on the page of the document; the former picture has an address of its own."""
    site = publish(revised())
    page = site.article("/purchasing/revisions/3..4/")
    assert '<a href="../../../sales/">SOP-009</a>' in page
    assert '<a href="../../../sales/#scope">it</a>' in page
    before, after = re.findall(r'<(?:del|ins)><img src="\.\./\.\./\.\./([^"]*)" alt="Flow">', page)
    assert (site.folder / before).read_bytes() == b"\x89PNG Four"
    assert (after, (site.folder / after).read_bytes()) == ("flow.png", b"\x89PNG Five")


def test_addresses_without_folders(revised: Callable[..., Clone], publish: Publish) -> None:
    """Where the site has a file for each page, so have comparisons."""
    clone = revised()
    settings = (clone.path / "mkdocs.yml").read_text()
    clone.write("mkdocs.yml", settings + "use_directory_urls: false\n")
    site = publish(clone, mode="controlled")
    assert 'href="../../purchasing.html#revision-4"' in site.text("purchasing/revisions/3..4.html")
    assert 'href="purchasing/revisions/3..4.html"' in site.text("purchasing.html")


def test_the_document_of_a_folder(tell: Tell, build: Build, publish: Publish) -> None:
    """The comparisons of a document that is the index of its folder stand in that folder."""
    story = tell()
    for number in (1, 2):
        story.entry(
            f"2026-02-0{number}", {"procedures/buying/index.md": document("SOP-004", number, body=f"{number}\n")}
        )
    assert comparisons(publish(build(story))) == ["buying/revisions/1..2"]


def test_a_revision_that_was_withheld(tell: Tell, build: Build, publish: Publish) -> None:
    """Nothing of its text is on the site; those before and after it are compared with each other."""
    story = tell(mkdocs=with_redlines("all"))
    for number, (word, level) in enumerate((("first", "internal"), ("secret", "restricted"), ("third", "internal")), 1):
        text = document("SOP-004", number, body=f"The {word} text.\n", confidentiality=level)
        story.entry(f"2026-02-0{number}", {"procedures/purchasing.md": text})
    site = publish(build(story))
    assert comparisons(site) == ["purchasing/revisions/1..3"]
    assert site.files_with("secret") == []


def test_documents_that_are_withheld(tell: Tell, build: Build, publish: Publish) -> None:
    """A restricted document, and on a public site every one that is not public, is compared with nothing."""
    story = tell({"site": {"audience": "public"}}, mkdocs=with_redlines("all"))
    for number in (1, 2):
        files = {
            f"procedures/{level}.md": document(
                f"SOP-00{place}", number, title=level, body=f"{level} words {number}.\n", confidentiality=level
            )
            for place, level in enumerate(("public", "internal", "restricted"), 1)
        }
        story.entry(f"2026-02-0{number}", files)
    site = publish(build(story))
    assert comparisons(site) == ["public/revisions/1..2"]
    assert site.files_with("internal words") == site.files_with("restricted words") == []


def test_fields_of_the_organization_on_the_site(tell: Tell, build: Build, publish: Publish) -> None:
    """Control fields that changed are told in words; what nobody knows may be a name, and stays in the repository."""
    story = tell()
    for number, owner in ((1, "quality-manager"), (2, "purchasing-manager")):
        text = document("SOP-004", number, owner=owner, **{"x-writer": f"Writer {number}"})
        story.entry(f"2026-02-0{number}", {"procedures/purchasing.md": text})
    site = publish(build(story))
    words = site.words("/purchasing/revisions/1..2/")
    assert "Owner quality-manager purchasing-manager" in words
    assert "Writer" not in words


def test_fields_that_the_organization_calls_otherwise(tell: Tell, build: Build, publish: Publish) -> None:
    """They are told under the names that everybody knows."""
    story = tell({"front_matter": {"owner": "eier"}})
    for number, owner in ((1, "quality-manager"), (2, "purchasing-manager")):
        text = document("SOP-004", number, owner=owner).replace("owner:", "eier:")
        story.entry(f"2026-02-0{number}", {"procedures/purchasing.md": text})
    words = publish(build(story)).words("/purchasing/revisions/1..2/")
    assert "Owner quality-manager purchasing-manager" in words


def test_a_text_that_is_not_approved(tell: Tell, build: Build, publish: Publish) -> None:
    """A controlled site compares it with nothing; a preview does."""
    types = {"procedure": {"approvals": [{"role": "quality-manager"}]}}
    story = tell(mkdocs=with_redlines("all").replace("redlines", "fail_on: never, redlines"))
    for number in (1, 2):
        story.entry(f"2026-02-0{number}", {"procedures/purchasing.md": document("SOP-004", number, body=f"{number}\n")})
    story.entry("2026-02-03", {"records/organization.yml": organization_file()})
    story.policy("2026-02-04", {"types": types})
    story.entry("2026-02-05", {"procedures/purchasing.md": document("SOP-004", 3, body="Unripe words.\n")})
    clone = build(story)
    site = publish(clone)
    assert comparisons(site) == ["purchasing/revisions/1..2"]
    assert site.files_with("Unripe words") == []
    assert "purchasing/revisions/2..3" in comparisons(publish(clone, mode="preview"))


def test_a_text_whose_day_is_to_come(tell: Tell, build: Build, publish: Publish) -> None:
    """Nothing of it is on the site before its day; then it is compared with the one that it replaced."""
    story = tell()
    story.entry("2026-02-01", {"procedures/purchasing.md": document("SOP-004", 1)})
    coming = document("SOP-004", 2, body="Unripe words.\n", effective="2026-12-01")
    story.entry("2026-02-02", {"procedures/purchasing.md": coming})
    clone = build(story)
    site = publish(clone)
    assert comparisons(site) == []
    assert site.files_with("Unripe words") == []
    assert comparisons(publish(clone, today=date(2026, 12, 1))) == ["purchasing/revisions/1..2"]


def test_a_document_that_vanished(revised: Callable[..., Clone], publish: Publish) -> None:
    """It shows no text, so none is compared; one that was withdrawn and then deleted is."""
    clone = revised("1, fail_on: never")
    clone.git("rm", "-q", "procedures/purchasing.md")
    clone.git("commit", "-q", "-m", "Gone", day="2026-05-01")
    site = publish(clone)
    assert comparisons(site) == []
    assert site.files_with("Four offers are asked for") == ["purchasing/revisions/3/index.html"]


def test_what_a_change_does(revised: Callable[..., Clone], publish: Publish) -> None:
    """A preview shows the text in force beside the proposed one, also under a number that was not raised."""
    clone = revised()
    clone.write("procedures/purchasing.md", document("SOP-004", 5, body=BODY.replace("Two", "Six")))
    site = publish(clone)
    assert comparisons(site) == ["purchasing/revisions/3..4", "purchasing/revisions/4..5"]
    notice = site.article("/purchasing/").partition("What this change does")[2].partition("<h2")[0]
    assert 'href="revisions/4..5/">Show what changes from revision 4 to the proposed text</a>' in notice
    page = site.article("/purchasing/revisions/4..5/")
    assert "<del>Five</del><ins>Six</ins> offers" in page
    assert "from revision 4 to the proposed text" in page
    clone.write("procedures/purchasing.md", document("SOP-004", 4, body=BODY.replace("Two", "Six")))
    unraised = publish(clone, mode="preview")
    assert comparisons(unraised) == ["purchasing/revisions/3..4", "purchasing/revisions/4..proposed"]
    assert "Changed text under revision 4: not in force." in unraised.words("/purchasing/revisions/4..proposed/")


def test_a_new_document_in_a_preview(purchasing: Clone, publish: Publish) -> None:
    """It has nothing to be compared with."""
    purchasing.write("procedures/sales.md", document("SOP-009", title="Sales"))
    assert comparisons(publish(purchasing)) == ["purchasing/revisions/1..2"]


def test_a_hostile_text(tell: Tell, build: Build, publish: Publish) -> None:
    """Nothing of it runs, poses as part of the page, or is fetched from elsewhere."""
    story = tell()
    story.entry("2026-02-01", {"procedures/purchasing.md": document("SOP-004", 1)})
    body = (
        "<script>alert(1)</script>\n\n![x](https://elsewhere.example/x.png)\n\n[y](javascript:alert(1))\n\n"
        '<div class="qms-notice redline-note" id="change-1" onclick="alert(1)">posing</div>\n'
    )
    change = {"summary": "<img src=x onerror=alert(1)>", "reason": "</section><h1>x"}
    story.entry("2026-02-02", {"procedures/purchasing.md": document("SOP-004", 2, body=body, change=change)})
    page = publish(build(story)).article("/purchasing/revisions/1..2/")
    assert not re.search(r"<script|<img|javascript:|<[^>]*onclick|<div class=.qms-notice redline", page)
    assert "posing" in page
    assert page.count('id="change-1"') == 1


def test_a_text_that_is_too_large(tell: Tell, build: Build, publish: Publish) -> None:
    """Its page says so, and the site is built."""
    story = tell(mkdocs=MKDOCS.replace("document-control]", "{document-control: {fail_on: never}}]"))
    story.entry("2026-02-01", {"procedures/purchasing.md": document("SOP-004", 1)})
    story.entry("2026-02-02", {"procedures/purchasing.md": document("SOP-004", 2, body="x " + "\\[" * 10_001 + "\n")})
    words = publish(build(story)).words("/purchasing/revisions/1..2/")
    assert "more than 10,000 brackets, too many to be compared here" in words


def test_kept_between_builds(revised: Callable[..., Clone], publish: Publish, monkeypatch: pytest.MonkeyPatch) -> None:
    """A comparison is drawn once, and anew where a link of it leads elsewhere; the bytes are those of a first build."""
    clone = revised("all, fail_on: never")
    first = publish(clone).files()
    second = publish(clone).files()
    assert {path for path in first if first[path] != second[path]} <= {"build.json", "manifest.json"}
    clone.git("mv", "procedures/sales.md", "procedures/selling.md")
    clone.git("commit", "-q", "-m", "Rename", day="2026-05-01")
    moved = publish(clone)
    assert '<a href="../../../selling/">SOP-009</a>' in moved.article("/purchasing/revisions/3..4/")
    warm = moved.files()
    monkeypatch.setenv("QMS_CACHE", "off")
    cold = publish(clone).files()
    assert {path for path in cold if cold[path] != warm.get(path)} <= {"build.json", "manifest.json"}


def test_the_manifest_knows_comparisons(purchasing: Clone, publish: Publish) -> None:
    """Their files are among those whose digests are published."""
    files = json.loads(publish(purchasing).text("manifest.json"))["files"]
    assert "purchasing/revisions/1..2/index.html" in files
