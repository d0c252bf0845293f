"""Keys of invented people, worked out from their names: known to everybody, and worth nothing as proof.

python -m sample.keys prints the public key of each, for `records/organization.yml`.
"""

from __future__ import annotations

import hashlib
import sys
from typing import TYPE_CHECKING

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["APPROVERS", "public_key", "write_key"]

APPROVERS = ("ann.berg", "cid.dahl", "eva.lund", "liv.strand", "per.haug", "siv.aas")
"""The people of the sample who approve."""


def public_key(person: str) -> str:
    """The public key as it stands in `organization.yml`."""
    key = _key(person).public_key().public_bytes(Encoding.OpenSSH, PublicFormat.OpenSSH)
    return key.decode("ascii")


def write_key(person: str, folder: Path) -> Path:
    """The private key in a file that only its owner may read, as OpenSSH asks."""
    file = folder / person
    file.touch(mode=0o600)
    file.write_bytes(_key(person).private_bytes(Encoding.PEM, PrivateFormat.OpenSSH, NoEncryption()))
    return file


def _key(person: str) -> Ed25519PrivateKey:
    seed = hashlib.sha256(f"qms-docs sample key of {person}".encode()).digest()
    return Ed25519PrivateKey.from_private_bytes(seed)


if __name__ == "__main__":
    sys.stdout.writelines(f"{person}: {public_key(person)}\n" for person in APPROVERS)
