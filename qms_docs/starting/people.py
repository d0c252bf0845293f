"""The person who begins a manual, as `organization.yml` knows people."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from qms_docs.approving.signing_key import signing_key
from qms_docs.failures import WrongUseError
from qms_docs.revising.file_names import plain_words
from qms_docs.signing.ssh_keygen import CannotSignError

if TYPE_CHECKING:
    from qms_docs.starting.ground import Ground

__all__ = ["key_of", "person_id"]

_NOT_A_NAME = re.compile(r"con|prn|aux|nul|(?:com|lpt)[0-9]")
"""Approvals are files that bear the id, and Windows takes these for devices, also with an ending."""


def person_id(name: str, email: str) -> str:
    """The id of a person by the name: `ann.berg`; by the address where the name has no letters."""
    for words in (name, email.partition("@")[0]):
        found = plain_words(words).replace("-", ".")
        if found:
            first, dot, rest = found.partition(".")
            return f"{first}-1{dot}{rest}" if _NOT_A_NAME.fullmatch(first) else found
    return "first.person"


def key_of(ground: Ground) -> str | None:
    """The public SSH key with which git signs here; None where it has none, or none that can be read."""
    try:
        return signing_key(ground, None).public.line
    except (WrongUseError, CannotSignError):
        return None
