"""Each approval is verified once, and nothing is loaded where there are none."""

from __future__ import annotations

import subprocess
import sys
import textwrap
from typing import TYPE_CHECKING

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from benchmarks.signatures import public_line, signature
from qms_docs.signing.ssh import verify
from qms_docs.signing.statement import Statement
from support import Build, Story, digest_of, document, organization_file
from support.manuals import manual_of, opened

if TYPE_CHECKING:
    import pytest

    from qms_docs.signing.keys import PublicKey

DOCUMENTS, PEOPLE = 20, 10
AT = "2026-03-02T10:00:00Z"


def a_story() -> Story:
    """Documents that everybody has approved."""
    keys = {f"Person {number}": Ed25519PrivateKey.generate() for number in range(PEOPLE)}
    people = {
        name: {
            "roles": [f"role-{place}"],
            "keys": [{"key": public_line(key), "from": "2025-01-01"}],
        }
        for place, (name, key) in enumerate(keys.items())
    }
    asked = [{"role": f"role-{place}"} for place in range(PEOPLE)]
    story = Story()
    story.policy("2026-01-01", {"types": {"procedure": {"approvals": asked, "evidence": "signed"}}})
    story.entry("2026-01-02", {"records/organization.yml": organization_file(people)})
    texts = {f"SOP-{number:03}": document(f"SOP-{number:03}") for number in range(DOCUMENTS)}
    story.entry("2026-03-01", {f"procedures/{id_}.md": text for id_, text in texts.items()})
    for id_, text in texts.items():
        files = {}
        for place, (name, key) in enumerate(keys.items()):
            person = name.lower().replace(" ", ".")
            facts = {"document": id_, "revision": "1", "digest": digest_of(text), "meaning": "approved"}
            facts |= {"person": person, "role": f"role-{place}", "at": AT}
            signed = signature(key, Statement(**facts, name=name).bytes)
            written = "".join(f"{field}: {value}\n" for field, value in facts.items())
            written += "signature: |\n" + textwrap.indent(signed, "  ")
            files[f"records/approvals/{id_}/1/{person}.yml"] = written
        story.entry("2026-03-03", files)
    return story


def test_every_signature_is_verified_once(build: Build, monkeypatch: pytest.MonkeyPatch) -> None:
    """However many signed approvals there are, and however often they are judged, each is verified in this process."""
    verified: list[str] = []

    def counted(armored: str, message: bytes, namespace: str) -> PublicKey:
        verified.append(armored)
        return verify(armored, message, namespace)

    monkeypatch.setattr("qms_docs.signing.ssh.verify", counted)
    clone = build(a_story())
    with opened(clone) as source:
        manual = source.manual()
        assert len(manual.approvals) == DOCUMENTS * PEOPLE
        assert all(document.revisions[0].fixed_on is not None for document in manual.documents)
        source.manual(preview=True, judged=True)
    assert len(verified) == len(set(verified)) == DOCUMENTS * PEOPLE


def test_nothing_is_loaded_without_approvals(build: Build) -> None:
    """Where nobody has signed, the mathematics of signatures is not loaded."""
    story = Story()
    story.policy("2026-01-01")
    story.entry("2026-03-01", {"procedures/purchasing.md": document("SOP-004")})
    clone = build(story)
    assert manual_of(clone).approvals == ()
    script = (
        "import sys; from datetime import date; from pathlib import Path\n"
        "from qms_docs.check import check; from qms_docs.sources.loading import open_manual\n"
        f"source = open_manual(Path({str(clone.path)!r}), date(2026, 6, 1))\n"
        "check(source.manual(preview=True, judged=True, merged=True)); source.repository.close()\n"
        "sys.exit('cryptography' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", script], check=False, capture_output=True)
    assert done.returncode == 0, done.stderr
