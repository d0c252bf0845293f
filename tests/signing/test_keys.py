"""Public keys as people paste them into `organization.yml`, compared with what `ssh-keygen` says of them."""

from __future__ import annotations

import base64
import subprocess
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qms_docs.signing.keys import (
    KeyType,
    PublicKey,
    PublicKeyError,
    WireError,
    parse_public_key,
    positive_number,
    wire_strings,
)

if TYPE_CHECKING:
    from pathlib import Path

ANN = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOxFXivm16Sfb4TzAU4KmGlaCvpnfSOXpsfsRiLLpHTf"
CID = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIHhTbyhs2rwQO/Dl2VJwLA+qgkd4bnZQqRechXTcU7zG"
POINT = bytes(range(1, 33))
ON_P256 = b"\4" + 2 * POINT
APPLICATION = b"ssh:"


def wire(*strings: bytes) -> bytes:
    """The strings, each after its length."""
    return b"".join(len(each).to_bytes(4) + each for each in strings)


def number(value: int) -> bytes:
    """A positive number as the wire format has it."""
    return value.to_bytes(value.bit_length() // 8 + 1)


def line(*strings: bytes, first_word: str | None = None) -> str:
    """The line of a key that is made of these strings."""
    return f"{first_word or strings[0].decode()} {base64.b64encode(wire(*strings)).decode()}"


def fact(text: str) -> str:
    """What is said about a line that is no usable key."""
    with pytest.raises(PublicKeyError) as refusal:
        parse_public_key(text)
    assert str(refusal.value).startswith(f"The key is {refusal.value.fact}.")
    return refusal.value.fact


@pytest.mark.parametrize(
    ("kind", "options"),
    [
        (KeyType.ED25519, ("-t", "ed25519")),
        (KeyType.ECDSA_256, ("-t", "ecdsa", "-b", "256")),
        (KeyType.ECDSA_384, ("-t", "ecdsa", "-b", "384")),
        (KeyType.ECDSA_521, ("-t", "ecdsa", "-b", "521")),
        (KeyType.RSA, ("-t", "rsa", "-b", "2048")),
    ],
)
def test_keys_of_every_type(kind: KeyType, options: tuple[str, ...], tmp_path: Path) -> None:
    """A key made by ssh-keygen has the type and the fingerprint that ssh-keygen prints, whatever its comment."""
    file = tmp_path / "key"
    subprocess.run(["ssh-keygen", "-q", *options, "-N", "", "-C", "Ann's  key, 2026", "-f", file], check=True)
    written = (tmp_path / "key.pub").read_text()
    printed = subprocess.run(["ssh-keygen", "-lf", file], check=True, capture_output=True, text=True).stdout
    key = parse_public_key(written)
    assert key.type is kind
    assert key.fingerprint == printed.split()[1]
    assert key.line == " ".join(written.split()[:2])
    assert not key.type.needs_touch


@pytest.mark.parametrize(
    "strings",
    [
        (b"sk-ssh-ed25519@openssh.com", POINT, APPLICATION),
        (b"sk-ecdsa-sha2-nistp256@openssh.com", b"nistp256", ON_P256, APPLICATION),
    ],
)
def test_keys_in_hardware(strings: tuple[bytes, ...]) -> None:
    """A hardware key is read with its application and needs a touch."""
    key = parse_public_key(line(*strings))
    assert key.type == strings[0].decode()
    assert key.type.needs_touch
    assert key.values == strings[1:]


@pytest.mark.parametrize("text", [f"{ANN} ann@example.com", f"  {ANN}\n", f"{ANN}\r\n", ANN.replace(" ", "\t")])
def test_equal_keys(text: str) -> None:
    """Keys are equal when their bytes are: comment and blanks do not matter, and a set holds each once."""
    assert parse_public_key(text) == parse_public_key(ANN)
    assert len({parse_public_key(text), parse_public_key(ANN), parse_public_key(CID)}) == 2


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "ssh-ed25519",
        "no key yet",
        ANN.split()[1],
        f"{ANN}\n{CID}",
        f"{ANN} Ann\u2028{CID}",
        f"ann@example.com {ANN}",
        f'namespaces="git" {ANN}',
        f"{ANN} {'x' * 20_000}",
    ],
)
def test_what_is_no_key(text: str) -> None:
    """What is not one line that begins with a type is refused with a line that would do."""
    assert fact(text).startswith("not a")
    assert "`ssh-ed25519 AAAA..." in fact(text)


@pytest.mark.parametrize(
    "text",
    [
        ANN[:-1],
        ANN[:-4],
        f"{ANN[:-1]}é",
        f"{ANN[:30]}*{ANN[31:]}",
        f"{ANN}=",
        f"{ANN}AAAA",
        ANN[:-1] + chr(ord(ANN[-1]) + 1) + "=",
        ANN.replace("ssh-ed25519", "ssh-rsa"),
        line(b"ssh-ed25519"),
        line(b"ssh-ed25519", POINT[1:]),
        line(b"ssh-ed25519", POINT, b""),
        line(b"\xff\xfe", POINT, first_word="ssh-ed25519"),
        line(b"", POINT, first_word="ssh-ed25519"),
        line(b"sk-ssh-ed25519@openssh.com", POINT),
        line(b"sk-ssh-ed25519@openssh.com", first_word="sk-ssh-ed25519@openssh.com"),
        line(b"ecdsa-sha2-nistp256", b"nistp384", ON_P256),
        line(b"ecdsa-sha2-nistp256", b"nistp256", b"\2" + POINT),
        line(b"ecdsa-sha2-nistp256", b"nistp256", b"\2" + 2 * POINT),
        line(b"ecdsa-sha2-nistp256", b"nistp256", b""),
        line(b"ssh-rsa", number(65537)),
        line(b"ssh-rsa", number(65537), b"\0" + number((1 << 2047) + 1)),
        line(b"ssh-rsa", number(65537), b"\x80" + bytes(255)),
        line(b"ssh-rsa", number(65537), number(1 << 2047)),
        line(b"ssh-rsa", number(1), number((1 << 2047) + 1)),
        line(b"ssh-rsa", number(4), number((1 << 2047) + 1)),
        line(b"ssh-rsa", b"", number((1 << 2047) + 1)),
    ],
)
def test_damaged_keys(text: str) -> None:
    """A key that is cut off, padded out, mixed up or impossible is refused as damaged."""
    assert fact(text).startswith("damaged: ")


@pytest.mark.parametrize("bits", [1024, 2047, 16_385])
def test_lengths_of_rsa_keys(bits: int) -> None:
    """RSA keys that are too short to be safe, or longer than OpenSSH makes them, are refused with their length."""
    assert fact(line(b"ssh-rsa", number(65537), number((1 << bits) - 1))) == (
        f"an RSA key of {bits} bits, where at least 2048 and at most 16384 are required"
    )


@pytest.mark.parametrize("kind", ["ssh-dss", "ssh-ed25519-cert-v01@openssh.com", "ssh-ed448"])
def test_types_that_are_not_supported(kind: str) -> None:
    """A type that is not supported is named, with those that are."""
    assert fact(line(kind.encode(), POINT)) == f"of the type {kind}, which is not supported"
    with pytest.raises(PublicKeyError, match="Use one of ssh-ed25519, ecdsa"):
        parse_public_key(line(kind.encode(), POINT))


def test_private_keys(tmp_path: Path) -> None:
    """A private key that was pasted by mistake is known as one, is not repeated, and the remedy is a new key."""
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", tmp_path / "key"], check=True)
    private = (tmp_path / "key").read_text()
    with pytest.raises(PublicKeyError, match="Take this key out of use, make a new one") as refusal:
        parse_public_key(private)
    assert private.splitlines()[1] not in str(refusal.value)


@given(st.text() | st.text().map(lambda text: f"ssh-ed25519 {text}"))
def test_any_text_is_a_key_or_refused(text: str) -> None:
    """No text does anything else than give a key or a sentence."""
    try:
        key = parse_public_key(text)
    except PublicKeyError:
        return
    assert parse_public_key(key.line) == key


@given(st.binary() | st.lists(st.binary()).map(lambda strings: wire(b"ssh-rsa", *strings)))
def test_any_bytes_are_a_key_or_refused(blob: bytes) -> None:
    """No bytes do anything else than give a key or a sentence."""
    with pytest.raises(PublicKeyError, match=r"\.$"):
        PublicKey(blob)


@given(st.lists(st.binary()))
def test_strings_on_the_wire(strings: list[bytes]) -> None:
    """Strings are read as they were written, and never beyond the end of the data."""
    assert wire_strings(wire(*strings)) == tuple(strings)
    with pytest.raises(WireError):
        wire_strings(wire(*strings) + b"\0\0\0\1")


@given(st.integers(min_value=1))
def test_numbers_on_the_wire(value: int) -> None:
    """A number has one spelling."""
    assert positive_number(number(value)) == value
    with pytest.raises(WireError):
        positive_number(b"\0" + number(value))


@pytest.mark.parametrize("string", [b"", b"\0", b"\x80", b"\xff\xff", b"\0\1"])
def test_numbers_that_are_refused(string: bytes) -> None:
    """Zero, negative numbers and longer spellings are no numbers of a key or a signature."""
    with pytest.raises(WireError):
        positive_number(string)
