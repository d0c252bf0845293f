"""What a build waits for before it begins."""

from __future__ import annotations

import subprocess
import sys

from cli.conftest import environment

_LOADED = "import sys, mkdocs_document_control.plugin; print(*sys.modules)"


def test_no_parser_before_there_is_a_text() -> None:
    """A build for which everything is kept loads no parser of texts, and a first one when it comes to a text."""
    call = [sys.executable, "-c", _LOADED]
    done = subprocess.run(call, env=environment(), capture_output=True, text=True, check=True)
    assert {"pydantic", "markdown_it"} & set(done.stdout.split()) == set()
