"""Which days of a record tell of something done."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from typing import TYPE_CHECKING, get_args, get_type_hints

import pytest

from qms_docs.model.days import parse_day
from qms_docs.model.records import evidence
from qms_docs.model.records.kinds import KINDS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qms_docs.model.records.kind import RecordKind

STILL_TO_COME = {
    *("due", "response_due", "review_due", "conditions_due", "next_evaluation"),
    *("expires", "until", "start", "assigned"),
}
"""Days on which something is to be done, begins or ends."""


def days(value: type) -> Iterator[str]:
    """The names of all fields of a value and its parts that are days."""
    hints = get_type_hints(value, include_extras=True)
    for each in fields(value):
        if each.name not in ("amendments", "attachments", "links"):
            yield from _days_in(hints[each.name], each.name)


def _days_in(hint: object, name: str) -> Iterator[str]:
    if getattr(hint, "parse", None) is parse_day:
        yield name
    elif isinstance(hint, type) and is_dataclass(hint) and "forms" not in hint.__module__:
        yield from days(hint)
    else:
        for each in (*get_args(hint), *getattr(hint, "__metadata__", ())):
            yield from _days_in(each, name)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_every_day_is_known_as_one_or_the_other(kind: RecordKind) -> None:
    """No type has a day of which nobody has said whether it proves something; each has one that does."""
    found = set(days(kind.value))
    assert found - STILL_TO_COME <= evidence._HAPPENED
    assert "opened" in found
