"""The authors of a revision: everybody whose commits, in the entry that brought its text, touched the document."""

from __future__ import annotations

import pytest

from qms_docs.sources.log import parse_log
from support import Build, Link, Story, document
from support.manuals import authors, document_of

PATH, OTHER = "procedures/purchasing.md", "procedures/audit.md"
IMAGE = "procedures/flow.png"


def a_story(body: str = "Every order is checked.\n") -> Story:
    """A policy, a flow chart and two documents."""
    story = Story()
    story.policy("2026-01-01")
    story.entry("2026-01-05", {IMAGE: b"one", PATH: document(body=body), OTHER: document("SOP-009")})
    return story


def latest_authors(build: Build, story: Story, id_: str = "SOP-004") -> list[str]:
    """Who wrote the highest revision."""
    return authors(document_of(build(story), id_).revisions[-1])


def test_order_of_first_commits(build: Build) -> None:
    """Authors stand in the order of their first commit, each once."""
    story = a_story()
    branch = story.branch("better")
    for number, who in enumerate(["Liv Strand", "Cid Dahl", "Liv Strand", "Ann Berg"]):
        branch.entry(f"2026-02-0{number + 1}", {PATH: document(revision=2, body=f"{number}\n")}, by=who)
    story.merge("2026-02-10", branch)
    assert latest_authors(build, story) == ["Liv Strand", "Cid Dahl", "Ann Berg"]


def test_others_on_the_branch(build: Build) -> None:
    """Somebody who changed another document on the same branch is no author of this one."""
    story = a_story()
    branch = story.branch("better")
    branch.entry("2026-02-01", {PATH: document(revision=2)}, by="Cid Dahl")
    branch.entry("2026-02-02", {OTHER: document("SOP-009", revision=2)}, by="Liv Strand")
    branch.entry("2026-02-03", {"README.md": "Words.\n"}, by="Eva Holm")
    story.merge("2026-02-10", branch, by="Ann Berg")
    assert latest_authors(build, story) == ["Cid Dahl"]
    assert latest_authors(build, story, "SOP-009") == ["Liv Strand"]


def test_whoever_merges_is_no_author(build: Build) -> None:
    """Merging alone, also with changes of the line beside it, makes nobody an author."""
    story = a_story()
    branch = story.branch("better")
    branch.entry("2026-02-01", {PATH: document(revision=2)}, by="Cid Dahl")
    story.entry("2026-02-02", {OTHER: document("SOP-009", revision=2)}, by="Liv Strand")
    story.merge("2026-02-10", branch, by="Ann Berg")
    assert latest_authors(build, story) == ["Cid Dahl"]


def test_evil_merge(build: Build) -> None:
    """A merge that writes a text of its own has its maker among the authors."""
    story = a_story()
    branch = story.branch("better")
    branch.entry("2026-02-01", {PATH: document(revision=2)}, by="Cid Dahl")
    story.merge("2026-02-10", branch, {PATH: document(revision=2, body="Slipped in.\n")}, by="Eva Holm")
    assert latest_authors(build, story) == ["Cid Dahl", "Eva Holm"]


def test_evil_merge_of_an_untouched_document(build: Build) -> None:
    """A merge that changes a document which the branch left alone was written by its maker."""
    story = a_story()
    branch = story.branch("better")
    branch.entry("2026-02-01", {OTHER: document("SOP-009", revision=2)}, by="Cid Dahl")
    story.merge("2026-02-10", branch, {PATH: document(revision=2)}, by="Eva Holm")
    assert latest_authors(build, story) == ["Eva Holm"]


def test_evil_merge_on_the_branch(build: Build) -> None:
    """Also a merge of the line into the branch that writes a text of its own counts."""
    story = a_story()
    branch = story.branch("better")
    branch.entry("2026-02-01", {PATH: document(revision=2)}, by="Cid Dahl")
    story.entry("2026-02-02", {"README.md": "Words.\n"}, by="Ann Berg")
    story.update_branch("2026-02-03", branch, {PATH: document(revision=2, body="Both.\n")}, by="Eva Holm")
    story.merge("2026-02-10", branch, by="Ann Berg")
    assert latest_authors(build, story) == ["Cid Dahl", "Eva Holm"]


def test_line_merged_into_the_branch(build: Build) -> None:
    """Whoever merges the line into the branch is no author of what the line had changed."""
    story = a_story()
    branch = story.branch("better")
    branch.entry("2026-02-01", {PATH: document(revision=2)}, by="Cid Dahl")
    story.entry("2026-02-02", {OTHER: document("SOP-009", revision=2)}, by="Liv Strand")
    story.update_branch("2026-02-03", branch, by="Eva Holm")
    story.merge("2026-02-10", branch, by="Ann Berg")
    assert latest_authors(build, story) == ["Cid Dahl"]
    assert latest_authors(build, story, "SOP-009") == ["Liv Strand"]


def test_branch_of_a_branch(build: Build) -> None:
    """Commits that reached the branch by merges of other branches count as well."""
    story = a_story()
    branch = story.branch("better")
    branch.entry("2026-02-01", {PATH: document(revision=2, body="One.\n")}, by="Cid Dahl")
    side = branch.branch("side")
    side.entry("2026-02-02", {PATH: document(revision=2, body="Two.\n")}, by="Liv Strand")
    branch.merge("2026-02-03", side, by="Eva Holm")
    story.merge("2026-02-10", branch, by="Ann Berg")
    assert latest_authors(build, story) == ["Cid Dahl", "Liv Strand"]


def test_author_and_not_committer(build: Build) -> None:
    """The author of a commit counts, not the one who committed it."""
    story = a_story()
    story.entry("2026-02-01", {PATH: document(revision=2)}, by="Cid Dahl", committer="Ann Berg")
    assert latest_authors(build, story) == ["Cid Dahl"]


def test_rename_on_the_branch(build: Build) -> None:
    """Who wrote before the branch moved the file, and who moved it, are authors."""
    story = a_story()
    branch = story.branch("better")
    branch.entry("2026-02-01", {PATH: document(revision=2)}, by="Cid Dahl")
    branch.move("2026-02-02", PATH, "procedures/buying/orders.md", by="Liv Strand")
    story.merge("2026-02-10", branch, by="Ann Berg")
    assert latest_authors(build, story) == ["Cid Dahl", "Liv Strand"]


def test_path_that_another_document_had(build: Build) -> None:
    """Who changed another document under the path that this one took later is no author of it."""
    story = a_story()
    branch = story.branch("better")
    branch.entry("2026-02-01", {OTHER: document("SOP-009", revision=2)}, by="Eva Holm")
    branch.entry("2026-02-02", {OTHER: document(revision=2), PATH: document("SOP-009", revision=2)}, by="Cid Dahl")
    story.merge("2026-02-10", branch, by="Ann Berg")
    assert latest_authors(build, story) == ["Cid Dahl"]
    assert latest_authors(build, story, "SOP-009") == ["Eva Holm", "Cid Dahl"]


def test_files_that_the_text_shows(build: Build) -> None:
    """Who changed a flow chart that the document shows wrote on the document."""
    story = a_story(body="![The way of an order](flow.png)\n")
    branch = story.branch("better")
    branch.entry("2026-02-01", {IMAGE: b"two"}, by="Liv Strand")
    branch.entry("2026-02-02", {PATH: document(revision=2, body="![The way of an order](flow.png)\n")}, by="Cid Dahl")
    story.merge("2026-02-10", branch, by="Ann Berg")
    assert latest_authors(build, story) == ["Liv Strand", "Cid Dahl"]


@pytest.mark.parametrize("after", [None, Link("other.png")], ids=["deleted", "replaced by a link"])
def test_file_taken_away(build: Build, after: Link | None) -> None:
    """Who took away a file that the document showed is named for the change, not who merged it."""
    story = Story()
    story.policy("2026-01-01", {"types": {"procedure": {"approvals": [{"role": "quality-manager"}]}}})
    shown = {IMAGE: b"one", "procedures/other.png": b"two"}
    story.entry("2026-01-05", {**shown, PATH: document(body="![The way of an order](flow.png)\n")})
    branch = story.branch("better")
    branch.entry("2026-02-01", {IMAGE: after}, by="Liv Strand")
    story.merge("2026-02-10", branch, by="Eva Holm")
    assert authors(document_of(build(story)).latest) == ["Liv Strand"]


def test_file_behind_a_link(build: Build) -> None:
    """Who changed the file to which a shown link leads wrote on the document."""
    story = Story()
    story.policy("2026-01-01", {"types": {"procedure": {"approvals": [{"role": "quality-manager"}]}}})
    files = {"drawings/flow.png": b"one", IMAGE: Link("../drawings/flow.png")}
    story.entry("2026-01-05", {**files, PATH: document(body="![The way of an order](flow.png)\n")})
    branch = story.branch("better")
    branch.entry("2026-02-01", {"drawings/flow.png": b"two"}, by="Liv Strand")
    story.merge("2026-02-10", branch, by="Eva Holm")
    assert authors(document_of(build(story)).latest) == ["Liv Strand"]


def test_deleted_and_restored_on_the_branch(build: Build) -> None:
    """Who deleted the file on the branch and who brought it back with the next number touched it both."""
    story = a_story()
    branch = story.branch("better")
    branch.entry("2026-02-01", {PATH: None}, by="Cid Dahl")
    branch.entry("2026-02-02", {PATH: document(revision=2)}, by="Liv Strand")
    story.merge("2026-02-10", branch, by="Ann Berg")
    assert latest_authors(build, story) == ["Cid Dahl", "Liv Strand"]


def test_authors_of_the_entry_that_brought_the_text(build: Build) -> None:
    """Where the text of a number in review changed, the authors are those of the text that stands."""
    story = Story()
    story.policy("2026-01-01", {"types": {"procedure": {"approvals": [{"role": "quality-manager"}]}}})
    story.entry("2026-01-05", {PATH: document()}, by="Cid Dahl")
    story.entry("2026-01-06", {PATH: document(body="Better.\n")}, by="Liv Strand")
    found = document_of(build(story))
    assert authors(found.revisions[0]) == ["Liv Strand"]


@pytest.mark.parametrize(
    "trailer",
    [
        "Co-authored-by: Cid Dahl <cid@example.com>",
        "co-authored-by: Cid Dahl <cid@example.com>",
        "CO-AUTHORED-BY:Cid Dahl<cid@example.com>",
        "Co-authored-by:\tCid Dahl  <cid@example.com>  ",
        "Co-authored-by: Cid Dahl <cid@example.com>\r",
        "Words before.\nCo-authored-by: Cid Dahl <cid@example.com>\nSigned-off-by: Eva Holm <eva@example.com>",
        "Co-authored-by: nobody in particular\nCo-authored-by: Cid Dahl <cid@example.com>",
    ],
)
def test_co_authors(build: Build, trailer: str) -> None:
    """A `Co-authored-by` line names an author, in whatever way people and forges write it."""
    story = a_story()
    story.entry("2026-02-01", {PATH: document(revision=2)}, message=f"Better\n\n{trailer}\n")
    assert latest_authors(build, story) == ["Ann Berg", "Cid Dahl"]


@pytest.mark.parametrize(
    "text",
    [
        "Thanks to Cid Dahl <cid@example.com>",
        "As said: Co-authored-by: Cid Dahl <cid@example.com>",
        "Co-authored-by: Cid Dahl",
        "Co-authored-by:\nCid Dahl <cid@example.com>",
        "Reviewed-by: Cid Dahl <cid@example.com>",
    ],
)
def test_no_co_authors(build: Build, text: str) -> None:
    """Other lines of a message name nobody."""
    story = a_story()
    story.entry("2026-02-01", {PATH: document(revision=2)}, message=f"Better\n\n{text}\n")
    assert latest_authors(build, story) == ["Ann Berg"]


def test_one_person_with_one_address(build: Build) -> None:
    """Who is author and co-author, or writes the address in capitals, is one person under the first name."""
    story = a_story()
    who = [("Ann B.", "ANN@example.com"), "Cid Dahl"]
    story.entry("2026-02-01", {PATH: document(revision=2)}, by="Ann Berg", co_authors=who)
    assert latest_authors(build, story) == ["Ann Berg", "Cid Dahl"]


def test_mailmap(build: Build) -> None:
    """Two addresses of one person are one author, under the name that `.mailmap` gives."""
    story = a_story()
    story.entry("2026-01-10", {".mailmap": "Åse Øye <ase@example.com> <ase@home.example>\n"})
    branch = story.branch("better")
    branch.entry("2026-02-01", {PATH: document(revision=2, body="1\n")}, by=("ase", "ase@home.example"))
    branch.entry("2026-02-02", {PATH: document(revision=2)}, by=("Åse Øye", "ase@example.com"))
    story.merge("2026-02-10", branch)
    (only,) = document_of(build(story)).revisions[-1].text.authors
    assert (only.name, only.email) == ("Åse Øye", "ase@example.com")


def test_mailmap_of_co_authors_and_of_the_past(build: Build) -> None:
    """A `.mailmap` of today also names the co-authors of long ago."""
    story = a_story()
    story.entry("2026-02-01", {PATH: document(revision=2)}, co_authors=[("cdahl", "c@home.example")])
    story.entry("2026-06-01", {".mailmap": "Cid Dahl <cid@example.com> <c@home.example>\n"})
    assert latest_authors(build, story) == ["Ann Berg", "Cid Dahl"]


def test_mailmap_of_the_work_tree_and_of_settings(build: Build) -> None:
    """A `.mailmap` that is not committed, or that settings of the repository name, changes no author."""
    story = a_story()
    clone = build(story)
    clone.write(".mailmap", "Somebody Else <else@example.com> <ann@example.com>\n")
    clone.write("names", "Somebody Else <else@example.com> <ann@example.com>\n")
    clone.git("config", "mailmap.file", str(clone.path / "names"))
    assert authors(document_of(clone).revisions[0]) == ["Ann Berg"]


def test_names_in_any_script(build: Build) -> None:
    """Names are kept as they were written, in any script."""
    story = a_story()
    who = [("李小龙", "li@example.com"), ("Søren Ærø", "soren@example.com")]
    story.entry("2026-02-01", {PATH: document(revision=2)}, by=who[0], co_authors=who[1:])
    assert latest_authors(build, story) == ["李小龙", "Søren Ærø"]


def test_names_in_an_old_encoding(build: Build) -> None:
    """A commit that says that it is written in Latin-1 is read in Latin-1."""
    clone = build(a_story())
    clone.write(PATH, document(revision=2))
    clone.git("config", "i18n.commitEncoding", "ISO-8859-1")
    name = "Søren Ærø".encode("latin-1").decode("utf-8", "surrogateescape")
    message = "Bedre\n\nCo-authored-by: Åse <ase@example.com>".encode("latin-1").decode("utf-8", "surrogateescape")
    clone.git("commit", "--quiet", "--all", f"--author={name} <s@example.com>", "-m", message, day="2026-02-01")
    assert "encoding ISO-8859-1" in clone.git("cat-file", "commit", "HEAD")
    assert authors(document_of(clone).revisions[-1]) == ["Søren Ærø", "Åse"]


def raw(author: str, committer: str = "Ann Berg <ann@example.com> 1770000000 +0000") -> bytes:
    """A commit as `git log --pretty=raw` prints it."""
    tree = "0" * 40
    return f"commit {'1' * 40}\ntree {tree}\nauthor {author}\ncommitter {committer}\n\n    Words\n".encode()


@pytest.mark.parametrize(
    ("line", "name", "email", "seconds"),
    [
        ("Ann Berg <ann@example.com> 1770000000 +0100", "Ann Berg", "ann@example.com", 1_770_000_000),
        (" <ann@example.com> 1770000000 +0000", "", "ann@example.com", 1_770_000_000),
        ("Ann Berg <> 1770000000 +0000", "Ann Berg", "", 1_770_000_000),
        ("Ann <at> home <ann@example.com> 1770000000 +0000", "Ann", "at", 1_770_000_000),
        ("Ann Berg <ann@example.com> 1770000000 +051800", "Ann Berg", "ann@example.com", 1_770_000_000),
        ("Ann Berg <ann@example.com> 1770000000 -7", "Ann Berg", "ann@example.com", 1_770_000_000),
        ("Ann Berg <ann@example.com> 1770000000", "Ann Berg", "ann@example.com", 1_770_000_000),
        ("Ann Berg <ann@example.com> -86400 +0000", "Ann Berg", "ann@example.com", -86_400),
        ("Ann Berg <ann@example.com>", "Ann Berg", "ann@example.com", 0),
    ],
)
def test_odd_signatures(line: str, name: str, email: str, seconds: int) -> None:
    """Signatures that old programs wrote give name, address and time."""
    (commit,) = parse_log([raw(line)])
    assert (commit.author.name, commit.author.email) == (name, email)
    assert commit.authored_at.timestamp() == seconds


@pytest.mark.parametrize(
    "time", ["9" * 19 + " +0000", "9" * 5_000 + " +0000", "-" + "9" * 30 + " +0000", "x +0000", ""]
)
def test_impossible_signatures(time: str) -> None:
    """A time that no calendar holds, or that is none, is some time all the same."""
    (commit,) = parse_log([raw("Ann Berg <ann@example.com> 1 +0000", f"Ann Berg <ann@example.com> {time}")])
    assert commit.committed_at.tzinfo is not None
