"""What causes nonconformities, whether corrective actions worked, and what may lead to further ones."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from qms_docs.charts.canvas import shortened
from qms_docs.charts.ranking import Ranking
from qms_docs.model.records.corrective_action import CorrectiveAction
from qms_docs.model.records.nonconformity import Nonconformity
from qms_docs.views.panel import Figure, Panel, linked, numbered, sentence, table
from qms_docs.views.record_words import state_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from qms_docs.model.records.history import KeptRecord
    from qms_docs.views.improvement import Improvement

__all__ = ["causes_panel", "effectiveness_panel", "sources_panel"]

_MOST_RANKED = 12
_LONGEST = 300
"""Characters of a cause or product that are told; the record has all of it."""
_MOST_UNWELL = 40
_SHORT = 30
"""Characters up to which words have room in a table beside a chart."""
_RESULTS = {"effective": "effective", "partly": "partly effective", "not": "not effective"}


def causes_panel(all_: Improvement) -> Panel:
    """What was named how often as cause, source, process or product."""
    lately = all_.lately
    wrong = [each.record for each in lately["nonconformity"] if isinstance(each.record, Nonconformity)]
    actions = [each.record for each in lately["corrective-action"] if isinstance(each.record, CorrectiveAction)]
    titles = all_.published.manual.organization
    processes = [titles.process_title(each.process) for each in wrong if each.process]
    counted = [
        _counted("Causes of corrective actions", [cause for each in actions for cause in each.causes]),
        _counted("Nonconformities by source", [each.source for each in wrong]),
        _counted("Nonconformities by process", processes),
        _counted("Nonconformities by product", [each.product for each in wrong if each.product]),
    ]
    drawn = [each for each in counted if _is_worth_drawing(each)]
    said = ["The most frequent first, of what was opened in these months."] if drawn else []
    said += [f"{each.title}: {len(each.rows)} are named, none of them twice." for each in counted if _is_varied(each)]
    return Panel(
        anchor="causes",
        title="Where it comes from",
        said=tuple(map(sentence, said or ["There is nothing to compare yet."])),
        figures=tuple(_figure(all_, each) for each in drawn),
    )


def _is_varied(one: Ranking) -> bool:
    """Whether several things were named, each of them once: bars of one length say nothing."""
    return len(one.rows) > 1 and one.rows[0][1] == 1


def _is_worth_drawing(one: Ranking) -> bool:
    return bool(one.rows) and not _is_varied(one)


def _counted(title: str, named: Iterable[str | None]) -> Ranking:
    """What was named how often; words that differ in case or blanks alone are one."""
    spelt: dict[str, str] = {}
    counted: Counter[str] = Counter()
    for each in named:
        told = shortened(each or "", _LONGEST)
        if told:
            spelt.setdefault(told.casefold(), told)
            counted[told.casefold()] += 1
    ordered = sorted(counted.items(), key=lambda each: (-each[1], each[0]))
    return Ranking(title=title, rows=tuple((spelt[key], number) for key, number in ordered))


def _figure(all_: Improvement, one: Ranking) -> Figure:
    told = [(all_.published.words(words), number) for words, number in one.rows]
    chart = Ranking(title=one.title, rows=_kept(told))
    rows = [
        (words, str(number), f"{share} %") for (words, number), share in zip(chart.rows, chart.shares(), strict=True)
    ]
    return Figure(
        chart=chart,
        caption=sentence(f"{one.title}; the dashed line adds up the shares."),
        table=table(one.title, ("", "Number", "Together"), rows),
        below=any(len(words) > _SHORT for words, _ in chart.rows),
    )


def _kept(ordered: list[tuple[str, int]]) -> tuple[tuple[str, int], ...]:
    """The most frequent, and all others together."""
    if len(ordered) <= _MOST_RANKED:
        return tuple(ordered)
    others = ordered[_MOST_RANKED - 1 :]
    return (*ordered[: _MOST_RANKED - 1], (f"{len(others)} others", sum(number for _, number in others)))


def effectiveness_panel(all_: Improvement) -> Panel:
    """What came of the looks at effectiveness."""
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
                (linked(all_.published, each), _RESULTS[result], state_of(each, all_.day))
                for each, result in unwell[::-1][:_MOST_UNWELL]
            ],
        )
        if unwell
        else None,
    )


def _result(kept: KeptRecord) -> str | None:
    look = kept.record.effectiveness if isinstance(kept.record, CorrectiveAction) else None
    return look.result if look else None


def sources_panel(all_: Improvement) -> Panel:
    """Audit findings and complaints, and how many of them led to action."""
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
