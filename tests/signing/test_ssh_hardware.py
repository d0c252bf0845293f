"""Signatures by hardware keys, made here in software in the format of PROTOCOL.u2f and shown to `ssh-keygen` too."""

from __future__ import annotations

import base64
import hashlib
import subprocess
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, ed25519
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from qms_docs.signing.keys import KeyType, PublicKey, wire_strings
from qms_docs.signing.ssh import InvalidSignatureError, verify
from qms_docs.signing.statement import NAMESPACE

if TYPE_CHECKING:
    from pathlib import Path

MESSAGE = b"some text\n"
TOUCHED, VERIFIED = 0x01, 0x04
ANOTHER_TEXT = "it was made for another text, or was changed after it was made"


def wire(*strings: bytes) -> bytes:
    """The strings, each after its length."""
    return b"".join(len(each).to_bytes(4) + each for each in strings)


def number(value: int) -> bytes:
    """A positive number as the wire format has it."""
    return value.to_bytes(value.bit_length() // 8 + 1)


def armor(data: bytes) -> str:
    """The bytes between the lines of an armored signature."""
    body = base64.encodebytes(data).decode()
    return f"-----BEGIN SSH SIGNATURE-----\n{body}-----END SSH SIGNATURE-----\n"


@dataclass(frozen=True, kw_only=True, slots=True)
class HardwareKey:
    """What a hardware key does, without the hardware: it signs for one application, with flags and a counter."""

    kind: KeyType
    private: ed25519.Ed25519PrivateKey | ec.EllipticCurvePrivateKey
    application: bytes = b"ssh:"

    @property
    def public(self) -> PublicKey:
        """The key with its application."""
        public_key = self.private.public_key()
        if isinstance(public_key, ed25519.Ed25519PublicKey):
            point = public_key.public_bytes(Encoding.Raw, PublicFormat.Raw)
            return PublicKey(wire(self.kind.encode(), point, self.application))
        point = public_key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
        return PublicKey(wire(self.kind.encode(), b"nistp256", point, self.application))

    def value(self, flags: int = TOUCHED, counter: int = 7, message: bytes = MESSAGE) -> bytes:
        """The signature that the hardware gives, with flags and counter behind it."""
        inner = b"SSHSIG" + wire(NAMESPACE.encode(), b"", b"sha512", hashlib.sha512(message).digest())
        trailer = flags.to_bytes() + counter.to_bytes(4)
        data = hashlib.sha256(self.application).digest() + trailer + hashlib.sha256(inner).digest()
        return wire(self.kind.encode(), self._signed(data)) + trailer

    def _signed(self, data: bytes) -> bytes:
        if isinstance(self.private, ed25519.Ed25519PrivateKey):
            return self.private.sign(data)
        return wire(*map(number, decode_dss_signature(self.private.sign(data, ec.ECDSA(SHA256())))))


KEYS = [
    HardwareKey(kind=KeyType.SK_ED25519, private=ed25519.Ed25519PrivateKey.generate()),
    HardwareKey(kind=KeyType.SK_ECDSA, private=ec.generate_private_key(ec.SECP256R1())),
    HardwareKey(
        kind=KeyType.SK_ED25519, private=ed25519.Ed25519PrivateKey.generate(), application=b"ssh:quality-manual"
    ),
]
each_key = pytest.mark.parametrize("key", KEYS, ids=["ed25519", "ecdsa", "another application"])


def assembled(key: PublicKey, value: bytes) -> str:
    """The armored signature of which these are the key and the value."""
    return armor(b"SSHSIG\0\0\0\1" + wire(key.blob, NAMESPACE.encode(), b"", b"sha512", value))


def reason(armored: str, message: bytes = MESSAGE) -> str:
    """Why a signature does not hold."""
    with pytest.raises(InvalidSignatureError) as refusal:
        verify(armored, message, NAMESPACE)
    return refusal.value.reason


def openssh_accepts(folder: Path, armored: str, message: bytes = MESSAGE) -> bool:
    """Whether ssh-keygen finds the signature valid."""
    (folder / "sig").write_text(armored)
    command: list[str | Path] = ["ssh-keygen", "-Y", "check-novalidate", "-n", NAMESPACE, "-s", folder / "sig"]
    return subprocess.run(command, input=message, capture_output=True, check=False).returncode == 0


@each_key
@pytest.mark.parametrize("flags", [TOUCHED, TOUCHED | VERIFIED])
@pytest.mark.parametrize("counter", [0, 7, (1 << 32) - 1])
def test_valid_signatures(key: HardwareKey, flags: int, counter: int, tmp_path: Path) -> None:
    """A signature of a hardware key that was touched holds here and there, with a PIN or without."""
    armored = assembled(key.public, key.value(flags, counter))
    assert verify(armored, MESSAGE, NAMESPACE) == key.public
    assert openssh_accepts(tmp_path, armored)


@each_key
def test_another_text(key: HardwareKey, tmp_path: Path) -> None:
    """It holds for no other text, here or there."""
    armored = assembled(key.public, key.value())
    assert reason(armored, b"another text\n") == ANOTHER_TEXT
    assert not openssh_accepts(tmp_path, armored, b"another text\n")


@each_key
@pytest.mark.parametrize("flags", [0, VERIFIED, 0xFE])
def test_keys_that_nobody_touched(key: HardwareKey, flags: int) -> None:
    """A signature that a program could make while nobody was there is no approval."""
    assert reason(assembled(key.public, key.value(flags))) == "it was made by a hardware key that nobody touched"


@each_key
def test_flags_that_were_changed(key: HardwareKey, tmp_path: Path) -> None:
    """That somebody was there cannot be added afterwards, nor can the counter be turned."""
    untouched = key.value(0)
    for trailer in (b"\1" + untouched[-4:], untouched[-5:-1] + b"\x08"):
        armored = assembled(key.public, untouched[:-5] + trailer)
        assert reason(armored) == ANOTHER_TEXT
        assert not openssh_accepts(tmp_path, armored)


@each_key
def test_another_application(key: HardwareKey, tmp_path: Path) -> None:
    """A signature that the hardware made for another application, such as a web site, does not hold."""
    name, *values, _ = wire_strings(key.public.blob)
    other = PublicKey(wire(name, *values, b"https://example.com"))
    armored = assembled(other, key.value())
    assert reason(armored) == ANOTHER_TEXT
    assert not openssh_accepts(tmp_path, armored)


@each_key
def test_every_changed_byte(key: HardwareKey) -> None:
    """No byte of it can be changed so that it still holds for the same key."""
    data = b"SSHSIG\0\0\0\1" + wire(key.public.blob, NAMESPACE.encode(), b"", b"sha512", key.value())
    for place in range(len(data)):
        for change in (0x01, 0x80, 0xFF):
            assert reason(armor(data[:place] + bytes([data[place] ^ change]) + data[place + 1 :]))


@each_key
def test_cut_signatures(key: HardwareKey) -> None:
    """A signature without its flags or counter, or with more behind them, does not hold."""
    value = key.value()
    for end in range(len(value)):
        assert reason(assembled(key.public, value[:end]))
    assert reason(assembled(key.public, value + b"\0"))
    assert reason(assembled(key.public, value + wire(b"")))


def test_signatures_without_hardware(tmp_path: Path) -> None:
    """A plain signature cannot be passed off as one of a hardware key, nor one of hardware as a plain one."""
    key = KEYS[0]
    point = wire_strings(key.public.blob)[1]
    plain = PublicKey(wire(KeyType.ED25519.encode(), point))
    value = wire_strings(key.value()[:-5])[1]
    for public, signature in (
        (plain, key.value()),
        (plain, wire(KeyType.ED25519.encode(), value)),
        (key.public, wire(KeyType.ED25519.encode(), value)),
        (key.public, wire(KeyType.ED25519.encode(), value) + key.value()[-5:]),
    ):
        armored = assembled(public, signature)
        assert reason(armored)
        assert not openssh_accepts(tmp_path, armored)
