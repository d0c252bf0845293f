"""The forms that a record had on its way to its last one: begun, carried on, closed, amended."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import TYPE_CHECKING

from qms_docs.sources.yaml_text import plain, read_yaml
from qms_docs.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

__all__ = ["Stage", "fields_in", "stages_of"]

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_FILLED_IN = timedelta(days=9)
"""How long after it was begun a record is filled in, where it says no day of its own."""
_SATURDAY = 5
_STATUS = re.compile(r"^status: .*$", re.MULTILINE)
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
class Stage:
    """A form of a record."""

    day: date
    word: str
    """What somebody did."""
    text: str


def stages_of(text: str, end: date) -> list[Stage]:
    """The forms of a record by day; `text` is the last one, `end` the last day of the story."""
    fields = fields_in(text)
    prefix, opened = str(fields["id"]).partition("-")[0], date.fromisoformat(str(fields["opened"]))
    begun = _begun(prefix, text, opened) if prefix in _BEGUN else None
    last = _last_day(text, opened, end) if begun else opened
    # Of two forms on one day the one that has come further stands.
    between = sorted({each.day: each for each in _between(prefix, text, opened)}.values(), key=lambda each: each.day)
    stages = [begun] if begun else []
    stages += [each for each in between if each.day < last]
    word = "Close" if "closed_on" in fields else "Fill in" if begun else "Enter"
    stages.append(Stage(day=last, word=word, text=_without(text, ["amendments"])))
    if "amendments" in fields:
        amended = _DAY.findall("".join(re.findall(r"^amendments:\n((?: .*\n)+)", text, re.MULTILINE)))
        stages.append(Stage(day=date.fromisoformat(amended[0]), word="Amend", text=text))
    return stages


def _begun(prefix: str, text: str, opened: date) -> Stage | None:
    """The first form; None where it is the last one too."""
    state, later = _BEGUN[prefix]
    if fields_in(text).get("status") == state:
        return None
    first = _without(text, [*later.split(), "closed_on", "amendments"])
    return Stage(day=opened, word="Open", text=_STATUS.sub(f"status: {state}", first))


def fields_in(text: str) -> Mapping[str, object]:
    """The fields of a record."""
    found = plain(read_yaml(text))
    return found if isinstance(found, dict) else {}


def _between(prefix: str, text: str, opened: date) -> Iterator[Stage]:
    """The forms that a record had on its way, each with what was known by then."""
    last = str(fields_in(text).get("status"))
    for state, after, missing in _ON_THE_WAY.get(prefix, ()):
        known = _without(text, [*missing.split(), "closed_on", "amendments"])
        known = _STATUS.sub(f"status: {state}", known)
        days = [_working_day(opened + timedelta(days=after))] if isinstance(after, int) else _stated_days(text, after)
        for day in days:
            if day > opened and last not in {state, "rejected", "assessed"}:
                yield Stage(day=day, word="Carry on", text=_known_by(known, day))


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


def _without(text: str, fields: list[str]) -> str:
    """The text without these fields and what belongs to them."""
    kept, dropping = [], False
    for line in text.splitlines(keepends=True):
        if not line.startswith((" ", "-")):
            dropping = line.partition(":")[0] in fields
        if not dropping:
            kept.append(line)
    return "".join(kept)
