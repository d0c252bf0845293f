"""What the rules found the last time, found again where everything that was read is the same."""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING, Any, Protocol

from qms_docs.rules.facts import Facts
from qms_docs.rules.registry import Departure, OfDocuments, OfManual
from qms_docs.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from qms_docs.model.document import Document
    from qms_docs.model.finding import Finding
    from qms_docs.model.manual import Manual
    from qms_docs.rules.registry import Judgement, Rule

__all__ = ["Found", "Slips"]

_SLIP = "found"
_WHOLE = ""
"""In the place of the id of a document, where no single one is judged."""


class Slips(Protocol):
    """Where what was found outlives this run."""

    def slip(self, name: str) -> Any:  # noqa: ANN401 - whatever was written
        """A value that lies by itself, or None."""

    def write_slip(self, name: str, value: object) -> None:
        """The value lies by itself from now on."""


@dataclass(frozen=True, slots=True)
class _State:
    """What a document was like when it was judged."""

    name: bytes | None
    """By which it is known again in another run."""
    outlined: bool
    """Whether there was an outline of the text that stands last."""
    document: Document | None = field(default=None, compare=False)
    """Itself, as long as this run lasts."""

    def is_that_of(self, other: _State) -> bool:
        """Whether it is the same document in the same state."""
        known = self.document is not None and self.document is other.document
        return self.outlined == other.outlined and (known or (self.name is not None and self.name == other.name))


@dataclass(frozen=True, slots=True)
class _Judged:
    """What one judgement came to."""

    reads: bytes
    """What stands for the facts that it read."""
    departures: dict[str, tuple[Departure, ...]]
    """By the id of the document that was judged, where there are any."""
    asked: dict[str, set[str]]
    """By the id of a document those in whose judgement it was asked for."""


@dataclass(frozen=True, slots=True)
class _Kept:
    """What is kept for the next run."""

    states: dict[str, _State]
    judged: dict[str, _Judged]


class Found:
    """What the rules found last, in this process or an earlier one."""

    def __init__(self, slips: Slips | None = None) -> None:
        """Nothing is read before something is judged; without slips nothing outlives this process."""
        self._slips = slips
        self._last: _Kept | None = None

    def findings(self, rules: Iterable[Rule], manual: Manual) -> list[Finding]:
        """What the rules find in a manual; only that is judged which reads something else than the last time."""
        # Where this ends halfway nothing of it holds.
        last, self._last = self._last or self._read(), None
        states = _states(manual)
        turn = _Turn(manual, Facts(manual), _changed(last.states, states), last.judged)
        found = [
            rule.finding(departure)
            for rule in rules
            for place, judgement in enumerate(rule.judgements)
            for departure in turn.departures(f"{rule.code} {place}", judgement)
        ]
        self._last = _Kept(states, turn.judged)
        if self._slips and (turn.begun or any(states[each].name for each in turn.changed & states.keys())):
            self._slips.write_slip(_SLIP, _lasting(self._last))
        return found

    def let_go(self) -> None:
        """Nothing is held in memory until something is judged again."""
        self._last = None

    def _read(self) -> _Kept:
        kept = self._slips.slip(_SLIP) if self._slips else None
        return kept if isinstance(kept, _Kept) else _Kept({}, {})


class _Turn:
    """One time that a manual is judged."""

    def __init__(self, manual: Manual, facts: Facts, changed: set[str], last: Mapping[str, _Judged]) -> None:
        self.changed = changed
        """The ids of the documents that are no more what they were."""
        self.judged: dict[str, _Judged] = {}
        self.begun = False
        """Whether something was judged as a whole."""
        self._manual = manual
        self._facts = facts
        self._last = last

    def departures(self, name: str, judgement: Judgement) -> Iterable[Departure]:
        """What a judgement finds, or found before."""
        reads = None if isinstance(judgement, OfManual) else self._facts.digest(judgement.reads)
        if reads is None or isinstance(judgement, OfManual):
            return judgement.judged(self._manual, self._facts)
        judged = self._last.get(name)
        subjects: Iterable[str] | None = None
        if judged is not None and judged.reads == reads:
            subjects = {subject for each in self.changed for subject in judged.asked.get(each, ())}
        else:
            judged, self.begun = _Judged(reads, {}, {}), True
        self.judged[name] = judged
        if not isinstance(judgement, OfDocuments):
            if subjects is None or subjects:
                part = self._facts.part(judgement.reads)
                judged.departures.clear()
                _note(judged, _WHOLE, tuple(judgement.departures(part)), part.asked)
        else:
            self._judge(judgement, judged, None if subjects is None else {*subjects, *self.changed})
        return (departure for each in judged.departures.values() for departure in each)

    def _judge(self, judgement: OfDocuments, judged: _Judged, subjects: Iterable[str] | None) -> None:
        """These documents are judged; all of them where none are named."""
        manual, part = self._manual, self._facts.part(judgement.reads, for_documents=True)
        documents: Iterable[Document] = manual.documents if judgement.gone else manual.standing
        for name in subjects or ():
            judged.departures.pop(name, None)
        if subjects is not None:
            known = map(manual.document, subjects)
            documents = [each for each in known if each and (judgement.gone or each.vanished_by is None)]
        for document in documents:
            part.asked.clear()
            found = tuple(judgement.departures(document, part))
            if found or part.asked:
                _note(judged, document.id, found, part.asked)


def _note(judged: _Judged, subject: str, found: tuple[Departure, ...], asked: Iterable[str]) -> None:
    if found:
        judged.departures[subject] = found
    for each in asked:
        judged.asked.setdefault(each, set()).add(subject)


def _states(manual: Manual) -> dict[str, _State]:
    names, outlines = manual.known_by.documents, manual.outlines
    return {each.id: _State(names.get(each.id), each.latest.text.blob in outlines, each) for each in manual.documents}


def _changed(before: Mapping[str, _State], after: Mapping[str, _State]) -> set[str]:
    found = {name for name, state in after.items() if name not in before or not before[name].is_that_of(state)}
    return found | (before.keys() - after.keys())


def _lasting(kept: _Kept) -> _Kept:
    """What holds in another run as well: what was found of documents that are known again."""
    states = {name: _State(state.name, state.outlined) for name, state in kept.states.items() if state.name}
    return _Kept(states, {name: _of(states, judged) for name, judged in kept.judged.items()})


def _of(states: Mapping[str, _State], judged: _Judged) -> _Judged:
    departures = {name: each for name, each in judged.departures.items() if name == _WHOLE or name in states}
    return _Judged(judged.reads, departures, judged.asked)
