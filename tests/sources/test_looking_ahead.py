"""Git looks for changed files before somebody asks what has changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from qms_docs.failures import CannotCheckError
from qms_docs.meanwhile import meanwhile
from qms_docs.sources.git import open_repository
from qms_docs.sources.git_process import BegunCommand, GitProcess
from support import document
from support.story import Story

if TYPE_CHECKING:
    from support import Build, Clone


@pytest.fixture
def clone(build: Build) -> Clone:
    """A manual of one document, with a file that nobody has committed."""
    story = Story()
    story.entry("2026-01-05", {"procedures/a.md": document("SOP-001")})
    made = build(story)
    made.write("new.txt", "New.\n")
    return made


NEW, NEWER = ("??", "new.txt"), ("??", "newer.txt")


def test_the_answer_is_given_once(clone: Clone) -> None:
    """Who asks gets what git has found meanwhile; whoever asks after that is told what is so by then."""
    with open_repository(clone.path) as repository:
        repository.begin_to_look()
        repository.begin_to_look()
        assert repository.changed_files() == (NEW,)
        clone.write("newer.txt", "Newer.\n")
        assert repository.changed_files() == (NEW, NEWER)


def test_nobody_asks(clone: Clone, monkeypatch: pytest.MonkeyPatch) -> None:
    """Git does not go on looking where the repository is closed before."""
    begun: list[BegunCommand] = []
    begin = GitProcess.begin

    def noting(self: GitProcess, *arguments: str, **named: object) -> BegunCommand:
        begun.append(begin(self, *arguments, **named))  # type: ignore[arg-type] - as it was called
        return begun[-1]

    with open_repository(clone.path) as repository:
        monkeypatch.setattr(GitProcess, "begin", noting)
        repository.begin_to_look()
    assert [each._process.proc.returncode is not None for each in begun] == [True]


def test_what_is_wrong_is_said_to_whoever_asks(clone: Clone) -> None:
    """An index that git cannot read stops nobody who does not ask."""
    (clone.path / ".git/index").write_bytes(b"broken")
    with open_repository(clone.path) as repository:
        repository.begin_to_look()
        with pytest.raises(CannotCheckError, match="index"):
            repository.changed_files()


def test_another_process(clone: Clone) -> None:
    """A process that is divided off meanwhile asks git itself, and takes nothing from the one that has begun."""
    with open_repository(clone.path) as repository:
        repository.begin_to_look()
        beside = meanwhile({"": repository.changed_files})
        try:
            if beside.begun:
                assert beside.take("") == (NEW,)
        finally:
            beside.close()
        assert repository.changed_files() == (NEW,)
