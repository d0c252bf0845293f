"""One flipped byte: whatever it hits in text, image, approval or signature, nothing invalid counts."""

from __future__ import annotations

import base64
import hashlib
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import pytest

from qms_docs.model.candidate import Candidate, ReviewedCommit, SignedBy, Trust
from qms_docs.model.document import Entry, LineText, ShownFile, Text
from qms_docs.model.header import Header
from qms_docs.model.judging import judge_approval
from qms_docs.model.policy import DocumentType, Evidence, Requirement
from qms_docs.sources.approval import read_approval
from qms_docs.sources.approvals import misplaced
from qms_docs.sources.organization import read_people
from qms_docs.sources.witness import Signatures
from support import Signer, Story, approval, document, organization_file, record_of
from support.manuals import document_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from qms_docs.model.approval import ApprovalRecord
    from support import Build

TEXT = document("SOP-004", body="![Flow](flow.svg)\n\nEvery order is checked.\n").encode()
IMAGE = b"<svg><rect/></svg>"
KEY = "SOP-004/1/cid.dahl.yml"
SUBMITTED = "2026-03-02T10:00:00+00:00"
SOURCE = {
    "forge": "github",
    "url": "https://github.com/example/qms/pull/12#pullrequestreview-99",
    "user": "ciddahl",
    "commit": "ce72d44075d4954e186f48bfe28d5b99e5303c7a",
    "submitted_at": SUBMITTED,
}


class Witness:
    """Verifies signatures; no commit is in the repository."""

    def __init__(self) -> None:
        self.signatures = Signatures()

    def signer(self, record: ApprovalRecord, name: str, signature: str) -> SignedBy:
        """By which key the signature was made."""
        return self.signatures.signer(record, name, signature)

    def reviewed(self, commit: str, candidate: Candidate) -> ReviewedCommit | None:  # noqa: ARG002 - as asked
        """Nothing."""
        return None


@pytest.fixture(scope="module")
def signer(tmp_path_factory: pytest.TempPathFactory) -> Signer:
    """A key of Cid Dahl's."""
    return Signer.make(tmp_path_factory.mktemp("key") / "cid")


@pytest.fixture(scope="module")
def job(tmp_path_factory: pytest.TempPathFactory) -> Signer:
    """A key of the job that records reviews."""
    return Signer.make(tmp_path_factory.mktemp("key") / "job")


@pytest.fixture(scope="module")
def organization(signer: Signer, job: Signer) -> bytes:
    """An organization in which Cid Dahl and an importer hold a key each."""
    held = [{"key": signer.public, "from": "2025-01-01"}]
    people = {"Cid Dahl": {"roles": ["quality-manager"], "forges": {"github": "ciddahl"}, "keys": held}}
    importer = f"importers:\n  job:\n    keys:\n      - {{key: {job.public}, from: 2025-01-01}}\n"
    return (organization_file(people) + importer).encode()


def candidate(text: bytes = TEXT, image: bytes = IMAGE, evidence: Evidence = Evidence.SIGNED) -> Candidate:
    """The text of 1 March with its image."""
    role = Requirement(role="quality-manager")
    kind = DocumentType(id="procedure", title="Procedure", approvals=(role,), evidence=evidence)
    flow = ShownFile(name="flow.svg", path="procedures/flow.svg", blob="b", sha256=hashlib.sha256(image).hexdigest())
    return Candidate(
        document="SOP-004",
        number="1",
        text=LineText(
            entry=Entry(number=3, commit="a", day=date(2026, 3, 1)),
            path="procedures/purchasing.md",
            header=Header(id="SOP-004", type="procedure", revision="1"),
            text=Text(blob="t", sha256=hashlib.sha256(text).hexdigest(), files=(flow,)),
        ),
        kind=kind,
        needed=(role,),
        existed_since=datetime(2026, 3, 1, tzinfo=UTC),
    )


def counts(file: bytes, of: Candidate, organization: bytes, witness: Witness) -> ApprovalRecord | None:
    """The approval that a file states, where it counts for a text."""
    record = read_approval(file).record
    people, _ = read_people(organization, "records")
    if record is None or people is None or misplaced(KEY, record) is not None:
        return None
    moment = datetime(2026, 3, 3, tzinfo=UTC)
    entry = Entry(number=4, commit="b", day=date(2026, 3, 3), committed_at=moment)
    judged = judge_approval(replace(record, entry=entry), of, Trust(organization=people), witness)
    return record if judged.counts else None


def flips(content: bytes) -> Iterator[tuple[int, bytes]]:
    """The content with one bit changed, in each of its bytes, another bit each time."""
    for place in range(len(content)):
        yield (
            place,
            content[:place] + bytes([content[place] ^ (1 << (place * 5 + place // 8) % 8)]) + content[place + 1 :],
        )


def said(record: ApprovalRecord) -> tuple[object, ...]:
    """What an approval comes to: every fact, and the bytes of its signature in whatever lines they are written."""
    signature = "".join((record.signature or "").split("\n")[1:-2])
    source = record.source and replace(record.source, signature=None)
    facts = (record.document, record.revision, record.digest, record.person, record.role, record.meaning)
    return *facts, record.at_written, source, base64.b64decode(signature, validate=True)


def test_text_and_image(signer: Signer, organization: bytes) -> None:
    """No text and no image with another byte is approved."""
    witness = Witness()
    file = approval(TEXT, files={"flow.svg": IMAGE}, signer=signer).encode()
    assert counts(file, candidate(), organization, witness)
    assert not [place for place, text in flips(TEXT) if counts(file, candidate(text), organization, witness)]
    changed = (place for place, image in flips(IMAGE) if counts(file, candidate(image=image), organization, witness))
    assert not list(changed)


def test_signed_approval(signer: Signer, organization: bytes) -> None:
    """An approval with another byte does not count, unless it says the same in another spelling of the file."""
    witness = Witness()
    file = approval(TEXT, files={"flow.svg": IMAGE}, signer=signer).encode()
    whole = counts(file, candidate(), organization, witness)
    assert whole
    found = [(place, counts(content, candidate(), organization, witness)) for place, content in flips(file)]
    assert [place for place, record in found if record and said(record) != said(whole)] == []
    # Most bytes are those of values.
    assert sum(record is not None for _, record in found) < len(file) / 20


def test_recorded_review(job: Signer, organization: bytes) -> None:
    """In the record of a review every byte counts that the importer has signed."""
    witness, of = Witness(), candidate(evidence=Evidence.ATTESTED)
    file = approval(TEXT, files={"flow.svg": IMAGE}, source=SOURCE, importer=job).encode()
    whole = counts(file, of, organization, witness)
    assert whole
    signed = file[: file.index(b"source:")]
    found = [(place, counts(content, of, organization, witness)) for place, content in flips(file)]
    facts = [place for place, record in found if record and said(record)[:7] != said(whole)[:7]]
    assert facts == []
    assert sum(record is not None and place < len(signed) for place, record in found) < len(signed) / 10
    begin = file.index(b"-----BEGIN")
    assert not [place for place, record in found if record and begin <= place < file.rindex(b"-----END")]


def test_key_of_the_organization(signer: Signer, organization: bytes) -> None:
    """With another byte in the key, the name, the role or the days of the person nothing counts that did not before."""
    witness = Witness()
    file = approval(TEXT, files={"flow.svg": IMAGE}, signer=signer).encode()
    start = organization.index(signer.public.encode())
    end = start + len(signer.public)
    found = [place for place, content in flips(organization) if counts(file, candidate(), content, witness)]
    assert not [place for place in found if start <= place < end]
    name = organization.index(b"name: Cid Dahl") + len("name: ")
    assert not [place for place in found if name <= place < name + len("Cid Dahl")]


@pytest.mark.parametrize("what", ["text", "image", "approval", "signature"])
def test_in_a_repository(build: Build, tmp_path: Path, signer: Signer, organization: bytes, what: str) -> None:
    """The same in a repository: the revision stays in review."""
    for flipped in (False, True):
        story: Story = _story(signer, organization, what if flipped else "")
        fixed = document_of(build(story, f"{what}-{flipped}")).revisions[0].fixed_on
        assert (fixed is None) == flipped, tmp_path


def _story(signer: Signer, organization: bytes, flipped: str) -> Story:
    ((path, written),) = record_of(TEXT, files={"flow.svg": IMAGE}, signer=signer).items()
    changed = {
        "text": (TEXT, b"checked", b"checkee"),
        "image": (IMAGE, b"rect", b"recu"),
        "approval": (written.encode(), b"digest: qms1:", b"digest: qms1:"),
        "signature": (written.encode(), b"U1NIU0lH", b"U1NIU0lI"),
    }
    contents = {"text": TEXT, "image": IMAGE, "approval": written.encode()}
    if flipped:
        content, old, new = changed[flipped]
        if flipped == "approval":
            place = content.index(old) + len(old)
            replaced = content[:place] + (b"0" if content[place : place + 1] != b"0" else b"1") + content[place + 1 :]
        else:
            replaced = content.replace(old, new)
        contents["approval" if flipped == "signature" else flipped] = replaced
    story = Story()
    kind = {"approvals": [{"role": "quality-manager"}]}
    story.policy("2026-01-01", {"types": {"procedure": kind}})
    story.entry("2026-01-02", {"records/organization.yml": organization})
    files = {"procedures/purchasing.md": contents["text"], "procedures/flow.svg": contents["image"]}
    story.entry("2026-03-01", files)
    story.entry("2026-03-02", {path: contents["approval"]})
    return story
