"""An approval written out in full, as it stands in a repository, and what anyone can check with OpenSSH alone."""

from __future__ import annotations

import subprocess
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from qms_docs.signing.keys import parse_public_key
from qms_docs.signing.ssh import InvalidSignatureError, verify
from qms_docs.signing.statement import NAMESPACE, Statement

if TYPE_CHECKING:
    from pathlib import Path

CID = parse_public_key("ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIHhTbyhs2rwQO/Dl2VJwLA+qgkd4bnZQqRechXTcU7zG")
STATEMENT = Statement(
    document="SOP-004",
    revision="3",
    digest="qms1:f5abc0732c55800d7688e2ba9d9388b3e412686d887314eb1e4579a6a9a8fa06",
    meaning="approved",
    person="cid.dahl",
    name="Cid Dahl",
    role="quality-manager",
    at="2026-02-26T15:04:00+01:00",
)
SIGNATURE = """\
-----BEGIN SSH SIGNATURE-----
U1NIU0lHAAAAAQAAADMAAAALc3NoLWVkMjU1MTkAAAAgeFNvKGzavBA78OXZUnAsD6qCR3
hudlCpF5yFdNxTvMYAAAAMcW1zLWFwcHJvdmFsAAAAAAAAAAZzaGE1MTIAAABTAAAAC3Nz
aC1lZDI1NTE5AAAAQNYHUBw9hFgRDLSMs9l1FGhTUi/Ey/WT3TI2WhNwpOmU/kfIk8mbss
kTBnUDmd8701LRFe/QxC4Ta4i2jgP8QQU=
-----END SSH SIGNATURE-----
"""
IMPORTER = parse_public_key("ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAINrO1t/2MJNjmYdRaBBqXBnH40+cjU4+bkU3vXRQgKkc")
RECORDED = Statement(
    document="WI-012",
    revision="2",
    digest="qms1:e6b954357a7f6f100e1c6e0d35b49b3bbe2f36218f457ed335f9bc5f924a2360",
    meaning="approved",
    person="per.haug",
    name="Per Haug",
    role="production-manager",
    at="2026-05-21T08:42:17Z",
)
RECORDED_SIGNATURE = """\
-----BEGIN SSH SIGNATURE-----
U1NIU0lHAAAAAQAAADMAAAALc3NoLWVkMjU1MTkAAAAg2s7W3/Ywk2OZh1FoEGpcGcfjT5
yNTj5uRTe9dFCAqRwAAAAMcW1zLWFwcHJvdmFsAAAAAAAAAAZzaGE1MTIAAABTAAAAC3Nz
aC1lZDI1NTE5AAAAQM5yZC+lUVKiqeTD97Vrd1sCfBh65XhgROoVLZCLOYm0TK9QhnU1+P
4/5389RauTGqxVAFHvS7bgpQRliIVVyws=
-----END SSH SIGNATURE-----
"""


def test_the_signed_approval() -> None:
    """The signature of an approval is by the key of the person it names."""
    assert verify(SIGNATURE, STATEMENT.bytes, NAMESPACE) == CID


def test_the_recorded_review() -> None:
    """The signature below the source of a review is by the importer's key, over the same kind of statement."""
    assert verify(RECORDED_SIGNATURE, RECORDED.bytes, NAMESPACE) == IMPORTER


@pytest.mark.parametrize(
    "change",
    [
        {"document": "SOP-005"},
        {"revision": "4"},
        {"digest": STATEMENT.digest[:-1] + "7"},
        {"meaning": "reviewed"},
        {"person": "ann.berg"},
        {"name": "Ann Berg"},
        {"role": "internal-auditor"},
        {"at": "2026-02-26T14:04:00Z"},
    ],
    ids="".join,
)
def test_any_other_statement(change: dict[str, str]) -> None:
    """The signature holds for no other document, revision, text, meaning, person, role or time."""
    with pytest.raises(InvalidSignatureError):
        verify(SIGNATURE, replace(STATEMENT, **change).bytes, NAMESPACE)


def test_one_spelling() -> None:
    """Not even bits that belong to no byte of the signature can be changed."""
    with pytest.raises(InvalidSignatureError, match=r"^it is damaged$"):
        verify(SIGNATURE.replace("P8QQU=", "P8QQV="), STATEMENT.bytes, NAMESPACE)


def test_openssh_alone(tmp_path: Path) -> None:
    """With the statement, the signature and a line for the person, `ssh-keygen -Y verify` says the same."""
    (tmp_path / "allowed_signers").write_text(f'{STATEMENT.person} namespaces="{NAMESPACE}" {CID.line}\n')
    (tmp_path / "signature").write_text(SIGNATURE)
    command: list[str | Path] = [
        "ssh-keygen",
        "-Y",
        "verify",
        "-f",
        tmp_path / "allowed_signers",
        "-s",
        tmp_path / "signature",
    ]
    command += ["-n", NAMESPACE, "-I"]
    for person, statement, accepted in (
        ("cid.dahl", STATEMENT, True),
        ("ann.berg", STATEMENT, False),
        ("cid.dahl", replace(STATEMENT, revision="4"), False),
    ):
        answer = subprocess.run([*command, person], input=statement.bytes, capture_output=True, check=False)
        assert (answer.returncode == 0) == accepted
