"""SSH keys of the stories' people, made by `ssh-keygen` as people make them, and an agent that holds them."""

from __future__ import annotations

import subprocess
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["make_key", "public_half", "public_line", "running_agent", "verified_by_openssh"]


def make_key(file: Path, *options: str, passphrase: str = "") -> Path:
    """A new key; Ed25519 unless the options say otherwise. Its public half stands beside it."""
    kind = options or ("-t", "ed25519")
    subprocess.run(["ssh-keygen", "-q", *kind, "-N", passphrase, "-C", file.name, "-f", file], check=True)
    return file


def public_half(file: Path) -> Path:
    """The file of the public key."""
    return file.with_name(f"{file.name}.pub")


def public_line(file: Path) -> str:
    """The public key as `organization.yml` lists it, without its comment."""
    return " ".join(public_half(file).read_text().split()[:2])


@contextmanager
def running_agent() -> Iterator[str]:
    """The socket of an agent that holds no key yet."""
    # The path of a socket may have hardly more than 100 characters.
    with tempfile.TemporaryDirectory() as folder:
        socket = Path(folder, "agent")
        with subprocess.Popen(["ssh-agent", "-D", "-a", socket], stdout=subprocess.DEVNULL) as process:
            while not socket.exists():
                time.sleep(0.01)
            yield str(socket)
            process.terminate()


def verified_by_openssh(signature: str, statement: bytes, key: str, folder: Path) -> bool:
    """Whether `ssh-keygen -Y verify` takes the signature for one of the statement by the key."""
    signers, armored = folder / "allowed-signers", folder / "statement.sig"
    signers.write_text(f"somebody {key}\n")
    armored.write_text(signature)
    done = subprocess.run(
        ["ssh-keygen", "-Y", "verify", "-f", signers, "-I", "somebody", "-n", "qms-approval", "-s", armored],
        input=statement,
        capture_output=True,
        check=False,
    )
    return done.returncode == 0
