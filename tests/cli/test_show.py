"""The text of a document."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from support import document

if TYPE_CHECKING:
    from cli.conftest import Qms
    from support import Clone

SECOND = document("SOP-004", revision=2, body="Every order is checked twice.\n", review="80 years")


def test_the_text_in_force(qms: Qms, manual: Clone) -> None:
    """Without options it is what people work by today, byte for byte, though a later one is announced."""
    ran = qms(manual, "show", "SOP-004")
    assert (ran.status, ran.err) == (0, "")
    assert ran.out == SECOND.encode()


def test_exact_bytes(qms: Qms, manual: Clone, windows: str) -> None:
    """Byte order mark, Windows line ends and trailing blanks come out as they stand in the repository."""
    ran = qms(manual, "show", "SOP-020", "--revision", "1", variables={"PYTHONIOENCODING": "ascii"})
    assert ran.out == windows.encode()
    assert ran.out.startswith(b"\xef\xbb\xbf---\r\n")


def test_on_days_of_the_past_and_the_future(qms: Qms, manual: Clone) -> None:
    """The text that was, or will be, in force on a day."""
    assert qms(manual, "show", "SOP-004", "--as-of", "2022-01-31").out == document("SOP-004").encode()
    assert b"revision: 3\n" in qms(manual, "show", "SOP-004", "--as-of", "2099-01-01").out


def test_a_day_before_the_document_existed(qms: Qms, manual: Clone, copy: Clone) -> None:
    """Status 1, and since when there is such a document; a draft counts from the day on which it was merged."""
    ran = qms(manual, "show", "SOP-004", "--as-of", "2021-01-31")
    assert (ran.status, ran.out) == (1, b"")
    assert ran.err == "qms: SOP-004 did not exist yet on 2021-01-31: it came into the manual on 2021-02-01.\n"
    assert "came into the manual on 2022-10-01" in qms(manual, "show", "SOP-030", "--as-of", "2020-01-01").err
    assert "There is no document SOP-099." in qms(manual, "show", "SOP-099", "--as-of", "2020-01-01").err
    copy.write("procedures/new.md", document("SOP-005", title="New"))
    proposed = (
        "SOP-005 is only proposed, and not on the release line yet. `qms show SOP-005 --preview` prints its text."
    )
    assert qms(copy, "show", "SOP-005").err == f"qms: {proposed}\n"
    assert "did not exist yet on 2021-01-31" in qms(copy, "show", "SOP-005", "--as-of", "2021-01-31").err


def test_a_revision_by_its_number(qms: Qms, manual: Clone) -> None:
    """Any issued revision, whatever its status; another number is status 1 and says which there are."""
    assert b"revision: 3\n" in qms(manual, "show", "SOP-004", "--revision", "3").out
    ran = qms(manual, "show", "SOP-004", "--revision", "4")
    assert (ran.status, ran.out) == (1, b"")
    assert ran.err == "qms: SOP-004 has no revision 4. Issued revisions: 1, 2, 3.\n"
    assert qms(manual, "show", "SOP-004", "--revision", "").status == 1


@pytest.mark.parametrize(
    ("document_id", "said"),
    [
        ("SOP-020", "Revision 1: In review: waiting for the approval of Quality manager."),
        ("SOP-030", "It was never issued."),
    ],
)
def test_nothing_in_force(qms: Qms, manual: Clone, document_id: str, said: str) -> None:
    """Status 1, no text, and what is in review."""
    ran = qms(manual, "show", document_id)
    assert (ran.status, ran.out) == (1, b"")
    assert ran.err.startswith(f"qms: No revision of {document_id} is in force on ")
    assert said in ran.err


def test_an_obsolete_document_says_so_beside_its_text(qms: Qms, manual: Clone) -> None:
    """The text of the withdrawal is the result; that nobody works by it is said on standard error."""
    ran = qms(manual, "show", "SOP-014")
    assert ran.status == 0
    assert b"obsolete:\n" in ran.out
    assert ran.err == "SOP-014: Obsolete since 15 June 2022: no longer to be used.\n"
    assert qms(manual, "show", "SOP-014", "--as-of", "2022-06-14").err == ""


def test_preview_is_the_work_tree(qms: Qms, copy: Clone) -> None:
    """What would be merged, drafts included; without `--preview` the release line answers."""
    changed = document("SOP-009", revision=2, title="Sales")
    copy.write("procedures/sales.md", changed)
    assert qms(copy, "show", "SOP-009", "--preview").out == changed.encode()
    assert qms(copy, "show", "SOP-009", "--preview", "--revision", "2").out == changed.encode()
    assert b"revision: 1\n" in qms(copy, "show", "SOP-009").out
    assert qms(copy, "show", "SOP-009", "--revision", "2").status == 1
    assert b"status: draft\n" in qms(copy, "show", "SOP-030", "--preview").out


def test_preview_says_what_a_merge_today_would_do(qms: Qms, copy: Clone) -> None:
    """The sentences stand on standard error, so that the text stays exact; an untouched text has none."""
    assert qms(copy, "show", "SOP-009", "--preview").err == ""
    assert qms(copy, "show", "SOP-030", "--preview").err == "SOP-030: Draft: not issued, nobody works by it.\n"
    copy.write("procedures/sales.md", document("SOP-009", revision=2, title="Sales", effective="2098-01-01"))
    said = qms(copy, "show", "SOP-009", "--preview").err
    assert said == "SOP-009: Merged today, revision 2 is issued and takes effect on 1 January 2098.\n"
    copy.write("procedures/purchasing.md", document("SOP-004", revision=0))
    assert "never takes effect: revision 2 is higher" in qms(copy, "show", "SOP-004", "--preview").err
    copy.write("procedures/sales.md", "---\nid: SOP-009: sales\n---\n")
    unreadable = qms(copy, "show", "SOP-009", "--preview")
    assert (unreadable.status, unreadable.out) == (1, b"")
    assert "procedures/sales.md no longer says in readable front matter that it is SOP-009." in unreadable.err
    (copy.path / "procedures" / "sales.md").unlink()
    gone = qms(copy, "show", "SOP-009", "--preview")
    assert (gone.status, gone.out) == (1, b"")
    assert "This change removes the document's file." in gone.err
    assert qms(copy, "show", "SOP-009").status == 0


def test_preview_of_a_text_that_changed_under_its_number(qms: Qms, copy: Clone) -> None:
    """It is the text as it stands and not the issued one, and does not pass for it."""
    changed = document("SOP-009", title="Sales", body="Something else.\n")
    copy.write("procedures/sales.md", changed)
    ran = qms(copy, "show", "SOP-009", "--preview")
    assert ran.out == changed.encode()
    assert "the revision is still 1" in ran.err
    page = qms(copy, "show", "SOP-009", "--preview", "--format", "html").text
    assert "Something else." in page
    assert "Changed text under revision 1: not in force." in page
    assert "In force since" not in page


def test_html_stands_alone_and_runs_nothing(qms: Qms, copy: Clone) -> None:
    """A whole page with the control header; markup of the text cannot run or load anything."""
    body = '<script>alert(1)</script><img src="https://example.com/x.png" alt="x">\n\n'
    body += '[x](javascript:alert(1)) <a href="javascript:alert(2)">y</a>\n'
    copy.write("procedures/sales.md", document("SOP-009", revision=2, title="<b>Sales</b>", body=body))
    page = qms(copy, "show", "SOP-009", "--preview", "--format", "html").text
    assert page.lower().startswith("<!doctype html>")
    assert "&lt;b&gt;Sales&lt;/b&gt;" in page
    for harmful in ("<script", 'href="javascript:', "<img", "https://example.com"):
        assert harmful not in page
    assert "SOP-009" in page


def test_wrong_use(qms: Qms, manual: Clone) -> None:
    """Two ways to name a text at once, no id, an unknown form: status 2 and nothing on standard output."""
    for arguments in (
        ("SOP-004", "--revision", "1", "--as-of", "2022-01-01"),
        (),
        ("SOP-004", "--format", "pdf"),
        ("SOP-004", "--as-of", "yesterday"),
        ("SOP-004", "--as-of", "2022-02-30"),
        ("SOP-004", "SOP-009"),
    ):
        ran = qms(manual, "show", *arguments)
        assert (ran.status, ran.out) == (2, b""), arguments
        assert ran.err


def test_html_shows_tables_of_the_revision(qms: Qms, copy: Clone) -> None:
    """A `table` block is a table of the bytes that belong to the text that is asked for, or says why there is none."""
    block = "```table\nfile: tools.csv\ncaption: Tools\n```\n"
    copy.write("procedures/sales.md", document("SOP-009", revision=2, title="Sales", body=block))
    copy.write("procedures/tools.csv", "Tool,Price\n<b>Gauge</b>,80\n")
    copy.git("add", "-A")
    copy.git("commit", "-q", "-m", "Revise")
    copy.write("procedures/tools.csv", "Tool,Price\nRuler\n")
    page = qms(copy, "show", "SOP-009", "--revision", "2", "--format", "html").text
    assert '<caption>Tools</caption>\n<thead><tr><th scope="col">Tool</th><th scope="col" align="right">' in page
    assert "<td>&lt;b&gt;Gauge&lt;/b&gt;</td>" in page
    page = qms(copy, "show", "SOP-009", "--preview", "--format", "html").text
    assert "A table is missing here: tools.csv cannot be shown as a table: this row has 1 cell" in page


def test_html_draws_figures_as_the_site_does(qms: Qms, copy: Clone) -> None:
    """Flow charts are pictures, formulas where the site has them; what cannot be drawn is shown as it is written."""
    body = "```mermaid\nflowchart LR\n  A[Need] --> B[Order]\n```\n\nAt most $x < 5$, `$y$`.\n\n$$\na\n- b\n$$\n\n"
    other = "```mermaid\npie\n```\n\n<pre class='figure-flow-chart'>flowchart LR\nA[own]</pre>\n"
    copy.write("procedures/sales.md", document("SOP-009", revision=2, title="Sales", body=body + other))
    page = qms(copy, "show", "SOP-009", "--preview", "--format", "html").text
    assert page.count('<figure class="flow-chart"') == 2
    assert "<desc>own</desc>" in page
    assert "<desc>Need \u2192 Order</desc>" in page
    assert "At most $x &lt; 5$" in page
    assert "Diagram not drawn: " in page
    copy.write("mkdocs.yml", "site_name: x\nmarkdown_extensions: [pymdownx.arithmatex]\n")
    page = qms(copy, "show", "SOP-009", "--preview", "--format", "html").text
    assert page.count('<svg class="formula"') == 2
    assert "<code>$y$</code>" in page
