"""The id of the next document of a type, from the form that the policy gives to ids and from those that were used."""

from __future__ import annotations

import re

from qms_docs.values import dataclass

__all__ = ["NoSureIdError", "Numbering", "next_id"]

_WITH_NUMBER = re.compile(r"(?P<before>.*?)(?P<number>[0-9]+)(?P<behind>[^0-9]*)", re.DOTALL)
_PART = re.compile(
    r"(?P<nothing>\\[AZ]|\^|\$|\(\?:|\(\?P<\w+>|[()])"
    r"|(?P<digit>\\d|\[[0-9-]+\])"
    r"|\\(?P<escaped>[^\w\s])"
    r"|(?P<literal>[^\\\[\](){}*+?|.^$])"
    r"|\{(?P<least>[0-9]{1,3})(?:,[0-9]*)?\}|(?P<many>[+*])"
)
_DIGITS = "0123456789"
_FEW = 4
_MOST_TRIED = 10_000


class NoSureIdError(Exception):
    """No next id is sure; the message is a sentence that says why."""


@dataclass(frozen=True, slots=True)
class Numbering:
    """Ids that differ in one number alone, such as SOP-001."""

    before: str
    behind: str
    width: int

    def __str__(self) -> str:
        """The form with dots for the number."""
        return f"{self.before}…{self.behind}"

    def id(self, number: int) -> str:
        """The id with this number."""
        return f"{self.before}{number:0{self.width}}{self.behind}"


def next_id(pattern: str | None, used: frozenset[str], of_type: frozenset[str]) -> str:
    """The id after the highest one that was ever used.

    `pattern` is that of the type, `used` are ids of whatever type, `of_type` those of the type. Raises NoSureIdError.
    """
    form = re.compile(pattern) if pattern is not None else None
    mine = _numbered(of_type, form) or (_numbered(used, form) if form else {})
    numbering = _common(mine) if mine else _of_pattern(pattern)
    every = [number for each, number in _numbered(used, None).values() if _alike(each, numbering)]
    highest = max(every, default=0)
    for number in range(highest + 1, highest + 1 + (1 if mine else _MOST_TRIED)):
        found = numbering.id(number)
        if form is None or form.fullmatch(found):
            if mine and _has_open_digits(found, len(numbering.before), form):
                raise NoSureIdError(
                    f"More than the last number of {found} could be another one, so that it is not sure."
                )
            return found
    last = f"after {numbering.id(highest)} " if every else ""
    raise NoSureIdError(f"The form `{pattern}` that qms.yml gives to these ids has no room {last}for another number.")


def _numbered(ids: frozenset[str], form: re.Pattern[str] | None) -> dict[str, tuple[Numbering, int]]:
    """The ids that fit and have a number, each with its form."""
    found: dict[str, tuple[Numbering, int]] = {}
    for each in ids:
        parts = _WITH_NUMBER.fullmatch(each)
        if parts and (form is None or form.fullmatch(each)):
            numbering = Numbering(parts["before"], parts["behind"], len(parts["number"]))
            found[each] = numbering, int(parts["number"])
    return found


def _alike(one: Numbering, other: Numbering) -> bool:
    return (one.before, one.behind) == (other.before, other.behind)


def _common(ids: dict[str, tuple[Numbering, int]]) -> Numbering:
    """The one form that all ids have, as wide as the highest of them."""
    forms = sorted({str(each) for each, _ in ids.values()})
    if len(forms) > 1:
        some = ", ".join(forms[:_FEW]) + (" and others" if len(forms) > _FEW else "")
        raise NoSureIdError(f"Ids of this type look in several ways ({some}), so that no next one is sure.")
    return max(ids.values(), key=lambda each: (each[1], each[0].width))[0]


def _has_open_digits(found: str, length: int, form: re.Pattern[str] | None) -> bool:
    """Whether one of the digits before the number, such as those of a year, could as well be another one."""
    digits = [place for place in range(length) if found[place] in _DIGITS]
    if form is None:
        return bool(digits)
    others = (f"{found[:place]}{other}{found[place + 1 :]}" for place in digits for other in _DIGITS)
    return any(other != found and form.fullmatch(other) for other in others)


def _of_pattern(pattern: str | None) -> Numbering:
    """The form where nothing was used yet: fixed text with one number in it."""
    if pattern is None:
        raise NoSureIdError("Neither qms.yml (`id:` of the type) nor another document shows how ids of this type look.")
    parts: list[str] = ["", ""]
    widths: list[int] = []
    at, after_digit = 0, False
    while at < len(pattern):
        part = _PART.match(pattern, at)
        text = part and (part["escaped"] or part["literal"])
        if part is None or ((part["least"] or part["many"]) and not after_digit):
            raise _unclear(pattern)
        at = part.end()
        if part["digit"]:
            if widths and parts[1]:
                raise _unclear(pattern)
            widths.append(1)
        elif part["least"]:
            widths[-1] = max(int(part["least"]), 1)
        elif text:
            parts[1 if widths else 0] += text
        after_digit = bool(part["digit"])
    if not widths:
        raise _unclear(pattern)
    return Numbering(parts[0], parts[1], sum(widths))


def _unclear(pattern: str) -> NoSureIdError:
    return NoSureIdError(
        f"The form `{pattern}` that qms.yml gives to these ids leaves more open than one number, and none is used yet, "
        "so that no first one is sure."
    )
