"""Signatures by real keys of every type, judged here and by `ssh-keygen`, whose word is the reference."""

from __future__ import annotations

import base64
import hashlib
import os
import subprocess
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.hashes import SHA1, SHA512
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_ssh_private_key
from hypothesis import given, settings
from hypothesis import strategies as st

from qms_docs.signing.keys import PublicKey, parse_public_key, wire_strings
from qms_docs.signing.ssh import InvalidSignatureError, verify
from qms_docs.signing.statement import NAMESPACE, Statement

if TYPE_CHECKING:
    from pathlib import Path

BEGIN, END = "-----BEGIN SSH SIGNATURE-----", "-----END SSH SIGNATURE-----"
HEAD = b"SSHSIG\0\0\0\1"
ANOTHER_TEXT = "it was made for another text, or was changed after it was made"
MESSAGE = Statement(
    document="SOP-001",
    revision="3",
    digest="qms1:f5abc0732c55800d7688e2ba9d9388b3e412686d887314eb1e4579a6a9a8fa06",
    meaning="approved",
    person="ann.berg",
    name="Ann Berg",
    role="quality-manager",
    at="2026-11-20T09:31:00+01:00",
).bytes
TYPES = {
    "ed25519": ("-t", "ed25519"),
    "ecdsa-256": ("-t", "ecdsa", "-b", "256"),
    "ecdsa-384": ("-t", "ecdsa", "-b", "384"),
    "ecdsa-521": ("-t", "ecdsa", "-b", "521"),
    "rsa-2048": ("-t", "rsa", "-b", "2048"),
    "rsa-3072": ("-t", "rsa", "-b", "3072"),
    "rsa-4096": ("-t", "rsa", "-b", "4096"),
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Signer:
    """A key made by ssh-keygen, in a folder of its own."""

    folder: Path
    public: PublicKey

    def sign(self, message: bytes = MESSAGE, namespace: str = NAMESPACE, *options: str) -> str:
        """What `ssh-keygen -Y sign` writes."""
        command: list[str | Path] = [
            "ssh-keygen",
            "-q",
            "-Y",
            "sign",
            "-f",
            self.folder / "key",
            "-n",
            namespace,
            *options,
        ]
        return subprocess.run(command, input=message, capture_output=True, check=True).stdout.decode()

    def openssh_accepts(self, armored: str, message: bytes = MESSAGE, namespace: str = NAMESPACE) -> bool:
        """Whether ssh-keygen finds the signature valid."""
        file = self.folder / "checked.sig"
        file.write_text(armored, newline="")
        command: list[str | Path] = ["ssh-keygen", "-Y", "check-novalidate", "-n", namespace, "-s", file]
        return subprocess.run(command, input=message, capture_output=True, check=False).returncode == 0


def make_signer(folder: Path, *options: str) -> Signer:
    """A new key of a type."""
    subprocess.run(["ssh-keygen", "-q", *options, "-N", "", "-f", folder / "key"], check=True)
    return Signer(folder=folder, public=parse_public_key((folder / "key.pub").read_text()))


@pytest.fixture(scope="module")
def signers(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Signer]:
    """A key of each type, by its name."""
    return {name: make_signer(tmp_path_factory.mktemp(name), *options) for name, options in TYPES.items()}


@pytest.fixture(scope="module")
def signatures(signers: dict[str, Signer]) -> dict[str, str]:
    """The signature of the message by each of the keys."""
    return {name: signer.sign() for name, signer in signers.items()}


def reason(armored: str, message: bytes = MESSAGE, namespace: str = NAMESPACE) -> str:
    """Why a signature does not hold."""
    with pytest.raises(InvalidSignatureError) as refusal:
        verify(armored, message, namespace)
    assert str(refusal.value) == refusal.value.reason
    return refusal.value.reason


def payload(armored: str) -> bytes:
    """The bytes between the lines."""
    return base64.b64decode("".join(armored.splitlines()[1:-1]))


def armor(data: bytes) -> str:
    """The bytes between lines as ssh-keygen writes them."""
    text = base64.b64encode(data).decode()
    return "\n".join([BEGIN, *(text[start : start + 70] for start in range(0, len(text), 70)), END, ""])


def wire(*strings: bytes) -> bytes:
    """The strings, each after its length."""
    return b"".join(len(each).to_bytes(4) + each for each in strings)


def to_be_signed(message: bytes) -> bytes:
    """What a key really signs (PROTOCOL.sshsig)."""
    return b"SSHSIG" + wire(NAMESPACE.encode(), b"", b"sha512", hashlib.sha512(message).digest())


def assembled(key: bytes, signature: bytes) -> str:
    """The armored signature of which these are the key and the value."""
    return armor(HEAD + wire(key, NAMESPACE.encode(), b"", b"sha512", signature))


@pytest.mark.parametrize("name", TYPES)
@pytest.mark.parametrize("hash_name", ["sha256", "sha512"])
def test_valid_signatures(name: str, hash_name: str, signers: dict[str, Signer]) -> None:
    """A signature by a key of any type and either digest holds here and there, and names the key that made it."""
    signer = signers[name]
    armored = signer.sign(MESSAGE, NAMESPACE, "-O", f"hashalg={hash_name}")
    assert verify(armored, MESSAGE, NAMESPACE) == signer.public
    assert signer.openssh_accepts(armored)


@pytest.mark.parametrize("name", TYPES)
def test_another_text(name: str, signers: dict[str, Signer], signatures: dict[str, str]) -> None:
    """A signature that is copied to another document or revision does not hold, here or there."""
    for message in (MESSAGE.replace(b"SOP-001", b"SOP-002"), MESSAGE.replace(b" 3\n", b" 4\n"), MESSAGE[:-1], b""):
        assert reason(signatures[name], message) == ANOTHER_TEXT
        assert not signers[name].openssh_accepts(signatures[name], message)


@pytest.mark.parametrize("name", TYPES)
def test_another_purpose(name: str, signers: dict[str, Signer]) -> None:
    """A signature for another purpose, such as one of a git commit, is no approval, here or there."""
    armored = signers[name].sign(MESSAGE, "git")
    assert reason(armored) == "it was made for another purpose than qms-approval"
    assert not signers[name].openssh_accepts(armored)
    assert verify(armored, MESSAGE, "git") == signers[name].public


@pytest.mark.parametrize("name", TYPES)
def test_another_key_in_the_signature(name: str, signers: dict[str, Signer], signatures: dict[str, str]) -> None:
    """A signature that is passed off as one of another key of the same or another type does not hold, here or there."""
    for other in signers.values():
        if other is not signers[name]:
            _, *rest = wire_strings(payload(signatures[name])[len(HEAD) :])
            forged = armor(HEAD + wire(other.public.blob, *rest))
            assert reason(forged).startswith("it ")
            assert not signers[name].openssh_accepts(forged)


@pytest.mark.parametrize("name", TYPES)
@settings(max_examples=300, deadline=None)
@given(place=st.integers(min_value=0), change=st.integers(1, 255))
def test_flipped_bytes(name: str, place: int, change: int, signatures: dict[str, str]) -> None:
    """No byte of a signature or of its text can be changed in any way so that it still holds."""
    data = bytearray(payload(signatures[name]))
    data[place % len(data)] ^= change
    assert reason(armor(bytes(data)))
    message = bytearray(MESSAGE)
    message[place % len(message)] ^= change
    assert reason(signatures[name], bytes(message)) == ANOTHER_TEXT


@pytest.mark.parametrize("name", TYPES)
@settings(max_examples=12, deadline=None)
@given(place=st.integers(min_value=0), change=st.integers(1, 255))
def test_flipped_bytes_there(
    name: str, place: int, change: int, signers: dict[str, Signer], signatures: dict[str, str]
) -> None:
    """OpenSSH agrees on a sample of them."""
    data = bytearray(payload(signatures[name]))
    data[place % len(data)] ^= change
    assert reason(armor(bytes(data)))
    assert not signers[name].openssh_accepts(armor(bytes(data)))


def test_every_flipped_bit(signatures: dict[str, str]) -> None:
    """Not one bit of an Ed25519 signature, of its spelling or of the text can be flipped so that it still holds."""
    armored = signatures["ed25519"]
    data = payload(armored)
    for bit in range(8):
        for place in range(len(data)):
            assert reason(armor(data[:place] + bytes([data[place] ^ 1 << bit]) + data[place + 1 :]))
        for place, character in enumerate(armored):
            assert reason(armored[:place] + chr(ord(character) ^ 1 << bit) + armored[place + 1 :])
        for place in range(len(MESSAGE)):
            changed = MESSAGE[:place] + bytes([MESSAGE[place] ^ 1 << bit]) + MESSAGE[place + 1 :]
            assert reason(armored, changed) == ANOTHER_TEXT


@pytest.mark.parametrize("name", TYPES)
def test_cut_signatures(name: str, signatures: dict[str, str]) -> None:
    """A signature that is cut off anywhere, or goes on behind its end, does not hold."""
    data = payload(signatures[name])
    for end in range(len(data)):
        assert reason(armor(data[:end]))
    assert reason(armor(data + b"\0")) == "it is damaged"
    assert reason(armor(data + wire(b""))) == "it is damaged"


def test_rsa_signatures_without_zeros_in_front(signers: dict[str, Signer]) -> None:
    """Some agents leave out the zeros with which an RSA signature begins; it holds here and there all the same."""
    signer = signers["rsa-2048"]
    private = load_ssh_private_key((signer.folder / "key").read_bytes(), password=None)
    assert isinstance(private, RSAPrivateKey)
    texts = (f"text {attempt}".encode() for attempt in range(10_000))
    values = ((text, private.sign(to_be_signed(text), PKCS1v15(), SHA512())) for text in texts)
    message, value = next((text, value) for text, value in values if value[0] == 0)
    armored = assembled(signer.public.blob, wire(b"rsa-sha2-512", value.lstrip(b"\0")))
    assert verify(armored, message, NAMESPACE) == signer.public
    assert signer.openssh_accepts(armored, message)


def test_rsa_signatures_with_sha1(signers: dict[str, Signer]) -> None:
    """A signature whose digest is SHA-1 does not hold, here or there."""
    signer = signers["rsa-2048"]
    private = load_ssh_private_key((signer.folder / "key").read_bytes(), password=None)
    assert isinstance(private, RSAPrivateKey)
    value = private.sign(to_be_signed(MESSAGE), PKCS1v15(), SHA1())  # noqa: S303 - refused for it
    armored = assembled(signer.public.blob, wire(b"ssh-rsa", value))
    assert reason(armored) == "it is of a kind that is not supported for a key of the type ssh-rsa"
    assert not signer.openssh_accepts(armored)


def test_short_rsa_keys(tmp_path: Path) -> None:
    """A signature by a key that is shorter than it should be is refused with its length."""
    subprocess.run(["ssh-keygen", "-q", "-t", "rsa", "-b", "1024", "-N", "", "-f", tmp_path / "key"], check=True)
    command: list[str | Path] = ["ssh-keygen", "-q", "-Y", "sign", "-f", tmp_path / "key", "-n", NAMESPACE]
    armored = subprocess.run(command, input=MESSAGE, capture_output=True, check=True).stdout.decode()
    assert reason(armored).startswith("it names a key that is an RSA key of 1024 bits, where at least 2048 and")


def test_many_signatures() -> None:
    """2,000 signed approvals verify in under five seconds."""
    private = Ed25519PrivateKey.generate()
    blob = wire(b"ssh-ed25519", private.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw))
    signed = []
    for number in range(2_000):
        message = MESSAGE.replace(b"revision: 3", b"revision: %d" % number)
        value = private.sign(to_be_signed(message))
        signed.append((assembled(blob, wire(b"ssh-ed25519", value)), message))
    # Time of the processor, that of processes included, so that nothing else on the computer counts.
    began = sum(os.times()[:4])
    for armored, message in signed:
        assert verify(armored, message, NAMESPACE).blob == blob
    assert sum(os.times()[:4]) - began < 5
