"""The rendered redline of two texts, for commands that show one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qms_docs.failures import CannotCheckError
from qms_docs.rendering.text import Texts
from qms_docs.views.redline import Redline, redline

if TYPE_CHECKING:
    from qms_docs.redline.text import Block
    from qms_docs.sources.loading import ManualSource
    from qms_docs.views.comparison import Comparison, Side

__all__ = ["redline_if_possible", "redline_of"]


def redline_of(source: ManualSource, comparison: Comparison) -> Redline:
    """What became of the one text in the other, as both are read.

    Raises CannotCheckError for a text that is too large to be drawn.
    """
    texts = Texts(formulas=source.site_settings.formulas)
    return redline(*(_blocks(source, comparison.id, side, texts) for side in (comparison.before, comparison.after)))


def redline_if_possible(source: ManualSource, comparison: Comparison) -> Redline | None:
    """The same; None for a text that is too large to be drawn."""
    return None if comparison.before.excess or comparison.after.excess else redline_of(source, comparison)


def _blocks(source: ManualSource, document: str, side: Side, texts: Texts) -> tuple[Block, ...]:
    if side.excess:
        fact = f"{document} has more than {side.excess} in {side.name}, too many to be drawn."
        raise CannotCheckError(fact, "Compare it with `--format text`, and divide the text in its next revision.")
    files = {shown.name: shown.sha256 for shown in side.text.files}
    blobs = {shown.name: shown.blob for shown in side.text.files}
    return texts.blocks(side.body, files, lambda name: source.read(blobs[name]) if name in blobs else None)
