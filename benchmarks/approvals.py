"""Measures how long `qms` takes over many signed approvals.

python -m benchmarks.approvals [DIR] [--documents N]
"""

from __future__ import annotations

import argparse
import hashlib
import os
import subprocess
import sys
import tempfile
import textwrap
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from benchmarks.signatures import public_line, signature
from benchmarks.stream import git, neutral_surroundings

__all__ = ["main"]

_PEOPLE = 10
_AT = "2026-03-02T10:00:00Z"


def main() -> int:
    """The command; its exit status is that of the command that is measured."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.approvals", description=__doc__)
    parser.add_argument("--documents", type=int, default=200, help="each approved by ten people (default: 200)")
    parser.add_argument("folder", metavar="DIR", type=Path, nargs="?", help="where the manual is to stay")
    parser.add_argument("--only-write", action="store_true", help="measure nothing")
    chosen = parser.parse_args()
    documents = chosen.documents
    with tempfile.TemporaryDirectory() as scratch:
        manual = chosen.folder or Path(scratch)
        manual.mkdir(parents=True, exist_ok=True)
        _write(manual, documents)
        if chosen.only_write:
            return 0
        for words in (("list",), ("verify",)):
            before = os.times()
            command = [sys.executable, "-m", "qms_docs", "-C", str(manual), *words]
            done = subprocess.run(command, stdout=subprocess.DEVNULL, env=neutral_surroundings(), check=False)
            after = os.times()
            spent = after.children_user + after.children_system - before.children_user - before.children_system
            print(f"qms {words[0]}: {documents * _PEOPLE:,} signed approvals, {spent:.2f} s of processor time")
            if done.returncode:
                return done.returncode
    return 0


def _write(manual: Path, documents: int) -> None:
    keys = {f"person.{number}": Ed25519PrivateKey.generate() for number in range(_PEOPLE)}
    git(manual, "init", "--quiet", "--template=", "--initial-branch=main")
    asked = ", ".join(f"{{role: role-{place}}}" for place in range(_PEOPLE))
    policy = f"organization: Many\ntypes:\n  procedure: {{title: Procedure, approvals: [{asked}], evidence: signed}}\n"
    people = "".join(
        f"  {person}:\n    name: {person}\n    roles: [{{role: role-{place}, from: 2025-01-01}}]\n"
        f"    keys: [{{key: {public_line(key)}, from: 2025-01-01}}]\n"
        for place, (person, key) in enumerate(keys.items())
    )
    roles = "".join(f"  role-{place}: {{title: Role {place}}}\n" for place in range(_PEOPLE))
    _put(manual, {"qms.yml": policy, "records/organization.yml": f"roles:\n{roles}people:\n{people}"}, "2026-01-02")
    texts = {f"SOP-{number:04}": _text(f"SOP-{number:04}") for number in range(documents)}
    _put(manual, {f"procedures/{name}.md": text for name, text in texts.items()}, "2026-03-01")
    approvals = {
        f"records/approvals/{name}/1/{person}.yml": _approval(name, text, person, place, key)
        for name, text in texts.items()
        for place, (person, key) in enumerate(keys.items())
    }
    _put(manual, approvals, "2026-03-03")


def _text(name: str) -> str:
    return f"---\nid: {name}\ntitle: Step {name}\ntype: procedure\nrevision: 1\nowner: role-0\n---\n# Step\n\nDo it.\n"


def _approval(name: str, text: str, person: str, place: int, key: Ed25519PrivateKey) -> str:
    listing = f"{hashlib.sha256(text.encode()).hexdigest()}  {name}\n"
    digest = "qms1:" + hashlib.sha256(listing.encode()).hexdigest()
    facts = {"document": name, "revision": "1", "digest": digest, "meaning": "approved", "person": person}
    stated = {**facts, "name": person, "role": f"role-{place}", "at": _AT}
    statement = "qms-approval 1\n" + "".join(f"{field}: {value}\n" for field, value in stated.items())
    written = "".join(f"{field}: {value}\n" for field, value in stated.items() if field != "name")
    return f"{written}signature: |\n{textwrap.indent(signature(key, statement.encode()), '  ')}"


def _put(manual: Path, files: dict[str, str], day: str) -> None:
    for path, content in files.items():
        (manual / path).parent.mkdir(parents=True, exist_ok=True)
        (manual / path).write_text(content, encoding="utf-8")
    git(manual, "add", "--all")
    moment = f"{day}T12:00:00+0000"
    who = ("-c", "user.name=A Clerk", "-c", "user.email=clerk@example.com")
    variables = neutral_surroundings() | {"GIT_AUTHOR_DATE": moment, "GIT_COMMITTER_DATE": moment}
    command = ["git", *who, "commit", "--quiet", "--message", f"Entry of {day}"]
    subprocess.run(command, cwd=manual, env=variables, check=True)


if __name__ == "__main__":
    sys.exit(main())
