"""The inputs of a management review by the letters of an edition."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qms_docs.compiling.customers import complaints, satisfaction
from qms_docs.compiling.earlier import previous_actions
from qms_docs.compiling.faults import audits, nonconformities
from qms_docs.compiling.means import resources
from qms_docs.compiling.measured import equipment, objectives, processes
from qms_docs.compiling.outlooks import improvement, opportunities, risks
from qms_docs.compiling.providers import suppliers
from qms_docs.compiling.surroundings import context, parties
from qms_docs.compiling.told import Told, majority

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from qms_docs.compiling.stand import Stand

__all__ = ["SUBJECTS", "review_inputs"]

_PERFORMANCE: Mapping[str, Callable[[Stand], Told]] = {
    "customer_satisfaction": satisfaction,
    "complaints": complaints,
    "objectives": objectives,
    "process_performance": processes,
    "nonconformities_and_corrective_actions": nonconformities,
    "monitoring_and_measurement": equipment,
    "audits": audits,
    "external_providers": suppliers,
}
SUBJECTS: Mapping[str, Mapping[str, str]] = {
    "iso9001:2015": {
        "a": "What became of the actions of earlier reviews",
        "b": "What changed outside and inside",
        "c": "How well the system works, by topic",
        "d": "Whether resources suffice",
        "e": "Whether actions on risks and opportunities have worked",
        "f": "What could be made better",
    },
    "iso9001:2026": {
        "a": "What became of the actions of earlier reviews",
        "b": "What changed outside and inside",
        "c": "What interested parties expect now",
        "d": "How well the system works, by topic",
        "e": "What could be made better",
        "f": "Whether resources suffice",
        "g": "Whether actions on risks have worked",
        "h": "Whether actions on opportunities have worked",
    },
}
"""What each letter is about, in words of our own."""


def review_inputs(stand: Stand, edition: str) -> Mapping[str, Told]:
    """An input for every letter of the edition, in their order."""
    if edition == "iso9001:2015":
        return {
            "a": previous_actions(stand),
            "b": context(stand),
            "c": _together({**_topics(stand), "interested_parties": parties(stand)}),
            "d": resources(stand),
            "e": _together({"risks": risks(stand), "opportunities": opportunities(stand)}),
            "f": improvement(stand),
        }
    return {
        "a": previous_actions(stand),
        "b": context(stand),
        "c": parties(stand),
        "d": _together(_topics(stand)),
        "e": improvement(stand),
        "f": resources(stand),
        "g": risks(stand),
        "h": opportunities(stand),
    }


def _topics(stand: Stand) -> dict[str, Told]:
    return {name: tell(stand) for name, tell in _PERFORMANCE.items()}


def _together(topics: Mapping[str, Told]) -> Told:
    """What several topics say, in a sentence for each trend; the topics have the rest."""
    said = []
    for trend in ("better", "steady", "worse"):
        names = [_words(name) for name, each in topics.items() if each.trend == trend]
        said += [f"{trend.capitalize()}: {', '.join(names)}."] if names else []
    unclear = [_words(name) for name, each in topics.items() if each.trend is None and each.sources]
    nothing = [_words(name) for name, each in topics.items() if not each.sources]
    said += [f"No numbers show a trend: {', '.join(unclear)}."] if unclear else []
    said += [f"The manual has nothing to tell of: {', '.join(nothing)}."] if nothing else []
    sources = tuple(dict.fromkeys(source for each in topics.values() for source in each.sources))
    return Told(
        summary=" ".join(said), trend=majority(each.trend for each in topics.values()), sources=sources, topics=topics
    )


def _words(name: str) -> str:
    return name.replace("_", " ")
