"""Keys and signatures as OpenSSH writes them, made without a process for each (OpenSSH's PROTOCOL.sshsig)."""

from __future__ import annotations

import base64
import hashlib
import textwrap

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

__all__ = ["derived_key", "public_line", "signature"]

_PURPOSE = b"qms-approval"


def derived_key(seed: int, holder: str) -> Ed25519PrivateKey:
    """The key of an invented person: the same on every machine, and no secret."""
    secret = hashlib.sha256(f"benchmark corpus, no secret: {seed} {holder}".encode()).digest()
    return Ed25519PrivateKey.from_private_bytes(secret)


def public_line(key: Ed25519PrivateKey) -> str:
    """The public key as one line."""
    return key.public_key().public_bytes(Encoding.OpenSSH, PublicFormat.OpenSSH).decode()


def signature(key: Ed25519PrivateKey, statement: bytes) -> str:
    """What `ssh-keygen -Y sign` would write; the same key gives the same bytes for the same statement."""
    public = key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
    about = _string(_PURPOSE) + _string(b"") + _string(b"sha512")
    value = key.sign(b"SSHSIG" + about + _string(hashlib.sha512(statement).digest()))
    blob = _string(_string(b"ssh-ed25519") + _string(public))
    payload = b"SSHSIG\0\0\0\1" + blob + about + _string(_string(b"ssh-ed25519") + _string(value))
    lines = "\n".join(textwrap.wrap(base64.b64encode(payload).decode(), 70))
    return f"-----BEGIN SSH SIGNATURE-----\n{lines}\n-----END SSH SIGNATURE-----\n"


def _string(data: bytes) -> bytes:
    """The data after their length, as SSH writes them (RFC 4251, 5)."""
    return len(data).to_bytes(4, "big") + data
