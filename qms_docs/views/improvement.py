"""Improvement at a glance: nonconformities and corrective actions, their causes, and whether what was done worked."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from qms_docs.charts.bars import Bars, BarSeries
from qms_docs.charts.ranking import Ranking
from qms_docs.model.policy import Audience
from qms_docs.model.records.corrective_action import CorrectiveAction
from qms_docs.model.records.due import days_of
from qms_docs.model.records.nonconformity import Nonconformity
from qms_docs.views.months import by_month, month_named, months_up_to
from qms_docs.views.panel import Figure, Panel, cell, numbered, sentence, table
from qms_docs.views.publication import Access
from qms_docs.views.record_fields import Piece
from qms_docs.views.record_words import state_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date

    from qms_docs.model.manual import Manual
    from qms_docs.model.records.history import KeptRecord
    from qms_docs.views.published_records import PublishedRecords
    from qms_docs.views.record_fields import Shown

__all__ = ["IMPROVEMENT_TYPES", "Improvement", "has_improvement_page", "improvement_panels", "opened_and_closed"]

IMPROVEMENT_TYPES = ("nonconformity", "corrective-action", "audit-finding", "complaint")
_ACTED_ON = ("nonconformity", "corrective-action")
_MONTHS = 24
_MOST_OPEN = 40
_MOST_RANKED = 12
_MOST_TOLD = 12
_REGISTERS = (("nonconformity", "All nonconformities"), ("corrective-action", "All corrective actions"))
_RESULTS = {"effective": "effective", "partly": "partly effective", "not": "not effective"}


def has_improvement_page(manual: Manual) -> bool:
    """Whether the site has the page: there is something to improve, and its readers belong to the organization.

    What goes wrong is nobody else's business, and counted by public records alone the numbers would mislead.
    """
    used = any(manual.records.of_kind(name) for name in IMPROVEMENT_TYPES)
    return manual.policy.site.audience is not Audience.PUBLIC and used


class Improvement:
    """The records of improvement that the site shows, on the day of the manual."""

    def __init__(self, published: PublishedRecords) -> None:
        """The manual has to know its records."""
        self.published = published
        self.day = published.manual.as_of
        self._by_type = {
            name: [each for each in published.manual.records.of_kind(name) if published.access(each) is Access.TEXT]
            for name in IMPROVEMENT_TYPES
        }

    def of(self, name: str) -> list[KeptRecord]:
        """Those of a type, by id."""
        return self._by_type[name]

    def open(self, name: str) -> list[KeptRecord]:
        """Those of a type that are not closed."""
        return [each for each in self.of(name) if not each.is_closed(self.day)]

    @property
    def months(self) -> tuple[str, ...]:
        """The months that are looked at: two years, or as long as there is something."""
        opened = [each.record.opened for found in self._by_type.values() for each in found if each.record.opened]
        return months_up_to(self.day, opened, _MONTHS)

    @property
    def lately(self) -> dict[str, list[KeptRecord]]:
        """Those that were opened in these months, by type."""
        months = frozenset(self.months)
        return {
            name: [each for each in found if each.record.opened and month_named(each.record.opened) in months]
            for name, found in self._by_type.items()
        }

    def left_out(self) -> int:
        """How many the site does not show."""
        records = self.published.manual.records
        return sum(len(records.of_kind(name)) - len(found) for name, found in self._by_type.items())


def improvement_panels(published: PublishedRecords) -> tuple[Panel, ...]:
    """Everything that the page shows."""
    all_ = Improvement(published)
    return (_now(all_), _trend(all_), _open(all_), _ranked(all_), _effectiveness(all_), _sources(all_))


def _waiting(all_: Improvement) -> tuple[list[KeptRecord], frozenset[str]]:
    """What is open, overdue ones first and the oldest of each before the others, and the ids of those overdue."""
    found = [each for name in _ACTED_ON for each in all_.open(name)]
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
        _linked(all_, kept),
        state_of(kept, all_.day),
        person.name if person else owner.role_title(kept.record.owner or ""),
        numbered(max(0, (all_.day - opened).days), "day") if opened else "",
        due,
    )


def _linked(all_: Improvement, kept: KeptRecord) -> Shown:
    title = all_.published.title(kept.id) or ""
    return cell(Piece(text=f"{kept.id} {title}".rstrip(), page=kept.id))


def opened_and_closed(all_: Improvement, name: str, months: Sequence[str]) -> Bars:
    """How many of a type were opened and closed in each month."""
    found = all_.of(name)
    opened = [each.record.opened for each in found if each.record.opened]
    closed = [each.closed_on for each in found if each.is_closed(all_.day) and each.closed_on]
    return Bars(
        title=f"{_many(all_, name)} opened and closed by month",
        places=tuple(months),
        series=(
            BarSeries(title="Opened", values=by_month(months, opened)),
            BarSeries(title="Closed", values=by_month(months, closed)),
        ),
    )


def _many(all_: Improvement, name: str) -> str:
    found = all_.of(name)
    return found[0].kind.plural if found else name


def _trend(all_: Improvement) -> Panel:
    used = [name for name in _ACTED_ON if all_.of(name)]
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
                caption=sentence(f"{_many(all_, name)}: {_movement(came, went)}"),
                table=table(
                    f"{_many(all_, name)} by month", ("Month", "Opened", "Closed"), rows[::-1][:_MOST_TOLD], more
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


def _ranked(all_: Improvement) -> Panel:
    lately = all_.lately
    wrong = [each.record for each in lately["nonconformity"] if isinstance(each.record, Nonconformity)]
    actions = [each.record for each in lately["corrective-action"] if isinstance(each.record, CorrectiveAction)]
    titles = all_.published.manual.organization
    figures = [
        _ranking(all_, "Causes of corrective actions", [cause for each in actions for cause in each.causes]),
        _ranking(all_, "Nonconformities by source", [each.source for each in wrong]),
        _ranking(
            all_, "Nonconformities by process", [titles.process_title(each.process) for each in wrong if each.process]
        ),
        _ranking(all_, "Nonconformities by product", [each.product for each in wrong if each.product]),
    ]
    found = tuple(each for each in figures if each)
    said = (
        "The most frequent first, of what was opened in these months." if found else "There is nothing to compare yet."
    )
    return Panel(anchor="causes", title="Where it comes from", said=(sentence(said),), figures=found)


def _ranking(all_: Improvement, title: str, named: Iterable[str | None]) -> Figure | None:
    """What was named how often; words that differ in case or blanks alone are one."""
    spelt: dict[str, str] = {}
    counted: Counter[str] = Counter()
    for each in named:
        told = " ".join((each or "").split())
        if told:
            spelt.setdefault(told.casefold(), told)
            counted[told.casefold()] += 1
    if not counted:
        return None
    ordered = sorted(counted.items(), key=lambda each: (-each[1], each[0]))
    named_so = [(all_.published.words(spelt[key]), number) for key, number in ordered]
    chart = Ranking(title=title, rows=_kept(named_so))
    rows = [(told, str(number), f"{share} %") for (told, number), share in zip(chart.rows, chart.shares(), strict=True)]
    caption = f"{title}; the dashed line adds up the shares."
    return Figure(chart=chart, caption=sentence(caption), table=table(title, ("", "Number", "Together"), rows))


def _kept(ordered: list[tuple[str, int]]) -> tuple[tuple[str, int], ...]:
    """The most frequent, and all others together."""
    if len(ordered) <= _MOST_RANKED:
        return tuple(ordered)
    others = ordered[_MOST_RANKED - 1 :]
    return (*ordered[: _MOST_RANKED - 1], (f"{len(others)} others", sum(number for _, number in others)))


def _effectiveness(all_: Improvement) -> Panel:
    title = "Whether it worked"
    judged = [(each, result) for each in all_.of("corrective-action") if (result := _result(each))]
    waiting = [each for each in all_.open("corrective-action") if each.record.status == "awaiting effectiveness"]
    number = numbered(len(waiting), "corrective action waits", "corrective actions wait")
    told = f" {number} for that judgement." if waiting else ""
    if not judged:
        said = f"Of no corrective action it was judged yet whether it worked.{told}"
        return Panel(anchor="effectiveness", title=title, said=(sentence(said),))
    counts = Counter(result for _, result in judged)
    rows = tuple((words, counts[name]) for name, words in _RESULTS.items() if counts[name])
    chart = Ranking(title="Corrective actions by whether they worked", rows=rows, cumulative=False)
    unwell = [(each, result) for each, result in judged if result != "effective"]
    share = round(counts["effective"] * 100 / len(judged))
    figure = Figure(
        chart=chart,
        caption=sentence("Corrective actions of all years by the result of the look at their effectiveness."),
        table=table("Results", ("Result", "Number"), [(name, str(number)) for name, number in rows]),
    )
    return Panel(
        anchor="effectiveness",
        title=title,
        said=(sentence(f"{share} % of {len(judged)} that were judged were effective.{told}"),),
        figures=(figure,),
        table=table(
            "Corrective actions that did not, or not fully, work",
            ("Record", "Result", "State"),
            [
                (_linked(all_, each), _RESULTS[result], state_of(each, all_.day))
                for each, result in unwell[::-1][:_MOST_OPEN]
            ],
        )
        if unwell
        else None,
    )


def _result(kept: KeptRecord) -> str | None:
    look = kept.record.effectiveness if isinstance(kept.record, CorrectiveAction) else None
    return look.result if look else None


def _sources(all_: Improvement) -> Panel:
    lately = all_.lately
    rows = list(_source_rows(all_, lately))
    said = (
        "What may lead to nonconformities and corrective actions."
        if rows
        else "No audit finding and no complaint is recorded."
    )
    return Panel(
        anchor="sources",
        title="Audit findings and complaints",
        said=(sentence(said),),
        table=table("Audit findings and complaints", ("What", "Open", "Opened in these months", "Led to action"), rows)
        if rows
        else None,
        registers=(("audit-finding", "All audit findings"), ("complaint", "All complaints")),
    )


def _source_rows(all_: Improvement, lately: dict[str, list[KeptRecord]]) -> Iterator[tuple[str, ...]]:
    groups = [
        (each, f"Audit findings: {each}") for each in ("major", "minor", "observation", "opportunity", "strength")
    ]
    for grade, words in groups:
        yield from _source_row(
            all_, words, [each for each in all_.of("audit-finding") if _of(each, "grade") == grade], lately
        )
    yield from _source_row(all_, "Complaints", all_.of("complaint"), lately)


def _source_row(
    all_: Improvement, words: str, found: list[KeptRecord], lately: dict[str, list[KeptRecord]]
) -> Iterator[tuple[str, ...]]:
    if found:
        new = {each.id for each in lately[found[0].kind.name]}
        acted = sum(bool(_of(each, "corrective_action") or _of(each, "nonconformity")) for each in found)
        open_ = sum(not each.is_closed(all_.day) for each in found)
        yield words, str(open_), str(sum(each.id in new for each in found)), f"{acted} of {len(found)}"


def _of(kept: KeptRecord, field: str) -> object:
    return getattr(kept.record, field, None)
