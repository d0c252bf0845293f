"""What a rule is, and how one comes to be known.

A rule is a generator from a manual to departures. Its docstring is its page: a first line that says what it finds,
then the sections `## Avoid`, `## Prefer`, `## Why` and perhaps `## Related` in Markdown. The blocks of code under
Avoid and Prefer are files of a repository (`title`) at a day (`on`); the tests build them and run the rule.
"""

from __future__ import annotations

import inspect
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from qms_docs.model.finding import Basis, Finding, Severity

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from qms_docs.model.manual import Manual

__all__ = ["Departure", "Rule", "RulePage", "rule"]

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
    departures: Callable[[Manual], Iterable[Departure]]

    def findings(self, manual: Manual) -> Iterator[Finding]:
        """The departures of a manual from this rule."""
        for each in self.departures(manual):
            yield Finding(
                code=self.code,
                rule=self.name,
                severity=self.severity,
                path=each.path,
                line=each.line,
                document=each.document,
                fact=each.fact,
                remedy=each.remedy,
                about=each.about,
            )


def rule(
    code: str, name: str, severity: Severity, basis: Basis, clause: str | None = None
) -> Callable[[Callable[[Manual], Iterable[Departure]]], Rule]:
    """Makes a rule of a generator of departures, with its docstring as the page."""

    def made(departures: Callable[[Manual], Iterable[Departure]]) -> Rule:
        return Rule(
            code=code,
            name=name,
            severity=severity,
            basis=basis,
            clause=clause,
            page=_page(inspect.getdoc(departures) or ""),
            departures=departures,
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
