"""`qms revise` as people use it, in files as people write them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from support import Story, document, policy

if TYPE_CHECKING:
    from pathlib import Path

    from cli.conftest import Qms
    from support import Clone

SAID = ("--class", "minor", "--summary", "Größer: x", "--reason", "Finding 2.")
FOREIGN = (
    "\ufeff---\r\n# ours\r\ndoc_id: SOP-050   # never changes\r\ntitle: 'Innkjøp'\r\ntype: procedure\r\n"
    'version: "1"  # the number\r\nowner: quality-manager\r\nx-own: [a]\r\n---\r\n\r\n# Innkjøp\r\n\r\nBlåbær.  \r\n'
)


def test_only_the_number_and_the_change_differ(qms: Qms, tmp_path: Path) -> None:
    """Comments, quotes, foreign names, line ends and mark stay; a second run finds nothing to do, `check` no error."""
    told = Story()
    told.entry("2021-01-04", {"qms.yml": policy(front_matter={"id": "doc_id", "revision": "version"})})
    told.entry("2021-02-01", {"procedures/a.md": FOREIGN})
    clone = told.build(tmp_path / "foreign")
    ran = qms(clone, "revise", "SOP-050", *SAID)
    assert (ran.status, ran.text) == (0, "procedures/a.md\n"), ran.err
    change = '\r\nchange:\r\n  class: minor\r\n  summary: "Größer: x"\r\n  reason: "Finding 2."\r\nx-own'
    expected = FOREIGN.replace('version: "1"', 'version: "2"').replace("\r\nx-own", change)
    read = (clone.path / "procedures/a.md").read_bytes()
    assert read.decode().replace("reason: Finding 2.", 'reason: "Finding 2."') == expected
    again = qms(clone, "revise", "SOP-050", *SAID)
    assert (again.status, again.out) == (0, b"")
    assert "nothing to do" in again.err
    assert (clone.path / "procedures/a.md").read_bytes() == read
    assert qms(clone, "check").status == 0


def test_a_missing_answer_and_what_cannot_be_revised(qms: Qms, copy: Clone) -> None:
    """Each is refused with a sentence, and nothing is written."""
    for arguments, status, words in (
        (("SOP-009", "--class", "minor"), 2, "--summary"),
        (("SOP-009",), 2, "--class"),
        (("SOP-099", *SAID), 1, "There is no document SOP-099"),
        (("SOP-014", *SAID), 1, "obsolete"),
        (("SOP-030", *SAID), 1, "draft"),
        (("SOP-020", *SAID), 0, "in review"),
    ):
        ran = qms(copy, "revise", *arguments)
        assert (ran.status, ran.out) == (status, b""), ran.err
        assert words in ran.err
    assert copy.git("status", "--porcelain") == ""


def test_two_files_and_a_text_that_cannot_be_read(qms: Qms, copy: Clone) -> None:
    """Nothing is guessed where an id stands twice or the front matter is broken."""
    copy.write("procedures/other.md", document("SOP-009", title="Sales"))
    twice = qms(copy, "revise", "SOP-009", *SAID)
    assert (twice.status, "procedures/other.md" in twice.err) == (1, True)
    (copy.path / "procedures/other.md").unlink()
    broken = (copy.path / "procedures/sales.md").read_text().replace("title:", "title: [")
    copy.write("procedures/sales.md", broken)
    ran = qms(copy, "revise", "SOP-009", *SAID)
    assert (ran.status, "cannot be read" in ran.err) == (1, True), ran.err
    assert (copy.path / "procedures/sales.md").read_text() == broken
