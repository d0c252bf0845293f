"""Days by which something is to be done as a calendar that programs subscribe to (RFC 5545)."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import TYPE_CHECKING

from qms_docs.reports.plain import printable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from datetime import date

    from qms_docs.views.status import Duty

__all__ = ["calendar"]

_LONGEST = 75
"""Octets of a line, its end not counted (RFC 5545, 3.1)."""


def calendar(organization: str, as_of: date, duties: Iterable[Duty], title_of: Callable[[str], str]) -> bytes:
    """One event of a whole day for each duty with a day; equal input gives equal bytes.

    The stamp is the day for which the manual was built, and the id follows from what is due, so that a program that
    reads the calendar again knows each event.
    """
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//qms-docs//What is due//EN",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"X-WR-CALNAME:{_text(f'{organization}: what is due')}",
    ]
    for each in duties:
        lines += _event(organization, as_of, each, title_of)
    lines.append("END:VCALENDAR")
    return "".join(f"{part}\r\n" for line in lines for part in _folded(line)).encode("utf-8", "replace")


def _event(organization: str, as_of: date, duty: Duty, title_of: Callable[[str], str]) -> Iterator[str]:
    if duty.on is None:
        return
    # How many people are still to read something changes, also to one, and the event stays the same.
    whose = duty.owner if duty.kind != "acknowledgement" else ""
    name = f"{organization}\n{duty.kind}\n{duty.id}\n{whose}\n{duty.what.partition(' (')[0]}\n{duty.on}"
    who = title_of(duty.owner)
    yield "BEGIN:VEVENT"
    yield f"UID:{uuid.uuid5(uuid.NAMESPACE_URL, name)}"
    yield f"DTSTAMP:{as_of:%Y%m%d}T000000Z"
    yield f"DTSTART;VALUE=DATE:{duty.on:%Y%m%d}"
    if duty.on < duty.on.max:
        yield f"DTEND;VALUE=DATE:{duty.on + timedelta(days=1):%Y%m%d}"
    yield f"SUMMARY:{_text(f'{duty.id} {duty.title}: {duty.what}')}"
    yield f"DESCRIPTION:{_text(f'{who}. {duty.urgency.value.capitalize()}.')}"
    yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"


def _text(words: str) -> str:
    """A value of the type TEXT (RFC 5545, 3.3.11)."""
    escaped = printable(words).replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return escaped.encode("utf-8", "replace").decode()


def _folded(line: str) -> Iterator[str]:
    """Lines of at most 75 octets; those that go on begin with a blank, and no character is torn apart."""
    if line.isascii():
        yield line[:_LONGEST]
        yield from (f" {line[start : start + _LONGEST - 1]}" for start in range(_LONGEST, len(line), _LONGEST - 1))
        return
    part, size = "", 0
    for character in line:
        octets = len(character.encode())
        if size + octets > _LONGEST:
            yield part
            part, size = " ", 1
        part, size = part + character, size + octets
    yield part
