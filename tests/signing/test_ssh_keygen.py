"""Signing with `ssh-keygen`: files, passphrases, terminals and agents as people have them."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from qms_docs.failures import FailureError
from qms_docs.signing.keys import parse_public_key
from qms_docs.signing.ssh import verify
from qms_docs.signing.ssh_keygen import CannotSignError, sign
from qms_docs.signing.statement import NAMESPACE

if TYPE_CHECKING:
    from collections.abc import Iterator

MESSAGE = "qms-approval 1\nname: Åse Øverland\n".encode()
WHAT_OPENS_IT = "correct horse"
SIGNING = """
import sys
from pathlib import Path
from qms_docs.signing.ssh_keygen import CannotSignError, sign
try:
    sys.stdout.write(sign(Path(sys.argv[2]).read_bytes(), Path(sys.argv[1]), "qms-approval"))
except CannotSignError as failure:
    sys.exit(str(failure))
"""
ON_A_TERMINAL = f"import fcntl, termios; fcntl.ioctl(0, termios.TIOCSCTTY, 0)\n{SIGNING}"


@pytest.fixture(autouse=True)
def _nothing_of_the_user(monkeypatch: pytest.MonkeyPatch) -> None:
    """No agent and no window that asks for a passphrase."""
    for name in ("SSH_AUTH_SOCK", "SSH_ASKPASS", "SSH_ASKPASS_REQUIRE", "DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def key(tmp_path: Path) -> Path:
    """A private key in a file, with its public half beside it."""
    return make_key(tmp_path / "ann's key")


@pytest.fixture
def locked(tmp_path: Path) -> Path:
    """A private key that a passphrase locks."""
    return make_key(tmp_path / "locked", WHAT_OPENS_IT)


@pytest.fixture
def agent(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A running agent that holds no key yet."""
    # The path of a socket may have hardly more than 100 characters.
    with tempfile.TemporaryDirectory() as folder:
        socket = Path(folder, "agent")
        with subprocess.Popen(["ssh-agent", "-D", "-a", socket], stdout=subprocess.DEVNULL) as process:
            while not socket.exists():
                time.sleep(0.01)
            monkeypatch.setenv("SSH_AUTH_SOCK", str(socket))
            yield
            process.terminate()


def make_key(file: Path, passphrase: str = "") -> Path:
    """A new key."""
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", passphrase, "-f", file], check=True)
    return file


def public(file: Path) -> Path:
    """The file of the public half."""
    return file.with_name(f"{file.name}.pub")


def held(armored: str, file: Path) -> bool:
    """Whether the signature is one of the message by the key."""
    return verify(armored, MESSAGE, NAMESPACE) == parse_public_key(public(file).read_text())


def failure(key: Path) -> CannotSignError:
    """Why no signature can be made."""
    with pytest.raises(CannotSignError) as refusal:
        sign(MESSAGE, key, NAMESPACE)
    assert isinstance(refusal.value, FailureError)
    assert refusal.value.status == 3
    assert str(refusal.value) == f"{refusal.value.fact} {refusal.value.remedy}"
    return refusal.value


def answer_with(passphrase: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A window, so to speak, into which somebody types this."""
    program = folder / "window"
    program.write_text(f"#!/bin/sh\necho {shlex.quote(passphrase)}\n")
    program.chmod(0o700)
    monkeypatch.setenv("SSH_ASKPASS", str(program))
    monkeypatch.setenv("SSH_ASKPASS_REQUIRE", "force")


def arguments(code: str, key: Path, folder: Path) -> list[str | Path]:
    """A Python of its own that signs the message."""
    (folder / "message").write_bytes(MESSAGE)
    return [sys.executable, "-c", code, key, folder / "message"]


def type_on_a_terminal(typed: str, key: Path, folder: Path) -> subprocess.CompletedProcess[str]:
    """Somebody signs on a terminal, with the output going elsewhere, and types this when asked."""
    ours, theirs = os.openpty()
    process = subprocess.Popen(
        arguments(ON_A_TERMINAL, key, folder),
        stdin=theirs,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
        text=True,
    )
    os.close(theirs)
    asked = b""
    while b"passphrase" not in asked or not asked.rstrip().endswith(b":"):
        asked += os.read(ours, 1000)
    os.write(ours, f"{typed}\n".encode())
    output, talk = process.communicate(timeout=60)
    os.close(ours)
    return subprocess.CompletedProcess(process.args, process.returncode, output, talk)


def test_a_private_key(key: Path) -> None:
    """A private key in a file signs, and leaves nothing beside it."""
    before = sorted(key.parent.iterdir())
    assert held(sign(MESSAGE, key, NAMESPACE), key)
    assert sorted(key.parent.iterdir()) == before


def test_the_signature_is_what_ssh_keygen_writes(key: Path) -> None:
    """The signature is the armored text as ssh-keygen gives it, ended by a line feed."""
    command: list[str | Path] = ["ssh-keygen", "-q", "-Y", "sign", "-f", key, "-n", NAMESPACE]
    assert (
        sign(MESSAGE, key, NAMESPACE).encode()
        == subprocess.run(command, input=MESSAGE, capture_output=True, check=True).stdout
    )


def test_a_public_key_beside_its_private_one(key: Path) -> None:
    """Whoever names the .pub file, as git's settings often do, signs with the private key beside it."""
    assert held(sign(MESSAGE, public(key), NAMESPACE), key)


@pytest.mark.usefixtures("agent")
def test_an_agent(key: Path) -> None:
    """Where an agent holds the private key, the public key suffices: by its file, by the path of both, or by itself."""
    subprocess.run(["ssh-add", "-q", key], check=True)
    key.unlink()
    assert held(sign(MESSAGE, public(key), NAMESPACE), key)
    assert held(sign(MESSAGE, key, NAMESPACE), key)
    assert held(sign(MESSAGE, parse_public_key(public(key).read_text()), NAMESPACE), key)


@pytest.mark.usefixtures("agent")
def test_an_agent_without_the_key(key: Path) -> None:
    """An agent that does not hold the key, or no longer, is a failure that names file or fingerprint."""
    key.unlink()
    found = failure(public(key))
    assert found.fact == (f"The private key that belongs to {public(key)} is neither beside it nor in an SSH agent.")
    assert "ssh-add" in found.remedy
    literal = parse_public_key(public(key).read_text())
    with pytest.raises(CannotSignError) as refusal:
        sign(MESSAGE, literal, NAMESPACE)
    assert literal.fingerprint in refusal.value.fact


def test_no_agent(key: Path) -> None:
    """A public key alone, without any agent, cannot sign."""
    key.unlink()
    assert "neither beside it nor in an SSH agent" in failure(public(key)).fact


def test_no_such_key(tmp_path: Path) -> None:
    """A file that does not exist is named."""
    found = failure(tmp_path / "id_ed25519")
    assert found.fact == f"There is no key at {tmp_path / 'id_ed25519'}."
    assert "ssh-keygen -t ed25519" in found.remedy
    for other in (tmp_path, Path(), Path("/"), tmp_path / "a\0b", tmp_path / ("long" * 1_000)):
        assert failure(other).fact.startswith("There is no key at ")


def test_no_program(key: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where OpenSSH is not installed, the failure says what to install."""
    monkeypatch.setenv("PATH", str(tmp_path))
    found = failure(key)
    assert found.fact == "The program ssh-keygen, which makes signatures, is not installed."
    assert "openssh" in found.remedy


def test_an_old_program(key: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An ssh-keygen from before there were signatures is known by what it says of the option."""
    program = tmp_path / "bin" / "ssh-keygen"
    program.parent.mkdir()
    program.write_text("#!/bin/sh\necho 'unknown option -- Y' >&2\nexit 1\n")
    program.chmod(0o700)
    monkeypatch.setenv("PATH", str(program.parent))
    assert "OpenSSH 8.1 or later" in failure(key).remedy


@pytest.mark.parametrize("beside", [False, True])
def test_a_file_that_is_no_key(beside: bool, key: Path, tmp_path: Path) -> None:
    """A file that holds no key is named, whether or not there is a public key beside it."""
    other = tmp_path / "notes"
    other.write_text("Buy milk.\n")
    other.chmod(0o600)
    if beside:
        public(other).write_bytes(public(key).read_bytes())
    found = failure(other)
    assert str(other) in found.fact
    assert found.fact.endswith(".")


def test_a_key_that_others_can_read(key: Path) -> None:
    """A private key that is open to others is not used, and the failure says how to close it."""
    key.chmod(0o644)
    found = failure(key)
    assert found.fact == f"Others on this computer can read the private key {key}, so that it is not used."
    assert found.remedy.endswith(f"chmod 600 {shlex.quote(str(key))}")


def test_the_right_passphrase(locked: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A locked key signs when the passphrase is given in the window of the desktop."""
    answer_with(WHAT_OPENS_IT, tmp_path, monkeypatch)
    assert held(sign(MESSAGE, locked, NAMESPACE), locked)


def test_a_wrong_passphrase(locked: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A passphrase that does not open the key is said to be that."""
    answer_with("wrong", tmp_path, monkeypatch)
    assert failure(locked).fact == f"The passphrase does not open the key {locked}."
    assert failure(public(locked)).fact == f"The passphrase does not open the key {locked}."


def test_no_terminal(locked: Path, tmp_path: Path) -> None:
    """Where there is nobody to ask, as in a CI job, the failure names the ways to unlock the key."""
    answer = subprocess.run(
        arguments(SIGNING, locked, tmp_path),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        start_new_session=True,
        text=True,
        check=False,
    )
    assert answer.returncode == 1
    assert answer.stderr == (
        f"The key {locked} is locked with a passphrase, and there is no terminal to ask for it. "
        f"Run this in a terminal, or unlock the key for a while first: ssh-add {locked}\n"
    )


def test_a_terminal(locked: Path, tmp_path: Path) -> None:
    """On a terminal ssh-keygen asks for the passphrase there, and the output holds nothing but the signature."""
    answer = type_on_a_terminal(WHAT_OPENS_IT, locked, tmp_path)
    assert (answer.returncode, answer.stderr) == (0, "")
    assert held(answer.stdout, locked)


def test_a_wrong_passphrase_on_a_terminal(locked: Path, tmp_path: Path) -> None:
    """A slip of the finger on a terminal is a failure with a sentence, and no signature."""
    answer = type_on_a_terminal("wrong", locked, tmp_path)
    assert answer.returncode == 1
    assert answer.stderr == f"The passphrase does not open the key {locked}. Run this again and type it anew.\n"
