"""The manual on a day, from a repository: the one function by which everything else gets at it."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import replace
from typing import TYPE_CHECKING

from qms_docs.keeping.store import Store
from qms_docs.model.candidate import SignedBy
from qms_docs.sources.approval_source import ApprovalSource
from qms_docs.sources.checked_out import is_uncommitted, policy_file, proposed_changes
from qms_docs.sources.git import Repository, open_repository
from qms_docs.sources.kept_readings import KeptReadings
from qms_docs.sources.line import find_position, read_line
from qms_docs.sources.manual_source import CheckedOut, ManualSource, source_of
from qms_docs.sources.remembered import Remembered
from qms_docs.sources.texts import Texts
from qms_docs.sources.traces import Traces
from qms_docs.sources.witness import Signatures

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date
    from pathlib import Path

__all__ = ["ManualSource", "open_manual"]


def open_manual(
    folder: Path,
    today: date,
    earlier: ManualSource | None = None,
    *,
    keep: Callable[[Path, Path], Store] = lambda *_: Store(),
    repository: Repository | None = None,
) -> ManualSource:
    """The repository around a folder with its history, read in one go.

    From an `earlier` source of the same repository what has not changed since is taken over, and that one is closed.
    `keep` gives the store for what is worked out of the repository with that git directory and that work tree. A
    `repository` that was opened already is not opened once more.
    Raises CannotCheckError where the repository, its history or its policy cannot be read.
    """
    repository = repository or open_repository(folder)
    with ExitStack() as unless_read:
        unless_read.callback(repository.close)
        source = _read(repository, today, earlier, keep)
        unless_read.pop_all()
    return source


def _read(
    repository: Repository, today: date, earlier: ManualSource | None, keep: Callable[[Path, Path], Store]
) -> ManualSource:
    same_store = earlier is not None and earlier.repository.git_dir == repository.git_dir
    # What was read of texts and entries holds wherever the line ends.
    together = same_store and earlier is not None and earlier.repository.root == repository.root
    if earlier and together:
        repository.go_on_from(earlier.repository)
    store = earlier.store if earlier and same_store else keep(repository.git_dir, repository.root)
    readings = KeptReadings(store)
    policy = readings.policy(policy_file(repository)).required()
    position = find_position(repository, policy.release_branch)
    same = earlier is not None and (earlier.position, earlier.repository.root) == (position, repository.root)
    changed = repository.changed_files()
    uncommitted = is_uncommitted(repository, policy, changed)
    changes = proposed_changes(repository, position, policy, changed if uncommitted else ())
    texts = earlier._texts.moved_to(repository) if earlier and together else Texts(repository, store)  # noqa: SLF001 - of its own class
    traces = earlier._traces if earlier and together else Traces(texts, store)  # noqa: SLF001 - as above
    remembered = earlier._approvals.remembered if earlier and together else Remembered()  # noqa: SLF001 - as above
    if earlier and same:
        line = earlier._line  # noqa: SLF001 - as above
    else:
        followed = traces.followed(repository.read_one(f"{position.tip}:.mailmap"))
        line = read_line(repository, position, store.drawer("commits"), followed)
    signatures = earlier._approvals.signatures if earlier else Signatures(store.drawer("signatures", many=(SignedBy,)))  # noqa: SLF001 - as above
    if earlier is not None:
        earlier.repository.close()
    state = CheckedOut(repository, position, today, line, changes)
    approvals = ApprovalSource(repository, texts, signatures, store, remembered)
    source = source_of(state, traces, texts, approvals, store)
    return replace(source, dirty=bool(changes) or uncommitted, uncommitted=uncommitted)
