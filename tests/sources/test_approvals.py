"""Whether an approval counts: for each condition a case in which it does, and one in which it just does not."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from qms_docs.model.policy import Evidence
from support import Story, approval, digest_of, document, record_of
from support.manuals import document_of, manual_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from qms_docs.model.approval import Approval
    from support import Build, Clone, Keys

PATH = "procedures/purchasing.md"
TEXT = document("SOP-004")
FILE = "records/approvals/SOP-004/1/cid.dahl.yml"
TYPES = {"procedure": {"approvals": [{"role": "quality-manager"}], "evidence": "signed"}}
DECLARED = {"procedure": {"approvals": [{"role": "quality-manager"}]}}


def a_story(keys: Keys, types: Mapping[str, object] = TYPES, organization: str | None = None) -> Story:
    """A policy, an organization, and a text by Ann Berg of 1 March at noon."""
    story = Story()
    story.policy("2026-01-01", {"types": types})
    story.entry("2026-01-02", {"records/organization.yml": organization or keys.organization()})
    story.entry("2026-03-01", {PATH: TEXT}, name="text")
    return story


def judged(clone: Clone, person: str = "cid.dahl", *, merged: bool = False) -> Approval:
    """The approval by a person of the only document."""
    manual = manual_of(clone, preview=merged, merged=merged)
    found = manual.document("SOP-004")
    assert found is not None
    (approval,) = (each for each in found.revisions[-1].approvals if each.person == person)
    return approval


def verdict(clone: Clone, person: str = "cid.dahl", *, merged: bool = False) -> str:
    """`counts`, or the code of the rule that says why it does not."""
    found = judged(clone, person, merged=merged)
    assert found.counts == (found.why_not is None)
    return "counts" if found.counts else found.shortfall.value if found.shortfall else "not yet"


def test_signed(build: Build, keys: Keys) -> None:
    """A signature by a key of the person makes an approval that is in force at once."""
    story = a_story(keys)
    story.entry("2026-03-02", record_of(TEXT, signer=keys.cid))
    clone = build(story)
    found = judged(clone)
    assert (found.counts, found.why_not, found.name) == (True, None, "Cid Dahl")
    assert (found.evidence, found.forge, found.founding, found.by_author) == (Evidence.SIGNED, None, False, False)
    assert (found.key or "").startswith("SHA256:")
    (revision,) = document_of(clone).revisions
    assert (revision.waiting_for, str(revision.approved_on), str(revision.effective_on)) == (
        (),
        "2026-03-02",
        "2026-03-02",
    )


@pytest.mark.parametrize(
    ("stated", "expected"),
    [
        ({}, "counts"),
        ({"digest": digest_of(document("SOP-004", body="Another text.\n"))}, "DC202"),
        ({"person": "kai.moen"}, "DC204"),
        ({"role": "purchasing-manager"}, "DC204"),
        ({"meaning": "reviewed"}, "not yet"),
        ({"at": "2026-03-01T11:59:59Z"}, "DC206"),
        ({"at": "2026-03-02T13:00:01Z"}, "DC206"),
    ],
)
def test_conditions(build: Build, keys: Keys, stated: dict[str, str], expected: str) -> None:
    """Another text, an unknown person, a role that is not held, another meaning, a time that cannot be."""
    story = a_story(keys)
    person = stated.pop("person", "cid.dahl")
    story.entry("2026-03-02", record_of(TEXT, person, signer=keys.cid, **stated))
    assert verdict(build(story), person) == expected


@pytest.mark.parametrize(
    ("evidence", "signed", "expected"),
    [
        ("signed", True, "counts"),
        ("signed", False, "DC207"),
        ("attested", True, "counts"),
        ("attested", False, "DC207"),
        ("declared", True, "counts"),
        ("declared", False, "counts"),
    ],
)
def test_levels(build: Build, keys: Keys, evidence: str, expected: str, *, signed: bool) -> None:
    """What can be verified further than is asked for counts, and what cannot be verified so far does not."""
    story = a_story(keys, {"procedure": {"approvals": [{"role": "quality-manager"}], "evidence": evidence}})
    story.entry("2026-03-02", record_of(TEXT, signer=keys.cid if signed else None))
    assert verdict(build(story)) == expected


@pytest.mark.parametrize("types", [TYPES, DECLARED])
def test_keys_of_others(build: Build, keys: Keys, types: dict[str, object]) -> None:
    """A signature by somebody else's key never counts, whatever is asked for, and it is said whose key it is."""
    story = a_story(keys, types)
    story.entry("2026-03-02", record_of(TEXT, signer=keys.eva))
    clone = build(story)
    assert verdict(clone) == "DC208"
    assert "which is not a key of Cid Dahl but of Eva Lund" in (judged(clone).why_not or "")


@pytest.mark.parametrize(
    "other",
    [
        {"revision": 2},
        {"document": "SOP-005"},
        {"role": "purchasing-manager"},
        {"meaning": "reviewed"},
        {"at": "2026-03-02T11:00:00+01:00"},
        {"digest": digest_of(document("SOP-004", body="Another text.\n"))},
        {"person": "eva.lund"},
        {"name": "Cid Dahle"},
    ],
    ids="".join,
)
def test_copied_signatures(build: Build, keys: Keys, other: dict[str, object]) -> None:
    """A signature that was made for another revision, document, role, meaning, time, text, person or name is none."""
    made = approval(TEXT, **(other | {"signer": keys.cid}))  # type: ignore[arg-type]
    signature = made[made.index("signature:") :]
    story = a_story(keys, DECLARED)
    story.entry("2026-03-02", {FILE: approval(TEXT) + signature})
    clone = build(story)
    assert verdict(clone) == "DC208"
    assert "it was made for another text, or was changed" in (judged(clone).why_not or "")


@pytest.mark.parametrize(
    ("at", "entry", "expected"),
    [
        ("2026-03-10T23:59:59Z", "2026-03-10T23:59:59+00:00", "counts"),
        ("2026-03-11T00:59:59+01:00", "2026-03-10T23:59:59+00:00", "counts"),
        ("2026-03-11T00:00:00Z", "2026-03-11T00:00:00+00:00", "DC204"),
        ("2026-03-10T23:59:59Z", "2026-03-11T00:00:00+00:00", "DC208"),
    ],
)
def test_last_days(build: Build, keys: Keys, at: str, entry: str, expected: str) -> None:
    """Role and key hold to the end of their last day in UTC; the key also on the day on which the approval came."""
    story = a_story(keys)
    story.entry(entry, record_of(TEXT, "ole.vik", name="Ole Vik", at=at, signer=keys.old))
    assert verdict(build(story), "ole.vik") == expected


def test_first_days(build: Build, keys: Keys) -> None:
    """A key counts from its first day on, and not the day before."""
    for first, expected in (("2026-03-02", "counts"), ("2026-03-03", "DC208")):
        organization = keys.organization(cid={"keys": [{"key": keys.cid.public, "from": first}]})
        story = a_story(keys, organization=organization)
        story.entry("2026-03-03", record_of(TEXT, signer=keys.cid))
        assert verdict(build(story, first)) == expected


def test_expired_key_with_a_dated_back_commit(build: Build, keys: Keys) -> None:
    """Who finds a key that has expired cannot use it by dating a commit back: the order of the line tells."""
    story = a_story(keys)
    story.entry("2026-03-15", {"procedures/index.md": "---\ncontrolled: false\n---\n"})
    record = record_of(TEXT, "ole.vik", name="Ole Vik", at="2026-03-09T10:00:00Z", signer=keys.old)
    story.entry("2026-03-09", record)
    clone = build(story)
    assert verdict(clone, "ole.vik") == "DC208"
    assert "no longer held on 2026-03-15" in (judged(clone, "ole.vik").why_not or "")


def test_lost_key(build: Build, keys: Keys) -> None:
    """Once the organization says that a key has ended, what it signs does not count; what it had signed does."""
    ended = keys.organization(cid={"keys": [{"key": keys.cid.public, "from": "2025-01-01", "until": "2026-03-04"}]})
    for before, expected in ((True, "counts"), (False, "DC208")):
        story = a_story(keys)
        if before:
            story.entry("2026-03-02", record_of(TEXT, signer=keys.cid))
        story.entry("2026-03-05", {"records/organization.yml": ended})
        if not before:
            story.entry("2026-03-05", record_of(TEXT, signer=keys.cid))
        assert verdict(build(story, expected)) == expected


@pytest.mark.parametrize(
    "cid",
    [
        {"name": "Cid Berg"},
        {"roles": []},
        {"roles": [{"role": "quality-manager", "from": "2025-01-01", "until": "2026-03-01"}]},
        {"keys": []},
        {"id": "cid.berg"},
    ],
)
def test_people_who_changed_or_left(build: Build, keys: Keys, cid: dict[str, object]) -> None:
    """Another name, role or key, and an end, change nothing about approvals of before; new ones need them."""
    for first in ("approval", "change"):
        story = a_story(keys)
        change = {"records/organization.yml": keys.organization(cid=cid)}
        record = record_of(TEXT, signer=keys.cid)
        story.entry("2026-03-02T11:00:00+00:00", record if first == "approval" else change)
        story.entry("2026-03-02", change if first == "approval" else record)
        assert (verdict(build(story, first)) == "counts") == (first == "approval")


@pytest.mark.parametrize(
    "before",
    [
        {"roles": []},
        {"keys": []},
        {"id": "cid.berg"},
        {"roles": [{"role": "quality-manager", "from": "2026-05-01"}]},
        {"name": "Cid Berg"},
    ],
)
def test_authority_that_comes_with_the_approval(build: Build, keys: Keys, before: dict[str, object]) -> None:
    """A role, key, person or name that the same entry brings is of no use to it; an entry later it is."""
    for apart, expected in ((False, "CH101"), (True, "counts")):
        story = a_story(keys, organization=keys.organization(cid=before))
        change = {"records/organization.yml": keys.organization()}
        record = record_of(TEXT, signer=keys.cid)
        if apart:
            story.entry("2026-03-02T11:00:00+00:00", change)
            story.entry("2026-03-02", record)
        else:
            story.entry("2026-03-02", change | record)
        assert verdict(build(story, expected)) == expected


@pytest.mark.parametrize("way", ["merge", "squash"])
def test_authority_of_a_pull_request(build: Build, keys: Keys, way: str) -> None:
    """However many commits a pull request has, it is one entry, and cannot grant what it needs."""
    story = a_story(keys, organization=keys.organization(cid={"keys": []}))
    request = story.branch("request")
    request.entry("2026-03-02T09:00:00+00:00", {"records/organization.yml": keys.organization()})
    request.entry("2026-03-02", record_of(TEXT, signer=keys.cid))
    assert verdict(build(story, "before", at=request), merged=True) == "CH101"
    getattr(story, way)("2026-03-03", request)
    assert verdict(build(story)) == "CH101"


@pytest.mark.parametrize("types", [TYPES, DECLARED])
@pytest.mark.parametrize(
    ("until", "expected"), [({}, "DC208"), ({"until": "2026-03-02"}, "DC208"), ({"until": "2026-03-01"}, "counts")]
)
def test_key_of_two_people(
    build: Build, keys: Keys, types: dict[str, object], until: dict[str, str], expected: str
) -> None:
    """A signature with a key that two people held on that day is nobody's; once one of them gave it back, it is."""
    shared = {"keys": [{"key": keys.cid.public, "from": "2025-01-01", **until}]}
    story = a_story(keys, types, keys.organization(eva=shared))
    story.entry("2026-03-02", record_of(TEXT, signer=keys.cid))
    clone = build(story)
    assert verdict(clone) == expected
    assert ("which is one of Eva Lund as well" in (judged(clone).why_not or "")) == (expected == "DC208")


def test_key_of_a_person_and_a_job(build: Build, keys: Keys) -> None:
    """A key with which a job signs is no person's: whoever changes the job could approve."""
    listed = keys.organization().replace(keys.job.public, keys.cid.public)
    story = a_story(keys, organization=listed)
    story.entry("2026-03-02", record_of(TEXT, signer=keys.cid))
    assert verdict(build(story)) == "DC208"


@pytest.mark.parametrize("when", ["before", "with", "after"])
def test_author_behind_a_mailmap(build: Build, keys: Keys, when: str) -> None:
    """An author stays one when `.mailmap` gives the commits to somebody else, whenever it comes."""
    story = a_story(keys)
    mailmap = {".mailmap": "Cid Dahl <cid@example.com> <ann@example.com>\n"}
    second = document("SOP-004", 2)
    story.entry("2026-03-03", {PATH: second} | (mailmap if when == "before" else {}))
    record = record_of(second, "ann.berg", revision=2, name="Ann Berg", at="2026-03-04T10:00:00+00:00", signer=keys.ann)
    story.entry("2026-03-04", record | (mailmap if when == "with" else {}))
    if when == "after":
        story.entry("2026-03-05", mailmap)
    clone = build(story)
    assert judged(clone, "ann.berg").by_author
    assert document_of(clone).revisions[-1].only_authors


def test_founding_entry(build: Build, keys: Keys) -> None:
    """The first entry with an organization vouches for itself, and the approval says so; the next one does not."""
    story = Story()
    story.policy("2026-01-01", {"types": TYPES})
    story.entry("2026-03-01", {PATH: TEXT})
    record = record_of(TEXT, signer=keys.cid)
    story.entry("2026-03-02", record | {"records/organization.yml": keys.organization()})
    clone = build(story)
    assert (verdict(clone), judged(clone).founding) == ("counts", True)


def test_before_there_is_an_organization(build: Build, keys: Keys) -> None:
    """An approval that came before anybody was known does not count, though the organization came later."""
    story = Story()
    story.policy("2026-01-01", {"types": TYPES})
    story.entry("2026-03-01", {PATH: TEXT})
    story.entry("2026-03-02", record_of(TEXT, signer=keys.cid))
    story.entry("2026-03-03", {"records/organization.yml": keys.organization()})
    assert verdict(build(story)) == "DC204"


def test_founding_is_done_once(build: Build, keys: Keys) -> None:
    """Who takes the organization away and brings it back founds nothing."""
    story = a_story(keys)
    story.entry("2026-03-01T13:00:00+00:00", {"records/organization.yml": None})
    record = record_of(TEXT, signer=keys.cid)
    story.entry("2026-03-02", record | {"records/organization.yml": keys.organization()})
    assert verdict(build(story)) == "CH101"


@pytest.mark.parametrize(
    ("broken", "expected"),
    [
        ("roles: [\n", "counts"),
        (b"\xff\xfe", "counts"),
        ("people: {}\n", "DC204"),
        ("", "counts"),
        (None, "DC204"),
    ],
)
def test_organization_that_cannot_be_read(build: Build, keys: Keys, broken: str | bytes | None, expected: str) -> None:
    """In the place of one that cannot be read stands the last that could; where it was deleted nobody is known."""
    story = a_story(keys)
    story.entry("2026-03-01T13:00:00+00:00", {"records/organization.yml": broken})
    story.entry("2026-03-02", record_of(TEXT, signer=keys.cid))
    assert verdict(build(story)) == expected


@pytest.mark.parametrize(("field", "expected"), [("roles", "DC204"), ("keys", "DC208")])
@pytest.mark.parametrize("end", [{"untill": "2026-12-31"}, {"until": "2026-02-31"}, {"until": ["2026-12-31"]}])
def test_last_day_that_cannot_be_read(
    build: Build, keys: Keys, field: str, expected: str, end: dict[str, object]
) -> None:
    """A role or key whose last day is misspelt has not become one for ever: nobody holds it."""
    what = {"role": "quality-manager"} if field == "roles" else {"key": keys.old.public}
    for name, last, verdict_then in (("good", {"until": "2026-12-31"}, "counts"), ("bad", end, expected)):
        story = a_story(keys, organization=keys.organization(ole={field: [what | {"from": "2025-01-01"} | last]}))
        story.entry("2026-03-02", record_of(TEXT, "ole.vik", name="Ole Vik", signer=keys.old))
        assert verdict(build(story, name), "ole.vik") == verdict_then


def test_policy_of_before_the_issue(build: Build, keys: Keys) -> None:
    """The policy before the entry that issued the revision asks; a change in that entry or later is for others."""
    strict, light = {"types": TYPES}, {"types": DECLARED}
    for name, first, second, expected in (("later", light, strict, "counts"), ("same", strict, light, "DC207")):
        story = Story()
        story.policy("2026-01-01", first)
        story.entry("2026-01-02", {"records/organization.yml": keys.organization()})
        change = Story().policy("2026-01-01", second).tree["qms.yml"].data
        if name == "same":
            story.entry("2026-03-01", {PATH: TEXT, "qms.yml": change})
        else:
            story.entry("2026-03-01", {PATH: TEXT})
            story.entry("2026-03-01T13:00:00+00:00", {"qms.yml": change})
        story.entry("2026-03-02", record_of(TEXT))
        assert verdict(build(story, name)) == expected


def test_role_that_nobody_asks_for(build: Build, keys: Keys) -> None:
    """An approval in a role that the type does not ask for completes nothing and is no fault."""
    story = a_story(keys, DECLARED)
    story.entry("2026-03-02", record_of(TEXT, "eva.lund", role="purchasing-manager"))
    clone = build(story)
    found = document_of(clone).revisions[0].approvals[0]
    assert (found.counts, found.why_not) == (False, "no approval by the role purchasing-manager is asked for")
    assert document_of(clone).revisions[0].waiting_for == ("quality-manager",)


def test_owner(build: Build, keys: Keys) -> None:
    """Where the owner is asked for, it is the role that the document names."""
    owned = document("SOP-004", owner="purchasing-manager")
    for person, role, expected in (("eva.lund", "purchasing-manager", True), ("cid.dahl", "quality-manager", False)):
        story = a_story(keys, {"procedure": {"approvals": [{"role": "owner"}]}})
        story.entry("2026-03-01T13:00:00+00:00", {PATH: owned})
        story.entry("2026-03-02", record_of(owned, person, role=role))
        assert (document_of(build(story, person)).revisions[0].fixed_on is not None) == expected


def test_proposed_approval(build: Build, keys: Keys) -> None:
    """What stands on a branch or in the work tree counts where it is judged as if it were merged, and nowhere else."""
    story = a_story(keys)
    branch = story.branch("approval")
    branch.entry("2026-03-02", record_of(TEXT, signer=keys.cid))
    clone = build(story, at=branch)
    assert (verdict(clone, merged=True), document_of(clone).revisions[0].approvals) == ("counts", ())
    preview = document_of(clone, preview=True).revisions[0]
    assert (preview.fixed_on, preview.approvals[0].why_not) == (None, "it is not on the release line yet")
    clone.git("checkout", "--quiet", "main")
    for path, content in record_of(TEXT, signer=keys.cid).items():
        clone.write(path, content)
    assert (verdict(clone, merged=True), document_of(clone, preview=True).revisions[0].fixed_on) == ("counts", None)


def test_past_day(build: Build, keys: Keys) -> None:
    """On a day before the approval came nobody has approved."""
    story = a_story(keys)
    story.entry("2026-03-02", record_of(TEXT, signer=keys.cid))
    clone = build(story)
    assert document_of(clone, as_of="2026-03-01").revisions[0].waiting_for == ("quality-manager",)
    assert document_of(clone, as_of="2026-03-02").revisions[0].waiting_for == ()


def test_changed_image(build: Build, keys: Keys) -> None:
    """A changed byte in an image that the text shows is another text, and the approved one stays the controlled one."""
    shown = document("SOP-004", body="![Flow](flow.svg)\n")
    image = {"flow.svg": b"<svg>1</svg>"}
    story = a_story(keys)
    story.entry("2026-03-01T13:00:00+00:00", {PATH: shown, "procedures/flow.svg": image["flow.svg"]})
    story.entry("2026-03-02", record_of(shown, files=image, signer=keys.cid, at="2026-03-02T11:00:00Z"))
    story.entry("2026-03-03", {"procedures/flow.svg": b"<svg>2</svg>"})
    (revision,) = document_of(build(story)).revisions
    assert (revision.altered, revision.digest, str(revision.fixed_on)) == (True, digest_of(shown, image), "2026-03-02")
    story = a_story(keys)
    story.entry("2026-03-01T13:00:00+00:00", {PATH: shown, "procedures/flow.svg": b"<svg>2</svg>"})
    story.entry("2026-03-02", record_of(shown, files=image, signer=keys.cid, at="2026-03-02T11:00:00Z"))
    assert verdict(build(story, "other")) == "DC202"
