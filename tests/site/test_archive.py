"""Every revision that was issued stays readable under an address of its own, and nobody takes it for what holds."""

from __future__ import annotations

import json
import re
from datetime import date
from typing import TYPE_CHECKING

import pytest

from support import document
from support.sites import MKDOCS

if TYPE_CHECKING:
    from support import Build, Clone
    from support.sites import Publish, Site, Tell

PATH = "procedures/purchasing.md"
PICTURE, OTHER = b"\x89PNG first", b"\x89PNG other"


def with_option(option: str) -> str:
    """The settings of a site with an option of the plugin."""
    return MKDOCS.replace("document-control]", f"{{document-control: {{{option}}}}}]")


@pytest.fixture
def four(tell: Tell, build: Build) -> Clone:
    """A document with three revisions of the past and one in force, which show pictures and a table."""
    return build(told_four(tell))


def told_four(tell: Tell, mkdocs: str = MKDOCS) -> object:
    """The story of it."""
    story = tell(mkdocs=mkdocs)
    story.entry(
        "2026-01-05",
        {
            PATH: document("SOP-004", title="Buying", body="One person checks.\n\n![Flow](flow.png)\n"),
            "procedures/flow.png": PICTURE,
            "procedures/sales.md": document("SOP-009", title="Sales", body="## Scope\n\nAll.\n"),
        },
    )
    table = "## Limits\n\n```table\nfile: limits.csv\n```\n\nSee [sales](sales.md#scope) and [[SOP-004@1]].\n"
    second = document("SOP-004", 2, body=f"Two people check.\n\n![Flow](flow.png)\n\n{table}")
    story.entry("2026-03-01", {PATH: second, "procedures/limits.csv": "Limit,EUR\nfirst limit,100\n"}, by="Cid Dahl")
    third = document("SOP-004", 3, body=f"Three people check.\n\n![Flow](flow.png)\n\n{table}")
    changed = {"procedures/limits.csv": "Limit,EUR\nthird limit,300\n", "procedures/flow.png": OTHER}
    story.entry("2026-04-01", {PATH: third, **changed})
    story.entry("2026-05-01", {PATH: document("SOP-004", 4, body="Nobody checks. See [[SOP-004@2]].\n")})
    return story


def revision(site: Site, number: object) -> str:
    """The words of the page of a revision."""
    return site.words(f"/purchasing/revisions/{number}/").partition("before you work by it. ")[2]


def pages_of(site: Site) -> list[str]:
    """The numbers of the revisions of purchasing that have a page."""
    found = (each.name for each in (site.folder / "purchasing/revisions").glob("*") if each.is_dir())
    return sorted(name for name in found if ".." not in name)


def test_every_revision_has_a_page_with_its_own_text(four: Clone, publish: Publish) -> None:
    """Each revision is readable as it was issued, with its change, its days and the people behind it."""
    site = publish(four)
    assert pages_of(site) == ["1", "2", "3", "4"]
    first, second = revision(site, 1), revision(site, 2)
    assert "One person checks." in first
    assert "Two people" not in first
    assert "SOP-004 Buying superseded" in first
    assert "The document has another title now: Purchasing." in first
    assert "was in force from 5 January 2026 to 28 February 2026" in first
    assert "Two people check." in second
    assert "Every order is checked by a second person." in second
    assert "Finding 2 of audit AUD-2026-01." in second
    assert "Cid Dahl" in second
    assert four.git("log", "--format=%h", "--abbrev=10", "-n", "1", "HEAD~2") in second


def test_a_page_of_the_past_says_that_it_is_not_in_force(four: Clone, publish: Publish) -> None:
    """A banner says so first, a mark stands across the page, and a link leads to what holds."""
    site = publish(four)
    article = site.article("/purchasing/revisions/1/")
    assert revision(site, 1).startswith("Superseded on 1 March 2026: not in force")
    assert 'data-qms-words="Superseded"' in article
    assert '<p>Work by what holds today: <a class="qms-document" href="../../">' in article
    in_force = site.article("/purchasing/revisions/4/")
    assert "Revision 4 is in force since 1 May 2026" in revision(site, 4)
    assert "qms-watermark" not in in_force


def test_pages_of_the_past_are_found_by_no_search(four: Clone, publish: Publish) -> None:
    """No search of the site or of the web leads to them, and no navigation does."""
    settings = (four.path / "mkdocs.yml").read_text()
    four.write("mkdocs.yml", f"{settings}site_url: https://manual.example/\n")
    four.git("commit", "-qam", "An address", day="2026-06-01")
    site = publish(four)
    assert "One person checks" not in site.text("search/search_index.json")
    assert not [
        each for each in json.loads(site.text("search/search_index.json"))["docs"] if "/revisions/" in each["location"]
    ]
    for number in (1, 4):
        html = site.html(f"/purchasing/revisions/{number}/")
        assert html.partition("</head>")[0].count('<meta name="robots" content="noindex">') == 1
    assert "noindex" not in site.html("/purchasing/")
    assert "https://manual.example/purchasing/</loc>" in site.text("sitemap.xml")
    assert "revisions" not in site.text("sitemap.xml")
    assert "as-of/2026" not in site.text("sitemap.xml")
    assert "revisions" not in site.navigation("/")
    assert "revisions" not in site.navigation("/purchasing/")


def test_navigation_beside_the_past_is_short(four: Clone, publish: Publish) -> None:
    """Beside a page of the past stands the first level alone, however many pages there are."""
    site = publish(four)
    beside = site.navigation("/purchasing/revisions/2/")
    assert "Master document list" in beside
    assert "Sales" not in beside
    assert 'href="../../../register/"' in beside


def test_history_leads_to_each_revision_and_each_to_its_neighbours(four: Clone, publish: Publish) -> None:
    """The number in the history is a link, and so are the revisions before and after, and what stood beside it."""
    site = publish(four)
    history = site.article("/purchasing/").partition('id="revision-history"')[2]
    for number in "1234":
        assert f'<a href="revisions/{number}/" aria-label="Text of revision {number}">{number}</a>' in history
    second = site.article("/purchasing/revisions/2/")
    assert '<a href="../1/" rel="prev">Revision 1</a>' in second
    assert '<a href="../3/" rel="next">Revision 3</a>' in second
    assert '<a href="../../#revision-2">All revisions</a>' in second
    assert 'href="../../../as-of/2026/?day=2026-03-31"' in second
    assert 'rel="prev"' not in site.article("/purchasing/revisions/1/")
    assert 'rel="next"' not in site.article("/purchasing/revisions/4/")


def test_pictures_and_tables_are_those_of_the_revision(four: Clone, publish: Publish) -> None:
    """Each text shows the bytes that belonged to it; files of the past get addresses of their own."""
    site = publish(four)

    def picture(number: int) -> bytes:
        found = re.search(r'<img alt="Flow" src="([^"]+)"', site.article(f"/purchasing/revisions/{number}/"))
        assert found is not None
        return (site.folder / f"purchasing/revisions/{number}" / found[1]).resolve().read_bytes()

    assert [picture(number) for number in (1, 2, 3)] == [PICTURE, PICTURE, OTHER]
    assert "first limit 100" in revision(site, 2)
    assert "third limit 300" in revision(site, 3)
    assert not site.holds("flow.png")
    assert sum(each.suffix == ".png" and "flow" in each.name for each in site.folder.rglob("*")) == 2


def test_a_file_that_people_still_use_keeps_its_plain_address(tell: Tell, build: Build, publish: Publish) -> None:
    """Where a text of the past shows the very file of today, both lead to the same address."""
    story = tell()
    shown = "![Flow](flow.png)\n"
    story.entry("2026-01-05", {PATH: document("SOP-004", body=shown), "procedures/flow.png": PICTURE})
    story.entry("2026-03-01", {PATH: document("SOP-004", 2, body=f"More. {shown}"), "procedures/flow.png": OTHER})
    story.entry("2026-04-01", {PATH: document("SOP-004", 3, body=f"Even more. {shown}")})
    site = publish(build(story))
    assert 'src="../../../flow.png"' in site.article("/purchasing/revisions/2/")
    assert (site.folder / "flow.png").read_bytes() == OTHER
    assert re.search(r'src="\.\./\.\./\.\./flow-[0-9a-f]{12}\.png"', site.article("/purchasing/revisions/1/"))


def test_links_of_an_old_text_lead_to_what_stands_today(four: Clone, publish: Publish) -> None:
    """They say that the text is the current one; a link to a revision leads to that revision and says nothing."""
    four.git("mv", "procedures/sales.md", "procedures/selling.md")
    four.git("commit", "-qam", "Move", day="2026-06-01")
    site = publish(four)
    article = site.article("/purchasing/revisions/2/")
    assert '<a href="../../../selling/#scope">sales</a> <small class="qms-current">(current text)</small>' in article
    assert '<a href="../1/">SOP-004, revision 1</a>.' in article


def test_a_path_means_the_document_that_stood_there_then(tell: Tell, build: Build, publish: Publish) -> None:
    """Where two documents have taken each other's path, an old link still leads to the one that was meant."""
    story = tell()
    one = {"procedures/a.md": document("SOP-001", title="Alpha", body="See [that](b.md) and [no more](c.md).\n")}
    story.entry("2026-01-05", one | {"procedures/b.md": document("SOP-002", title="Beta")})
    swapped = {
        "procedures/a.md": document("SOP-002", 2, title="Beta"),
        "procedures/b.md": document("SOP-001", 2, title="Alpha"),
    }
    story.entry("2026-02-01", swapped)
    site = publish(build(story), mode="controlled")
    article = site.article("/b/revisions/1/")
    assert '<a href="../../../a/">that</a>' in article
    assert "no more<small> (no longer there)</small>" in article
    assert site.holds("a/revisions/1/index.html")


def test_a_link_to_a_revision_leads_to_its_page(four: Clone, publish: Publish) -> None:
    """`[[SOP-004@2]]` in a text of today leads to the page of that revision."""
    assert '<a href="revisions/2/">SOP-004, revision 2</a>' in publish(four).article("/purchasing/")


@pytest.mark.parametrize(
    ("option", "expected"),
    [
        ("archive: all", ["1", "2", "3", "4"]),
        ("archive: 2", ["2", "3", "4"]),
        ("archive: 0", []),
        ("archive: none", []),
    ],
)
def test_the_archive_is_as_deep_as_asked(
    tell: Tell, build: Build, publish: Publish, option: str, expected: list[str]
) -> None:
    """A number counts the revisions of the past, the newest first; none stands for no page at all."""
    site = publish(build(told_four(tell, with_option(option))))  # type: ignore[arg-type]
    assert pages_of(site) == expected
    linked = re.findall(r'aria-label="Text of revision (\d)"', site.article("/purchasing/"))
    assert sorted(linked) == expected
    assert bool(site.files_with("One person checks.")) == ("1" in expected)


def test_what_was_never_issued_has_no_page(tell: Tell, build: Build, publish: Publish) -> None:
    """Drafts, texts in review, texts of days to come and proposals have no page, in a preview neither."""
    story = tell({"types": {"procedure": {"approvals": [{"role": "quality-manager"}]}, "note": {}}})
    story.entry("2026-01-05", {PATH: document("SOP-004", body="Waits for approval.\n")})
    story.entry("2026-01-06", {"procedures/draft.md": document("SOP-005", status="draft", body="Drafted.\n")})
    story.entry("2026-01-07", {"procedures/later.md": document("SOP-006", type="note", body="Now.\n")})
    later = document("SOP-006", 2, type="note", effective="2027-01-01", body="Only then.\n")
    story.entry("2026-01-08", {"procedures/later.md": later})
    repository = build(story)
    repository.write("procedures/proposed.md", document("SOP-007", type="note", body="Proposed.\n"))
    site = publish(repository, mode="preview")
    assert [each.parent.name for each in site.folder.rglob("revisions")] == ["later"]
    assert [each.name for each in (site.folder / "later/revisions").iterdir() if ".." not in each.name] == ["1"]
    assert "Preview, not controlled" in site.words("/later/revisions/1/")


def test_a_text_that_was_changed_under_its_number_is_shown_as_it_was_fixed(
    tell: Tell, build: Build, publish: Publish
) -> None:
    """The page of a revision shows the controlled text, whatever stood under the number later."""
    story = tell(mkdocs=with_option("fail_on: never"))
    story.entry("2026-01-05", {PATH: document("SOP-004", body="As it was fixed.\n")})
    story.entry("2026-02-05", {PATH: document("SOP-004", body="As it was changed.\n")})
    story.entry("2026-03-05", {PATH: document("SOP-004", 2, body="Next.\n")})
    site = publish(build(story))
    assert "As it was fixed." in revision(site, 1)
    assert site.files_with("As it was changed.") == []


def test_an_obsolete_document_keeps_its_texts_in_the_archive(tell: Tell, build: Build, publish: Publish) -> None:
    """Its page shows no text, those of its revisions do, and say that it is not to be used; the file may be gone."""
    story = tell()
    story.entry("2026-01-05", {PATH: document("SOP-004", body="As we bought.\n")})
    obsolete = {"date": "2026-06-01", "superseded_by": None, "reason": "We buy no more."}
    story.entry("2026-05-01", {PATH: document("SOP-004", 2, body="As we bought at last.\n", obsolete=obsolete)})
    story.entry("2026-06-05", {PATH: None, "procedures/b.md": document("SOP-001")})
    site = publish(build(story))
    assert site.files_with("As we bought at last.") == ["purchasing/revisions/2/index.html"]
    words = revision(site, 2)
    assert words.startswith("Obsolete since 1 June 2026: not to be used")
    assert "was in force from 1 May 2026 to 31 May 2026" in words
    assert 'data-qms-words="Obsolete"' in site.article("/purchasing/revisions/2/")


def test_a_vanished_document_keeps_its_texts_in_the_archive(purchasing: Clone, publish: Publish) -> None:
    """Where a file is just gone, the page of its last revision says so."""
    purchasing.git("rm", "-q", PATH)
    purchasing.write("procedures/index.md", "---\ncontrolled: false\n---\n# Welcome\n")
    purchasing.write("mkdocs.yml", with_option("fail_on: never"))
    purchasing.git("add", ".")
    purchasing.git("commit", "-q", "-m", "Remove", day="2026-04-01")
    site = publish(purchasing)
    assert revision(site, 2).startswith("The file of this document is missing")
    assert "Two people check." in revision(site, 2)
    assert 'data-qms-words="Not in use"' in site.article("/purchasing/revisions/2/")


def test_what_is_withheld_has_no_archive(tell: Tell, build: Build, publish: Publish) -> None:
    """A restricted document has no page of a revision, nor has a revision that was restricted in its time."""
    story = tell()
    secret = document("SOP-004", confidentiality="restricted", body="Zaphod ![plan](plan.png).\n")
    story.entry("2026-01-05", {PATH: secret, "procedures/plan.png": b"plan Zaphod"})
    story.entry("2026-02-05", {PATH: document("SOP-004", 2, body="Open to all.\n")})
    story.entry("2026-03-05", {PATH: document("SOP-004", 3, body="Open still.\n")})
    story.entry("2026-01-06", {"procedures/b.md": document("SOP-005", body="Once open. Trillian.\n")})
    closed = document("SOP-005", 2, confidentiality="restricted", body="Closed.\n")
    story.entry("2026-02-06", {"procedures/b.md": closed})
    site = publish(build(story))
    assert pages_of(site) == ["2", "3"]
    assert site.files_with("Zaphod") == site.files_with("Trillian") == []
    assert not site.holds("b/revisions")


def test_a_past_day_knows_the_revisions_of_that_day(four: Clone, publish: Publish) -> None:
    """A site as of a day shows the revisions that were issued by then, as they stood."""
    site = publish(four, as_of=date(2026, 3, 31))
    assert pages_of(site) == ["1", "2"]
    assert "Revision 2 is in force since 1 March 2026" in revision(site, 2)
    assert site.files_with("Three people check.") == []


def test_nothing_of_the_past_can_stop_or_warn_a_build(
    tell: Tell, build: Build, publish: Publish, capfd: pytest.CaptureFixture[str]
) -> None:
    """Dead links, lost anchors and active files of an old text are no complaint: nobody can mend them any more."""
    validation = "validation: {links: {not_found: warn, anchors: warn, unrecognized_links: warn, absolute_links: warn}}"
    story = tell(mkdocs=f"{MKDOCS}{validation}\n")
    links = "[a](gone.md) [b](sales.md#lost) [c](/abs/) [d](run.html) ![e](none.png) <a href='x.md'>f</a>\n"
    active = "<!doctype html><script>alert(1)</script>"
    story.entry(
        "2026-01-05",
        {
            PATH: document("SOP-004", body=f"## Lost\n\n{links}"),
            "procedures/run.html": active,
            "procedures/gone.md": "x",
        },
    )
    story.entry("2026-02-05", {PATH: document("SOP-004", 2), "procedures/gone.md": None, "procedures/run.html": None})
    story.entry("2026-02-06", {"procedures/sales.md": document("SOP-009")})
    site = publish(build(story), strict=True)
    assert "WARNING" not in capfd.readouterr().err
    assert site.files_with("alert(1)") == []
    article = site.article("/purchasing/revisions/1/")
    assert "a<small> (no longer there)</small>" in article
    assert "d<small> (file not published)</small>" in article
    assert "run" not in " ".join(site.files())


def test_an_old_text_is_as_harmless_as_one_of_today(tell: Tell, build: Build, publish: Publish) -> None:
    """Nothing runs, poses as the program's own marks, or is fetched from another place."""
    story = tell()
    body = (
        "<script>alert(1)</script> <img src='https://elsewhere.example/x.png' alt='x'>\n\n"
        "<small class='qms-current'>forged</small> <div class='qms-notice'>forged</div>\n\n"
        '[bad](javascript:alert(1)) <a href="sales.md" onclick="alert(1)">ok</a>\n'
    )
    story.entry("2026-01-05", {PATH: document("SOP-004", title="<i>Buy</i>", heading=False, body=body)})
    story.entry("2026-02-05", {PATH: document("SOP-004", 2), "procedures/sales.md": document("SOP-009")})
    article = publish(build(story)).article("/purchasing/revisions/1/")
    for each in ("alert(1)", "elsewhere.example", 'class="qms-current">forged', "<i>Buy</i>"):
        assert each not in article, each


def test_a_text_with_more_than_can_be_drawn_says_so(tell: Tell, build: Build, publish: Publish) -> None:
    """An old text that no program draws in good time is not drawn, and its page says why."""
    story = tell(mkdocs=with_option("fail_on: never"))
    story.entry("2026-01-05", {PATH: document("SOP-004", body="[" * 10_001)})
    story.entry("2026-02-05", {PATH: document("SOP-004", 2)})
    assert "more than 10,000 brackets, too many to be drawn here" in revision(publish(build(story)), 1)


def test_a_text_that_is_nested_too_deeply_says_so(tell: Tell, build: Build, publish: Publish) -> None:
    """An old text that no parser gets to the bottom of is not drawn, and the one after it is as ever."""
    story = tell(mkdocs=with_option("fail_on: never"))
    story.entry("2026-01-05", {PATH: document("SOP-004", body="- " * 3000 + "x\n")})
    story.entry("2026-02-05", {PATH: document("SOP-004", 2, body="> *One* list\n")})
    story.entry("2026-03-05", {PATH: document("SOP-004", 3)})
    site = publish(build(story))
    assert "more than 100 lists, quotations or emphases within each other" in revision(site, 1)
    assert "One list" in revision(site, 2)


@pytest.mark.parametrize("number", ["..", "index", "1/2", "a b", "ß"])
def test_a_number_that_is_no_address_has_no_page(tell: Tell, build: Build, publish: Publish, number: str) -> None:
    """Whatever somebody wrote as a revision's number leads to no place outside of its folder."""
    story = tell(mkdocs=with_option("fail_on: never"))
    story.entry("2026-01-05", {PATH: document("SOP-004", number)})
    story.entry("2026-02-05", {PATH: document("SOP-004", 2, body="Next.\n")})
    site = publish(build(story))
    assert pages_of(site) == ["2"]
    assert "Next." in site.words("/purchasing/")


def test_old_bytes_are_read_as_they_were_written(tell: Tell, build: Build, publish: Publish) -> None:
    """A byte order mark and Windows line ends of an old text are no part of what it says."""
    story = tell()
    old = document("SOP-004", body="## Außen\n\nGrüße.\n", bom=True, newline="\r\n")
    story.entry("2026-01-05", {PATH: old})
    story.entry("2026-02-05", {PATH: document("SOP-004", 2)})
    site = publish(build(story))
    assert "Grüße." in revision(site, 1)
    assert "\ufeff" not in site.html("/purchasing/revisions/1/")
    assert '<h2 id="auen">Außen</h2>' in site.article("/purchasing/revisions/1/")
    assert "Außen" in site.html("/purchasing/revisions/1/").partition("md-sidebar--secondary")[2]


def test_pages_without_folders_for_addresses(tell: Tell, build: Build, publish: Publish) -> None:
    """A site that is read from a file share has the pages as files, with links that lead to them."""
    site = publish(build(told_four(tell, f"{MKDOCS}use_directory_urls: false\n")))  # type: ignore[arg-type]
    assert site.holds("purchasing/revisions/2.html")
    assert 'href="purchasing/revisions/2.html"' in site.text("purchasing.html")
    page = site.text("purchasing/revisions/2.html")
    assert 'href="../../purchasing.html' in page
    assert 'href="../../as-of/2026.html?day=2026-03-31"' in page


def test_a_public_site_names_no_person_of_the_past(tell: Tell, build: Build, publish: Publish) -> None:
    """On a public site a page of the past has neither authors nor names of approvers."""
    story = tell({"site": {"audience": "public"}})
    story.entry("2026-01-05", {PATH: document("SOP-004", confidentiality="public")}, by="Cid Dahl")
    story.entry("2026-02-05", {PATH: document("SOP-004", 2, confidentiality="public")}, by="Cid Dahl")
    site = publish(build(story))
    assert pages_of(site) == ["1", "2"]
    assert not [name for name in site.files_with("Cid Dahl") if not name.startswith("rules/")]
