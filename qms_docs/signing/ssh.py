"""SSH signatures, verified without a process: as `ssh-keygen -Y check-novalidate` does, and a little stricter.

The formats are those of OpenSSH's PROTOCOL.sshsig and, for hardware keys, PROTOCOL.u2f. Stricter than OpenSSH:
nothing may stand before, after or between the lines, nothing in the reserved field, numbers are in their shortest
form, an RSA key has 2,048 bits or more, and a hardware key was touched.
"""

from __future__ import annotations

import base64
import hashlib

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ec import (
    ECDSA,
    SECP256R1,
    SECP384R1,
    SECP521R1,
    EllipticCurve,
    EllipticCurvePublicKey,
)
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicNumbers
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256, SHA384, SHA512, HashAlgorithm

from qms_docs.signing.keys import KeyType, PublicKey, PublicKeyError, positive_number, wire_strings
from qms_docs.values import dataclass

__all__ = ["InvalidSignatureError", "verify"]

_BEGIN = "-----BEGIN SSH SIGNATURE-----"
_END = "-----END SSH SIGNATURE-----"

_LONGEST = 65_536
"""Characters. A signature of an RSA key of 16,384 bits takes less than 6,000."""

_MAGIC = b"SSHSIG"
_VERSION = b"\0\0\0\1"

_DIGESTS = {b"sha256": hashlib.sha256, b"sha512": hashlib.sha512}
_RSA_HASHES = {b"rsa-sha2-256": SHA256, b"rsa-sha2-512": SHA512}
_CURVES: dict[KeyType, tuple[type[EllipticCurve], type[HashAlgorithm]]] = {
    KeyType.ECDSA_256: (SECP256R1, SHA256),
    KeyType.ECDSA_384: (SECP384R1, SHA384),
    KeyType.ECDSA_521: (SECP521R1, SHA512),
    KeyType.SK_ECDSA: (SECP256R1, SHA256),
}

_TOUCHED = 0x01
"""The flag with which a hardware key says that somebody was there (WebAuthn, user presence)."""
_TRAILER = 5
"""Bytes that a hardware key adds: one of flags, four of a counter."""

_DAMAGED = "it is damaged"
_ANOTHER_TEXT = "it was made for another text, or was changed after it was made"


class InvalidSignatureError(Exception):
    """A signature that does not hold; `reason` is a clause that begins with "it", such as "it is damaged"."""

    def __init__(self, reason: str) -> None:
        """The clause is also the message."""
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, kw_only=True, slots=True)
class _Envelope:
    """What an armored signature contains (PROTOCOL.sshsig)."""

    key: bytes
    namespace: bytes
    digest_name: bytes
    signature: bytes


def verify(armored: str, message: bytes, namespace: str) -> PublicKey:
    """The key that made a valid signature of the message for this purpose; whose key it is, the caller must ask.

    `armored` is what `ssh-keygen -Y sign` writes, with line ends LF or CRLF.
    Raises InvalidSignatureError, and nothing else, for every text that is no such signature.
    """
    try:
        envelope = _opened(_payload(armored))
        if envelope.namespace != namespace.encode():
            raise InvalidSignatureError(f"it was made for another purpose than {namespace}")
        key = PublicKey(envelope.key)
        _check(key, envelope.signature, _signed_bytes(envelope, message))
    except InvalidSignature as error:
        raise InvalidSignatureError(_ANOTHER_TEXT) from error
    except PublicKeyError as error:
        raise InvalidSignatureError(f"it names a key that is {error.fact}") from error
    except UnsupportedAlgorithm as error:
        raise InvalidSignatureError("it is of a kind that cannot be verified on this computer") from error
    except ValueError as error:
        raise InvalidSignatureError(_DAMAGED) from error
    return key


def _payload(armored: str) -> bytes:
    if len(armored) > _LONGEST:
        raise InvalidSignatureError(f"it is longer than {_LONGEST:,} characters")
    lines = armored.replace("\r\n", "\n").removesuffix("\n").split("\n")
    if lines[0] != _BEGIN:
        raise InvalidSignatureError(f"it does not begin with the line {_BEGIN}")
    if lines[-1] != _END:
        raise InvalidSignatureError(f"it does not end with the line {_END}")
    encoded = "".join(lines[1:-1])
    payload = base64.b64decode(encoded, validate=True)
    # Padding in the middle, or bits that belong to no byte: one payload has one spelling.
    if base64.b64encode(payload).decode() != encoded:
        raise InvalidSignatureError(_DAMAGED)
    return payload


def _opened(payload: bytes) -> _Envelope:
    head = len(_MAGIC) + len(_VERSION)
    if payload[: len(_MAGIC)] != _MAGIC:
        raise InvalidSignatureError("it is no SSH signature")
    if payload[len(_MAGIC) : head] != _VERSION:
        raise InvalidSignatureError("it is written in another version of the format than 1")
    key, namespace, reserved, digest_name, signature = wire_strings(payload[head:])
    if reserved:
        raise InvalidSignatureError("it uses a field that is reserved for the future")
    if digest_name not in _DIGESTS:
        raise InvalidSignatureError("it is made from another digest than SHA-256 or SHA-512")
    return _Envelope(key=key, namespace=namespace, digest_name=digest_name, signature=signature)


def _signed_bytes(envelope: _Envelope, message: bytes) -> bytes:
    digest = _DIGESTS[envelope.digest_name](message).digest()
    strings = (envelope.namespace, b"", envelope.digest_name, digest)
    return _MAGIC + b"".join(len(each).to_bytes(4) + each for each in strings)


def _check(key: PublicKey, signature: bytes, data: bytes) -> None:
    """Raises InvalidSignature or ValueError where the signature is not one of the data by this key."""
    if not key.type.needs_touch:
        algorithm, value = wire_strings(signature)
        _check_value(key, algorithm, value, data)
        return
    algorithm, value = wire_strings(signature[:-_TRAILER])
    trailer = signature[-_TRAILER:]
    application = key.values[-1]
    _check_value(key, algorithm, value, _sha256(application) + trailer + _sha256(data))
    if not trailer[0] & _TOUCHED:
        raise InvalidSignatureError("it was made by a hardware key that nobody touched")


def _check_value(key: PublicKey, algorithm: bytes, value: bytes, data: bytes) -> None:
    if key.type is KeyType.RSA:
        _check_rsa(key, algorithm, value, data)
    elif algorithm != key.type.encode():
        raise _unsupported(key)
    elif key.type in _CURVES:
        _check_ecdsa(key, value, data)
    else:
        Ed25519PublicKey.from_public_bytes(key.values[0]).verify(value, data)


def _check_rsa(key: PublicKey, algorithm: bytes, value: bytes, data: bytes) -> None:
    if algorithm not in _RSA_HASHES:
        # Among them `ssh-rsa`, which is SHA-1.
        raise _unsupported(key)
    e, n = map(positive_number, key.values)
    size = (n.bit_length() + 7) // 8
    # Some agents leave out zeros in front, which must do no harm (RFC 8332, 3).
    RSAPublicNumbers(e, n).public_key().verify(value.rjust(size, b"\0"), data, PKCS1v15(), _RSA_HASHES[algorithm]())


def _check_ecdsa(key: PublicKey, value: bytes, data: bytes) -> None:
    curve, digest = _CURVES[key.type]
    r, s = map(positive_number, wire_strings(value))
    public_key = EllipticCurvePublicKey.from_encoded_point(curve(), key.values[1])
    public_key.verify(encode_dss_signature(r, s), data, ECDSA(digest()))


def _unsupported(key: PublicKey) -> InvalidSignatureError:
    return InvalidSignatureError(f"it is of a kind that is not supported for a key of the type {key.type}")


def _sha256(data: bytes) -> bytes:
    return hashlib.sha256(data).digest()
