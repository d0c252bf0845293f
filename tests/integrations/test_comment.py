"""The comment on a pull request: made once, kept up to date in its place, and never more than text of strangers."""

from __future__ import annotations

import io
import json
import sys
import zipfile
from typing import TYPE_CHECKING

import pytest

from integrations.conftest import JOBS

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from integrations.conftest import Runner
    from support.fake_forge import FakeForge

TOKEN = "token-that-writes"  # noqa: S105 - of a forge that does not exist
HEAD = "ce72d44075d4954e186f48bfe28d5b99e5303c7a"
PROJECT = "/repos/example/qms"
MARKER = "<!-- qms-summary -->"
THREAD = f"{PROJECT}/issues/31/comments"
ARTEFACT = f"{PROJECT}/actions/artifacts/77/zip"
SUMMARY = f"{MARKER}\n## SOP-004 Purchasing\n\nRevision 2: every order is checked twice.\n"
OTHERS = [
    {"id": 1, "body": f"{MARKER}\nA person who writes the marker too.", "user": {"login": "annberg"}},
    {"id": 2, "body": "A comment of another job.", "user": {"login": "github-actions[bot]"}},
    {"id": 3, "body": f"{MARKER}\nBy somebody whose account is gone.", "user": None},
]


def archive(packing: int = zipfile.ZIP_DEFLATED, **members: str | bytes) -> bytes:
    """An artefact as GitHub packs it, unless it is packed in another way."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", packing) as packed:
        for name, content in members.items():
            packed.writestr("summary.md" if name == "summary" else name, content)
    return stream.getvalue()


def torn(whole: bytes) -> bytes:
    """An artefact in which the packed bytes of the first member are others."""
    start = whole.index(b"summary.md") + len(b"summary.md")
    return whole[:start] + b"\xff" * 20 + whole[start + 20 :]


def pull_request(**but: object) -> dict[str, object]:
    """The pull request as GitHub tells of it, from a fork unless something else is said."""
    return {"number": 31, "state": "open", "head": {"sha": HEAD, "repo": {"full_name": "stranger/qms"}}, **but}


@pytest.fixture
def variables(forge: FakeForge, tmp_path: Path) -> dict[str, str]:
    """What GitHub gives to the job after the run for a pull request from a fork."""
    event = tmp_path / "event.json"
    run = {"id": 555, "event": "pull_request", "head_sha": HEAD, "head_repository": {"full_name": "stranger/qms"}}
    event.write_text(json.dumps({"action": "completed", "workflow_run": run}))
    artefact = {"id": 77, "name": "qms-summary", "size_in_bytes": 400, "expired": False}
    forge.answers = {
        f"{PROJECT}/actions/runs/555/artifacts": {"total_count": 1, "artifacts": [artefact]},
        f"{PROJECT}/pulls/31": pull_request(),
        THREAD: [dict(each) for each in OTHERS],
    }
    forge.files = {ARTEFACT: archive(summary=SUMMARY, number="31\n")}
    return {
        "FORGE": "github",
        "TOKEN": TOKEN,
        "GITHUB_API_URL": forge.address,
        "GITHUB_REPOSITORY": "example/qms",
        "GITHUB_EVENT_PATH": str(event),
    }


@pytest.fixture
def comment(runner: Runner, variables: dict[str, str]) -> Callable[..., tuple[int, str, str]]:
    """The job, with other variables where they are given."""

    def run(**others: str) -> tuple[int, str, str]:
        done = runner.run([sys.executable, str(JOBS / "comment.py")], variables | others)
        assert b"Traceback" not in done.stderr, done.stderr.decode()
        return done.returncode, done.stdout.decode(), done.stderr.decode()

    return run


def written(forge: FakeForge) -> list[str]:
    """The comments beyond those of others, which are as they were."""
    thread = forge.answers[THREAD]
    assert isinstance(thread, list)
    assert thread[: len(OTHERS)] == OTHERS
    return [each["body"] for each in thread[len(OTHERS) :]]


def test_made_once_and_kept_up_to_date(forge: FakeForge, comment: Callable[..., tuple[int, str, str]]) -> None:
    """The first run writes a comment, the next changes that one; what others wrote is left alone, marker or not."""
    assert comment()[:2] == (0, "Pull request 31: the comment is written.\n")
    assert written(forge) == [SUMMARY]
    assert comment()[1] == "Pull request 31: the comment says so already.\n"
    forge.files[ARTEFACT] = archive(summary=SUMMARY.replace("twice", "three times"), number="31")
    assert comment()[1] == "Pull request 31: the comment is written anew, in its place.\n"
    assert written(forge) == [SUMMARY.replace("twice", "three times")]
    assert forge.tokens == {f"Bearer {TOKEN}"}
    assert set(forge.strangers) == {f"/elsewhere{ARTEFACT}"}


def test_another_pull_request(forge: FakeForge, comment: Callable[..., tuple[int, str, str]]) -> None:
    """A run cannot write to a pull request of somebody else, to none, or to one that has gone on."""
    forge.answers[f"{PROJECT}/pulls/31"] = pull_request(head={"sha": HEAD, "repo": {"full_name": "example/qms"}})
    refused = (1, "", "Pull request 31 is not the one that the summary was made for: nothing is written.\n")
    assert comment() == refused
    forge.answers[f"{PROJECT}/pulls/31"] = pull_request(head={"sha": HEAD, "repo": None})
    assert comment() == refused
    forge.answers[f"{PROJECT}/pulls/31"] = pull_request(head={"sha": "f" * 40, "repo": {"full_name": "stranger/qms"}})
    gone_on = (0, "Pull request 31 has moved on or is closed: the next run writes the comment.\n", "")
    assert comment() == gone_on
    forge.answers[f"{PROJECT}/pulls/31"] = pull_request(state="closed")
    assert comment() == gone_on
    del forge.answers[f"{PROJECT}/pulls/31"]
    assert comment() == refused
    assert forge.told == []


def test_an_artefact_of_a_stranger(forge: FakeForge, comment: Callable[..., tuple[int, str, str]]) -> None:
    """What is too large, packed to explode, or not what our job leaves behind is a sentence, and nothing is written."""
    cases = {
        "no archive": (b"<html>", "is not what a job of qms-docs leaves behind"),
        "another file": (archive(other="x"), "is not what a job of qms-docs leaves behind"),
        "a path as number": (archive(summary=SUMMARY, number="31/../32"), "names no pull request"),
        "a long number": (archive(summary=SUMMARY, number="3" * 50), "number in the artefact of the run has more than"),
        "a bomb": (archive(summary=b"\0" * 300_000_000, number="31"), "summary.md in the artefact of the run has more"),
        "broken": (torn(archive(summary=SUMMARY, number="31")), "is not what a job of qms-docs leaves behind"),
        "packed oddly": (archive(zipfile.ZIP_LZMA, summary=SUMMARY, number="31"), "is packed as GitHub does not pack"),
        "much": (b"x" * 1_000_001, "has more than 1000000 bytes"),
        "no text": (archive(summary=b"\xff\xfe", number="31"), "is not text in UTF-8"),
    }
    for what, (content, said) in cases.items():
        forge.files[ARTEFACT] = content
        status, _, err = comment()
        assert (status, said in err) == (1, True), (what, err)
    listed = forge.answers[f"{PROJECT}/actions/runs/555/artifacts"]
    listed["artifacts"][0]["size_in_bytes"] = 10**10  # type: ignore[index]
    assert "has more than 1000000 bytes" in comment()[2]
    assert forge.told == []


def test_text_of_a_stranger(forge: FakeForge, comment: Callable[..., tuple[int, str, str]]) -> None:
    """Nobody is called, nothing is ordered or hidden, and no other comment of jobs is taken for this one."""
    text = "<!-- other job -->\n@everybody and ann@example.com, [[SOP-004@3]]\u202egnp\x07\r\n/merge\n- /approve a/b\n"
    forge.files[ARTEFACT] = archive(summary=text, number="31")
    assert comment()[0] == 0
    said = "@\u2060everybody and ann@example.com, [[SOP-004@3]]gnp\n\u2060/merge\n- \u2060/approve a/b\n"
    body = f"{MARKER}\n<!-- other job -->\n{said}"
    assert written(forge) == [body]
    forge.files[ARTEFACT] = archive(summary=f"{MARKER}\n" + "a line\n" * 20_000, number="31")
    comment()
    (longer,) = written(forge)
    assert len(longer) < 65_536
    assert longer.endswith(
        "a line\n\n*The summary is longer than a comment may be; the job that made it keeps the whole.*\n"
    )


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (".@everybody, +@team and -@me", ".@\u2060everybody, +@\u2060team and -@\u2060me"),
        ("&#64;all &#x40;all &commat;all &#0064;all", "&amp;#64;all &amp;#x40;all &amp;commat;all &amp;#0064;all"),
        ("@<!-- -->all x@<b>all</b>", "@\u2060<!-- -->all x@\u2060<b>all</b>"),
        ("broken already: @\u2060all, &#640;", "broken already: @\u2060all, &#640;"),
        ("ri\u061cght\u2028to left", "rightto left"),
    ],
)
def test_names_that_a_stranger_hides(
    forge: FakeForge, comment: Callable[..., tuple[int, str, str]], text: str, said: str
) -> None:
    """Nobody is called by a name in another writing, behind another sign, or that only the shown text puts together."""
    forge.files[ARTEFACT] = archive(summary=text, number="31")
    assert comment()[0] == 0
    assert written(forge) == [f"{MARKER}\n{said}\n"]


def test_empty_lines_without_end(forge: FakeForge, comment: Callable[..., tuple[int, str, str]]) -> None:
    """A text of empty lines is read once, and not once for each of them."""
    forge.files[ARTEFACT] = archive(summary="a" + "\n" * 900_000 + "b", number="31")
    assert comment()[0] == 0
    assert written(forge)[0].endswith(
        "\n\n*The summary is longer than a comment may be; the job that made it keeps the whole.*\n"
    )


def test_nothing_to_write(forge: FakeForge, comment: Callable[..., tuple[int, str, str]], tmp_path: Path) -> None:
    """A run that left no summary, and one that was not of a pull request, end well; a wrong start is a sentence."""
    forge.answers[f"{PROJECT}/actions/runs/555/artifacts"] = {"total_count": 0, "artifacts": []}
    assert comment() == (0, "The run left no summary: there is nothing to write.\n", "")
    event = tmp_path / "event.json"
    event.write_text(json.dumps({"workflow_run": {"id": 555, "event": "push", "head_sha": HEAD}}))
    assert comment() == (0, "The run was not of a pull request: there is nothing to write.\n", "")
    event.write_text(json.dumps({"push": {}}))
    assert comment()[::2] == (1, "This job follows another: start it on workflow_run.\n")
    assert comment(FORGE="gitea", SUMMARY=str(tmp_path))[2].startswith("There is no summary: the step before")
    assert forge.told == []


@pytest.fixture
def results(tmp_path: Path) -> Path:
    """What pull_request.sh leaves."""
    folder = tmp_path / "results"
    folder.mkdir()
    for name, content in {"summary.md": SUMMARY, "number": "31\n", "head": f"{HEAD}\n"}.items():
        (folder / name).write_text(content)
    return folder


@pytest.mark.parametrize("name", ["summary.md", "number", "head", "."])
def test_links_in_the_place_of_a_summary(
    comment: Callable[..., tuple[int, str, str]], results: Path, tmp_path: Path, name: str
) -> None:
    """A link is not followed: it could lead to a secret of the job."""
    place = results / name
    place.rename(tmp_path / "secret")
    place.symlink_to(tmp_path / "secret")
    ran = comment(FORGE="gitea", SUMMARY=str(results))
    assert ran == (1, "", "The summary is a link to something else, and is not read.\n")


def test_on_gitea(forge: FakeForge, comment: Callable[..., tuple[int, str, str]], results: Path) -> None:
    """A step of the same job writes; the forge gives all comments at once, whatever page is asked for."""
    thread = f"/api/v1{THREAD}"
    forge.account = {"login": "forgejo-actions", "id": -2}
    forge.answers = {f"/api/v1{PROJECT}/pulls/31": pull_request(), thread: [dict(each) for each in OTHERS]}
    variables = {"FORGE": "gitea", "GITHUB_API_URL": f"{forge.address}/api/v1", "SUMMARY": str(results)}
    assert comment(**variables)[:2] == (0, "Pull request 31: the comment is written.\n")
    (results / "summary.md").write_text(SUMMARY.replace("twice", "again"))
    assert comment(**variables)[1] == "Pull request 31: the comment is written anew, in its place.\n"
    assert comment(**variables)[1] == "Pull request 31: the comment says so already.\n"
    assert forge.answers[thread][:3] == OTHERS  # type: ignore[index]
    assert [each["body"] for each in forge.answers[thread][3:]] == [SUMMARY.replace("twice", "again")]  # type: ignore[index]
    assert comment(**variables, COMMENT_AUTHOR="qms-bot")[1] == "Pull request 31: the comment is written.\n"


def test_on_gitlab(forge: FakeForge, comment: Callable[..., tuple[int, str, str]], results: Path) -> None:
    """Whose token it is is asked of the server; the note is changed in its place."""
    project = "/api/v4/projects/42"
    notes = f"{project}/merge_requests/31/notes"
    forge.account = {"id": 7, "username": "project_42_bot_1"}
    others = [{"id": 1, "body": f"{MARKER}\nMine.", "author": {"id": 8}}]
    forge.answers = {
        "/api/v4/user": forge.account,
        f"{project}/merge_requests/31": {"iid": 31, "state": "opened", "sha": HEAD, "source_project_id": 99},
        notes: [dict(each) for each in others],
    }
    variables = {
        "FORGE": "gitlab",
        "CI_API_V4_URL": f"{forge.address}/api/v4",
        "CI_PROJECT_ID": "42",
        "SUMMARY": str(results),
    }
    assert comment(**variables)[:2] == (0, "Merge request !31: the comment is written.\n")
    (results / "summary.md").write_text(SUMMARY.replace("twice", "again"))
    assert comment(**variables)[1] == "Merge request !31: the comment is written anew, in its place.\n"
    assert [each["body"] for each in forge.answers[notes]] == [others[0]["body"], SUMMARY.replace("twice", "again")]  # type: ignore[index,attr-defined]
    assert forge.tokens == {TOKEN}
    (results / "head").write_text("f" * 40)
    assert comment(**variables)[1].startswith("Merge request !31 has moved on or is closed")
