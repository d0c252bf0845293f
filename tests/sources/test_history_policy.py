"""The policy of its time reads and judges a text (document-control.md 3 and 4, settled.md 5, 7, 15)."""

from __future__ import annotations

from datetime import date

import pytest

from qms_docs.failures import CannotCheckError
from qms_docs.model.finding import FaultKind
from qms_docs.model.numbering import Scheme
from support import Build, Story, document
from support.manuals import authors, document_of, issues, manual_of, opened, statuses
from support.texts import policy as policy_file

PATH = "procedures/purchasing.md"
STRICT = {"types": {"procedure": {"approvals": [{"role": "quality-manager"}]}}}
FOREIGN = "---\ndoc_id: SOP-004\ntitle: Purchasing\ntype: procedure\nversion: {}\nowner: buyer\n---\n\n# Purchasing\n"


def a_story() -> Story:
    """A policy that asks for nothing, and a first revision."""
    story = Story()
    story.policy("2026-01-01")
    story.entry("2026-01-05", {PATH: document()})
    return story


def test_stricter_policy(build: Build) -> None:
    """A stricter policy of today invalidates nothing of the past, and judges what is issued after it."""
    story = a_story()
    story.policy("2026-02-01", STRICT)
    assert statuses(document_of(build(story)), "2026-12-01") == {"1": "effective"}
    story.entry("2026-03-01", {PATH: document(revision=2)})
    assert statuses(document_of(build(story)), "2026-12-01") == {"1": "effective", "2": "in review"}


def test_lighter_policy(build: Build) -> None:
    """A lighter policy of today completes no approvals of the past."""
    story = Story()
    story.policy("2026-01-01", STRICT)
    story.entry("2026-01-05", {PATH: document()})
    story.policy("2026-02-01")
    assert statuses(document_of(build(story)), "2026-12-01") == {"1": "in review"}
    story.entry("2026-03-01", {PATH: document(revision=2)})
    assert statuses(document_of(build(story)), "2026-12-01") == {"1": "superseded", "2": "effective"}


def test_policy_and_revision_in_one_entry(build: Build) -> None:
    """A revision that brings a lighter policy with it is judged by the policy before."""
    story = Story()
    story.policy("2026-01-01", STRICT)
    story.entry("2026-01-05", {"qms.yml": "types: {procedure: {title: P, approvals: []}}\n", PATH: document()})
    assert statuses(document_of(build(story)), "2026-12-01") == {"1": "in review"}


def test_policy_that_changes_on_a_branch(build: Build) -> None:
    """A lighter policy on a branch judges nothing that the same branch issues."""
    story = Story()
    story.policy("2026-01-01", STRICT)
    branch = story.branch("easy")
    branch.entry("2026-01-10", {"qms.yml": "types: {procedure: {title: P, approvals: []}}\n"})
    branch.entry("2026-01-11", {PATH: document()})
    story.merge("2026-01-12", branch)
    assert statuses(document_of(build(story)), "2026-12-01") == {"1": "in review"}


def test_founding_entry(build: Build) -> None:
    """The entry that brings the first policy is judged by it."""
    story = Story()
    story.entry(
        "2026-01-05", {"qms.yml": "types: {procedure: {title: P, approvals: [{role: qm}]}}\n", PATH: document()}
    )
    found = document_of(build(story))
    assert statuses(found, "2026-12-01") == {"1": "in review"}
    assert not found.revisions[0].before_control


def test_type_introduced_with_its_first_document(build: Build) -> None:
    """A type may come in the same entry as its first document."""
    story = a_story()
    types = "types: {procedure: {title: P}, note: {title: N}}\n"
    story.entry("2026-02-01", {"qms.yml": types, "procedures/note.md": document("NOTE-1", type="note")})
    assert statuses(document_of(build(story), "NOTE-1"), "2026-12-01") == {"1": "effective"}


def test_type_introduced_for_a_document_that_is_there(build: Build) -> None:
    """A change cannot take a document to a type that it brings itself; the next one can."""
    story = a_story()
    types = {"procedure": {"approvals": [{"role": "quality-manager"}]}}
    story.policy("2026-01-10", {"types": types})
    lighter = {"qms.yml": policy_file(types={**types, "memo": {}})}
    story.entry("2026-02-01", {PATH: document(revision=2, type="memo")} | lighter)
    assert statuses(document_of(build(story)), "2026-12-01") == {"1": "effective", "2": "in review"}
    story.entry("2026-02-02", {PATH: document(revision=3, type="memo")})
    assert statuses(document_of(build(story, "later")), "2026-12-01")["3"] == "effective"


def test_type_introduced_later(build: Build) -> None:
    """A revision of a type that nobody knew when it was issued never takes effect; the next one does."""
    story = a_story()
    path = "procedures/note.md"
    story.entry("2026-02-01", {path: document("NOTE-1", type="note")})
    story.policy("2026-03-01", {"types": {"procedure": {}, "note": {}}})
    story.entry("2026-04-01", {path: document("NOTE-1", 2, type="note")})
    found = document_of(build(story), "NOTE-1")
    assert statuses(found, "2026-03-15")["1"] == "in review"
    assert statuses(found, "2026-04-01") == {"1": "superseded", "2": "effective"}


def test_type_taken_away(build: Build) -> None:
    """A type that the policy gave up leaves its documents in force."""
    story = a_story()
    story.policy("2026-02-01", {"types": {"note": {}}})
    assert statuses(document_of(build(story)), "2026-12-01") == {"1": "effective"}


def test_delay_introduced_later(build: Build) -> None:
    """A delay counts for what is issued after it."""
    story = a_story()
    story.policy("2026-02-01", {"types": {"procedure": {"effective": "P14D"}}})
    story.entry("2026-03-01", {PATH: document(revision=2)})
    days = [each.effective_on for each in document_of(build(story)).revisions]
    assert days == [date(2026, 1, 5), date(2026, 3, 15)]


def test_scheme_through_time(build: Build) -> None:
    """Where numbering goes over from letters to integers, each revision has the scheme of its time."""
    story = Story()
    story.policy("2026-01-01", {"revisions": "letter"})
    story.entry("2026-01-05", {PATH: document(revision="Y")})
    story.entry("2026-01-06", {PATH: document(revision="Z")})
    story.entry("2026-01-07", {PATH: document(revision="AA")})
    story.policy("2026-02-01", {"revisions": "integer"})
    story.entry("2026-02-02", {PATH: document(revision=1)})
    found = document_of(build(story))
    assert [each.number for each in found.revisions] == ["Y", "Z", "AA", "1"]
    assert [each.scheme for each in found.revisions] == [*[Scheme.LETTER] * 3, Scheme.INTEGER]
    assert statuses(found, "2026-03-01")["1"] == "effective"


def test_folder_added_later(build: Build) -> None:
    """What lay in a folder before the policy named it becomes controlled with the policy's entry, and by its author."""
    story = a_story()
    story.entry("2026-01-10", {"docs/sops/audit.md": document("SOP-009")}, by="Cid Dahl")
    story.policy("2026-02-01", {"documents": ["procedures", "docs/sops"]}, by="Eva Holm")
    clone = build(story)
    assert manual_of(clone, "2026-01-20").document("SOP-009") is None
    assert issues(document_of(clone, "SOP-009")) == [("1", "2026-02-01")]
    assert authors(document_of(clone, "SOP-009").revisions[0]) == ["Eva Holm"]
    assert issues(document_of(clone)) == [("1", "2026-01-05")]


def test_folder_given_up(build: Build) -> None:
    """Documents in a folder that the policy gives up vanish, and come back with it."""
    story = a_story()
    story.policy("2026-02-01", {"documents": ["docs"]})
    gone = document_of(build(story))
    assert gone.vanished_by is not None
    assert gone.vanished_by.day == date(2026, 2, 1)
    story.policy("2026-03-01")
    back = document_of(build(story))
    assert (back.vanished_by, issues(back)) == (None, [("1", "2026-01-05")])


def test_folders_with_like_names(build: Build) -> None:
    """A folder of documents is that folder and none whose name only begins like it."""
    story = a_story()
    story.entry("2026-02-01", {"procedures-old/audit.md": document("SOP-009"), "procedures.md": document("SOP-010")})
    assert [each.id for each in manual_of(build(story)).documents] == ["SOP-004"]


def test_whole_repository_as_the_folder(build: Build) -> None:
    """The folder `.` holds everything but the records."""
    story = Story()
    story.policy("2026-01-01", {"documents": ["."]})
    files = {"a.md": document("SOP-001"), "b/c.md": document("SOP-002"), "records/d.md": document("SOP-003")}
    story.entry("2026-01-05", files)
    assert [each.id for each in manual_of(build(story)).documents] == ["SOP-001", "SOP-002"]


def test_mapping_in_the_first_policy(build: Build) -> None:
    """A manual with names of its own is read as it stands, also what is older than the first policy."""
    story = Story()
    story.entry("2024-01-05", {PATH: FOREIGN.format(1)}, by="Cid Dahl")
    story.entry("2025-01-05", {PATH: FOREIGN.format(2)}, by="Liv Strand")
    story.policy("2026-01-01", {"front_matter": {"id": "doc_id", "revision": "version"}})
    clone = build(story)
    found = document_of(clone)
    assert issues(found) == [("1", "2024-01-05"), ("2", "2025-01-05")]
    assert [authors(each) for each in found.revisions] == [["Cid Dahl"], ["Liv Strand"]]
    assert found.latest.header.spelt("revision") == "version"
    assert issues(document_of(clone, as_of="2024-06-01")) == [("1", "2024-01-05")]


def test_mapping_of_the_id_introduced_later(build: Build) -> None:
    """Texts whose id a later policy makes readable are issued with that policy."""
    story = a_story()
    other = "procedures/audit.md"
    story.entry("2026-02-01", {other: FOREIGN.format(1).replace("SOP-004", "SOP-009")})
    story.policy("2026-03-01", {"front_matter": {"id": "doc_id", "revision": "version"}})
    clone = build(story)
    assert manual_of(clone, "2026-02-15").document("SOP-009") is None
    assert issues(document_of(clone, "SOP-009")) == [("1", "2026-03-01")]
    assert issues(document_of(clone)) == [("1", "2026-01-05")]


def test_mapping_of_the_number_introduced_later(build: Build) -> None:
    """A text whose number a later policy makes readable is issued with that policy, without a change of its bytes."""
    story = Story()
    story.policy("2026-01-01")
    story.entry("2026-01-05", {PATH: FOREIGN.format(1).replace("doc_id", "id")})
    story.policy("2026-03-01", {"front_matter": {"revision": "version"}})
    clone = build(story)
    assert document_of(clone, as_of="2026-02-01").revisions == ()
    assert issues(document_of(clone)) == [("1", "2026-03-01")]
    assert statuses(document_of(clone), "2026-03-01") == {"1": "effective"}


def test_mapping_of_the_type_introduced_later(build: Build) -> None:
    """A text whose type a later policy makes readable can take effect with that policy."""
    story = Story()
    story.policy("2026-01-01")
    story.entry("2026-01-05", {PATH: document(type="SOP")})
    story.policy("2026-03-01", {"values": {"type": {"SOP": "procedure"}}})
    clone = build(story)
    assert statuses(document_of(clone, as_of="2026-02-01"), "2026-02-01") == {"1": "in review"}
    found = document_of(clone)
    assert statuses(found, "2026-03-01") == {"1": "effective"}
    assert found.latest.header.type == "procedure"


def test_mapping_given_up(build: Build) -> None:
    """Revisions that were issued while a mapping held stay what they were after it is given up."""
    story = Story()
    story.policy("2026-01-01", {"front_matter": {"revision": "version"}})
    story.entry("2026-01-05", {PATH: FOREIGN.format(1).replace("doc_id", "id")})
    story.policy("2026-03-01")
    found = document_of(build(story))
    assert issues(found) == [("1", "2026-01-05")]
    assert statuses(found, "2026-04-01") == {"1": "effective"}
    story.entry("2026-05-01", {PATH: document(revision=2)})
    assert statuses(document_of(build(story)), "2026-06-01") == {"1": "superseded", "2": "effective"}


def test_mapping_that_means_the_same(build: Build) -> None:
    """A change of the policy that reads the texts as before brings no event of any document."""
    story = a_story()
    story.policy("2026-02-01", {"front_matter": {"process": "prozess"}})
    clone = build(story)
    with opened(clone) as source:
        found = source.manual().document("SOP-004")
    assert found is not None
    assert found.latest.entry.day == date(2026, 1, 5)


def test_unreadable_policy_in_the_middle(build: Build) -> None:
    """A policy that could not be read for a while is replaced by the last readable one before it."""
    story = Story()
    story.policy("2026-01-01", STRICT)
    story.policy("2026-01-10", "types: [\n")
    story.entry("2026-01-20", {PATH: document()})
    story.policy("2026-02-01", STRICT)
    clone = build(story)
    assert statuses(document_of(clone), "2026-12-01") == {"1": "in review"}
    middle = manual_of(clone, "2026-01-15")
    assert middle.policy.types["procedure"].approvals


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("organization: X\ntypes: [\n", 2),
        ("organization: X\n", 1),
        ("a: 1\na: 2\n", 2),
        ("- 1\n", 1),
        ("types:\n", 1),
        ("types: {}\n", 1),
        ("a: 1\nb: \udce9\n", 2),
        ("", 1),
    ],
)
def test_policy_of_today_that_cannot_be_used(build: Build, text: str, line: int) -> None:
    """A policy that cannot be read, or has no types, is a reason not to answer at all; the line is named."""
    story = a_story()
    story.policy("2026-02-01", text)
    with pytest.raises(CannotCheckError, match=rf"^qms\.yml:{line}: IN101 "):
        manual_of(build(story))


def test_unreadable_policy_of_the_line_repaired_in_the_work_tree(build: Build) -> None:
    """A repair that is not committed shows in the preview, while the line still has no policy to answer by."""
    story = a_story()
    story.policy("2026-02-01", "types: [\n")
    clone = build(story)
    clone.write("qms.yml", "types: {procedure: {title: P}}\n")
    assert statuses(document_of(clone, preview=True), "2026-12-01") == {"1": "effective"}
    with pytest.raises(CannotCheckError, match="IN101"):
        manual_of(clone)


def test_policy_as_a_symbolic_link(build: Build) -> None:
    """A policy that is a symbolic link is refused, since it could change without a change of the file."""
    story = a_story()
    clone = build(story)
    clone.write("other.yml", "types: {procedure: {title: P}}\n")
    (clone.path / "qms.yml").unlink()
    (clone.path / "qms.yml").symlink_to("other.yml")
    with pytest.raises(CannotCheckError, match="symbolic link"):
        manual_of(clone)


def test_no_policy_at_all(build: Build) -> None:
    """Without a policy every type exists, nothing needs approval, and the lack is said."""
    story = Story()
    story.entry("2026-01-05", {PATH: document(type="anything")})
    manual = manual_of(build(story), judged=True)
    found = manual.document("SOP-004")
    assert found is not None
    assert statuses(found, "2026-12-01") == {"1": "effective"}
    assert not found.revisions[0].before_control
    assert [fault.kind for fault in manual.faults] == [FaultKind.NO_POLICY]


def test_policy_deleted(build: Build) -> None:
    """Deleting the policy takes no document out of force and grants no approval; the lack is said."""
    story = Story()
    story.policy("2026-01-01")
    story.entry("2026-01-05", {PATH: document()})
    story.policy("2026-02-01", STRICT)
    story.entry("2026-02-02", {"qms.yml": None})
    story.entry("2026-03-01", {PATH: document(revision=2)})
    manual = manual_of(build(story), judged=True)
    found = manual.document("SOP-004")
    assert found is not None
    assert statuses(found, "2026-12-01") == {"1": "effective", "2": "in review"}
    assert (found.vanished_by, manual.policy.stated) == (None, False)
    assert FaultKind.NO_POLICY in {fault.kind for fault in manual.faults}


def test_policy_deleted_and_put_back(build: Build) -> None:
    """Control does not begin anew when a deleted policy comes back."""
    story = a_story()
    story.entry("2026-02-01", {"qms.yml": None})
    story.policy("2026-06-01")
    found = document_of(build(story))
    assert [each.before_control for each in found.revisions] == [False]
    assert statuses(found, "2026-12-01") == {"1": "effective"}


def test_policy_moved_away(build: Build) -> None:
    """A policy of another name or in another folder is none."""
    story = Story()
    story.entry("2026-01-05", {"procedures/qms.yml": "types: [\n", "QMS.yml": "types: [\n", PATH: document()})
    assert not manual_of(build(story)).policy.stated


def test_before_control_began(build: Build) -> None:
    """What was issued before the first policy counts as approved on the day of its issue."""
    story = Story()
    story.entry("2024-01-05", {PATH: document()})
    story.entry("2024-06-01", {PATH: document(revision=2, effective="2024-08-01")})
    story.policy("2026-01-01", {"types": {"procedure": {"approvals": [{"role": "qm"}], "effective": "P14D"}}})
    story.entry("2026-02-01", {PATH: document(revision=3)})
    found = document_of(build(story))
    assert [each.before_control for each in found.revisions] == [True, True, False]
    assert [each.approved_on for each in found.revisions] == [date(2024, 1, 5), date(2024, 6, 1), None]
    assert [each.effective_on for each in found.revisions] == [date(2024, 1, 5), date(2024, 8, 1), None]
    assert statuses(found, "2026-12-01") == {"1": "superseded", "2": "effective", "3": "in review"}


def test_before_control_with_an_unknown_type(build: Build) -> None:
    """A type that the first policy does not know keeps no revision of before out of force."""
    story = Story()
    story.entry("2024-01-05", {PATH: document(type="old-kind")})
    story.policy("2026-01-01")
    found = document_of(build(story))
    assert (found.revisions[0].before_control, statuses(found, "2026-12-01")) == (True, {"1": "effective"})


def test_control_from(build: Build) -> None:
    """Where the policy names the day on which control begins, revisions issued before it count as approved."""
    story = Story()
    story.policy("2026-01-01", STRICT | {"control_from": "2026-03-01"})
    story.entry("2026-01-05", {PATH: document()})
    story.entry("2026-03-01", {PATH: document(revision=2)})
    found = document_of(build(story))
    assert [each.before_control for each in found.revisions] == [True, False]
    assert statuses(found, "2026-12-01") == {"1": "effective", "2": "in review"}


def test_control_put_off_before_it_began(build: Build) -> None:
    """A day that is still to come may be moved."""
    story = Story()
    story.policy("2026-01-01", STRICT | {"control_from": "2026-03-01"})
    story.policy("2026-02-01", STRICT | {"control_from": "2026-04-01"})
    story.entry("2026-03-05", {PATH: document()})
    assert [each.before_control for each in document_of(build(story)).revisions] == [True]


@pytest.mark.parametrize("day", ["2026-03-01", "2027-01-01"])
def test_control_that_has_begun(build: Build, day: str) -> None:
    """A later policy approves nothing by saying that control begins later, neither before it nor with it nor after."""
    story = Story()
    story.policy("2026-01-01", STRICT)
    story.entry("2026-01-05", {PATH: document()})
    story.entry("2026-02-01", {"qms.yml": policy_file(**STRICT, control_from=day), PATH: document(revision=2)})
    story.entry("2026-02-05", {PATH: document(revision=3)})
    found = document_of(build(story))
    assert [each.before_control for each in found.revisions] == [False, False, False]
    assert set(statuses(found, "2026-12-01").values()) == {"in review"}


def test_vanished_before_control(build: Build) -> None:
    """A document that went before control began is known as such."""
    story = Story()
    story.entry("2024-01-05", {PATH: document()})
    story.entry("2024-02-05", {PATH: None})
    story.policy("2026-01-01")
    found = document_of(build(story))
    assert found.vanished_before_control
    assert found.vanished_by is not None


def test_policy_in_the_work_tree_alone(build: Build) -> None:
    """A policy that is not committed holds in the preview and for nothing that the line says."""
    story = Story()
    story.entry("2024-01-05", {PATH: document()})
    clone = build(story)
    clone.write("qms.yml", "types: {procedure: {title: P, approvals: [{role: qm}]}}\n")
    assert not manual_of(clone).policy.stated
    preview = manual_of(clone, preview=True)
    assert preview.policy.stated
    assert preview.documents[0].revisions[0].before_control


def test_policy_of_the_past_that_was_narrower(build: Build) -> None:
    """On a past day the manual has the policy of that day."""
    story = a_story()
    story.policy("2026-03-01", {"organization": "Nordlys"})
    clone = build(story)
    names = [manual_of(clone, day).policy.organization for day in ("2026-02-01", "2026-03-01")]
    assert names == ["Fjordlys Instruments", "Nordlys"]
