"""Everything that rules ask about records, from a line: their history, what they may name, what cites them."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence

    from qms_docs.keeping.store import Store
    from qms_docs.model.finding import Fault
    from qms_docs.model.records.collection import Records
    from qms_docs.sources.approvals import ApprovalHistory
    from qms_docs.sources.git import Repository
    from qms_docs.sources.history import Accepted
    from qms_docs.sources.policies import PolicyHistory
    from qms_docs.sources.remembered import Remembered
    from qms_docs.sources.tree import Tree

__all__ = ["NO_RECORDS", "JudgedRecords", "LineOfRecords"]


@dataclass(frozen=True, kw_only=True, slots=True)
class JudgedRecords:
    """Records with their history, and what is wrong with their files."""

    records: Records | None = None
    """None where nobody asked."""
    faults: tuple[Fault, ...] = ()
    former: frozenset[str] = frozenset()
    """Ids of roles, people and processes that closed records may go on naming."""
    mentions: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    """External documents that texts cite, by object id of the text, with lines; only where one is superseded."""


NO_RECORDS = JudgedRecords()


@dataclass(frozen=True, kw_only=True, slots=True)
class LineOfRecords:
    """A line whose records are read."""

    repository: Repository
    store: Store
    sha256: Callable[[str], str]
    """The hash of a file by its object id."""
    line: Sequence[Accepted]
    policies: PolicyHistory
    tree: Tree
    mailmap: bytes | None
    remembered: Remembered

    def judged(self, approvals: ApprovalHistory, texts: Collection[str]) -> JudgedRecords:
        """The records; `texts` are the object ids of the texts that are judged."""
        # Most commands ask for no records.
        from qms_docs.sources.former import former_names
        from qms_docs.sources.mailmap import read_mailmap
        from qms_docs.sources.mentions import mentions
        from qms_docs.sources.records.files import RecordFiles
        from qms_docs.sources.records.loading import attached_hashes, read_records
        from qms_docs.sources.records.trace import record_steps

        files = RecordFiles(self.repository.read, self.store)
        steps = record_steps(self.line, self.policies)
        records, faults = self.remembered.records.find(
            (steps, self.mailmap), lambda: read_records(steps, files, read_mailmap(self.mailmap))
        )
        records = replace(
            records,
            hashes=attached_hashes(records, self.tree, self.sha256),
            altered_approvals=approvals.altered,
            lost_approvals=approvals.lost,
        )
        superseded = any(each.record.status == "superseded" for each in records.of_kind("external-document"))
        defined, cited = self.store.drawer("names-defined"), self.store.drawer("mentions")
        named = records.kept or records.series
        return JudgedRecords(
            records=records,
            faults=faults,
            former=former_names(self.line, self.policies, self.repository.read_one, defined) if named else frozenset(),
            mentions=mentions(texts, self.repository.read, cited) if superseded else {},
        )
