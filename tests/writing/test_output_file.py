"""Files that are written for somebody outside the repository."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from qms_docs.writing.new_file import CannotWriteError
from qms_docs.writing.output_file import growing_output

if TYPE_CHECKING:
    from pathlib import Path


def test_a_fault_elsewhere_is_named_where_it_is(tmp_path: Path) -> None:
    """What cannot be read while the file is written is named, and not the file that is written."""
    with (
        pytest.raises(CannotWriteError, match=r"because .*font\.ttf could not be used: No such file or directory\."),
        growing_output(tmp_path / "p.zip", replaces=lambda _: False) as stream,
    ):
        stream.write((tmp_path / "font.ttf").read_bytes())
    assert not list(tmp_path.iterdir())


def test_a_fault_of_writing_is_that_of_the_file(tmp_path: Path) -> None:
    """Where the folder is missing, the file that is to be written is named."""
    with (
        pytest.raises(CannotWriteError, match=r"p\.zip cannot be written: No such file or directory\."),
        growing_output(tmp_path / "nowhere" / "p.zip", replaces=lambda _: False),
    ):
        pytest.fail("there is nothing to write into")
