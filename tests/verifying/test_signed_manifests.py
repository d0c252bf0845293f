"""Manifests that are signed and chained: whose they are, and that nothing about them was changed."""

from __future__ import annotations

import json
import subprocess
from typing import TYPE_CHECKING

import pytest

from qms_docs.failures import CannotCheckError, WrongUseError
from qms_docs.signing.ssh_keygen import sign
from qms_docs.verifying.manifest_files import sign_manifest
from qms_docs.verifying.verify import read_given, verify_manifests
from qms_docs.writing.new_file import CannotWriteError
from support import Signer, document, organization_file
from support.manuals import opened
from support.yaml_text import yaml_text
from verifying.conftest import PATH, problems_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from qms_docs.model.problem import Verification
    from support import Build, Clone, Story
    from verifying.conftest import Approver, Keep

TODAY = "2026-11-23"


@pytest.fixture
def clone(story: Story, build: Build) -> Clone:
    """The repository."""
    return build(story)


@pytest.fixture
def signed(clone: Clone, keep: Keep, cid: Approver) -> Path:
    """A manifest with the signature of the quality manager."""
    kept = keep(clone)
    signed_by(clone, kept, cid.key)
    return kept


def signed_by(clone: Clone, manifest: Path, key: Path) -> str:
    """Signs a manifest, as `qms verify --sign` does."""
    with opened(clone, TODAY) as source:
        return sign_manifest(source, read_given([(manifest.name, manifest)])[0], key)


def verified(where: Clone, *manifests: Path) -> Verification:
    """What verifying says of manifests."""
    given = read_given([(path.name, path) for path in manifests])
    with opened(where, TODAY) as source:
        return verify_manifests(source, given)


def fingerprint(key: Path) -> str:
    """The short form of a key, as OpenSSH prints it."""
    done = subprocess.run(["ssh-keygen", "-l", "-f", key], capture_output=True, check=True, text=True)
    return done.stdout.split()[1]


def signature_of(manifest: Path) -> Path:
    """Where its signature lies."""
    return manifest.with_name(f"{manifest.name}.sig")


def test_whose_signature_it_is(clone: Clone, signed: Path, cid: Approver) -> None:
    """A signature beside a manifest is counted, and the one whose key it is is named."""
    found = verified(clone, signed)
    assert found.problems == ()
    assert found.checked["signatures"] == 1
    assert found.signers == (f"kept.json is signed by Cid Dahl with the key {fingerprint(cid.key)}.",)


def test_openssh_alone_can_verify_it(signed: Path, cid: Approver, tmp_path: Path) -> None:
    """Anyone can verify the signature with OpenSSH."""
    allowed = tmp_path / "allowed_signers"
    allowed.write_text(f"cid.dahl {cid.line}\n", encoding="ascii")
    command = ["ssh-keygen", "-Y", "verify", "-f", allowed, "-I", "cid.dahl", "-n", "qms-manifest"]
    with signed.open("rb") as content:
        done = subprocess.run([*command, "-s", signature_of(signed)], stdin=content, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr


def test_each_changed_byte_is_noticed(begun: Callable[[], Story], build: Build, keep: Keep, cid: Approver) -> None:
    """Whatever byte of the manifest or of its signature is another, the signature does not hold any more."""
    told = begun()
    told.entry("2026-01-05", {PATH: document("SOP-010", type="free")})
    clone = build(told)
    signed = keep(clone)
    signed_by(clone, signed, cid.key)
    for path in (signed, signature_of(signed)):
        content = path.read_bytes()
        for place in range(len(content)):
            path.write_bytes(content[:place] + bytes([content[place] ^ 1]) + content[place + 1 :])
            try:
                given = read_given([("kept.json", signed)])[0]
            except CannotCheckError:
                continue
            assert given.signed_by is not None
            assert given.signed_by.reason is not None, place
        path.write_bytes(content)
    again = read_given([("kept.json", signed)])[0].signed_by
    assert again is not None
    assert again.reason is None


def test_a_changed_manifest_is_a_problem(clone: Clone, signed: Path) -> None:
    """A manifest that says something else than was signed is named, and so is what it says wrongly."""
    content = json.loads(signed.read_text(encoding="utf-8"))
    content["documents"][0]["effective_on"] = "2026-01-08"
    signed.write_text(json.dumps(content), encoding="utf-8")
    [(code, what), other] = problems_of(verified(clone, signed))
    assert code == "DC208"
    assert "it was made for another text, or was changed after it was made" in what
    assert other == ("DC501", "Revision 1 of SOP-004 has another effective day.")


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "it does not begin with the line"),
        (b"\xff\xfe", "it does not begin with the line"),
        (b"-----BEGIN SSH SIGNATURE-----\n!\n-----END SSH SIGNATURE-----\n", "it is damaged"),
        (b"x" * 99_000, "it is longer than"),
    ],
)
def test_what_is_no_signature(clone: Clone, signed: Path, content: bytes, reason: str) -> None:
    """A file that is no signature is a problem and no failure."""
    signature_of(signed).write_bytes(content)
    [(code, what)] = problems_of(verified(clone, signed))
    assert code == "DC208"
    assert reason in what


def test_a_signature_that_cannot_be_read(clone: Clone, signed: Path) -> None:
    """Where a signature cannot be read it is not taken for one that is not there."""
    signature_of(signed).write_bytes(b"x" * 100_001)
    with pytest.raises(CannotCheckError, match=r"kept\.json\.sig is larger than 100 kB"):
        verified(clone, signed)
    signature_of(signed).unlink()
    signature_of(signed).mkdir()
    with pytest.raises(CannotCheckError, match=r"kept\.json\.sig cannot be read: Is a directory"):
        verified(clone, signed)
    signature_of(signed).rmdir()
    signature_of(signed).symlink_to("nowhere")
    with pytest.raises(CannotCheckError, match=r"kept\.json\.sig cannot be read: No such file"):
        verified(clone, signed)


def test_a_signature_for_another_purpose(clone: Clone, keep: Keep, cid: Approver) -> None:
    """A signature that was made to approve, or for a commit, is none of a manifest."""
    kept = keep(clone)
    for purpose in ("qms-approval", "git", "file"):
        signature_of(kept).write_text(sign(kept.read_bytes(), cid.key, purpose), encoding="ascii")
        [(code, what)] = problems_of(verified(clone, kept))
        assert code == "DC208"
        assert "it was made for another purpose than qms-manifest" in what


def test_the_key_of_nobody(clone: Clone, keep: Keep, tmp_path: Path) -> None:
    """A key that organization.yml does not name is no proof, and is not taken for signing."""
    kept, stranger = keep(clone), Signer.make(tmp_path / "stranger").file
    with pytest.raises(WrongUseError, match=r"was held by nobody in organization\.yml on 2026-06-01"):
        signed_by(clone, kept, stranger)
    signature_of(kept).write_text(sign(kept.read_bytes(), stranger, "qms-manifest"), encoding="ascii")
    [problem] = verified(clone, kept).problems
    assert problem.what == "The manifest is signed with a key that nobody in organization.yml held on 2026-06-01."
    assert problem.got == fingerprint(stranger)


def test_keys_are_those_of_the_day(story: Story, build: Build, keep: Keep, cid: Approver) -> None:
    """A key that came later signs no earlier manifest; one that ended later, or whose holder left, goes on to count."""
    clone = build(story)
    kept = keep(clone)
    signed_by(clone, kept, cid.key)
    ended = {"roles": [cid.role], "keys": [{"key": cid.line, "from": "2025-01-01", "until": "2026-06-30"}]}
    story.entry("2026-07-01", {"records/organization.yml": organization_file({cid.name: ended})})
    clone = build(story)
    assert verified(clone, kept).ok
    later = keep(clone, "later.json", on="2026-07-02")
    with pytest.raises(WrongUseError, match="was held by nobody"):
        signed_by(clone, later, cid.key)
    signature_of(later).write_text(sign(later.read_bytes(), cid.key, "qms-manifest"), encoding="ascii")
    assert [what for _, what in problems_of(verified(clone, later))] == [
        "The manifest is signed with a key that nobody in organization.yml held on 2026-07-02."
    ]
    story.entry("2026-07-03", {"records/organization.yml": organization_file({"Ann Berg": ["author"]})})
    assert verified(build(story), kept).ok


def test_a_job_may_sign(story: Story, build: Build, keep: Keep, tmp_path: Path) -> None:
    """A CI job that organization.yml names signs what it published."""
    job = Signer.make(tmp_path / "job")
    keys = [{"key": job.public, "from": "2026-01-01"}]
    importers = yaml_text({"importers": {"nightly": {"title": "Nightly publication", "keys": keys}}})
    story.entry("2026-05-01", {"records/organization.yml": organization_file() + importers})
    clone = build(story)
    kept = keep(clone)
    assert signed_by(clone, kept, job.file) == "Nightly publication"
    assert "signed by Nightly publication" in verified(clone, kept).signers[0]


def test_a_signature_is_not_replaced(clone: Clone, signed: Path, cid: Approver) -> None:
    """Whoever signed first stays the one who did."""
    before = signature_of(signed).read_bytes()
    with pytest.raises(CannotWriteError, match=r"kept\.json\.sig exists already"):
        signed_by(clone, signed, cid.key)
    assert signature_of(signed).read_bytes() == before


def _chain(clone: Clone, keep: Keep, days: list[str]) -> list[Path]:
    """A manifest for each day, each naming the one before."""
    made: list[Path] = []
    for day in days:
        previous = read_given([("", made[-1])])[0].kept.sha256 if made else None
        made.append(keep(clone, f"{len(made)}.json", on=day, previous=previous))
    return made


def test_a_chain(clone: Clone, keep: Keep) -> None:
    """Manifests that name each other verify together, in whatever order they are given, and so does the end of them."""
    chain = _chain(clone, keep, ["2026-06-01", "2026-06-02", "2026-06-02"])
    assert verified(clone, *chain).ok
    assert verified(clone, *reversed(chain)).ok
    assert verified(clone, *chain[1:]).ok
    assert verified(clone, chain[2]).ok


def test_a_gap_in_a_chain(clone: Clone, keep: Keep) -> None:
    """A manifest between two that is not given, and one that was replaced, break the chain."""
    first, second, third = _chain(clone, keep, ["2026-06-01", "2026-06-02", "2026-06-03"])
    gap = "The manifest names one before it that is not among those given."
    missing = verified(clone, third, first)
    assert [(each.code, each.what, each.manifest) for each in missing.problems] == [("DC501", gap, "2.json")]
    assert missing.problems[0].expected == json.loads(third.read_text(encoding="utf-8"))["previous"]
    second.write_bytes(second.read_bytes().replace(b"qms-docs ", b"Qms-docs "))
    assert problems_of(verified(clone, first, second, third)) == [("DC501", gap)]


def test_a_chain_that_begins_anew(clone: Clone, keep: Keep) -> None:
    """Once manifests name the one before, none comes after that does not; those that never did are no chain."""
    loose = [keep(clone, f"{day}.json", on=f"2026-05-{day}") for day in ("01", "02", "03")]
    assert verified(clone, *loose).ok
    chain = _chain(clone, keep, ["2026-06-01", "2026-06-02"])
    assert verified(clone, *loose, *chain).ok
    fresh = keep(clone, "fresh.json", on="2026-06-03")
    found = verified(clone, *chain, fresh)
    assert [(each.what, each.manifest) for each in found.problems] == [
        ("The manifest names none before it, so that it begins a new chain.", "fresh.json")
    ]


def test_equal_manifests_count_once(clone: Clone, keep: Keep) -> None:
    """Two copies of one manifest are one."""
    assert verified(clone, keep(clone, "a.json"), keep(clone, "b.json")).checked["manifests"] == 1
