"""What a command says, kept with all that it rests on, and said again where that is as it was.

Nothing asks what has changed since: whatever the run before has asked of the repository is asked again.
"""

from __future__ import annotations

import hashlib
import os
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import click

from qms_docs.cli.common import today
from qms_docs.cli.output import give, say
from qms_docs.collection import no_collection
from qms_docs.keeping.store import open_store
from qms_docs.sources.git import open_repository
from qms_docs.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date
    from pathlib import Path

    from qms_docs.keeping.store import Store
    from qms_docs.sources.git import Repository
    from qms_docs.sources.grounds import Noted
    from qms_docs.sources.loading import ManualSource

__all__ = ["Result", "found_or_worked_out", "give_result"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Result:
    """Everything that a command leaves behind."""

    given: str | bytes
    """What is written on standard output."""
    before: tuple[str, ...] = ()
    """Sentences for people that come before it."""
    after: tuple[str, ...] = ()
    """Sentences for people that come after it."""
    status: int = 0


def give_result(folder: Path, work_out: Callable[[ManualSource], Result], *, keep: bool = True) -> int:
    """The running command says what it said before where nothing could be otherwise, else what is worked out now.

    What is worked out may hang on nothing but the source, its day and the parameters of the command; what hangs on
    more is not to be kept.
    """
    context = click.get_current_context()
    asked = repr((context.command_path, sorted(context.params.items())))
    result = found_or_worked_out(folder, asked if keep else None, today(), work_out)
    for sentence in result.before:
        say(sentence)
    give(result.given)
    for sentence in result.after:
        say(sentence)
    return result.status


def found_or_worked_out(
    folder: Path, asked: str | None, day: date, work_out: Callable[[ManualSource], Result]
) -> Result:
    """What was kept of the same question on that day about the same state of the repository, or is worked out."""
    with open_repository(folder) as repository:
        repository.begin_to_look()
        store = open_store(repository.git_dir, repository.root)
        name = _name(repository.root, asked) if asked else None
        kept: tuple[date, Noted, dict[str, Any]] | None = store.slip(name) if name else None
        if kept is not None and kept[0] == day and repository.is_as_it_was(kept[1]):
            return Result(**kept[2])
        result = _worked_out(repository, store, day, work_out)
        noted = repository.grounds.noted()
        if name and noted is not None:
            store.write_slip(name, (day, noted, asdict(result)))
        return result


def _worked_out(repository: Repository, store: Store, day: date, work_out: Callable[[ManualSource], Result]) -> Result:
    # What reads a manual takes long to load.
    from qms_docs.sources.loading import open_manual

    with no_collection():
        source = open_manual(repository.root, day, keep=lambda *_: store, repository=repository)
        try:
            return work_out(source)
        finally:
            source.close()


def _name(root: Path, asked: str) -> str:
    hashed = hashlib.blake2b(os.fsencode(root) + b"\0" + asked.encode("utf-8", "surrogatepass"), digest_size=16)
    return f"result-{hashed.hexdigest()}"
