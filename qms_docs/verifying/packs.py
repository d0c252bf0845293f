"""An audit pack by itself: with the same program that lies in it, and our own mathematics for signatures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qms_docs.exports.pack.verifier import CAVEAT, NotVerifiedError, looks_like_pack, verify
from qms_docs.failures import CannotCheckError
from qms_docs.model.problem import Problem, Verification
from qms_docs.signing import ssh
from qms_docs.signing.statement import NAMESPACE

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["is_pack", "verify_pack"]


def is_pack(path: Path) -> bool:
    """Whether somebody who names this means a pack, as it was written or unpacked.

    Raises CannotCheckError where it cannot be read.
    """
    try:
        return looks_like_pack(str(path))
    except OSError as error:
        raise CannotCheckError(f"{path} cannot be read: {error.strerror}.", "Name a file that can be read.") from error


def verify_pack(path: Path, name: str) -> Verification:
    """Whether nothing in the pack was changed, added or taken out, and whether what it says of itself holds together.

    Raises CannotCheckError for something that is no pack.
    """
    try:
        outcome = verify(str(path), _signed)
    except NotVerifiedError as error:
        sentence = str(error).replace(str(path), name)
        raise CannotCheckError(
            sentence, "Give the file that `qms pack` wrote, or the folder with its files."
        ) from error
    problems = tuple(
        Problem(code=each.code, what=each.what, path=each.path, expected=each.expected, got=each.got)
        for each in outcome.problems
    )
    said = (outcome.about, None if problems else CAVEAT)
    return Verification(checked=outcome.checked, problems=problems, signers=tuple(filter(None, said)))


def _signed(armored: bytes, message: bytes, key: str) -> bool:
    try:
        return ssh.verify(armored.decode("ascii", "replace"), message, NAMESPACE).line == key
    except ssh.InvalidSignatureError:
        return False
