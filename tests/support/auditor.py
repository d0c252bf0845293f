"""Questions about a manual, each answered by a command, by a page of its site, and by whoever knows what happened."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import datetime
from html import unescape
from typing import TYPE_CHECKING, Any

import yaml

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

__all__ = ["Question", "caught", "picked", "questions_in", "words_of"]

_DAY = re.compile(
    r"\b(\d{1,2} (?:January|February|March|April|May|June|July|August|September|October|November|December) \d{4})\b"
)
_CHOICE = re.compile(r"\[([\w.]+)=([^\]]+)\]")


@dataclass(frozen=True, kw_only=True, slots=True)
class Question:
    """A question, the answer of the story, and where a command and a page have theirs."""

    ask: str
    answer: Sequence[str]
    command: Sequence[str]
    pick: str
    page: str
    find: str
    catch: str | None = None
    means: Mapping[str, str] = field(default_factory=dict)


def questions_in(file: Path) -> list[Question]:
    """The questions of a file."""
    return [Question(**each) for each in yaml.safe_load(file.read_text(encoding="utf-8"))]


def picked(said: object, question: Question) -> list[str]:
    """The answer in what a command has said."""
    found = [each for place in question.pick.split(" & ") for each in _at(said, place)]
    if question.catch is None:
        return found
    assert len(found) == 1, f"{question.ask}: {question.pick} leads to {found}"
    return caught(_with_days(found[0]), question.catch)


def caught(words: str, pattern: str) -> list[str]:
    """What the groups of a pattern catch in words: those with names in the order of the names."""
    found = re.search(pattern, words)
    if found is None:
        return []
    named = found.groupdict()
    return [named[each] for each in sorted(named)] if named else list(found.groups())


def words_of(html: str) -> str:
    """The words of a page's content in one line, days as in data."""
    content = html.partition("<main")[2].partition("</main>")[0]
    without = re.sub(r"<(style|script|svg)\b.*?</\1>", " ", content, flags=re.DOTALL)
    return _with_days(" ".join(unescape(re.sub(r"<[^>]+>", " ", without)).split()))


def _with_days(words: str) -> str:
    return _DAY.sub(lambda found: datetime.strptime(f"{found[1]} +0000", "%d %B %Y %z").date().isoformat(), words)


def _at(said: object, place: str) -> Iterator[str]:
    """The values at a place, such as `revisions[revision=5].approvals.name|role`."""
    *steps, last = _steps(place)
    entries: list[Any] = [said]
    for step in steps:
        entries = [each for entry in entries for each in _chosen(entry, step)]
    for entry in entries:
        for name in last.split("|"):
            for value in _chosen(entry, name):
                yield str(value).lower() if isinstance(value, bool) else str(value)


def _steps(place: str) -> list[str]:
    """The place divided at its dots, but for those within brackets."""
    return re.findall(r"(?:\[[^\]]*\]|[^.\[\]])+", place)


def _chosen(entry: Any, step: str) -> list[Any]:  # noqa: ANN401 - whatever a command says in JSON
    """What a step leads to: a field, and of its entries those that are chosen."""
    name = step.partition("[")[0]
    value = entry
    if name:
        values = [each.get(name) for each in (entry if isinstance(entry, list) else [entry])]
        value = [one for each in values if each is not None for one in (each if isinstance(each, list) else [each])]
    for key, wanted in _CHOICE.findall(step):
        value = [each for each in value if wanted in list(_at(each, key))]
    return value if isinstance(value, list) else [value]
