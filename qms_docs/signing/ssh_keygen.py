"""The only module that starts `ssh-keygen`: it alone reaches private keys, agents and hardware keys.

Standard input and the terminal stay the user's own, so that `ssh-keygen` can ask for a passphrase or a PIN. Its talk
is read here and becomes a sentence where it fails, so that its hint to touch a hardware key is not seen: the caller
gives it (`KeyType.needs_touch`).
"""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import tempfile
from pathlib import Path

from qms_docs.failures import FailureError
from qms_docs.signing.keys import PublicKey

__all__ = ["CannotSignError", "sign"]


_REASONS = {
    # A question among the talk is one that did not reach a terminal.
    "Enter passphrase": (
        "The key {private} is locked with a passphrase, and there is no terminal to ask for it.",
        "Run this in a terminal, or unlock the key for a while first: ssh-add {file}",
    ),
    "incorrect passphrase": (
        "The passphrase does not open the key {private}.",
        "Run this again and type it anew.",
    ),
    "too open": (
        "Others on this computer can read the private key {private}, so that it is not used.",
        "Keep it to yourself, then run this again: chmod 600 {file}",
    ),
    "No private key found": (
        "The private key that belongs to {key} is neither beside it nor in an SSH agent.",
        "Plug in the hardware key or load the key with ssh-add, then run this again.",
    ),
    "load public key": (
        "No SSH key can be read from {key}.",
        "Name a file that ssh-keygen made, private or public, with the file that ends in .pub beside it.",
    ),
    "option -- Y": (
        "The program ssh-keygen on this computer is too old to make signatures.",
        "Install OpenSSH 8.1 or later, then run this again.",
    ),
}
"""What `ssh-keygen` says, the first that applies, in words for somebody who does not know it."""

_ANOTHER_REASON = (
    "The program ssh-keygen made no signature with the key {key}: {last}.",
    "See that its agent or hardware key is there and answers, then run this again.",
)


class CannotSignError(FailureError):
    """No signature could be made with the key (exit status 3)."""

    status = 3

    def __init__(self, fact: str, remedy: str) -> None:
        """`fact` and `remedy` are whole sentences."""
        super().__init__(f"{fact} {remedy}")
        self.fact = fact
        self.remedy = remedy


def sign(message: bytes, key: Path | PublicKey, namespace: str) -> str:
    """The armored signature of the message for a purpose, as `ssh-keygen -Y sign` makes it.

    `key` is the file of a private key, or of a public key (or the public key itself) whose private half an agent or a
    hardware key holds. Raises CannotSignError where the person has to do something first.
    """
    program = shutil.which("ssh-keygen")
    if program is None:
        raise CannotSignError(
            "The program ssh-keygen, which makes signatures, is not installed.",
            "Install OpenSSH (the package is called openssh-client or openssh), then run this again.",
        )
    with tempfile.TemporaryDirectory(prefix="qms-sign-") as folder:
        text = Path(folder, "statement")
        text.write_bytes(message)
        answer = subprocess.run(  # noqa: S603 - no shell, and the path of the program is looked up
            [program, "-Y", "sign", "-f", _key_file(key, Path(folder)), "-n", namespace, text],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            check=False,
        )
        if answer.returncode != 0:
            raise _reason(key, answer.stderr.decode(errors="replace"))
        return Path(folder, "statement.sig").read_text(encoding="ascii")


def _key_file(key: Path | PublicKey, folder: Path) -> Path:
    if isinstance(key, PublicKey):
        file = folder / "key.pub"
        file.write_text(f"{key.line}\n", encoding="ascii")
        return file
    # Where the private key is in an agent, its path may still be named: ssh-keygen looks for the .pub file beside it.
    # A folder that may not be looked into is no failure of `os.path`.
    if not os.path.isfile(key) and not os.path.isfile(f"{key}.pub"):  # noqa: PTH113 - as above
        raise CannotSignError(
            f"There is no key at {key}.",
            "Name the file of your key with --key, or make one: ssh-keygen -t ed25519",
        )
    return key


def _reason(key: Path | PublicKey, talk: str) -> CannotSignError:
    name = key.fingerprint if isinstance(key, PublicKey) else str(key)
    private = name.removesuffix(".pub")
    last = (talk.strip().splitlines() or ["it did not say why"])[-1].rstrip(".")
    known = (sentences for words, sentences in _REASONS.items() if words in talk)
    fact, remedy = (
        sentence.format(key=name, private=private, file=shlex.quote(private), last=last)
        for sentence in next(known, _ANOTHER_REASON)
    )
    return CannotSignError(fact, remedy)
