"""`qms record papers` and `qms pdf` with an audit: its working papers at a terminal."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from support import Story, document
from support.audits import PEOPLE, PROCESSES, audit

if TYPE_CHECKING:
    from pathlib import Path

    from cli.conftest import Qms
    from support import Clone

AUDITS = "records/audits"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Clone:
    """A planned audit, a restricted one, and one that was held, in a manual with a public site."""
    story = Story()
    story.policy("2024-01-01", {"standards": ["iso9001:2015"], "site": {"audience": "public"}})
    story.entry("2024-01-02", {"records/organization.yml": PEOPLE, "records/processes.yml": PROCESSES})
    quiet = "confidentiality: restricted\n"
    clauses = ["iso9001:2015#8.4"]
    story.entry(
        "2024-02-01",
        {
            "procedures/purchasing.md": document(clauses=["8.4"], body="# Purchasing\n\n## Records\n\nTwo <offers>.\n"),
            f"{AUDITS}/AUD-2024-001.yml": audit("AUD-2024-001", "planned", ["purchasing"], clauses),
            f"{AUDITS}/AUD-2024-002.yml": audit("AUD-2024-002", "planned", ["purchasing"], clauses, more=quiet),
            f"{AUDITS}/AUD-2024-003.yml": audit("AUD-2024-003", "planned", ["sales"], clauses),
        },
    )
    held = audit("AUD-2024-003", "reported", ["sales"], clauses, dates=["2024-03-01"])
    story.entry("2024-03-05", {f"{AUDITS}/AUD-2024-003.yml": held})
    return story.build(tmp_path_factory.mktemp("papers") / "manual")


@pytest.fixture
def firm(built: Clone, tmp_path: Path) -> Clone:
    """The same, for a test that changes it."""
    shutil.copytree(built.path, tmp_path / "firm", symlinks=True)
    return type(built)(path=tmp_path / "firm", commit_ids=built.commit_ids, names=built.names)


def test_a_page_that_stands_alone(qms: Qms, built: Clone) -> None:
    """It has everything in one file, asks no place for anything, and the same bytes each time."""
    made = qms(built, "record", "papers", "AUD-2024-001", "--as-of", "2024-02-02")
    assert made.status == 0, made.err
    assert made.text.startswith("<!doctype html>")
    assert "<strong>SOP-004 Purchasing</strong>, revision 1, in force since 1 February 2024" in made.text
    assert "ISO 9001:2015, 8.4.3" in made.text
    assert not any(each in made.text for each in ("http:", "https:", "<script", "<link", "src="))
    assert qms(built, "record", "papers", "AUD-2024-001", "--as-of", "2024-02-02").out == made.out


def test_the_readers_of_the_site_do_not_count(qms: Qms, built: Clone) -> None:
    """Whoever has the repository gets the papers of every audit; those of a restricted one are marked so."""
    made = qms(built, "record", "papers", "AUD-2024-002")
    assert made.status == 0, made.err
    assert "Cid Dahl, lead auditor" in made.text
    assert '<span class="qms-restricted">Restricted.</span>' in made.text


def test_pdf(qms: Qms, built: Clone, tmp_path: Path) -> None:
    """An audit is printed without settings of a site, with the same bytes each time."""
    assert not (built.path / "mkdocs.yml").exists()
    for name in ("one", "two"):
        made = qms(built, "pdf", "AUD-2024-001", "--as-of", "2024-02-02", "-o", str(tmp_path / name))
        assert made.status == 0, made.err
        assert made.text.strip().endswith("AUD-2024-001.pdf")
    first, second = ((tmp_path / name / "AUD-2024-001.pdf").read_bytes() for name in ("one", "two"))
    assert first.startswith(b"%PDF-")
    assert first == second


@pytest.mark.parametrize(
    ("arguments", "status", "said"),
    [
        (("record", "papers", "AUD-2024-003"), 1, "AUD-2024-003 is reported: working papers are for an audit"),
        (("record", "papers", "AUD-2024-009"), 1, "There is no audit AUD-2024-009."),
        (("record", "papers", "SOP-004"), 1, "There is no audit SOP-004."),
        (("record", "papers", "AUD-2024-001", "--as-of", "2024-01-05"), 1, "There is no audit AUD-2024-001 as of"),
        (("record", "papers", "AUD-2024-001", "--preview", "--as-of", "2024-02-02"), 2, "no past"),
        (("pdf", "AUD-2024-003"), 1, "working papers are for an audit"),
        (("pdf", "AUD-2024-001", "--revision", "2"), 2, "An audit has no revisions"),
    ],
)
def test_what_has_no_papers(qms: Qms, built: Clone, arguments: tuple[str, ...], status: int, said: str) -> None:
    """A sentence says why, and nothing is written."""
    made = qms(built, *arguments)
    assert (made.status, made.out) == (status, b"")
    assert said in made.err
    assert not (built.path / "pdf").exists()


def test_papers_of_an_earlier_day(qms: Qms, built: Clone) -> None:
    """An audit that was held since has the papers of the day before."""
    assert qms(built, "record", "papers", "AUD-2024-003", "--as-of", "2024-03-04").status == 0


def test_an_audit_that_is_proposed(qms: Qms, firm: Clone) -> None:
    """What stands in the work tree alone is printed with `--preview`."""
    firm.write(f"{AUDITS}/AUD-2024-004.yml", audit("AUD-2024-004", "planned", ["sales"], ["iso9001:2015#8.2"]))
    refused = qms(firm, "record", "papers", "AUD-2024-004")
    assert refused.status == 1
    assert "`--preview`" in refused.err
    made = qms(firm, "record", "papers", "AUD-2024-004", "--preview")
    assert made.status == 0, made.err
    assert "ISO 9001:2015, 8.2.1" in made.text
