"""Texts that are no signatures, or that only just are not: each is refused, and nothing else ever happens."""

from __future__ import annotations

import base64
import hashlib
import subprocess
from typing import TYPE_CHECKING

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, ed25519
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from hypothesis import given, settings
from hypothesis import strategies as st

from qms_docs.signing.keys import PublicKey, wire_strings
from qms_docs.signing.ssh import InvalidSignatureError, verify
from qms_docs.signing.statement import NAMESPACE

if TYPE_CHECKING:
    from pathlib import Path

BEGIN, END = "-----BEGIN SSH SIGNATURE-----", "-----END SSH SIGNATURE-----"
MESSAGE = b"some text\n"
DAMAGED = "it is damaged"


def wire(*strings: bytes) -> bytes:
    """The strings, each after its length."""
    return b"".join(len(each).to_bytes(4) + each for each in strings)


def number(value: int) -> bytes:
    """A positive number as the wire format has it."""
    return value.to_bytes(value.bit_length() // 8 + 1)


def armor(data: bytes) -> str:
    """The bytes between the lines of an armored signature."""
    return f"{BEGIN}\n{base64.b64encode(data).decode()}\n{END}\n"


ED25519 = ed25519.Ed25519PrivateKey.from_private_bytes(hashlib.sha256(b"a key of the tests").digest())
ED25519_BLOB = wire(b"ssh-ed25519", ED25519.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw))
P256 = ec.derive_private_key(20_150_915, ec.SECP256R1())
P256_POINT = P256.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
P256_BLOB = wire(b"ecdsa-sha2-nistp256", b"nistp256", P256_POINT)


def to_be_signed(
    namespace: bytes = NAMESPACE.encode(), reserved: bytes = b"", hash_name: bytes = b"sha512", digest: str = "sha512"
) -> bytes:
    """What a key really signs (PROTOCOL.sshsig)."""
    return b"SSHSIG" + wire(namespace, reserved, hash_name, hashlib.new(digest, MESSAGE).digest())


def assembled(
    signature: bytes,
    *more: bytes,
    head: bytes = b"SSHSIG\0\0\0\1",
    key: bytes = ED25519_BLOB,
    namespace: bytes = NAMESPACE.encode(),
    reserved: bytes = b"",
    hash_name: bytes = b"sha512",
) -> str:
    """An armored signature of these parts."""
    return armor(head + wire(key, namespace, reserved, hash_name, signature, *more))


def ed25519_value(signed: bytes | None = None, name: bytes = b"ssh-ed25519") -> bytes:
    """The Ed25519 signature of these bytes."""
    return wire(name, ED25519.sign(to_be_signed() if signed is None else signed))


def ecdsa_numbers() -> tuple[int, int]:
    """The two numbers of an ECDSA signature."""
    return decode_dss_signature(P256.sign(to_be_signed(), ec.ECDSA(SHA256())))


GOOD = assembled(ed25519_value())


def reason(armored: str) -> str:
    """Why a signature does not hold."""
    with pytest.raises(InvalidSignatureError) as refusal:
        verify(armored, MESSAGE, NAMESPACE)
    return refusal.value.reason


def openssh_accepts(folder: Path, armored: str) -> bool:
    """Whether ssh-keygen finds the signature valid."""
    (folder / "sig").write_text(armored, newline="")
    command: list[str | Path] = ["ssh-keygen", "-Y", "check-novalidate", "-n", NAMESPACE, "-s", folder / "sig"]
    return subprocess.run(command, input=MESSAGE, capture_output=True, check=False).returncode == 0


@pytest.mark.parametrize(
    "armored",
    [GOOD, GOOD.removesuffix("\n"), GOOD.replace("\n", "\r\n"), GOOD.replace("AAA", "AA\nA")],
    ids=["as written", "no last line end", "CRLF", "other lengths of lines"],
)
def test_spellings_of_a_good_signature(armored: str) -> None:
    """Line ends and lengths of lines are what an editor or git may change, and do no harm."""
    assert verify(armored, MESSAGE, NAMESPACE) == PublicKey(ED25519_BLOB)


@pytest.mark.parametrize("armored", [GOOD, assembled(ed25519_value(), namespace=b"git")])
def test_good_and_bad_agree(armored: str, tmp_path: Path) -> None:
    """The signatures that these tests assemble are what ssh-keygen takes them for."""
    assert openssh_accepts(tmp_path, armored) == (armored == GOOD)


@pytest.mark.parametrize(
    ("armored", "expected"),
    [
        ("", f"it does not begin with the line {BEGIN}"),
        ("\n", f"it does not begin with the line {BEGIN}"),
        (f"\n{GOOD}", f"it does not begin with the line {BEGIN}"),
        (f" {GOOD}", f"it does not begin with the line {BEGIN}"),
        (f"\ufeff{GOOD}", f"it does not begin with the line {BEGIN}"),
        (GOOD.replace("SSH", "PGP"), f"it does not begin with the line {BEGIN}"),
        (f"{BEGIN}\n", f"it does not end with the line {END}"),
        (f"{GOOD}\n", f"it does not end with the line {END}"),
        (f"{GOOD}x", f"it does not end with the line {END}"),
        (GOOD + GOOD, DAMAGED),
        (f"{BEGIN}\n{END}\n", "it is no SSH signature"),
        (f"{BEGIN}\n\n{END}\n", "it is no SSH signature"),
        (GOOD.replace(f"\n{END}", f"=\n{END}"), DAMAGED),
        (GOOD.replace("\n", "\n ", 1), DAMAGED),
        (GOOD.replace("AAA", "AA\tA"), DAMAGED),
        (GOOD.replace("AAA", "AA=A", 1), DAMAGED),
        (GOOD.replace("AAA", "AAÅ", 1), DAMAGED),
        (GOOD.replace("AAA", "AA\ud800", 1), DAMAGED),
        (GOOD.replace("AAA", "AA-_", 1), DAMAGED),
        (f"{BEGIN}\n{'A' * 65_536}\n{END}\n", "it is longer than 65,536 characters"),
    ],
)
def test_armor(armored: str, expected: str) -> None:
    """Whatever is not exactly two lines with base64 in its one true spelling between them is refused."""
    assert reason(armored) == expected


@pytest.mark.parametrize(
    ("armored", "expected"),
    [
        (assembled(ed25519_value(), head=b"SSHSIC\0\0\0\1"), "it is no SSH signature"),
        (assembled(ed25519_value(), head=b"SSHSIG\0\0\0\2"), "it is written in another version of the format than 1"),
        (assembled(ed25519_value(), b""), DAMAGED),
        (assembled(ed25519_value(), namespace=b""), f"it was made for another purpose than {NAMESPACE}"),
        (assembled(ed25519_value(), namespace=b"\xff"), f"it was made for another purpose than {NAMESPACE}"),
        (
            assembled(ed25519_value(to_be_signed(hash_name=b"md5", digest="md5")), hash_name=b"md5"),
            "it is made from another digest than SHA-256 or SHA-512",
        ),
        (
            assembled(ed25519_value(to_be_signed(hash_name=b"SHA512")), hash_name=b"SHA512"),
            "it is made from another digest than SHA-256 or SHA-512",
        ),
        (assembled(b""), DAMAGED),
        (assembled(wire(b"ssh-ed25519")), DAMAGED),
        (assembled(ed25519_value() + b"\0"), DAMAGED),
        (assembled(ed25519_value() + wire(b"")), DAMAGED),
        (
            assembled(ed25519_value(name=b"ssh-ed448")),
            "it is of a kind that is not supported for a key of the type ssh-ed25519",
        ),
        (assembled(ed25519_value(), key=b""), "it names a key that is damaged: it ends too early or too late"),
        (
            assembled(ed25519_value(), key=wire(b"ssh-dss", b"")),
            "it names a key that is of the type ssh-dss, which is not supported",
        ),
        (assembled(ed25519_value(b"other")), "it was made for another text, or was changed after it was made"),
    ],
)
def test_envelope(armored: str, expected: str, tmp_path: Path) -> None:
    """A signature whose parts are not what they must be is refused with the part that is wrong, here and there."""
    assert reason(armored) == expected
    assert not openssh_accepts(tmp_path, armored)


@pytest.mark.parametrize(
    ("armored", "expected"),
    [
        (f"{GOOD}and more", f"it does not end with the line {END}"),
        (GOOD.replace("AAA", "A A A"), DAMAGED),
        (assembled(ed25519_value(), reserved=b"x"), "it uses a field that is reserved for the future"),
        (assembled(ed25519_value(), namespace=b"qms-approval\0"), "it was made for another purpose than qms-approval"),
    ],
    ids=["text behind it", "blanks", "reserved field", "zero behind the purpose"],
)
def test_room_for_changes(armored: str, expected: str, tmp_path: Path) -> None:
    """Where OpenSSH leaves room to change a signature without notice, there is none here."""
    assert reason(armored) == expected
    assert openssh_accepts(tmp_path, armored)


def test_ecdsa_numbers(tmp_path: Path) -> None:
    """The two numbers of an ECDSA signature are positive and in their shortest form, or the signature is damaged."""
    r, s = ecdsa_numbers()
    name = b"ecdsa-sha2-nistp256"
    good = assembled(wire(name, wire(number(r), number(s))), key=P256_BLOB)
    assert verify(good, MESSAGE, NAMESPACE) == PublicKey(P256_BLOB)
    assert openssh_accepts(tmp_path, good)
    for r_string, s_string in (
        (b"", number(s)),
        (number(r), b"\0"),
        (b"\0" + number(r), number(s)),
        (number(r), b"\xff" + number(s)),
    ):
        assert reason(assembled(wire(name, wire(r_string, s_string)), key=P256_BLOB)) == DAMAGED
    for value in (b"", wire(number(r)), wire(number(r), number(s), b""), wire(number(r), number(s)) + b"\0"):
        assert reason(assembled(wire(name, value), key=P256_BLOB)) == DAMAGED
    enormous = wire(number(r), number(s + (1 << 4096)))
    assert reason(assembled(wire(name, enormous), key=P256_BLOB))


def test_points_beside_the_curve(tmp_path: Path) -> None:
    """A key whose point does not lie on its curve is refused, here and there."""
    r, s = ecdsa_numbers()
    key = wire(b"ecdsa-sha2-nistp256", b"nistp256", P256_POINT[:-1] + bytes([P256_POINT[-1] ^ 1]))
    armored = assembled(wire(b"ecdsa-sha2-nistp256", wire(number(r), number(s))), key=key)
    assert reason(armored) == DAMAGED
    assert not openssh_accepts(tmp_path, armored)


@settings(max_examples=200, deadline=None)
@given(
    modulus=st.integers(1 << 2047, (1 << 2048) - 1) | st.just((1 << 16_384) - 1),
    exponent=st.sampled_from([3, 65_537, (1 << 64) - 1]),
    value=st.binary(max_size=300),
)
def test_impossible_rsa_keys(modulus: int, exponent: int, value: bytes) -> None:
    """Numbers that nobody made as a key are refused like any other signature, and soon."""
    key = wire(b"ssh-rsa", number(exponent), number(modulus | 1))
    assert reason(assembled(wire(b"rsa-sha2-512", value), key=key))


@given(st.text() | st.text().map(lambda text: f"{BEGIN}\n{text}\n{END}\n"))
def test_any_text(text: str) -> None:
    """No text does anything else than be refused."""
    assert reason(text).startswith("it ")


@given(st.binary() | st.binary().map(lambda data: b"SSHSIG\0\0\0\1" + data))
def test_any_payload(data: bytes) -> None:
    """No bytes between the lines do anything else than be refused."""
    assert reason(armor(data)).startswith("it ")


STRINGS = st.binary(max_size=80) | st.sampled_from(
    [ED25519_BLOB, P256_BLOB, NAMESPACE.encode(), b"sha512", *wire_strings(ED25519_BLOB), *wire_strings(P256_BLOB)]
)


@settings(max_examples=500)
@given(
    key=st.lists(STRINGS, max_size=4).map(lambda strings: wire(*strings)) | st.sampled_from([ED25519_BLOB, P256_BLOB]),
    signature=st.lists(STRINGS, max_size=4).map(lambda strings: wire(*strings)),
    tail=st.binary(max_size=6),
)
def test_any_parts(key: bytes, signature: bytes, tail: bytes) -> None:
    """No well-formed envelope around anything does anything else than be refused."""
    assert reason(assembled(signature + tail, key=key)).startswith("it ")
