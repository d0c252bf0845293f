"""The pages of which there are very many, written into the site group by group, by whoever comes first."""

from __future__ import annotations

import hashlib
import os
import posixpath
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, cast

from mkdocs_document_control.late import needed_by
from mkdocs_document_control.many.cut_page import CutPage, cut
from qms_docs.meanwhile import NotDoneError
from qms_docs.turns import Turns

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterator

    from mkdocs_document_control.ahead import Ahead
    from mkdocs_document_control.kept.pages import Asked, Followed
    from mkdocs_document_control.many.files import PageOfMany
    from mkdocs_document_control.many.kept import Group, KeptGroups
    from mkdocs_document_control.page import PlannedPage
    from qms_docs.keeping.shelf import Written
    from qms_docs.sources.loading import ManualSource

__all__ = ["ManyPages"]

_KEPT = "what is kept"
_Hashes = dict[str, str]
"""The SHA-256 of each file by its address."""


@dataclass(slots=True)
class ManyPages:
    """Writes every group once, in this process or in another one."""

    groups: list[Group]
    kept: KeptGroups
    draw: Callable[[PageOfMany, PlannedPage], tuple[str, Asked, Followed]]
    value_of: Callable[[str | None], bytes]
    """What every build puts into the gaps of a page."""
    source: ManualSource
    site: str
    _turns: Turns = field(init=False)

    def __post_init__(self) -> None:
        """Nobody has begun."""
        self._turns = Turns(len(self.groups))

    def work(self) -> dict[Hashable, Callable[[], object]]:
        """What another process may do: as many groups as it comes to, then what it has drawn is kept."""
        work: dict[Hashable, Callable[[], object]] = {("group", number): self._next for number in self._numbers()}
        return work | {_KEPT: self.kept.written} if work else {}

    def finish(self, ahead: Ahead) -> _Hashes:
        """Every page is written; the hashes are those of the bytes that were."""
        done: dict[int, _Hashes] = {}
        while (number := self._turns.take()) is not None:
            done[number] = self._made(self.groups[number])
        try:
            for number in self._numbers():
                # What the other process comes to last is nothing.
                if found := cast("tuple[int, _Hashes] | None", ahead.take(("group", number))[0]):
                    done[found[0]] = found[1]
            self.kept.adopt(cast("Written", ahead.take(_KEPT)[0]))
        except NotDoneError:
            # There was no other process, or it has ended before it was done.
            pass
        for number in self._numbers():
            if number not in done:
                done[number] = self._made(self.groups[number])
        return {name: value for number in self._numbers() for name, value in done[number].items()}

    def close(self) -> None:
        """Nobody takes a turn any more."""
        self._turns.close()

    def _numbers(self) -> range:
        return range(len(self.groups))

    def _next(self) -> tuple[int, _Hashes] | None:
        number = self._turns.take()
        return None if number is None else (number, self._made(self.groups[number]))

    def _made(self, group: Group) -> _Hashes:
        keys = {planned.src_uri: self.kept.key(planned) for _, planned in group.pages}
        pages = self.kept.find(group, keys)
        fresh = [(file, planned) for file, planned in group.pages if planned.src_uri not in pages]
        if fresh:
            self.source.read_ahead(needed_by(planned for _, planned in fresh))
            pages |= {planned.src_uri: self._cut(file, planned, keys[planned.src_uri]) for file, planned in fresh}
            self.kept.keep(group, pages)
        return dict(self._written(group, pages))

    def _cut(self, file: PageOfMany, planned: PlannedPage, key: bytes) -> CutPage:
        html, asked, followed = self.draw(file, planned)
        return cut(html, key, asked, followed)

    def _written(self, group: Group, pages: dict[str, CutPage]) -> Iterator[tuple[str, str]]:
        for file, planned in group.pages:
            content = pages[planned.src_uri].filled(self.value_of)
            _write(posixpath.join(self.site, file.dest_uri), content)
            yield file.dest_uri, hashlib.sha256(content).hexdigest()


def _write(path: str, content: bytes) -> None:
    place = Path(os.path.normpath(path))
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_bytes(content)
