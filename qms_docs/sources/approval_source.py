"""The approvals of a manual, with what they rest on: files, people, signatures, commits."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from qms_docs.model.approval import ApprovalRecord
from qms_docs.model.document import Text
from qms_docs.model.judging import judge_approval
from qms_docs.model.permission import NextEntry
from qms_docs.sources.approvals import ApprovalFiles, ApprovalHistory, approval_steps, read_approvals
from qms_docs.sources.commit_tree import CommitTree, FolderReader
from qms_docs.sources.history import FilesShown
from qms_docs.sources.organizations import OrganizationHistory, People, read_organizations
from qms_docs.sources.readings import ApprovalReading
from qms_docs.sources.witness import RepositoryWitness, Signatures
from qms_docs.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qms_docs.keeping.store import Store
    from qms_docs.model.approval import Approval
    from qms_docs.model.candidate import Candidate
    from qms_docs.model.document import Entry
    from qms_docs.model.policy import Policy
    from qms_docs.sources.approvals import ApprovalStep
    from qms_docs.sources.followed import Followed
    from qms_docs.sources.git import Repository
    from qms_docs.sources.history import Accepted
    from qms_docs.sources.policies import PolicyHistory
    from qms_docs.sources.remembered import Remembered
    from qms_docs.sources.texts import Texts

__all__ = ["ApprovalSource", "JudgedApprovals"]


class ApprovalSource:
    """Reads and verifies each thing once, however many days are asked about."""

    def __init__(
        self, repository: Repository, texts: Texts, signatures: Signatures, store: Store, remembered: Remembered
    ) -> None:
        """`signatures` are those that were verified already."""
        self.remembered = remembered
        self.signatures = signatures
        self._texts = texts
        self._grounds = repository.grounds
        kept = store.drawer("approvals", many=(ApprovalReading, ApprovalRecord))
        self._files = ApprovalFiles(repository.read, repository.read_files, kept)
        self._people = People(repository.read_file, store.drawer("people"))
        self._folders = FolderReader(repository)

    def along(
        self, line: Sequence[Accepted], policies: PolicyHistory, followed: Followed | None = None
    ) -> tuple[ApprovalHistory, JudgedApprovals]:
        """The approvals that came along a line, and how those of a text are judged.

        Where none came after the entries that were followed already, they are as they were read then.
        """
        steps = approval_steps(line, policies)
        kept = followed.traced.approvals if followed and steps[-1].entry.number < followed.number else None
        history = self.remembered.approvals.find(steps, lambda: kept or self._read(steps))
        witness = RepositoryWitness(self.signatures, self._texts, policies, self._folders)
        people = read_organizations(line if history.records else (), policies, self._people)
        return history, JudgedApprovals(history, people, witness)

    def _read(self, steps: Sequence[ApprovalStep]) -> ApprovalHistory:
        missing = self._grounds.missing()
        history = read_approvals(steps, self._files)
        # What is missing may be there another time.
        return history if self._grounds.missing() == missing else replace(history, certain=False)

    def organizations(self, line: Sequence[Accepted], policies: PolicyHistory) -> OrganizationHistory:
        """Who was who along a line."""
        return read_organizations(line, policies, self._people)

    def next_entry(self, line: Sequence[Accepted], policies: PolicyHistory, entry: Entry) -> NextEntry:
        """The entry that follows a line, or ends it, as approvals meet it that come with it."""
        trust = read_organizations(line, policies, self._people).trust(entry.number)
        witness = RepositoryWitness(self.signatures, self._texts, policies, self._folders)
        return NextEntry(entry=entry, trust=trust, witness=witness)

    def text_at(self, commit: str, path: str, policy: Policy) -> Text | None:
        """The text at a path in any commit, with the files that it shows there; None where there is none."""
        root = self._folders.root(commit)
        if root is None:
            return None
        tree = CommitTree(self._folders, root)
        blob = tree.blob(path)
        if blob is None:
            return None
        files, _ = FilesShown(self._texts, tree, policy).of(path, blob)
        return Text(blob=blob, sha256=self._texts.sha256(blob), files=files)


@dataclass(frozen=True, slots=True)
class JudgedApprovals:
    """Judges the approvals of a text by what was trusted when each of them came."""

    history: ApprovalHistory
    organizations: OrganizationHistory
    witness: RepositoryWitness

    def grounds(self, document: str) -> object:
        """Everything that the approvals of a document rest on besides its texts and the policies."""
        records = self.history.by_document.get(document, ())
        return [
            (each, each.lines, self.organizations.trust(each.entry.number), self.witness.has_reviewed(each))
            for each in records
        ]

    def __call__(self, candidate: Candidate) -> list[Approval]:
        """Every approval of the number, by time, person and role."""
        records = self.history.by_revision.get((candidate.document, candidate.number), ())
        judged = (
            judge_approval(each, candidate, self.organizations.trust(each.entry.number), self.witness)
            for each in records
        )
        return sorted(judged, key=lambda each: (each.at, each.person, each.role))
