"""Approvals that record a review on a forge (settled.md 18)."""

from __future__ import annotations

import pytest

from qms_docs.model.policy import Evidence
from support import Build, Clone, Keys, Link, Story, approval, document, record_of
from support.manuals import document_of

PATH = "procedures/purchasing.md"
FIRST, SECOND = document("SOP-004"), document("SOP-004", revision=2)
SHOWN = document("SOP-004", revision=2, body="![Flow](flow.svg)\n")
SUBMITTED = "2026-03-04T08:42:17Z"
ABSENT = "ce72d44075d4954e186f48bfe28d5b99e5303c7a"
FILE = "records/approvals/SOP-004/2/cid.dahl.yml"


def a_story(keys: Keys, text: str = SECOND, **files: str | bytes) -> Story:
    """A first revision, and a second one on a branch of 1 and 3 March."""
    story = Story()
    kind = {"approvals": [{"role": "quality-manager"}], "evidence": "attested"}
    story.policy("2026-01-01", {"types": {"procedure": kind}})
    story.entry("2026-01-02", {"records/organization.yml": keys.organization()})
    story.entry("2026-02-01", {PATH: FIRST})
    request = story.branch("request")
    request.entry("2026-03-01", {PATH: document("SOP-004", revision=2, body="Not yet.\n")}, name="early")
    request.entry(
        "2026-03-03", {PATH: text, **{f"procedures/{name}": data for name, data in files.items()}}, name="head"
    )
    return story


def review(reviewed: str, **stated: object) -> dict[str, object]:
    """The `source:` of an approval; what is None is left out."""
    source = {
        "forge": "github",
        "url": "https://github.com/example/qms/pull/12#pullrequestreview-99",
        "user": "ciddahl",
        "commit": reviewed,
        "submitted_at": SUBMITTED,
    }
    return {name: value for name, value in (source | stated).items() if value is not None}


def outcome(clone: Clone) -> tuple[str, Evidence]:
    """`counts`, or the code of the rule that says why not; and what the approval could be verified as."""
    (found,) = document_of(clone).revisions[-1].approvals
    return found.shortfall.value if found.shortfall else "counts", found.evidence


def recorded(
    build: Build, story: Story, way: str, source: dict[str, object], text: str = SECOND, **told: object
) -> Clone:
    """The repository after the request was accepted and its review recorded."""
    getattr(story, way)("2026-03-05", story.branches["request"])
    story.entry("2026-03-06", record_of(text, revision=2, at=SUBMITTED, source=source, **told))
    return build(story)


@pytest.mark.parametrize("way", ["merge", "squash", "rebase"])
def test_reviewed_commit(build: Build, keys: Keys, way: str) -> None:
    """The review of a commit with the text counts, however the commit came onto the line, or did not."""
    story = a_story(keys)
    head = build(story, "before").commit("head")
    clone = recorded(build, story, way, review(head))
    assert outcome(clone) == ("counts", Evidence.ATTESTED)
    assert document_of(clone).revisions[-1].approvals[0].forge == "GitHub"


def test_reviewed_commit_with_another_path(build: Build, keys: Keys) -> None:
    """A document is known by its id: it may have been reviewed where it never stood on the line, with what it shows."""
    story = a_story(keys, document("SOP-004", revision=2, body="Not yet.\n"))
    request = story.branches["request"]
    request.move("2026-03-03", PATH, "procedures/buying/purchasing.md", SHOWN)
    request.entry("2026-03-03T13:00:00Z", {"procedures/buying/flow.svg": "<svg/>\n"}, name="moved")
    request.move("2026-03-04", "procedures/buying", "procedures")
    head = build(story, "before").commit("moved")
    told = {"files": {"flow.svg": b"<svg/>\n"}}
    assert outcome(recorded(build, story, "squash", review(head), SHOWN, **told)) == ("counts", Evidence.ATTESTED)


@pytest.mark.parametrize("which", ["early", "first"])
def test_reviewed_commit_with_another_text(build: Build, keys: Keys, which: str) -> None:
    """The review of a commit in which another text stands is one of another text."""
    story = a_story(keys)
    commits = build(story, "before")
    commit = commits.commit("early") if which == "early" else commits.commit_ids[0]
    assert outcome(recorded(build, story, "merge", review(commit)))[0] == "DC202"


@pytest.mark.parametrize(
    ("stated", "why"),
    [
        ({"user": "evalund"}, "evalund is not the account of Cid Dahl on GitHub"),
        ({"forge": "gitlab"}, "ciddahl is not the account of Cid Dahl on GitLab"),
        ({"url": None}, "its `source` lacks `url`"),
        ({"user": None, "submitted_at": None}, "its `source` lacks `user`, `submitted_at`"),
        ({"commit": ABSENT}, "the commit ce72d44075d4 is not in this repository, and no importer has signed"),
    ],
)
def test_what_is_missing(build: Build, keys: Keys, stated: dict[str, object], why: str) -> None:
    """Otherwise the approval is declared, and it is said what is missing."""
    story = a_story(keys)
    clone = recorded(build, story, "merge", review(build(story, "before").commit("head"), **stated))
    assert outcome(clone) == ("DC207", Evidence.DECLARED)
    assert why in (document_of(clone).revisions[-1].approvals[0].why_not or "")


def test_accounts_have_no_case(build: Build, keys: Keys) -> None:
    """Forges tell accounts apart without regard to capitals."""
    story = a_story(keys)
    head = build(story, "before").commit("head")
    assert outcome(recorded(build, story, "merge", review(head, user="CidDahl")))[0] == "counts"


@pytest.mark.parametrize("signer", ["job", "eva", None])
@pytest.mark.parametrize("way", ["merge", "squash"])
def test_importer(build: Build, keys: Keys, way: str, signer: str | None) -> None:
    """Where the commit is gone, the signature of an importer of the organization vouches for the review."""
    importer = getattr(keys, signer) if signer else None
    clone = recorded(build, a_story(keys), way, review(ABSENT), importer=importer)
    expected = ("counts", Evidence.ATTESTED) if signer == "job" else ("DC207", Evidence.DECLARED)
    assert outcome(clone) == expected
    if signer == "eva":
        why = document_of(clone).revisions[-1].approvals[0].why_not or ""
        assert "which is not a key of an importer but of Eva Lund" in why


def test_importer_of_another_statement(build: Build, keys: Keys) -> None:
    """The importer signs the whole statement: another time below the same signature is worth nothing."""
    story = a_story(keys)
    story.merge("2026-03-05", story.branches["request"])
    made = approval(SECOND, revision=2, at=SUBMITTED, source=review(ABSENT), importer=keys.job)
    story.entry("2026-03-06", {FILE: made.replace(f"at: {SUBMITTED}", "at: 2026-03-04T09:00:00Z", 1)})
    assert outcome(build(story))[0] == "DC207"


def test_importer_that_came_with_the_record(build: Build, keys: Keys) -> None:
    """An importer is trusted from the entry after the one that lists it."""
    story = a_story(keys)
    story.merge("2026-03-05", story.branches["request"])
    without = keys.organization().partition("importers:")[0]
    story.entry("2026-03-05T13:00:00+00:00", {"records/organization.yml": without})
    record = record_of(SECOND, revision=2, at=SUBMITTED, source=review(ABSENT), importer=keys.job)
    story.entry("2026-03-06", record | {"records/organization.yml": keys.organization()})
    assert outcome(build(story))[0] == "DC207"


def test_signature_of_an_importer_where_a_declaration_is_enough(build: Build, keys: Keys) -> None:
    """A signature that does not hold spoils the approval also where none is asked for."""
    for signer, expected in ((keys.job, "counts"), (keys.eva, "DC208")):
        story = a_story(keys)
        kind = {"approvals": [{"role": "quality-manager"}]}
        story.policy("2026-02-02", {"types": {"procedure": kind}})
        clone = recorded(
            lambda told, name=expected, **_: build(told, name), story, "merge", review(ABSENT), importer=signer
        )
        assert outcome(clone)[0] == expected


@pytest.mark.parametrize("way", ["merge", "squash"])
def test_files_of_the_reviewed_commit(build: Build, keys: Keys, way: str) -> None:
    """The commit holds the text only with the files that it shows, as they were approved."""
    image = b"<svg/>"
    story = a_story(keys, SHOWN, **{"flow.svg": image})
    head = build(story, "before").commit("head")
    clone = recorded(build, story, way, review(head), SHOWN, files={"flow.svg": image})
    assert outcome(clone)[0] == "counts"
    story = a_story(keys, SHOWN, **{"flow.svg": b"<svg>other</svg>"})
    head = build(story, "before2").commit("head")
    story.branches["request"].entry("2026-03-04T12:00:00+00:00", {"procedures/flow.svg": image})
    other = recorded(lambda told: build(told, "other"), story, way, review(head), SHOWN, files={"flow.svg": image})
    assert outcome(other)[0] == "DC202"


def test_links_of_the_reviewed_commit(build: Build, keys: Keys) -> None:
    """Where the file was reached by a symbolic link in the reviewed commit, what the link led to counts."""
    for target, expected in (("real.svg", "counts"), ("other.svg", "DC202")):
        story = a_story(keys, SHOWN, **{"real.svg": "<svg/>", "other.svg": "<svg>2</svg>"})
        request = story.branches["request"]
        request.entry("2026-03-03T13:00:00+00:00", {"procedures/flow.svg": Link(target)}, name="linked")
        head = build(story, f"before-{expected}").commit("linked")
        request.entry(
            "2026-03-04T12:00:00+00:00", {"procedures/flow.svg": Link("real.svg")} if target != "real.svg" else {}
        )
        clone = recorded(
            lambda told, name=expected: build(told, name), story, "squash", review(head), SHOWN,
            files={"flow.svg": b"<svg/>"},
        )  # fmt: skip
        assert outcome(clone)[0] == expected


def test_document_that_moved_meanwhile(build: Build, keys: Keys) -> None:
    """The reviewed commit may have the document where it stood before."""
    story = a_story(keys)
    head = build(story, "before").commit("head")
    story.squash("2026-03-05", story.branches["request"])
    story.move("2026-03-05T13:00:00+00:00", PATH, "procedures/buying/purchasing.md")
    story.entry("2026-03-06", record_of(SECOND, revision=2, at=SUBMITTED, source=review(head)))
    assert outcome(build(story))[0] == "counts"


def test_names_that_are_no_commit(build: Build, keys: Keys) -> None:
    """The id of a text or a folder is no commit of the repository."""
    story = a_story(keys)
    before = build(story, "before")
    for name in (before.git("rev-parse", f"request:{PATH}"), before.git("rev-parse", "request^{tree}")):
        told = a_story(keys)
        clone = recorded(lambda built, where=name: build(built, where), told, "merge", review(name))
        assert outcome(clone)[0] == "DC207"


def test_signed_and_reviewed(build: Build, keys: Keys) -> None:
    """A valid signature says more than the review below it."""
    story = a_story(keys)
    head = build(story, "before").commit("head")
    assert outcome(recorded(build, story, "merge", review(head), signer=keys.cid)) == ("counts", Evidence.SIGNED)


@pytest.mark.parametrize("lacking", [{"url": None}, {"user": "somebody"}])
def test_review_that_lacks_something_where_a_declaration_is_enough(
    build: Build, keys: Keys, lacking: dict[str, object]
) -> None:
    """A review that is not attested for another reason than its signature is declared, and counts as that."""
    story = a_story(keys)
    kind = {"approvals": [{"role": "quality-manager"}], "evidence": "declared"}
    story.policy("2026-02-02", {"types": {"procedure": kind}})
    clone = recorded(build, story, "merge", review(ABSENT, **lacking), importer=keys.job)
    assert outcome(clone) == ("counts", Evidence.DECLARED)
