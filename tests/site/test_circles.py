"""Folders of documents in which a build could go on without end."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from qms_docs.failures import CannotCheckError, NotInOrderError, WrongUseError
from support import document

if TYPE_CHECKING:
    from pathlib import Path

    from support import Clone
    from support.sites import Publish


@pytest.mark.parametrize("target", [".", "..", "../..", "../procedures", "/"])
def test_a_link_to_a_folder_around_it(purchasing: Clone, publish: Publish, target: str) -> None:
    """A link through which MkDocs would walk in circles is named, and the old site stays."""
    before = publish(purchasing).files()
    (purchasing.path / "procedures" / "round").symlink_to(target)
    with pytest.raises(WrongUseError, match=r"procedures/round is a link to a folder around it"):
        publish(purchasing)
    (purchasing.path / "procedures" / "round").unlink()
    assert publish(purchasing).files().keys() == before.keys()


def test_links_between_two_folders(purchasing: Clone, publish: Publish) -> None:
    """Two folders that lead to each other are a circle as well; one that leads to another is none."""
    folders = [purchasing.path / "procedures" / name for name in ("one", "two")]
    for each in folders:
        each.mkdir()
    (folders[0] / "to-two").symlink_to("../two")
    publish(purchasing)
    (folders[1] / "to-one").symlink_to("../one")
    with pytest.raises(WrongUseError, match="is a link to a folder around it"):
        publish(purchasing)


def test_links_that_lead_nowhere(purchasing: Clone, publish: Publish) -> None:
    """What leads to itself, to nothing or to a device is no folder, and stops nothing."""
    procedures = purchasing.path / "procedures"
    for name, target in (("self", "self"), ("gone", "nowhere"), ("zero.csv", os.devnull)):
        (procedures / name).symlink_to(target)
    assert publish(purchasing).holds("purchasing/index.html")


def test_a_pipe_in_the_place_of_the_policy(purchasing: Clone, publish: Publish) -> None:
    """A policy that could be waited for without end is told, and not waited for."""
    (purchasing.path / "qms.yml").unlink()
    os.mkfifo(purchasing.path / "qms.yml")
    with pytest.raises(CannotCheckError, match=r"qms.yml:1: IN101 The policy cannot be opened: it is no regular file"):
        publish(purchasing)


@pytest.mark.parametrize("path", ["procedures/purchasing.md", "procedures/index.md"])
def test_a_text_with_too_much_of_something(purchasing: Clone, publish: Publish, path: str) -> None:
    """A preview, which a rule does not stop, does not draw it, and says why."""
    much = "[" * 20_000
    text = (
        document("SOP-004", 3, body=much) if path.endswith("purchasing.md") else f"---\ncontrolled: false\n---\n{much}"
    )
    purchasing.write(path, text)
    site = publish(purchasing, mode="preview")
    address = "/purchasing/" if path.endswith("purchasing.md") else "/"
    assert "The text has more than 10,000 brackets, too many to be drawn here." in site.words(address)


@pytest.mark.parametrize("path", ["procedures/purchasing.md", "procedures/index.md"])
def test_a_text_that_is_nested_too_deeply(purchasing: Clone, publish: Publish, path: str) -> None:
    """What no parser gets to the bottom of is named in a sentence."""
    deep = "- " * 3_000 + "x\n"
    text = (
        document("SOP-004", 3, body=deep) if path.endswith("purchasing.md") else f"---\ncontrolled: false\n---\n{deep}"
    )
    purchasing.write(path, text)
    with pytest.raises(NotInOrderError, match=rf"^{path} has lists, quotations or emphasis within each other"):
        publish(purchasing, mode="preview")


def test_a_link_to_a_folder_elsewhere(purchasing: Clone, publish: Publish, tmp_path: Path) -> None:
    """A link to a folder elsewhere that holds no documents stops nothing."""
    (tmp_path / "elsewhere").mkdir()
    (purchasing.path / "procedures" / "elsewhere").symlink_to(tmp_path / "elsewhere")
    assert publish(purchasing).holds("purchasing/index.html")
