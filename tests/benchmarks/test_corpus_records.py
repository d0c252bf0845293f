"""What is approved and recorded in the corpus of the benchmarks, and how that is told beside it."""

from __future__ import annotations

import subprocess
from collections import Counter
from datetime import date
from typing import TYPE_CHECKING

import pytest
import yaml

from benchmarks.corpus import make_corpus
from benchmarks.plan import Size
from benchmarks.records.record import KINDS
from benchmarks.records.written import written
from qms_docs.check import check
from qms_docs.model.records.due import days_of
from qms_docs.sources.loading import open_manual
from support.clone import run_git

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from benchmarks.truth import ApprovalTruth, ManualTruth
    from qms_docs.model.manual import Manual
    from qms_docs.model.records.history import KeptRecord

SIZE = Size(documents=40, commits=500)
LATER = date(2090, 1, 1)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where a corpus is made that is large enough for every type of record."""
    return tmp_path_factory.mktemp("corpus") / "manual"


@pytest.fixture(scope="module")
def truth(folder: Path) -> ManualTruth:
    """What is true of it."""
    return make_corpus(folder, SIZE, seed=5)


@pytest.fixture(scope="module")
def manual(folder: Path, truth: ManualTruth) -> Manual:
    """What document control makes of it on the day of its last commit."""
    return open_manual(folder, date.fromisoformat(truth["as_of"])).manual(judged=True)


def approvals(truth: ManualTruth) -> Iterator[tuple[str, str, ApprovalTruth]]:
    """Every approval with its document and number."""
    for document in truth["documents"]:
        for revision in document["revisions"]:
            for approval in revision["approvals"]:
                yield document["id"], revision["number"], approval


def test_each_type_of_record_stands(truth: ManualTruth) -> None:
    """There is each type, most records are closed, and some are not."""
    kinds = Counter(record["type"] for record in truth["records"])
    closed = sum(1 for record in truth["records"] if record["closed_on"])

    assert set(kinds) == set(KINDS)
    assert len(truth["records"]) / 2 < closed < len(truth["records"])
    assert any(record["due"] for record in truth["records"])
    assert any(record["entries"] > 2 for record in truth["records"])


def test_records_grow_over_the_years(folder: Path, truth: ManualTruth) -> None:
    """Records are opened in every year, and most of them are written more than once."""
    log = run_git(
        folder, "log", "--format=", "--name-only", "--", *(f"records/{kind.folder}" for kind in KINDS.values())
    )
    touched = Counter(log.decode().split())

    assert {record["opened"][:4] for record in truth["records"]} >= {str(year) for year in range(2019, 2027)}
    assert sum(touched.values()) > 1.5 * len(touched)


def test_qms_finds_the_records_as_they_stand(manual: Manual, truth: ManualTruth) -> None:
    """Document control finds every record with its state, the day on which it was closed, and what is still due."""
    told = {record["id"]: record for record in truth["records"]}

    assert {kept.id: found(kept, manual) for kept in manual.records.kept} == told


def found(kept: KeptRecord, manual: Manual) -> dict[str, object]:
    """A record in the form of the truth."""
    record = kept.record
    series = len(manual.records.calibrations(record.id)) + len(manual.records.measurements(record.id))
    return {
        "id": record.id,
        "type": kept.kind.name,
        "path": kept.path,
        "state": record.status,
        "opened": str(record.opened),
        "closed_on": str(record.closed_on) if record.closed_on else None,
        "due": {day.field: str(day.on) for day in days_of(kept, manual)},
        "entries": series,
    }


def test_what_is_due_falls_due(folder: Path, truth: ManualTruth) -> None:
    """Long after the last commit everything is overdue that was still to happen, and nothing else."""
    late = open_manual(folder, LATER).manual(judged=True)
    told = {record["id"] for record in truth["records"] if record["due"]}
    gated = {"RC104", "RC105"}

    assert {each.document for each in check(late).findings if each.code in gated} == told


def test_everything_is_in_order(manual: Manual) -> None:
    """Nothing is to be said about documents, approvals or records."""
    assert [(each.code, each.path, each.fact) for each in check(manual).findings] == []


def test_approvals_come_with_texts_and_after_them(truth: ManualTruth) -> None:
    """Some approvals come in the entry that brings the text, some later, and both count from then on."""
    issued = {
        (document["id"], revision["number"]): revision
        for document in truth["documents"]
        for revision in document["revisions"]
    }
    together = [
        approval["commit"] == issued[document, number]["commit"] for document, number, approval in approvals(truth)
    ]
    later = [each for each in issued.values() if each["approved_on"] and each["approved_on"] > each["issued_on"]]

    assert any(together)
    assert not all(together)
    assert all(each["effective_on"] >= each["approved_on"] for each in later if each["approved_on"])
    assert later


def test_openssh_verifies_a_signature(folder: Path, truth: ManualTruth, tmp_path: Path) -> None:
    """A signature of the corpus is one that OpenSSH verifies by the key that stands for the person."""
    document, number, approval = next(approvals(truth))
    said = yaml.safe_load((folder / approval["path"]).read_text(encoding="utf-8"))
    people = yaml.safe_load((folder / "records/organization.yml").read_text(encoding="utf-8"))["people"]
    person = people[approval["person"]]
    statement = (
        f"qms-approval 1\ndocument: {document}\nrevision: {number}\ndigest: {said['digest']}\nmeaning: approved\n"
        f"person: {approval['person']}\nname: {person['name']}\nrole: {approval['role']}\nat: {approval['at']}\n"
    )
    (tmp_path / "allowed").write_text(f"signer {person['keys'][0]['key']}\n", encoding="utf-8")
    (tmp_path / "signature").write_text(said["signature"], encoding="utf-8")

    verify = ["ssh-keygen", "-Y", "verify", "-f", tmp_path / "allowed", "-I", "signer", "-n", "qms-approval"]
    subprocess.run([*verify, "-s", tmp_path / "signature"], input=statement.encode(), check=True)


@pytest.mark.parametrize("left_out", ["approvals", "records"])
def test_either_can_be_left_out(left_out: str, tmp_path: Path) -> None:
    """A corpus without approvals, or without records, is in order too, and has none of them."""
    options = {"approvals": left_out != "approvals", "records": left_out != "records"}
    told = make_corpus(tmp_path / "manual", Size(documents=12, commits=120), **options)
    found = open_manual(tmp_path / "manual", date.fromisoformat(told["as_of"])).manual(judged=True)

    assert [finding.fact for finding in check(found).findings] == []
    assert bool(list(approvals(told))) == options["approvals"]
    assert bool(told["records"]) == options["records"] == bool(found.records.kept)


@pytest.mark.parametrize("seed", range(1, 6))
def test_small_corpora_are_in_order(seed: int, tmp_path: Path) -> None:
    """However little room there is, everything is approved and nothing overdue in the end."""
    told = make_corpus(tmp_path / "manual", Size(documents=4, commits=32, years=2), seed)
    found = open_manual(tmp_path / "manual", date.fromisoformat(told["as_of"])).manual(judged=True)

    assert [finding.fact for finding in check(found).findings] == []
    assert told["commits"] == int(run_git(tmp_path / "manual", "rev-list", "--count", "HEAD"))


def test_fields_are_written_as_yaml() -> None:
    """What is written is read again as it was meant, whatever stands in it."""
    fields = {
        "plain": "One word",
        "odd": 'a: "b" #c',
        "empty": [],
        "words": ["One, two", "[x]", "- y"],
        "deep": [{"a": 1, "b": {"c": "d"}}],
    }

    assert yaml.safe_load(written(fields)) == fields
