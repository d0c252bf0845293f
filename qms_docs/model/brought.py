"""Which findings a change brings: those that were not there before, wherever a line or a file has moved."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from qms_docs.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from qms_docs.model.change import Before
    from qms_docs.model.finding import Finding
    from qms_docs.model.manual import Manual

__all__ = ["brought"]

_Same = tuple[str, str | None, str, bool]


def brought(before: Before, after: Manual, findings: Iterable[Finding], read: Callable[[str], bytes]) -> list[Finding]:
    """Those of the findings after a change that have no equal one before it, in their order.

    Equal are two of one rule, about the same document (or file, where it is about none) and the same fault. Where some
    of several equal ones were there before, those are left out that stand in lines which were there before. `read`
    gives the bytes of a file by its object id.
    """
    files = _Files(before, after, _moved(before, after), read)
    earlier: defaultdict[_Same, list[Finding]] = defaultdict(list)
    for each in before.findings:
        earlier[_same(each, each.path)].append(each)
    later: defaultdict[_Same, list[Finding]] = defaultdict(list)
    found = list(findings)
    for each in found:
        later[_same(each, files.path_before(each.path) if each.path else None)].append(each)
    fresh = {id(each) for same, alike in later.items() for each in _fresh(files, earlier.get(same, ()), alike)}
    return [each for each in found if id(each) in fresh]


def _moved(before: Before, after: Manual) -> Mapping[str, str]:
    """The path before of each file that stands at another path now: by the document's id, else by equal bytes."""
    old, new = before.blobs, after.blobs
    gone = {old[path]: path for path in sorted(old.keys() - new.keys())}
    found = {path: gone[new[path]] for path in sorted(new.keys() - old.keys()) if new[path] in gone}
    for document in after.standing:
        earlier = before.places.get(document.id)
        if earlier is not None and earlier != document.path:
            found[document.path] = earlier
    return found


def _same(finding: Finding, path: str | None) -> _Same:
    """By what a finding is known again; one that was permitted and is so no more is another."""
    return finding.code, finding.document or path, finding.about or finding.fact, finding.permitted_until is None


def _fresh(files: _Files, before: Sequence[Finding], after: Sequence[Finding]) -> Sequence[Finding]:
    """The findings that are more than there were before, of several that are equal."""
    if not before:
        return after
    if len(before) >= len(after):
        return ()
    known: Counter[tuple[str | None, int | None]] = Counter((each.path, each.line) for each in before)
    lines: dict[str, Mapping[int, int]] = {}
    unknown: list[Finding] = []
    for each in after:
        path = each.path or ""
        if path not in lines:
            lines[path] = files.lines_before(path)
        place = (files.path_before(path) if each.path else None, lines[path].get(each.line))
        if known[place]:
            known[place] -= 1
        else:
            unknown.append(each)
    return unknown[-(len(after) - len(before)) :]


@dataclass(frozen=True, slots=True)
class _Files:
    """The files on both sides of a change."""

    before: Before
    after: Manual
    moved: Mapping[str, str]
    read: Callable[[str], bytes]

    def path_before(self, path: str) -> str:
        """Where a file that stands now stood before."""
        return self.moved.get(path, path)

    def lines_before(self, path: str) -> Mapping[int, int]:
        """The line before of each line of a file that was there already."""
        blobs = self.before.blobs.get(self.path_before(path)), self.after.blobs.get(path)
        old, new = (self.read(blob).splitlines() if blob else [] for blob in blobs)
        shorter = min(len(old), len(new))
        head = next((place for place in range(shorter) if old[place] != new[place]), shorter)
        rest = shorter - head
        tail = next((place for place in range(rest) if old[-1 - place] != new[-1 - place]), rest)
        kept = {place: place for place in range(1, head + 1)}
        kept |= {len(new) - place: len(old) - place for place in range(tail)}
        # In between, a line that stands once on either side is taken for the same.
        once = dict(_single(old, head, len(old) - tail))
        kept |= {place: once[line] for line, place in _single(new, head, len(new) - tail) if line in once}
        return kept


def _single(lines: Sequence[bytes], first: int, last: int) -> list[tuple[bytes, int]]:
    """The lines that stand once in a passage, with their numbers."""
    counted = Counter(lines[first:last])
    return [(line, place) for place, line in enumerate(lines[first:last], first + 1) if counted[line] == 1]
