"""All pages that MkDocs does not make: very many in groups, fresh ones, those found, those that stand there already."""

from __future__ import annotations

from dataclasses import field
from functools import partial
from typing import TYPE_CHECKING

from mkdocs_document_control.many.dealt import Dealt
from mkdocs_document_control.many.files import PageOfMany
from mkdocs_document_control.many.kept import grouped
from mkdocs_document_control.many.pages import ManyPages
from qms_docs.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Iterator

    from mkdocs.structure.files import Files

    from mkdocs_document_control.ahead import Ahead
    from mkdocs_document_control.many.dealt import Hashes
    from mkdocs_document_control.many.found import FoundPages
    from mkdocs_document_control.many.fresh import FreshPages, Made
    from mkdocs_document_control.many.gaps import Gaps
    from mkdocs_document_control.many.kept import KeptGroups
    from mkdocs_document_control.many.later import LaterPages
    from mkdocs_document_control.page_drawing import PageDrawing
    from mkdocs_document_control.plan import SitePlan
    from mkdocs_document_control.whole.last_site import LastSite
    from qms_docs.keeping.store import Store
    from qms_docs.sources.loading import ManualSource

__all__ = ["Beside"]


@dataclass(slots=True)
class Beside:
    """Has these pages written, each once, by this process or by another one."""

    plan: SitePlan
    files: Files
    source: ManualSource
    gaps: Gaps
    site: str
    drawing: PageDrawing
    found: FoundPages
    fresh: FreshPages
    later: LaterPages
    store: Store
    kept_groups: KeptGroups | None
    last: LastSite | None
    _there: Hashes = field(default_factory=dict, init=False)
    """The pages of the last site that are those of this one."""
    _many: ManyPages | None = field(default=None, init=False)
    _dealt: Dealt[tuple[Hashes, list[Made]]] | None = field(default=None, init=False)

    def begin(self) -> None:
        """What stands there already stays, and the rest is ready to be dealt out, very many pages first."""
        standing: Hashes = {}
        if self.last:
            self._there = self.last.settle({page.address: page for page in self.found.pages()})
            standing = self.last.standing
        pieces = [*self.fresh.pieces(standing), *_without_more(self.found.pieces(self._there, standing))]
        pages = [(each, self.plan.pages[each.src_uri]) for each in self.files if isinstance(each, PageOfMany)]
        if self.kept_groups is not None and pages:
            self.kept_groups.begin(self.drawing.beside, pages[0][1])
            self._many = ManyPages(
                groups=grouped(pages),
                kept=self.kept_groups,
                draw=self.drawing.of_many,
                value_of=partial(self.gaps.value, listed=False),
                source=self.source,
                site=self.site,
                standing=standing,
            )
            pieces = [*_without_more(self._many.pieces()), *pieces]
        self._dealt = Dealt(pieces, self.store)

    def work(self) -> dict[Hashable, Callable[[], object]]:
        """What another process may do."""
        return self._dealt.work() if self._dealt else {}

    def finish(self, ahead: Ahead) -> tuple[Hashes, list[Made]]:
        """Everything is written; the SHA-256 of each page by its address, and what is told of those that are fresh."""
        done = self._dealt.finish(ahead) if self._dealt else []
        hashes = {name: value for written, _ in done for name, value in written.items()}
        return self._there | hashes, [page for _, made in done for page in made]

    def contents(self) -> dict[str, Callable[[], bytes]]:
        """What gives the bytes of each page, by its address."""
        parts = (self._many, self.found, self.later)
        return {address: content for each in parts if each for address, content in each.contents()}

    def groups(self) -> tuple[tuple[bytes, dict[str, str]], ...]:
        """The place of each group that is kept, with the addresses of its pages by their paths in MkDocs' terms."""
        if self._many is None:
            return ()
        place = self._many.kept.place
        return tuple(
            (place(each), {file.src_uri: file.dest_uri for file, _ in each.pages}) for each in self._many.groups
        )

    def close(self) -> None:
        """Nobody takes a piece any more."""
        if self._dealt:
            self._dealt.close()


def _without_more(pieces: Iterable[Callable[[], Hashes]]) -> Iterator[Callable[[], tuple[Hashes, list[Made]]]]:
    """Pieces of which nothing is told besides."""
    for each in pieces:
        yield partial(_written, each)


def _written(piece: Callable[[], Hashes]) -> tuple[Hashes, list[Made]]:
    return piece(), []
