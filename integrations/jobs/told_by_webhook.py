"""Prints the number and the target branch of the merge request that a webhook of GitLab has told of; else nothing.

TRIGGER_PAYLOAD   a file with what the webhook said
"""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from typing import Any

from client import setting


def main() -> int:
    """Titles and texts of the merge request are not looked at."""
    try:
        event: Any = json.loads(Path(setting("TRIGGER_PAYLOAD")).read_text(encoding="utf-8"))
        request = event["object_attributes"] if event["object_kind"] == "merge_request" else {}
        number, branch, state = (str(request.get(name, "")) for name in ("iid", "target_branch", "state"))
    except (OSError, ValueError, LookupError, TypeError, AttributeError):
        sys.exit("The webhook has not said what a webhook for merge request events says.")
    if state != "opened":
        print("No merge request is open: there is nothing to write.", file=sys.stderr)
        return 0
    if not re.fullmatch(r"[0-9]{1,9}", number) or not re.fullmatch(r"[^\s\x00-\x20-][^\s\x00-\x20]*", branch):
        sys.exit("The webhook names no merge request with a number and a target branch.")
    print(number, branch)
    return 0


if __name__ == "__main__":
    sys.exit(main())
