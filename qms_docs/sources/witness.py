"""What approvals rest on outside the model: signatures, and commits that were reviewed."""

from __future__ import annotations

from dataclasses import field
from itertools import chain
from typing import TYPE_CHECKING

from qms_docs.keeping.store import Store
from qms_docs.model.candidate import Candidate, ReviewedCommit, SignedBy
from qms_docs.signing.statement import NAMESPACE, Statement, StatementError
from qms_docs.sources.commit_tree import CommitTree, FolderReader
from qms_docs.sources.history import FilesShown
from qms_docs.sources.log import authored_at
from qms_docs.values import dataclass

if TYPE_CHECKING:
    from qms_docs.keeping.store import Drawer
    from qms_docs.model.approval import ApprovalRecord
    from qms_docs.sources.policies import PolicyHistory
    from qms_docs.sources.texts import Texts

__all__ = ["RepositoryWitness", "Signatures", "statement_of"]


def statement_of(record: ApprovalRecord, name: str) -> Statement:
    """The statement that a person of that name signs to give the approval.

    Raises StatementError for a value that no statement can contain.
    """
    return Statement(
        document=record.document,
        revision=record.revision,
        digest=record.digest,
        meaning=record.meaning,
        person=record.person,
        name=name,
        role=record.role,
        at=record.at_written,
    )


@dataclass(slots=True)
class Signatures:
    """By which keys signatures were made; each is verified once for each statement."""

    kept: Drawer[tuple[str, bytes], SignedBy] = field(default_factory=lambda: Store().drawer("signatures"))

    def signer(self, record: ApprovalRecord, name: str, signature: str) -> SignedBy:
        """By which key a signature was made over the statement of an approval."""
        try:
            statement = statement_of(record, name).bytes
        except StatementError as error:
            return SignedBy(reason=f"it cannot be made: {error}".rstrip("."))
        return self.kept.find((signature, statement), lambda: _signed_by(signature, statement))


def _signed_by(signature: str, statement: bytes) -> SignedBy:
    # A manual without signatures does not wait for the mathematics to be loaded.
    from qms_docs.signing.ssh import InvalidSignatureError, verify

    try:
        key = verify(signature, statement, NAMESPACE)
    except InvalidSignatureError as error:
        return SignedBy(reason=error.reason)
    return SignedBy(key=key.line, fingerprint=key.fingerprint)


@dataclass(slots=True)
class RepositoryWitness:
    """Looks signatures up among those that were verified, and commits in the repository."""

    signatures: Signatures
    texts: Texts
    policies: PolicyHistory
    folders: FolderReader
    _known: dict[tuple[str, str, str], ReviewedCommit | None] = field(default_factory=dict)

    def signer(self, record: ApprovalRecord, name: str, signature: str) -> SignedBy:
        """By which key a signature was made over the statement of an approval."""
        return self.signatures.signer(record, name, signature)

    def has_reviewed(self, record: ApprovalRecord) -> bool:
        """Whether the repository has the commit of the review that an approval records, which may come and go."""
        commit = record.source.commit if record.source else None
        return commit is not None and self.folders.root(commit) is not None

    def reviewed(self, commit: str, candidate: Candidate) -> ReviewedCommit | None:
        """The commit with what it has of the text; None where the repository does not have the commit."""
        asked = (commit, candidate.document, candidate.digest)
        if asked not in self._known:
            self._known[asked] = self._reviewed(commit, candidate)
        return self._known[asked]

    def _reviewed(self, commit: str, candidate: Candidate) -> ReviewedCommit | None:
        root = self.folders.root(commit)
        written_at = authored_at(self.folders.repository.read_commit(commit) or b"")
        if root is None or written_at is None:
            return None
        tree = CommitTree(self.folders, root)
        return ReviewedCommit(has_text=self._has_text(tree, candidate), written_at=written_at)

    def _has_text(self, tree: CommitTree, candidate: Candidate) -> bool:
        text, policy = candidate.text.text, self.policies.reads(candidate.text.entry.number)
        shown = FilesShown(self.texts, tree, policy)
        # A document may have stood on its branch where it never stood on the line: it is known by its id, not its path.
        known = (path for path in candidate.paths if tree.blob(path) == text.blob)
        anywhere = (path for path in tree.places_of(text.blob, policy.documents) if policy.holds(path))
        return any(shown.of(path, text.blob)[0] == text.files for path in chain(known, anywhere))
