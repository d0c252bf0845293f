"""A site is the same, drawn by one process or by several."""

from __future__ import annotations

from contextlib import nullcontext
from typing import TYPE_CHECKING

import pytest

from support import document
from support.sites import MKDOCS, one_processor

if TYPE_CHECKING:
    from support import Build, Clone
    from support.sites import Publish, Tell

pytestmark = pytest.mark.usefixtures("no_other_threads")

MANY = 70
"""Documents, so that every piece of work is worth a process."""


def many(tell: Tell, build: Build, mkdocs: str = MKDOCS, body: str = "") -> Clone:
    """A manual of many documents with two revisions each that refer to each other."""
    story = tell(mkdocs=mkdocs)
    numbers = range(1, MANY + 1)
    for revision, day in ((1, "2026-02-01"), (2, "2026-03-01")):
        texts = {
            f"procedures/step-{number:02}.md": document(
                f"SOP-{number:03}",
                revision,
                title=f"Step {number}",
                body=f"## Next\n\nSee [[SOP-{number % MANY + 1:03}]] and [it](step-{number % MANY + 1:02}.md#next).\n\n"
                f"| a | b |\n|---|---|\n| {revision} | {number} |\n{body}",
            )
            for number in numbers
        }
        story.entry(day, texts)
    return build(story)


def test_one_process_and_several_give_the_same_site(
    tell: Tell, build: Build, publish: Publish, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every file but the record of the build is the same, byte for byte, and the search keeps what it is to keep."""
    monkeypatch.setenv("QMS_CACHE", "off")
    repository = many(tell, build, body='\n<a href="#next" data-search-exclude="yes">Unsearched</a>\n')
    several = publish(repository).files()
    with one_processor():
        alone = publish(repository).files()
    del several["build.json"], alone["build.json"]
    assert several.keys() == alone.keys()
    assert [name for name in alone if alone[name] != several[name]] == []
    assert len(alone) > MANY
    assert b"Unsearched" not in alone["search/search_index.json"]


def test_remarks_of_other_processes_are_heard(
    tell: Tell, build: Build, publish: Publish, capfd: pytest.CaptureFixture[str]
) -> None:
    """What MkDocs warns of while another process draws is printed once, and in the same order."""
    mkdocs = MKDOCS.replace("document-control]", "{document-control: {fail_on: never}}]")
    repository = many(tell, build, mkdocs + "validation: {absolute_links: warn}\n", "\nSee [it](/register/).\n")
    told = []
    for alone in (False, True):
        capfd.readouterr()
        with one_processor() if alone else nullcontext():
            publish(repository)
        told.append([line for line in capfd.readouterr().err.splitlines() if "absolute link" in line])
    assert len(told[0]) == MANY
    assert told[0] == told[1]


def test_a_template_at_fault_is_told_once(
    tell: Tell, build: Build, publish: Publish, capfd: pytest.CaptureFixture[str]
) -> None:
    """Where another process could not draw, this one tries, and says what is wrong."""
    mkdocs = MKDOCS.replace("name: material", "name: material, custom_dir: own")
    repository = many(tell, build, mkdocs)
    repository.write("own/main.html", '{% extends "base.html" %}{% block content %}{{ 1 // 0 }}{% endblock %}\n')
    repository.git("add", "own")
    repository.git("commit", "-q", "-m", "A template of our own", day="2026-04-01")
    said = []
    for alone in (False, True):
        capfd.readouterr()
        with one_processor() if alone else nullcontext(), pytest.raises(Exception) as stopped:  # noqa: PT011 - both are compared
            publish(repository)
        said.append((type(stopped.value), str(stopped.value), capfd.readouterr().err))
    assert said[0] == said[1]
