"""What happened, as the files in `story/` tell it: who changed what, when, why, and how it came onto the line."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from importlib import resources
from typing import TYPE_CHECKING, Any, Literal

from qms_docs.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date
    from importlib.resources.abc import Traversable

    from qms_docs.starting.demo.moved import Moved

__all__ = ["Change", "Edit", "Form", "Revised", "Sweep", "changes_of", "files_below", "read_toml"]

Form = Literal["merge", "squash", "rebase"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Edit:
    """Words that a change brought, and those that stood in their place before."""

    now: str
    was: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Revised:
    """What a change does to one file; to a document it gives its next revision."""

    document: str
    """The id of a document, or the path of another file."""
    kind: str = "minor"
    summary: str = ""
    reason: str = ""
    request: str | None = None
    effective: date | None = None
    edits: tuple[Edit, ...] = ()
    before: str | None = None
    """The path before, where the file got another name or place."""
    sweep: str | None = None
    """The name of an edit that many documents have in common."""
    begins: bool = False
    """Whether the document comes with it."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Sweep:
    """A change of many documents in the same way."""

    name: str
    not_yet: frozenset[str]
    """Documents that it has not reached."""
    like: Revised
    """What it says of each."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Change:
    """One accepted change."""

    day: date
    title: str
    by: str
    helpers: tuple[str, ...] = ()
    form: Form = "squash"
    days: int = 2
    """How long it was being worked on."""
    later: int | None = None
    """After how many days its approvals followed; None where they came with it."""
    missing: frozenset[str] = frozenset()
    """Roles that have not approved yet."""
    people: bool = False
    """Whether it brings the list of people up to date."""
    revises: tuple[Revised, ...] = ()
    sweep: Sweep | None = None

    def with_also(self, further: tuple[Revised, ...]) -> Change:
        """The same change, of more files."""
        return replace(self, revises=(*self.revises, *further))


def read_toml(name: str, moved: Moved) -> dict[str, Any]:
    """A file of the story, moved to the week for which it is told."""
    return tomllib.loads(moved.text(_folder().joinpath(name).read_text(encoding="utf-8")))


def changes_of(moved: Moved) -> list[Change]:
    """Every change that the story tells, in its order."""
    names = sorted(each.name for each in _folder().joinpath("changes").iterdir() if each.name.endswith(".toml"))
    told = [each for name in names for each in read_toml(f"changes/{name}", moved)["change"]]
    return sorted((_change(each) for each in told), key=lambda change: change.day)


def files_below(name: str) -> Iterator[tuple[str, bytes]]:
    """The files below a folder of the story with their paths in it, sorted."""
    return iter(sorted(_below(_folder().joinpath(name), "")))


def _folder() -> Traversable:
    return resources.files("qms_docs.starting.demo").joinpath("story")


def _below(folder: Traversable, prefix: str) -> Iterator[tuple[str, bytes]]:
    for each in folder.iterdir():
        if each.is_dir():
            yield from _below(each, f"{prefix}{each.name}/")
        else:
            yield f"{prefix}{each.name}", each.read_bytes()


def _change(told: Mapping[str, Any]) -> Change:
    """Fields of a change that its documents do not state themselves hold for each of them."""
    facts = dict(told)
    revises = tuple(_revised(each) for each in facts.pop("revises", ()))
    revises += tuple(
        Revised(document=each, begins=True, kind="major", summary=facts["summary"], reason=facts["reason"])
        for each in facts.pop("begins", ())
    )
    sweep = facts.pop("sweep", None)
    not_yet = frozenset(facts.pop("not_yet", ()))
    like = _revised({"document": "", "sweep": sweep, **{key: facts.pop(key) for key in _SAID if key in facts}})
    return Change(
        helpers=tuple(facts.pop("with", ())),
        missing=frozenset(facts.pop("missing", ())),
        revises=revises,
        sweep=Sweep(name=sweep, not_yet=not_yet, like=like) if sweep else None,
        **facts,
    )


_SAID = ("class", "summary", "reason", "request")


def _revised(told: Mapping[str, Any]) -> Revised:
    facts = dict(told)
    edits = tuple(Edit(**each) for each in facts.pop("edits", ()))
    kind = facts.pop("class", "minor")
    return Revised(kind=kind, edits=edits, **facts)
