"""Reads the standards, the crosswalk, the principles and what records are evidence for, as the program brings them."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources
from typing import Any

from qms_docs.model.standard import (
    Clause,
    ClauseReference,
    Crosswalk,
    InformationKind,
    Library,
    Move,
    Occasion,
    Principle,
    Provision,
    RequiredInformation,
    Standard,
    parse_clause,
)

__all__ = ["load_library"]

_EDITIONS = ("iso9001-2015.toml", "iso9001-2026.toml")
"""One file an edition, the earlier one first."""


@cache
def load_library() -> Library:
    """Every standard that comes with the program; read once, as it cannot change while the program runs."""
    return Library(
        standards=tuple(_standard(_table(name)) for name in _EDITIONS),
        crosswalk=_crosswalk(_table("crosswalk.toml")),
        principles=tuple(Principle(**entry) for entry in _table("principles.toml")["principle"]),
        provisions=tuple(_provision(entry) for entry in _table("evidence.toml")["provides"]),
    )


def _table(name: str) -> dict[str, Any]:
    return tomllib.loads(resources.files("qms_docs.standards").joinpath(name).read_text(encoding="utf-8"))


def _standard(table: dict[str, Any]) -> Standard:
    clauses = tuple(_clause(table["id"], entry) for entry in table["clause"])
    return Standard(id=table["id"], title=table["title"], note=table["note"], clauses=clauses)


def _clause(standard_id: str, entry: dict[str, Any]) -> Clause:
    return Clause(
        standard=standard_id,
        number=entry["number"],
        title=entry["title"],
        summary=entry["summary"],
        information=tuple(_information(each) for each in entry.get("information", ())),
    )


def _information(entry: dict[str, str]) -> RequiredInformation:
    return RequiredInformation(kind=InformationKind(entry["kind"]), what=entry["what"], when=Occasion(entry["when"]))


def _crosswalk(table: dict[str, Any]) -> Crosswalk:
    return Crosswalk(
        moves=tuple(_move(entry) for entry in table["moved"]),
        changes=tuple(_move(entry) for entry in table["changed"]),
    )


def _provision(entry: dict[str, Any]) -> Provision:
    return Provision(
        name=entry["name"],
        clauses=tuple(_reference(each) for each in entry["clauses"]),
        nothing_yet=tuple(entry.get("nothing_yet", ())),
    )


def _move(entry: dict[str, str]) -> Move:
    return Move(earlier=_reference(entry["from"]), later=_reference(entry["to"]), note=entry["note"])


def _reference(text: str) -> ClauseReference:
    reference = parse_clause(text)
    if reference is None:
        message = f"{text!r} is not a clause such as 'iso9001:2015#10.3'"
        raise ValueError(message)
    return reference
