"""The master document list."""

from __future__ import annotations

import csv
import hashlib
import io
from datetime import date
from typing import TYPE_CHECKING

from support import document

if TYPE_CHECKING:
    from cli.conftest import Qms
    from support import Clone

COLUMNS = (
    *("id", "title", "type", "path", "owner", "revision", "status", "effective_on", "approved_on", "issued_on"),
    *("digest", "next_review"),
)


def test_json_has_the_promised_keys_in_their_order(qms: Qms, manual: Clone) -> None:
    """The list is an array sorted by id; each row has the same keys, and absent values are null."""
    rows = qms(manual, "list", "--format", "json", "--as-of", "2023-01-01").json
    assert [row["id"] for row in rows] == ["SOP-004", "SOP-009", "SOP-014", "SOP-020"]
    assert {tuple(row) for row in rows} == {(*COLUMNS, "next")}
    digest = rows[0].pop("digest")
    assert rows[0] == {
        "id": "SOP-004",
        "title": "Purchasing",
        "type": "procedure",
        "path": "procedures/purchasing.md",
        "owner": "quality-manager",
        "revision": "2",
        "status": "effective",
        "effective_on": "2022-02-01",
        "approved_on": None,
        "issued_on": "2022-02-01",
        "next_review": "2102-08-01",
        "next": {"revision": "3", "status": "approved", "effective_on": "2099-01-01"},
    }
    shown = document("SOP-004", revision=2, body="Every order is checked twice.\n", review="80 years").encode()
    listing = f"{hashlib.sha256(shown).hexdigest()}  SOP-004\n"
    assert digest == f"qms1:{hashlib.sha256(listing.encode()).hexdigest()}"


def test_without_a_revision_in_force_the_latest_is_listed(qms: Qms, manual: Clone) -> None:
    """A document in review has its latest revision and no days that are not known."""
    row = qms(manual, "list", "--format", "json").json[3]
    assert (row["revision"], row["status"], row["issued_on"]) == ("1", "in review", "2022-07-01")
    assert (row["effective_on"], row["approved_on"], row["next_review"], row["next"]) == (None, None, None, None)


def test_on_days_of_the_past_and_the_future(qms: Qms, manual: Clone) -> None:
    """The list of a day says what held on that day; before the first entry it is empty."""

    def held(day: str) -> dict[str, tuple[str, str]]:
        rows = qms(manual, "list", "--format", "json", "--as-of", day).json
        return {row["id"]: (row["revision"], row["status"]) for row in rows}

    assert held("2020-12-31") == {}
    assert held("2021-02-01") == {"SOP-004": ("1", "effective")}
    assert held("2022-06-14")["SOP-014"] == ("2", "effective")
    assert held("2022-06-15")["SOP-014"] == ("2", "obsolete")
    assert held("2098-12-31")["SOP-004"] == ("2", "effective")
    assert held("2099-01-01")["SOP-004"] == ("3", "effective")


def test_csv_has_the_same_columns_and_no_formulas(qms: Qms, manual: Clone) -> None:
    """RFC 4180 with a header; a cell that a spreadsheet would run begins with an apostrophe."""
    ran = qms(manual, "list", "--format", "csv", "--as-of", "2023-01-01")
    assert ran.out.startswith(b"id,title,")
    assert ran.out.endswith(b"\r\n")
    assert ran.out.count(b"\n") == ran.out.count(b"\r\n") == 5
    rows = list(csv.DictReader(io.StringIO(ran.text, newline="")))
    assert tuple(rows[0]) == (*COLUMNS, "next_revision", "next_status", "next_effective_on")
    assert rows[1]["title"] == '\'=SUM(1), "Sales"'
    assert (rows[0]["next_revision"], rows[0]["next_status"], rows[0]["next_effective_on"]) == (
        "3",
        "approved",
        "2099-01-01",
    )
    assert (rows[3]["title"], rows[3]["approved_on"]) == ("Innkjøp", "")
    assert rows[3]["path"] == "procedures/buying/innkjøp.md"


def test_table_is_for_people(qms: Qms, manual: Clone) -> None:
    """A head and a line for each document, without trailing blanks."""
    lines = qms(manual, "list", "--as-of", "2023-01-01").text.splitlines()
    assert len(lines) == 5
    assert lines[0].split() == ["ID", "Title", "Rev.", "Status", "Effective", "Next", "review", "Owner", "Coming"]
    assert lines[1].split() == [
        *("SOP-004", "Purchasing", "2", "effective", "2022-02-01", "2102-08-01", "quality-manager"),
        *("3", "approved", "2099-01-01"),
    ]
    assert all(line == line.rstrip() for line in lines)


def test_preview_adds_what_is_proposed(qms: Qms, copy: Clone) -> None:
    """Without `--preview` the release line answers; with it the drafts and the work tree as well."""
    copy.write("procedures/new.md", document("SOP-005", title="New"))
    copy.write("procedures/sales.md", document("SOP-009", revision=2, title="Sales"))
    plain = qms(copy, "list", "--format", "json").json
    preview = {row["id"]: row for row in qms(copy, "list", "--format", "json", "--preview").json}
    assert [row["id"] for row in plain] == ["SOP-004", "SOP-009", "SOP-014", "SOP-020"]
    assert plain[1]["next"] is None
    assert sorted(preview) == ["SOP-004", "SOP-005", "SOP-009", "SOP-014", "SOP-020", "SOP-030"]
    assert preview["SOP-005"]["status"] == preview["SOP-030"]["status"] == "draft"
    assert preview["SOP-009"]["revision"] == "1"
    assert preview["SOP-009"]["next"] == {"revision": "2", "status": "draft", "effective_on": None}


def test_a_preview_tells_what_a_merge_today_would_bring(qms: Qms, copy: Clone) -> None:
    """`on_merge` is there with `--preview` alone: number, status and day of what is proposed, else null."""
    copy.write("procedures/new.md", document("SOP-005", title="New"))
    copy.write("procedures/sales.md", document("SOP-009", revision=2, title="Sales", effective="2098-01-01"))
    copy.write("procedures/ask.md", document("SOP-021", title="Ask", type="reviewed"))
    copy.write("procedures/idea.md", document("SOP-022", title="Idea", status="draft"))
    copy.write("procedures/purchasing.md", document("SOP-004", revision=0, title="Purchasing"))
    ran = qms(copy, "list", "--format", "json", "--preview")
    today = date.fromisoformat(qms(copy, "check", "--format", "json").json["as_of"]).isoformat()
    rows = {row["id"]: row for row in ran.json}
    assert {tuple(row) for row in rows.values()} == {(*COLUMNS, "next", "on_merge")}
    assert {name: row["on_merge"] for name, row in rows.items() if row["on_merge"]} == {
        "SOP-004": {"revision": "0", "status": "superseded", "effective_on": None},
        "SOP-005": {"revision": "1", "status": "effective", "effective_on": today},
        "SOP-009": {"revision": "2", "status": "approved", "effective_on": "2098-01-01"},
        "SOP-021": {"revision": "1", "status": "in review", "effective_on": None},
        "SOP-022": {"revision": "1", "status": "draft", "effective_on": None},
    }
    new = rows["SOP-005"]
    assert (new["status"], new["effective_on"], new["approved_on"], new["issued_on"]) == ("draft", None, None, None)
    assert rows["SOP-030"]["status"] == "draft"
    (sales,) = [each for each in qms(copy, "list", "--preview").text.splitlines() if each.startswith("SOP-009")]
    assert sales.split()[-5:] == ["2", "draft", "2", "approved", "2098-01-01"]
    read = list(csv.DictReader(io.StringIO(qms(copy, "list", "--format", "csv", "--preview").text, newline="")))
    assert tuple(read[0])[-3:] == ("on_merge_revision", "on_merge_status", "on_merge_effective_on")
    assert (read[1]["id"], read[1]["on_merge_effective_on"]) == ("SOP-005", today)


def test_an_empty_manual_is_an_empty_list(qms: Qms, small: Clone) -> None:
    """A repository without any document is in order."""
    assert qms(small, "list", "--format", "json").json == []
    assert qms(small, "list", "--format", "csv").text.count("\r\n") == 1
    plain = qms(small, "list", "--as-of", "2022-01-01")
    assert (plain.status, plain.text.splitlines()[1:]) == (0, [])
    assert plain.err == "No document was issued by 2022-01-01.\n"
