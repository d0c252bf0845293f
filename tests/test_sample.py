"""The sample manual that this repository publishes, and its invented approvers."""

from __future__ import annotations

import csv
import json
import os
import re
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from qms_docs.exports.editor_files import editor_files
from qms_docs.model.days import parse_period
from qms_docs.model.records.kinds import KINDS
from qms_docs.sources.organization import OrganizationFiles, read_organization
from qms_docs.sources.own_words import read_own_words
from qms_docs.sources.schemas import json_schema, schema_names
from sample.keys import APPROVERS, public_key

ROOT = Path(__file__).resolve().parent.parent
LEAST_DOCUMENTS = 37
SURROUNDINGS = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}


def run(folder: Path, *words: str) -> str:
    """What a command prints that succeeds."""
    done = subprocess.run(words, cwd=folder, env=SURROUNDINGS, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """A clone of this repository with its release branch checked out, as a contributor has it."""
    folder = tmp_path / "clone"
    run(tmp_path, "git", "clone", "-q", "--no-hardlinks", str(ROOT), str(folder))
    run(folder, "git", "checkout", "-q", "-B", "main")
    run(folder, "git", "config", "user.name", "A Contributor")
    run(folder, "git", "config", "user.email", "contributor@example.com")
    return folder


def sample_day(clone: Path) -> str:
    """The day (UTC) on which the sample last changed: as time goes on its records fall due, as any firm's do."""
    paths = ("procedures", "records", ":!records/decisions")
    line = run(clone, "git", "log", "-1", "--format=%ct", "--", *paths)
    return datetime.fromtimestamp(int(line), UTC).date().isoformat()


def test_keys_are_those_of_the_organization() -> None:
    """Each approver of the sample has the key that everybody can work out from the name."""
    content = (ROOT / "records" / "organization.yml").read_bytes()
    organization, faults = read_organization(OrganizationFiles("records", content, None))
    assert faults == ()
    for person in APPROVERS:
        assert [each.key for each in organization.people[person].keys] == [public_key(person)]


def test_a_revised_sample_document_is_approved_by_one_command(clone: Path) -> None:
    """A contributor revises, commits, runs one command and commits what it wrote: the manual is in order."""
    page = clone / "procedures" / "purchasing" / "purchasing-and-suppliers.md"
    text = page.read_text(encoding="utf-8")
    number = int(text.partition("\nrevision: ")[2].partition("\n")[0])
    text = text.replace(f"\nrevision: {number}\n", f"\nrevision: {number + 1}\n")
    page.write_text(text + "\nOne sentence more.\n", encoding="utf-8")
    qms = (sys.executable, "-m", "qms_docs", "-C", str(clone))
    run(clone, "git", "checkout", "-q", "-b", "better-purchasing")
    run(clone, "git", "commit", "-q", "-a", "-m", "Revise purchasing")
    written = run(ROOT, sys.executable, "-m", "sample.approve", str(clone))
    assert f"records/approvals/SOP-004/{number + 1}/eva.lund.yml" in written.splitlines()
    run(clone, "git", "add", "records/approvals")
    run(clone, "git", "commit", "-q", "-m", "Approve purchasing")
    run(ROOT, *qms, "check")
    run(clone, "git", "checkout", "-q", "main")
    run(clone, "git", "merge", "-q", "--no-ff", "-m", "Merge", "better-purchasing")
    run(ROOT, *qms, "check")
    run(ROOT, *qms, "verify")
    assert run(ROOT, sys.executable, "-m", "sample.approve", str(clone)) == (
        "No revision of the sample is waiting for an approval.\n"
    )


def test_files_for_editors_know_the_words_of_the_sample() -> None:
    """Schemas and snippets are as `qms schema --editor` writes them today; it is run again where they are not."""
    words = read_own_words(ROOT)
    schemas = {name: json_schema(name, words) for name in schema_names()}
    stale = [
        path
        for path, content in editor_files(schemas, words.policy, words.organization).own.items()
        if (ROOT / path).read_bytes() != content
    ]
    assert stale == []


def test_nothing_is_amiss_in_the_sample(clone: Path) -> None:
    """On the day of its last change the sample has no error and no warning, and every document is in force."""
    day = sample_day(clone)
    qms = (sys.executable, "-m", "qms_docs", "-C", str(clone))
    run(ROOT, *qms, "check", "--strict", "--as-of", day)
    documents = json.loads(run(ROOT, *qms, "list", "--as-of", day, "--format", "json"))
    assert len(documents) >= LEAST_DOCUMENTS
    assert {each["status"] for each in documents} == {"effective"}
    assert {each["type"] for each in documents} == {"policy", "manual", "procedure", "work-instruction", "form"}


@pytest.mark.parametrize("standard", ["iso9001:2015", "iso9001:2026"])
def test_every_clause_is_covered(clone: Path, standard: str) -> None:
    """Each clause of both editions has a document in force and, where it asks for evidence, a record."""
    qms = (sys.executable, "-m", "qms_docs", "-C", str(clone))
    found = run(ROOT, *qms, "gap", "--standard", standard, "--as-of", sample_day(clone), "--format", "json")
    clauses = json.loads(found)["standards"][0]["clauses"]
    assert {each["clause"]: each["lacks"] for each in clauses if each["state"] != "covered"} == {}


def test_every_type_of_record_is_shown(clone: Path) -> None:
    """There is a record of every type but dispositions: so far nothing had to be deleted."""
    listed = run(ROOT, sys.executable, "-m", "qms_docs", "-C", str(clone), "record", "list", "--format", "json")
    assert {each.name for each in KINDS} - {each["type"] for each in json.loads(listed)} == {"disposition"}


def test_every_document_says_what_the_standard_asks() -> None:
    """A firm that takes over a document reads in it what ISO 9001 requires, and what it leaves to the firm."""
    silent = [
        page.name
        for page in (ROOT / "procedures").glob("*/*.md")
        if not re.search(r"(?i)\*(required|needed by most|optional)\*|is optional", page.read_text(encoding="utf-8"))
    ]
    assert silent == []


def test_times_of_keeping_are_those_of_the_policy() -> None:
    """The table of SOP-024 and `qms.yml` say the same of every type of record that both name."""
    policy = read_own_words(ROOT).policy
    kinds = {kind.prefix: kind.name for kind in KINDS}
    compared = set()
    with (ROOT / "procedures" / "quality" / "retention.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            codes = re.search(r"\(([A-Z ]+)\)$", row["Record"])
            for code in codes[1].split() if codes and "records/" in row["Where"] else ():
                rule = policy.retention.get(kinds.get(code, "satisfaction"))
                assert rule is not None, code
                assert (rule.keep, rule.then) == (parse_period(row["Kept"]), row["Then"]), code
                compared.add(code)
    assert compared == {*kinds, "SAT"}
