"""An approval as its file says it, signed by the person who gives it (document-control of `qms`)."""

from __future__ import annotations

import hashlib
import re
import textwrap
from dataclasses import dataclass
from typing import TYPE_CHECKING

from benchmarks.signatures import signature

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    from benchmarks.people import Person

__all__ = ["Approval", "GivenApproval", "digest_of"]

_SHOWN = re.compile(r"!\[[^\]]*\]\(([^)]+)\)")


@dataclass(frozen=True, kw_only=True, slots=True)
class Approval:
    """What somebody approves: a revision with one text, in a role."""

    document: str
    revision: int
    digest: str
    person: Person
    role: str

    @property
    def path(self) -> str:
        """Where it is filed."""
        return f"records/approvals/{self.document}/{self.revision}/{self.person.id}.yml"

    def content(self, at: str, key: Ed25519PrivateKey) -> bytes:
        """The bytes of its file, once the person has signed it at that time."""
        said = {"document": self.document, "revision": str(self.revision), "digest": self.digest}
        named = {"person": self.person.id, "name": self.person.proper.name, "role": self.role, "at": at}
        statement = "qms-approval 1\n" + _lines({**said, "meaning": "approved", **named})
        signed = signature(key, statement.encode())
        written = {**said, "person": self.person.id, "role": self.role, "meaning": "approved", "at": at}
        return f"{_lines(written)}signature: |\n{textwrap.indent(signed, '  ')}".encode()


@dataclass(frozen=True, kw_only=True, slots=True)
class GivenApproval:
    """An approval once it has been given."""

    approval: Approval
    at: str
    content: bytes
    """The bytes of its file."""


def digest_of(document: str, content: bytes, pictures: Mapping[str, bytes]) -> str:
    """The digest of a text and of the pictures that it shows, which are given by their paths in the repository."""
    destinations = sorted(set(_SHOWN.findall(content.decode())), key=str.encode)
    shown = [(name, pictures[f"procedures/{name.removeprefix('../')}"]) for name in destinations]
    listing = "".join(
        f"{hashlib.sha256(bytes_).hexdigest()}  {name}\n" for name, bytes_ in [(document, content), *shown]
    )
    return f"qms1:{hashlib.sha256(listing.encode()).hexdigest()}"


def _lines(fields: Mapping[str, str]) -> str:
    return "".join(f"{name}: {value}\n" for name, value in fields.items())
