"""Files of approvals: what they say, and whether those that were accepted still say it (settled.md 17)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qms_docs.model.records.history import Alteration, LostApproval
from qms_docs.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from qms_docs.keeping.store import Drawer
    from qms_docs.model.approval import ApprovalRecord
    from qms_docs.model.document import Entry
    from qms_docs.sources.readings import ApprovalReading

__all__ = ["ApprovalFiles", "ApprovalForm", "departures"]

_FIELDS = ("document", "revision", "digest", "person", "role", "meaning", "at_written", "signature", "source")


@dataclass(frozen=True, slots=True)
class ApprovalForm:
    """A file as it stood from an entry on; `key` is its path below the folder of approvals."""

    entry: Entry
    key: str
    path: str
    mode: str
    blob: str


@dataclass(slots=True)
class ApprovalFiles:
    """What approval files say, by object id; each is read once, many in one go."""

    read: Callable[[Iterable[str]], Iterator[tuple[str, bytes | None]]]
    read_files: Callable[[Iterable[str]], Iterator[tuple[str, bytes]]]
    """The same for what must be files: raises CannotCheckError where one is missing."""
    kept: Drawer[str, ApprovalReading]

    def learn(self, blobs: Iterable[str]) -> None:
        """The files are read."""
        fresh = [blob for blob in dict.fromkeys(blobs) if self.kept.get(blob) is None]
        for blob, content in self.read_files(fresh):
            self.kept.put(blob, _reading(content))

    def of(self, blob: str) -> ApprovalReading:
        """What one of them says."""
        return self.kept.find(blob, lambda: _reading(next(self.read([blob]))[1]))

    def same_text(self, one: str, other: str) -> bool:
        """Whether two files have the same characters, line ends apart."""
        if one == other:
            return True
        texts = [(content or b"").replace(b"\r\n", b"\n") for _, content in self.read([one, other])]
        return texts[0] == texts[1]


def _reading(content: bytes | None) -> ApprovalReading:
    # What was read before needs no parser.
    from qms_docs.sources.approval import read_approval

    return read_approval(content or b"")


def departures(
    first: Mapping[str, ApprovalRecord],
    origins: Mapping[str, ApprovalForm],
    standing: Mapping[str, ApprovalForm],
    files: ApprovalFiles,
) -> tuple[list[Alteration], list[LostApproval]]:
    """The approvals that were accepted in one form and stand in another, or nowhere; a new name is in order."""
    altered: list[Alteration] = []
    lost: list[LostApproval] = []
    by_key = {form.key: form for form in standing.values()}
    blobs = {form.blob for form in standing.values()}
    for key, record in first.items():
        now, origin = by_key.get(key), origins[key]
        if now is None and origin.blob not in blobs:
            lost.append(LostApproval(path=origin.path, document=record.document))
        elif now is not None and not files.same_text(origin.blob, now.blob):
            altered.append(_alteration(record, now, files))
    return altered, lost


def _alteration(record: ApprovalRecord, now: ApprovalForm, files: ApprovalFiles) -> Alteration:
    read = files.of(now.blob).record
    name = next((each for each in _FIELDS if read and getattr(read, each) != getattr(record, each)), None)
    spelt = "at" if name == "at_written" else name
    what = f"Field `{spelt}` of the approval" if spelt else "The approval"
    fact = f"{what} is not as it was accepted; the first form counts."
    line = read.line(spelt) if read and spelt else 1
    return Alteration(path=now.path, line=line, fact=fact, document=record.document)
