"""The corpus of the benchmarks: the same everywhere, as large as asked for, and true to what is written beside it."""

from __future__ import annotations

import json
import re
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, NamedTuple

import pytest

from benchmarks.corpus import main, make_corpus, truth_file
from benchmarks.plan import Size
from qms_docs.check import check
from qms_docs.model.document import Status
from qms_docs.model.policy import Evidence
from qms_docs.sources.loading import open_manual
from support.clone import run_git

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from benchmarks.truth import DocumentTruth, ManualTruth, RevisionTruth
    from qms_docs.model.approval import Approval
    from qms_docs.model.document import Document, Revision

SIZE = Size(documents=20, commits=120)
FIELD = re.compile(r"^(id|revision|status): (.+?)\r?$", re.MULTILINE)


class Corpus(NamedTuple):
    """A corpus on disk with the truth about it."""

    folder: Path
    truth: ManualTruth

    def git(self, *arguments: str) -> str:
        """What git says in it."""
        return run_git(self.folder, *arguments).decode()

    def lines(self, *arguments: str) -> list[str]:
        """What git says in it, in pieces that end with NUL or a line break."""
        return [line for line in re.split(r"[\n\0]", self.git(*arguments)) if line]

    def revisions(self) -> Iterator[tuple[DocumentTruth, RevisionTruth]]:
        """Every revision of every document, as the truth tells it."""
        for document in self.truth["documents"]:
            for revision in document["revisions"]:
                yield document, revision


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    """A small corpus."""
    folder = tmp_path_factory.mktemp("corpus") / "manual"
    return Corpus(folder, make_corpus(folder, SIZE, seed=3))


def texts(corpus: Corpus) -> dict[str, str]:
    """The documents in the work tree by path, line breaks as they are."""
    pages = {path: path.read_bytes().decode() for path in sorted((corpus.folder / "procedures").rglob("*.md"))}
    return {
        str(path.relative_to(corpus.folder)): text for path, text in pages.items() if "\nid: " in text.replace("\r", "")
    }


def fields(text: str) -> dict[str, str]:
    """Id, revision and status in the front matter of a text."""
    return dict(FIELD.findall(re.split(r"^---\r?$", text, maxsplit=2, flags=re.MULTILINE)[1]))


def first_issues(corpus: Corpus) -> dict[tuple[str, str], tuple[str, str, str]]:
    """By id and number: the first entry of the line whose tree has that text, not as a draft; its day, and the path."""
    contents: dict[str, dict[str, str]] = {}
    issues: dict[tuple[str, str], tuple[str, str, str]] = {}
    day = date.min
    for entry in corpus.lines("rev-list", "--first-parent", "--reverse", "--timestamp", "HEAD"):
        seconds, commit = entry.split(" ")
        day = max(day, datetime.fromtimestamp(int(seconds), UTC).date())
        for line in corpus.lines("ls-tree", "-r", "-z", commit, "procedures/"):
            (_, _, blob), path = line.split("\t")[0].split(" "), line.split("\t")[1]
            if path.endswith(".md") and blob not in contents:
                contents[blob] = fields(corpus.git("cat-file", "blob", blob))
            found = contents.get(blob, {})
            if "id" in found and "status" not in found:
                issues.setdefault((found["id"], found["revision"]), (commit, str(day), path))
    return issues


def writers(corpus: Corpus, commit: str) -> set[str]:
    """The authors and co-authors of everything that an entry brought in, after `.mailmap`."""
    told = corpus.git("log", "--format=%an <%ae>%n%(trailers:key=Co-authored-by,valueonly)", f"{commit}^1..{commit}")
    return set(corpus.lines("check-mailmap", *(line for line in told.split("\n") if line)))


def test_equal_arguments_give_equal_commits(corpus: Corpus, tmp_path: Path) -> None:
    """The same arguments give the same commits and the same truth, and another seed gives others."""
    again, other = tmp_path / "again", tmp_path / "other"

    assert make_corpus(again, SIZE, seed=3) == corpus.truth
    assert make_corpus(other, SIZE, seed=4)["commit"] != corpus.truth["commit"]
    assert run_git(again, "rev-parse", "HEAD").decode().strip() == corpus.truth["commit"]
    assert truth_file(again).read_bytes() == truth_file(corpus.folder).read_bytes()


@pytest.mark.parametrize("size", [Size(documents=2, commits=26, years=1), Size(documents=12, commits=56), SIZE])
def test_it_is_as_large_as_asked_for(size: Size, tmp_path: Path) -> None:
    """Exactly so many documents stand in the end, after exactly so many commits."""
    made = Corpus(tmp_path / "manual", make_corpus(tmp_path / "manual", size))

    assert made.git("rev-list", "--count", "HEAD").strip() == str(size.commits)
    assert len(texts(made)) == size.documents
    assert sum(document["standing"] for document in made.truth["documents"]) == size.documents


def test_git_finds_it_sound_and_clean(corpus: Corpus) -> None:
    """Git finds no fault in any object, nothing that leads nowhere, and nothing changed in the work tree."""
    assert corpus.git("fsck", "--full", "--strict", "--no-progress", "--unreachable") == ""
    assert corpus.git("status", "--porcelain", "--ignored") == ""
    assert corpus.lines("for-each-ref", "--format=%(refname)") == ["refs/heads/main"]


def test_every_commit_changes_something(corpus: Corpus) -> None:
    """No commit but a merge leaves the files as they were."""
    count = ("rev-list", "--count", "--no-merges", "--full-history", "HEAD", "--")

    assert corpus.git(*count, ".") == corpus.git(*count)


def test_the_first_commit_brings_the_policy_and_no_document(corpus: Corpus) -> None:
    """Control begins before the first document, so that every revision is judged by the policy."""
    first = corpus.lines("rev-list", "--max-parents=0", "HEAD")
    files = corpus.lines("ls-tree", "-r", "-z", "--name-only", first[0])

    assert len(first) == 1
    assert {
        "qms.yml",
        ".mailmap",
        "mkdocs.yml",
        "mkdocs-present.yml",
        "mkdocs-plain.yml",
        "records/organization.yml",
    } <= set(files)
    assert [path for path in files if path.endswith(".md")] == ["procedures/index.md"]


def test_it_holds_what_happens_to_a_manual(corpus: Corpus) -> None:
    """There are merges, squashes, renames, drafts, withdrawals, days to come, many people, CRLF and other scripts."""
    log = corpus.git("log", "-M", "--summary", "--format=%ce%n%b")
    paths = corpus.lines("log", "--name-only", "-z", "--format=", "HEAD")
    standing = texts(corpus)

    assert int(corpus.git("rev-list", "--count", "--merges", "HEAD")) > 5
    assert "Co-authored-by: " in log
    assert "noreply@forge.example.com" in log
    assert " rename procedures/" in log
    assert any(not path.isascii() for path in paths if path.endswith(".md"))
    assert any("\r\n" in text for text in standing.values())
    assert {document["state"] for document in corpus.truth["documents"]} == {
        "draft",
        "approved",
        "effective",
        "obsolete",
    }
    assert any(not document["standing"] for document in corpus.truth["documents"])
    assert any(revision["effective_on"] > corpus.truth["as_of"] for _, revision in corpus.revisions())
    assert len(set(corpus.lines("log", "--use-mailmap", "--format=%aE"))) > 25


def test_documents_have_300_to_1500_words(corpus: Corpus) -> None:
    """A document is neither shorter nor longer than those of a real manual."""
    lengths = [
        len(re.split(r"^---\r?$", text, maxsplit=2, flags=re.MULTILINE)[2].split()) for text in texts(corpus).values()
    ]

    assert min(lengths) >= 300
    assert max(lengths) <= 1_500


def test_the_truth_agrees_with_the_trees_of_git(corpus: Corpus) -> None:
    """Each revision was issued by the first entry whose tree has its number, there, and on that entry's day."""
    told = {
        (document["id"], revision["number"]): (revision["commit"], revision["issued_on"], revision["path"])
        for document, revision in corpus.revisions()
    }

    assert told == first_issues(corpus)


def test_the_truth_agrees_with_the_work_tree(corpus: Corpus) -> None:
    """Each document that stands is where the truth says, and marked as a draft where the truth says so."""
    told = {
        document["path"]: (document["id"], document["draft"] is not None)
        for document in corpus.truth["documents"]
        if document["standing"]
    }
    found = {path: fields(text) for path, text in texts(corpus).items()}

    assert told == {path: (each["id"], "status" in each) for path, each in found.items()}


def test_the_authors_wrote_what_the_entry_brought_in(corpus: Corpus) -> None:
    """Authors are people of the commits that an entry brought in; where that is one commit, exactly those."""
    for document, revision in corpus.revisions():
        named = {f"{author['name']} <{author['email']}>" for author in revision["authors"]}
        people = writers(corpus, revision["commit"])
        is_merge = " " in corpus.git("log", "-1", "--format=%p", revision["commit"]).strip()

        assert named, document["id"]
        assert named <= people if is_merge else named == people, (document["id"], revision["number"])


def test_qms_derives_the_revisions_that_were_written(corpus: Corpus) -> None:
    """Document control finds every revision with its number, days, entry and path, and who approved it when."""
    told = {
        (document["id"], revision["number"]): {**revision, "authors": None} for document, revision in corpus.revisions()
    }

    assert {key: shape(revision) for key, revision in derived(corpus).items()} == told


def test_qms_derives_the_authors_who_wrote(corpus: Corpus) -> None:
    """Document control finds who wrote each revision: nobody who only merged it is among them."""
    told = {(document["id"], revision["number"]): revision["authors"] for document, revision in corpus.revisions()}
    found = {key: authors(revision) for key, revision in derived(corpus).items()}

    assert {key: people for key, people in found.items() if people != told[key]} == {}


def test_qms_derives_what_holds_on_the_last_day(corpus: Corpus) -> None:
    """Document control finds where each document stands and what holds for it on the day of the last commit."""
    day = date.fromisoformat(corpus.truth["as_of"])
    manual = open_manual(corpus.folder, day).manual()
    told = {document["id"]: {**document, "revisions": None} for document in corpus.truth["documents"]}

    assert {document.id: standing(document, day) for document in manual.documents} == told
    assert manual.commit == corpus.truth["commit"]
    assert len(manual.entries) == corpus.truth["entries"]


def test_document_control_has_nothing_to_say(corpus: Corpus) -> None:
    """The manual is in order, on the day of the last commit and years later."""
    for day in (date.fromisoformat(corpus.truth["as_of"]), date(2036, 6, 30)):
        manual = open_manual(corpus.folder, day).manual(judged=True)

        assert [(finding.code, finding.fact) for finding in check(manual).findings] == []


def derived(corpus: Corpus) -> dict[tuple[str, str], Revision]:
    """The revisions that document control finds, by id and number."""
    manual = open_manual(corpus.folder, date.fromisoformat(corpus.truth["as_of"])).manual()
    return {(revision.document, revision.number): revision for each in manual.documents for revision in each.revisions}


def shape(revision: Revision) -> dict[str, object]:
    """A revision in the form of the truth, its authors left out."""
    return {
        "number": revision.number,
        "issued_on": str(revision.issued_on),
        "effective_on": str(revision.effective_on),
        "commit": revision.text.entry.commit,
        "path": revision.text.path,
        "authors": None,
        "approved_on": str(revision.approved_on) if revision.approved_on else None,
        "approvals": sorted(map(approval, revision.approvals), key=lambda each: each["path"]),
    }


def approval(found: Approval) -> dict[str, str]:
    """An approval that counts, by a signature, in the form of the truth."""
    assert found.shortfall is None, found.why_not
    assert found.evidence is Evidence.SIGNED
    return {
        "person": found.person,
        "role": found.role,
        "at": found.record.at_written,
        "commit": found.record.entry.commit,
        "path": found.record.path,
    }


def authors(revision: Revision) -> list[dict[str, str]]:
    """The authors of a revision in the form of the truth."""
    return [{"name": author.name, "email": author.email} for author in revision.text.authors]


def standing(document: Document, day: date) -> dict[str, object]:
    """What holds for a document on a day, in the form of the truth."""
    shown, in_force = document.shown(day), document.in_force(day)
    return {
        "id": document.id,
        "path": document.path,
        "standing": document.vanished_by is None,
        "state": (document.status(shown, day) if shown else Status.DRAFT).value,
        "in_force": in_force.number if in_force else None,
        "draft": document.draft.number if document.draft else None,
        "revisions": None,
    }


def test_the_command_writes_the_truth_beside_the_folder(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The command names the last commit, and leaves the truth beside the repository, not in it."""
    folder = tmp_path / "manual"

    assert main([str(folder), "--documents", "2", "--commits", "26", "--years", "1", "--seed", "7"]) == 0

    truth = json.loads((tmp_path / "manual.truth.json").read_text(encoding="utf-8"))
    assert truth["commit"] in capsys.readouterr().out
    assert sorted(path.name for path in tmp_path.iterdir()) == ["manual", "manual.truth.json"]


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (["--documents", "1", "--commits", "100"], "at least 2 documents"),
        (["--documents", "20", "--commits", "79"], "at least 80 commits"),
        (["--documents", "2", "--commits", "26", "--years", "0"], "1 to 30 years"),
    ],
)
def test_the_command_refuses_what_leaves_no_room(
    arguments: list[str], complaint: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Wrong usage ends with 2 and a sentence, and nothing is written."""
    with pytest.raises(SystemExit) as ended:
        main([str(tmp_path / "manual"), *arguments])

    assert ended.value.code == 2
    assert complaint in capsys.readouterr().err
    assert not list(tmp_path.iterdir())


def test_the_command_never_writes_over_a_folder(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A folder that exists is left alone, with exit status 2."""
    with pytest.raises(SystemExit) as ended:
        main([str(tmp_path), "--documents", "2", "--commits", "26"])

    assert ended.value.code == 2
    assert "exists" in capsys.readouterr().err
    assert not list(tmp_path.iterdir())
