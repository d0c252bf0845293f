"""Keys that are worked out from the seed of a demo, sign in memory, and are never written anywhere."""

from __future__ import annotations

import base64
import hashlib

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from qms_docs.signing.keys import KeyType, PublicKey
from qms_docs.values import dataclass

__all__ = ["DemoKey"]

_HASH = b"sha512"
_MAGIC = b"SSHSIG"
_VERSION = b"\0\0\0\1"
_LINE = 70
"""Characters of a line of an armored signature, as ssh-keygen breaks them."""


@dataclass(frozen=True, slots=True, repr=False)
class DemoKey:
    """The key of an invented person, which proves nothing about anybody: the seed is no secret."""

    _private: Ed25519PrivateKey

    @classmethod
    def derived(cls, seed: int, holder: str) -> DemoKey:
        """The key of this holder in the demo with this seed; equal arguments give the same key on every machine."""
        secret = hashlib.sha256(f"qms-docs demo, no secret: {seed} {holder}".encode()).digest()
        return cls(Ed25519PrivateKey.from_private_bytes(secret))

    @property
    def public(self) -> PublicKey:
        """The half that stands in `organization.yml`."""
        return PublicKey(_string(KeyType.ED25519.encode()) + _string(self._private.public_key().public_bytes_raw()))

    def sign(self, message: bytes, namespace: str) -> str:
        """The signature as `ssh-keygen -Y sign` writes it (OpenSSH's PROTOCOL.sshsig)."""
        purpose = _string(namespace.encode()) + _string(b"") + _string(_HASH)
        signed = self._private.sign(_MAGIC + purpose + _string(hashlib.sha512(message).digest()))
        signature = _string(KeyType.ED25519.encode()) + _string(signed)
        envelope = _MAGIC + _VERSION + _string(self.public.blob) + purpose + _string(signature)
        text = base64.b64encode(envelope).decode()
        lines = "\n".join(text[start : start + _LINE] for start in range(0, len(text), _LINE))
        return f"-----BEGIN SSH SIGNATURE-----\n{lines}\n-----END SSH SIGNATURE-----\n"


def _string(data: bytes) -> bytes:
    """A string in the wire format (RFC 4251, 5)."""
    return len(data).to_bytes(4) + data
