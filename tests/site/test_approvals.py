"""What readers see of approvals: never more than was verified (document-control.md 6)."""

from __future__ import annotations

import re
import subprocess
from datetime import date
from html import unescape
from typing import TYPE_CHECKING

import pytest

from mkdocs_document_control.generator import MkDocsGenerator
from support import Story, document
from support.desk import Desk
from support.sites import MKDOCS, TODAY, Site

if TYPE_CHECKING:
    from support import Build, Clone
    from support.sites import Publish, Tell

PATH = "procedures/purchasing.md"
LENIENT = MKDOCS.replace("document-control]", "{document-control: {fail_on: never}}]")
QUALITY, OWNER = {"role": "quality-manager"}, {"role": "owner"}
TYPES = {
    "procedure": {"approvals": [QUALITY, OWNER], "evidence": "signed"},
    "instruction": {"approvals": [QUALITY], "evidence": "attested"},
    "form": {"approvals": [QUALITY], "evidence": "declared"},
    "note": {},
}
PEOPLE = {
    "Ann Berg": {"roles": ["quality-manager"], "forges": {"github": "annberg"}},
    "Cid Dahl": ["quality-manager"],
    "Kai Moen": ["buyer"],
    "Ole Vik": ["purchasing-manager"],
}
LATER = {
    **PEOPLE,
    "Ole Vik": {"roles": [{"role": "purchasing-manager", "from": "2024-01-01", "until": "2026-02-28"}]},
    "Eva Lund": ["purchasing-manager"],
}
FIRST = document("SOP-004", owner="purchasing-manager", body="One person checks.\n")
SECOND = document("SOP-004", 2, owner="purchasing-manager", body="Two people check.\n")
THIRD = document("SOP-004", 3, owner="purchasing-manager", body="Three people check.\n")


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """Everybody's keys."""
    return Desk(tmp_path_factory.mktemp("keys"))


def approvals(desk: Desk, revision: int, text: str, *given: tuple[str, str, str], **how: str | None) -> dict[str, str]:
    """Approvals of a revision of SOP-004: who, in which role, when."""
    files: dict[str, str] = {}
    for by, role, at in given:
        files |= desk.approval(text, by, role, at, revision=revision, **how)  # type: ignore[arg-type]
    return files


def told(desk: Desk) -> Story:
    """Three revisions: approved by somebody who has left, approved with much that does not count, and half approved."""
    story = Story()
    story.policy("2026-01-01", {"types": TYPES})
    story.entry("2026-01-02", {"mkdocs.yml": LENIENT, ".gitignore": "/site/\n"})
    story.entry("2026-01-02", {"records/organization.yml": desk.organization(PEOPLE)})
    story.entry("2026-01-05", {PATH: FIRST}, by="Kai Moen")
    first = (
        ("Ole Vik", "purchasing-manager", "2026-01-06T09:00:00+01:00"),
        ("Cid Dahl", "quality-manager", "2026-01-07T00:30:00+01:00"),
    )
    story.entry("2026-01-08", approvals(desk, 1, FIRST, *first))
    story.entry("2026-03-01", {"records/organization.yml": desk.organization(LATER)})
    story.entry("2026-03-02", {PATH: SECOND}, by="Kai Moen")
    good = (
        ("Eva Lund", "purchasing-manager", "2026-03-03T09:00:00Z"),
        ("Cid Dahl", "quality-manager", "2026-03-04T09:00:00Z"),
    )
    bad = (
        ("Ole Vik", "purchasing-manager", "2026-03-03T10:00:00Z"),
        ("Kai Moen", "quality-manager", "2026-03-03T11:00:00Z"),
    )
    forged = approvals(desk, 2, SECOND, ("Ann Berg", "quality-manager", "2026-03-03T12:00:00Z"), key="Kai Moen")
    story.entry("2026-03-05", {**approvals(desk, 2, SECOND, *good, *bad), **forged})
    story.entry("2026-11-10", {PATH: THIRD}, by="Kai Moen")
    half = approvals(desk, 3, THIRD, ("Cid Dahl", "quality-manager", "2026-11-11T09:00:00Z"))
    read = approvals(desk, 3, THIRD, ("Kai Moen", "buyer", "2026-11-11T10:00:00Z"), meaning="reviewed")
    story.entry("2026-11-12", {**half, **read})
    return story


@pytest.fixture
def manual(build: Build, desk: Desk) -> Clone:
    """The manual of that story."""
    return build(told(desk))


@pytest.fixture(scope="module")
def site(desk: Desk, tmp_path_factory: pytest.TempPathFactory) -> Site:
    """Its site, in a folder below the repository."""
    repository = told(desk).build(tmp_path_factory.mktemp("site") / "manual")
    MkDocsGenerator().build(repository.path / "mkdocs.yml", mode=None, as_of=None, strict=False, today=TODAY)
    return Site(repository.path / "site")


def header(site: Site, address: str = "/purchasing/") -> str:
    """The words of the control header."""
    return words(site.article(address).partition('class="qms-header"')[2].partition("</aside>")[0])


def running_head(site: Site, address: str = "/purchasing/") -> list[str]:
    """What stands at the head of each printed page, line by line."""
    head = site.html(address).partition('class="qms-sheet__head"')[2].partition("qms-sheet__body")[0]
    return [words(each) for each in re.findall(r"<li>(.*?)</li>", head, re.DOTALL)]


def revision_row(site: Site, number: int, address: str = "/purchasing/") -> str:
    """The words of one revision in the history."""
    return words(site.article(address).partition(f'id="revision-{number}"')[2].partition("</tr>")[0])


def words(html: str) -> str:
    """The words of a piece of HTML in one line."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split()).replace(" ,", ",").replace(" :", ":")


def test_header_names_those_whose_approval_counts(site: Site) -> None:
    """Name, role, day and what was verified stand at the head of the document; what does not count never does."""
    said = header(site)
    assert (
        "Approved by Eva Lund, Purchasing manager, 3 March 2026, signature verified "
        "Cid Dahl, Quality manager, 4 March 2026, signature verified"
    ) in said
    assert not {"Ole", "Kai", "Ann"} & set(said.split())


def test_history_tells_approvals_of_every_revision(site: Site) -> None:
    """A person who left keeps the approvals of then; what does not count is told with its reason, as no approval."""
    assert (
        "Approved by Ole Vik, Purchasing manager, 6 January 2026, signature verified "
        "Cid Dahl, Quality manager, 6 January 2026, signature verified"
    ) in revision_row(site, 1)
    given, _, refused = revision_row(site, 2).partition("Recorded, but does not count")
    assert "Ole Vik" not in given
    assert "Ole Vik, Purchasing manager, 3 March 2026: Ole Vik did not hold the role" in refused
    assert "Kai Moen, Quality manager, 3 March 2026: Kai Moen did not hold the role" in refused
    assert "Ann Berg, Quality manager, 3 March 2026: its signature does not hold" in refused
    assert "verified" not in refused


def test_revision_in_review_says_who_is_waited_for(site: Site) -> None:
    """Beside the text in force stands who has approved the next revision and who has not; so it is on the home page."""
    article = site.words("/purchasing/")
    assert "Two people check." in article
    assert (
        "Revision 3 is in review: it waits for the approval of Purchasing manager (Eva Lund). "
        "Approved so far by Cid Dahl, Quality manager (11 November 2026, signature verified)."
    ) in article
    row = revision_row(site, 3)
    assert "Approved so far by Cid Dahl, Quality manager, 11 November 2026, signature verified" in row
    assert "Reviewed by Kai Moen, Buyer, 11 November 2026, signature verified" in row
    assert "Waiting for the approval of Purchasing manager ( Eva Lund )" in row
    home = site.words("/").partition("Waiting for approval")[2].partition("What is coming")[0]
    assert "10 November 2026 SOP-004 Purchasing Revision 3 was accepted" in home
    assert "Waits for Purchasing manager ( Eva Lund )" in home
    assert "waits for the approval of Purchasing manager" in site.words("/register/")


def test_printed_pages_carry_two_lines_of_approvals(
    site: Site, tell: Tell, build: Build, desk: Desk, publish: Publish
) -> None:
    """At the head of each printed page stand two approvals at most, and how many more there are."""
    assert running_head(site) == [
        "Approved by Eva Lund, Purchasing manager 3 March 2026, signature verified",
        "Approved by Cid Dahl, Quality manager 4 March 2026, signature verified",
    ]
    roles = ["quality-manager", "buyer", "purchasing-manager", "storekeeper", "assembler"]
    many = {"procedure": {"approvals": [{"role": role} for role in roles], "evidence": "signed"}}
    story = tell({"types": many}, LENIENT)
    names = ["Cid Dahl", "Kai Moen", "Eva Lund", "Mona Lie", "Unn Sand"]
    people = dict(zip(names, ([role] for role in roles), strict=True))
    story.entry("2026-01-02", {"records/organization.yml": desk.organization(people)})
    story.entry("2026-01-05", {PATH: FIRST})
    given = zip(names, roles, (f"2026-01-06T0{hour}:00:00Z" for hour in range(5)), strict=True)
    story.entry("2026-01-08", approvals(desk, 1, FIRST, *given))
    many_approved = publish(build(story))
    assert running_head(many_approved) == [
        "Approved by Cid Dahl, Quality manager 6 January 2026, signature verified",
        "Approved by Kai Moen, Buyer 6 January 2026, signature verified; and 3 more",
    ]
    assert all(name in header(many_approved) for name in names)


def test_weaker_evidence_is_called_by_its_name(tell: Tell, build: Build, desk: Desk, publish: Publish) -> None:
    """A recorded review leads to its place on the forge, a declaration is called one, and neither is a signature."""
    story = tell({"types": TYPES}, LENIENT)
    story.entry("2026-01-02", {"records/organization.yml": desk.organization(PEOPLE)})
    instruction, form = document("WI-001", type="instruction"), document("FRM-001", type="form")
    change = story.branch("goods")
    change.entry(
        "2026-01-05", {"procedures/goods.md": instruction, "procedures/form.md": form}, by="Kai Moen", name="read"
    )
    story.merge("2026-01-06", change)
    read = build(story).commit("read")
    url = "https://github.com/firm/manual/pull/7#pullrequestreview-1"
    review = {"forge": "github", "url": url, "user": "annberg", "commit": read, "submitted_at": "2026-01-05T13:00:00Z"}
    ann, role = "Ann Berg", "quality-manager"
    story.entry(
        "2026-01-07",
        {
            **desk.approval(instruction, by=ann, role=role, at="2026-01-05T13:00:00Z", key=None, source=review),
            **desk.approval(form, by=ann, role=role, at="2026-01-06T13:00:00Z", key=None),
        },
    )
    site = publish(build(story))
    assert "Approved by Ann Berg, Quality manager, 5 January 2026, review recorded by GitHub" in header(site, "/goods/")
    assert f'<a href="{url}" rel="noopener noreferrer">review recorded by GitHub</a>' in site.article("/goods/")
    assert "Approved by Ann Berg, Quality manager, 6 January 2026, declared" in header(site, "/form/")
    assert "verified" not in site.words("/goods/") + site.words("/form/")


def test_address_of_a_review_runs_nothing(tell: Tell, build: Build, desk: Desk, publish: Publish) -> None:
    """An address of a review that is none of the web leads nowhere."""
    story = tell({"types": TYPES}, LENIENT)
    story.entry("2026-01-02", {"records/organization.yml": desk.organization(PEOPLE)})
    text = document("WI-001", type="instruction")
    change = story.branch("goods")
    change.entry("2026-01-05", {PATH: text}, by="Kai Moen", name="read")
    story.merge("2026-01-06", change)
    at = "2026-01-05T13:00:00Z"
    review = {
        "forge": "github",
        "url": "'javascript:alert(1)//https://github.com'",
        "user": "annberg",
        "submitted_at": at,
    }
    review["commit"] = build(story).commit("read")
    files = desk.approval(text, by="Ann Berg", role="quality-manager", at=at, key=None, source=review)
    story.entry("2026-01-07", files)
    assert not publish(build(story)).files_with("javascript:alert")


def test_text_that_needs_no_approval_says_so(tell: Tell, build: Build, publish: Publish) -> None:
    """Where the policy asks for no approval, and where control began later, the header says that instead."""
    story = tell({"types": TYPES, "control_from": "2026-02-01"}, LENIENT)
    story.entry("2026-01-05", {PATH: FIRST})
    story.entry("2026-03-05", {"procedures/note.md": document("NOTE-1", type="note")})
    site = publish(build(story))
    assert "Approval None recorded: it was issued before document control began" in header(site)
    assert "Approval Not asked for by the policy." in header(site, "/note/")
    assert not running_head(site) + running_head(site, "/note/")


def test_authors_alone_are_not_enough(tell: Tell, build: Build, desk: Desk, publish: Publish) -> None:
    """Where everybody who approved is an author, the page says that somebody else has to approve."""
    story = tell({"types": TYPES}, LENIENT)
    story.entry("2026-01-02", {"records/organization.yml": desk.organization(PEOPLE)})
    form = document("FRM-001", type="form")
    story.entry("2026-01-05", {PATH: form}, by="Ann Berg")
    at = "2026-01-06T09:00:00Z"
    story.entry("2026-01-06", desk.approval(form, by="Ann Berg", role="quality-manager", at=at))
    site = publish(build(story))
    assert "Approved so far by Ann Berg" in header(site)
    assert "somebody else has to approve it too" in header(site)
    assert "somebody else has to approve it too" in site.words("/").partition("Waiting for approval")[2]


def test_names_are_words_and_nothing_else(tell: Tell, build: Build, desk: Desk, publish: Publish) -> None:
    """A name with markup is shown as it is written, and one that turns the direction of words is kept apart."""
    name = '<img src=x onerror="alert(1)">\u202eliveE'
    people = {**PEOPLE, "Bob Moe": {"name": name, "roles": ["quality-manager"]}}
    story = tell({"types": TYPES}, LENIENT)
    story.entry("2026-01-02", {"records/organization.yml": desk.organization(people)})
    form = document("FRM-001", type="form")
    story.entry("2026-01-05", {PATH: form, "procedures/next.md": document("FRM-002", type="form")})
    at = "2026-01-06T09:00:00Z"
    story.entry("2026-01-06", desk.approval(form, by="Bob Moe", role="quality-manager", at=at, key=None))
    site = publish(build(story))
    for address in ("/purchasing/", "/next/", "/"):
        assert "&lt;img src=x" in site.html(address)
        assert "<img src=x" not in site.html(address)
        left = re.sub(r"<bdi>[^<]*</bdi>", "", site.html(address).partition("qms-sheet__body")[2])
        assert "\u202e" not in left


def test_nothing_of_a_restricted_document_is_told(tell: Tell, build: Build, desk: Desk, publish: Publish) -> None:
    """Who approves what is restricted, or was, is nowhere on the site, and neither is that it waits."""
    story = tell({"types": TYPES}, LENIENT)
    people = {**PEOPLE, "Zed Foss": ["quality-manager"]}
    story.entry("2026-01-02", {"records/organization.yml": desk.organization(people)})
    closed = document("FRM-001", type="form", title="Locks", confidentiality="restricted")
    once = document("FRM-002", type="form", title="Keys", confidentiality="restricted")
    story.entry("2026-01-05", {"procedures/locks.md": closed, "procedures/keys.md": once}, by="Kai Moen")
    how = {"by": "Zed Foss", "role": "quality-manager", "at": "2026-01-06T09:00:00Z"}
    story.entry("2026-01-06", {**desk.approval(closed, **how), **desk.approval(once, **how)})
    opened = document("FRM-002", 2, type="form", title="Keys", body="Ask for it.\n")
    coming = document("FRM-001", 2, type="form", title="Locks", confidentiality="restricted")
    story.entry("2026-02-05", {"procedures/keys.md": opened, "procedures/locks.md": coming}, by="Kai Moen")
    how = {"by": "Cid Dahl", "role": "quality-manager", "at": "2026-02-06T09:00:00Z"}
    story.entry("2026-02-07", desk.approval(opened, revision=2, **how))
    site = publish(build(story))
    assert "Approved by Cid Dahl, Quality manager, 6 February 2026, signature verified" in header(site, "/keys/")
    assert site.files_with("Zed Foss") == []
    assert "Waiting for approval" not in site.words("/")


def test_public_site_names_no_person(tell: Tell, build: Build, desk: Desk, publish: Publish) -> None:
    """To the public an approval is a role, a day and what was verified; reasons name nobody either."""
    story = tell({"types": TYPES, "site": {"audience": "public"}}, LENIENT)
    story.entry("2026-01-02", {"records/organization.yml": desk.organization(PEOPLE)})
    text = FIRST.replace("owner:", "confidentiality: public\nowner:")
    story.entry("2026-01-05", {PATH: text}, by="Kai Moen")
    given = (
        ("Ole Vik", "purchasing-manager", "2026-01-06T09:00:00Z"),
        ("Cid Dahl", "quality-manager", "2026-01-06T10:00:00Z"),
        ("Kai Moen", "quality-manager", "2026-01-06T11:00:00Z"),
    )
    story.entry("2026-01-08", approvals(desk, 1, text, *given))
    again = text.replace("revision: 1", "revision: 2\nchange: {class: minor, summary: Again, reason: Why not}")
    story.entry("2026-02-08", {PATH: again})
    site = publish(build(story))
    assert "Approved by Purchasing manager, 6 January 2026, signature verified" in header(site)
    assert "Quality manager, 6 January 2026: the person did not hold the role on that day" in revision_row(site, 1)
    assert "waits for the approval of Quality manager and Purchasing manager." in site.words("/purchasing/")
    for name in ("Ole Vik", "Cid Dahl", "Kai Moen", "ole.vik", "cid.dahl", "kai.moen"):
        assert [each for each in site.files_with(name) if not each.startswith("rules/")] == []


def test_changed_text_has_no_approval(manual: Clone, publish: Publish) -> None:
    """A preview of a text that changed under an approved number shows no approval beside it."""
    manual.write(PATH, SECOND.replace("Two", "Twenty"))
    site = publish(manual)
    assert "Twenty people check." in site.words("/purchasing/")
    assert "Changed text under revision 2: not in force." in header(site)
    assert "Approval None: this is not the text that was approved." in header(site)
    assert "signature verified" not in header(site)
    assert not running_head(site)


def test_proposed_approval_does_not_count_yet(manual: Clone, publish: Publish, desk: Desk) -> None:
    """In a preview an approval that is not accepted yet says so."""
    files = approvals(desk, 3, THIRD, ("Eva Lund", "purchasing-manager", "2026-11-20T09:00:00Z"))
    for path, content in files.items():
        manual.write(path, content)
    said = header(publish(manual))
    assert "Eva Lund, Purchasing manager, 20 November 2026, signature verified; counts once it is accepted" in said


def test_preview_counts_the_approvals_that_a_merge_would_bring(manual: Clone, publish: Publish, desk: Desk) -> None:
    """What the change does is told with the approvals on the branch: for a new text, and for one that was merged."""
    files = approvals(desk, 3, THIRD, ("Eva Lund", "purchasing-manager", "2026-11-20T09:00:00Z"))
    for path, content in files.items():
        manual.write(path, content)
    late = publish(manual)
    assert "Merged today, revision 3 has its approvals and takes effect at once." in late.words("/purchasing/")
    assert "Waiting for the approval" not in header(late)
    fourth = THIRD.replace("revision: 3", "revision: 4").replace("Three", "Four")
    manual.write(PATH, fourth)
    given = [("Eva Lund", "purchasing-manager", "2026-11-20T09:00:00Z")]
    for path, content in approvals(desk, 4, fourth, *given).items():
        manual.write(path, content)
    half = publish(manual).words("/purchasing/")
    assert "revision 4 is issued and takes effect once it is approved by: Quality manager." in half
    given.append(("Cid Dahl", "quality-manager", "2026-11-20T09:00:00Z"))
    for path, content in approvals(desk, 4, fourth, *given).items():
        manual.write(path, content)
    site = publish(manual)
    assert "Merged today, revision 4 is issued and takes effect at once." in site.words("/purchasing/")
    assert "Waiting for the approval" not in header(site)


def test_past_day_shows_the_approvals_of_that_day(manual: Clone, publish: Publish) -> None:
    """On the day before the last approval came in the next revision still waits, and only that one is known."""
    site = publish(manual, as_of=date(2026, 3, 4))
    assert "One person checks." in site.words("/purchasing/")
    assert "it waits for the approval of Quality manager (Ann Berg or Cid Dahl) and Purchasing manager (Eva Lund)." in (
        site.words("/purchasing/")
    )


def test_control_page_says_what_approvals_prove(site: Site) -> None:
    """Each level of evidence is explained, with what it leaves open, and so is who vouches for the list of people."""
    said = site.words("/control/")
    for level in ("“signature verified”", "“review recorded by GitHub (or GitLab, Gitea)”", "“declared”"):
        assert level in said
    assert said.count("It proves") == said.count("It does not prove") == 3
    assert "Types that ask for it Procedure" in said
    assert "it vouches for itself. No approval in this manual came in together with it." in said


def test_control_page_says_what_rests_on_the_first_list(tell: Tell, build: Build, desk: Desk, publish: Publish) -> None:
    """Approvals that came in with the first list of people are counted on the page."""
    story = tell({"types": TYPES}, LENIENT)
    story.entry("2026-01-05", {PATH: FIRST}, by="Kai Moen")
    given = (
        ("Ole Vik", "purchasing-manager", "2026-01-06T09:00:00Z"),
        ("Cid Dahl", "quality-manager", "2026-01-06T10:00:00Z"),
    )
    people = {"records/organization.yml": desk.organization(PEOPLE)}
    story.entry("2026-01-08", people | approvals(desk, 1, FIRST, *given))
    said = publish(build(story)).words("/control/")
    assert "2 approvals came in together with it on 8 January 2026 and rest on it alone." in said


def test_manual_without_approvals_explains_none(purchasing: Clone, publish: Publish) -> None:
    """Where nothing asks for approvals, the page about control is silent about them."""
    assert "What they prove" not in publish(purchasing).words("/control/")
    assert "signature" not in publish(purchasing).words("/control/")


def test_commands_of_the_control_page_verify_an_approval(site: Site) -> None:
    """Typed as they stand on the page, they verify an approval of this very manual."""
    article = site.article("/control/")
    commands = re.findall(r'<pre class="qms-command"[^>]*><code>(.*?)</code></pre>', article, re.DOTALL)
    done = subprocess.run(
        ["sh"], input=unescape("".join(commands)), cwd=site.folder.parent, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert 'Good "qms-approval" signature for eva.lund with ED25519 key ' in done.stdout
    first, second = re.findall(r"\b[0-9a-f]{64}\b", done.stdout.partition("-----END")[2])[:2]
    assert first == second


def test_pages_with_approvals_need_no_script(site: Site) -> None:
    """Everything about approvals is in the pages as they are."""
    assert "<script" not in site.article("/purchasing/") + site.article("/control/")


@pytest.mark.parametrize("address", ["/purchasing/", "/"])
def test_search_knows_no_approver(site: Site, address: str) -> None:
    """Who approved is not among the words that the search finds."""
    assert "Eva Lund" in site.html(address)
    assert "Eva Lund" not in site.text("search/search_index.json")
