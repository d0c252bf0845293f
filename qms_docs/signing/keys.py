"""Public SSH keys as people paste them, and the wire format of which keys and signatures are made (RFC 4251, 5)."""

from __future__ import annotations

import base64
import hashlib
import re
from enum import StrEnum

from qms_docs.values import dataclass

__all__ = ["KeyType", "PublicKey", "PublicKeyError", "WireError", "parse_public_key", "positive_number", "wire_strings"]

_LONGEST_LINE = 16_384
"""Characters. The longest key of all, RSA of 16,384 bits, takes less than 3,000."""

_NAME = re.compile(rb"[A-Za-z0-9][A-Za-z0-9@._-]{0,63}")

_RSA_BITS = range(2048, 16_384 + 1)
_RSA_EXPONENTS = range(3, 1 << 64, 2)


class KeyType(StrEnum):
    """The kinds of keys that can approve, by the names that OpenSSH gives them."""

    ED25519 = "ssh-ed25519"
    """What `ssh-keygen` makes today where nothing else is asked for."""
    ECDSA_256 = "ecdsa-sha2-nistp256"
    """On the curve P-256, as many smart cards and platform key stores have it."""
    ECDSA_384 = "ecdsa-sha2-nistp384"
    """On the curve P-384."""
    ECDSA_521 = "ecdsa-sha2-nistp521"
    """On the curve P-521."""
    RSA = "ssh-rsa"
    """Of 2,048 to 16,384 bits; signs with SHA-2 only, whatever its name says."""
    SK_ED25519 = "sk-ssh-ed25519@openssh.com"
    """In a hardware key (FIDO), which signs when somebody touches it."""
    SK_ECDSA = "sk-ecdsa-sha2-nistp256@openssh.com"
    """In a hardware key (FIDO), on the curve P-256."""

    @property
    def needs_touch(self) -> bool:
        """Whether a hardware key holds it, which waits to be touched before it signs."""
        return self in {KeyType.SK_ED25519, KeyType.SK_ECDSA}


_CURVES = {
    KeyType.ECDSA_256: (b"nistp256", 32),
    KeyType.ECDSA_384: (b"nistp384", 48),
    KeyType.ECDSA_521: (b"nistp521", 66),
    KeyType.SK_ECDSA: (b"nistp256", 32),
}
"""The name of the curve and the bytes of a coordinate."""

_ED25519_SIZE = 32
"""Bytes of a point (RFC 8032, 5.1.5)."""


class WireError(ValueError):
    """Bytes that are not made of whole strings, or a number that is not written as the format asks."""


class PublicKeyError(ValueError):
    """A key that is none, or that cannot be used here; the message is one sentence or two.

    `fact` completes the sentence "The key is ...".
    """

    def __init__(self, fact: str, remedy: str = "") -> None:
        """`remedy` is a whole sentence, where there is something special to do."""
        super().__init__(f"The key is {fact}. {remedy}".rstrip())
        self.fact = fact
        self.remedy = remedy


@dataclass(frozen=True, slots=True)
class PublicKey:
    """A public key of a supported type, well formed to the last byte; two keys are equal when their bytes are.

    Raises PublicKeyError for anything else. That its point lies on the curve shows when a signature is verified.
    """

    blob: bytes
    """The bytes of the key, which the second word of its line encodes in base64 (RFC 4253, 6.6)."""

    def __post_init__(self) -> None:
        try:
            name, *values = wire_strings(self.blob)
        except ValueError as error:
            raise PublicKeyError("damaged: it ends too early or too late") from error
        if not _is_well_formed(_key_type(name), values):
            raise PublicKeyError(f"damaged: it is not what a key of the type {name.decode()} is made of")

    @property
    def type(self) -> KeyType:
        """The kind of key."""
        return KeyType(wire_strings(self.blob)[0].decode())

    @property
    def values(self) -> tuple[bytes, ...]:
        """The strings that follow the type: point or numbers, and for hardware keys the application."""
        return wire_strings(self.blob)[1:]

    @property
    def line(self) -> str:
        """The key as OpenSSH writes it, without a comment."""
        return f"{self.type} {base64.b64encode(self.blob).decode()}"

    @property
    def fingerprint(self) -> str:
        """The short form that `ssh-keygen -l` prints, such as `SHA256:uNiVztksCsDhcc0u9e8BrqyIEwI...`."""
        digest = hashlib.sha256(self.blob).digest()
        return "SHA256:" + base64.b64encode(digest).decode().rstrip("=")


def parse_public_key(line: str) -> PublicKey:
    """The key of a line `ssh-ed25519 AAAA... comment`, as `ssh-keygen` writes it to a file that ends in `.pub`.

    Raises PublicKeyError for anything else, options before the type included.
    """
    text = line.strip()
    if "PRIVATE KEY-----" in text:
        raise PublicKeyError(
            "a private one, which nobody but its holder may ever see",
            "Take this key out of use, make a new one, and write the line from its .pub file here.",
        )
    words = text.split(maxsplit=2)
    if len(text) > _LONGEST_LINE or len(text.splitlines()) != 1 or len(words) == 1:
        raise PublicKeyError("not a public key on one line, such as `ssh-ed25519 AAAA... ann@example.com`")
    try:
        blob = base64.b64decode(words[1], validate=True)
    except ValueError as error:
        raise _unreadable(words[0]) from error
    if base64.b64encode(blob).decode() != words[1]:
        raise _unreadable(words[0])
    key = PublicKey(blob)
    if key.type != words[0]:
        raise PublicKeyError(f"damaged: its first word does not say {key.type}, which is its type")
    return key


def wire_strings(data: bytes) -> tuple[bytes, ...]:
    """The strings of which the data are made, each after four bytes that hold its length.

    Raises WireError where the data do not end with the end of a string.
    """
    strings = []
    position = 0
    while position < len(data):
        start = position + 4
        position = start + int.from_bytes(data[position:start])
        strings.append(data[start:position])
    if position != len(data):
        raise WireError("the data end within a string")
    return tuple(strings)


def positive_number(string: bytes) -> int:
    """The number that a string holds as `mpint` (RFC 4251, 5).

    Raises WireError for zero, for negative numbers and for bytes that could be left out.
    """
    number = int.from_bytes(string, signed=True)
    if number <= 0 or len(string) != number.bit_length() // 8 + 1:
        raise WireError("not a positive number in its shortest form")
    return number


def _unreadable(first_word: str) -> PublicKeyError:
    """What to say of a line whose second word is no base64: options stand before a type, or the key is damaged."""
    if first_word in set(KeyType):
        return PublicKeyError("damaged: the word after its type is no base64", "Copy the whole line again.")
    return PublicKeyError("not a line that begins with a supported type, such as `ssh-ed25519 AAAA...`")


def _key_type(name: bytes) -> KeyType:
    if not _NAME.fullmatch(name):
        raise PublicKeyError("damaged: it does not begin with the name of a type")
    try:
        return KeyType(name.decode())
    except ValueError as error:
        raise PublicKeyError(
            f"of the type {name.decode()}, which is not supported",
            f"Use one of {', '.join(KeyType)}.",
        ) from error


def _is_well_formed(kind: KeyType, values: list[bytes]) -> bool:
    if kind.needs_touch:
        # The application, which may be any string, stands last.
        values = values[:-1]
    if kind is KeyType.RSA:
        return len(values) == 2 and _are_rsa_numbers(*values)  # noqa: PLR2004 - exponent and modulus
    if kind in _CURVES:
        curve, size = _CURVES[kind]
        return len(values) == 2 and values[0] == curve and _is_point(values[1], size)  # noqa: PLR2004 - curve and point
    return len(values) == 1 and len(values[0]) == _ED25519_SIZE


def _is_point(point: bytes, size: int) -> bool:
    """Whether both coordinates of a point are written out (SEC 1, 2.3.3)."""
    return len(point) == 1 + 2 * size and point[:1] == b"\4"


def _are_rsa_numbers(exponent: bytes, modulus: bytes) -> bool:
    try:
        e, n = positive_number(exponent), positive_number(modulus)
    except WireError:
        return False
    if n.bit_length() not in _RSA_BITS:
        raise PublicKeyError(
            f"an RSA key of {n.bit_length()} bits, where at least {_RSA_BITS.start} and at most {_RSA_BITS.stop - 1} "
            "are required"
        )
    return n % 2 == 1 and e in _RSA_EXPONENTS
