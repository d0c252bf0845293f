"""The text of a document in the work tree, with what would make an edit of it useless."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from qms_docs.failures import RefusedError
from qms_docs.model.header import ChangeClass, Header
from qms_docs.sources.front_matter import cut_head, read_head, text_faults
from qms_docs.sources.stated_fields import stated_fields
from qms_docs.writing.front_matter import Edits, NotEditableError, with_fields
from qms_docs.writing.new_file import replace_file

if TYPE_CHECKING:
    from pathlib import Path

    from qms_docs.model.document import Document, Revision
    from qms_docs.model.manual import Manual
    from qms_docs.model.numbering import Scheme
    from qms_docs.model.policy import Vocabulary
    from qms_docs.sources.loading import ManualSource

__all__ = ["StandingText", "next_number", "read_standing_text", "rewrite"]


@dataclass(frozen=True, kw_only=True, slots=True)
class StandingText:
    """A document's text as it lies in the work tree."""

    root: Path
    path: str
    content: bytes
    header: Header
    vocabulary: Vocabulary
    scheme: Scheme
    accepted: Revision | None
    """The highest revision on the release line; None where there is none yet."""

    @property
    def raised(self) -> bool:
        """Whether the work tree has another number than the release line."""
        return self.accepted is not None and self.header.revision != self.accepted.number

    @property
    def complete(self) -> bool:
        """Whether the block of the change says everything that it has to."""
        change = self.header.change
        return change is not None and None not in (change.kind, change.summary, change.reason)


def read_standing_text(source: ManualSource, manual: Manual, document: Document) -> StandingText:
    """The text that can be revised; `manual` is the judged one with what is proposed.

    Raises RefusedError where there is none, or where no sure edit of it is possible.
    """
    claims = manual.claims.get(document.id, ())
    if len(claims) > 1:
        places = ", ".join(each.path for each in claims)
        raise RefusedError(f"{document.id} stands in {len(claims)} files: {places}. Give each its own id first.")
    path, vocabulary = document.path, manual.policy.vocabulary
    content = _content(source.repository.root, document)
    reading = read_head(cut_head(content), vocabulary)
    unreadable = [*(() if reading.readable else reading.faults), *text_faults(content)]
    if unreadable:
        fault = unreadable[0]
        raise RefusedError(f"{path}:{fault.line}: The text cannot be read. {fault.fact} {fault.remedy}")
    header = reading.header
    if header is None or header.id != document.id:
        raise RefusedError(f"{path} does not say that it is {document.id}.")
    line = source.manual().document(document.id)
    return StandingText(
        root=source.repository.root,
        path=path,
        content=content,
        header=header,
        vocabulary=vocabulary,
        scheme=manual.policy.scheme,
        accepted=line.issued[-1] if line and line.issued else None,
    )


def next_number(standing: StandingText, kind: ChangeClass) -> str:
    """The number after the highest one that was issued.

    Raises RefusedError where the scheme of the policy has none.
    """
    number = standing.accepted.number if standing.accepted else ""
    after = standing.scheme.successors(number)
    if not after:
        raise RefusedError(
            f"Revision {number} of {standing.header.id} is no number of the scheme `{standing.scheme.value}` in "
            "qms.yml, so that none follows it. Write the next number by hand."
        )
    return after[-1] if kind is ChangeClass.MAJOR else after[0]


def rewrite(standing: StandingText, edits: Edits, expected: Header) -> str:
    """The file has these fields and is otherwise as it was; its path.

    `edits` has the names of the contract. Raises RefusedError where the reader would read something else than expected,
    and CannotWriteError; nothing has changed then.
    """
    spelt = {standing.header.spelt(name): value for name, value in edits.items()}
    after = tuple(standing.header.spelt(name) for name in ("change", "effective", "owner", "revision"))
    try:
        content = with_fields(standing.content, spelt, after)
    except NotEditableError:
        raise _by_hand(standing) from None
    reading = read_head(cut_head(content), standing.vocabulary)
    if reading.header != expected or _others(content, spelt) != _others(standing.content, spelt):
        raise _by_hand(standing)
    replace_file(standing.root, standing.path, standing.content, content)
    return standing.path


def _by_hand(standing: StandingText) -> RefusedError:
    return RefusedError(
        f"{standing.path}: the front matter is written in a form in which no single field can be changed safely, "
        "and nothing was written. Change it by hand: one field on a line."
    )


def _others(content: bytes, names: Edits) -> dict[str, str] | None:
    fields = stated_fields(content)
    return fields and {name: value for name, value in fields.items() if name.partition(".")[0] not in names}


def _content(root: Path, document: Document) -> bytes:
    file = root / PurePosixPath(document.path)
    if document.vanished_by is not None and not file.is_file():
        raise RefusedError(f"{document.id} has no file any more; it stood last in {document.path}.")
    if file.is_symlink():
        raise RefusedError(f"{document.path} is a symbolic link, and nothing is written through it.")
    try:
        return file.read_bytes()
    except OSError as error:
        raise RefusedError(f"{document.path} cannot be opened: {error.strerror}.") from error
