"""Which key a file is, without a passphrase."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING

import pytest

from qms_docs.signing.key_files import public_key_of
from qms_docs.signing.keys import parse_public_key
from qms_docs.signing.ssh_keygen import CannotSignError

if TYPE_CHECKING:
    from pathlib import Path


def make_key(file: Path, *options: str) -> Path:
    """A new key with a passphrase."""
    subprocess.run(["ssh-keygen", "-q", "-N", "correct horse", "-f", file, *options], check=True)
    return file


def beside(file: Path) -> Path:
    """The file of the public half."""
    return file.with_name(f"{file.name}.pub")


def refusal(file: Path) -> str:
    """Why the file is no key."""
    with pytest.raises(CannotSignError) as failure:
        public_key_of(file)
    return str(failure.value)


@pytest.mark.parametrize(
    "options", [("-t", "ed25519"), ("-t", "ecdsa", "-b", "521"), ("-t", "rsa", "-b", "2048")], ids=lambda each: each[1]
)
def test_every_file_of_a_key(tmp_path: Path, options: tuple[str, ...]) -> None:
    """The private file, locked, with and without the public one beside it; and the public one alone."""
    file = make_key(tmp_path / "key", *options)
    public = parse_public_key(beside(file).read_text())
    assert public_key_of(beside(file)) == public
    beside(file).rename(tmp_path / "elsewhere")
    assert public_key_of(file) == public
    assert public_key_of(tmp_path / "elsewhere") == public
    (tmp_path / "elsewhere").rename(beside(file))
    file.unlink()
    assert public_key_of(file) == public


def test_old_private_keys_do_not_say_whose_they_are(tmp_path: Path) -> None:
    """The public half of the old format is read from the file beside it, which can be made."""
    file = make_key(tmp_path / "key", "-t", "rsa", "-b", "2048", "-m", "PEM")
    assert public_key_of(file) == parse_public_key(beside(file).read_text())
    beside(file).unlink()
    assert refusal(file) == (
        f"The private key {file} does not say which public key belongs to it. Make the file of the public key, then run"
        f" this again: ssh-keygen -y -f {file} > {file}.pub"
    )


def test_no_key(tmp_path: Path) -> None:
    """Nothing there, a folder, any other text, a damaged key: a sentence."""
    assert refusal(tmp_path / "none").startswith(f"There is no key at {tmp_path / 'none'}. Name the file of your key")
    assert "There is no key at" in refusal(tmp_path)
    assert "There is no key at" in refusal(tmp_path / "n\0ne")
    (tmp_path / "notes").write_text("buy milk")
    assert refusal(tmp_path / "notes").startswith(f"No SSH key can be read from {tmp_path / 'notes'}: the key is ")
    whole = make_key(tmp_path / "key", "-t", "ed25519").read_text()
    for length in range(40, len(whole), 29):
        (tmp_path / "cut").write_text(whole[:length])
        try:
            public_key_of(tmp_path / "cut")
        except CannotSignError as failure:
            assert "it is damaged" in failure.fact  # noqa: PT017 - the rest of a file may be missing without harm
    (tmp_path / "cut").write_bytes(b"-----BEGIN OPENSSH PRIVATE KEY-----\n\xff\xff")
    assert "it is damaged" in refusal(tmp_path / "cut")
