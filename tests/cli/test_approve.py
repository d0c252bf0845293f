"""`qms approve` as people use it: with keys of theirs, on a branch and after the merge, and where it must refuse."""

from __future__ import annotations

import base64
import subprocess
from typing import TYPE_CHECKING

import pytest

from cli.conftest import type_on_a_terminal
from support import Story, document
from support.approvers import PURCHASING, SECOND, Keys, begun, people, proposed
from support.manuals import manual_of
from support.ssh import public_half, public_line, running_agent, verified_by_openssh

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from cli.conftest import Qms, Ran
    from support import Clone

FOREVER = "9999-12-31"
DRAWN = document("SOP-007", revision=1, title="Drawings", body="![The flow](flow.svg)\n", owner="purchasing-manager")
WRITTEN = "records/approvals/SOP-004/2/cid.dahl.yml"


@pytest.fixture(scope="session")
def keys(tmp_path_factory: pytest.TempPathFactory) -> Keys:
    """A key for everybody; Cid has had two, and one is nobody's."""
    return Keys.make(tmp_path_factory.mktemp("keys"))


@pytest.fixture(autouse=True)
def _no_agent(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing of the user signs, and no window asks."""
    for name in ("SSH_AUTH_SOCK", "SSH_ASKPASS", "SSH_ASKPASS_REQUIRE", "DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def pull_request(keys: Keys, tmp_path: Path) -> Clone:
    """The branch of a pull request, checked out by whoever is to approve."""
    told = begun(keys)
    return told.build(tmp_path / "manual", at=proposed(told))


def merged(clone: Clone) -> None:
    """What stands in the work tree is committed on the branch and merged, now."""
    clone.git("add", "--all")
    clone.git("commit", "--quiet", "--message=Approve")
    clone.git("checkout", "--quiet", "main")
    clone.git("merge", "--quiet", "--no-ff", "--no-edit", "better")


def refused(ran: Ran, *words: str) -> None:
    """The command has refused with these words and has written nothing."""
    assert (ran.status, ran.out) == (1, b""), ran.err
    for each in words:
        assert each in ran.err


def test_an_approval_is_one_file_that_openssh_verifies(
    qms: Qms, keys: Keys, pull_request: Clone, tmp_path: Path
) -> None:
    """The file has the layout of the contract, nothing else is touched, and `ssh-keygen -Y verify` takes it."""
    ran = qms(pull_request, "approve", "SOP-004", "--key", str(keys["cid"]))
    assert (ran.status, ran.text) == (0, f"{WRITTEN}\n")
    assert pull_request.git("status", "--porcelain", "--untracked-files=all") == f"?? {WRITTEN}"
    text = (pull_request.path / WRITTEN).read_text()
    names = [line.split(":")[0] for line in text.splitlines() if not line.startswith(" ")]
    assert names == ["document", "revision", "digest", "person", "role", "meaning", "at", "signature"]
    fields = dict(line.split(": ", 1) for line in text.splitlines()[:7])
    statement = (
        f"qms-approval 1\ndocument: SOP-004\nrevision: 2\ndigest: {fields['digest']}\nmeaning: approved\n"
        f"person: cid.dahl\nname: Cid Dahl\nrole: quality-manager\nat: {fields['at']}\n"
    )
    signature = "".join(f"{line.removeprefix('  ')}\n" for line in text.splitlines()[8:])
    line = public_line(keys["cid"])
    assert verified_by_openssh(signature, statement.encode(), line, tmp_path)
    assert not verified_by_openssh(signature, statement.replace("Dahl", "Dal").encode(), line, tmp_path)


def test_approvals_of_a_pull_request_count_after_its_merge(qms: Qms, keys: Keys, pull_request: Clone) -> None:
    """Both give theirs on the branch; merged, the revision is in force that day and the check is in order."""
    for name in ("cid", "liv"):
        assert qms(pull_request, "approve", "SOP-004", "--key", str(keys[name])).status == 0
    merged(pull_request)
    found = manual_of(pull_request, today=FOREVER).document("SOP-004")
    assert found is not None
    revision = found.revision("2")
    assert revision is not None
    assert revision.fixed_on is not None
    assert [(each.person, each.counts, each.evidence.value) for each in revision.approvals] == [
        ("cid.dahl", True, "signed"),
        ("liv.strand", True, "signed"),
    ]
    assert qms(pull_request, "check").status == 0
    refused(qms(pull_request, "approve", "SOP-004", "--key", str(keys["siv"])), "has all its approvals since")
    assert "you gave this approval" in qms(pull_request, "approve", "SOP-004", "--key", str(keys["cid"])).err


def test_on_the_release_branch_after_the_merge(qms: Qms, keys: Keys, pull_request: Clone) -> None:
    """Merged on Monday and approved on Wednesday works as well."""
    pull_request.git("checkout", "--quiet", "main")
    pull_request.git("merge", "--quiet", "--squash", "better")
    pull_request.git("commit", "--quiet", "--message=Purchasing", day="2024-07-02")
    for name in ("cid", "liv"):
        assert qms(pull_request, "approve", "SOP-004", "--key", str(keys[name])).status == 0
    pull_request.git("add", "--all")
    pull_request.git("commit", "--quiet", "--message=Approve")
    assert "SOP-004" not in qms(pull_request, "approvals", "pending").text
    assert qms(pull_request, "check").status == 0


def test_it_is_shown_what_is_approved(qms: Qms, keys: Keys, pull_request: Clone) -> None:
    """Who, what, as what, the digest, and the redline against the revision in force."""
    ran = qms(pull_request, "approve", "SOP-004", "--key", str(keys["liv"]))
    for words in (
        "Liv Strand (liv.strand), key SHA256:",
        "SOP-004 Purchasing, revision 2, major change",
        "Purchasing manager (purchasing-manager)",
        "qms1:",
        "Ann Berg",
        "Revision 1 is in force. From revision 1 to revision 2",
        "~ Every order is checked [-before it is sent-]{+twice+}.",
    ):
        assert words in ran.err


def test_a_first_revision_is_shown_as_a_whole(qms: Qms, keys: Keys, tmp_path: Path) -> None:
    """Where nothing is in force there is nothing to compare with; files that are shown are named."""
    told = begun(keys)
    branch = told.branch("drawings")
    branch.entry("2024-07-01", {"procedures/drawings.md": DRAWN, "procedures/flow.svg": "<svg/>"})
    ran = qms(told.build(tmp_path / "manual", at=branch), "approve", "SOP-007", "--key", str(keys["liv"]))
    assert ran.status == 0
    for words in ("the whole text is new", "  ![The flow](flow.svg)\n", "Files shown  flow.svg\n"):
        assert words in ran.err


def test_a_second_run_has_nothing_to_do(qms: Qms, keys: Keys, pull_request: Clone) -> None:
    """Status 0, and the file stays as it is; also when it is committed."""
    qms(pull_request, "approve", "SOP-004", "--key", str(keys["cid"]))
    before = (pull_request.path / WRITTEN).read_bytes()
    for _ in range(2):
        ran = qms(pull_request, "approve", "SOP-004", "--key", str(keys["cid"]))
        assert (ran.status, ran.out) == (0, b"")
        assert ran.err.startswith("There is nothing to do: you gave this approval on 20")
        assert (pull_request.path / WRITTEN).read_bytes() == before
        pull_request.git("add", "--all")
        pull_request.git("commit", "--quiet", "--allow-empty", "--message=Approve")


def test_git_knows_the_key(qms: Qms, keys: Keys, pull_request: Clone, home: Path) -> None:
    """Without --key it is the one that signs commits: a path, with ~ for the home, or a key in the settings itself."""
    target = home / "id key"
    target.write_bytes(keys["cid"].read_bytes())
    target.chmod(0o600)
    (home / "id key.pub").write_bytes(public_half(keys["cid"]).read_bytes())
    for known in ("~/id key", str(target), "~/id key.pub"):
        pull_request.git("config", "gpg.format", "ssh")
        pull_request.git("config", "user.signingkey", known)
        assert qms(pull_request, "approve", "SOP-004").text == f"{WRITTEN}\n"
        (pull_request.path / WRITTEN).unlink()


@pytest.fixture
def agent(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A running agent."""
    with running_agent() as socket:
        monkeypatch.setenv("SSH_AUTH_SOCK", socket)
        yield


@pytest.mark.usefixtures("agent")
def test_an_agent_holds_the_key(qms: Qms, keys: Keys, pull_request: Clone, tmp_path: Path) -> None:
    """The public key is enough: in a file, or in git's settings with and without `key::`."""
    subprocess.run(["ssh-add", "-q", keys["cid"]], check=True)
    public = tmp_path / "public.pub"
    public.write_bytes(public_half(keys["cid"]).read_bytes())
    assert qms(pull_request, "approve", "SOP-004", "--key", str(public)).status == 0
    pull_request.git("config", "gpg.format", "ssh")
    for known in (f"key::{public_line(keys['cid'])}", public_line(keys["cid"])):
        (pull_request.path / WRITTEN).unlink()
        pull_request.git("config", "user.signingkey", known)
        assert qms(pull_request, "approve", "SOP-004").status == 0


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({}, "No key is named, and git has none to sign with."),
        ({"user.signingkey": "0A46826A"}, "git does not sign with SSH keys here"),
        ({"gpg.format": "ssh", "user.signingkey": "key::ssh-ed25519 AAAA"}, "user.signingkey is damaged"),
    ],
)
def test_no_key(qms: Qms, pull_request: Clone, settings: dict[str, str], said: str) -> None:
    """Status 2, as for every answer that is missing."""
    for name, value in settings.items():
        pull_request.git("config", name, value)
    ran = qms(pull_request, "approve", "SOP-004")
    assert (ran.status, ran.out) == (2, b"")
    assert said in ran.err
    assert "--key" in ran.err


def test_a_key_that_cannot_sign(qms: Qms, keys: Keys, pull_request: Clone, tmp_path: Path) -> None:
    """A public key without a private half, none at all, and a locked one without a terminal are status 3."""
    alone = tmp_path / "alone.pub"
    alone.write_bytes(public_half(keys["cid"]).read_bytes())
    locked = tmp_path / "locked"
    locked.write_bytes(keys["cid"].read_bytes())
    locked.chmod(0o600)
    subprocess.run(["ssh-keygen", "-q", "-p", "-P", "", "-N", "correct horse", "-f", locked], check=True)
    for file, said in (
        (alone, "is neither beside it nor in an SSH agent"),
        (tmp_path / "none", "There is no key at"),
        (locked, "is locked with a passphrase, and there is no terminal to ask for it"),
    ):
        ran = qms(pull_request, "approve", "SOP-004", "--key", str(file))
        assert (ran.status, ran.out) == (3, b""), ran.err
        assert said in ran.err
    assert pull_request.git("status", "--porcelain") == ""


def test_a_public_key_beside_another_private_one(qms: Qms, keys: Keys, pull_request: Clone, tmp_path: Path) -> None:
    """A signature by another key than the one that was shown is never written."""
    (tmp_path / "mixed").write_bytes(keys["liv"].read_bytes())
    (tmp_path / "mixed").chmod(0o600)
    (tmp_path / "mixed.pub").write_bytes(public_half(keys["cid"]).read_bytes())
    ran = qms(pull_request, "approve", "SOP-004", "--key", str(tmp_path / "mixed.pub"))
    assert (ran.status, ran.out) == (3, b"")
    assert pull_request.git("status", "--porcelain") == ""


def test_keys_that_may_not_approve(qms: Qms, keys: Keys, pull_request: Clone) -> None:
    """Nobody's key, and one that was ended."""
    refused(qms(pull_request, "approve", "SOP-004", "--key", str(keys["nobody"])), "is nobody's in organization.yml")
    ran = qms(pull_request, "approve", "SOP-004", "--key", str(keys["cid's old one"]))
    refused(ran, "of Cid Dahl ended on 2024-03-31")


def test_roles_that_do_not_fit(qms: Qms, keys: Keys, pull_request: Clone) -> None:
    """A role that the person does not hold, or that nobody asks for."""
    for who, role, said in (
        ("liv", "quality-manager", "Liv Strand does not hold the role quality-manager"),
        ("cid", "internal-auditor", "no approval by the role internal-auditor is asked for"),
        ("cid", "nonsense", "needs the approval of: Quality manager (quality-manager)"),
    ):
        refused(qms(pull_request, "approve", "SOP-004", "--key", str(keys[who]), "--role", role), said)


def test_several_roles(qms: Qms, keys: Keys, pull_request: Clone) -> None:
    """Without a terminal the role has to be named; the second approval of a person has the role in its name."""
    ran = qms(pull_request, "approve", "SOP-004", "--key", str(keys["siv"]))
    assert (ran.status, ran.out) == (2, b"")
    assert "name one with --role (quality-manager, purchasing-manager)" in ran.err
    ran = qms(pull_request, "approve", "SOP-004", "--key", str(keys["siv"]), "--role", "purchasing-manager")
    assert ran.text == "records/approvals/SOP-004/2/siv.aas.yml\n"
    ran = qms(pull_request, "approve", "SOP-004", "--key", str(keys["siv"]))
    assert ran.text == "records/approvals/SOP-004/2/siv.aas.quality-manager.yml\n"
    merged(pull_request)
    assert qms(pull_request, "check").status == 0
    assert "SOP-004" not in qms(pull_request, "approvals", "pending").text


def test_an_author_among_others(qms: Qms, keys: Keys, pull_request: Clone) -> None:
    """An author may approve where somebody else does so too, and is told; as the last and only one they are refused."""
    ran = qms(pull_request, "approve", "SOP-004", "--key", str(keys["ann"]))
    assert ran.status == 0
    assert "You are an author of this text" in ran.err
    assert qms(pull_request, "approve", "SOP-004", "--key", str(keys["liv"])).status == 0
    merged(pull_request)
    assert qms(pull_request, "check").status == 0


def test_an_author_alone(qms: Qms, keys: Keys, tmp_path: Path) -> None:
    """Where nobody else has approved and no other role is missing, the author's approval would not be enough."""
    told = begun(keys, types={"procedure": {"approvals": [{"role": "quality-manager"}], "evidence": "signed"}})
    clone = told.build(tmp_path / "manual", at=proposed(told))
    ran = qms(clone, "approve", "SOP-004", "--key", str(keys["ann"]))
    refused(ran, "Ann Berg is an author of the text, and somebody else has to approve it")
    assert qms(clone, "approve", "SOP-004", "--key", str(keys["cid"])).status == 0


def test_what_a_change_brings_cannot_be_used_for_it(qms: Qms, keys: Keys, tmp_path: Path) -> None:
    """A key and a role that the same branch brings are refused, with what to do first."""
    told = begun(keys)
    branch = proposed(told)
    brought = people(keys, **{
        "Liv Strand": {"roles": ["purchasing-manager", "quality-manager"], "keys": [keys.listed("liv")]},
        "Unn Sand": {"roles": ["quality-manager"], "keys": [keys.listed("nobody")]},
    })  # fmt: skip
    branch.entry("2024-07-02", {"records/organization.yml": brought})
    clone = told.build(tmp_path / "manual", at=branch)
    ran = qms(clone, "approve", "SOP-004", "--key", str(keys["nobody"]))
    refused(ran, "is a key of Unn Sand only after this change. Merge that first")
    ran = qms(clone, "approve", "SOP-004", "--key", str(keys["liv"]), "--role", "quality-manager")
    refused(ran, "Liv Strand does not hold the role quality-manager")


def test_the_founding_entry_vouches_for_itself(qms: Qms, keys: Keys, tmp_path: Path) -> None:
    """Where no organization is on the release branch yet, the one that is proposed is trusted."""
    told = Story()
    told.policy("2024-01-05", {"types": {"procedure": {"approvals": [{"role": "quality-manager"}]}}})
    branch = told.branch("better")
    branch.entry("2024-07-01", {PURCHASING: SECOND, "records/organization.yml": people(keys)})
    clone = told.build(tmp_path / "manual", at=branch)
    assert qms(clone, "approve", "SOP-004", "--key", str(keys["cid"])).status == 0
    merged(clone)
    assert qms(clone, "check").status == 0


def test_a_text_that_is_not_committed(qms: Qms, keys: Keys, pull_request: Clone) -> None:
    """A changed text, and a changed, new or removed file that it shows, are refused; other changes do no harm."""
    pull_request.write("procedures/form.md", document("FRM-001", type="form", title="Other"))
    pull_request.write("notes.txt", "mine")
    assert qms(pull_request, "approve", "SOP-004", "--key", str(keys["cid"])).status == 0
    pull_request.write(PURCHASING, f"{SECOND}\nMore.\n")
    refused(qms(pull_request, "approve", "SOP-004", "--key", str(keys["liv"])), "only a committed text can be approved")


@pytest.mark.parametrize("change", ["changed", "removed", "added"])
def test_an_image_that_is_not_committed(qms: Qms, keys: Keys, tmp_path: Path, change: str) -> None:
    """The files that a text shows belong to it."""
    told = begun(keys)
    branch = told.branch("better")
    files: dict[str, str] = {} if change == "added" else {"procedures/flow.svg": "<svg/>"}
    branch.entry("2024-07-01", {"procedures/drawings.md": DRAWN, **files})
    clone = told.build(tmp_path / "manual", at=branch)
    if change == "removed":
        (clone.path / "procedures/flow.svg").unlink()
    else:
        clone.write("procedures/flow.svg", "<svg></svg>")
    refused(qms(clone, "approve", "SOP-007", "--key", str(keys["cid"])), "differs from what is committed")


def test_what_nobody_can_approve(qms: Qms, keys: Keys, tmp_path: Path) -> None:
    """A form that needs no approval, a revision from before control began, a draft, an unknown id."""
    told = begun(keys)
    branch = told.branch("better")
    drafted = document("SOP-004", revision=2, owner="purchasing-manager", status="draft")
    branch.entry("2024-07-01", {PURCHASING: drafted, "procedures/form.md": document("FRM-001", 2, type="form")})
    clone = told.build(tmp_path / "manual", at=branch)
    key = ("--key", str(keys["cid"]))
    refused(qms(clone, "approve", "FRM-001", *key), "Revision 2 of FRM-001 needs no approval")
    refused(qms(clone, "approve", "FRM-001"), "Revision 2 of FRM-001 needs no approval")
    refused(qms(clone, "approve", "SOP-004", *key), "The text of SOP-004 is a draft")
    refused(qms(clone, "approve", "SOP-040", *key), "There is no document SOP-040. Did you mean SOP-004?")
    clone.git("checkout", "--quiet", "main")
    refused(qms(clone, "approve", "SOP-004", *key), "was issued before document control began, and counts as approved")


def test_a_number_that_is_fixed(qms: Qms, keys: Keys, pull_request: Clone) -> None:
    """Another text under the number of a complete revision is refused: it needs a number of its own."""
    for name in ("cid", "liv"):
        qms(pull_request, "approve", "SOP-004", "--key", str(keys[name]))
    merged(pull_request)
    pull_request.write(PURCHASING, f"{SECOND}\nMore.\n")
    pull_request.git("commit", "--quiet", "--all", "--message=More")
    ran = qms(pull_request, "approve", "SOP-004", "--key", str(keys["siv"]), "--role", "quality-manager")
    refused(ran, "Revision 2 of SOP-004 is fixed since", "Raise the revision number")


@pytest.mark.parametrize("where", ["main", "origin/main"])
def test_a_branch_that_is_behind(qms: Qms, keys: Keys, tmp_path: Path, where: str) -> None:
    """Where the release branch has another text by now, whether here or fetched, the branch has to catch up first."""
    told = begun(keys)
    branch = proposed(told)
    other = document("SOP-004", revision=2, owner="purchasing-manager", body="Every order is checked three times.\n")
    told.entry("2024-07-03", {"procedures/elsewhere.md": document("SOP-099", owner="purchasing-manager")})
    harmless = told.build(tmp_path / "manual", at=branch)
    assert qms(harmless, "approve", "SOP-004", "--key", str(keys["cid"])).status == 0
    told.entry("2024-07-04", {PURCHASING: other})
    clone = told.build(tmp_path / "manual", at=branch)
    if where == "origin/main":
        clone = clone.clone(tmp_path / "clone", "--branch=better")
    ran = qms(clone, "approve", "SOP-004", "--key", str(keys["liv"]))
    refused(ran, f"SOP-004 has changed on {where} in the meantime", f"git merge {where}")


def test_a_review_that_went_on(qms: Qms, keys: Keys, pull_request: Clone) -> None:
    """A new text under the number needs a new approval, beside the old one; for a third the second has to go."""
    key = ("--key", str(keys["cid"]))
    longer = WRITTEN.replace(".yml", ".quality-manager.yml")

    def changed(words: str) -> None:
        pull_request.write(PURCHASING, f"{SECOND}\n{words}\n")
        pull_request.git("add", "--all")
        pull_request.git("commit", "--quiet", "--message=More")

    assert qms(pull_request, "approve", "SOP-004", *key).text == f"{WRITTEN}\n"
    changed("More.")
    assert qms(pull_request, "approve", "SOP-004", *key).text == f"{longer}\n"
    changed("Even more.")
    ran = qms(pull_request, "approve", "SOP-004", *key)
    refused(ran, f"Delete what is not on the release line yet (git rm -f {WRITTEN} {longer})")
    pull_request.git("rm", "--quiet", longer)
    assert qms(pull_request, "approve", "SOP-004", *key).text == f"{longer}\n"
    assert qms(pull_request, "approve", "SOP-004", "--key", str(keys["liv"])).status == 0
    merged(pull_request)
    assert qms(pull_request, "check").status == 0


def test_places_that_are_taken_for_ever(qms: Qms, keys: Keys, pull_request: Clone) -> None:
    """An approval that was merged is a closed record: deleted or not, its name is never used again."""
    key = ("--key", str(keys["cid"]))
    for words in ("More.", "Even more."):
        assert qms(pull_request, "approve", "SOP-004", *key).status == 0
        merged(pull_request)
        pull_request.git("checkout", "--quiet", "better")
        pull_request.git("merge", "--quiet", "main")
        pull_request.git("rm", "--quiet", "-r", "records/approvals")
        pull_request.write(PURCHASING, f"{SECOND}\n{words}\n")
        pull_request.git("add", "--all")
        pull_request.git("commit", "--quiet", "--message=More")
    refused(qms(pull_request, "approve", "SOP-004", *key), "Raise the revision number: then it can be approved again.")


def test_declared(qms: Qms, keys: Keys, tmp_path: Path) -> None:
    """Where the policy asks for no evidence a declaration is enough, by the person of git's address; elsewhere not."""
    told = begun(keys)
    branch = told.branch("better")
    note = document("NOTE-1", type="note", title="Parking")
    branch.entry("2024-07-01", {PURCHASING: SECOND, "procedures/note.md": note}, by="Liv Strand")
    clone = told.build(tmp_path / "manual", at=branch)
    clone.git("config", "user.email", "CID@example.com")
    ran = qms(clone, "approve", "NOTE-1")
    assert (ran.status, ran.err.endswith("The policy asks for no evidence here: --declared signs nothing.\n")) == (
        2,
        True,
    )
    ran = qms(clone, "approve", "NOTE-1", "--declared")
    assert ran.text == "records/approvals/NOTE-1/1/cid.dahl.yml\n"
    assert "signature" not in (clone.path / "records/approvals/NOTE-1/1/cid.dahl.yml").read_text()
    refused(qms(clone, "approve", "SOP-004", "--declared"), "(DC207)", "it is declared, and signed is asked for")
    assert qms(clone, "approve", "SOP-004", "--declared", "--key", "x").status == 2
    clone.git("config", "user.email", "who@example.com")
    refused(qms(clone, "approve", "NOTE-1", "--declared"), "The address who@example.com", "is nobody's")
    clone.git("config", "--unset", "user.email")
    assert qms(clone, "approve", "NOTE-1", "--declared").status == 2


def test_reviewed(qms: Qms, keys: Keys, pull_request: Clone) -> None:
    """A review is signed and kept, says so, and completes nothing; the approval stands beside it."""
    ran = qms(pull_request, "approve", "SOP-004", "--key", str(keys["cid"]), "--meaning", "reviewed")
    assert ran.text == f"{WRITTEN}\n"
    assert "meaning: reviewed\n" in (pull_request.path / WRITTEN).read_text()
    assert "does not count as an approval" in ran.err
    ran = qms(pull_request, "approve", "SOP-004", "--key", str(keys["cid"]))
    assert ran.text == "records/approvals/SOP-004/2/cid.dahl.quality-manager.yml\n"


def test_a_role_that_has_ended(qms: Qms, keys: Keys, tmp_path: Path) -> None:
    """Somebody who held the role once is told until when."""
    told = begun(keys)
    told.entry("2024-03-01", {"records/organization.yml": people(keys, **{
        "Per Haug": {
            "roles": [{"role": "quality-manager", "from": "2024-01-01", "until": "2024-02-29"}],
            "keys": [keys.listed("nobody")],
        }
    })})  # fmt: skip
    clone = told.build(tmp_path / "manual", at=proposed(told))
    ran = qms(clone, "approve", "SOP-004", "--key", str(keys["nobody"]), "--role", "quality-manager")
    refused(ran, "Per Haug held the role quality-manager until 2024-02-29")
    refused(qms(clone, "approve", "SOP-004", "--key", str(keys["nobody"])), "Per Haug holds none of the roles")


def test_a_hardware_key_asks_to_be_touched(qms: Qms, keys: Keys, tmp_path: Path) -> None:
    """What `ssh-keygen` would say is said here; without the hardware nothing is written."""
    name = b"sk-ssh-ed25519@openssh.com"
    blob = b"".join(len(each).to_bytes(4) + each for each in (name, bytes(32), b"ssh:"))
    line = f"{name.decode()} {base64.b64encode(blob).decode()}"
    told = begun(keys)
    holder = {"Unn Sand": {"roles": ["quality-manager"], "keys": [{"key": line, "from": "2024-01-01"}]}}
    told.entry("2024-03-01", {"records/organization.yml": people(keys, **holder)})
    clone = told.build(tmp_path / "manual", at=proposed(told))
    (tmp_path / "hardware.pub").write_text(line)
    ran = qms(clone, "approve", "SOP-004", "--key", str(tmp_path / "hardware.pub"))
    assert (ran.status, ran.out) == (3, b"")
    assert "Touch your hardware key when it blinks.\nqms: The private key that belongs to" in ran.err


def test_no_repository(qms: Qms, tmp_path: Path) -> None:
    """Status 3, as everywhere."""
    assert qms(tmp_path, "approve", "SOP-004").status == 3


def test_nothing_is_written_through_a_link(qms: Qms, keys: Keys, pull_request: Clone, tmp_path: Path) -> None:
    """A folder of approvals that leads out of the repository is refused."""
    (tmp_path / "outside").mkdir()
    (pull_request.path / "records/approvals").symlink_to(tmp_path / "outside")
    ran = qms(pull_request, "approve", "SOP-004", "--key", str(keys["cid"]))
    assert (ran.status, ran.out) == (3, b"")
    assert "records/approvals is a symbolic link" in ran.err
    assert list((tmp_path / "outside").iterdir()) == []


def test_on_a_terminal_it_asks(keys: Keys, pull_request: Clone) -> None:
    """Nothing is signed before the answer is yes; `--yes` asks nothing; the role is asked for until it is one."""
    key = ("approve", "SOP-004", "--key", str(keys["cid"]))
    for typed in ("n", "", "maybe"):
        status, out, err = type_on_a_terminal(pull_request.path, key, typed)
        assert (status, out) == (1, "")
        assert "Approve revision 2 of SOP-004 as Quality manager? [y/N]" in err
        assert err.endswith("Nothing was written.\n")
    assert pull_request.git("status", "--porcelain") == ""
    assert type_on_a_terminal(pull_request.path, key, "\4")[0] == 130
    assert type_on_a_terminal(pull_request.path, key, "y")[:2] == (0, f"{WRITTEN}\n")
    sure = ("approve", "SOP-004", "--yes", "--key", str(keys["liv"]))
    status, out, _ = type_on_a_terminal(pull_request.path, sure)
    assert (status, out) == (0, "records/approvals/SOP-004/2/liv.strand.yml\n")


def test_on_a_terminal_it_asks_for_the_role(keys: Keys, pull_request: Clone) -> None:
    """Until the answer is one of them."""
    arguments = ("approve", "SOP-004", "--key", str(keys["siv"]))
    status, out, err = type_on_a_terminal(pull_request.path, arguments, "boss", "purchasing-manager", "yes")
    assert (status, out) == (0, "records/approvals/SOP-004/2/siv.aas.yml\n")
    assert err.count("In which role: quality-manager, purchasing-manager?") == 2
    assert "role: purchasing-manager\n" in (pull_request.path / out.strip()).read_text()
