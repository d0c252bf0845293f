"""Competence on the site: what each role has to know, who does, since when, and who does not."""

from __future__ import annotations

import csv
import io
from datetime import date
from typing import TYPE_CHECKING

from mkdocs_document_control import competence_pages
from support import digest_of, document, organization_file
from support.preview import Preview, differing

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

    from qms_docs.model.manual import Manual
    from qms_docs.views.published_records import PublishedRecords
    from support import Build, Story
    from support.sites import Publish, Site, Tell

TODAY = date(2026, 6, 1)
FOLDER = "/records/training/competence/"
_PEOPLE = {"Ann Berg": ["quality-manager"], "Kai Moen": ["buyer"], "Liv Strand": ["buyer"], "Ole Vik": ["buyer"]}
_POLICY = {
    "standards": [],
    "types": {"procedure": {"acknowledge": "14 days", "retrain": ["major"]}, "form": {"id": "FRM-\\d{3}"}},
}
_REQUIREMENTS = """\
requirements:
  - {role: buyer, subject: Lifting of  loads, kind: classroom, refresh: 12 months}
  - {role: buyer, subject: SOP-004, kind: on the job}
  - {role: quality-manager, subject: First aid, kind: external, mandatory: false}
  - {role: welder, subject: Welding, kind: test}
"""


def training(number: int, person: str, subject: str, kind: str, **fields: str) -> dict[str, str]:
    """A record of training, finished with success unless it says otherwise."""
    said = {"status": "done", "result": "passed", "completed": "2026-02-10", "confidentiality": "internal"} | fields
    head = (
        f"id: TRN-2026-{number:03}\ntitle: T\nopened: 2026-02-01\nowner: buyer\nassigned: 2026-02-01\ndue: 2026-05-01\n"
    )
    body = f"person: {person}\nsubject: {subject}\nkind: {kind}\n"
    rest = "".join(f"{name}: {value}\n" for name, value in said.items() if value)
    return {f"records/training/TRN-2026-{number:03}.yml": head + body + rest}


def told(tell: Tell, records: dict[str, str] | None = None, **policy: object) -> Story:
    """Two revisions of a document that buyers have to know, and what they have to learn besides."""
    story = tell(
        {**_POLICY, **policy},
    )
    first = document("SOP-004", applies_to=["buyer"], owner="quality-manager")
    second = document(
        "SOP-004", 2, applies_to=["buyer"], owner="quality-manager", effective="2026-03-01", body="Two.\n"
    )
    roles = {each: {"title": each.replace("-", " ").capitalize()} for each in ("quality-manager", "buyer", "welder")}
    files = {
        "records/organization.yml": organization_file(_PEOPLE, roles),
        "records/training/requirements.yml": _REQUIREMENTS,
        "procedures/purchasing.md": first,
        "procedures/form.md": document(
            "FRM-001", title="Form", type="form", applies_to=["buyer"], owner="quality-manager"
        ),
    }
    story.entry("2026-01-05", files)
    story.entry("2026-02-20", {"procedures/purchasing.md": second})
    digest = digest_of(second)
    rows = f"kai.moen,SOP-004,2,{digest},2026-02-25,commit\nliv.strand,SOP-004,2,{digest},2026-03-05,commit\n"
    acknowledged = {"records/acknowledgements/SOP-004.csv": f"person,document,revision,digest,on,method\n{rows}"}
    story.entry("2026-03-06", acknowledged | (records or {}))
    return story


def site_of(
    tell: Tell, build: Build, publish: Publish, records: dict[str, str] | None = None, **policy: object
) -> Site:
    """The site of that story."""
    return publish(build(told(tell, records, **policy)), today=TODAY)


def rows(site: Site) -> list[dict[str, str]]:
    """The lines of the CSV."""
    return list(csv.DictReader(io.StringIO(site.text("records/training/competence.csv"))))


def test_the_grid(tell: Tell, build: Build, publish: Publish) -> None:
    """Rows are documents and skills, columns are roles; a cell says how many know it, and an empty one asks nothing."""
    site = site_of(tell, build, publish)
    words = site.words(FOLDER)
    assert "SOP-004 Purchasing reading, revision 2 2 of 3 1 late" in words
    assert "SOP-004 Purchasing on the job, revision 2 0 of 3 3 missing" in words
    assert "FRM-001 Form reading, revision 1 not asked" in words
    assert "First aid external, nobody has to not asked" in words
    assert "Held by nobody: Welder." in words
    assert "2 of 9 known, 1 late , by 4 people in 2 roles." in words
    assert f'href="..{"/"}"' not in site.article(FOLDER)


def test_trained_before_it_took_effect(tell: Tell, build: Build, publish: Publish) -> None:
    """Who acknowledged a revision before it took effect is told apart from who did so afterwards, in words."""
    site = site_of(tell, build, publish)
    mine = site.words(f"{FOLDER}people/kai.moen/")
    assert "revision 2 acknowledged on 25 February 2026, before it took effect" in mine
    later = site.words(f"{FOLDER}people/liv.strand/")
    assert "revision 2 acknowledged on 5 March 2026, after it took effect" in later
    assert "late due since 15 March 2026 qms acknowledge SOP-004" in site.words(f"{FOLDER}people/ole.vik/")


def test_the_page_of_a_role(tell: Tell, build: Build, publish: Publish) -> None:
    """It names who does not know what yet, and leads to each holder, those who lack most first."""
    site = site_of(tell, build, publish)
    words = site.words(f"{FOLDER}roles/buyer/")
    assert "SOP-004 Purchasing reading, revision 2 2 of 3 1 late Ole Vik" in words
    assert "Lifting of loads classroom 0 of 3 3 missing Kai Moen , Liv Strand , Ole Vik" in words
    assert words.index("Ole Vik 0 of 3") < words.index("Kai Moen 1 of 3")
    assert 'href="../../people/kai.moen/"' in site.article(f"{FOLDER}roles/buyer/")


def test_skills_by_records_of_training(tell: Tell, build: Build, publish: Publish) -> None:
    """A skill is known by a record of that kind, until it is to be learned again; other records say why it is not."""
    records = {
        **training(1, "kai.moen", "lifting of loads", "classroom"),
        **training(2, "liv.strand", "Lifting of loads", "classroom", completed="2025-02-10"),
        **training(3, "ole.vik", "Lifting of loads", "classroom", status="assigned", completed="", result=""),
        **training(4, "kai.moen", "SOP-004@2", "on the job"),
        **training(5, "liv.strand", "SOP-004@1", "on the job"),
        **training(6, "ole.vik", "SOP-004@2", "on the job", status="waived", completed="", result="",
                   waived_reason="Wrote it."),
    }  # fmt: skip
    site = site_of(tell, build, publish, records)
    found = {(each["person"], each["subject"], each["kind"]): each for each in rows(site)}
    states = {key: each["state"] for key, each in found.items() if key[0] != "ann.berg"}
    assert states["kai.moen", "Lifting of  loads", "classroom"] == "known"
    assert states["liv.strand", "Lifting of  loads", "classroom"] == "expired"
    assert states["ole.vik", "Lifting of  loads", "classroom"] == "late"
    assert states["kai.moen", "SOP-004", "on the job"] == "known"
    assert states["liv.strand", "SOP-004", "on the job"] == "missing"
    assert states["ole.vik", "SOP-004", "on the job"] == "waived"
    assert found["liv.strand", "SOP-004", "on the job"]["remark"] == "TRN-2026-005 is about an earlier revision"
    assert found["liv.strand", "Lifting of  loads", "classroom"]["due"] == "2026-02-10"
    assert found["kai.moen", "SOP-004", "on the job"]["timing"] == "before it took effect"


def test_a_change_that_asks_for_nothing_new(tell: Tell, build: Build, publish: Publish) -> None:
    """Who acknowledged the revision before an editorial change still knows the document."""
    story = told(tell)
    change = {"class": "editorial", "summary": "A typing error.", "reason": "Seen."}
    third = document("SOP-004", 3, applies_to=["buyer"], owner="quality-manager", change=change, body="Three.\n")
    story.entry("2026-04-01", {"procedures/purchasing.md": third})
    site = publish(build(story), today=TODAY)
    assert "before it took effect; revision 3 asks for no new acknowledgement" in site.words(
        f"{FOLDER}people/kai.moen/"
    )


def test_what_is_restricted_is_not_shown(tell: Tell, build: Build, publish: Publish) -> None:
    """Of a restricted record nothing is said but that there is one; restricted documents are counted alone."""
    records = training(1, "kai.moen", "Lifting of loads", "classroom", confidentiality="restricted")
    records["procedures/secret.md"] = document(
        "SOP-009", title="Secret", applies_to=["buyer"], confidentiality="restricted", owner="quality-manager"
    )
    site = site_of(tell, build, publish, records)
    mine = site.words(f"{FOLDER}people/kai.moen/")
    assert "not shown a record of it is restricted" in mine
    assert "TRN-2026-001" not in mine
    assert "2026-02-10" not in site.text("records/training/competence.csv")
    assert "SOP-009" not in site.article(FOLDER) + site.text("records/training/competence.csv")
    assert "Of 1 restricted document nothing is said here." in site.words(FOLDER)


def test_a_public_site_has_none(tell: Tell, build: Build, publish: Publish) -> None:
    """Who knows what is nobody's business outside: neither pages nor names nor the file are published."""
    site = site_of(tell, build, publish, site={"audience": "public"})
    assert not [name for name in site.files() if "competence" in name]
    assert not [name for name in site.files_with("Kai Moen") if not name.startswith("rules/")]


def test_where_nobody_has_to_know_anything(tell: Tell, build: Build, publish: Publish) -> None:
    """Without roles to which documents apply there is no such page."""
    story = tell({"standards": []})
    story.entry("2026-01-05", {"procedures/purchasing.md": document("SOP-004")})
    site = publish(build(story))
    assert not site.holds("records/training/competence/index.html")


def test_a_thousand_people(tell: Tell, build: Build, publish: Publish) -> None:
    """Pages of roles name some of those who lack something and say how many there are besides."""
    story = tell({"standards": [], "types": {"procedure": {"acknowledge": "14 days"}}})
    people = {f"P {number:04}": ["clerk"] for number in range(600)}
    files = {
        "records/organization.yml": organization_file(people),
        **{
            f"procedures/p{number}.md": document(
                f"SOP-{number:03}", title=f"T{number}", applies_to=["clerk"], owner="clerk"
            )
            for number in range(10)
        },
    }
    story.entry("2026-01-05", files)
    site = publish(build(story), today=TODAY)
    assert "0 of 6000 known, 6000 late" in site.words(FOLDER)
    role = site.words(f"{FOLDER}roles/clerk/")
    assert "P 0019 , 580 more" in role
    assert "And 100 more, who lack less" in role
    assert len(site.text("records/training/competence/roles/clerk/index.html")) < 300_000
    assert len(rows(site)) == len(people) * 10
    assert "0 of 10 known, 10 late" in site.words(f"{FOLDER}people/p.0599/").replace(" ,", ",")


def test_an_edit_in_a_preview(tell: Tell, build: Build, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The grid is worked out again where somebody has to know something else or has learned it, and only there."""
    made: list[Manual] = []
    grid = competence_pages.competence

    def counted(manual: Manual, published: PublishedRecords) -> object:
        made.append(manual)
        return grid(manual, published)

    monkeypatch.setattr(competence_pages, "competence", counted)
    clone = build(told(tell))
    with Preview(clone, tmp_path / "preview", TODAY) as preview:
        preview.build()
        assert len(made) == 1
        for number, body in enumerate(("Three.\n", "Four.\n")):
            clone.write(
                "procedures/purchasing.md",
                document("SOP-004", 3, applies_to=["welder"], owner="quality-manager", title=f"T{number}", body=body),
            )
            preview.build()
        # What is proposed asks nothing of anybody yet.
        assert len(made) == 1
        assert differing(clone, preview, TODAY) == []
        clone.git("add", "--all")
        clone.git("commit", "-q", "-m", "Three", day="2026-05-30")
        preview.build()
        assert differing(clone, preview, TODAY) == []
        assert len(made) == 2
        (clone.path / "procedures/form.md").unlink()
        preview.build()
        assert differing(clone, preview, TODAY) == []
        file = "records/acknowledgements/SOP-004.csv"
        row = (clone.path / file).read_text(encoding="utf-8").splitlines()[1].replace("kai.moen", "ole.vik")
        clone.write(file, (clone.path / file).read_text(encoding="utf-8") + row + "\n")
        preview.build()
        assert len(made) == 4
        assert differing(clone, preview, TODAY) == []
