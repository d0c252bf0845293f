"""What an answer rests on: everything that was asked and could be answered otherwise another time.

Objects of git never change, and what follows from them alone is no ground. What can change is asked through methods
that are marked here: where references lead, what lies in the work tree, what somebody has set, what is missing.
"""

from __future__ import annotations

import hashlib
from functools import wraps
from typing import TYPE_CHECKING, Concatenate, ParamSpec, Protocol, TypeVar, cast

from qms_docs.failures import FailureError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

__all__ = ["Grounds", "Noted", "Question", "changeable", "same_again", "still_answered"]

Question = tuple[str, tuple[object, ...]]
"""The name of a method, and with what it was called."""
Noted = tuple[tuple[Question, bytes], ...]
"""Questions in the order in which they were asked, each with a hash of its answer."""

_T = TypeVar("_T")
_OF_OBJECTS = frozenset({"kind_of", "read_commit", "read_folder", "read_one"})
"""Questions about objects, which are noted where one is missing."""


class Grounds:
    """The questions of one run, each with a hash of its answer."""

    def __init__(self) -> None:
        """Nothing was asked yet."""
        self._answers: dict[Question, bytes] = {}
        self._steady = True
        self._just_asked: dict[Question, object] = {}

    def note(self, question: Question, answer: object) -> None:
        """The question was answered so."""
        self.adopt(((question, _hash_of(answer)),))

    def just_asked(self, answers: Mapping[Question, object]) -> None:
        """These questions were asked again a moment ago; whoever asks one of them next need not ask it once more."""
        self._just_asked = dict(answers)

    def answer(self, question: Question, ask: Callable[[], _T]) -> _T:
        """The answer of a moment ago, which is told once; else the question is asked."""
        return cast("_T", self._just_asked.pop(question)) if question in self._just_asked else ask()

    def adopt(self, noted: Noted) -> None:
        """What was noted elsewhere was asked here as well."""
        for question, hashed in noted:
            self._steady = self._steady and self._answers.setdefault(question, hashed) == hashed

    def not_asked(self, noted: Noted) -> Noted:
        """Those of the questions that were not asked here."""
        return tuple((question, hashed) for question, hashed in noted if question not in self._answers)

    def missing(self) -> Noted:
        """What was asked of objects of git: all that something rests on which follows from objects alone."""
        return tuple(each for each in self._answers.items() if each[0][0] in _OF_OBJECTS)

    def noted(self) -> Noted | None:
        """Everything that was asked; None where something changed meanwhile, so that no state stands behind it all."""
        return tuple(self._answers.items()) if self._steady else None


class _HasGrounds(Protocol):
    """Something that notes what it is asked."""

    @property
    def grounds(self) -> Grounds:
        """What it was asked."""


_S = TypeVar("_S", bound=_HasGrounds)
_P = ParamSpec("_P")


def changeable(method: Callable[Concatenate[_S, _P], _T]) -> Callable[Concatenate[_S, _P], _T]:
    """The method answers a question that could be answered otherwise another time; the answer is noted."""

    @wraps(method)
    def noting(self: _S, /, *arguments: _P.args, **named: _P.kwargs) -> _T:
        assert not named  # noqa: S101 - a question is asked again by its arguments in their order
        question = (method.__name__, arguments)
        try:
            answer = self.grounds.answer(question, lambda: method(self, *arguments, **named))
        except (FailureError, OSError) as refusal:
            self.grounds.note(question, refusal)
            raise
        self.grounds.note(question, answer)
        return answer

    return noting


def same_again(asked: _HasGrounds, noted: Noted) -> bool:
    """Whether every question, asked again in its order, has the answer that was noted; the first other one ends it.

    Where one has, the answers are at hand for the run that begins then.
    """
    answers: dict[Question, object] = {}
    for question, hashed in noted:
        answer = _answer(asked, question)
        if not isinstance(answer, Exception):
            answers[question] = answer
        if _hash_of(answer) != hashed:
            asked.grounds.just_asked(answers)
            return False
    return True


def still_answered(asked: _HasGrounds, noted: Noted) -> bool:
    """Whether every question that was not asked in this run yet has the answer that was noted; then all were asked."""
    further = asked.grounds.not_asked(noted)
    same = all(_hash_of(_answer(asked, question)) == hashed for question, hashed in further)
    if same:
        asked.grounds.adopt(further)
    return same


def _answer(asked: object, question: Question) -> object:
    """What the question is answered, without its being noted once more."""
    name, arguments = question
    method = getattr(type(asked), name)
    try:
        return getattr(method, "__wrapped__", method)(asked, *arguments)
    except (FailureError, OSError) as refusal:
        return refusal


def _hash_of(answer: object) -> bytes:
    written = answer if isinstance(answer, bytes) else repr(answer).encode("utf-8", "surrogatepass")
    return hashlib.blake2b(written, digest_size=20, person=type(answer).__name__[:16].encode()).digest()
