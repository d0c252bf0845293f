"""`python -m qms_docs` is `qms`, and this is where both begin."""

from __future__ import annotations

import os
import sys
from contextlib import suppress

__all__ = ["main"]


def main() -> None:
    """The command, whose modules are loaded here, so that whoever interrupts that hears what they hear later."""
    try:
        from qms_docs.interruption import heed_requests_to_end  # noqa: PLC0415 - as said above

        heed_requests_to_end()
        from qms_docs.cli import main as run  # noqa: PLC0415 - as said above

        run()
    except KeyboardInterrupt:
        with suppress(OSError):
            os.write(2, b"Interrupted.\n")
        sys.exit(130)
    finally:
        # Python remembers that an interruption went through code made from text, such as that of data classes, and ends
        # itself by the signal in the place of the status, unless other such code has come to its end since.
        eval("0")  # noqa: S307 - a constant


if __name__ == "__main__":
    main()
