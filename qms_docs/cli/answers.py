"""Options in place of questions: what is missing is asked on a terminal, and is wrong usage elsewhere."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, TypeVar

from qms_docs.cli.output import ask, say
from qms_docs.failures import WrongUseError
from qms_docs.model.days import parse_day

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date

__all__ = ["answered", "answered_day", "one_line", "understood"]

_T = TypeVar("_T")
_NOTHING = "Nothing was written."


def answered(
    given: str | None,
    option: str,
    question: str,
    choices: Sequence[str] = (),
    *,
    usual: str | None = None,
    may_be_empty: bool = False,
) -> str:
    """What was given on one line, or is answered now; `usual` is the answer of whoever says nothing.

    Raises WrongUseError for an empty or other answer, and for a missing one where there is no terminal.
    """
    if given is None and not sys.stdin.isatty():
        if usual is not None:
            return usual
        of = f" ({', '.join(choices)})" if choices else ""
        raise WrongUseError(f"Name {option}{of}: {question} {_NOTHING}")
    answer = given if given is not None else _asked(question, choices, usual, may_be_empty=may_be_empty)
    answer = one_line(answer, option, may_be_empty=may_be_empty)
    if choices and answer not in choices:
        raise WrongUseError(f"{option} is one of {', '.join(choices)}. {_NOTHING}")
    return answer


def understood(
    given: str | None,
    option: str,
    question: str,
    read: Callable[[str], _T],
    choices: Sequence[str] = (),
    *,
    usual: str,
) -> _T:
    """As `answered`, as what the answer means; at a terminal one without a meaning is asked for again.

    `read` raises WrongUseError for such an answer.
    """
    while True:
        answer = answered(given, option, question, choices, usual=usual)
        try:
            return read(answer)
        except WrongUseError as error:
            if given is not None or not sys.stdin.isatty():
                raise
            # Whoever is asked knows nothing of options, and expects nothing to be written yet.
            said = str(error).removeprefix(f"{option}: ").removesuffix(_NOTHING).strip()
            say(said[:1].upper() + said[1:])


def answered_day(given: date | None, option: str, question: str) -> date:
    """As `answered`, for a day."""
    if given is not None:
        return given
    while True:
        day = parse_day(answered(None, option, question))
        if day is not None:
            return day
        say("A day such as 2026-12-01.")


def one_line(text: str, option: str, *, may_be_empty: bool = False) -> str:
    """The text without blanks around it.

    Raises WrongUseError where it is empty, or more than one line.
    """
    text = text.strip()
    if (not text and not may_be_empty) or not text.isprintable():
        raise WrongUseError(f"{option} is one line of text. {_NOTHING}")
    return text


def _asked(question: str, choices: Sequence[str], usual: str | None, *, may_be_empty: bool) -> str:
    """The answer; a question is repeated until it has one."""
    offered = f" [{'/'.join(choices)}]" if choices else ""
    default = f" (Enter: {usual})" if usual is not None else ""
    while True:
        answer = ask(f"{question}{offered}{default}") or usual or ""
        if not answer.isprintable():
            say("One line of text.")
        elif (answer and (not choices or answer in choices)) or (not answer and may_be_empty):
            return answer
        elif answer:
            say(f"One of {', '.join(choices)}.")
