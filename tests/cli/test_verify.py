"""`qms verify`, and the manifest before in `qms check` and `qms build`, as people call them."""

from __future__ import annotations

import json
import subprocess
from typing import TYPE_CHECKING

import pytest

from support import Story, document, organization_file, policy

if TYPE_CHECKING:
    from pathlib import Path

    from cli.conftest import Qms
    from support import Build, Clone

PATH = "procedures/purchasing.md"
MADE_AT = (
    "The entry at which the manifest was made is not on the release line: "
    "it was rewritten, or this clone is older than the manifest."
)


@pytest.fixture
def kept(qms: Qms, copy: Clone, tmp_path: Path) -> Path:
    """A manifest of the manual, kept somewhere else."""
    path = tmp_path / "kept.json"
    ran = qms(copy, "verify", "--write", str(path))
    assert (ran.status, ran.out) == (0, b"")
    assert ran.err.endswith(f"verified.\nWritten: {path}\n")
    return path


def test_the_repository(qms: Qms, manual: Clone) -> None:
    """Without a manifest the repository is verified by itself, with counts in words and in JSON."""
    ran = qms(manual, "verify")
    assert (ran.status, ran.out) == (0, b"")
    assert ran.err.startswith("In order: 10 entries, ")
    assert ran.err.endswith(" objects, 5 documents, 7 revisions, 0 approvals, 0 signatures verified.\n")
    found = qms(manual, "verify", "--format", "json").json
    assert list(found) == ["ok", "checked", "problems"]
    assert (found["ok"], found["problems"]) == (True, [])
    assert found["checked"]["entries"] == 10


def test_a_manifest_in_order(qms: Qms, copy: Clone, kept: Path) -> None:
    """An earlier manifest against a history that went on: status 0, and one sentence."""
    copy.write(PATH, document("SOP-004", revision=4))
    copy.git("commit", "-q", "-a", "-m", "Fourth", day="2023-01-01")
    ran = qms(copy, "verify", str(kept))
    assert (ran.status, ran.out) == (0, b"")
    assert "1 manifest, 7 revisions verified." in ran.err


def test_a_rewritten_history(qms: Qms, copy: Clone, kept: Path) -> None:
    """What is not there any more is named on standard output: status 1, in text and in JSON."""
    copy.git("reset", "-q", "--hard", "HEAD~2")
    ran = qms(copy, "verify", str(kept))
    assert ran.status == 1
    first, second = ran.text.splitlines()
    commit = json.loads(kept.read_bytes())["commit"]
    assert first == f"{kept}: DC501 {MADE_AT} Expected {commit}, got nothing."
    assert second.startswith(f"{PATH}: DC501 Revision 3 of SOP-004 is missing. Expected qms1:")
    assert "2 problems: 8 entries, " in ran.err
    found = qms(copy, "verify", str(kept), "--format", "json")
    assert (found.status, found.json["ok"]) == (1, False)
    assert found.json["problems"][0] == {
        "code": "DC501",
        "what": MADE_AT,
        "path": None,
        "expected": commit,
        "got": None,
        "manifest": str(kept),
        "overtaken": False,
    }
    assert [each["path"] for each in found.json["problems"]] == [None, PATH]


def test_check_with_the_manifest_before(qms: Qms, copy: Clone, kept: Path) -> None:
    """`qms check --previous` reports as a finding what a manifest names and the history has no more."""
    before = qms(copy, "check", "--format", "json", "--previous", str(kept)).json["findings"]
    assert "DC501" not in [each["code"] for each in before]
    copy.git("reset", "-q", "--hard", "HEAD~2")
    findings = qms(copy, "check", "--format", "json", "--previous", str(kept)).json["findings"]
    assert [each["path"] for each in findings if each["code"] == "DC501"] == [None, PATH]
    past = qms(copy, "check", "--format", "json", "--as-of", "2022-12-01", "--previous", str(kept)).json["findings"]
    assert "DC501" not in [each["code"] for each in past]


def test_build_with_the_manifest_before(qms: Qms, build: Build) -> None:
    """`qms build --previous` chains the manifests, and builds nothing on another past."""
    story = Story()
    mkdocs = "site_name: M\ndocs_dir: procedures\ntheme: {name: material, font: false}\nplugins: [document-control]\n"
    story.entry("2026-01-01", {"qms.yml": policy(), "mkdocs.yml": mkdocs, ".gitignore": "/site/\n/kept/\n"})
    story.entry("2026-01-05", {PATH: document("SOP-004")})
    clone = build(story)
    assert qms(clone, "build").status == 0
    (clone.path / "kept").mkdir()
    (clone.path / "site/manifest.json").rename(clone.path / "kept/1.json")
    # Like every file that a command names, it is seen from the folder of `-C`.
    assert qms(clone.path.parent, "-C", clone.path.name, "build", "--previous", "kept/1.json").status == 0
    (clone.path / "site/manifest.json").rename(clone.path / "kept/2.json")
    assert qms(clone, "verify", "kept/1.json", "kept/2.json").status == 0
    clone.git("commit", "-q", "--amend", "-m", "Another message", day="2026-01-05")
    (clone.path / "site" / "kept").write_text("the old site")
    ran = qms(clone, "build", "--previous", "kept/2.json")
    assert ran.status == 1
    assert "DC501 Revision 1 of SOP-004 was brought by another entry" in ran.err
    assert (clone.path / "site" / "kept").exists()


def test_manifests_that_name_each_other(qms: Qms, copy: Clone, kept: Path, tmp_path: Path) -> None:
    """`--write` with an earlier manifest writes the next of the chain, and replaces no file."""
    following = tmp_path / "next.json"
    ran = qms(copy, "verify", str(kept), "--write", str(following))
    assert ran.status == 0
    assert qms(copy, "verify", str(following), str(kept)).status == 0
    again = qms(copy, "verify", str(kept), "--write", str(following))
    assert again.status == 3
    assert "next.json exists already and is not replaced" in again.err
    copy.git("reset", "-q", "--hard", "HEAD~2")
    other = tmp_path / "other.json"
    assert qms(copy, "verify", str(kept), "--write", str(other)).status == 1
    assert not other.exists()


def test_equal_repositories_have_equal_manifests(qms: Qms, copy: Clone, kept: Path, tmp_path: Path) -> None:
    """Neither the clone nor the machine is in a manifest."""
    other = copy.clone(tmp_path / "øther place" / "clone")
    path = tmp_path / "other.json"
    variables = {"TZ": "Pacific/Kiritimati", "LC_ALL": "C", "PYTHONHASHSEED": "7"}
    assert qms(other, "verify", "--write", str(path), variables=variables).status == 0
    assert path.read_bytes() == kept.read_bytes()


def test_restricted_documents_are_in_it(qms: Qms, build: Build, tmp_path: Path) -> None:
    """What no site may name is in the manifest that `--write` makes for those who keep it."""
    story = Story()
    story.entry("2026-01-01", {"qms.yml": policy(site={"audience": "public"})})
    story.entry("2026-01-05", {PATH: document("SOP-004", confidentiality="restricted")})
    path = tmp_path / "kept.json"
    assert qms(build(story), "verify", "--write", str(path)).status == 0
    assert [each["id"] for each in json.loads(path.read_bytes())["documents"]] == ["SOP-004"]


@pytest.fixture
def key(tmp_path: Path, copy: Clone) -> Path:
    """The key of Cid Dahl, whom the manual knows from now on."""
    path = tmp_path / "cid's key"
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", path], check=True)
    keys = [{"key": path.with_name(f"{path.name}.pub").read_text().strip(), "from": "2021-01-01"}]
    people = organization_file({"Cid Dahl": {"roles": ["quality-manager"], "keys": keys}})
    copy.write("records/organization.yml", people)
    copy.git("commit", "-q", "-a", "-m", "Who is who", day="2022-11-01")
    return path


def test_sign(qms: Qms, copy: Clone, key: Path, tmp_path: Path) -> None:
    """`--sign` writes the signature beside the manifest once it is verified, with the key that is named or git's."""
    kept, other = tmp_path / "kept.json", tmp_path / "other.json"
    for path in (kept, other):
        assert qms(copy, "verify", "--write", str(path)).status == 0
    ran = qms(copy, "verify", "--sign", str(kept), "--key", str(key))
    assert (ran.status, ran.out) == (0, b"")
    assert ran.err.endswith(f"Signed by Cid Dahl: {kept}.sig\n")
    found = qms(copy, "verify", str(kept))
    assert found.status == 0
    assert found.text.startswith(f"{kept} is signed by Cid Dahl with the key SHA256:")
    copy.git("config", "gpg.format", "ssh")
    copy.git("config", "user.signingkey", str(key))
    assert qms(copy, "verify", "--sign", str(other)).status == 0
    assert qms(copy, "verify", "--sign", str(other)).status == 3
    kept.write_bytes(kept.read_bytes().replace(b'"previous": null', b'"previous":  null'))
    changed = qms(copy, "verify", str(kept))
    assert changed.status == 1
    assert changed.text.startswith(
        f"{kept}: DC208 The signature of the manifest does not hold: it was made for another"
    )


def test_what_is_contradicted_is_not_signed(qms: Qms, copy: Clone, key: Path, kept: Path) -> None:
    """Nobody puts their name to a manifest that the history contradicts."""
    copy.git("commit", "-q", "--amend", "-m", "Another message", day="2022-11-01")
    copy.git("reset", "-q", "--hard", "HEAD~2")
    assert qms(copy, "verify", "--sign", str(kept), "--key", str(key)).status == 1
    assert not kept.with_name("kept.json.sig").exists()


def test_no_key(qms: Qms, copy: Clone, kept: Path, tmp_path: Path) -> None:
    """Without a key, or with one of nobody, there is a sentence and no signature."""
    ran = qms(copy, "verify", "--sign", str(kept))
    assert ran.status == 2
    assert "No key is named, and git has none to sign with." in ran.err
    stranger = tmp_path / "stranger"
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", stranger], check=True)
    ran = qms(copy, "verify", "--sign", str(kept), "--key", str(stranger))
    assert ran.status == 2
    assert "was held by nobody in organization.yml on " in ran.err
    assert not kept.with_name("kept.json.sig").exists()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("verify", "nowhere.json"), "There is no file nowhere.json."),
        (("verify", "x" * 5000), "There is no file xxx"),
        (("check", "--previous", "nowhere.json"), "There is no file nowhere.json."),
        (("verify", "--sign"), "`--sign` signs one manifest: name it."),
        (("verify", "--sign", "qms.yml", "qms.yml"), "`--sign` signs one manifest: name it."),
        (("verify", "--write", "a.json", "qms.yml", "qms.yml"), "`--write` goes with one manifest at most"),
        (("verify", "--write", "a.json", "--sign", "qms.yml"), "`--write` goes with one manifest at most"),
        (("verify", "--key", "key"), "`--key` goes with `--sign`."),
        (("verify", "--format", "sarif"), "Invalid value for '--format'"),
    ],
)
def test_wrong_usage(qms: Qms, manual: Clone, arguments: tuple[str, ...], said: str) -> None:
    """Status 2 and a sentence."""
    ran = qms(manual, *arguments)
    assert (ran.status, ran.out) == (2, b"")
    assert said in ran.err


@pytest.mark.parametrize("arguments", [("verify",), ("check", "--previous"), ("build", "--previous")])
def test_another_kind_of_file(qms: Qms, copy: Clone, arguments: tuple[str, ...]) -> None:
    """What is no manifest could not be verified: status 3 and a sentence."""
    copy.write("mkdocs.yml", "site_name: M\nplugins: [document-control]\n")
    copy.write("pack.zip", b"PK\x03\x04")
    archive = "pack.zip is no audit pack" if arguments == ("verify",) else "pack.zip is a ZIP file and no manifest"
    for name, said in {"qms.yml": "qms.yml is no manifest of a publication", "pack.zip": archive}.items():
        ran = qms(copy, *arguments, name)
        assert (ran.status, ran.out) == (3, b"")
        assert said in ran.err


def test_no_repository(qms: Qms, tmp_path: Path) -> None:
    """Without the history nothing is verified: status 3."""
    ran = qms(tmp_path, "verify")
    assert (ran.status, ran.out) == (3, b"")
    assert "is not inside a git repository" in ran.err


def test_what_was_overtaken(qms: Qms, build: Build) -> None:
    """What a later revision has overtaken is listed with status 0, and fails with `--strict`."""
    story = Story()
    story.policy("2026-01-01", {"types": {"procedure": {"approvals": [{"role": "quality-manager"}]}}})
    story.entry("2026-01-02", {"records/organization.yml": organization_file()})
    for number, day in ((1, "2026-01-05"), (2, "2026-02-05")):
        approval = {
            "document": "SOP-004",
            "revision": str(number),
            "digest": "qms1:" + "0" * 64,
            "person": "cid.dahl",
            "role": "quality-manager",
            "meaning": "approved",
            "at": f"{day}T08:00:00+00:00",
        }
        text = "".join(f"{name}: {value}\n" for name, value in approval.items())
        path = f"records/approvals/SOP-004/{number}/cid.dahl.yml"
        story.entry(day, {PATH: document("SOP-004", number), path: text})
    story.policy("2026-03-01")
    story.entry("2026-03-02", {PATH: document("SOP-004", 3)})
    clone = build(story)
    ran = qms(clone, "verify")
    assert ran.status == 0
    assert ran.text.count("(overtaken)\n") == 2
    assert ran.err.startswith("In order but for 2 overtaken by a later revision: 6 entries, ")
    assert qms(clone, "verify", "--strict").status == 1
    found = qms(clone, "verify", "--format", "json").json
    assert (found["ok"], [each["overtaken"] for each in found["problems"]]) == (True, [True, True])
