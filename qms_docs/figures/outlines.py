"""Outlines of letters in few characters: whole numbers, each relative to the one before."""

from __future__ import annotations

import re

__all__ = ["UNIT", "short_path"]

UNIT = 25.0
"""Whole numbers to one unit of the path that is shortened: with letters of 20, 500 to their height."""
_TOKEN = re.compile(r"-?\d*\.?\d+(?:e-?\d+)?|[A-Za-z]")
_TAKES = {"M": 2, "L": 2, "Q": 4, "C": 6, "Z": 0}


def short_path(path: str) -> str:
    """The same outline. Each point is rounded by itself, so that errors do not add up.

    Raises ValueError for commands that no outline of a letter has.
    """
    written: list[str] = []
    here = start = (0, 0)
    tokens = _TOKEN.findall(path)
    place = 0
    command = ""
    while place < len(tokens):
        if tokens[place].isalpha():
            command = tokens[place]
            place += 1
        if command not in _TAKES:
            raise ValueError(command)
        numbers = [round(float(each) * UNIT) for each in tokens[place : place + _TAKES[command]]]
        place += _TAKES[command]
        points = list(zip(numbers[::2], numbers[1::2], strict=True))
        if command == "Z":
            written.append("z")
            here, command = start, ""
            continue
        if points[-1] != here or command == "M":
            written.append(command.lower() + _joined([each for x, y in points for each in (x - here[0], y - here[1])]))
        here = points[-1]
        start = here if command == "M" else start
    return "".join(written)


def _joined(numbers: list[int]) -> str:
    """Numbers in a row; a minus divides as a blank does."""
    return "".join(f"{each}" if each < 0 or not place else f" {each}" for place, each in enumerate(numbers))
