"""All rules from the command line."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from support import Story, document, policy

if TYPE_CHECKING:
    from cli.conftest import Qms
    from support import Build, Clone

NOT_UTF8 = "procedures/\udcff\udcfe.md"


def test_in_order(qms: Qms, manual: Clone) -> None:
    """Nothing is found: no result, one sentence for people, status 0."""
    ran = qms(manual, "check")
    assert (ran.status, ran.out) == (0, b"")
    assert ran.err.startswith("In order: 5 documents checked as of ")


def test_json_has_the_promised_keys_in_their_order(qms: Qms, copy: Clone) -> None:
    """The report names commit, day, state, what was checked and the findings, sorted by place."""
    copy.write("procedures/purchasing.md", document("SOP-004", revision=5, title="Purchasing", change=False))
    copy.write("procedures/canteen.md", "# Canteen\n")
    ran = qms(copy, "check", "--format", "json")
    report = ran.json
    assert ran.status == 1
    assert ran.err == ""
    assert list(report) == ["commit", "as_of", "dirty", "checked", "findings"]
    assert report["commit"] == copy.commit("last")
    assert report["dirty"] is True
    assert report["checked"] == {"documents": 5, "records": 0, "entries": 10}
    assert [(each["code"], each["path"], each["line"]) for each in report["findings"]] == [
        ("DC106", "procedures/canteen.md", 1),
        ("DC303", "procedures/purchasing.md", 1),
        ("DC302", "procedures/purchasing.md", 5),
    ]
    assert report["findings"][2] == {
        "code": "DC302",
        "rule": "gap-in-revisions",
        "severity": "error",
        "path": "procedures/purchasing.md",
        "line": 5,
        "document": "SOP-004",
        "fact": "SOP-004: revision 5 follows revision 3.",
        "remedy": "Set `revision: 4`.",
        "permitted_until": None,
    }


def test_text_is_a_line_for_each_finding(qms: Qms, copy: Clone) -> None:
    """Place, code, fact and remedy on standard output, the outcome on standard error."""
    copy.write("procedures/canteen.md", "# Canteen\n")
    ran = qms(copy, "check")
    assert ran.status == 1
    assert ran.text == (
        "procedures/canteen.md:1: DC106 The page has neither an id nor the mark `controlled: false`. "
        "Add front matter with an `id`, or `controlled: false` where nobody works by it.\n"
    )
    assert ran.err.startswith("1 error in 5 documents as of ")


def test_warnings_fail_only_where_it_is_strict(qms: Qms, build: Build) -> None:
    """A warning is shown and marked; it changes the status with `--strict` alone."""
    story = Story()
    story.entry("2021-01-04", {"qms.yml": policy()})
    story.entry("2021-02-01", {"procedures/purchasing.md": document(heading=False)})
    clone = build(story)
    plain, strict = qms(clone, "check"), qms(clone, "check", "--strict")
    assert (plain.status, strict.status) == (0, 1)
    assert plain.out == strict.out
    assert plain.text.endswith(" (warning)\n")
    assert "DC109" in plain.text
    assert plain.err == strict.err
    assert plain.err.startswith("1 warning in 1 document as of ")


def test_the_past_is_the_release_line_alone(qms: Qms, copy: Clone) -> None:
    """The work tree has no part in a day of the past, and it has in one of the future."""
    copy.write("procedures/canteen.md", "# Canteen\n")
    past = qms(copy, "check", "--format", "json", "--as-of", "2021-02-15")
    report = past.json
    assert past.status == 0
    assert (report["as_of"], report["dirty"], report["findings"]) == ("2021-02-15", False, [])
    assert report["commit"] == copy.commit("first")
    assert report["checked"] == {"documents": 1, "records": 0, "entries": 3}
    future = qms(copy, "check", "--format", "json", "--as-of", "2098-12-31")
    assert future.status == 1
    assert future.json["dirty"] is True
    assert "DC106" in {each["code"] for each in future.json["findings"]}


def test_before_the_first_entry_there_is_nothing(qms: Qms, manual: Clone) -> None:
    """No commit, no document, no error."""
    ran = qms(manual, "check", "--format", "json", "--as-of", "1999-12-31")
    assert ran.status == 0
    assert ran.json["commit"] is None
    assert ran.json["checked"] == {"documents": 0, "records": 0, "entries": 0}


def test_a_finding_of_the_release_line_has_no_path(qms: Qms, build: Build) -> None:
    """Dates that run backwards are at no file: the path is null and the text says release line."""
    story = Story()
    story.entry("2021-03-04", {"qms.yml": policy()})
    story.entry("2021-02-01", {"procedures/purchasing.md": document()})
    clone = build(story)
    finding = qms(clone, "check", "--format", "json").json["findings"][0]
    assert (finding["code"], finding["path"], finding["line"], finding["document"]) == ("DC305", None, 1, None)
    assert qms(clone, "check").text.startswith("release line: DC305 ")


@pytest.mark.parametrize("command", [("check",), ("list",), ("show", "SOP-004"), ("history", "SOP-004")])
def test_a_policy_that_cannot_be_read_stops_every_command(qms: Qms, copy: Clone, command: tuple[str, ...]) -> None:
    """Nothing on standard output, the place on standard error, status 3."""
    copy.write("qms.yml", "organization: Fjordlys\ntypes: [\n")
    ran = qms(copy, *command)
    assert (ran.status, ran.out) == (3, b"")
    assert ran.err.startswith("qms: qms.yml:")
    assert "IN101" in ran.err


def broken(copy: Clone, path: str, old: str, new: str) -> None:
    """A file of the manual is spoilt."""
    text = (copy.path / path).read_text(encoding="utf-8")
    assert old in text
    copy.write(path, text.replace(old, new, 1))


BROKEN = {
    "procedures/purchasing.md": (
        "title: Purchasing of goods",
        "title: Purchasing: goods",
        (
            "3: IN101 The front matter cannot be read: the value of `title` has a colon followed by a blank in it. "
            'Put the whole value in quotation marks: `title: "Purchasing: goods"`.'
        ),
    ),
    "records/organization.yml": (
        "roles:\n",
        "roles:\n\tclerk: x\n",
        "2: IN101 The file cannot be read: the line is indented with a tab. Indent it with blanks, two for each level.",
    ),
    "mkdocs.yml": (
        "site_name: Manual",
        "site_name: [Draft] Manual",
        (
            "1: IN101 The settings of the site cannot be read: the value begins with a bracket and goes on behind it. "
            'Put the whole value in quotation marks: `site_name: "[Draft] Manual"`.'
        ),
    ),
}


@pytest.mark.parametrize("path", BROKEN)
def test_a_file_that_cannot_be_read_is_a_finding(qms: Qms, copy: Clone, path: str) -> None:
    """What is wrong, in which line, and what to do, whichever file it is."""
    copy.write("mkdocs.yml", "site_name: Manual\nplugins: [search, document-control]\n")
    old, new, said = BROKEN[path]
    broken(copy, path, old, new)
    ran = qms(copy, "check")
    assert ran.status == 1
    assert f"{path}:{said}\n" in ran.text


def test_a_policy_that_cannot_be_read_is_told_in_plain_words(qms: Qms, copy: Clone) -> None:
    """The sentence names the line that has to be mended."""
    broken(copy, "qms.yml", "organization: Fjordlys Instruments", "organization: 'Fjordlys Instruments")
    ran = qms(copy, "check")
    assert ran.status == 3
    assert ran.err == (
        "qms: qms.yml:1: IN101 The policy cannot be used: the quotation mark `'` in this line is never closed. "
        "Put `'` at the end of the value as well.\n"
    )


@pytest.mark.parametrize("command", ["build", "serve"])
def test_settings_of_the_site_that_cannot_be_read_stop_it(qms: Qms, copy: Clone, command: str) -> None:
    """The words are those of `qms check`, and no site is made: status 2."""
    copy.write("mkdocs.yml", "site_name: Manual: of quality\n")
    ran = qms(copy, command)
    assert (ran.status, ran.out) == (2, b"")
    assert ran.err.startswith(
        "qms: mkdocs.yml:1: IN101 The settings of the site cannot be read: the value of `site_name`"
    )
    copy.write("mkdocs.yml", b"site_name: Manual\nx: \xff\n")
    assert (
        "mkdocs.yml:2: IN101 The settings of the site cannot be read: this line is not UTF-8." in qms(copy, command).err
    )


def test_outside_a_repository(qms: Qms, home: object) -> None:
    """There is no history to look at: status 3 and what to do."""
    ran = qms(home, "check")  # type: ignore[arg-type]
    assert (ran.status, ran.out) == (3, b"")
    assert "not inside a git repository" in ran.err


def test_names_and_titles_cannot_play_with_the_terminal(qms: Qms, build: Build) -> None:
    """Control characters reach no terminal; JSON writes them as escapes, and names that are no UTF-8 too."""
    story = Story()
    story.entry("2021-01-04", {"qms.yml": policy()})
    story.entry(
        "2021-02-01",
        {
            "procedures/a\nb.md": document("SOP-001", title="\x1b[31mRed\x07"),
            NOT_UTF8: document("SOP-002", title="\u202eback", owner=None),
            'procedures/"quoted" [x].md': "# No front matter\x1b[2J\n",
        },
    )
    clone = build(story)
    text = qms(clone, "check")
    assert text.status == 1
    assert not set(text.text) & {"\x1b", "\x07", "\u202e"}
    assert len(text.text.splitlines()) == 2
    report = qms(clone, "check", "--format", "json")
    assert [each["path"] for each in report.json["findings"]] == ['procedures/"quoted" [x].md', NOT_UTF8]
    assert b"\\udcff\\udcfe.md" in report.out
    listed = qms(clone, "list")
    assert not set(listed.text) & {"\x1b", "\x07", "\u202e"}
    assert qms(clone, "list", "--format", "json").json[1]["path"] == NOT_UTF8
    assert qms(clone, "history", "SOP-001").status == 0
