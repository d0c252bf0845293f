"""What a rule is, and how one comes to be known.

A rule is a generator from a manual to departures, and judged anew each time. One that states in its decorator what it
reads (`rule_of_documents`, `rule_of_facts`) gets just that, and what it found holds as long as that is the same.
Its docstring is its page: a first line that says what it finds, then the sections `## Avoid`, `## Prefer`, `## Why`
and perhaps `## Related` in Markdown. The blocks of code under Avoid and Prefer are files of a repository (`title`) at
a day (`on`); the tests build them and run the rule.
"""

from __future__ import annotations

import inspect
import re
from typing import TYPE_CHECKING

from qms_docs.model.finding import Basis, Finding, Severity
from qms_docs.rules.facts import Facts
from qms_docs.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from qms_docs.model.document import Document
    from qms_docs.model.manual import Manual
    from qms_docs.rules.facts import Fact

__all__ = [
    "Departure",
    "Judgement",
    "OfDocuments",
    "OfFacts",
    "OfManual",
    "Rule",
    "RulePage",
    "rule",
    "rule_of_documents",
    "rule_of_facts",
]

_SECTION = re.compile(r"^## (?P<name>Avoid|Prefer|Why|Related)\n", re.MULTILINE)


@dataclass(frozen=True, kw_only=True, slots=True)
class Departure:
    """One place at which a manual departs from a rule."""

    path: str | None
    fact: str
    remedy: str
    line: int = 1
    document: str | None = None
    about: str | None = None
    """By what it is known again where the words of the fact may change, for instance because they make a suggestion."""


@dataclass(frozen=True, slots=True)
class OfManual:
    """What reads anything, and is judged anew each time."""

    departures: Callable[[Manual], Iterable[Departure]]

    def judged(self, manual: Manual, _facts: Facts) -> Iterable[Departure]:
        """The departures of a manual."""
        return self.departures(manual)


@dataclass(frozen=True, slots=True)
class OfFacts:
    """What reads these facts of a manual, the library, and nothing else."""

    departures: Callable[[Manual], Iterable[Departure]]
    reads: tuple[Fact, ...]

    def judged(self, _manual: Manual, facts: Facts) -> Iterable[Departure]:
        """The departures of a manual."""
        return self.departures(facts.part(self.reads))


@dataclass(frozen=True, slots=True)
class OfDocuments:
    """What judges one document after the other, and reads besides the document these facts and the library."""

    departures: Callable[[Document, Manual], Iterable[Departure]]
    reads: tuple[Fact, ...]
    gone: bool = False
    """Whether documents that have no file are judged too."""

    def judged(self, manual: Manual, facts: Facts) -> Iterable[Departure]:
        """The departures of a manual."""
        part = facts.part(self.reads, for_documents=True)
        documents = manual.documents if self.gone else manual.standing
        return (departure for each in documents for departure in self.departures(each, part))


Judgement = OfManual | OfFacts | OfDocuments


@dataclass(frozen=True, kw_only=True, slots=True)
class RulePage:
    """The page of a rule in Markdown, by its sections."""

    summary: str
    avoid: str
    prefer: str
    why: str
    related: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Rule:
    """One requirement with its code, which is never reused, and its name, which reads as "allow NAME"."""

    code: str
    name: str
    severity: Severity
    basis: Basis
    clause: str | None
    page: RulePage
    judgements: tuple[Judgement, ...]

    def findings(self, manual: Manual) -> Iterator[Finding]:
        """The departures of a manual from this rule."""
        facts = Facts(manual)
        return (self.finding(each) for judgement in self.judgements for each in judgement.judged(manual, facts))

    def finding(self, departure: Departure) -> Finding:
        """A departure from this rule, as it is reported."""
        return Finding(
            code=self.code,
            rule=self.name,
            severity=self.severity,
            path=departure.path,
            line=departure.line,
            document=departure.document,
            fact=departure.fact,
            remedy=departure.remedy,
            about=departure.about,
        )


def rule(  # noqa: PLR0913 - what a rule consists of
    code: str,
    name: str,
    severity: Severity,
    basis: Basis,
    clause: str | None = None,
    *,
    besides: tuple[Judgement, ...] = (),
) -> Callable[[Callable[[Manual], Iterable[Departure]]], Rule]:
    """Makes a rule of a generator of departures, with its docstring as the page.

    Parts of it that need not be judged anew each time stand `besides`.
    """

    def made(departures: Callable[[Manual], Iterable[Departure]]) -> Rule:
        page = _page(inspect.getdoc(departures) or "")
        judgements = (OfManual(departures), *besides)
        return Rule(
            code=code, name=name, severity=severity, basis=basis, clause=clause, page=page, judgements=judgements
        )

    return made


def rule_of_facts(  # noqa: PLR0913 - as above
    code: str, name: str, severity: Severity, basis: Basis, clause: str | None = None, *, reads: tuple[Fact, ...]
) -> Callable[[Callable[[Manual], Iterable[Departure]]], Rule]:
    """The same of a generator that reads these facts of the manual alone."""

    def made(departures: Callable[[Manual], Iterable[Departure]]) -> Rule:
        page = _page(inspect.getdoc(departures) or "")
        judgements = (OfFacts(departures, reads),)
        return Rule(
            code=code, name=name, severity=severity, basis=basis, clause=clause, page=page, judgements=judgements
        )

    return made


def rule_of_documents(  # noqa: PLR0913 - as above
    code: str,
    name: str,
    severity: Severity,
    basis: Basis,
    clause: str | None = None,
    *,
    reads: tuple[Fact, ...],
    gone: bool = False,
    besides: tuple[Judgement, ...] = (),
) -> Callable[[Callable[[Document, Manual], Iterable[Departure]]], Rule]:
    """The same of a generator that judges one document, and reads besides it these facts of the manual alone.

    It judges each document that stands, and with `gone` also those that have no file any more.
    """

    def made(departures: Callable[[Document, Manual], Iterable[Departure]]) -> Rule:
        page = _page(inspect.getdoc(departures) or "")
        judgements = (OfDocuments(departures, reads, gone=gone), *besides)
        return Rule(
            code=code, name=name, severity=severity, basis=basis, clause=clause, page=page, judgements=judgements
        )

    return made


def _page(text: str) -> RulePage:
    summary, *rest = _SECTION.split(text)
    sections = dict(zip(rest[::2], rest[1::2], strict=True))
    return RulePage(
        summary=summary.strip(),
        avoid=sections.get("Avoid", "").strip(),
        prefer=sections.get("Prefer", "").strip(),
        why=sections.get("Why", "").strip(),
        related=sections.get("Related", "").strip(),
    )
