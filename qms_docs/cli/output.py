"""What a command says: its result on standard output, everything else on standard error, both in UTF-8 everywhere."""

from __future__ import annotations

import io
import os
import sys
from typing import TYPE_CHECKING, cast

import click

from qms_docs.failures import CannotCheckError, WrongUseError
from qms_docs.progress import make_room
from qms_docs.reports.plain import logged, printable

if TYPE_CHECKING:
    from typing import TextIO

__all__ = ["ask", "give", "open_streams", "say", "speak_utf8", "tell"]


def open_streams() -> None:
    """There are three streams, also where whoever called the command has closed some.

    A file that is opened later could stand in the place of one otherwise, and get what was meant for a reader. From
    nowhere nothing is read, a result that goes nowhere cannot be written, and sentences are lost.
    """
    if sys.stdin is None:
        sys.stdin = _stream(0, os.O_RDONLY, "r")
    if sys.stdout is None:
        sys.stdout = _stream(1, os.O_RDONLY, "w")
    if sys.stderr is None:
        sys.stderr = _stream(2, os.O_WRONLY, "w")


def _stream(number: int, access: int, mode: str) -> TextIO:
    place = os.open(os.devnull, access)
    if place != number:
        os.dup2(place, number)
        os.close(place)
    return cast("TextIO", open(number, mode, encoding="utf-8", closefd=False))


def speak_utf8() -> None:
    """Equal results are equal bytes, whatever the language of the machine.

    Each byte of a file name that is no UTF-8 is written as an escape, which JSON reads as the same name.
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def give(result: str | bytes) -> None:
    """The result is written; a reader that went away (`qms check | head`) changes nothing about the outcome.

    Raises CannotCheckError where it cannot be written, for instance because the disk is full.
    """
    make_room()
    try:
        click.echo(result, nl=False)
    except BrokenPipeError:
        _write_no_more(sys.stdout.fileno())
    except OSError as error:
        _write_no_more(sys.stdout.fileno())
        fact = f"The result cannot be written: {error.strerror}."
        raise CannotCheckError(fact, "Write it somewhere else.") from error


def say(sentence: str) -> None:
    """A sentence for people, which no program reads."""
    make_room()
    try:
        click.echo(logged(sentence), err=True)
    except OSError:
        _write_no_more(sys.stderr.fileno())


def tell(text: str) -> None:
    """Lines for people, which no program reads; they are printable already."""
    make_room()
    try:
        click.echo(text, nl=False, err=True)
    except OSError:
        _write_no_more(sys.stderr.fileno())


def ask(question: str) -> str:
    """What somebody at a terminal answers, on one line.

    Raises WrongUseError where there is no terminal, since nobody could answer, and click.Abort where they end it.
    """
    if not sys.stdin.isatty():
        raise WrongUseError(f"There is no terminal to ask: {question}")
    tell(f"{printable(question)} ")
    answer = sys.stdin.readline()
    if not answer:
        raise click.Abort
    return answer.strip()


def _write_no_more(stream: int) -> None:
    """What is still waiting to be written goes nowhere, so that the end of the program does not fail on it."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), stream)
