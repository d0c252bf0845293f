"""`qms approvals import`: reviews of a forge become approvals, or it is said why not."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from cli.conftest import environment
from support import Story, document, organization_file
from support.approvers import PURCHASING, SECOND, Keys
from support.forge_answers import gitea_review, github_review, gitlab_approvals, gitlab_merge_request, gitlab_version
from support.manuals import manual_of
from support.ssh import public_line, verified_by_openssh

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from cli.conftest import Qms, Ran
    from qms_docs.model.document import Revision
    from support import Branch, Clone

FOREVER = "9999-12-31"
REVIEWED = "2024-07-02T08:42:17Z"
FOLDER = "records/approvals/SOP-004/2"
BOTH = {"approvals": [{"role": "quality-manager"}, {"role": "owner"}], "evidence": "attested"}
INSPECTION = document("SOP-005", title="Inspection", owner="purchasing-manager")


@pytest.fixture(scope="session")
def keys(tmp_path_factory: pytest.TempPathFactory) -> Keys:
    """Keys, of which the one that is nobody's belongs to the job."""
    return Keys.make(tmp_path_factory.mktemp("keys"))


@pytest.fixture(autouse=True)
def _no_agent(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SSH_AUTH_SOCK", raising=False)


def people(keys: Keys) -> str:
    """Who is who, with accounts; two people share one, and the job may import."""
    accounts = {name: {"github": name, "gitlab": name, "gitea": name} for name in ("annberg", "ciddahl", "livstrand")}
    everybody: Mapping[str, Mapping[str, object]] = {
        "Ann Berg": {"roles": ["quality-manager"], "forges": accounts["annberg"]},
        "Cid Dahl": {"roles": ["quality-manager"], "forges": accounts["ciddahl"]},
        "Liv Strand": {"roles": ["purchasing-manager"], "forges": accounts["livstrand"]},
        "Siv Aas": {"roles": ["quality-manager", "purchasing-manager"], "forges": {"github": "sivaas"}},
        "Per Haug": {
            "roles": [{"role": "quality-manager", "from": "2024-01-01", "until": "2024-02-29"}],
            "forges": {"github": "perhaug"},
        },
        "Ole Vik": {"roles": ["quality-manager"], "forges": {"github": "shared"}},
        "Unn Sand": {"roles": ["quality-manager"], "forges": {"github": "shared"}},
    }
    importer = f"{{key: {public_line(keys['nobody'])}, from: 2024-01-01}}"
    return organization_file(everybody) + f"importers:\n  reviews:\n    title: Job\n    keys:\n      - {importer}\n"


def begun(keys: Keys, **kinds: object) -> Story:
    """A manual whose procedures ask for two reviews."""
    told = Story()
    told.policy("2024-01-05", {"control_from": "2024-06-01", "types": {"procedure": BOTH, **kinds}})
    told.entry("2024-01-06", {"records/organization.yml": people(keys)})
    told.entry("2024-02-01", {PURCHASING: document("SOP-004", owner="purchasing-manager")})
    return told


def proposed(told: Story) -> Branch:
    """The branch of a pull request, by Ann."""
    branch = told.branch("better")
    branch.entry("2024-07-01", {PURCHASING: SECOND}, name="head")
    return branch


@pytest.fixture
def merged(keys: Keys, tmp_path: Path) -> Clone:
    """The pull request is merged by a merge commit."""
    told = begun(keys)
    told.merge("2024-07-03", proposed(told), name="merge")
    return told.build(tmp_path / "manual")


def saved(folder: Path, *answers: object) -> Path:
    """The answers of a forge in a file."""
    file = folder / "answers.json"
    file.write_text("\n".join(map(json.dumps, answers)))
    return file


def reviews(clone: Clone, *users: str, commit: str | None = None, at: str = REVIEWED) -> list[dict[str, object]]:
    """Approvals on GitHub, of the head of the pull request."""
    return [github_review(user, at=at, commit=commit or clone.commit("head")) for user in users]


def taken_in(qms: Qms, clone: Clone, answers: object, *arguments: str, commit: str | None = None) -> Ran:
    """What the import of these answers left behind."""
    file = saved(clone.path.parent, answers)
    return qms(clone, "approvals", "import", str(file), "--commit", commit or clone.commit("head"), *arguments)


def committed(clone: Clone) -> None:
    """What was written is on the release branch."""
    clone.git("add", "--all")
    clone.git("commit", "--quiet", "--message=Record approvals")


def revision(clone: Clone, number: str = "2", id_: str = "SOP-004") -> Revision:
    """The revision as it is judged."""
    document_ = manual_of(clone, today=FOREVER).document(id_)
    assert document_ is not None
    found = document_.revision(number)
    assert found is not None
    return found


def test_reviews_become_approvals_that_count(qms: Qms, merged: Clone) -> None:
    """Two reviews of a merged pull request are two files, and with them the revision is complete."""
    ran = taken_in(qms, merged, reviews(merged, "ciddahl", "LivStrand"))
    assert (ran.status, ran.text) == (0, f"{FOLDER}/cid.dahl.yml\n{FOLDER}/liv.strand.yml\n")
    assert (merged.path / FOLDER / "cid.dahl.yml").read_text() == (
        "document: SOP-004\n"
        "revision: 2\n"
        f"digest: {revision(merged).digest}\n"
        "person: cid.dahl\n"
        "role: quality-manager\n"
        "meaning: approved\n"
        f"at: {REVIEWED}\n"
        "source:\n"
        "  forge: github\n"
        "  url: https://github.com/example/qms/pull/31#pullrequestreview-1187\n"
        "  user: ciddahl\n"
        f"  commit: {merged.commit('head')}\n"
        f"  submitted_at: {REVIEWED}\n"
    )
    committed(merged)
    found = revision(merged)
    assert found.fixed_on is not None
    assert [(each.person, each.counts, each.forge) for each in found.approvals] == [
        ("cid.dahl", True, "GitHub"),
        ("liv.strand", True, "GitHub"),
    ]
    assert qms(merged, "check").status == 0


def test_without_write_it_is_printed(qms: Qms, merged: Clone) -> None:
    """The same files, with their paths, and nothing is touched."""
    ran = taken_in(qms, merged, reviews(merged, "ciddahl"), "--print")
    assert ran.status == 0
    assert ran.text.startswith(f"==> {FOLDER}/cid.dahl.yml <==\ndocument: SOP-004\n")
    assert merged.git("status", "--porcelain") == ""
    written = taken_in(qms, merged, reviews(merged, "ciddahl"))
    assert written.status == 0
    assert (merged.path / FOLDER / "cid.dahl.yml").read_text() in ran.text


def test_again_it_has_nothing_to_do(qms: Qms, merged: Clone) -> None:
    """What was recorded is recognised, committed or not, and a review that was missing is added."""
    taken_in(qms, merged, reviews(merged, "ciddahl"))
    again = taken_in(qms, merged, reviews(merged, "ciddahl"))
    assert (again.status, again.out, again.err) == (0, b"", f"Recorded before: {FOLDER}/cid.dahl.yml.\n")
    committed(merged)
    more = taken_in(qms, merged, reviews(merged, "ciddahl", "livstrand"))
    assert more.text == f"{FOLDER}/liv.strand.yml\n"
    committed(merged)
    late = taken_in(qms, merged, reviews(merged, "sivaas"))
    assert (late.status, late.out) == (0, b"")
    assert "the revision has all its approvals since" in late.err


def test_reviews_that_are_no_approvals(qms: Qms, merged: Clone) -> None:
    """Each is passed over, and it is said why; nothing is written."""
    head = merged.commit("head")
    given = (
        ({"user": "annberg", "state": "COMMENTED"}, "it is a comment"),
        ({"user": "ciddahl", "state": "CHANGES_REQUESTED"}, "it asks for changes"),
        ({"user": "livstrand", "state": "DISMISSED"}, "it was dismissed"),
        ({"user": "dependabot[bot]", "kind": "Bot"}, "it was given by a program and not by a person"),
        ({"user": "stranger"}, "organization.yml lists nobody with this account on GitHub"),
        ({"user": "shared"}, "organization.yml gives this account on GitHub to Ole Vik and Unn Sand"),
        ({"user": "perhaug"}, "Per Haug held none of the roles quality-manager, purchasing-manager then"),
        ({"user": "sivaas", "commit": "a" * 40}, f"the commit {'a' * 12} is not here to be looked at"),
    )
    answers = [github_review(**({"commit": head, "at": REVIEWED} | facts)) for facts, _ in given]  # type: ignore[arg-type]
    ran = taken_in(qms, merged, answers)
    assert (ran.status, ran.out) == (0, b"")
    for facts, reason in given:
        assert any(f"the review by {facts['user']} of" in line and reason in line for line in ran.err.splitlines())
    for at, reason in (("2024-06-30T10:00:00Z", "before the text existed"), ("2099-06-30T10:00:00Z", "lies after")):
        ran = taken_in(qms, merged, reviews(merged, "ciddahl", at=at))
        assert (ran.status, ran.out) == (0, b"")
        assert reason in ran.err
    assert merged.git("status", "--porcelain") == ""


def test_only_the_text_that_was_reviewed(qms: Qms, keys: Keys, tmp_path: Path) -> None:
    """A review of an earlier text is stale; one before a push that left the document alone is not."""
    told = begun(keys)
    branch = told.branch("better")
    branch.entry("2024-07-01", {PURCHASING: f"{SECOND}\nNot yet right.\n"}, name="draft")
    branch.entry("2024-07-01", {PURCHASING: SECOND}, name="right")
    branch.entry("2024-07-02T12:00:00+00:00", {"README.md": "Hello\n"}, name="head")
    told.merge("2024-07-03", branch)
    clone = told.build(tmp_path / "manual")
    given = [
        github_review("ciddahl", at=REVIEWED, commit=clone.commit("draft")),
        github_review("livstrand", at=REVIEWED, commit=clone.commit("right")),
    ]
    ran = taken_in(qms, clone, given)
    assert ran.text == f"{FOLDER}/liv.strand.yml\n"
    assert "the commit" in ran.err
    assert "that was reviewed holds another text (DC202)" in ran.err


def test_an_image_that_changed_after_the_review(qms: Qms, keys: Keys, tmp_path: Path) -> None:
    """The files that a text shows belong to what was reviewed."""
    told = begun(keys)
    branch = told.branch("better")
    drawn = document("SOP-004", revision=2, owner="purchasing-manager", body="![The flow](flow.svg)\n")
    branch.entry("2024-07-01", {PURCHASING: drawn, "procedures/flow.svg": "<svg/>"}, name="before")
    branch.entry("2024-07-01", {"procedures/flow.svg": "<svg></svg>"}, name="head")
    told.squash("2024-07-03", branch)
    clone = told.build(tmp_path / "manual")
    stale = taken_in(qms, clone, reviews(clone, "ciddahl", commit=clone.commit("before")))
    assert (stale.out, "holds another text" in stale.err) == (b"", True)
    assert taken_in(qms, clone, reviews(clone, "ciddahl")).text == f"{FOLDER}/cid.dahl.yml\n"


def test_a_text_that_changed_between_review_and_merge(qms: Qms, keys: Keys, tmp_path: Path) -> None:
    """What was merged is not what was reviewed: nothing is recorded, and the document that was named says so."""
    told = begun(keys)
    branch = proposed(told)
    told.merge("2024-07-03", branch, {PURCHASING: f"{SECOND}\nMore.\n"})
    clone = told.build(tmp_path / "manual")
    ran = taken_in(qms, clone, reviews(clone, "ciddahl"))
    assert (ran.status, ran.out, ran.err) == (0, b"", "The change brings no revision whose approval is asked for.\n")
    ran = taken_in(qms, clone, reviews(clone, "ciddahl"), "--document", "SOP-004")
    assert (ran.status, ran.out) == (1, b"")
    assert "is that of none of its revisions: it was changed after the review" in ran.err


def squashed(keys: Keys, tmp_path: Path) -> tuple[Clone, Clone]:
    """The forge, which keeps the head of a squashed pull request, and a clone as everybody has it."""
    told = begun(keys)
    told.squash("2024-07-03", proposed(told))
    forge = told.build(tmp_path / "forge")
    clone = forge.clone(tmp_path / "clone", "--single-branch")
    return forge, clone


def test_after_a_squash_the_head_has_to_be_fetched(qms: Qms, keys: Keys, tmp_path: Path) -> None:
    """A clone does not have it; fetched it can be looked at, but nobody else could do so."""
    forge, clone = squashed(keys, tmp_path)
    ran = taken_in(qms, clone, reviews(forge, "ciddahl"))
    assert (ran.status, ran.out) == (3, b"")
    assert f"Fetch it: git fetch origin {forge.commit('head')}" in ran.err
    clone.git("fetch", "--quiet", "origin", forge.commit("head"))
    ran = taken_in(qms, clone, reviews(forge, "ciddahl", "livstrand"))
    assert ran.text == f"{FOLDER}/cid.dahl.yml\n{FOLDER}/liv.strand.yml\n"
    assert "in another clone these approvals cannot be verified" in ran.err
    committed(clone)
    assert revision(clone).fixed_on is not None
    assert revision(clone.clone(tmp_path / "another")).fixed_on is None


def test_after_a_squash_an_importer_signs(qms: Qms, keys: Keys, tmp_path: Path) -> None:
    """Signed by the job the approvals count in every clone, and OpenSSH takes the signature of the statement."""
    forge, clone = squashed(keys, tmp_path)
    clone.git("fetch", "--quiet", "origin", forge.commit("head"))
    signing = ("--sign-as", "reviews", "--key", str(keys["nobody"]))
    ran = taken_in(qms, clone, reviews(forge, "ciddahl", "livstrand"), *signing)
    assert (ran.status, ran.err) == (0, "")
    committed(clone)
    another = clone.clone(tmp_path / "another", "--single-branch")
    found = revision(another)
    assert found.fixed_on is not None
    assert [(each.evidence.value, each.forge) for each in found.approvals] == [("attested", "GitHub")] * 2
    assert qms(another, "check").status == 0
    text = (clone.path / FOLDER / "cid.dahl.yml").read_text()
    armored = "".join(f"{line.strip()}\n" for line in text.partition("  signature: |\n")[2].splitlines())
    statement = (
        f"qms-approval 1\ndocument: SOP-004\nrevision: 2\ndigest: {found.digest}\nmeaning: approved\nperson: cid.dahl\n"
        f"name: Cid Dahl\nrole: quality-manager\nat: {REVIEWED}\n"
    )
    assert verified_by_openssh(armored, statement.encode(), public_line(keys["nobody"]), tmp_path)


def test_importers_that_organization_yml_does_not_know(qms: Qms, keys: Keys, merged: Clone) -> None:
    """Another name or another key is refused, a key without a name is wrong use."""
    given = reviews(merged, "ciddahl")
    ran = taken_in(qms, merged, given, "--sign-as", "robots", "--key", str(keys["nobody"]))
    assert (ran.status, ran.err) == (1, "qms: organization.yml lists no importer robots on the release branch.\n")
    ran = taken_in(qms, merged, given, "--sign-as", "reviews", "--key", str(keys["cid"]))
    assert (ran.status, ran.out) == (1, b"")
    assert "is none that organization.yml lists for the importer reviews" in ran.err
    assert taken_in(qms, merged, given, "--key", str(keys["nobody"])).status == 2
    assert merged.git("status", "--porcelain") == ""


def test_after_a_rebase(qms: Qms, keys: Keys, tmp_path: Path) -> None:
    """The commits were made again; that of the review is fetched."""
    told = begun(keys)
    branch = proposed(told)
    told.entry("2024-07-02", {"README.md": "Hello\n"})
    told.rebase("2024-07-03", branch)
    clone = told.build(tmp_path / "manual")
    assert taken_in(qms, clone, reviews(clone, "ciddahl")).text == f"{FOLDER}/cid.dahl.yml\n"


def test_before_the_merge(qms: Qms, keys: Keys, tmp_path: Path) -> None:
    """On the branch of the pull request the files can be added to it."""
    told = begun(keys)
    clone = told.build(tmp_path / "manual", at=proposed(told))
    assert taken_in(qms, clone, reviews(clone, "ciddahl", "livstrand")).status == 0
    committed(clone)
    clone.git("checkout", "--quiet", "main")
    clone.git("merge", "--quiet", "--no-ff", "--no-edit", "better")
    assert revision(clone).fixed_on is not None


def test_only_what_the_change_touched(qms: Qms, keys: Keys, tmp_path: Path) -> None:
    """A document that an earlier change left in review is not approved with the next; both of one change are."""
    told = begun(keys)
    told.entry("2024-06-20", {"procedures/inspection.md": INSPECTION})
    branch = proposed(told)
    form = document("SOP-006", title="Delivery", owner="purchasing-manager")
    branch.entry("2024-07-01", {"procedures/delivery.md": form}, name="last")
    told.merge("2024-07-03", branch, name="merge")
    clone = told.build(tmp_path / "manual")
    both = f"{FOLDER}/cid.dahl.yml\nrecords/approvals/SOP-006/1/cid.dahl.yml\n"
    given = reviews(clone, "ciddahl", commit=clone.commit("last"))
    for commit in (clone.commit("last"), clone.commit("merge")):
        ran = taken_in(qms, clone, given, "--print", commit=commit)
        named = [line.split(" ")[1] for line in ran.text.splitlines() if line.startswith("==>")]
        assert named == ["records/approvals/SOP-004/2/cid.dahl.yml", "records/approvals/SOP-006/1/cid.dahl.yml"]
    one = taken_in(qms, clone, given, "--document", "SOP-006", commit=clone.commit("last"))
    assert one.text == "records/approvals/SOP-006/1/cid.dahl.yml\n"
    assert taken_in(qms, clone, given, commit=clone.commit("last")).text == both.splitlines(keepends=True)[0]


def test_two_roles_and_an_author(qms: Qms, merged: Clone) -> None:
    """One review approves in every role that the person holds; an author's counts beside that of somebody else."""
    ran = taken_in(qms, merged, reviews(merged, "sivaas"), "--print")
    assert ran.text.count("==>") == 2
    assert f"==> {FOLDER}/siv.aas.purchasing-manager.yml <==" in ran.text
    only = taken_in(qms, merged, reviews(merged, "sivaas"), "--role", "purchasing-manager", "--print")
    assert [line for line in only.text.splitlines() if line.startswith("role")] == ["role: purchasing-manager"]
    ran = taken_in(qms, merged, reviews(merged, "annberg", "livstrand"))
    assert ran.text == f"{FOLDER}/liv.strand.yml\n{FOLDER}/ann.berg.yml\n"


def test_an_author_alone(qms: Qms, keys: Keys, tmp_path: Path) -> None:
    """Where one approval is enough, that of the author is not."""
    told = begun(keys, procedure={"approvals": [{"role": "quality-manager"}], "evidence": "attested"})
    told.merge("2024-07-03", proposed(told))
    clone = told.build(tmp_path / "manual")
    ran = taken_in(qms, clone, reviews(clone, "annberg"))
    assert (ran.status, ran.out) == (0, b"")
    assert "for revision 2 of SOP-004" in ran.err
    assert "Ann Berg is an author of the text, and somebody else has to approve it" in ran.err
    ran = taken_in(qms, clone, reviews(clone, "annberg", "ciddahl"))
    assert ran.text == f"{FOLDER}/cid.dahl.yml\n{FOLDER}/ann.berg.yml\n"


def test_where_signatures_are_asked_for(qms: Qms, keys: Keys, tmp_path: Path) -> None:
    """A review does not take the place of a signature."""
    told = begun(keys, procedure=BOTH | {"evidence": "signed"})
    told.merge("2024-07-03", proposed(told))
    clone = told.build(tmp_path / "manual")
    ran = taken_in(qms, clone, reviews(clone, "ciddahl"))
    assert (ran.status, ran.out) == (0, b"")
    assert "it is attested, and signed is asked for" in ran.err


def test_gitlab(qms: Qms, merged: Clone) -> None:
    """Account and time are GitLab's, the address that of the merge request, the commit the one that is named."""
    given = gitlab_approvals(("ciddahl", "2024-07-02T08:42:17.638Z"))
    file = saved(merged.path.parent, gitlab_merge_request(), given)
    ran = qms(merged, "approvals", "import", str(file), "--commit", merged.commit("head"))
    assert ran.text == f"{FOLDER}/cid.dahl.yml\n"
    text = (merged.path / FOLDER / "cid.dahl.yml").read_text()
    assert "at: 2024-07-02T08:42:17.638Z\n" in text
    assert "  url: https://gitlab.example.com/example/qms/-/merge_requests/31\n" in text
    committed(merged)
    assert [(each.counts, each.forge) for each in revision(merged).approvals] == [(True, "GitLab")]


def test_gitlab_with_versions(qms: Qms, keys: Keys, tmp_path: Path) -> None:
    """An approval from before the last push is one of the head of that time, and stale."""
    told = begun(keys)
    branch = told.branch("better")
    branch.entry("2024-07-01", {PURCHASING: f"{SECOND}\nNot yet right.\n"}, name="draft")
    branch.entry("2024-07-02", {PURCHASING: SECOND}, name="head")
    told.merge("2024-07-03", branch)
    clone = told.build(tmp_path / "manual")
    versions = [
        gitlab_version(clone.commit("head"), "2024-07-02T12:00:05Z", 2),
        gitlab_version(clone.commit("draft"), "2024-07-01T12:00:05Z", 1),
    ]
    given = gitlab_approvals(("ciddahl", "2024-07-02T08:00:00Z"), ("livstrand", "2024-07-02T14:00:00Z"))
    file = saved(tmp_path, gitlab_merge_request(), versions, given)
    ran = qms(clone, "approvals", "import", str(file), "--commit", clone.commit("head"))
    assert ran.text == f"{FOLDER}/liv.strand.yml\n"
    assert "the review by ciddahl" in ran.err
    assert "holds another text" in ran.err


def test_an_old_gitlab(qms: Qms, merged: Clone) -> None:
    """What it does not say has to be named, and is not guessed."""
    given = gitlab_approvals(("ciddahl", None))
    ran = taken_in(qms, merged, given, "--url", "https://gitlab.example.com/1")
    assert (ran.status, ran.out) == (0, b"")
    assert "the forge does not say when it was submitted" in ran.err
    named = ("--url", "https://gitlab.example.com/1", "--submitted-at", REVIEWED)
    assert taken_in(qms, merged, given, *named).text == f"{FOLDER}/cid.dahl.yml\n"


def test_gitea(qms: Qms, merged: Clone) -> None:
    """A review of Gitea counts, unless Gitea says that it is stale."""
    given = gitea_review(at="2024-07-02T10:42:17+02:00", commit=merged.commit("head"))
    stale = gitea_review("livstrand", at="2024-07-02T10:42:17+02:00", commit=merged.commit("head"), stale=True)
    ran = taken_in(qms, merged, [given, stale])
    assert ran.text == f"{FOLDER}/cid.dahl.yml\n"
    assert "the review by livstrand of 2024-07-02T10:42:17+02:00: the change went on after it" in ran.err
    committed(merged)
    assert [(each.counts, each.forge) for each in revision(merged).approvals] == [(True, "Gitea")]


def test_standard_input_and_other_folders(qms: Qms, merged: Clone) -> None:
    """`-` is standard input; a file is named from where the command runs."""
    (merged.path.parent / "answers.json").write_text(json.dumps(reviews(merged, "ciddahl")))
    arguments = ["approvals", "import", "--print", "--commit", merged.commit("head")]
    done = subprocess.run(
        [sys.executable, "-m", "qms_docs", *arguments, "-"],
        cwd=merged.path / "procedures",
        env=environment(),
        input=json.dumps(reviews(merged, "ciddahl")).encode(),
        capture_output=True,
        check=True,
    )
    assert done.stdout == taken_in(qms, merged, reviews(merged, "ciddahl"), "--print").out
    ran = qms(merged.path.parent, "-C", "manual", *arguments, "../answers.json")
    assert ran.out == done.stdout


def test_what_no_forge_returns(qms: Qms, merged: Clone) -> None:
    """A sentence, a status, and nothing is written."""
    file = merged.path.parent / "answers.json"
    for forge, content in (
        ("github", b""),
        ("github", b"[{"),
        ("github", b'[{"state": 1}]'),
        ("gitea", b"[1]"),
        ("gitlab", b'{"message": "Not Found"}'),
        ("gitlab", b"\xff"),
    ):
        file.write_bytes(content)
        ran = qms(merged, "approvals", "import", str(file), "--commit", "HEAD", "--forge", forge)
        assert (ran.status, ran.out) == (3, b"")
        assert ran.err.startswith("qms: The reviews cannot be read: ")
        assert ran.err.count("\n") == 1


def test_wrong_use(qms: Qms, merged: Clone) -> None:
    """An unknown commit or file is 3, an unknown document 1, a forge that does not show 2; no reviews are no fault."""
    given = reviews(merged, "ciddahl")
    assert taken_in(qms, merged, given, commit="b" * 40).status == 3
    assert taken_in(qms, merged, given, commit="no such").status == 3
    assert taken_in(qms, merged, given, commit="--all").status == 3
    assert qms(merged, "approvals", "import", "none.json", "--commit", "HEAD").status == 3
    assert taken_in(qms, merged, given, "--document", "SOP-999").status == 1
    assert taken_in(qms, merged, [{"id": 1}]).status == 2
    assert taken_in(qms, merged, []).status == 0
    assert qms(merged, "approvals", "import", "none.json").status == 2
