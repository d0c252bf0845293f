"""Two challenges: that everybody knows what holds, and that it holds for everything alike."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from qms_docs.views.certification.seen import ids
from qms_docs.views.certification.stage import Fact, NextThing, Stage, Standing, fact
from qms_docs.views.words import counted, day_in_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from qms_docs.model.knowing import Assignment
    from qms_docs.views.certification.seen import Seen

__all__ = ["consistency_challenge", "training_challenge"]

COMPETENCE = "records/training/competence/index.md"
_MOST_CODES = 5


def training_challenge(seen: Seen) -> Stage:
    """Whether everybody knows the documents that their roles need."""
    known = {each.id for each in seen.in_force}
    asked = [each for each in seen.assignments if each.document.id in known and each.since <= seen.day]
    late = [each for each in asked if each.read_on is None and each.due is not None and each.due < seen.day]
    begun = bool(asked or seen.of_kind("training"))
    return Stage(
        id="employee-training",
        says="Everybody knows the documents that their roles need, in the revision in force.",
        standing=Standing.ATTENTION if late else Standing.IN_HAND if begun else Standing.NOT_BEGUN,
        rule="In hand while nobody is late in acknowledging a document.",
        facts=tuple(_training_facts(seen, asked, late)),
        next=_training_next(asked, late),
        page=COMPETENCE if seen.asks_competence else None,
    )


def _training_facts(seen: Seen, asked: Sequence[Assignment], late: Sequence[Assignment]) -> Iterator[Fact]:
    if not asked:
        yield fact("No acknowledgement is asked of anybody.")
    read = [each for each in asked if each.read_on is not None]
    people = counted(len({each.person.id for each in asked}), "person", "people")
    if asked:
        yield fact(
            f"{counted(len(asked), 'acknowledgement')} asked of {people}: {len(read)} there, {len(late)} late.",
            list(dict.fromkeys(each.document.id for each in late)),
        )
    if read:
        early = sum(each.in_time for each in read)
        yield fact(
            f"{early} of {len(read)} were given by the day on which the revision took effect, or the role began."
        )
    trainings = seen.of_kind("training")
    if trainings:
        waiting = seen.unclosed("training")
        yield fact(f"{len(waiting)} of {counted(len(trainings), 'training')} not finished.", ids(waiting))


def _training_next(asked: Sequence[Assignment], late: Sequence[Assignment]) -> NextThing | None:
    if late:
        worst, number = Counter(each.document.id for each in late).most_common(1)[0]
        what = f"Have {worst} read and acknowledged: {counted(number, 'person', 'people')} late."
        return NextThing(what=what, command=f"qms acknowledge {worst}", thing=worst)
    if not asked:
        return NextThing(
            what="Say in the front matter of documents which roles have to know them (`applies_to`), and in qms.yml "
            "for their types within which time (`acknowledge: 14 days`)."
        )
    unread = [each for each in asked if each.read_on is None]
    if unread:
        first = min(unread, key=lambda each: (str(each.due or "9999-12-31"), each.document.id, each.person.id))
        by = f" by {day_in_words(first.due)}" if first.due else ""
        return NextThing(
            what=f"Have {first.document.id} read and acknowledged{by}.",
            command=f"qms acknowledge {first.document.id}",
            thing=first.document.id,
        )
    return None


def consistency_challenge(seen: Seen) -> Stage:
    """Whether one way of numbering, building and linking holds for all documents."""
    return Stage(
        id="maintaining-consistency",
        says="Documents are numbered, built and linked in one way, and one life of a revision holds for all.",
        standing=Standing.ATTENTION if seen.findings else Standing.IN_HAND if seen.documents else Standing.NOT_BEGUN,
        rule="In hand while the rules of document control find nothing.",
        facts=tuple(_consistency_facts(seen)),
        next=_consistency_next(seen),
        page="rules/index.md",
    )


def _consistency_facts(seen: Seen) -> Iterator[Fact]:
    warnings = len(seen.findings) - len(seen.errors)
    yield fact(f"The rules find {counted(len(seen.errors), 'error')} and {counted(warnings, 'warning')}.")
    yield from _by_rule(seen)
    kinds = seen.manual.policy.types.values()
    alike = sum(bool(each.sections) for each in kinds)
    if kinds:
        yield fact(
            f"{alike} of {counted(len(kinds), 'type')} of documents say which sections each document has to have."
        )


def _consistency_next(seen: Seen) -> NextThing | None:
    first = next(iter(seen.errors or seen.findings), None)
    if first is not None:
        page = f"rules/{first.code.lower()}.md"
        return NextThing(what=first.sentence, command=f"qms explain {first.code}", page=page)
    if not seen.documents:
        kind = next(iter(seen.manual.policy.types), None)
        return NextThing(what="Begin the first document.", command=f'qms new {kind} "TITLE"' if kind else None)
    return None


def _by_rule(seen: Seen) -> Iterator[Fact]:
    numbers = Counter((each.code, each.rule) for each in seen.findings)
    ordered = sorted(numbers.items(), key=lambda each: (-each[1], each[0]))
    for (code, rule), number in ordered[:_MOST_CODES]:
        yield fact(f"{code} {rule.replace('-', ' ')}: {number}.")
    if len(ordered) > _MOST_CODES:
        yield fact(f"{counted(len(ordered) - _MOST_CODES, 'other rule')} found something too.")
