"""The pages of which there are very many, written into the site group by group."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from mkdocs_document_control.late import needed_by
from mkdocs_document_control.many.cut_page import CutPage, cut
from mkdocs_document_control.many.files import write_page
from mkdocs_document_control.many.kept import Group
from qms_docs.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from mkdocs_document_control.kept.pages import Asked, Followed
    from mkdocs_document_control.many.dealt import Hashes
    from mkdocs_document_control.many.files import PageOfMany
    from mkdocs_document_control.many.kept import KeptGroups
    from mkdocs_document_control.page import PlannedPage
    from qms_docs.sources.loading import ManualSource

__all__ = ["ManyPages"]


@dataclass(frozen=True, slots=True)
class ManyPages:
    """Finds or draws the pages of every group, and writes them."""

    groups: list[Group]
    kept: KeptGroups
    draw: Callable[[PageOfMany, PlannedPage], tuple[str, Asked, Followed]]
    value_of: Callable[[str | None], bytes]
    """What every build puts into the gaps of a page."""
    source: ManualSource
    site: str
    standing: Hashes
    """The SHA-256 of what lies where the site will stand, by its address; it is not written again."""

    def pieces(self) -> Iterator[Callable[[], Hashes]]:
        """Each group is written by itself."""
        for group in self.groups:
            yield partial(self._made, group)

    def contents(self) -> Iterator[tuple[str, Callable[[], bytes]]]:
        """What gives the bytes of each page by itself, with its address."""
        for group in self.groups:
            for file, planned in group.pages:
                yield file.dest_uri, partial(self._alone, group.name, file, planned)

    def _alone(self, group: str, file: PageOfMany, planned: PlannedPage) -> bytes:
        """What is drawn of the page is not kept, because the group would be kept without the others."""
        key = self.kept.key(planned)
        page = self.kept.find(Group(group, ((file, planned),)), {planned.src_uri: key}).get(planned.src_uri)
        if page is None:
            self.source.read_ahead(needed_by([planned]))
            page = self._cut(file, planned, key)
        return page.filled(self.value_of)

    def _made(self, group: Group) -> Hashes:
        keys = {planned.src_uri: self.kept.key(planned) for _, planned in group.pages}
        pages = self.kept.find(group, keys)
        fresh = [(file, planned) for file, planned in group.pages if planned.src_uri not in pages]
        if fresh:
            self.source.read_ahead(needed_by(planned for _, planned in fresh))
            pages |= {planned.src_uri: self._cut(file, planned, keys[planned.src_uri]) for file, planned in fresh}
            self.kept.keep(group, pages)
        return {file.dest_uri: self._written(file.dest_uri, pages[planned.src_uri]) for file, planned in group.pages}

    def _written(self, address: str, page: CutPage) -> str:
        return write_page(self.site, address, page.filled(self.value_of), self.standing)

    def _cut(self, file: PageOfMany, planned: PlannedPage, key: bytes) -> CutPage:
        html, asked, followed = self.draw(file, planned)
        return cut(html, key, asked, followed)
