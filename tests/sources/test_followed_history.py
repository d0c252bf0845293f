"""Whatever becomes of a history, a run that goes on from what is kept of it says what one says that keeps nothing."""

from __future__ import annotations

import hashlib
import random
import re
from datetime import date
from typing import TYPE_CHECKING

import pytest

from qms_docs.cli.checked import report_since
from qms_docs.keeping.store import Store
from qms_docs.model.records.kinds import kind_named
from qms_docs.sources.loading import open_manual
from qms_docs.sources.traces import Traces
from support import Story, document
from support.manuals import manual_of

if TYPE_CHECKING:
    from pathlib import Path

    from support import Build, Clone

TODAY = date(2026, 12, 31)
SECRET = b"s" * 32
POLICY = """organization: Example
documents: [{documents}]
records: {records}
types:
  procedure: {{title: Procedure, approvals: [{{role: quality-manager}}]}}
"""
PEOPLE = """roles:
  quality-manager: {{title: Quality manager}}
people:
  ann.berg: {{name: {name}, emails: [ann.berg@example.org], roles: [{{role: quality-manager, from: 2026-01-01}}]}}
"""
RECORD = """id: NC-2026-{number:03}
title: {title}
opened: 2026-02-01
owner: quality-manager
status: {status}
"""
APPROVAL = """document: {document}
revision: 1
digest: "qms1:{digest}"
person: ann.berg
role: quality-manager
meaning: approved
at: 2026-02-{day:02}T10:00:00Z
"""


class Team:
    """People who do to a repository by chance what people do."""

    def __init__(self, clone: Clone, seed: int) -> None:
        """The same seed gives the same history."""
        self.clone = clone
        self.chance = random.Random(seed)  # noqa: S311 - no secret
        self.records = "records"

    def commit(self, day: int) -> None:
        """Something is done, and is committed."""
        for _ in range(self.chance.randrange(1, 3)):
            self.something()
        self.clone.git("add", "--all")
        self.clone.git("commit", "-q", "--allow-empty", "-m", "A change", day=f"2026-05-{day:02}")

    def something(self) -> None:
        """A text, a record, an approval, people or the policy are otherwise."""
        what = self.chance.choices(
            [self.text, self.record, self.approval, self.people, self.policy, self.names], [6, 4, 3, 1, 1, 1]
        )
        what[0]()

    def text(self) -> None:
        """A document is begun, revised, moved, or taken away."""
        number = self.chance.randrange(1, 5)
        found = sorted(self.clone.path.glob(f"procedures/**/{number}.md"))
        if found and self.chance.random() < 0.3:
            found[0].unlink()
        body = self.chance.choice(["See [[SOP-002]].\n", "See [it](x.txt).\n", "One more word.\n"])
        if not found or self.chance.random() < 0.8:
            folder = self.chance.choice(["procedures", "procedures/more"])
            revised = document(f"SOP-{number:03}", self.chance.randrange(1, 4), body=body)
            self.clone.write(f"{folder}/{number}.md", revised)
        self.clone.write("procedures/x.txt", self.chance.choice(["one\n", "two\n"]))

    def record(self) -> None:
        """A record is written or changed."""
        number, status = self.chance.randrange(1, 4), self.chance.choice(["open", "closed"])
        title = self.chance.choice(["A dent", "A scratch"])
        content = RECORD.format(number=number, title=title, status=status)
        self.clone.write(f"{self.records}/nonconformities/NC-2026-{number:03}.yml", content)

    def approval(self) -> None:
        """An approval of some text is written or changed."""
        number, digest = self.chance.randrange(1, 5), self.chance.choice("ab") * 64
        content = APPROVAL.format(document=f"SOP-{number:03}", digest=digest, day=self.chance.randrange(1, 28))
        self.clone.write(f"{self.records}/approvals/SOP-{number:03}/1/ann.berg.yml", content)

    def people(self) -> None:
        """Somebody marries."""
        name = self.chance.choice(["Ann Berg", "Ann Olsen"])
        self.clone.write(f"{self.records}/organization.yml", PEOPLE.format(name=name))

    def names(self) -> None:
        """Authors are called otherwise."""
        name = self.chance.choice(["Ann Olsen", "Liv Olsen"])
        self.clone.write(".mailmap", f"{name} <ann.berg@example.org>\n")

    def policy(self) -> None:
        """Other folders hold records or documents."""
        self.records = self.chance.choice(["records", "procedures/records", "other"])
        folder = self.chance.choice(["procedures", "procedures, docs", "procedures/more"])
        self.clone.write("qms.yml", POLICY.format(documents=folder, records=self.records))

    def elsewhere(self, day: int) -> None:
        """Work goes on at another place of the history: on a branch, merged, from an earlier commit, or rewritten."""
        git = self.clone.git
        git("stash", "-q", "--include-untracked") if git("status", "--porcelain") else None
        place = self.chance.choice(["branch", "merge", "back", "amend", "main"])
        if place == "branch":
            git("switch", "-q", "-C", "proposal")
            self.commit(day)
        elif place == "merge":
            git("switch", "-q", "main")
            git("merge", "-q", "--no-ff", "-X", "theirs", "-m", "Merge", "proposal", day=f"2026-05-{day:02}")
        elif place == "back":
            git("switch", "-q", "main")
            git("reset", "-q", "--hard", "HEAD~1")
        elif place == "amend":
            git("commit", "-q", "--amend", "--allow-empty", "-m", "Better words", day=f"2026-05-{day:02}")
        else:
            git("switch", "-q", "main")


def said(clone: Clone, store: Store) -> list[object]:
    """What is found of the manual on a day of the past and on the next one, and of the change since a commit."""
    source = open_manual(clone.path, TODAY, keep=lambda *_: store)
    found = [
        source.manual(preview=True, judged=True),
        source.manual(date(2026, 5, 9)),
        report_since(source, "main"),
        report_since(source, "HEAD~1" if source.repository.resolve("HEAD~1") else "HEAD"),
        source.organizations().entries,
        source.next_entry(),
    ]
    source.close()
    found[-1] = found[-1].trust  # type: ignore[attr-defined]
    return found


@pytest.mark.parametrize("seed", range(4))
def test_a_history_by_chance(build: Build, tmp_path: Path, seed: int) -> None:
    """After each of several changes everything is as if nothing were kept."""
    story = Story()
    story.policy("2026-01-01")
    story.entry(
        "2026-01-05", {"procedures/1.md": document("SOP-001"), "records/organization.yml": PEOPLE.format(name="A")}
    )
    clone = build(story)
    clone.git("commit", "-q", "--allow-empty", "-m", "Nothing", day="2026-01-06")
    clone.git("branch", "-q", "proposal")
    team = Team(clone, seed)
    for day in range(1, 9):
        team.commit(2 * day)
        if team.chance.random() < 0.5:
            team.elsewhere(2 * day + 1)
        if team.chance.random() < 0.4:
            team.something()
        assert said(clone, Store(tmp_path / "kept", SECRET)) == said(clone, Store())


def test_only_new_commits_are_read(build: Build, tmp_path: Path) -> None:
    """With what is kept up to an entry, commits before it are neither read nor unpacked."""
    story = Story()
    story.policy("2026-01-01")
    story.entry("2026-01-05", {"procedures/a.md": document()})
    clone = build(story)
    kept = tmp_path / "kept"
    said(clone, Store(kept, SECRET))
    clone.write("procedures/a.md", document(revision=2))
    clone.git("commit", "-qam", "Revise it")
    store = Store(kept, SECRET)
    source = open_manual(clone.path, TODAY, keep=lambda *_: store)
    assert len(source.manual(preview=True, judged=True).entries) == 3
    assert store.drawer("commits")._known is None
    source.close()


def test_what_was_followed_is_damaged(build: Build, tmp_path: Path) -> None:
    """Where what came of entries cannot be read as it was written, the line is read anew."""
    story = Story()
    story.policy("2026-01-01")
    story.entry("2026-01-05", {"procedures/a.md": document()})
    clone = build(story)
    kept = tmp_path / "kept"
    said(clone, Store(kept, SECRET))
    for path in kept.glob("traces-*.pieces"):
        path.write_bytes(bytes(each ^ 1 for each in path.read_bytes()))
    store = Store(kept, SECRET)
    assert Traces(None, store).followed(None) is None  # type: ignore[arg-type]
    assert said(clone, store) == said(clone, Store())


def approved(clone: Clone, day: int) -> Path:
    """A document, people, and an approval that was given on that day, committed."""
    clone.write("records/organization.yml", PEOPLE.format(name="Ann Berg"))
    content = APPROVAL.format(document="SOP-004", digest="a" * 64, day=day)
    path = clone.write("records/approvals/SOP-004/1/ann.berg.yml", content)
    clone.git("add", "--all")
    clone.git("commit", "-qm", "Approve it", day=f"2026-05-{day:02}")
    return path


def test_approvals_are_as_they_were_read(build: Build, tmp_path: Path) -> None:
    """Where no entry brings another approval, none is read again; where one does, it is told."""
    story = Story()
    story.policy("2026-01-01")
    story.entry("2026-01-05", {"procedures/a.md": document()})
    clone = build(story)
    approved(clone, 3)
    kept = tmp_path / "kept"
    said(clone, Store(kept, SECRET))
    clone.write("procedures/a.md", document(revision=2))
    clone.git("commit", "-qam", "Revise it")
    store = Store(kept, SECRET)
    assert said(clone, store) == said(clone, Store())
    source = open_manual(clone.path, TODAY, keep=lambda *_: Store(kept, SECRET))
    assert [each.at.day for each in source.manual(judged=True).approvals] == [3]
    assert source.store.drawer("approvals")._known is None
    source.close()
    for proposed in (True, False):
        clone.write("records/approvals/SOP-004/2/ann.berg.yml", "document: SOP-004\n")
        assert said(clone, Store(kept, SECRET)) == said(clone, Store())
        if proposed:
            clone.git("add", "--all")
            clone.git("commit", "-qm", "Approve it", day="2026-05-09")


def test_an_approval_that_is_missing(build: Build, tmp_path: Path) -> None:
    """What was read of approvals while one of their files was missing is not kept."""
    story = Story()
    story.policy("2026-01-01")
    story.entry("2026-01-05", {"procedures/a.md": document()})
    clone = build(story)
    approved(clone, 3)
    approved(clone, 4)
    kept = tmp_path / "kept"
    said(clone, Store(kept, SECRET))
    blob = clone.git("rev-parse", "HEAD:records/approvals/SOP-004/1/ann.berg.yml")
    lying = clone.path / ".git/objects" / blob[:2] / blob[2:]
    content = lying.read_bytes()
    for path in kept.glob("trace*"):
        path.unlink()
    lying.unlink()
    source = open_manual(clone.path, TODAY, keep=lambda *_: Store(kept, SECRET))
    source.manual()
    source.close()
    lying.write_bytes(content)
    followed = Traces(None, Store(kept, SECRET)).followed(None)  # type: ignore[arg-type]
    assert followed is not None
    assert followed.traced.approvals is None
    assert said(clone, Store(kept, SECRET)) == said(clone, Store())


def test_many_records_are_read_by_another_process(build: Build, tmp_path: Path) -> None:
    """What the other process has read is what one process reads, and is kept for the next run."""
    story = Story()
    story.policy("2026-01-01")
    records = {
        f"records/nonconformities/NC-2026-{number:03}.yml": RECORD.format(
            number=number, title="A dent", status=("open", "closed", "unknown")[number % 3]
        )
        for number in range(1, 500)
    }
    story.entry("2026-01-05", {"procedures/1.md": document("SOP-001"), **records})
    clone = build(story)
    kept = tmp_path / "kept"
    for _ in range(2):
        store = Store(kept, SECRET)
        assert said(clone, store) == said(clone, Store())
    source = open_manual(clone.path, TODAY, keep=lambda *_: store)
    assert {id(each.kind) for each in source.manual(judged=True).records.kept} == {id(kind_named("nonconformity"))}
    source.close()
    assert not store.drawer("record-forms")._fresh
    assert len(dict(store.drawer("record-forms").values())) == 499


def test_times_that_no_calendar_holds(build: Build, tmp_path: Path) -> None:
    """A commit that claims a time beyond every calendar is kept with it like any other."""
    story = Story()
    story.policy("2026-01-01")
    story.entry("2026-01-05", {"procedures/a.md": document()})
    clone = build(story)
    raw = clone.git("cat-file", "commit", "HEAD")
    claimed = re.sub(r"^committer (.*>) \d+", r"committer \1 999999999999999", raw, flags=re.MULTILINE)
    (tmp_path / "commit").write_text(claimed, encoding="utf-8")
    odd = clone.git("hash-object", "-t", "commit", "-w", "--literally", str(tmp_path / "commit")).strip()
    clone.git("reset", "-q", "--hard", odd)
    for _ in range(2):
        store = Store(tmp_path / "kept", SECRET)
        source = open_manual(clone.path, TODAY, keep=lambda *_, store=store: store)
        assert source.manual(date.max) == manual_of(clone, date.max.isoformat(), today=TODAY.isoformat())
        source.close()
        assert store.drawer("traced").get(hashlib.sha256(b"").digest()) == odd
