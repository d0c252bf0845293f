"""The lives of the records of the demo: each is begun, filled in and closed on days worked out from its last form."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from qms_docs.sources.yaml_text import plain, read_yaml
from qms_docs.starting.demo.story import files_below

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from qms_docs.starting.demo.moved import Moved
    from qms_docs.starting.demo.people import People

__all__ = ["RecordEntry", "entries_of", "opened_days"]

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_FILLED_IN = timedelta(days=9)
"""How long after it was begun a record is filled in, where it says no day of its own."""
_CLERK = "ann.berg"
_SATURDAY = 5
_ATTACHED = "/files/"
_NAMED = re.compile(r"path: (files/[\w.-]+)")
_BEGUN = {
    "AP": ("draft", ""),
    "AUD": ("planned", "sampled conclusion report_date"),
    "CA": ("open", "correction method causes actions risk_update documents_to_change effectiveness"),
    "CMP": ("received", "investigation justified nonconformity no_nonconformity_reason correction reply_on satisfied"),
    "CR": (
        "raised",
        "consequences affects resources responsibilities communication decision documents_released effectiveness_check",
    ),
    "EQ": ("in use", ""),
    "EXT": ("current", "superseded_by"),
    "FND": ("open", "corrective_action"),
    "GAP": ("open", ""),
    "MR": ("planned", "attendees inputs previous_actions outputs actions"),
    "NC": (
        "open",
        "containment disposition authority corrective_action_needed corrective_action_reason corrective_action",
    ),
    "OBJ": ("draft", ""),
    "OPP": ("identified", "treatment actions residual effectiveness accepted_by"),
    "RSK": ("identified", "treatment actions residual effectiveness accepted_by"),
    "SUP": ("proposed", "evaluations conditions conditions_due"),
    "TRN": ("assigned", "completed trainer result effectiveness waived_reason"),
}
"""By prefix, the state in which a record begins and the fields that it does not have yet."""


_ACTED = r"done_on: (\d{4}-\d{2}-\d{2})"
_ON_THE_WAY: dict[str, tuple[tuple[str, int | str, str], ...]] = {
    "AP": (("running", r"^period: (\d{4}-\d{2}-\d{2})", ""),),
    "AUD": (("reported", r"^report_date: (\S+)", ""),),
    "CA": (("implementing", 18, ""), ("implementing", _ACTED, ""), ("awaiting effectiveness", rf"(?s:.*){_ACTED}", "")),
    "CMP": (("investigating", 3, _BEGUN["CMP"][1]),),
    "CR": (("implementing", r"^decision: .* on: (\d{4}-\d{2}-\d{2})", "documents_released effectiveness_check"),),
    "FND": (("accepted", 20, ""),),
    "MR": (("held", r"(?:^date|done_on): (\d{4}-\d{2}-\d{2})", ""),),
    "NC": (
        ("contained", 2, "disposition authority corrective_action_needed corrective_action_reason corrective_action"),
    ),
    "OBJ": (("active", r"^start: (\S+)", ""),),
    "OPP": (("treating", 14, "accepted_by residual"), ("treating", _ACTED, "accepted_by residual")),
    "RSK": (("treating", 14, "accepted_by residual"), ("treating", _ACTED, "accepted_by residual")),
    "SUP": (("approved", r"^  - \{date: (\S+), .* decision: approved", "conditions conditions_due"),),
}
"""By prefix, states on the way: after how many days or on which day that is stated, and what is missing then."""
_DONE = re.compile(r", done_on: (?P<day>\d{4}-\d{2}-\d{2}), evidence: \[[^\]]*\]")
_JUDGED = re.compile(r", result: \w+, by: [\w.]+, on: (?P<day>\d{4}-\d{2}-\d{2})(?=\})")
_EVALUATED = re.compile(r"^  - \{date: (?P<day>\d{4}-\d{2}-\d{2}), .*\n", re.MULTILINE)


@dataclass(frozen=True, kw_only=True, slots=True)
class RecordEntry:
    """What is entered about a record on a day."""

    day: date
    title: str
    by: str
    files: Mapping[str, bytes | None]
    """By path; a series grows by what is added to it."""


def opened_days() -> Iterator[tuple[str, date]]:
    """The number and the first day of each record, as they are told."""
    for path, content in files_below("records"):
        if path.endswith(".yml"):
            fields = _fields(content.decode())
            yield str(fields["id"]), date.fromisoformat(str(fields["opened"]))


def entries_of(moved: Moved, people: People) -> list[RecordEntry]:
    """Everything that is entered, by day."""
    found: list[RecordEntry] = []
    paths: dict[str, str] = {}
    attached: dict[str, bytes] = {}
    for path, content in files_below("records"):
        place = f"records/{moved.text(path)}"
        if _ATTACHED in path:
            # It is told as it is, because records state its SHA-256.
            attached[place] = content
        elif path.endswith(".csv"):
            found.extend(_rows(place, moved.text(content.decode())))
        else:
            text = moved.text(content.decode())
            paths[str(_fields(text)["id"])] = place
            found.extend(_life(place, text, people, moved.end))
    complete = (_with_attached(_removing(each, paths), attached) for each in found)
    return sorted(complete, key=lambda each: each.day)


def _fields(text: str) -> Mapping[str, object]:
    found = plain(read_yaml(text))
    return found if isinstance(found, dict) else {}


def _life(path: str, text: str, people: People, end: date) -> Iterator[RecordEntry]:
    """How a record came to its last form."""
    fields = _fields(text)
    name, opened = str(fields["id"]), date.fromisoformat(str(fields["opened"]))
    prefix = name.partition("-")[0]
    stages: list[tuple[date, str, str]] = []
    if prefix in _BEGUN:
        state, later = _BEGUN[prefix]
        if fields.get("status") != state:
            begun = _without(text, [*later.split(), "closed_on", "amendments"])
            begun = re.sub(r"^status: .*$", f"status: {state}", begun, flags=re.MULTILINE)
            stages.append((opened, "Open", begun))
        # Of two forms on one day the one that has come further stands.
        stages += sorted({stage[0]: stage for stage in _between(prefix, text, opened)}.values())
    amended = [str(each["on"]) for each in fields.get("amendments") or () if isinstance(each, dict)]  # type: ignore[attr-defined]
    last = _last_day(text, opened, end) if stages else opened
    word = "Close" if "closed_on" in fields else "Fill in" if stages else "Enter"
    stages = [each for each in stages if each[0] < last or each[1] == "Open"]
    stages.append((last, word, _without(text, ["amendments"])))
    if amended:
        stages.append((date.fromisoformat(amended[-1]), "Amend", text))
    for day, what, content in stages:
        by = _writer(str(fields.get("owner", "")), people, day)
        yield RecordEntry(day=day, title=f"{what} {name}: {fields['title']}", by=by, files={path: content.encode()})


def _between(prefix: str, text: str, opened: date) -> Iterator[tuple[date, str, str]]:
    """The forms that a record had on its way, each with what was known by then."""
    last = str(_fields(text).get("status"))
    for state, after, missing in _ON_THE_WAY.get(prefix, ()):
        known = _without(text, [*missing.split(), "closed_on", "amendments"])
        known = re.sub(r"^status: .*$", f"status: {state}", known, flags=re.MULTILINE)
        days = [_working_day(opened + timedelta(days=after))] if isinstance(after, int) else _stated_days(text, after)
        for day in days:
            if day > opened and last not in {state, "rejected", "assessed"}:
                yield day, "Carry on", _known_by(known, day)


def _working_day(day: date) -> date:
    """The day, or the Monday after it."""
    return day + timedelta(days=7 - day.weekday() if day.weekday() >= _SATURDAY else 0)


def _stated_days(text: str, pattern: str) -> list[date]:
    return [date.fromisoformat(each) for each in re.findall(pattern, text, re.MULTILINE)]


def _known_by(text: str, day: date) -> str:
    """The text without what was done, judged or evaluated later."""

    def kept(found: re.Match[str]) -> str:
        return "" if date.fromisoformat(found["day"]) > day else found[0]

    return _EVALUATED.sub(kept, _JUDGED.sub(kept, _DONE.sub(kept, text)))


def _removing(entry: RecordEntry, paths: Mapping[str, str]) -> RecordEntry:
    """A disposition takes its record away."""
    ((path, content),) = entry.files.items()
    if "/dispositions/" not in path or content is None:
        return entry
    removed = paths[str(_fields(content.decode())["record"])]
    return RecordEntry(day=entry.day, title=entry.title, by=entry.by, files={path: content, removed: None})


def _with_attached(entry: RecordEntry, attached: Mapping[str, bytes]) -> RecordEntry:
    """What a record attaches comes with it."""
    files = dict(entry.files)
    for path, content in entry.files.items():
        folder = path.rpartition("/")[0]
        named = {f"{folder}/{each}" for each in _NAMED.findall((content or b"").decode())}
        files |= {each: attached[each] for each in named}
    return replace(entry, files=files)


def _last_day(text: str, opened: date, end: date) -> date:
    """The day on which it got its last form: that of its closing, or the last on which something was done."""
    closed = re.search(r"^closed_on: (\S+)", text, re.MULTILINE)
    if closed:
        return date.fromisoformat(closed[1])
    done = [
        date.fromisoformat(each)
        for line in _without(text, ["amendments", "period"]).splitlines()
        for each in _DAY.findall(re.sub(r"\w*due: \S+|expires: \S+", "", line))
    ]
    days = [each for each in done if opened < each <= end]
    return max(days, default=min(opened + _FILLED_IN, end))


def _writer(owner: str, people: People, day: date) -> str:
    if owner in people.everybody:
        return owner
    holders = people.holding(owner, day)
    return holders[0].id if holders else _CLERK


def _without(text: str, fields: list[str]) -> str:
    """The text without these fields and what belongs to them."""
    kept, dropping = [], False
    for line in text.splitlines(keepends=True):
        if not line.startswith((" ", "-")):
            dropping = line.partition(":")[0] in fields
        if not dropping:
            kept.append(line)
    return "".join(kept)


def _rows(path: str, text: str) -> Iterator[RecordEntry]:
    """A series grows row by row; what is entered on one day comes together."""
    header, *lines = text.splitlines()
    names = next(csv.reader([header]))
    by_day: dict[date, list[tuple[str, str]]] = {}
    for line, cells in zip(lines, csv.reader(io.StringIO("\n".join(lines))), strict=True):
        row = dict(zip(names, cells, strict=False))
        by_day.setdefault(_day_of(row), []).append((line, row.get("by", "")))
    written = [header]
    for day in sorted(by_day):
        written += [line for line, _ in by_day[day]]
        content = "".join(f"{line}\n" for line in written).encode()
        name = path.rpartition("/")[2].removesuffix(".csv")
        by = by_day[day][0][1] or _CLERK
        yield RecordEntry(day=day, title=f"{_entered(path)} {name}", by=by, files={path: content})


def _day_of(row: Mapping[str, str]) -> date:
    for name in ("on", "date"):
        if row.get(name):
            return date.fromisoformat(row[name])
    year, _, part = row["period"].partition("-")
    return date(int(year), 7, 9) if part == "H1" else date(int(year) + 1, 1, 12)


_ENTERED = {"reviews": "Review", "equipment": "Enter a calibration of", "objectives": "Enter a value of"}


def _entered(path: str) -> str:
    return _ENTERED.get(path.split("/")[1], "Enter a row of")
