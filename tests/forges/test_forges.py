"""Reviews in the shape that each forge returns, and which of them are approvals."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from qms_docs.failures import CannotCheckError
from qms_docs.forges import gitea, github, gitlab
from qms_docs.forges.export import read_export
from qms_docs.forges.recognition import recognised
from qms_docs.forges.review import ForgeReview, last_words
from support.forge_answers import (
    HEAD,
    gitea_review,
    github_review,
    gitlab_approvals,
    gitlab_merge_request,
    gitlab_version,
)

LATER = "2026-05-22T09:00:00Z"
OLDER_HEAD = "a" * 40


def saved(*answers: object) -> tuple[object, ...]:
    """What is read from answers that were saved one after the other."""
    return read_export("\n".join(map(json.dumps, answers)).encode())


def approvals(reviews: tuple[ForgeReview, ...]) -> list[str | None]:
    """Who approves."""
    return [each.user for each in last_words(reviews)[0]]


def reasons(reviews: tuple[ForgeReview, ...]) -> list[str]:
    """Why the others are no approvals, in their order."""
    return [each.reason for each in last_words(reviews)[1]]


def test_an_approval_on_github() -> None:
    """Account, commit, time and address are those of the answer; the time keeps its characters."""
    (review,), ignored = last_words(github.reviews(saved([github_review()])))
    assert ignored == ()
    assert (review.user, review.commit, review.at_written) == ("ciddahl", HEAD, "2026-05-21T08:42:17Z")
    assert review.submitted_at == datetime(2026, 5, 21, 8, 42, 17, tzinfo=UTC)
    assert review.url == "https://github.com/example/qms/pull/31#pullrequestreview-1187"


@pytest.mark.parametrize(
    ("review", "reason"),
    [
        (github_review(state="COMMENTED"), "it is a comment"),
        (github_review(state="CHANGES_REQUESTED"), "it asks for changes"),
        (github_review(state="DISMISSED"), "it was dismissed"),
        (github_review(state="PENDING", at=None), "it was not submitted"),
        (github_review(state="BLESSED"), "it is of a kind that this program does not know"),
        (github_review("renovate[bot]", kind="Bot"), "it was given by a program and not by a person"),
        (github_review("renovate[bot]"), "it was given by a program and not by a person"),
        (github_review(None), "its account does not exist any more"),
        (github_review(commit=None), "the forge does not say which commit was reviewed"),
        (github_review(commit="HEAD"), "the forge does not say which commit was reviewed"),
        (github_review("../../x"), "its account has a name that no account can have"),
        (github_review(at="yesterday"), "the forge does not say when it was submitted"),
        (github_review(at="2026-05-21T08:42:17"), "the forge does not say when it was submitted"),
        (github_review() | {"html_url": "javascript:alert(1)"}, "it has no address at which it can be looked up"),
        (
            github_review() | {"html_url": "https://x.example/\nrole: x"},
            "it has no address at which it can be looked up",
        ),
        (github_review() | {"html_url": None}, "it has no address at which it can be looked up"),
    ],
)
def test_what_is_no_approval_on_github(review: dict[str, object], reason: str) -> None:
    """Each kind of review that is passed over says why."""
    read = github.reviews(saved([review]))
    assert (approvals(read), reasons(read)) == ([], [reason])


def test_only_the_last_word_of_a_person() -> None:
    """A later objection or dismissal ends an approval, a later comment does not; order is that of time."""
    early = github_review()
    again = github_review("CidDahl", at=LATER, number=2)
    objection = github_review(state="CHANGES_REQUESTED", at=LATER)
    comment = github_review(state="COMMENTED", at=LATER)
    other = github_review("livstrand")
    for pages, who, why in (
        ([objection, early], [], ["a later review by the same person asks for changes", "it asks for changes"]),
        ([early, comment], ["ciddahl"], ["it is a comment"]),
        ([again, early, other], ["livstrand", "CidDahl"], ["a later review by the same person approves again"]),
        ([early, github_review(state="DISMISSED", at=LATER)], [], None),
    ):
        read = github.reviews(saved(pages))
        assert approvals(read) == who
        assert why is None or reasons(read) == why


def test_pages_one_after_the_other() -> None:
    """Several lists, as a program saves them page by page, are one list."""
    read = github.reviews(saved([github_review()], [], [github_review("livstrand")]))
    assert approvals(read) == ["ciddahl", "livstrand"]


@pytest.mark.parametrize(
    ("review", "reason"),
    [
        (gitea_review(state="COMMENT"), "it is a comment"),
        (gitea_review(state="REQUEST_CHANGES"), "it asks for changes"),
        (gitea_review(state="REQUEST_REVIEW"), "it was not submitted"),
        (gitea_review(state=""), "it is of a kind that this program does not know"),
        (gitea_review(dismissed=True), "it was dismissed"),
        (gitea_review(stale=True), "the change went on after it, says the forge"),
        (gitea_review("gitea-actions", account=-2), "it was given by a program and not by a person"),
        (gitea_review("Ghost", account=-1), "its account does not exist any more"),
        (gitea_review(None, state="REQUEST_REVIEW"), "it was not submitted"),
    ],
)
def test_what_is_no_approval_on_gitea(review: dict[str, object], reason: str) -> None:
    """Gitea says itself what is stale and what was dismissed."""
    read = gitea.reviews(saved([review]))
    assert (approvals(read), reasons(read)) == ([], [reason])


def test_an_approval_on_gitea() -> None:
    """The time keeps its offset."""
    ((review,), _) = last_words(gitea.reviews(saved([gitea_review()])))
    assert (review.user, review.commit, review.at_written) == ("ciddahl", HEAD, "2026-05-21T10:42:17+02:00")


@pytest.mark.parametrize(("forge", "review"), [("github", github_review()), ("gitea", gitea_review())])
def test_forge_of_a_shortened_answer(forge: str, review: dict[str, object]) -> None:
    """A review of which only the fields that count were kept is known by its address."""
    kept = {name: review[name] for name in ("user", "state", "commit_id", "submitted_at", "html_url")}
    assert recognised(saved([kept])) == recognised(saved([review])) == forge
    assert recognised(saved([kept | {"html_url": "https://forge.example/1"}])) is None


def test_an_approval_on_gitlab() -> None:
    """The commit is the one that the caller names, the address that of the merge request."""
    answers = saved(gitlab_approvals(("ciddahl", "2026-05-21T08:42:17.638Z")), gitlab_merge_request())
    ((review,), _) = last_words(gitlab.reviews(answers, gitlab.Besides(head=HEAD)))
    assert (review.user, review.commit, review.at_written) == ("ciddahl", HEAD, "2026-05-21T08:42:17.638Z")
    assert review.url == "https://gitlab.example.com/example/qms/-/merge_requests/31"


def test_gitlab_alone_does_not_say_enough() -> None:
    """Without the address and, in old versions, the time of an approval the caller has to name them."""
    bare = saved(gitlab_approvals(("ciddahl", None)))
    assert reasons(gitlab.reviews(bare, gitlab.Besides(head=HEAD))) == ["the forge does not say when it was submitted"]
    timed = gitlab.Besides(head=HEAD, submitted_at=LATER)
    assert reasons(gitlab.reviews(bare, timed)) == ["it has no address at which it can be looked up"]
    whole = gitlab.Besides(
        head=HEAD, submitted_at=LATER, url="https://gitlab.example.com/example/qms/-/merge_requests/1"
    )
    assert approvals(gitlab.reviews(bare, whole)) == ["ciddahl"]


def test_versions_of_a_merge_request_say_what_was_approved() -> None:
    """An approval is one of the head that stood when it was given, and of none before there was one."""
    answers = saved(
        gitlab_merge_request(),
        [gitlab_version(HEAD, "2026-05-21T09:00:00.000Z", 2), gitlab_version(OLDER_HEAD, "2026-05-20T09:00:00.000Z")],
        gitlab_approvals(
            ("annberg", "2026-05-19T08:00:00Z"), ("ciddahl", "2026-05-21T08:00:00Z"), ("livstrand", LATER)
        ),
    )
    read = gitlab.reviews(answers, gitlab.Besides(head=HEAD))
    assert [(each.user, each.commit) for each in read] == [
        ("annberg", None),
        ("ciddahl", OLDER_HEAD),
        ("livstrand", HEAD),
    ]


@pytest.mark.parametrize("user", ["project_12_bot", "group_9_bot_0f3a", "service_account_9f"])
def test_programs_on_gitlab(user: str) -> None:
    """Access tokens of projects and groups, and service accounts, are programs."""
    read = gitlab.reviews(saved(gitlab_approvals((user, LATER)), gitlab_merge_request()), gitlab.Besides(head=HEAD))
    assert reasons(read) == ["it was given by a program and not by a person"]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "it is empty"),
        (b" \n", "it is empty"),
        (b"\xff\xfe[]", "it is not UTF-8"),
        (b"[{]", "line 1 is no JSON"),
        (b"[]\n\n<html>", "line 3 is no JSON"),
        (b"[NaN]", "it is no JSON of the kind that a forge returns"),
        (b"[" * 100_000, "it is no JSON of the kind that a forge returns"),
        (b"9" * 10_000, "it is no JSON of the kind that a forge returns"),
        (b" " * 20_000_001, "it is larger than 20 MB"),
    ],
)
def test_what_no_forge_returns(content: bytes, said: str) -> None:
    """Anything that is no JSON is a sentence."""
    with pytest.raises(CannotCheckError) as failure:
        read_export(content)
    assert failure.value.fact == f"The reviews cannot be read: {said}."


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        ([1], "an item is not a review of GitHub: it is no object."),
        ({"message": "Not Found", "status": "404"}, "an item is not a review of GitHub: its field `user` is missing"),
        ([github_review() | {"user": {"login": 1}}], "its field `user.login` is missing or of another kind"),
        ([github_review()] * 10_001, "it has more than 10,000 items"),
    ],
)
def test_other_json_than_reviews(answer: object, said: str) -> None:
    """JSON of another shape is a sentence that names the field."""
    with pytest.raises(CannotCheckError) as failure:
        github.reviews(saved(answer))
    assert said in failure.value.fact


def test_other_json_than_approvals_of_gitlab() -> None:
    """So it is for GitLab."""
    besides = gitlab.Besides(head=HEAD)
    for answer, said in (
        ({"message": "404 Not found"}, "its field `web_url` is missing"),
        ({"approved_by": {}}, "its field `approved_by` is missing or of another kind"),
        ({"approved_by": [{"user": {}}]}, "its field `approved_by.0.user.username` is missing"),
        (gitlab_version(HEAD, "soon"), "a version of the merge request has no time"),
    ):
        with pytest.raises(CannotCheckError) as failure:
            gitlab.reviews(saved(answer), besides)
        assert said in failure.value.fact
