"""What `qms approvals import` does with the answer of a forge."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qms_docs.approving.importing import Imported, imported
from qms_docs.approving.reviewed import changed_subjects, named_subject, require_commit
from qms_docs.approving.signing_key import SigningKey, signing_key
from qms_docs.cli.common import asked_document
from qms_docs.cli.output import give, say
from qms_docs.failures import RefusedError, WrongUseError
from qms_docs.forges import gitea, github, gitlab
from qms_docs.forges.export import items, read_export
from qms_docs.forges.recognition import recognised
from qms_docs.values import dataclass
from qms_docs.writing.new_file import create_file

if TYPE_CHECKING:
    from pathlib import Path

    from qms_docs.approving.subject import Subject
    from qms_docs.forges.review import ForgeReview
    from qms_docs.model.candidate import Trust
    from qms_docs.sources.git import Repository
    from qms_docs.sources.loading import ManualSource

__all__ = ["Asked", "take_in"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Asked:
    """The options of the command."""

    commit: str
    documents: tuple[str, ...]
    forge: str | None
    role: str | None
    url: str | None
    submitted_at: str | None
    importer: str | None
    key: Path | None


def take_in(source: ManualSource, asked: Asked, content: bytes, *, write: bool) -> None:
    """The approvals are written, or printed as they would be; what was passed over is said."""
    repository = source.repository
    commit = require_commit(repository, asked.commit)
    reviews = _reviews(asked, commit, content)
    subjects = _subjects(source, asked, commit)
    key = _importer_key(repository, source.next_entry().trust, asked)
    found = imported(reviews, subjects, key, asked.role)
    for file in found.files:
        if write:
            create_file(repository.root, file.path, file.content)
        give(f"{file.path}\n" if write else f"==> {file.path} <==\n{file.content.decode()}\n")
    _explain(source, found, subjects, signed=key is not None)


def _reviews(asked: Asked, head: str, content: bytes) -> tuple[ForgeReview, ...]:
    values = read_export(content)
    forge = asked.forge or recognised(values)
    if forge == "github":
        return github.reviews(values)
    if forge == "gitea":
        return gitea.reviews(values)
    if forge == "gitlab":
        return gitlab.reviews(values, gitlab.Besides(head=head, url=asked.url, submitted_at=asked.submitted_at))
    if items(values):
        raise WrongUseError("The reviews do not show from which forge they are: name it with --forge.")
    return ()


def _subjects(source: ManualSource, asked: Asked, commit: str) -> tuple[Subject, ...]:
    manual, next_entry = source.manual(preview=True, merged=True), source.next_entry()
    if not asked.documents:
        return changed_subjects(source, manual, next_entry, commit)
    named = (asked_document(source, manual, each) for each in dict.fromkeys(asked.documents))
    return tuple(named_subject(manual, each, next_entry, commit) for each in named)


def _importer_key(repository: Repository, trust: Trust, asked: Asked) -> SigningKey | None:
    """The key of the importer that is to sign.

    Raises RefusedError where organization.yml knows no such importer, or not with this key.
    """
    if asked.importer is None:
        if asked.key is not None:
            raise WrongUseError("`--key` signs as an importer: name it with --sign-as.")
        return None
    importer = trust.organization.importers.get(asked.importer)
    if importer is None:
        raise RefusedError(f"organization.yml lists no importer {asked.importer} on the release branch.")
    key = signing_key(repository, asked.key)
    if all(each.key != key.public.line for each in importer.keys):
        raise RefusedError(
            f"The key {key.public.fingerprint} is none that organization.yml lists for the importer {asked.importer}."
        )
    return key


def _explain(source: ManualSource, found: Imported, subjects: tuple[Subject, ...], *, signed: bool) -> None:
    for each in found.passed_over:
        about = f" for {each.subject[0].lower()}{each.subject[1:]}" if each.subject else ""
        who = each.review.user or "somebody"
        say(f"Passed over{about}: the review by {who} of {each.review.at_written or 'unknown time'}: {each.reason}.")
    for path in found.known:
        say(f"Recorded before: {path}.")
    if not subjects:
        say("The change brings no revision whose approval is asked for.")
    elif not found.files and not found.known:
        say("No review is an approval that counts.")
    heads = {each.record.source.commit for each in found.files if each.record.source and each.record.source.commit}
    if not signed and any(not source.repository.is_ancestor(each, source.position.head) for each in heads):
        say(
            "What was reviewed is no part of the branch that is checked out: in another clone these approvals cannot "
            "be verified. Let an importer sign them (--sign-as)."
        )
