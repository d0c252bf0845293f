"""From the HTML that Markdown has made of a text to what the site shows of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mkdocs.utils import get_relative_url

from qms_docs.values import dataclass

if TYPE_CHECKING:
    from mkdocs.structure.files import Files

    from mkdocs_document_control.figure_blocks import Figures
    from mkdocs_document_control.page import PlannedPage
    from mkdocs_document_control.sanitizer import Sanitizer

__all__ = ["Cleaning"]


@dataclass(frozen=True, slots=True)
class Cleaning:
    """Leaves nothing in a text that could do anything, and draws its diagrams and formulas."""

    files: Files
    sanitizer: Sanitizer
    figures: Figures

    def cleaned(self, planned: PlannedPage, html: str) -> str:
        """The text of a page."""
        if not planned.untrusted:
            return html
        return self.figures.drawn(self.sanitizer.clean(html, self._images(planned)))

    def _images(self, planned: PlannedPage) -> list[str] | None:
        """The addresses of what belongs to a document or record; anything else is under no control."""
        here = self.files.get_file_from_path(planned.src_uri)
        if not planned.is_controlled or planned.origin is None or here is None:
            return None
        belonging = (*planned.origin.by_name.values(), *planned.origin.by_path.values())
        attached = (self.files.get_file_from_path(each.uri) for each in belonging if each.uri)
        return [get_relative_url(each.url, here.url) for each in attached if each]
