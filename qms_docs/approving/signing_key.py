"""The key with which somebody approves: the one that they name, or the one with which they sign commits."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from qms_docs.failures import WrongUseError
from qms_docs.signing.key_files import public_key_of
from qms_docs.signing.keys import PublicKey, PublicKeyError, parse_public_key
from qms_docs.values import dataclass

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["Place", "SigningKey", "signing_key"]

_LITERAL = "key::"
"""Before a public key that stands in git's settings itself (git-config(1), `user.signingKey`)."""
_NAME_ONE = (
    "Name the file of your SSH key with --key, or tell git once: `git config --global gpg.format ssh` and "
    "`git config --global user.signingkey ~/.ssh/id_ed25519.pub`."
)


class Place(Protocol):
    """A folder with settings of git."""

    @property
    def root(self) -> Path:
        """Where relative paths begin."""

    def setting(self, name: str) -> str | None:
        """What the user has set for git."""


@dataclass(frozen=True, kw_only=True, slots=True)
class SigningKey:
    """A public key, and what `ssh-keygen` needs to sign with its private half."""

    public: PublicKey
    signer: Path | PublicKey
    """A file; or the key itself, where an agent holds the private half."""


def signing_key(repository: Place, named: Path | None) -> SigningKey:
    """The key in the named file, or else git's signing key.

    Raises WrongUseError where git has none, and CannotSignError where the file holds none.
    """
    if named is not None:
        return SigningKey(public=public_key_of(named), signer=named)
    known = repository.setting("user.signingkey")
    if known is None:
        raise WrongUseError(f"No key is named, and git has none to sign with. {_NAME_ONE}")
    if (repository.setting("gpg.format") or "openpgp") != "ssh":
        raise WrongUseError(f"No key is named, and git does not sign with SSH keys here. {_NAME_ONE}")
    if known.startswith((_LITERAL, "ssh-")):
        return _literal(known.removeprefix(_LITERAL))
    file = repository.root / known
    return SigningKey(public=public_key_of(file), signer=file)


def _literal(line: str) -> SigningKey:
    try:
        key = parse_public_key(line)
    except PublicKeyError as error:
        raise WrongUseError(f"The key in git's setting user.signingkey is {error.fact}. {_NAME_ONE}") from error
    return SigningKey(public=key, signer=key)
