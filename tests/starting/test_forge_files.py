"""What a forge is given: jobs as the guides say them, and who is asked to look."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
import yaml

from qms_docs.model.numbering import Scheme
from qms_docs.model.policy import Audience, Evidence
from qms_docs.model.records.kinds import KINDS
from qms_docs.sources.policy import read_policy
from qms_docs.starting.beginning import Beginning, Forge, Starter
from qms_docs.starting.files import manual_files
from qms_docs.starting.jobs import UNKNOWN_JOBS, Jobs, parse_jobs

ROOT = Path(__file__).resolve().parents[2]
DIGEST = "0123456789abcdef0123456789abcdef01234567"
ANN = Starter(id="ann.berg", name="Ann Berg", email="ann@example.com", roles=("quality-manager",), account="annberg")
WORKFLOWS = {"github": ".github/workflows/manual-", "gitea": ".gitea/workflows/"}


def beginning(forge: Forge, **said: object) -> Beginning:
    """A public manual on a forge, whose approvals are reviews."""
    plain = Beginning(
        organization="Acme",
        person=ANN,
        day=date(2026, 11, 27),
        complete_by=date(2027, 5, 27),
        standards=("iso9001:2026",),
        numbering=Scheme.INTEGER,
        audience=Audience.PUBLIC,
        evidence=Evidence.ATTESTED,
        approvers=("owner",),
        independent=True,
        forge=forge,
        branch="main",
        remote=None,
        jobs=UNKNOWN_JOBS,
        minimal=False,
    )
    return replace(plain, **said)  # type: ignore[arg-type]


def texts(forge: Forge, **said: object) -> dict[str, str]:
    """The files of a manual as text."""
    return {path: content.decode("utf-8") for path, content in manual_files(beginning(forge, **said)).items()}


def shown(forge: str) -> list[str]:
    """The files that the guide of a forge tells to write."""
    guide = (ROOT / f"integrations/{forge}/README.md").read_text(encoding="utf-8")
    return [each for each in re.findall(r"(?ms)^```yaml\n(.*?)^```", guide) if "qms-docs" in each]


@pytest.mark.parametrize("forge", ["github", "gitlab", "gitea"])
def test_jobs_are_those_of_the_guides(forge: str) -> None:
    """Letter by letter, where nothing is known of the release."""
    files = texts(Forge(forge))
    if forge == "gitlab":
        (expected,) = shown(forge)
        assert files[".gitlab-ci.yml"].replace("FORGE.EXAMPLE", "gitlab.example.com") == expected
        return
    written = {text for path, text in files.items() if path.startswith(WORKFLOWS[forge])}
    assert {each.replace("FORGE.EXAMPLE/OWNER/qms-docs/.github", "OWNER/qms-docs/.github") for each in written} == set(
        shown(forge)
    )


@pytest.mark.parametrize("forge", ["github", "gitea"])
def test_an_internal_site_is_published_nowhere(forge: str) -> None:
    """It is kept as an artefact, since pages of forges can be read by everybody; the other way is told in a comment."""
    text = next(
        content for path, content in texts(Forge(forge), audience=Audience.INTERNAL).items() if "publish" in path
    )
    orders = yaml.safe_load(re.sub("(?m)^on:", "'on':", text))
    (job,) = orders["jobs"].values()
    assert job["permissions"] == {"contents": "read"}
    assert "pages" not in str(job)
    assert text.startswith("# The site is ")


@pytest.mark.parametrize("forge", list(Forge))
def test_signed_approvals_need_no_job(forge: Forge) -> None:
    """Where people sign, no job that makes approvals of reviews is given the right to write."""
    assert not [path for path in texts(forge, evidence=Evidence.SIGNED) if "approvals.yml" in path]


@pytest.mark.parametrize("branch", ["trunk", "release/2026", "on", "1"])
@pytest.mark.parametrize("forge", ["github", "gitea"])
def test_jobs_run_on_the_release_branch(forge: str, branch: str) -> None:
    """Whatever it is called."""
    text = next(content for path, content in texts(Forge(forge), branch=branch).items() if "publish" in path)
    # As the forges read it, `on` is a key and a branch a string.
    assert yaml.load(text, yaml.BaseLoader)["on"]["push"] == {"branches": [branch]}  # noqa: S506 - makes nothing but text


@pytest.mark.parametrize(
    ("text", "raw"),
    [
        (f"https://github.com/o/qms-docs@{DIGEST}", f"https://raw.githubusercontent.com/o/qms-docs/{DIGEST}"),
        (f"https://gitlab.com/g/s/q.git@{DIGEST}", f"https://gitlab.com/g/s/q/-/raw/{DIGEST}"),
        (f"https://codeberg.org/o/q/@{DIGEST}", f"https://codeberg.org/o/q/raw/commit/{DIGEST}"),
        (f"https://git.example:8443/o/q@{DIGEST}", f"https://git.example:8443/o/q/-/raw/{DIGEST}"),
        ("https://github.com/o/q@main", None),
        (f"http://github.com/o/q@{DIGEST}", None),
        (f"https://x:y@github.com/o/q@{DIGEST}", None),
        (f"https://github.com/o@{DIGEST}", None),
        (f"https://github.com/o/q?x@{DIGEST}", None),
        (f"https://github.com/o/../q@{DIGEST}", None),
        (f"https://[/o/q@{DIGEST}", None),
        ("", None),
    ],
)
def test_releases(text: str, raw: str | None) -> None:
    """A release is an address and a digest; anything else is none."""
    jobs = parse_jobs(text)
    assert (jobs.raw if jobs else None) == raw


def test_a_known_release() -> None:
    """Jobs and README name it, and nobody has to fill in anything."""
    jobs = Jobs(host="codeberg.org", path="o/q", release=DIGEST)
    files = texts(Forge.GITEA, jobs=jobs)
    assert (
        f"uses: https://codeberg.org/o/q/integrations/gitea/check@{DIGEST} # v" in files[".gitea/workflows/check.yml"]
    )
    assert f"https://codeberg.org/o/q/src/commit/{DIGEST}/integrations/gitea/README.md" in files["README.md"]
    assert not [path for path, text in files.items() if "DIGEST" in text]


def tokens(line: str) -> list[str]:
    """A line of CODEOWNERS as Gitea takes it apart: a backslash makes the next character plain."""
    found, token, plain = [], "", False
    for character in line:
        if plain or character not in "\\# ":
            token, plain = token + character, False
        elif character == "\\":
            plain = True
        elif character == "#":
            break
        elif token:
            found, token = [*found, token], ""
    return [*found, token] if token else found


@pytest.mark.parametrize("forge", [Forge.GITHUB, Forge.GITLAB, Forge.GITEA])
def test_owners_are_asked(forge: Forge) -> None:
    """Every document of a role whose holder has an account, in the language of the forge; others wait as comments."""
    files = texts(forge)
    (path,) = (each for each in files if each.endswith("CODEOWNERS"))
    assert path == {"github": ".github", "gitlab": ".gitlab", "gitea": ".gitea"}[forge.value] + "/CODEOWNERS"
    lines = [tokens(each) for each in files[path].splitlines()]
    rules = [each for each in lines if each]
    assert {each[1] for each in rules} == {"@annberg"}
    documents = {each: text for each, text in files.items() if each.startswith("procedures/") and "\nid: " in text}
    owned = {each for each, text in documents.items() if "\nowner: quality-manager\n" in text}
    matched = {
        each
        for each in files
        for pattern, _ in rules
        if (re.fullmatch(pattern, each) if forge is Forge.GITEA else pattern == f"/{each}")
    }
    assert matched == owned | {"qms.yml", "records/organization.yml"}
    assert all(each in files[path].replace("\\", "") for each in documents)


def test_every_type_of_record_is_kept_for_some_time() -> None:
    """The first record of a type finds a rule, and none says a reason that nobody here has given."""
    policy = read_policy(manual_files(beginning(Forge.NONE))["qms.yml"]).required()
    series = {"acknowledgement", "document-review", "satisfaction"}
    assert set(policy.retention) == {kind.name for kind in KINDS} | series
    assert {rule.basis for rule in policy.retention.values()} == {None}


def test_templates_stand_where_forges_look() -> None:
    """What a proposal is to say."""
    for forge, place in (
        (Forge.GITHUB, ".github/pull_request_template.md"),
        (Forge.GITLAB, ".gitlab/merge_request_templates/Default.md"),
        (Forge.GITEA, ".gitea/pull_request_template.md"),
    ):
        assert "**What changes, for whom?**" in texts(forge)[place]
    assert not [path for path in texts(Forge.NONE) if path.startswith((".github", ".gitlab", ".gitea"))]
