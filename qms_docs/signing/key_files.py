"""Files of keys as `ssh-keygen` writes them: whose key it is, without opening what a passphrase locks."""

from __future__ import annotations

import base64
import os
from typing import TYPE_CHECKING

from qms_docs.signing.keys import PublicKey, PublicKeyError, WireError, parse_public_key, wire_strings
from qms_docs.signing.ssh_keygen import CannotSignError

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["public_key_of"]

_LARGEST = 65_536
"""Bytes. The private key of RSA with 16,384 bits takes less than 20,000."""

_BEGIN, _END = "-----BEGIN OPENSSH PRIVATE KEY-----", "-----END OPENSSH PRIVATE KEY-----"
_MAGIC = b"openssh-key-v1\0"
_ONE_KEY = b"\0\0\0\1"


def public_key_of(file: Path) -> PublicKey:
    """The public key that belongs to a file, which is that of a private or of a public key.

    A private key of OpenSSH's own format says so itself, also when it is locked; for another one, and where the
    private key is in an agent, the file beside it that ends in `.pub` is read. Raises CannotSignError.
    """
    text = _text(file)
    if text is not None and text.startswith(_BEGIN):
        return _within(file, text)
    if text is None or text.startswith("-----BEGIN "):
        beside = file.with_name(f"{file.name}.pub")
        written = _text(beside)
        if written is None:
            raise _nothing_at(file) if text is None else _without_public_half(file)
        file, text = beside, written
    try:
        return parse_public_key(text)
    except PublicKeyError as error:
        raise CannotSignError(f"No SSH key can be read from {file}: the key is {error.fact}.", _NAME_A_FILE) from error


_NAME_A_FILE = "Name a file that ssh-keygen made, private or public, with --key."


def _text(file: Path) -> str | None:
    """What the file holds; None where there is none."""
    try:
        if not os.path.isfile(file):  # noqa: PTH113 - unlike Path.is_file it has an answer for every name
            return None
        with file.open("rb") as stream:
            return stream.read(_LARGEST).decode("utf-8", "replace").lstrip("\ufeff")
    except OSError as error:
        raise CannotSignError(f"The key {file} cannot be opened: {error.strerror}.", _NAME_A_FILE) from error


def _within(file: Path, text: str) -> PublicKey:
    """The public key in the open part of a private one (OpenSSH's PROTOCOL.key)."""
    try:
        body = text[len(_BEGIN) :].partition(_END)[0]
        data = base64.b64decode("".join(body.split()), validate=True)
        if not data.startswith(_MAGIC):
            raise WireError("another format")
        position = len(_MAGIC)
        for _ in ("cipher", "derivation", "its options"):
            position += 4 + int.from_bytes(data[position : position + 4])
        if data[position : position + 4] != _ONE_KEY:
            raise WireError("not one key")
        start = position + 8
        end = start + int.from_bytes(data[position + 4 : start])
        wire_strings(data[position + 4 : end])
        return PublicKey(data[start:end])
    except (ValueError, PublicKeyError) as error:
        raise CannotSignError(f"No SSH key can be read from {file}: it is damaged.", _NAME_A_FILE) from error


def _nothing_at(file: Path) -> CannotSignError:
    return CannotSignError(
        f"There is no key at {file}.", "Name the file of your key with --key, or make one: ssh-keygen -t ed25519"
    )


def _without_public_half(file: Path) -> CannotSignError:
    return CannotSignError(
        f"The private key {file} does not say which public key belongs to it.",
        f"Make the file of the public key, then run this again: ssh-keygen -y -f {file} > {file}.pub",
    )
