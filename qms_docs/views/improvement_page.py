"""The page of improvement: what is open and for how long, what was opened and closed, and what its causes are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qms_docs.model.records.due import days_of
from qms_docs.views.improvement import ACTED_ON, Improvement, opened_and_closed
from qms_docs.views.improvement_causes import causes_panel, effectiveness_panel, sources_panel
from qms_docs.views.panel import Figure, Panel, linked, numbered, sentence, table
from qms_docs.views.record_words import state_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from qms_docs.model.records.history import KeptRecord
    from qms_docs.views.published_records import PublishedRecords
    from qms_docs.views.record_fields import Shown

__all__ = ["improvement_panels"]

_MOST_OPEN = 40
_MOST_TOLD = 12
_REGISTERS = (("nonconformity", "All nonconformities"), ("corrective-action", "All corrective actions"))


def improvement_panels(published: PublishedRecords) -> tuple[Panel, ...]:
    """Everything that the page shows."""
    all_ = Improvement(published)
    return (
        _now(all_),
        _trend(all_),
        _open(all_),
        causes_panel(all_),
        effectiveness_panel(all_),
        sources_panel(all_),
    )


def _waiting(all_: Improvement) -> tuple[list[KeptRecord], frozenset[str]]:
    """What is open, overdue ones first and the oldest of each before the others, and the ids of those overdue."""
    found = [each for name in ACTED_ON for each in all_.open(name)]
    late = frozenset(each.id for each in found if (first := _first_due(all_, each)) and first[0] < all_.day)
    return sorted(found, key=lambda each: (each.id not in late, str(each.record.opened), each.id)), late


def _now(all_: Improvement) -> Panel:
    _, late = _waiting(all_)
    said = [_count_in_words(all_, len(late))]
    hidden = all_.left_out()
    if hidden:
        do = "does" if hidden == 1 else "do"
        said.append(f"{numbered(hidden, 'record')} that this site does not show {do} not count here.")
    return Panel(anchor="now", title="How it stands", said=tuple(map(sentence, said)), registers=_REGISTERS)


def _open(all_: Improvement) -> Panel:
    found, _ = _waiting(all_)
    if not found:
        return Panel(anchor="open", title="What is open", said=(sentence("Nothing is open."),))
    rest = len(found) - _MOST_OPEN
    return Panel(
        anchor="open",
        title="What is open",
        said=(sentence("Overdue ones first, the oldest of them before the others."),),
        table=table(
            "Open nonconformities and corrective actions, overdue ones first",
            ("Record", "State", "Owner", "Age", "Due"),
            [_open_row(all_, each) for each in found[:_MOST_OPEN]],
            f"And {rest} more; the registers have all." if rest > 0 else "",
        ),
    )


def _count_in_words(all_: Improvement, late: int) -> str:
    wrong = numbered(len(all_.open("nonconformity")), "nonconformity", "nonconformities")
    actions = numbered(len(all_.open("corrective-action")), "corrective action")
    if not all_.open("nonconformity") and not all_.open("corrective-action"):
        return "No nonconformity and no corrective action is open."
    return f"{wrong} and {actions} open, {late or 'none'} of them overdue."


def _first_due(all_: Improvement, kept: KeptRecord) -> tuple[date, str] | None:
    return min(((each.on, each.what) for each in days_of(kept, all_.published.manual)), default=None)


def _open_row(all_: Improvement, kept: KeptRecord) -> tuple[Shown | str, ...]:
    first, opened = _first_due(all_, kept), kept.record.opened
    due = ""
    if first is not None:
        what = all_.published.words(first[1])
        days = (all_.day - first[0]).days
        due = f"{first[0]}: to be {what}" + (f"; overdue for {numbered(days, 'day')}" if days > 0 else "")
    owner = all_.published.manual.organization
    person = owner.people.get(kept.record.owner or "")
    return (
        linked(all_.published, kept),
        state_of(kept, all_.day),
        person.name if person else owner.role_title(kept.record.owner or ""),
        numbered(max(0, (all_.day - opened).days), "day") if opened else "",
        due,
    )


def _trend(all_: Improvement) -> Panel:
    used = [name for name in ACTED_ON if all_.of(name)]
    if not used:
        return Panel(anchor="trend", title="Opened and closed", said=(sentence("There is nothing to count yet."),))
    months = all_.months
    figures = []
    for name in used:
        chart = opened_and_closed(all_, name, months)
        came, went = (one.values for one in chart.series)
        rows = [(month, str(a), str(b)) for month, a, b in zip(months, came, went, strict=True) if a or b]
        more = "" if len(rows) <= _MOST_TOLD else "The chart has all months."
        figures.append(
            Figure(
                chart=chart,
                caption=sentence(f"{all_.titled(name)}: {_movement(came, went)}"),
                table=table(
                    f"{all_.titled(name)} by month", ("Month", "Opened", "Closed"), rows[::-1][:_MOST_TOLD], more
                ),
            )
        )
    said = sentence(f"From {months[0]} to {months[-1]}; the last month is counted up to the day of this page.")
    return Panel(anchor="trend", title="Opened and closed", said=(said,), figures=tuple(figures))


def _movement(came: Sequence[object], went: Sequence[object]) -> str:
    """In words how the numbers of the last six months differ from those of the six before them."""
    opened, closed = sum(map(_whole, came)), sum(map(_whole, went))
    told = f"{opened} opened, {closed} closed."
    if len(came) < _MOST_TOLD:
        return told
    now, before = sum(map(_whole, came[-6:])), sum(map(_whole, came[-12:-6]))
    word = "more than" if now > before else "fewer than" if now < before else "as many as"
    return f"{told} In the last six months {now} were opened, {word} in the six before ({before})."


def _whole(value: object) -> int:
    return int(str(value))
