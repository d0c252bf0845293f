"""A source that goes on from an earlier one says what one says that knows nothing, and works out only what is new."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pytest

from qms_docs.sources import remembered
from qms_docs.sources.loading import ManualSource, open_manual
from support import Build, Clone, Keys, Story, document, organization_file, policy, record_of
from support.texts import USUAL_PEOPLE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

TODAY = date(2026, 12, 31)
APPROVED = {"procedure": {"approvals": [{"role": "quality-manager"}]}}
COMPLAINT = """\
id: CMP-2026-001
title: Wrong part
received: 2026-03-01
status: {status}
"""


@pytest.fixture
def clone(build: Build) -> Clone:
    """Three documents, one of which an approval has brought into force, and a record."""
    story = Story()
    story.policy("2026-01-01", {"types": APPROVED})
    story.entry("2026-01-02", {"records/organization.yml": organization_file()})
    for number in (1, 2, 3):
        text = document(f"SOP-00{number}", body=f"Text {number}.\n")
        story.entry("2026-01-05", {f"procedures/{number}.md": text})
        story.entry("2026-01-06", record_of(text, person="ann.berg", at="2026-01-06T08:00:00+00:00"))
    story.entry("2026-03-01", {"records/complaints/CMP-2026-001.yml": COMPLAINT.format(status="open")})
    return build(story)


@pytest.fixture
def derived(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The documents that are derived, as they are."""
    names: list[str] = []
    derive = remembered.derive_document

    def counted(name: str, *about: Any) -> object:  # noqa: ANN401 - handed over as it is
        names.append(name)
        return derive(name, *about)

    monkeypatch.setattr(remembered, "derive_document", counted)
    return names


def told(source: ManualSource) -> list[dict[str, Any]]:
    """Everything that the manuals say: in force, as the preview shows it, and as it would be once merged."""
    manuals = (
        source.manual(judged=True),
        source.manual(preview=True, judged=True),
        source.manual(preview=True, judged=True, merged=True),
    )
    return [asdict(each) for each in manuals]


def anew(clone: Clone, today: date = TODAY) -> list[dict[str, Any]]:
    """The same, of a source that knows nothing."""
    source = open_manual(clone.path, today)
    try:
        return told(source)
    finally:
        source.close()


def test_manuals_share_what_they_have_in_common(clone: Clone, derived: list[str]) -> None:
    """Of three manuals of one state each document is derived once, and the one that is edited once for each state."""
    clone.write("procedures/2.md", document("SOP-002", 2, body="Better.\n"))
    source = open_manual(clone.path, TODAY)
    told(source)
    source.close()
    assert sorted(derived) == ["SOP-001", "SOP-002", "SOP-002", "SOP-002", "SOP-003"]


def test_an_edit_derives_its_document(clone: Clone, derived: list[str]) -> None:
    """After an edit, and after a commit meanwhile, only the document is derived that was edited."""
    source = open_manual(clone.path, TODAY)
    told(source)
    for text in ("Better.\n", "Better still.\n"):
        derived.clear()
        clone.write("procedures/2.md", document("SOP-002", 2, body=text))
        source = open_manual(clone.path, TODAY, source)
        told(source)
        assert set(derived) == {"SOP-002"}
    derived.clear()
    clone.git("commit", "-q", "--all", "-m", "Better", day="2026-05-01")
    source = open_manual(clone.path, TODAY, source)
    told(source)
    source.close()
    assert derived == ["SOP-002"]


def test_whatever_changes(clone: Clone) -> None:
    """After each of many changes the manuals are what they are for a source that knows nothing."""
    source = open_manual(clone.path, TODAY)
    told(source)
    for number, change in enumerate(CHANGES):
        change(clone)
        source = open_manual(clone.path, TODAY, source)
        assert (number, told(source)) == (number, anew(clone))
    tomorrow = date(2027, 1, 1)
    source = open_manual(clone.path, tomorrow, source)
    assert told(source) == anew(clone, tomorrow)
    source.close()


def test_a_commit_that_was_reviewed_arrives(build: Build, keys: Keys, tmp_path: Path) -> None:
    """An approval that records the review of a commit is judged again once the repository has that commit."""
    story = Story()
    kind = {"approvals": [{"role": "quality-manager"}], "evidence": "attested"}
    story.policy("2026-01-01", {"types": {"procedure": kind}})
    story.entry("2026-01-02", {"records/organization.yml": keys.organization()})
    text = document("SOP-004", body="Reviewed.\n")
    request = story.branch("request")
    request.entry("2026-03-03", {"procedures/a.md": text}, name="head")
    story.squash("2026-03-05", request)
    whole = build(story)
    review = {
        "forge": "github",
        "url": "https://github.com/example/qms/pull/12#pullrequestreview-99",
        "user": "ciddahl",
        "commit": whole.commit("head"),
        "submitted_at": "2026-03-04T08:42:17Z",
    }
    for path, content in record_of(text, at="2026-03-04T08:42:17Z", source=review).items():
        whole.write(path, content)
    whole.git("add", "--all")
    whole.git("commit", "-q", "-m", "Recorded", day="2026-03-06")
    clone = whole.clone(tmp_path / "clone", "--single-branch", "--branch", "main", "--no-local")
    source = open_manual(clone.path, TODAY)
    before = told(source)
    assert before == anew(clone)
    clone.git("fetch", "-q", "origin", "request")
    source = open_manual(clone.path, TODAY, source)
    after = told(source)
    source.close()
    assert after == anew(clone)
    assert before != after


def _edit(clone: Clone) -> None:
    clone.write("procedures/1.md", document("SOP-001", 2, body="Begun.\n"))


def _move_lines(clone: Clone) -> None:
    text = document("SOP-001", 2, body="Begun.\n")
    clone.write("procedures/1.md", text.replace("revision: 2\n", "# A remark.\n\nrevision: 2\n"))


def _approve(clone: Clone) -> None:
    text = (clone.path / "procedures/1.md").read_text(encoding="utf-8")
    for path, content in record_of(text, revision=2, at="2026-05-04T08:00:00+00:00").items():
        clone.write(path, content)


def _grant(clone: Clone) -> None:
    clone.write("records/organization.yml", organization_file({**USUAL_PEOPLE, "Cid Dahl": ["quality-manager"]}))


def _remark_in_an_approval(clone: Clone) -> None:
    name = "records/approvals/SOP-001/2/cid.dahl.yml"
    clone.write(name, "# By hand.\n" + (clone.path / name).read_text(encoding="utf-8"))


def _commit(clone: Clone) -> None:
    clone.git("add", "--all")
    clone.git("commit", "-q", "-m", "Meanwhile", day="2026-05-03")


def _ask_for_nothing(clone: Clone) -> None:
    clone.write("qms.yml", policy())


def _keep_records_elsewhere(clone: Clone) -> None:
    clone.git("mv", "records", "kept")
    clone.write("qms.yml", policy(records="kept", types=APPROVED))


def _people(clone: Clone) -> None:
    clone.write("kept/organization.yml", organization_file({**USUAL_PEOPLE, "Ann Berg": ["internal-auditor"]}))


def _names(clone: Clone) -> None:
    clone.write(".mailmap", "Anna Berg <ann.berg@example.org>\n")


def _record(clone: Clone) -> None:
    clone.write("kept/complaints/CMP-2026-001.yml", COMPLAINT.format(status="closed"))


def _review(clone: Clone) -> None:
    clone.write("kept/reviews/SOP-003.csv", "date,by,outcome\n2026-06-01,ann.berg,unchanged\n")


def _swap(clone: Clone) -> None:
    one, other = (clone.path / f"procedures/{number}.md" for number in (2, 3))
    texts = one.read_text(encoding="utf-8"), other.read_text(encoding="utf-8")
    clone.write("procedures/2.md", texts[1])
    clone.write("procedures/3.md", texts[0])


def _branch(clone: Clone) -> None:
    clone.git("checkout", "-q", "-b", "better", "HEAD~2")
    clone.write("procedures/2.md", document("SOP-002", 2, body="On a branch.\n"))
    _commit(clone)


def _back(clone: Clone) -> None:
    clone.git("checkout", "-q", "main")


def _rewrite(clone: Clone) -> None:
    clone.git("reset", "-q", "--hard", "HEAD~3")


CHANGES: tuple[Callable[[Clone], None], ...] = (
    *(_edit, _move_lines, _commit, _approve, _grant, _remark_in_an_approval, _commit, _ask_for_nothing, _commit),
    *(_keep_records_elsewhere, _commit, _people, _names, _commit, _record, _review, _commit, _swap, _commit),
    *(_branch, _back, _rewrite, _edit),
)
"""One after the other, each seen by a source that goes on from the one before."""


def test_the_changes_are_of_this_repository(clone: Clone) -> None:
    """Each of them changes what is said, so that none is passed over."""

    def states() -> Iterator[list[dict[str, Any]]]:
        for change in CHANGES:
            change(clone)
            yield anew(clone)

    said = [anew(clone), *states()]
    assert all(one != other for one, other in pairwise(said))
