"""Options in place of questions: what is missing is asked on a terminal, and is wrong usage elsewhere."""

from __future__ import annotations

import sys

from qms_docs.cli.output import ask, say
from qms_docs.failures import WrongUseError

__all__ = ["answered"]


def answered(given: str | None, option: str, question: str, choices: tuple[str, ...] = ()) -> str:
    """What was given on one line, or is answered now.

    Raises WrongUseError for an empty or other answer, and for a missing one where there is no terminal.
    """
    if given is None and not sys.stdin.isatty():
        of = f" ({', '.join(choices)})" if choices else ""
        raise WrongUseError(f"Name {option}{of}: {question} Nothing was written.")
    answer = (given if given is not None else _asked(question, choices)).strip()
    if not answer or not answer.isprintable():
        raise WrongUseError(f"{option} is one line of text. Nothing was written.")
    if choices and answer not in choices:
        raise WrongUseError(f"{option} is one of {', '.join(choices)}. Nothing was written.")
    return answer


def _asked(question: str, choices: tuple[str, ...]) -> str:
    answer = ""
    while not answer or (choices and answer not in choices):
        answer = ask(question + (f" [{'/'.join(choices)}]" if choices else ""))
        if answer and choices and answer not in choices:
            say(f"One of {', '.join(choices)}.")
    return answer
