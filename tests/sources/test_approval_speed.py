"""How long it takes to verify many approvals, and that nothing is loaded where there are none."""

from __future__ import annotations

import base64
import hashlib
import subprocess
import sys
import textwrap
import time

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from qms_docs.signing.statement import NAMESPACE, Statement
from support import Build, Story, digest_of, document, organization_file
from support.manuals import manual_of, opened

DOCUMENTS, PEOPLE = 200, 10
AT = "2026-03-02T10:00:00Z"


def string(data: bytes) -> bytes:
    """The data after their length, as SSH writes them (RFC 4251, 5)."""
    return len(data).to_bytes(4) + data


def signature(key: Ed25519PrivateKey, statement: bytes) -> str:
    """What `ssh-keygen -Y sign` would write; a process for each would take longer than everything else here."""
    public = key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
    about = string(NAMESPACE.encode()) + string(b"") + string(b"sha512")
    value = key.sign(b"SSHSIG" + about + string(hashlib.sha512(statement).digest()))
    blob = string(string(b"ssh-ed25519") + string(public))
    payload = b"SSHSIG\0\0\0\1" + blob + about + string(string(b"ssh-ed25519") + string(value))
    lines = "\n".join(textwrap.wrap(base64.b64encode(payload).decode(), 70))
    return f"-----BEGIN SSH SIGNATURE-----\n{lines}\n-----END SSH SIGNATURE-----\n"


def public_line(key: Ed25519PrivateKey) -> str:
    """The public key as one line."""
    return key.public_key().public_bytes(Encoding.OpenSSH, PublicFormat.OpenSSH).decode()


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


def test_two_thousand_signatures(build: Build) -> None:
    """2,000 signed approvals are read, verified and judged in less than five seconds of this process, once."""
    clone = build(a_story())
    with opened(clone) as source:
        before = time.process_time()
        manual = source.manual()
        taken = time.process_time() - before
        assert len(manual.approvals) == DOCUMENTS * PEOPLE
        assert all(document.revisions[0].fixed_on is not None for document in manual.documents)
        before = time.process_time()
        source.manual(preview=True, judged=True)
        again = time.process_time() - before
    assert taken < 5
    assert again < taken


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
