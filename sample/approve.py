"""Approves whatever of the sample manual waits for it, as the people who are waited for.

python -m sample.approve [FOLDER]
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path

from sample.keys import APPROVERS, write_key

__all__ = ["main"]


def main(folder: Path) -> int:
    """The command; its exit status is that of the first approval that could not be given."""
    waiting = json.loads(_qms(folder, "approvals", "pending", "--preview", "--format", "json"))
    with tempfile.TemporaryDirectory() as keys:
        for revision in waiting:
            for missing in revision["waiting_for"]:
                able = [each["person"] for each in missing["people"] if each["person"] in APPROVERS]
                if not able:
                    print(f"{revision['id']}: nobody of the sample can approve it as {missing['role']}.")
                    return 1
                key = write_key(able[0], Path(keys))
                print(_qms(folder, "approve", revision["id"], "--role", missing["role"], "--key", str(key)), end="")
                key.unlink()
    if not waiting:
        print("No revision of the sample is waiting for an approval.")
    return 0


def _qms(folder: Path, *words: str) -> str:
    command = [sys.executable, "-m", "qms_docs", "-C", str(folder), *words]
    done = subprocess.run(command, stdout=subprocess.PIPE, stdin=subprocess.DEVNULL, text=True, check=False)
    if done.returncode:
        raise SystemExit(done.returncode)
    return done.stdout


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]) if sys.argv[1:] else Path.cwd()))
