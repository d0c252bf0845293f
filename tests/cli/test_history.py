"""The revision history of a document."""

from __future__ import annotations

from typing import TYPE_CHECKING

from support import document

if TYPE_CHECKING:
    from cli.conftest import Qms
    from support import Clone

KEYS = (
    *("revision", "status", "class", "summary", "reason", "request", "issued_on", "approved_on", "effective_on"),
    *("superseded_on", "commit", "path", "digest", "authors", "approvals", "before_control", "altered"),
)


def test_json_has_the_promised_keys_in_their_order(qms: Qms, manual: Clone) -> None:
    """Newest first; each revision with its change, its days, its commit and the people who wrote it."""
    history = qms(manual, "history", "SOP-004", "--format", "json", "--as-of", "2023-01-01").json
    assert list(history) == ["id", "title", "revisions"]
    assert (history["id"], history["title"]) == ("SOP-004", "Purchasing")
    assert [each["revision"] for each in history["revisions"]] == ["3", "2", "1"]
    assert {tuple(each) for each in history["revisions"]} == {KEYS}
    third, second, first = history["revisions"]
    assert second.pop("digest").startswith("qms1:")
    assert second == {
        "revision": "2",
        "status": "effective",
        "class": "major",
        "summary": "Every order is checked by a second person.",
        "reason": "Finding 2 of audit AUD-2026-01.",
        "request": None,
        "issued_on": "2022-02-01",
        "approved_on": None,
        "effective_on": "2022-02-01",
        "superseded_on": None,
        "commit": manual.commit("second"),
        "path": "procedures/purchasing.md",
        "authors": [
            {"name": "Cid Dahl", "email": "cid@example.com"},
            {"name": "Liv Strand", "email": "liv@example.com"},
        ],
        "approvals": [],
        "before_control": False,
        "altered": False,
    }
    assert (first["status"], first["superseded_on"], first["class"]) == ("superseded", "2022-02-01", None)
    assert (third["status"], third["effective_on"]) == ("approved", "2099-01-01")


def test_on_days_of_the_past_and_the_future(qms: Qms, manual: Clone) -> None:
    """On a day only what was known then is listed; a day of the future is answered with what is known today."""

    def statuses(day: str) -> dict[str, str]:
        revisions = qms(manual, "history", "SOP-004", "--format", "json", "--as-of", day).json["revisions"]
        return {each["revision"]: each["status"] for each in revisions}

    assert statuses("2021-02-01") == {"1": "effective"}
    assert statuses("2099-01-01") == {"3": "effective", "2": "superseded", "1": "superseded"}
    before = qms(manual, "history", "SOP-004", "--as-of", "2021-01-31")
    assert (before.status, before.out) == (1, b"")
    assert before.err == "qms: SOP-004 did not exist yet on 2021-01-31: it came into the manual on 2021-02-01.\n"


def test_table_is_for_people(qms: Qms, manual: Clone) -> None:
    """Id and title, a head, and a line for each revision."""
    lines = qms(manual, "history", "SOP-004").text.splitlines()
    assert lines[0] == "SOP-004 Purchasing"
    assert lines[2].split() == ["Rev.", "Status", "Issued", "Effective", "Class", "Summary", "Authors"]
    assert [line.split()[:4] for line in lines[3:]] == [
        ["3", "approved", "2022-08-01", "2099-01-01"],
        ["2", "effective", "2022-02-01", "2022-02-01"],
        ["1", "superseded", "2021-02-01", "2021-02-01"],
    ]
    assert lines[4].endswith("Cid Dahl, Liv Strand")


def test_drafts_appear_in_a_preview_only(qms: Qms, copy: Clone) -> None:
    """What is not issued is shown with `--preview` and without a commit; a draft alone has no history yet."""
    copy.write("procedures/sales.md", document("SOP-009", revision=2, title="Sales"))
    plain = qms(copy, "history", "SOP-009", "--format", "json").json["revisions"]
    preview = qms(copy, "history", "SOP-009", "--format", "json", "--preview").json["revisions"]
    assert [each["revision"] for each in plain] == ["1"]
    newest = preview[0]
    assert (newest["revision"], newest["status"], newest["commit"]) == ("2", "draft", None)
    assert (newest["issued_on"], newest["approved_on"], newest["effective_on"]) == (None, None, None)
    never = qms(copy, "history", "SOP-030", "--format", "json")
    assert never.json["revisions"] == []
    assert never.err == "SOP-030 was never issued. `qms history SOP-030 --preview` shows its draft.\n"
    drafted = qms(copy, "history", "SOP-030", "--format", "json", "--preview").json["revisions"]
    assert [(each["revision"], each["status"]) for each in drafted] == [("1", "draft")]
    assert (drafted[0]["issued_on"], drafted[0]["commit"], drafted[0]["on_merge"]) == (None, None, None)


def test_a_preview_tells_what_a_merge_today_would_make_of_each_revision(qms: Qms, copy: Clone) -> None:
    """`on_merge` has status and day of what is proposed, and is null for what is on the release line."""
    copy.write("procedures/sales.md", document("SOP-009", revision=2, title="Sales", effective="2098-01-01"))
    preview = qms(copy, "history", "SOP-009", "--format", "json", "--preview").json["revisions"]
    assert [each["on_merge"] for each in preview] == [{"status": "approved", "effective_on": "2098-01-01"}, None]
    lines = qms(copy, "history", "SOP-009", "--preview").text.splitlines()
    assert lines[2].endswith("If merged today")
    assert lines[3].endswith("approved 2098-01-01")
    assert lines[4].split()[1] == "effective"


def test_a_text_that_was_changed_under_its_number_is_remarked(qms: Qms, copy: Clone) -> None:
    """The issued text holds, and the history says that other bytes stood under the number later."""
    copy.write("procedures/sales.md", document("SOP-009", title="Sales", body="Something else.\n"))
    copy.git("commit", "-q", "-a", "-m", "Change", day="2022-11-01")
    (only,) = qms(copy, "history", "SOP-009", "--format", "json").json["revisions"]
    assert (only["altered"], only["issued_on"]) == (True, "2021-03-01")
    assert "Revision 1: the text was changed later under this number" in qms(copy, "history", "SOP-009").text


def test_a_document_whose_file_is_gone_says_so(qms: Qms, copy: Clone) -> None:
    """History and text are kept, and who reads them learns that the file was removed and nothing was withdrawn."""
    copy.git("rm", "-q", "procedures/sales.md")
    copy.git("commit", "-q", "-m", "Remove", day="2022-11-01")
    fact = "Its file was removed on 1 November 2022 without a revision that makes the document obsolete."
    assert qms(copy, "history", "SOP-009").text.endswith(f"\n\n{fact}\n")
    shown = qms(copy, "show", "SOP-009")
    assert (shown.status, shown.err) == (0, f"SOP-009: {fact}\n")
    assert qms(copy, "show", "SOP-009", "--as-of", "2022-10-31").err == ""


def test_a_day_in_the_past_has_no_preview(qms: Qms, manual: Clone) -> None:
    """The work tree has no past: status 2 and a sentence, for every command that has both options."""
    for arguments in (("list",), ("show", "SOP-004"), ("history", "SOP-004")):
        ran = qms(manual, *arguments, "--preview", "--as-of", "2022-03-01")
        assert (ran.status, ran.out) == (2, b"")
        assert "The work tree has no past" in ran.err
        assert qms(manual, *arguments, "--preview", "--as-of", "2098-03-01").status == 0


def test_an_unknown_document(qms: Qms, manual: Clone) -> None:
    """Status 1, nothing on standard output, and the id that was perhaps meant."""
    ran = qms(manual, "history", "sop-004")
    assert (ran.status, ran.out) == (1, b"")
    assert ran.err == "qms: There is no document sop-004. Did you mean SOP-004?\n"
    assert "`qms list` shows every document." in qms(manual, "history", "../../etc/passwd").err
