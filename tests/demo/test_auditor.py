"""An auditor goes through the demo: each question has one answer, on the command line and on the site."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from qms_docs.starting.demo.moved import Moved
from qms_docs.starting.demo.story import read_toml
from support.auditor import Question, caught, picked, questions_in, words_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from demo.conftest import Say
    from support.sites import Site

QUESTIONS = questions_in(Path(__file__).with_name("questions.yml"))


def named(values: Iterable[str]) -> list[str]:
    """The ids of people and roles as their names."""
    told = read_toml("people.toml", Moved(weeks=0))
    names = dict(told["roles"]) | {person: facts["name"] for person, facts in told["people"].items()}
    return [names.get(each, each) for each in values]


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.ask)
def test_auditor(question: Question, demo: Path, demo_site: Site, say: Say) -> None:
    """A command and a page give the answer that the story knows."""
    by_command = named(picked(say(demo, *question.command), question))
    on_page = [
        question.means.get(each, each) for each in caught(words_of(demo_site.html(question.page)), question.find)
    ]
    assert by_command == list(question.answer)
    assert on_page == list(question.answer)


def test_there_are_at_least_twenty_questions() -> None:
    """No question is asked twice."""
    assert len({each.ask for each in QUESTIONS}) == len(QUESTIONS) >= 20
