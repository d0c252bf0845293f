"""The redline on a page of the site: read, compared and drawn when the page is."""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING

from markupsafe import Markup

from mkdocs_document_control.late import Late
from qms_docs.values import dataclass
from qms_docs.views.comparison import Comparison, Side, compare

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from mkdocs_document_control.late import SourceAtHand
    from mkdocs_document_control.rendering import Addresses
    from qms_docs.figures.page_figures import PageFigures
    from qms_docs.model.document import LineText, ShownFile
    from qms_docs.redline.text import Block, Image
    from qms_docs.rendering.text import Texts
    from qms_docs.views.redline import Redline

__all__ = ["RedlineOnPage", "SharedTexts", "ShownRedline", "is_picture"]

_PICTURES = (".png", ".jpg", ".jpeg", ".gif", ".webp", ".avif", ".bmp", ".svg")


@dataclass(frozen=True, kw_only=True, slots=True)
class RedlineOnPage:
    """What the template shows of two texts."""

    comparison: Comparison
    summary: str
    redline: Redline | None
    """None where a text is too large to be compared as it is read."""
    text: Markup


@dataclass(slots=True)
class SharedTexts:
    """Texts as they are read for comparisons, shared because the next page often shows one of them again."""

    formulas: bool
    """Whether `$` is the sign of a formula."""
    _known: Texts | None = field(default=None, init=False)

    @property
    def known(self) -> Texts:
        """What parses them is loaded with the first that nobody has compared before."""
        from qms_docs.rendering.text import Texts

        self._known = self._known or Texts(formulas=self.formulas)
        return self._known


@dataclass(slots=True, repr=False)
class ShownRedline(Late):
    """Two texts of a document and the addresses at which the site has their pictures."""

    document: str
    before: LineText
    after: LineText
    numbers: tuple[str | None, str | None]
    pictures: Mapping[str, str]
    """By the SHA-256 of the picture."""
    source: SourceAtHand
    texts: SharedTexts
    figures: Callable[[], PageFigures]
    """Draws the diagrams and formulas of a page."""
    _sides: tuple[Side, Side] | None = field(default=None, init=False)
    _tables: dict[str, bytes] = field(default_factory=dict, init=False)

    def __repr__(self) -> str:
        """The texts by their digests, their names of fields, their places, from which links start, and the pictures.

        Whether `$` is the sign of a formula is said too.
        """
        digests = [each.text.digest(self.document) for each in (self.before, self.after)]
        names = [sorted(each.header.spelling.items()) for each in (self.before, self.after)]
        paths, pictures = (self.before.path, self.after.path), sorted(self.pictures.items())
        return repr((digests, names, self.numbers, paths, pictures, self.texts.formulas))

    def prepare(self) -> None:
        """Both texts are read, and the data that they show as tables."""
        if self._sides is not None:
            return
        before, after = (
            Side.of(number, each, self.source.now.parts(each.text.blob))
            for number, each in zip(self.numbers, (self.before, self.after), strict=True)
        )
        self._sides = before, after
        shown = (file for side in self._sides for file in side.text.files if "table" in side.body)
        data = {file.sha256: file.blob for file in shown if not is_picture(file)}
        self._tables = {digest: self.source.now.read(blob) for digest, blob in data.items()}

    @property
    def blobs(self) -> tuple[str, ...]:
        """Both sides."""
        return (self.before.text.blob, self.after.text.blob)

    def shown(self, to: Addresses) -> RedlineOnPage:
        """Both texts in one, with links and pictures as they are reached from a page."""
        self.prepare()
        if self._sides is None:
            raise RuntimeError("the texts were read above")
        sides, self._sides = self._sides, None
        comparison = compare(self.document, *sides)
        too_large = next((side.excess for side in sides if side.excess), None)
        if too_large:
            said = f"The text has more than {too_large}, too many to be compared here."
            return RedlineOnPage(comparison=comparison, summary=said, redline=None, text=Markup())
        from qms_docs.views.redline import redline

        found = redline(*map(self._blocks, sides))
        paths = {True: self.before.path, False: self.after.path}
        html = found.html(
            lambda destination, former: to.link(paths[former], destination),
            lambda image, _: self._picture(image, to),
            self.figures(),
        )
        return RedlineOnPage(
            comparison=comparison,
            summary=found.in_words(source_differs=comparison.words_changed),
            redline=found,
            text=Markup(html),  # noqa: S704 - escaped where it was made
        )

    def _blocks(self, side: Side) -> tuple[Block, ...]:
        files = {file.name: file.sha256 for file in side.text.files}
        return self.texts.known.blocks(side.body, files, lambda name: self._tables.get(files[name]))

    def _picture(self, image: Image, to: Addresses) -> str | None:
        uri = self.pictures.get(image.sha256 or "")
        return to.page(uri) if uri else None


def is_picture(file: ShownFile) -> bool:
    """Whether a browser shows the file as a picture."""
    return file.name.lower().partition("?")[0].partition("#")[0].endswith(_PICTURES)
